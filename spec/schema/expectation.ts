import type { FromSchema } from 'json-schema-to-ts';
import { printQuantity } from '../units.ts';
import type { SampleValue } from './observation.ts';
import { lifetimeSchema, quantitySchema, textSchema } from './primitives.ts';

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
    confidence: {
      type: 'object',
      additionalProperties: false,
      required: ['level', 'minRepeats'],
      description: 'decide by the confidence interval; what straddles the limit is inconclusive',
      properties: {
        level: { type: 'number', exclusiveMinimum: 0.5, exclusiveMaximum: 1 },
        minRepeats: { type: 'integer', minimum: 2 },
        guardBand: quantitySchema,
      },
    },
    scope: { type: 'string', enum: ['every', 'any'] },
    source: textSchema,
    validFor: lifetimeSchema,
  },
  oneOf: comparators.map((comparator) => ({ required: [comparator] })),
} as const;

export type Expectation = FromSchema<Omit<typeof expectationSchema, 'oneOf'>>;

export function comparatorOf(expectation: Expectation): Comparator {
  return comparators.find((comparator) => expectation[comparator] !== undefined)!;
}

const signs: Record<Comparator, string> = {
  equals: '=',
  atLeast: '≥',
  atMost: '≤',
  moreThan: '>',
  lessThan: '<',
  includes: '包含',
  includesAny: '至少包含其一',
  excludes: '不包含',
};

/** Prints a sample or a wanted value for people: yes/no in Chinese, sets joined. */
export function printValue(value: SampleValue): string {
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return value.length > 0 ? value.join('、') : '（空）';
  return String(value);
}

/** Comparator and limit, e.g. `≥ 100 核`. */
export function printExpectation(expectation: Expectation): string {
  const comparator = comparatorOf(expectation);
  const wanted = expectation[comparator]!;
  const value = typeof wanted === 'object' && 'unit' in wanted ? printQuantity(wanted) : printValue(wanted);
  return `${signs[comparator]} ${value}`;
}
