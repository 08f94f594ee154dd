import type { FromSchema } from 'json-schema-to-ts';
import { idSchema, textSchema } from './primitives.ts';

/** What the choice of a reading can change. */
export const readingEffects = {
  validity: '投标是否有效',
  points: '得分',
  rank: '排序',
  amount: '金额',
  kpi: '考核得分',
  outcome: '核验结论',
} as const;
export type ReadingEffect = keyof typeof readingEffects;

/** A place where the text allows more than one reading; an alternative sets the tender's data. */
export const readingSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'question', 'pick', 'lines', 'basis', 'affects', 'options'],
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
    affects: {
      type: 'array',
      items: { type: 'string', enum: Object.keys(readingEffects) as [ReadingEffect, ...ReadingEffect[]] },
      minItems: 1,
      uniqueItems: true,
      description: 'what the choice can change',
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
