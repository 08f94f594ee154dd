import type { FromSchema } from 'json-schema-to-ts';
import { placeSchema } from './checkable.ts';
import { idSchema, textSchema } from './primitives.ts';

/** When a form is required. `as-needed`: whatever the bidder needs to show a point of the table. */
export const formOccasions = {
  always: '必须提供',
  consortium: '以联合体投标时',
  'principal-signs': '法定代表人签署时',
  'agent-signs': '委托代理人签署时',
  'small-micro-claimed': '享受中小企业扶持时',
  'disabled-welfare-claimed': '享受残疾人福利性单位扶持时',
  'domestic-claimed': '享受本国产品价格优惠时',
  'subcontract-claimed': '以分包享受价格扣除时',
  'as-needed': '按评分与资格要求需要时',
} as const;
export type FormOccasion = keyof typeof formOccasions;

/** Seals and signatures that a form asks for. */
export const sealNames = [
  'company',
  'each-member-company',
  'legal-representative',
  'each-legal-representative',
  'signatory',
  'agent-signature',
] as const;

/** A part of the bid: a form of the tender, or a paper of free format. */
export const formSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'order', 'title', 'stage', 'suppliedBy', 'required', 'sealedBy', 'format', 'clause'],
  properties: {
    id: idSchema,
    number: {
      type: 'string',
      pattern: '^\\d+(-\\d+)?$',
      description: 'number of the form; none if of free format',
    },
    order: { ...textSchema, description: 'place in the bid' },
    title: textSchema,
    stage: { type: 'string', enum: ['cover', 'qualification', 'compliance', 'other'] },
    suppliedBy: { type: 'string', enum: ['bidder', 'each-member', 'agency', 'leader'] },
    required: { type: 'string', enum: Object.keys(formOccasions) as [FormOccasion, ...FormOccasion[]] },
    sealedBy: {
      type: 'array',
      items: {
        type: 'string',
        enum: sealNames,
      },
    },
    format: { type: 'string', enum: ['given', 'free'] },
    copy: { type: 'string', enum: ['original', 'scan', 'either'] },
    absence: { type: 'string', enum: ['invalid'], description: 'said of this form itself' },
    carriesQuote: { type: 'boolean' },
    openingTable: { type: 'boolean', description: 'read out at the opening; prevails where quotes disagree' },
    clause: { ...placeSchema, description: 'row of the list of contents' },
    formClause: { ...placeSchema, description: 'heading of the form' },
    sealClause: placeSchema,
    notes: { type: 'array', items: placeSchema, minItems: 1, description: 'notes on the form that bind' },
  },
} as const;
export type Form = FromSchema<typeof formSchema>;

/** A paper that the text asks for without giving a form or a place in the bid. */
export const missingFormSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'required', 'lacks', 'clause'],
  properties: {
    id: idSchema,
    title: textSchema,
    required: formSchema.properties.required,
    lacks: { type: 'array', items: { type: 'string', enum: ['form', 'row'] }, minItems: 1 },
    clause: placeSchema,
    also: { type: 'array', items: placeSchema, minItems: 1 },
  },
} as const;

export const formFileSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['forms', 'demandedWithoutForm', 'formatDeviation'],
  properties: {
    formatDeviation: {
      type: 'object',
      additionalProperties: false,
      required: ['effect', 'clause'],
      properties: {
        effect: { type: 'string', enum: ['none', 'invalid'] },
        clause: placeSchema,
        against: { type: 'array', items: placeSchema, minItems: 1, description: 'places that say otherwise' },
      },
    },
    forms: { type: 'array', items: formSchema, minItems: 1 },
    demandedWithoutForm: { type: 'array', items: missingFormSchema },
  },
} as const;
export type Forms = FromSchema<typeof formFileSchema>;
