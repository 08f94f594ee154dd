import type { FromSchema } from 'json-schema-to-ts';
import { placeSchema } from './checkable.ts';
import { idSchema, quantitySchema, textSchema } from './primitives.ts';
import { rulingProperties } from './ruling.ts';
import { statuteReferenceSchema } from './statute.ts';

const shared = { id: idSchema, title: textSchema, clause: placeSchema } as const;
const limit = {
  share: quantitySchema,
  comparator: { type: 'string', enum: ['lessThan', 'atMost'] },
} as const;

export const lowPriceTestSchema = {
  type: 'object',
  required: ['of'],
  discriminator: { propertyName: 'of' },
  oneOf: [
    {
      type: 'object',
      additionalProperties: false,
      required: ['id', 'title', 'of', 'share', 'comparator', 'self', 'clause'],
      properties: {
        ...shared,
        ...limit,
        of: { const: 'mean' },
        self: { type: 'string', enum: ['included', 'excluded'] },
      },
    },
    {
      type: 'object',
      additionalProperties: false,
      required: ['id', 'title', 'of', 'share', 'comparator', 'second', 'clause'],
      properties: {
        ...shared,
        ...limit,
        of: { const: 'second-lowest' },
        second: {
          type: 'string',
          enum: ['by-rank', 'next-distinct'],
          description: 'which quote is the second lowest when the lowest is tied',
        },
      },
    },
    {
      type: 'object',
      additionalProperties: false,
      required: ['id', 'title', 'of', 'share', 'comparator', 'clause'],
      properties: { ...shared, ...limit, of: { const: 'ceiling' } },
    },
    {
      type: 'object',
      additionalProperties: false,
      required: ['id', 'title', 'of', 'clause'],
      properties: { ...shared, of: { const: 'judgement' } },
    },
  ],
} as const;
export type LowPriceTest = FromSchema<typeof lowPriceTestSchema>;

/** The review of abnormally low quotes: any test calls for an explanation; none or a poor one is invalid. */
export const lowPriceSchema = {
  type: 'object',
  additionalProperties: false,
  required: [
    'decidedBy',
    'vote',
    'effect',
    'price',
    'population',
    'tests',
    'explanation',
    'passes',
    'belowMinimum',
    'clause',
  ],
  properties: {
    ...rulingProperties,
    price: { type: 'string', enum: ['quoted', 'evaluated'] },
    population: { type: 'string', enum: ['passed-compliance'] },
    tests: { type: 'array', items: lowPriceTestSchema, minItems: 1 },
    explanation: {
      type: 'object',
      additionalProperties: false,
      required: ['where', 'papers', 'clause'],
      properties: {
        where: { type: 'string', enum: ['on-site', 'platform'] },
        atLeast: { ...quantitySchema, description: 'time to explain; absent where the tender gives none' },
        papers: { type: 'array', items: textSchema, minItems: 1 },
        statute: statuteReferenceSchema,
        clause: placeSchema,
      },
    },
    judgedBy: {
      type: 'array',
      items: textSchema,
      minItems: 1,
      description: 'data to hold the quote against',
    },
    outcomeClause: placeSchema,
    passes: { type: 'string', enum: ['single', 'until-stable'] },
    belowMinimum: {
      type: 'string',
      enum: ['stop', 'continue'],
      description: 'removals leave fewer valid bids than the minimum',
    },
    statute: statuteReferenceSchema,
    clause: placeSchema,
  },
} as const;
export type LowPrice = FromSchema<typeof lowPriceSchema>;
