import type { FromSchema } from 'json-schema-to-ts';
import { placeSchema } from './checkable.ts';
import { idSchema, quantitySchema, textSchema } from './primitives.ts';
import { rulingProperties } from './ruling.ts';
import { statuteReferenceSchema } from './statute.ts';

/** Who sits on the evaluation committee, how it votes and what voids a member's opinion. */
export const committeeFileSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['members', 'composition', 'votes', 'clause'],
  properties: {
    members: { ...quantitySchema, description: 'as the tender states it' },
    composition: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'title', 'count', 'expert', 'chosenBy'],
        properties: {
          id: idSchema,
          title: textSchema,
          count: quantitySchema,
          expert: { type: 'boolean' },
          chosenBy: { type: 'string', enum: ['purchaser', 'random-draw'] },
          mayLead: { type: 'boolean' },
          statute: statuteReferenceSchema,
        },
      },
    },
    minimumExpertShare: {
      type: 'object',
      additionalProperties: false,
      required: ['numerator', 'denominator', 'clause'],
      properties: {
        numerator: { type: 'integer', minimum: 1 },
        denominator: { type: 'integer', minimum: 1 },
        clause: placeSchema,
      },
    },
    votes: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'title', 'vote', 'clause'],
        properties: {
          id: idSchema,
          title: textSchema,
          vote: rulingProperties.vote,
          silence: { type: 'string', enum: ['consent', 'abstention'] },
          clause: placeSchema,
        },
      },
    },
    misconduct: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'title', 'voidsOpinion', 'clause'],
        properties: {
          id: idSchema,
          title: textSchema,
          voidsOpinion: { type: 'boolean' },
          clause: placeSchema,
        },
      },
    },
    misconductClause: placeSchema,
    replacement: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'title', 'voids', 'clause'],
        properties: {
          id: idSchema,
          title: textSchema,
          voids: { type: 'string', enum: ['opinions-of-replaced', 'all-opinions'] },
          clause: placeSchema,
        },
      },
    },
    statute: { type: 'array', items: statuteReferenceSchema, minItems: 1 },
    clause: placeSchema,
  },
} as const;
export type Committee = FromSchema<typeof committeeFileSchema>;
