import type { FromSchema } from 'json-schema-to-ts';
import {
  dateSchema,
  decimalSchema,
  digestSchema,
  idSchema,
  instantSchema,
  textSchema,
} from './primitives.ts';

/** What was seen of one bid on the way to the opening, as the platform and the agency record it. */
export const admissionSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['bid'],
  properties: {
    bid: idSchema,
    obtainedAt: instantSchema,
    notObtained: { type: 'boolean', description: 'by the platform’s record the file was never obtained' },
    uploadedAt: { ...instantSchema, description: 'of the last upload, which counts' },
    withdrawnAt: instantSchema,
    madeWithTool: { type: 'boolean', description: 'with the official tool and the bidder’s own certificate' },
    sameGeneration: { type: 'boolean', description: 'encrypted and plain file are of one run' },
    signedInAt: instantSchema,
    noSignIn: { type: 'boolean', description: 'by the platform’s record nobody signed in' },
    decryptedAt: instantSchema,
    decryptionFailed: { type: 'string', enum: ['own', 'other', 'unknown'], description: 'on whose side' },
    importFailed: { type: 'string', enum: ['own', 'other', 'unknown'], description: 'on whose side' },
    imported: { type: 'boolean' },
  },
} as const;
export const admissionFileSchema = {
  $id: 'admission',
  title: '开标前各投标文件的接收记录',
  type: 'array',
  items: admissionSchema,
} as const;

export const voteSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['member', 'for'],
  properties: {
    member: idSchema,
    for: { type: 'boolean', description: 'for what the finding says' },
    reasons: textSchema,
  },
} as const;

/** What those who decide an item of review have found of a bid. */
export const findingSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['bids', 'item', 'result', 'reasons'],
  properties: {
    bids: { type: 'array', items: idSchema, minItems: 1 },
    item: { ...idSchema, description: 'id of an item of the section' },
    clause: { ...idSchema, description: 'the checkable that it is about, where one is' },
    result: { type: 'string', enum: ['clear', 'hit'] },
    reasons: textSchema,
    page: textSchema,
    votes: { type: 'array', items: voteSchema, description: 'where the item is voted on' },
    at: instantSchema,
  },
} as const;

const reviewRecordSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    clear: {
      type: 'array',
      items: idSchema,
      uniqueItems: true,
      description: 'bids that were looked at in full; every item without a finding is clear',
    },
    findings: { type: 'array', items: findingSchema },
    by: { type: 'array', items: textSchema, description: 'who looked' },
    at: instantSchema,
  },
} as const;

export const clarificationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'bid', 'about', 'question', 'askedAt', 'signedBy'],
  properties: {
    id: idSchema,
    bid: idSchema,
    about: { ...idSchema, description: 'item of review, step of correction or criterion' },
    question: textSchema,
    askedAt: instantSchema,
    signedBy: { type: 'array', items: idSchema, description: 'members of the committee' },
    unsolicited: { type: 'boolean' },
    reply: {
      type: 'object',
      additionalProperties: false,
      required: ['at', 'text'],
      properties: {
        at: instantSchema,
        text: textSchema,
        signed: {
          type: 'boolean',
          description: 'sealed, or signed by the legal representative or the agent',
        },
        changesSubstance: { type: 'boolean' },
        digest: digestSchema,
      },
    },
    refused: { type: 'boolean' },
  },
} as const;

