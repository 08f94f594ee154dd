import type { FromSchema } from 'json-schema-to-ts';
import { placeSchema } from './checkable.ts';
import { idSchema, quantitySchema, textSchema } from './primitives.ts';
import { rulingProperties } from './ruling.ts';
import { statuteReferenceSchema } from './statute.ts';

export const priceDeductionSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'share', 'for', 'papers', 'clause'],
  properties: {
    id: idSchema,
    title: textSchema,
    share: { ...quantitySchema, description: 'of the quoted price' },
    for: {
      type: 'string',
      enum: ['small-micro', 'prison', 'disabled-welfare', 'small-micro-share', 'domestic-product'],
    },
    family: {
      ...idSchema,
      description: 'of deductions of one family only one is taken',
    },
    minimumShare: { ...quantitySchema, description: 'small and micro firms’ part of the contract, at least' },
    costShare: { ...quantitySchema, description: 'domestic part of the cost of all products, at least' },
    scope: { type: 'string', enum: ['whole-offer', 'product'] },
    trigger: {
      type: 'string',
      enum: ['always', 'competing-products', 'not-triggered'],
      description: 'what must be so in this procedure before the deduction is open to anyone',
    },
    ownForm: {
      type: 'string',
      enum: ['accepted', 'refused'],
      description: 'a paper for which the tender gives no form',
    },
    papers: { type: 'array', items: idSchema, description: 'ids of forms' },
    excluded: {
      type: 'array',
      items: {
        type: 'string',
        enum: ['direct-holding-or-management', 'branch-of-large', 'held-by-large', 'same-head-as-large'],
      },
    },
    statute: { type: 'array', items: statuteReferenceSchema, minItems: 1 },
    clause: placeSchema,
    also: { type: 'array', items: placeSchema, minItems: 1 },
  },
} as const;
export type PriceDeduction = FromSchema<typeof priceDeductionSchema>;

/** Price policies: what is taken off the quote before points are given, and how several go together. */
export const priceDeductionsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['decidedBy', 'vote', 'effect', 'base', 'combination', 'items'],
  properties: {
    ...rulingProperties,
    base: { type: 'string', enum: ['quoted'] },
    combination: {
      type: 'string',
      enum: ['sum-on-base', 'product', 'largest'],
      description: 'of deductions of different families',
    },
    onceClause: placeSchema,
    alike: {
      type: 'array',
      description: 'consortia that count like a firm of a size',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'members', 'as', 'clause'],
        properties: {
          id: idSchema,
          members: { type: 'string', enum: ['all-small-micro', 'all-sme'] },
          as: { type: 'string', enum: ['small-micro', 'sme'] },
          clause: placeSchema,
        },
      },
    },
    contract: { type: 'string', enum: ['quoted'], description: 'price of the contract' },
    sizes: {
      type: 'object',
      description: 'rules of size for the industry that the tender names',
      additionalProperties: false,
      required: ['industry', 'classes'],
      properties: {
        industry: textSchema,
        classes: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['size', 'statute'],
            properties: {
              size: {
                type: 'string',
                enum: ['medium', 'small'],
                description: 'class whose lower bounds it gives',
              },
              statute: statuteReferenceSchema,
            },
          },
        },
        clause: placeSchema,
      },
    },
    items: { type: 'array', items: priceDeductionSchema, minItems: 1 },
  },
} as const;
export type PriceDeductions = FromSchema<typeof priceDeductionsSchema>;
