import type { FromSchema } from 'json-schema-to-ts';
import { quantitySchema, textSchema } from './primitives.ts';

/** What a check expects of one measurand. Exactly one comparator. */
export const comparators = [
  'equals',
  'atLeast',
  'atMost',
  'moreThan',
  'lessThan',
  'includes',
  'includesAny',
  'excludes',
] as const;
export type Comparator = (typeof comparators)[number];

/**
 * How samples become one figure. Without it the pessimistic one is taken: the minimum against a lower limit,
 * the maximum against an upper limit, every sample otherwise.
 */
export const aggregates = ['every', 'min', 'max', 'mean', 'median', 'p95', 'p99', 'sum', 'last'] as const;
export type Aggregate = (typeof aggregates)[number];

export const expectationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['measurand'],
  properties: {
    measurand: { type: 'string', pattern: '^[a-z][a-z0-9-]*$' },
    aggregate: { type: 'string', enum: aggregates },
    equals: { anyOf: [{ type: 'boolean' }, { type: 'string' }, quantitySchema] },
    atLeast: quantitySchema,
    atMost: quantitySchema,
    moreThan: quantitySchema,
    lessThan: quantitySchema,
    includes: { type: 'array', items: { type: 'string' }, minItems: 1 },
    includesAny: { type: 'array', items: { type: 'string' }, minItems: 1 },
    excludes: { type: 'array', items: { type: 'string' }, minItems: 1 },
    minSamples: { type: 'integer', minimum: 1 },
    scope: { type: 'string', enum: ['every', 'any'] },
    source: textSchema,
  },
  oneOf: comparators.map((comparator) => ({ required: [comparator] })),
} as const;

export type Expectation = FromSchema<Omit<typeof expectationSchema, 'oneOf'>>;

export function comparatorOf(expectation: Expectation): Comparator {
  return comparators.find((comparator) => expectation[comparator] !== undefined)!;
}
