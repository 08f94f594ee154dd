import { textSchema } from './primitives.ts';

/** How a place on a page is told apart, in the words that its reader sees wherever that is possible. */
export const locatorSchema = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
  properties: {
    label: { ...textSchema, description: 'an input by its label' },
    button: { ...textSchema, description: 'a button by what stands on it' },
    link: { ...textSchema, description: 'a link by its text' },
    text: { ...textSchema, description: 'any element that shows the text' },
    row: { ...textSchema, description: 'a row of a table that contains the text' },
    css: { ...textSchema, description: 'a CSS selector, where the page says nothing that a reader sees' },
  },
} as const;
export type LocatorKind = keyof typeof locatorSchema.properties;
export type Locator = Partial<Record<LocatorKind, string>>;

const step = (properties: Record<string, object>) =>
  ({
    type: 'object',
    additionalProperties: false,
    required: Object.keys(properties),
    properties,
  }) as const;
const at = (more: Record<string, object>) => step({ at: locatorSchema, ...more });

/**
 * One act of a person before the console. `find` alone may fail without breaking the recipe:
 * whether it found what the probe asked for is what the probe wants to know.
 */
export const consoleStepSchema = {
  type: 'object',
  oneOf: [
    step({ open: { type: 'string', maxLength: 500, description: "a path below the console's address" } }),
    step({ fill: at({ with: textSchema }) }),
    step({ choose: at({ option: textSchema }) }),
    step({ press: locatorSchema }),
    step({ see: locatorSchema }),
    step({ find: locatorSchema }),
    step({ picture: { ...textSchema, description: 'title of the screenshot' } }),
  ],
} as const;
export type ConsoleStep =
  | { open: string }
  | { fill: { at: Locator; with: string } }
  | { choose: { at: Locator; option: string } }
  | { press: Locator }
  | { see: Locator }
  | { find: Locator }
  | { picture: string };

const stepsSchema = { type: 'array', items: consoleStepSchema, minItems: 1, maxItems: 100 } as const;

/** What a console can be asked to do, by name; `{{name}}` in a step stands for what the probe gives it. */
export const consoleRecipesSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['signIn'],
  properties: {
    signIn: stepsSchema,
    compute: stepsSchema,
    storage: stepsSchema,
    network: stepsSchema,
  },
} as const;
export type ConsoleRecipe = keyof typeof consoleRecipesSchema.properties;
export type ConsoleRecipes = { signIn: ConsoleStep[] } & Partial<Record<ConsoleRecipe, ConsoleStep[]>>;
/** What a recipe may name between braces. */
export const recipeNames = {
  signIn: ['username', 'password'],
  compute: ['name'],
  storage: ['name'],
  network: ['name'],
} as const satisfies Record<ConsoleRecipe, readonly string[]>;
