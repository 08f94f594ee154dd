import type { FromSchema } from 'json-schema-to-ts';
import { decimalSchema, idSchema, textSchema } from './primitives.ts';

/** Classes of size of the statistical rules, largest first. */
export const firmSizes = { large: '大型', medium: '中型', small: '小型', micro: '微型' } as const;
export type FirmSize = keyof typeof firmSizes;

const personOrFirm = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: { name: textSchema, creditCode: textSchema, share: { ...decimalSchema, description: '%' } },
} as const;

/** A firm that bids, alone or within a consortium, or to which work is to be subcontracted. */
export const firmSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'name', 'creditCode'],
  properties: {
    id: idSchema,
    name: textSchema,
    creditCode: { ...textSchema, description: 'unified social credit code, 18 characters' },
    role: { type: 'string', enum: ['leader', 'member'], description: 'within a consortium' },
    legalRepresentative: textSchema,
    head: { ...textSchema, description: 'the person responsible for the unit, if another' },
    address: textSchema,
    size: {
      type: 'object',
      description: 'as declared in the SME declaration; absent: nothing declared',
      additionalProperties: false,
      required: ['declared'],
      properties: {
        declared: { type: 'string', enum: Object.keys(firmSizes) as [FirmSize, ...FirmSize[]] },
        staff: { type: 'integer', minimum: 0, description: 'persons, end of the last year' },
        revenue: { ...decimalSchema, description: 'yuan, last year' },
        assets: { ...decimalSchema, description: 'yuan, end of the last year' },
        newlyFounded: { type: 'boolean', description: 'no figures of a last year exist' },
        branchOfLarge: { type: 'boolean' },
        heldByLarge: { type: 'boolean' },
        sameHeadAsLarge: { type: 'boolean' },
        staffElsewhere: {
          type: 'boolean',
          description: 'the service is not provided by persons under contract with this firm',
        },
      },
    },
    prison: { type: 'boolean', description: 'certified as a prison enterprise' },
    disabledWelfare: { type: 'boolean', description: 'declared as a welfare unit for the disabled' },
    holders: { type: 'array', items: personOrFirm, description: 'who holds it, with shares' },
    managedBy: { type: 'array', items: personOrFirm, description: 'who manages it without holding it' },
    designedThisProject: {
      type: 'boolean',
      description: 'provided design, specification, management, supervision or testing for this project',
    },
    share: { ...decimalSchema, description: '% of the contract value by the agreement' },
  },
} as const;
export type Firm = FromSchema<typeof firmSchema>;
