import { decimalSchema, type Place, type Quantity } from '../../spec/index.ts';

// Everything in a file of a tender that can be wrong by a slip: figures, choices, yes or no, lists of words, dates.
// What is prose, a place, a citation or a name is none: digests, laws and people hold those.

export interface Schema {
  type?: string;
  const?: unknown;
  enum?: readonly unknown[];
  pattern?: string;
  format?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  required?: readonly string[];
  items?: Schema;
  oneOf?: readonly Schema[];
  discriminator?: { propertyName: string };
}
export type Step = string | number;
export type Shape = 'quantity' | 'decimal' | 'number' | 'choice' | 'boolean' | 'words' | 'date' | 'instant';
export interface Leaf {
  /** File within the tender's folder. */
  file: string;
  /** The innermost member of a list that holds it, by ids: what a row of the table of stated figures is about. */
  row: string;
  member: string;
  path: Step[];
  shape: Shape;
  value: unknown;
  /** What else the schema would take there, of choices and of lists of choices; the next one first. */
  choices: readonly unknown[];
  /** Lines of the text that the nearest clauses around it are bound to. */
  lines: number[];
  /** Statute that it stands on where no clause does. */
  statute?: string;
  /** An alias of an earlier one, which changes with it. */
  repeats?: true;
}

/** Names and citations, which laws resolve, and what limits.yaml holds already. */
const others = new Set('id part probe method sameAs statute expect'.split(' '));
/** Lists in words of our own, which a person reads. */
const ownWords = new Set('checklist asks signs definition judgedBy media'.split(' '));
/** Names that say what goes with what. */
const bonds = new Set('family handlingPromise group'.split(' '));
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isPlace = (value: unknown): value is Place => isObject(value) && 'part' in value && 'chapter' in value;
/** Every line of a place; none of what is no place. */
function linesOf(value: unknown): number[] {
  const [first = 0, last = -1] = isPlace(value) ? (value.lines ?? []) : [];
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}
export const isQuantity = (value: unknown): value is Quantity =>
  isObject(value) && 'unit' in value && typeof value.value === 'number';

/** The branch of a union that a value takes, by its constants. */
function branchOf(schema: Schema, value: unknown): Schema {
  if (!schema.oneOf) return schema;
  const fits = (one: Schema) =>
    isObject(value) &&
    Object.entries(one.properties ?? {}).every(
      ([key, { const: wanted }]) => wanted === undefined || value[key] === wanted,
    );
  return schema.oneOf.find(fits) ?? {};
}

/** The other constants that the tag of a union could take without anything else being changed. */
function otherTags(
  schema: Schema,
  value: Record<string, unknown>,
): { tag: string; others: unknown[] } | undefined {
  const tag = schema.discriminator?.propertyName;
  if (!tag) return undefined;
  const keys = Object.keys(value);
  const others = (schema.oneOf ?? [])
    .filter(({ properties = {}, required = [] }) => {
      return required.every((key) => keys.includes(key)) && keys.every((key) => key in properties);
    })
    .map(({ properties }) => properties![tag]!.const)
    .filter((other) => other !== value[tag]);
  return others.length > 0 ? { tag, others } : undefined;
}

/** The other choices, from the one after it on: its neighbours in the schema are its likeliest slips. */
function following(choices: readonly unknown[], value: unknown): unknown[] {
  const at = choices.indexOf(value);
  return [...choices.slice(at + 1), ...choices.slice(0, Math.max(at, 0))];
}

function shapeOf(schema: Schema, value: unknown): Shape | undefined {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return 'number';
  if (Array.isArray(value))
    return value.length > 0 && value.every((v) => typeof v === 'string') ? 'words' : undefined;
  if (typeof value !== 'string') return undefined;
  if (schema.enum) return 'choice';
  if (schema.pattern === decimalSchema.pattern) return 'decimal';
  if (schema.format === 'date') return 'date';
  return schema.format === 'date-time' ? 'instant' : undefined;
}

