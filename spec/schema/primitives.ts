import type { FromSchema } from 'json-schema-to-ts';
import { type Unit, unitNames } from '../units.ts';

/** Shared leaves of the schemas. */
export const idSchema = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$', maxLength: 80 } as const;
export const textSchema = { type: 'string', minLength: 1, maxLength: 2000 } as const;
export const digestSchema = { type: 'string', pattern: '^([a-z0-9]+-)?sha256:[0-9a-f]{64}$' } as const;
/** ISO 8601 with offset. */
export const instantSchema = { type: 'string', format: 'date-time' } as const;
export const dateSchema = { type: 'string', format: 'date' } as const;
/** Money and points: decimal strings, never floating point. */
export const decimalSchema = { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' } as const;

export const quantitySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['value', 'unit'],
  properties: { value: { type: 'number' }, unit: { type: 'string', enum: unitNames } },
} as const;
export interface Quantity {
  value: number;
  unit: Unit;
}

/** How long evidence may be relied on, counted from the end of what was seen, and who says so. */
export const lifetimeSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['value', 'unit', 'source'],
  properties: {
    value: { type: 'integer', minimum: 1 },
    unit: { type: 'string', enum: ['h', 'd', 'month', 'year'] },
    source: textSchema,
  },
} as const;
export type Lifetime = FromSchema<typeof lifetimeSchema>;
