import type { FromSchema } from 'json-schema-to-ts';
import { placeSchema, proofSchema } from './checkable.ts';
import { dateSchema, decimalSchema, idSchema, quantitySchema, textSchema } from './primitives.ts';
import { roundingSchema } from './rounding.ts';

const shared = {
  id: idSchema,
  title: textSchema,
  points: { ...decimalSchema, description: 'the most that can be had' },
  nature: { type: 'string', enum: ['objective', 'subjective'] },
  evidence: { type: 'array', items: proofSchema, description: 'papers without which nothing counts' },
  clause: placeSchema,
} as const;
const needed = ['id', 'title', 'points', 'nature', 'evidence', 'clause', 'kind'] as const;

/** The lowest price gives the full points, every other its share of them: points × base / price. */
export const priceCriterionSchema = {
  type: 'object',
  additionalProperties: false,
  required: [...needed, 'price', 'rounding', 'extremes'],
  properties: {
    ...shared,
    kind: { const: 'price-lowest-base' },
    price: {
      type: 'string',
      enum: ['evaluated', 'quoted'],
      description: 'after or before policy deductions',
    },
    rounding: roundingSchema,
    extremes: { type: 'string', enum: ['kept', 'dropped'], description: 'highest and lowest quote' },
    extremesClause: placeSchema,
  },
} as const;

/** Each thing that counts gives `per` points, up to `cap` things. */
export const countCriterionSchema = {
  type: 'object',
  additionalProperties: false,
  required: [...needed, 'counts', 'per', 'cap', 'distinctBy'],
  properties: {
    ...shared,
    kind: { const: 'count-capped' },
    counts: textSchema,
    per: decimalSchema,
    cap: quantitySchema,
    distinctBy: { type: 'string', enum: ['platform', 'paper', 'name', 'contract'] },
    names: { type: 'array', items: textSchema, minItems: 1, description: 'the only things that count' },
    acrossCriteria: {
      type: 'string',
      enum: ['each', 'once'],
      description: 'whether one platform may count in several criteria',
    },
    since: { ...dateSchema, description: 'first day of signature that counts' },
    mustContain: textSchema,
  },
} as const;

/** A member gives exactly one of the levels. */
export const levelsCriterionSchema = {
  type: 'object',
  additionalProperties: false,
  required: [...needed, 'asks', 'levels'],
  properties: {
    ...shared,
    kind: { const: 'one-of-levels' },
    asks: { type: 'array', items: textSchema, minItems: 1 },
    levels: {
      type: 'array',
      minItems: 2,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['points', 'when'],
        properties: { points: decimalSchema, when: textSchema },
      },
    },
  },
} as const;

/** Each starred clause that is answered without negative deviation and proved gives `per` points. */
export const starredCriterionSchema = {
  type: 'object',
  additionalProperties: false,
  required: [...needed, 'per', 'deviation'],
  properties: {
    ...shared,
    kind: { const: 'starred-count' },
    per: decimalSchema,
    deviation: { type: 'string', enum: ['not-negative'] },
  },
} as const;

/** Certificates of persons: the most points over assignments of persons to kinds of certificate. */
export const matchingCriterionSchema = {
  type: 'object',
  additionalProperties: false,
  required: [...needed, 'per', 'perPerson', 'certificates', 'assignment', 'pool', 'insurance'],
  properties: {
    ...shared,
    kind: { const: 'matching' },
    per: decimalSchema,
    perPerson: quantitySchema,
    certificates: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'title', 'cap'],
        properties: { id: idSchema, title: textSchema, cap: quantitySchema },
      },
    },
    assignment: { type: 'string', enum: ['most-points', 'bidder-list', 'listed-order'] },
    pool: {
      type: 'string',
      enum: ['without-project-manager', 'with-project-manager'],
      description: 'whether the project manager counts among the staff',
    },
    insurance: {
      type: 'object',
      additionalProperties: false,
      required: ['payers', 'period'],
      properties: {
        payers: {
          type: 'array',
          items: { type: 'string', enum: ['bidder', 'consortium-member'] },
          minItems: 1,
        },
        period: { anyOf: [{ const: 'any' }, quantitySchema], description: 'last months before the deadline' },
      },
    },
  },
} as const;

/** Promised hours below a base: each step saved gives `per` points, up to `cap`. */
export const hoursCriterionSchema = {
  type: 'object',
  additionalProperties: false,
  required: [...needed, 'promises', 'steps', 'overBase', 'withoutPromise'],
  properties: {
    ...shared,
    kind: { const: 'hours-saved' },
    promises: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'title', 'definition', 'base', 'step', 'per', 'cap'],
        properties: {
          id: idSchema,
          title: textSchema,
          definition: textSchema,
          base: quantitySchema,
          step: quantitySchema,
          per: decimalSchema,
          cap: decimalSchema,
        },
      },
    },
    steps: { type: 'string', enum: ['whole', 'linear'] },
    overBase: { type: 'string', enum: ['no-points', 'deviation'] },
    withoutPromise: decimalSchema,
  },
} as const;

/** All points or none. What only members can see is in `when` alone; what the bid shows by itself in `holds`, too. */
export const fixedCriterionSchema = {
  type: 'object',
  additionalProperties: false,
  required: [...needed, 'when'],
  properties: {
    ...shared,
    kind: { const: 'fixed' },
    when: textSchema,
    holds: {
      type: 'object',
      description: 'a person of the role holds the certificate',
      additionalProperties: false,
      required: ['kind', 'role', 'dedicated', 'certificate'],
      properties: {
        kind: { const: 'person' },
        role: { type: 'string', enum: ['project-manager', 'staff'] },
        dedicated: { type: 'boolean', description: 'to this project alone' },
        certificate: {
          type: 'object',
          additionalProperties: false,
          required: ['id', 'title'],
          properties: { id: idSchema, title: textSchema },
        },
      },
    },
  },
} as const;

export const criterionSchema = {
  type: 'object',
  required: ['kind'],
  discriminator: { propertyName: 'kind' },
  oneOf: [
    priceCriterionSchema,
    countCriterionSchema,
    levelsCriterionSchema,
    starredCriterionSchema,
    matchingCriterionSchema,
    hoursCriterionSchema,
    fixedCriterionSchema,
  ],
} as const;

export type PriceCriterion = FromSchema<typeof priceCriterionSchema>;
export type CountCriterion = FromSchema<typeof countCriterionSchema>;
export type LevelsCriterion = FromSchema<typeof levelsCriterionSchema>;
export type StarredCriterion = FromSchema<typeof starredCriterionSchema>;
export type MatchingCriterion = FromSchema<typeof matchingCriterionSchema>;
export type HoursCriterion = FromSchema<typeof hoursCriterionSchema>;
export type FixedCriterion = FromSchema<typeof fixedCriterionSchema>;
export type Criterion =
  | PriceCriterion
  | CountCriterion
  | LevelsCriterion
  | StarredCriterion
  | MatchingCriterion
  | HoursCriterion
  | FixedCriterion;
