import type { FromSchema } from 'json-schema-to-ts';
import type { Checkable } from './checkable.ts';
import type { Contract } from './contract.ts';
import type { Assessment, Kpi } from './kpi.ts';
import {
  dateSchema,
  decimalSchema,
  digestSchema,
  idSchema,
  instantSchema,
  textSchema,
} from './primitives.ts';
import type { Procedure } from './procedure.ts';
import type { Reading } from './reading.ts';
import type { Statute } from './statute.ts';
import type { TariffRow } from './tariff.ts';

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
    media: {
      type: 'array',
      items: textSchema,
      minItems: 1,
      description: 'where the announcement and the result are published',
    },
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
    securitySections: {
      type: 'array',
      items: textSchema,
      minItems: 1,
      description:
        'sections of clauses on security, each with what is below it; for interchange, unseen by evaluators',
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
        points: { ...decimalSchema, description: 'full mark of the scoring table' },
        members: { type: 'integer', minimum: 1, description: 'of the evaluation committee' },
        forms: { type: 'integer', minimum: 0, description: 'numbered forms' },
      },
    },
  },
} as const;
export type TenderFile = FromSchema<typeof tenderFileSchema>;

/** A place where the bound copy of the text is damaged, and how it is read. Line numbers are those of that copy. */
export const repairSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['lines', 'reads', 'means', 'why'],
  properties: {
    lines: { type: 'array', items: { type: 'integer', minimum: 1 }, minItems: 2, maxItems: 2 },
    reads: { ...textSchema, description: 'what the copy has, cells parted by a bar' },
    means: { ...textSchema, description: 'what the data takes it for' },
    why: textSchema,
  },
} as const;
export type Repair = FromSchema<typeof repairSchema>;

export const sourceFileSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['title', 'digest', 'lines'],
  properties: {
    title: textSchema,
    digest: digestSchema,
    lines: { type: 'integer', minimum: 1 },
    repairs: { type: 'array', items: repairSchema, description: 'of the copy that has the digest' },
  },
} as const;
export type SourceFile = FromSchema<typeof sourceFileSchema>;

export interface ChosenReading {
  id: string;
  question: string;
  chosen: string;
  title: string;
  basis: string;
  isPick: boolean;
}

/** A loaded tender: ids resolved, readings applied, laws held. `digest` covers everything an evaluator sees. */
export interface Tender extends TenderFile, Procedure {
  source: SourceFile;
  checkables: Checkable[];
  tariff: TariffRow[];
  kpis: Kpi[];
  /** The frame of the yearly assessment; absent where the tender has none. */
  assessment?: Assessment;
  /** What the contract says in figures; absent where it is not encoded. */
  contract?: Contract;
  /** Shared law in force on the day of the deadline; for tenders that carry a procedure. */
  statutes?: Statute[];
  readings: Reading[];
  chosenReadings: ChosenReading[];
  digest: string;
}
