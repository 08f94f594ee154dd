import type { FromSchema } from 'json-schema-to-ts';
import { partSchema, placeSchema, proofSchema, verificationSchema } from './checkable.ts';
import { decimalSchema, idSchema, quantitySchema, textSchema } from './primitives.ts';

/** A factor of the fee of one order line, and where its value comes from. */
const factorSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'from'],
  properties: {
    id: idSchema,
    title: textSchema,
    from: { type: 'string', enum: ['metering', 'tariff', 'days-share', 'bid-rate'] },
  },
} as const;

/** A period that one side must keep before or after an event. */
export const noticeSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'by', 'event', 'when', 'limit', 'clause'],
  properties: {
    id: idSchema,
    title: textSchema,
    by: { type: 'string', enum: ['supplier', 'purchaser', 'either'] },
    event: textSchema,
    when: {
      type: 'string',
      enum: ['before', 'after'],
      description: 'at least so long before, or at most so long after',
    },
    limit: quantitySchema,
    consent: { type: 'boolean', description: 'the other side must agree, not only know' },
    clause: placeSchema,
  },
} as const;

/** What the contract says in figures: the fee, its payment, notices, security events, caps. */
export const contractFileSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['term', 'billing', 'payments', 'waivers', 'notices', 'securityEvents', 'caps'],
  properties: {
    term: {
      type: 'object',
      additionalProperties: false,
      required: ['build', 'service', 'startsAt', 'clause'],
      properties: {
        build: quantitySchema,
        service: quantitySchema,
        startsAt: { type: 'string', enum: ['acceptance', 'contract'] },
        clause: placeSchema,
      },
    },
    billing: {
      type: 'object',
      additionalProperties: false,
      required: ['factors', 'meteredBy', 'daysBasis', 'leapDay', 'rounding', 'clause', 'formulaClause'],
      properties: {
        factors: { type: 'array', items: factorSchema, minItems: 1, description: 'multiplied' },
        meteredBy: quantitySchema,
        daysBasis: { ...quantitySchema, description: 'divisor of the days of use' },
        leapDay: { type: 'string', enum: ['same-basis', 'days-of-year'] },
        bundles: {
          type: 'string',
          enum: ['as-ordered', 'cheapest-parts'],
          description: 'what a bundle costs whose parts are listed too',
        },
        rounding: {
          type: 'object',
          additionalProperties: false,
          required: ['of', 'decimals'],
          properties: {
            of: { type: 'string', enum: ['bill', 'line', 'day'] },
            decimals: { type: 'integer', minimum: 0 },
          },
        },
        clause: placeSchema,
        formulaClause: placeSchema,
      },
    },
    payments: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'title', 'period', 'role', 'papers', 'clause'],
        properties: {
          id: idSchema,
          title: textSchema,
          period: { type: 'string', enum: ['half-year', 'year'] },
          month: { type: 'integer', minimum: 1, maximum: 12 },
          role: { type: 'string', enum: ['payment', 'statement'] },
          papers: { type: 'array', items: textSchema },
          clause: placeSchema,
        },
      },
    },
    waivers: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'title', 'clause'],
        properties: { id: idSchema, title: textSchema, clause: placeSchema },
      },
    },
    notices: { type: 'array', items: noticeSchema },
    securityEvents: {
      type: 'object',
      additionalProperties: false,
      required: ['definition', 'handledWithin', 'base', 'deductions', 'combination', 'clause'],
      properties: {
        definition: { type: 'array', items: textSchema, minItems: 1, description: 'all of these' },
        handledWithin: quantitySchema,
        base: { type: 'string', enum: ['year-settlement', 'bill', 'contract'] },
        deductions: {
          type: 'array',
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['id', 'title', 'share'],
            properties: {
              id: idSchema,
              title: textSchema,
              eventsMoreThan: quantitySchema,
              share: quantitySchema,
              each: { type: 'boolean', description: 'for each event, otherwise once' },
              termination: { type: 'boolean' },
            },
          },
        },
        combination: { type: 'string', enum: ['replaces', 'adds', 'adds-to-limit'] },
        clause: placeSchema,
      },
    },
    caps: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'title', 'of', 'clause'],
        properties: {
          id: idSchema,
          title: textSchema,
          of: { type: 'string', enum: ['contract', 'unit-price', 'rate'] },
          amount: { ...decimalSchema, description: 'yuan; absent where the price list holds it' },
          limit: quantitySchema,
          clause: placeSchema,
        },
      },
    },
  },
} as const;
export type Contract = FromSchema<typeof contractFileSchema>;

/** A duty that stands outside the numbered technical clauses, as a checkable. */
export const obligationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'clause', 'title', 'statement', 'owedBy', 'parts', 'verification'],
  properties: {
    id: idSchema,
    clause: placeSchema,
    title: textSchema,
    owedBy: { type: 'string', enum: ['supplier', 'purchaser', 'both'] },
    statement: { ...textSchema, description: 'ours; every figure as `{name}` of `figures`' },
    figures: { type: 'object', additionalProperties: quantitySchema },
    proof: { type: 'array', items: proofSchema },
    parts: { type: 'array', items: partSchema, minItems: 1 },
    verification: { type: 'array', items: verificationSchema, minItems: 1 },
  },
} as const;
export const obligationFileSchema = { type: 'array', items: obligationSchema, minItems: 1 } as const;
