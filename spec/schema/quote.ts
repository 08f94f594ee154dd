import type { FromSchema } from 'json-schema-to-ts';
import { placeSchema } from './checkable.ts';
import { idSchema, quantitySchema, textSchema } from './primitives.ts';
import { rulingProperties } from './ruling.ts';

/** What a quote is: a pay rate over a price list or an amount, with its domain. */
export const quoteSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['kind', 'variants', 'clause'],
  properties: {
    kind: { type: 'string', enum: ['rate', 'amount'] },
    variants: { ...quantitySchema, description: 'how many quotes a bid may hold' },
    decimals: {
      type: 'object',
      additionalProperties: false,
      required: ['count', 'of', 'otherwise'],
      properties: {
        count: { type: 'integer', minimum: 0 },
        of: { type: 'string', enum: ['percent', 'fraction', 'yuan'] },
        otherwise: {
          type: 'string',
          enum: ['clarify', 'round', 'invalid'],
          description: 'a quote with more decimals',
        },
      },
    },
    moreThan: quantitySchema,
    ceiling: {
      type: 'object',
      additionalProperties: false,
      required: ['of'],
      properties: {
        of: {
          type: 'string',
          enum: ['rate', 'declared-total', 'uncheckable', 'amount'],
          description: 'what is held against the ceiling; `amount` takes that of tender.yaml',
        },
        atMost: quantitySchema,
        clause: placeSchema,
      },
    },
    fixed: {
      type: 'object',
      additionalProperties: false,
      required: ['clause'],
      properties: { clause: placeSchema },
      description: 'an adjustable quote is invalid',
    },
    clause: placeSchema,
  },
} as const;
export type Quote = FromSchema<typeof quoteSchema>;

/** Corrections of quotes that disagree, applied in this order, each once. */
export const correctionsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['decidedBy', 'vote', 'effect', 'confirmation', 'steps'],
  properties: {
    ...rulingProperties,
    confirmation: {
      type: 'object',
      additionalProperties: false,
      required: ['by', 'refused', 'clause'],
      properties: {
        by: { type: 'string', enum: ['bidder'] },
        refused: rulingProperties.effect,
        clause: placeSchema,
      },
    },
    steps: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'title', 'wins', 'over', 'clause'],
        properties: {
          id: idSchema,
          title: textSchema,
          wins: {
            type: 'string',
            enum: ['opening-table', 'words', 'opening-total', 'sum-of-unit-prices'],
          },
          over: { type: 'string', enum: ['rest-of-bid', 'digits', 'unit-price', 'total'] },
          needs: {
            type: 'string',
            enum: ['unit-prices'],
            description: 'arises only where bids hold unit prices',
          },
          clause: placeSchema,
        },
      },
    },
  },
} as const;
export type Corrections = FromSchema<typeof correctionsSchema>;
