import { type Place, partSchema, placeSchema, verificationSchema } from './checkable.ts';
import { decimalSchema, idSchema, quantitySchema, textSchema } from './primitives.ts';

/** A row of the price list, as a checkable: what one unit of it must deliver for its price. */
export const tariffRowSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'service', 'unit', 'price', 'clause', 'statement', 'parts', 'verification'],
  properties: {
    id: idSchema,
    service: { ...textSchema, description: 'the service with its size, as an order names it' },
    unit: textSchema,
    price: { ...decimalSchema, description: 'ceiling in yuan a year for one unit' },
    clause: placeSchema,
    mergedCell: {
      ...placeSchema,
      description: 'row above whose cell reaches down to this one and holds a part of its specification',
    },
    statement: textSchema,
    figures: { type: 'object', additionalProperties: quantitySchema },
    performance: {
      type: 'array',
      items: { type: 'string' },
      minItems: 1,
      uniqueItems: true,
      description: 'those of the figures that state a performance; the tender counts them',
    },
    parts: { type: 'array', items: partSchema, minItems: 1 },
    verification: { type: 'array', items: verificationSchema, minItems: 1 },
  },
} as const;
export const tariffFileSchema = { type: 'array', items: tariffRowSchema, minItems: 1 } as const;

export interface TariffRow {
  id: string;
  service: string;
  unit: string;
  /** Decimal string, yuan a year. */
  price: string;
  performance?: string[];
  clause: Place;
}
