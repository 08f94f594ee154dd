import type { FromSchema } from 'json-schema-to-ts';
import { placeSchema, proofSchema } from './checkable.ts';
import { lowPriceSchema } from './low-price.ts';
import { priceDeductionsSchema } from './price-deduction.ts';
import { idSchema, quantitySchema, textSchema } from './primitives.ts';
import { correctionsSchema, quoteSchema } from './quote.ts';
import { rulingProperties } from './ruling.ts';
import { statuteReferenceSchema } from './statute.ts';

/**
 * What a program can see of an item from what was handed in; of an item without one only people can say.
 * Items with `forms`, `papers`, `lists`, `identifiers` or `misses` are seen by these.
 */
export const reviewFacts = [
  'obtained-in-time',
  'uploaded-in-time',
  'made-with-tool',
  'same-generation',
  'signed-in-in-time',
  'decrypted-in-time',
  'imported',
  'member-of-one-bid',
  'unrelated',
  'no-design-service',
  'no-imported-products',
  'sealed-as-required',
  'forms-complete',
  'legible',
  'translated',
  'validity',
  'no-conditions',
  'clarification-answered',
  'not-adjustable',
  'no-alternative',
  'alteration-sealed',
  'quoted-as-required',
  'within-ceiling',
  'same-author',
  'same-agent',
  'same-person',
  'alike-or-patterned',
  'mixed-pages',
  'fewer-than-minimum',
  'all-over-ceiling',
] as const;
export type ReviewFact = (typeof reviewFacts)[number];

/** One thing that is looked at. Its ruling is its own, else that of its section (`rulingOf`). */
export const reviewItemSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'clause'],
  properties: {
    ...rulingProperties,
    id: idSchema,
    title: textSchema,
    clause: placeSchema,
    also: { type: 'array', items: placeSchema, minItems: 1, description: 'other places of the same rule' },
    cause: {
      type: 'string',
      enum: ['own', 'any'],
      description: 'whether it counts only for a reason on the bidder’s side',
    },
    subjects: {
      type: 'array',
      minItems: 1,
      items: { type: 'string', enum: ['bidder', 'each-member', 'legal-representative', 'project-manager'] },
    },
    when: { type: 'string', enum: ['always', 'consortium', 'agent-signs'] },
    forms: { type: 'array', items: idSchema, minItems: 1, description: 'ids of forms that show it' },
    papers: { type: 'array', items: proofSchema, minItems: 1 },
    lists: { type: 'array', items: textSchema, minItems: 1, description: 'registers that are searched' },
    limit: quantitySchema,
    from: {
      type: 'string',
      enum: ['bidDeadline', 'opening'],
      description: 'the instant that a limit of time runs from; absent: the deadline',
    },
    fact: { type: 'string', enum: reviewFacts, description: 'what a program can see of it' },
    identifiers: {
      type: 'object',
      description: 'data of the machines on which bids were made',
      additionalProperties: false,
      required: ['literal', 'leads', 'missing', 'confirmation'],
      properties: {
        literal: { type: 'array', items: textSchema, minItems: 1 },
        leads: { type: 'array', items: textSchema },
        missing: { type: 'array', items: textSchema, description: 'values that say nothing' },
        confirmation: { type: 'string', enum: ['datum', 'vote', 'none'] },
      },
    },
    misses: {
      type: 'object',
      description: 'what an unmet clause does, by its kind',
      additionalProperties: false,
      required: ['starred', 'technical', 'commercial'],
      properties: {
        starred: { type: 'string', enum: ['score', 'deviation-vote', 'invalid'] },
        technical: { type: 'string', enum: ['score', 'deviation-vote', 'invalid'] },
        commercial: { type: 'string', enum: ['score', 'deviation-vote', 'invalid'] },
      },
    },
    signs: { type: 'array', items: textSchema, minItems: 1, description: 'what a program can look for' },
    statute: { type: 'array', items: statuteReferenceSchema, minItems: 1 },
  },
} as const;
export type ReviewItem = FromSchema<typeof reviewItemSchema>;

