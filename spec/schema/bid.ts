import type { FromSchema } from 'json-schema-to-ts';
import { proofSchema } from './checkable.ts';
import { firmSchema } from './firm.ts';
import { sealNames } from './form.ts';
import {
  dateSchema,
  decimalSchema,
  digestSchema,
  idSchema,
  instantSchema,
  textSchema,
} from './primitives.ts';

/** How a seal or signature is named on a paper; the same words as `sealedBy` of a form. */
const sealSchema = { type: 'string', enum: [...sealNames, 'special-purpose'] } as const;

/** A form of the bid as it was handed in. A form that is not listed is not there. */
export const handedInFormSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['form'],
  properties: {
    form: { ...idSchema, description: 'id in forms.yaml' },
    member: { ...idSchema, description: 'the firm that it is of, where each member supplies one' },
    seals: { type: 'array', items: sealSchema },
    legible: { type: 'boolean', description: 'absent: nobody has looked' },
    deviation: { ...textSchema, description: 'how it differs from the given format' },
    untranslated: { type: 'boolean', description: 'in a foreign language without a sealed translation' },
    page: { type: 'integer', minimum: 1 },
    digest: digestSchema,
  },
} as const;

/** A paper that shows something that is counted or examined. */
export const bidPaperSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'document', 'for'],
  properties: {
    id: idSchema,
    document: proofSchema.properties.document,
    for: {
      type: 'array',
      items: idSchema,
      minItems: 1,
      description: 'ids of criteria or of items of review that it is handed in for',
    },
    firm: { ...idSchema, description: 'whose it is; absent: the bidder alone or the leader' },
    subject: { ...textSchema, description: 'person or firm that it speaks of, where another' },
    name: textSchema,
    number: textSchema,
    issuer: textSchema,
    platform: { ...textSchema, description: 'the cloud platform that it speaks of' },
    issuedOn: dateSchema,
    signedOn: { ...dateSchema, description: 'of a contract' },
    validUntil: dateSchema,
    mentions: { type: 'array', items: textSchema, description: 'contents that the table asks for' },
    grade: { ...textSchema, description: 'of a qualification that has grades' },
    sealed: { type: 'boolean' },
    legible: { type: 'boolean' },
    untranslated: { type: 'boolean' },
    page: { type: 'integer', minimum: 1 },
    digest: digestSchema,
  },
} as const;

export const bidPersonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'identity', 'role', 'certificates'],
  properties: {
    name: textSchema,
    identity: { ...textSchema, description: 'number of the identity card, or another key of the person' },
    role: { type: 'string', enum: ['project-manager', 'staff'] },
    dedicated: { type: 'boolean', description: 'to this project alone' },
    certificates: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['kind'],
        properties: {
          kind: { ...idSchema, description: 'id of a certificate of the table of points' },
          number: textSchema,
          copy: { type: 'boolean', description: 'a copy is in the bid' },
          sealed: { type: 'boolean' },
          validUntil: dateSchema,
        },
      },
    },
    insurance: {
      type: 'object',
      additionalProperties: false,
      required: ['payer', 'proof'],
      properties: {
        payer: { ...textSchema, description: 'name or credit code of the firm that pays' },
        proof: { type: 'boolean' },
        months: { type: 'array', items: { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])$' } },
        number: textSchema,
      },
    },
    listedAs: {
      ...idSchema,
      description: 'the certificate that the bidder’s own list counts the person for',
    },
  },
} as const;

/** One line of a table of responses: what the bidder says of a clause. It is a claim, never our sight. */
export const requirementResponseSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['clause', 'deviation'],
  properties: {
    clause: { ...idSchema, description: 'id of a checkable of the tender' },
    deviation: { type: 'string', enum: ['none', 'positive', 'negative', 'unanswered'] },
    says: textSchema,
    proof: {
      type: 'array',
      items: proofSchema,
      description: 'papers in the bid; `sealed`: it bears the seal',
    },
    page: { type: 'integer', minimum: 1 },
  },
} as const;

