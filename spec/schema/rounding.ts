import type { FromSchema } from 'json-schema-to-ts';

/** How a figure is cut to decimals. `truncate` drops digits; `half-even` rounds a tie to the even neighbour. */
export const roundingSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['decimals', 'mode'],
  properties: {
    decimals: { type: 'integer', minimum: 0 },
    mode: { type: 'string', enum: ['half-up', 'truncate', 'half-even'] },
  },
} as const;
export type Rounding = FromSchema<typeof roundingSchema>;
