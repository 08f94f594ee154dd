import type { FromSchema } from 'json-schema-to-ts';
import type { Bid } from './bid.ts';
import { decimalSchema, digestSchema, idSchema, instantSchema, textSchema } from './primitives.ts';
import type { Admission, Proceedings, Signing } from './proceedings.ts';

/** What a round is for. The binding evaluation takes place on the platform of the trading centre. */
export const roundModes = {
  rehearsal: '演练',
  authorised: '经授权评审',
  'post-award': '定标后复核',
} as const;
export type RoundMode = keyof typeof roundModes;

const basisSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['kind', 'text'],
  properties: {
    kind: { type: 'string', enum: ['clarification', 'statute', 'none'] },
    text: textSchema,
    digest: digestSchema,
  },
} as const;

const chosenOptionSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'option'],
  properties: { id: idSchema, option: idSchema, basis: basisSchema },
} as const;

export const memberSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'name', 'group'],
  properties: {
    id: idSchema,
    name: textSchema,
    group: { ...idSchema, description: 'of the composition in committee.yaml' },
    speciality: textSchema,
    employer: textSchema,
    leads: { type: 'boolean' },
    attendedOpening: { type: 'boolean' },
    signedInAt: instantSchema,
    noInterest: { type: 'boolean', description: 'declared that no ground for withdrawal exists' },
    secrecy: { type: 'boolean', description: 'promised to keep secrecy' },
    relatedTo: {
      type: 'array',
      items: textSchema,
      description: 'firms (name or credit code) that the member has a relation to',
    },
  },
} as const;

export const roundFileSchema = {
  $id: 'round',
  title: '评审项目',
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'tender', 'mode'],
  properties: {
    id: idSchema,
    title: textSchema,
    tender: { ...idSchema, description: 'id of the tender that the round is held on' },
    mode: { type: 'string', enum: Object.keys(roundModes) as [RoundMode, ...RoundMode[]] },
    synthetic: { type: 'boolean', description: 'the bids are invented' },
    alone: {
      type: 'boolean',
      description: 'a bidder’s own rehearsal: nobody else is known, and no minimum of bidders is asked',
    },
    authorisation: {
      type: 'object',
      description: 'the document that allows an authorised round',
      additionalProperties: false,
      required: ['title', 'digest'],
      properties: { title: textSchema, digest: digestSchema },
    },
    readings: {
      type: 'array',
      items: chosenOptionSchema,
      description: 'readings that are chosen; those not named keep the tender’s pick',
    },
    coreProducts: { type: 'array', items: textSchema, description: 'for the rule of one brand' },
    seed: { ...textSchema, description: 'published before the opening, for a draw by program' },
    opening: {
      type: 'object',
      additionalProperties: false,
      required: ['startedAt'],
      properties: {
        startedAt: instantSchema,
        endedAt: instantSchema,
        place: textSchema,
        host: textSchema,
        recorder: textSchema,
        witnesses: { type: 'array', items: textSchema },
        objections: {
          type: 'array',
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['bid', 'text'],
            properties: { bid: idSchema, text: textSchema, answer: textSchema, at: instantSchema },
          },
        },
        faults: {
          type: 'array',
          description: 'of the platform or the power, by item of admission',
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['fact', 'at'],
            properties: { item: idSchema, fact: textSchema, at: instantSchema, resumedAt: instantSchema },
          },
        },
      },
    },
    committee: {
      type: 'object',
      additionalProperties: false,
      required: ['members'],
      properties: {
        members: { type: 'array', items: memberSchema, minItems: 1, description: 'all who ever sat' },
        replacements: {
          type: 'array',
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['kind', 'reasons', 'at'],
            properties: {
              kind: { ...idSchema, description: 'of `replacement` in committee.yaml' },
              out: idSchema,
              in: idSchema,
              reasons: textSchema,
              at: instantSchema,
            },
          },
        },
        misconduct: {
          type: 'array',
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['member', 'kind', 'fact'],
            properties: { member: idSchema, kind: idSchema, fact: textSchema, at: instantSchema },
          },
        },
      },
    },
    screening: {
      type: 'object',
      description: 'from where on the program shows marks as unusual; ours, not the tender’s',
      additionalProperties: false,
      properties: { shareOfFullMark: { ...decimalSchema, description: '% apart from the others’ median' } },
    },
  },
} as const;
export type RoundHead = FromSchema<typeof roundFileSchema>;
export type CommitteeMember = FromSchema<typeof memberSchema>;

/** One member's marks. `marks` stay as first entered; corrections are the member's own and stand beside them. */
export const scoreSheetFileSchema = {
  $id: 'score-sheet',
  title: '评委评分表',
  type: 'object',
  additionalProperties: false,
  required: ['member', 'marks'],
  properties: {
    member: idSchema,
    marks: {
      type: 'object',
      description: 'bid -> criterion -> points',
      propertyNames: idSchema,
      additionalProperties: {
        type: 'object',
        propertyNames: idSchema,
        additionalProperties: decimalSchema,
      },
    },
    totals: {
      type: 'object',
      description: 'bid -> the sum that the member wrote',
      propertyNames: idSchema,
      additionalProperties: decimalSchema,
    },
    corrections: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['bid', 'from', 'to', 'ground', 'reasons', 'at'],
        properties: {
          bid: idSchema,
          criterion: { ...idSchema, description: 'absent: the written sum' },
          from: decimalSchema,
          to: decimalSchema,
          ground: { type: 'string', enum: ['sum', 'range', 'objective', 'abnormal'] },
          reasons: textSchema,
          at: instantSchema,
        },
      },
    },
    confirmedAt: { ...instantSchema, description: 'system confirmation, not a signature' },
  },
} as const;
export type ScoreSheet = FromSchema<typeof scoreSheetFileSchema>;

/** What was fixed before the bids were opened. Its digest is put on record with the opening. */
export const freezeFileSchema = {
  $id: 'freeze',
  title: '读法冻结记录',
  type: 'object',
  additionalProperties: false,
  required: ['round', 'mode', 'tender', 'readings', 'frozenAt', 'digest'],
  properties: {
    round: idSchema,
    mode: roundFileSchema.properties.mode,
    tender: {
      type: 'object',
      additionalProperties: false,
      required: ['id', 'digest'],
      properties: { id: idSchema, digest: digestSchema },
    },
    readings: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'option', 'basis'],
        properties: { id: idSchema, option: idSchema, basis: textSchema },
      },
    },
    frozenAt: instantSchema,
    digest: { ...digestSchema, description: 'of all the rest, as canonical JSON' },
  },
} as const;
export type Freeze = FromSchema<typeof freezeFileSchema>;

/** Text of a document of a bid, page by page, for the comparison of bids. */
export interface BidText {
  bid: string;
  document: string;
  pages: string[];
}

/** A round as it was handed in: checked, resolved against its tender, nothing computed. */
export interface Round {
  head: RoundHead;
  bids: Bid[];
  admissions: Admission[];
  proceedings: Proceedings;
  sheets: ScoreSheet[];
  signing: Signing;
  freeze?: Freeze;
  texts: BidText[];
  /** Text that every bidder was given (the tender, its forms), where it was handed in; left out when bids are compared. */
  boilerplate?: string[];
  /** Of everything above as canonical JSON. */
  digest: string;
}
