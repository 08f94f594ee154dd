import type { FromSchema } from 'json-schema-to-ts';
import { idSchema, textSchema } from './primitives.ts';

/** A place where the text allows more than one reading; an alternative sets the tender's data. */
export const readingSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'question', 'pick', 'lines', 'basis', 'options'],
  properties: {
    id: idSchema,
    question: textSchema,
    pick: idSchema,
    lines: { type: 'array', items: { type: 'integer', minimum: 1 }, minItems: 1 },
    basis: {
      type: 'object',
      additionalProperties: false,
      required: ['kind'],
      properties: { kind: { type: 'string', enum: ['clarification', 'statute', 'none'] }, text: textSchema },
    },
    options: {
      type: 'array',
      minItems: 2,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'title', 'set'],
        properties: {
          id: idSchema,
          title: textSchema,
          set: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['path', 'value'],
              properties: { path: { type: 'string', pattern: '^[^/].*' }, value: {} },
            },
          },
        },
      },
    },
  },
} as const;
export const readingFileSchema = { type: 'array', items: readingSchema } as const;
export type Reading = FromSchema<typeof readingSchema>;