export const reviewSectionSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['decidedBy', 'vote', 'effect', 'items'],
  properties: {
    ...rulingProperties,
    clause: placeSchema,
    items: { type: 'array', items: reviewItemSchema, minItems: 1 },
  },
} as const;
export type ReviewSection = FromSchema<typeof reviewSectionSchema>;

const minimumSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'at', 'count', 'effect'],
  properties: {
    id: idSchema,
    at: { type: 'string', enum: ['deadline', 'qualification', 'compliance'] },
    count: { ...quantitySchema, description: 'fewer than this many bidders' },
    effect: rulingProperties.effect,
    clause: placeSchema,
    statute: statuteReferenceSchema,
  },
} as const;

export const tieBreakers = [
  'quoted',
  'evaluated',
  'technical',
  'witnessed-draw',
  'program-seed',
  'purchaser',
] as const;

/** Everything of the procedure that admits, voids, corrects, prices or ranks a bid, short of the points. */
export const reviewFileSchema = {
  type: 'object',
  additionalProperties: false,
  required: [
    'admission',
    'qualification',
    'compliance',
    'collusion',
    'quote',
    'minimums',
    'cancellation',
    'ranking',
    'award',
  ],
  properties: {
    admission: reviewSectionSchema,
    qualification: reviewSectionSchema,
    compliance: reviewSectionSchema,
    collusion: reviewSectionSchema,
    quote: quoteSchema,
    corrections: correctionsSchema,
    lowPrice: lowPriceSchema,
    priceDeductions: priceDeductionsSchema,
    minimums: { type: 'array', items: minimumSchema, minItems: 1 },
    sameBrand: {
      type: 'object',
      additionalProperties: false,
      required: ['coreProducts', 'countsAs', 'clause'],
      properties: {
        coreProducts: { type: 'string', enum: ['none-named', 'listed'] },
        countsAs: { type: 'string', enum: ['one-bidder', 'each'] },
        clause: placeSchema,
        statute: statuteReferenceSchema,
      },
    },
    consortium: {
      type: 'object',
      additionalProperties: false,
      required: ['accepted', 'clause'],
      properties: {
        accepted: { type: 'boolean' },
        maxMembers: quantitySchema,
        sameQualification: { type: 'string', enum: ['lowest-grade', 'highest-grade'] },
        signs: { type: 'string', enum: ['leader', 'each-member'] },
        clause: placeSchema,
      },
    },
    cancellation: reviewSectionSchema,
    ranking: {
      type: 'object',
      additionalProperties: false,
      required: ['order', 'tie', 'clause'],
      properties: {
        order: { type: 'string', enum: ['points-descending'] },
        tie: { type: 'array', items: { type: 'string', enum: tieBreakers }, minItems: 1 },
        clause: placeSchema,
        tieClause: placeSchema,
        statute: { type: 'array', items: statuteReferenceSchema, minItems: 1 },
      },
    },
    award: {
      type: 'object',
      additionalProperties: false,
      required: ['candidates', 'winner', 'decidedBy', 'clause'],
      properties: {
        candidates: {
          type: 'object',
          additionalProperties: false,
          required: ['atLeast', 'atMost'],
          properties: { atLeast: quantitySchema, atMost: quantitySchema },
        },
        winner: { type: 'string', enum: ['first'] },
        decidedBy: rulingProperties.decidedBy,
        clause: placeSchema,
        agencyFee: {
          type: 'object',
          additionalProperties: false,
          required: ['scale', 'share', 'paidBy', 'clause'],
          properties: {
            scale: { ...textSchema, description: 'the published scale that it is a share of' },
            share: quantitySchema,
            paidBy: { type: 'string', enum: ['winner', 'purchaser'] },
            clause: placeSchema,
          },
        },
      },
    },
  },
} as const;
export type Review = FromSchema<typeof reviewFileSchema>;