export const proceedingsFileSchema = {
  $id: 'proceedings',
  title: '资格审查与评审过程记录',
  type: 'object',
  additionalProperties: false,
  properties: {
    qualification: reviewRecordSchema,
    compliance: reviewRecordSchema,
    collusion: reviewRecordSchema,
    deductions: reviewRecordSchema,
    creditSearches: {
      type: 'array',
      description: 'by the agency, one row for each firm and register',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['firm', 'list', 'on', 'listed'],
        properties: {
          firm: { ...textSchema, description: 'credit code' },
          list: textSchema,
          on: dateSchema,
          listed: { type: 'boolean' },
          digest: digestSchema,
        },
      },
    },
    clarifications: { type: 'array', items: clarificationSchema },
    corrections: {
      type: 'array',
      description: 'the bidders’ answers to corrected quotes',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['bid', 'confirmed', 'at'],
        properties: {
          bid: idSchema,
          confirmed: { type: 'boolean' },
          quote: { ...decimalSchema, description: 'the corrected quote that was put to the bidder' },
          at: instantSchema,
          digest: digestSchema,
        },
      },
    },
    lowPrice: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['bid'],
        properties: {
          bid: idSchema,
          judgement: {
            type: 'object',
            description: 'the committee’s own view that the quote is too low, where no figure says so',
            additionalProperties: false,
            required: ['votes', 'reasons'],
            properties: { votes: { type: 'array', items: voteSchema, minItems: 1 }, reasons: textSchema },
          },
          askedAt: instantSchema,
          answerBy: instantSchema,
          explanation: {
            type: 'object',
            additionalProperties: false,
            required: ['at', 'text'],
            properties: {
              at: instantSchema,
              text: textSchema,
              papers: { type: 'array', items: textSchema },
              digest: digestSchema,
            },
          },
          noExplanation: { type: 'boolean', description: 'the time ran out without one' },
          convincing: {
            type: 'object',
            additionalProperties: false,
            required: ['votes', 'reasons'],
            properties: {
              votes: { type: 'array', items: voteSchema, minItems: 1, description: 'for: it is convincing' },
              reasons: textSchema,
              heldAgainst: { type: 'array', items: textSchema, description: 'data that it was held against' },
            },
          },
        },
      },
    },
    abnormalMarks: {
      type: 'array',
      description: 'what the committee says of marks that were shown to it as unusual',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['member', 'bid', 'upheld', 'reasons'],
        properties: {
          member: idSchema,
          bid: idSchema,
          upheld: { type: 'boolean' },
          reasons: textSchema,
          votes: { type: 'array', items: voteSchema },
        },
      },
    },
    resolutions: {
      type: 'array',
      description:
        'of the committee on a text that can be read in more than one way, found after the opening',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['reading', 'option', 'reasons', 'signedBy', 'at'],
        properties: {
          reading: idSchema,
          option: idSchema,
          reasons: textSchema,
          signedBy: { type: 'array', items: idSchema, minItems: 1 },
          at: instantSchema,
          digest: digestSchema,
        },
      },
    },
    draw: {
      type: 'object',
      description: 'of lots, held by people before witnesses',
      additionalProperties: false,
      required: ['order', 'witnesses', 'at', 'how'],
      properties: {
        order: {
          type: 'array',
          items: idSchema,
          minItems: 2,
          uniqueItems: true,
          description: 'first drawn first',
        },
        witnesses: { type: 'array', items: textSchema, minItems: 1 },
        at: instantSchema,
        how: textSchema,
        digest: digestSchema,
      },
    },
    purchaserOrder: {
      type: 'object',
      description: 'of equal bids, where the tender leaves it to the purchaser',
      additionalProperties: false,
      required: ['order', 'at', 'reasons'],
      properties: {
        order: { type: 'array', items: idSchema, minItems: 2, uniqueItems: true },
        at: instantSchema,
        reasons: textSchema,
      },
    },
    cancellation: {
      type: 'object',
      description: 'the whole procurement is cancelled for a reason that people find',
      additionalProperties: false,
      required: ['item', 'reasons', 'at'],
      properties: {
        item: idSchema,
        reasons: textSchema,
        votes: { type: 'array', items: voteSchema },
        at: instantSchema,
      },
    },
    stop: {
      type: 'object',
      description: 'the evaluation cannot go on: the tender is defective, or a system has failed',
      additionalProperties: false,
      required: ['reasons', 'at'],
      properties: { reasons: textSchema, at: instantSchema, resumedAt: instantSchema },
    },
    candidates: { type: 'integer', minimum: 1, description: 'how many the committee recommends' },
  },
} as const;

export const signingFileSchema = {
  $id: 'signing',
  title: '签署记录',
  type: 'object',
  additionalProperties: false,
  properties: {
    signed: {
      type: 'array',
      description: 'papers that came back signed or sealed',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['document', 'digest', 'at', 'by'],
        properties: {
          document: { ...idSchema, description: 'id of a report of the round' },
          by: { type: 'array', items: textSchema, minItems: 1 },
          digest: digestSchema,
          at: instantSchema,
        },
      },
    },
    dissent: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['member', 'opinion', 'reasons'],
        properties: { member: idSchema, opinion: textSchema, reasons: textSchema },
      },
    },
    refusals: {
      type: 'array',
      description: 'members who neither sign nor say why: counted as consent',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['member'],
        properties: { member: idSchema },
      },
    },
  },
} as const;

export type Admission = FromSchema<typeof admissionSchema>;
export type RecordedVote = FromSchema<typeof voteSchema>;
export type RecordedFinding = FromSchema<typeof findingSchema>;
export type ReviewRecord = FromSchema<typeof reviewRecordSchema>;
export type Clarification = FromSchema<typeof clarificationSchema>;
export type Proceedings = FromSchema<typeof proceedingsFileSchema>;
export type Signing = FromSchema<typeof signingFileSchema>;