/** Name of a list's member: what it calls itself, numbered where a sister has the same name. */
function nameOf(list: readonly unknown[], index: number): string {
  const own = (value: unknown) =>
    isObject(value) ? (value.id ?? value.part ?? value.kind ?? value.from ?? value.size) : undefined;
  const name = own(list[index]);
  if (typeof name !== 'string') return String(index + 1);
  const before = list.slice(0, index).filter((one) => own(one) === name).length;
  return before === 0 ? name : `${name}~${before + 1}`;
}

/** All leaves of a file's data under its schema, in their order; what an alias repeats is one leaf. */
export function leavesOf(file: string, data: unknown, schema: object): Leaf[] {
  const leaves: Leaf[] = [];
  const seen = new Set<unknown>();
  interface Around {
    row: string;
    member: string[];
    path: Step[];
    lines: number[];
    statute?: string;
  }
  const put = (
    around: Around,
    key: string,
    shape: Shape,
    value: unknown,
    choices: readonly unknown[] = [],
  ) => {
    const { row, member, path, lines, statute } = around;
    leaves.push({
      file,
      row: row || (member[0] ?? '/'),
      member: [...(row ? member : member.slice(1)), key].join('.'),
      path: [...path, key],
      shape,
      value,
      choices: following(choices, value),
      lines,
      ...(statute === undefined ? {} : { statute }),
    });
  };
  const within = (value: Record<string, unknown>, around: Around): Around => {
    const lines = Object.values(value).flat().flatMap(linesOf);
    if (lines.length > 0) return { ...around, lines: [...new Set(lines)].sort((a, b) => a - b) };
    return 'statute' in value ? { ...around, lines: [], statute: [value.statute].flat().join(' ') } : around;
  };
  const walk = (value: unknown, declared: Schema, around: Around): void => {
    if (typeof value !== 'object' || value === null || isPlace(value)) return;
    if (Array.isArray(value)) {
      value.forEach((one, index) => {
        const row = [around.row, ...around.member, nameOf(value, index)].filter(Boolean).join('/');
        walk(one, declared.items ?? {}, { ...around, row, member: [], path: [...around.path, index] });
      });
      return;
    }
    const object = value as Record<string, unknown>;
    const schemaHere = branchOf(declared, object);
    const here = within(object, around);
    const tags = otherTags(declared, object);
    if (tags && !others.has(tags.tag)) put(here, tags.tag, 'choice', object[tags.tag], tags.others);
    for (const [key, member] of Object.entries(object)) {
      if (others.has(key) || (key === 'due' && object.method === 'test')) continue;
      const under = schemaHere.properties?.[key] ?? schemaHere.additionalProperties;
      const schemaOf = typeof under === 'object' ? under : {};
      if (schemaOf.const !== undefined) continue;
      if (isQuantity(member)) {
        put(here, key, 'quantity', member);
        if (seen.has(member)) leaves.at(-1)!.repeats = true;
        seen.add(member);
        continue;
      }
      const shape = bonds.has(key) ? 'choice' : shapeOf(schemaOf, member);
      if (shape === 'words' && ownWords.has(key)) continue;
      if (shape === 'words') put(here, key, shape, member, schemaOf.items?.enum ?? []);
      else if (shape) put(here, key, shape, member, schemaOf.enum ?? []);
      else walk(member, schemaOf, { ...here, member: [...here.member, key], path: [...here.path, key] });
    }
  };
  walk(data, schema as Schema, { row: '', member: [], path: [], lines: [] });
  for (const leaf of leaves) {
    const key = leaf.path.at(-1) as string;
    if (!bonds.has(key)) continue;
    const known = new Set(leaves.filter(({ path }) => path.at(-1) === key).map(({ value }) => value));
    leaf.choices = following([...known], leaf.value);
  }
  return leaves;
}