export const bidFileSchema = {
  $id: 'bid',
  title: '投标文件要素',
  type: 'object',
  additionalProperties: false,
  required: ['id', 'bidder', 'members', 'quote', 'forms'],
  properties: {
    id: idSchema,
    bidder: { ...textSchema, description: 'as it is shown; of a consortium the leader’s name with 联合体' },
    members: {
      type: 'array',
      items: firmSchema,
      minItems: 1,
      description: 'one firm, or all of a consortium',
    },
    signatory: {
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'name'],
      properties: {
        kind: { type: 'string', enum: ['legal-representative', 'agent'] },
        name: textSchema,
        identity: textSchema,
        phone: textSchema,
      },
    },
    quote: {
      type: 'object',
      additionalProperties: false,
      required: ['stated'],
      properties: {
        stated: {
          type: 'array',
          minItems: 1,
          description: 'every place where the quote stands, as it was written',
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['form'],
            properties: {
              form: { ...idSchema, description: 'id of a form that carries the quote' },
              digits: { type: 'string', minLength: 1, maxLength: 100 },
              words: { type: 'string', minLength: 1, maxLength: 200 },
            },
          },
        },
        adjustable: { type: 'boolean' },
        alternatives: { type: 'array', items: textSchema },
        altered: {
          type: 'object',
          description: 'the opening table was altered by hand',
          additionalProperties: false,
          required: ['sealed'],
          properties: { sealed: { type: 'boolean' } },
        },
        declaredTotal: { ...decimalSchema, description: 'yuan; where the bidder declares one' },
        lines: {
          type: 'array',
          description: 'unit prices, where the tender has them',
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['item', 'quantity', 'unitPrice'],
            properties: {
              item: textSchema,
              quantity: decimalSchema,
              unitPrice: decimalSchema,
              total: decimalSchema,
              misplaced: {
                ...decimalSchema,
                description: 'the unit price as the committee takes it where a point is misplaced',
              },
            },
          },
        },
      },
    },
    validityDays: { type: 'integer', description: 'calendar days from the deadline' },
    forms: { type: 'array', items: handedInFormSchema },
    papers: { type: 'array', items: bidPaperSchema },
    people: { type: 'array', items: bidPersonSchema },
    promises: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['promise', 'hours'],
        properties: { promise: idSchema, hours: decimalSchema, letter: { type: 'boolean' } },
      },
    },
    responses: { type: 'array', items: requirementResponseSchema },
    otherResponses: {
      type: 'string',
      enum: ['none', 'unanswered'],
      description: 'what the tables say of every clause without ▲ that is not listed; absent: not looked up',
    },
    subcontract: {
      type: 'object',
      additionalProperties: false,
      required: ['to', 'share'],
      properties: {
        to: { type: 'array', items: firmSchema, minItems: 1 },
        share: { ...decimalSchema, description: '% of the contract value' },
        intent: { type: 'string', enum: ['own-form', 'given-form'], description: 'the agreement handed in' },
      },
    },
    domestic: {
      type: 'object',
      additionalProperties: false,
      required: ['declared'],
      properties: {
        declared: { type: 'boolean' },
        clear: { type: 'boolean', description: 'the declaration leaves no question open' },
        costShare: { ...decimalSchema, description: '% of the cost of all products that is domestic' },
        goodsShare: { ...decimalSchema, description: '% of the quote that is for domestic products' },
      },
    },
    importedProducts: { type: 'array', items: textSchema },
    conditions: { type: 'array', items: textSchema, description: 'conditions that the bidder attaches' },
    brands: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['product', 'brand'],
        properties: { product: textSchema, brand: textSchema },
      },
    },
    machine: {
      type: 'array',
      description: 'data of the machine, by the names that the tender uses',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'value'],
        properties: { name: textSchema, value: { type: 'string', maxLength: 200 } },
      },
    },
    contacts: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: { name: textSchema, phone: textSchema, email: textSchema },
      },
    },
    documents: {
      type: 'array',
      description: 'files of the bid with what they say of their making',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: {
          name: textSchema,
          author: textSchema,
          lastModifiedBy: textSchema,
          producer: textSchema,
          number: { ...textSchema, description: 'id that the program wrote into the file' },
          createdAt: instantSchema,
          digest: digestSchema,
          namesOthers: {
            type: 'array',
            items: textSchema,
            description: 'other bidders whose name, seal or mark stands in it',
          },
          text: { ...textSchema, description: 'path of its text, relative to the file of the bid' },
        },
      },
    },
  },
} as const;
export type Bid = FromSchema<typeof bidFileSchema>;
export type HandedInForm = FromSchema<typeof handedInFormSchema>;
export type BidPaper = FromSchema<typeof bidPaperSchema>;
export type BidPerson = FromSchema<typeof bidPersonSchema>;
export type RequirementResponse = FromSchema<typeof requirementResponseSchema>;
