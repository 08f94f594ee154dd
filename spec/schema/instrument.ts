import type { FromSchema } from 'json-schema-to-ts';
import { dateSchema, idSchema, textSchema } from './primitives.ts';

/**
 * What was measured with: programs with the record of their confirmation, meters with their certificate.
 * `id` is the name under which observations name it; ours is `biaochi`.
 */
export const instrumentSchema = {
  type: 'object',
  required: ['kind'],
  discriminator: { propertyName: 'kind' },
  oneOf: [
    {
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'id', 'name', 'version', 'confirmation'],
      properties: {
        kind: { const: 'program' },
        id: idSchema,
        name: textSchema,
        version: textSchema,
        confirmation: {
          type: 'object',
          additionalProperties: false,
          required: ['by', 'on', 'cases'],
          properties: {
            by: textSchema,
            on: dateSchema,
            cases: { ...textSchema, description: 'by which cases it was confirmed' },
            validUntil: dateSchema,
          },
        },
        timeSource: textSchema,
        remark: textSchema,
      },
    },
    {
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'id', 'name', 'model', 'serial', 'certificate'],
      properties: {
        kind: { const: 'meter' },
        id: idSchema,
        name: textSchema,
        model: textSchema,
        serial: textSchema,
        certificate: {
          type: 'object',
          additionalProperties: false,
          required: ['number', 'issuer', 'validUntil'],
          properties: {
            number: textSchema,
            issuer: textSchema,
            issuedOn: dateSchema,
            validUntil: dateSchema,
          },
        },
        uncertainty: textSchema,
        timeSource: textSchema,
        remark: textSchema,
      },
    },
  ],
} as const;

/** An organisation whose results are taken as those of a third party, with what accredits it. */
const laboratorySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'certificate'],
  properties: {
    name: textSchema,
    certificate: {
      type: 'object',
      additionalProperties: false,
      required: ['number', 'issuer', 'validUntil'],
      properties: { number: textSchema, issuer: textSchema, issuedOn: dateSchema, validUntil: dateSchema },
    },
    remark: textSchema,
  },
} as const;

export const instrumentFileSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['instruments'],
  properties: {
    timeSource: { ...textSchema, description: 'what the clocks of the run were set by' },
    instruments: { type: 'array', items: instrumentSchema, minItems: 1 },
    laboratories: { type: 'array', items: laboratorySchema },
  },
} as const;

export type RegisteredInstrument = FromSchema<typeof instrumentSchema>;
export type RegisteredLaboratory = FromSchema<typeof laboratorySchema>;
/** The register as a record keeps it. */
export interface InstrumentRegister {
  file: string;
  /** Of the file's bytes. */
  digest: string;
  timeSource?: string;
  instruments: RegisteredInstrument[];
  laboratories?: RegisteredLaboratory[];
}

/** The last day on which an instrument may be relied on; undefined where none is stated. */
export function instrumentValidUntil(instrument: RegisteredInstrument): string | undefined {
  return instrument.kind === 'meter' ? instrument.certificate.validUntil : instrument.confirmation.validUntil;
}

/** The id of this program in a register. */
const ownInstrument = 'biaochi';

/** This program among the tools of a run, as an observation names what it was made with. */
export function ownInstrumentOf(tools: readonly { name: string; version: string }[]): {
  id: string;
  version?: string;
} {
  const version = tools.find(({ name }) => name.toLowerCase().includes(ownInstrument))?.version;
  return { id: ownInstrument, ...(version === undefined ? {} : { version }) };
}
