import type { FromSchema } from 'json-schema-to-ts';
import { type Checkable, type Place, partSchema, placeSchema, verificationSchema } from './checkable.ts';
import {
  dateSchema,
  decimalSchema,
  digestSchema,
  idSchema,
  instantSchema,
  quantitySchema,
  textSchema,
} from './primitives.ts';
import type { Reading } from './reading.ts';

export const tenderFileSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'number', 'title', 'purchaser', 'agency', 'budget', 'dates', 'service', 'counts'],
  properties: {
    id: idSchema,
    number: textSchema,
    title: textSchema,
    purchaser: textSchema,
    agency: textSchema,
    procedure: textSchema,
    budget: decimalSchema,
    ceiling: decimalSchema,
    dates: {
      type: 'object',
      additionalProperties: false,
      required: ['bidDeadline', 'opening'],
      properties: {
        published: dateSchema,
        obtainableFrom: instantSchema,
        obtainableUntil: instantSchema,
        bidDeadline: instantSchema,
        opening: instantSchema,
      },
    },
    service: {
      type: 'object',
      additionalProperties: false,
      required: ['buildDays', 'years'],
      properties: { buildDays: { type: 'integer', minimum: 1 }, years: { type: 'integer', minimum: 1 } },
    },
    counts: {
      type: 'object',
      description:
        'what the text contains by the counting rule; the loader asserts what is encoded against it',
      additionalProperties: false,
      required: ['technicalClauses', 'starred'],
      properties: {
        technicalClauses: { type: 'integer', minimum: 1 },
        starred: { type: 'integer', minimum: 0 },
        standards: {
          type: 'object',
          description: 'items of the list of standards, and how many of them are different',
          additionalProperties: false,
          required: ['listed', 'different'],
          properties: { listed: { type: 'integer', minimum: 1 }, different: { type: 'integer', minimum: 1 } },
        },
        tariffRows: { type: 'integer', minimum: 0 },
        tariffFigures: { type: 'integer', minimum: 0 },
        kpis: { type: 'integer', minimum: 0 },
      },
    },
  },
} as const;
export type TenderFile = FromSchema<typeof tenderFileSchema>;

export const sourceFileSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['title', 'digest', 'lines'],
  properties: { title: textSchema, digest: digestSchema, lines: { type: 'integer', minimum: 1 } },
} as const;
export type SourceFile = FromSchema<typeof sourceFileSchema>;

/** A row of the price list. A row with figures is a checkable. */
export const tariffRowSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'service', 'unit', 'price', 'clause'],
  properties: {
    id: idSchema,
    service: textSchema,
    unit: textSchema,
    price: { ...decimalSchema, description: 'ceiling in yuan a year' },
    clause: placeSchema,
    statement: textSchema,
    figures: { type: 'object', additionalProperties: quantitySchema },
    parts: { type: 'array', items: partSchema },
    verification: { type: 'array', items: verificationSchema },
  },
} as const;
export const tariffFileSchema = { type: 'array', items: tariffRowSchema, minItems: 1 } as const;

export const kpiSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'group', 'title', 'statement', 'points', 'clause', 'parts', 'verification'],
  properties: {
    id: idSchema,
    group: textSchema,
    title: textSchema,
    statement: textSchema,
    figures: { type: 'object', additionalProperties: quantitySchema },
    points: decimalSchema,
    clause: placeSchema,
    parts: { type: 'array', items: partSchema, minItems: 1 },
    verification: { type: 'array', items: verificationSchema },
  },
} as const;
export const kpiFileSchema = { type: 'array', items: kpiSchema, minItems: 1 } as const;

export interface TariffRow {
  id: string;
  service: string;
  unit: string;
  price: string;
  clause: Place;
}
export interface Kpi {
  id: string;
  group: string;
  title: string;
  points: string;
  clause: Place;
}
export interface ChosenReading {
  id: string;
  question: string;
  chosen: string;
  title: string;
  basis: string;
  isPick: boolean;
}

/** A loaded tender: ids resolved, readings applied, laws held. `digest` covers everything an evaluator sees. */
export interface Tender extends TenderFile {
  source: SourceFile;
  checkables: Checkable[];
  tariff: TariffRow[];
  kpis: Kpi[];
  readings: Reading[];
  chosenReadings: ChosenReading[];
  digest: string;
}
