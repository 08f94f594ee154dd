import type { FromSchema } from 'json-schema-to-ts';
import type { Unit } from '../units.ts';
import { unitNames } from '../units.ts';
import { type DocumentKind, documentKinds } from './checkable.ts';
import type { EvidenceItem } from './observation.ts';
import { dateSchema, instantSchema, quantitySchema, textSchema } from './primitives.ts';

const kinds = Object.keys(documentKinds) as [DocumentKind, ...DocumentKind[]];
const checkSchema = { type: 'string', pattern: '^[^/\\s]+/[^/\\s]+$', maxLength: 160 } as const;
const attestationIdSchema = { type: 'string', pattern: '^A\\d{3,}$' } as const;

export const personSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'organisation', 'role'],
  properties: { name: textSchema, organisation: textSchema, role: textSchema },
} as const;
export type Person = FromSchema<typeof personSchema>;

/** How a supplied data file is to be read: a series of figures, a log, or a list of dated records. */
export const suppliedDataSchema = {
  type: 'object',
  required: ['as'],
  discriminator: { propertyName: 'as' },
  oneOf: [
    {
      type: 'object',
      additionalProperties: false,
      required: ['as', 'of', 'time', 'value', 'unit'],
      properties: {
        as: { const: 'series' },
        of: textSchema,
        sheet: textSchema,
        time: { ...textSchema, description: 'title of the column of instants' },
        value: { ...textSchema, description: 'title of the column of figures' },
        unit: { type: 'string', enum: unitNames },
      },
    },
    {
      type: 'object',
      additionalProperties: false,
      required: ['as', 'of'],
      properties: {
        as: { const: 'log' },
        of: textSchema,
        sheet: textSchema,
        time: { ...textSchema, description: 'title of the column of instants; a plain log needs none' },
      },
    },
    {
      type: 'object',
      additionalProperties: false,
      required: ['as', 'of', 'time'],
      properties: { as: { const: 'records' }, of: textSchema, sheet: textSchema, time: textSchema },
    },
  ],
} as const;
export type SuppliedData = FromSchema<typeof suppliedDataSchema>;

const paperSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['file', 'kind', 'title'],
  properties: {
    file: { type: 'string', minLength: 1, maxLength: 500 },
    kind: { type: 'string', enum: kinds },
    title: textSchema,
    number: textSchema,
    issuer: textSchema,
    issuerKind: {
      ...textSchema,
      description: 'what the issuer is, where a condition names a sort of issuer',
    },
    issuedOn: dateSchema,
    validUntil: { anyOf: [dateSchema, { const: '长期' }] },
    pages: { type: 'integer', minimum: 1, description: 'that the whole paper has' },
    sealed: { type: 'boolean', description: 'as the examiner saw' },
    figures: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['item', 'quantity'],
        properties: { item: textSchema, quantity: quantitySchema },
      },
    },
    names: { type: 'array', items: textSchema, description: 'what the paper lists' },
    data: { type: 'array', items: suppliedDataSchema, minItems: 1 },
  },
} as const;

export const opinions = { meets: '符合', fails: '不符合', unsure: '存疑' } as const;
export type Opinion = keyof typeof opinions;
const opinionNames = Object.keys(opinions) as [Opinion, ...Opinion[]];

/** attest.yaml: papers that were examined and places that were visited. */
export const attestFileSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    examinations: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['check', 'documents'],
        properties: {
          check: checkSchema,
          replaces: attestationIdSchema,
          examinedBy: { type: 'array', items: personSchema },
          examinedOn: dateSchema,
          opinion: { type: 'string', enum: opinionNames },
          remark: textSchema,
          counts: {
            type: 'array',
            description: 'what the examiner counted across the papers',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['of', 'quantity'],
              properties: { of: textSchema, quantity: quantitySchema },
            },
          },
          covers: {
            type: 'object',
            description: 'first and last day that the records speak of',
            additionalProperties: false,
            required: ['from', 'to'],
            properties: { from: dateSchema, to: dateSchema },
          },
          documents: { type: 'array', items: paperSchema },
        },
      },
    },
    visits: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['check', 'witnesses'],
        properties: {
          check: checkSchema,
          replaces: attestationIdSchema,
          date: dateSchema,
          witnesses: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: [...personSchema.required, 'answers'],
              properties: {
                ...personSchema.properties,
                answers: {
                  type: 'array',
                  items: {
                    type: 'object',
                    additionalProperties: false,
                    required: ['item', 'answer'],
                    properties: {
                      item: { type: 'integer', minimum: 1, description: 'line of the checklist' },
                      answer: { type: 'string', enum: ['yes', 'no'] },
                      remark: textSchema,
                    },
                  },
                },
              },
            },
          },
          photos: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['file', 'takenAt'],
              properties: {
                file: { type: 'string', minLength: 1, maxLength: 500 },
                takenAt: instantSchema,
                of: textSchema,
              },
            },
          },
        },
      },
    },
  },
} as const;
export type AttestFile = FromSchema<typeof attestFileSchema>;
export type AttestedExamination = NonNullable<AttestFile['examinations']>[number];
export type AttestedVisit = NonNullable<AttestFile['visits']>[number];
export type AttestedPaper = AttestedExamination['documents'][number];

/** What a supplied data file says, read once at the desk. It is declared on paper, never measured. */
export type DataSummary =
  | {
      as: 'series';
      of: string;
      unit: Unit;
      samples: number;
      from: string;
      to: string;
      least: { value: number; at: string };
      greatest: { value: number; at: string };
    }
  | {
      as: 'log';
      of: string;
      records: number;
      /** Lines that bear no instant of their own. */
      undated: number;
      from: string;
      to: string;
      /** Stretches without a gap longer than a day, oldest first; of very many the latest. */
      stretches: { from: string; to: string }[];
    }
  | { as: 'records'; of: string; days: string[] };

/** A paper as the safe keeps it, with the facts that its examiner entered. */
export interface Paper extends Omit<AttestedPaper, 'file' | 'data'> {
  evidence: EvidenceItem;
  /** Of a PDF, as it says of itself. */
  pagesInFile?: number;
  data?: DataSummary[];
}
interface Attested {
  /** `A001`, in the order of the journal. */
  id: string;
  recordedAt: string;
}
export type Examination = Omit<AttestedExamination, 'documents'> &
  Attested & { type: 'examination'; documents: Paper[] };
export interface Photo {
  evidence: EvidenceItem;
  takenAt: string;
  of?: string;
}
export type Visit = Omit<AttestedVisit, 'photos'> & Attested & { type: 'visit'; photos: Photo[] };
/** Papers examined, or a place visited, for one check. Append-only: a later one replaces an earlier by naming it. */
export type Attestation = Examination | Visit;
export type AttestationDraft = Omit<Examination, 'id' | 'recordedAt'> | Omit<Visit, 'id' | 'recordedAt'>;

/** Attestations that no later one replaces, oldest first. */
export function attestationsInForce(all: readonly Attestation[]): Attestation[] {
  const replaced = new Set(all.map((one) => one.replaces));
  return all.filter((one) => !replaced.has(one.id));
}

/** The files that an attestation put into the safe. */
export function evidenceOfAttestation(attestation: Attestation): EvidenceItem[] {
  return attestation.type === 'examination'
    ? attestation.documents.map(({ evidence }) => evidence)
    : attestation.photos.map(({ evidence }) => evidence);
}

/** Titles compare without width, case and blanks: `GB/T 31167` is `GB/T31167`. */
export function sameTitle(a: string, b: string): boolean {
  const plain = (text: string) => text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
  return plain(a) === plain(b);
}
