import type { FromSchema } from 'json-schema-to-ts';
import { decimalSchema, idSchema, textSchema } from './primitives.ts';
import type { ChosenReading } from './tender.ts';

const probabilitySchema = { type: 'number', minimum: 0, maximum: 1 } as const;

/** Points with how probable each is; the probabilities add up to 1. */
const pointsDistributionSchema = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['points', 'probability'],
    properties: { points: decimalSchema, probability: probabilitySchema },
  },
} as const;

const shared = { type: 'object', additionalProperties: false } as const;

/** How a quote is drawn, always on the steps of the decimals that the tender allows. */
export const quoteDistributionSchema = {
  type: 'object',
  required: ['kind'],
  discriminator: { propertyName: 'kind' },
  oneOf: [
    {
      ...shared,
      required: ['kind', 'value'],
      properties: { kind: { const: 'fixed' }, value: decimalSchema },
    },
    {
      ...shared,
      required: ['kind', 'values'],
      properties: {
        kind: { const: 'discrete' },
        values: {
          type: 'array',
          minItems: 1,
          items: {
            ...shared,
            required: ['value', 'probability'],
            properties: { value: decimalSchema, probability: probabilitySchema },
          },
        },
      },
    },
    {
      ...shared,
      required: ['kind', 'from', 'to'],
      properties: { kind: { const: 'uniform' }, from: decimalSchema, to: decimalSchema },
    },
    {
      ...shared,
      required: ['kind', 'from', 'mode', 'to'],
      properties: {
        kind: { const: 'triangular' },
        from: decimalSchema,
        mode: decimalSchema,
        to: decimalSchema,
      },
    },
    {
      ...shared,
      required: ['kind', 'mean', 'deviation', 'from', 'to'],
      properties: {
        kind: { const: 'normal' },
        mean: decimalSchema,
        deviation: { ...decimalSchema, description: 'standard deviation before truncation' },
        from: decimalSchema,
        to: decimalSchema,
      },
    },
  ],
} as const;
export type QuoteDistribution = FromSchema<typeof quoteDistributionSchema>;

const marksSchema = {
  type: 'object',
  description: 'criterion -> how probable each mark of one member is',
  propertyNames: idSchema,
  additionalProperties: pointsDistributionSchema,
} as const;

const ofBid = {
  quote: quoteDistributionSchema,
  deduction: { ...decimalSchema, description: '% of the quote that price policies take off' },
  points: {
    type: 'object',
    description: 'objective criterion -> points, or how probable they are; instead of what the round gives',
    propertyNames: idSchema,
    additionalProperties: { anyOf: [decimalSchema, pointsDistributionSchema] },
  },
  marks: marksSchema,
  passes: { ...probabilitySchema, description: 'that the bid passes every review before the prices; else 1' },
  convinces: { ...probabilitySchema, description: 'that an explanation of a low price convinces' },
  judgedLow: {
    ...probabilitySchema,
    description: 'that the committee itself thinks the quote too low; else 0',
  },
} as const;

/** What the user assumes of a round. Nothing in it is the program's: what is not stated is asked for. */
export const assumptionsFileSchema = {
  $id: 'simulation-assumptions',
  title: '模拟假设',
  type: 'object',
  additionalProperties: false,
  required: ['title'],
  properties: {
    title: textSchema,
    basis: { ...textSchema, description: 'what the assumptions rest on' },
    judges: {
      type: 'object',
      additionalProperties: false,
      properties: {
        members: { type: 'integer', minimum: 1, maximum: 99, description: 'else as many as the tender says' },
        severity: {
          ...probabilitySchema,
          description: 'part of the variance that is one member’s strictness towards every bid',
        },
        agreement: {
          ...probabilitySchema,
          description: 'part of the variance that all members share on one criterion of one bid',
        },
      },
    },
    marks: { ...marksSchema, description: 'for every bid that states none of its own' },
    convinces: probabilitySchema,
    bids: {
      type: 'array',
      description: 'bids of the round',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['bid'],
        properties: { bid: idSchema, ...ofBid },
      },
    },
    rivals: {
      type: 'array',
      description: 'bidders who are only assumed',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'title', 'quote'],
        properties: { id: idSchema, title: textSchema, ...ofBid },
      },
    },
    readings: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'options'],
        properties: {
          id: idSchema,
          options: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['option', 'probability'],
              properties: { option: idSchema, probability: probabilitySchema },
            },
          },
        },
      },
    },
    own: {
      type: 'object',
      description: 'a vendor’s own rehearsal: which of these quotes does best',
      additionalProperties: false,
      required: ['bid', 'from', 'to', 'step', 'objective'],
      properties: {
        bid: idSchema,
        from: decimalSchema,
        to: decimalSchema,
        step: decimalSchema,
        objective: { type: 'string', enum: ['winning', 'revenue'] },
      },
    },
  },
} as const;
export type Assumptions = FromSchema<typeof assumptionsFileSchema>;
export type PointsDistribution = FromSchema<typeof pointsDistributionSchema>;

/** How often something happened in the trials; `low` and `high` are Wilson's interval of 95 %. */
export interface Estimate {
  count: number;
  share: number;
  low: number;
  high: number;
}

export interface SimulatedBid {
  bid: string;
  bidder: string;
  /** Not in the round: only assumed. */
  assumed: boolean;
  winning: Estimate;
  /** Wins that a draw of lots decided among equals. */
  byLot: number;
  /** First, second, ... over all trials. */
  ranks: Estimate[];
  invalid: Estimate;
  /** Total over the trials in which the bid was scored; decimals. */
  points?: { scored: number; mean: string; low: string; high: string; deviation: string };
}

export const simulationObjectives = { winning: '中标概率', revenue: '期望收入（报价 × 中标概率）' } as const;

/** One of the bidder's own quotes on the same trials as all others. */
export interface OwnQuote {
  quote: string;
  winning: Estimate;
  invalid: Estimate;
  /** Of the objective: a probability, or quote × probability of winning. */
  result: number;
}

export interface SimulationResult {
  format: 1;
  round: { id: string; title: string; mode: string; digest: string };
  tender: { id: string; number: string; title: string; digest: string };
  assumptions: { title: string; basis?: string; digest: string };
  seed: string;
  /** Trials that the figures rest on, and those that were asked for. */
  trials: number;
  requested: number;
  interrupted: boolean;
  /** Alternatives that were drawn, with their probability. */
  readings: { chosen: Pick<ChosenReading, 'id' | 'question' | 'chosen' | 'title'>[]; probability: number }[];
  unit: '%' | 'yuan';
  bids: SimulatedBid[];
  /** Fewer bidders than the minimum before the review of low prices, or after it. */
  cancelled: Estimate;
  stopped: Estimate;
  own?: {
    bid: string;
    objective: keyof typeof simulationObjectives;
    quotes: OwnQuote[];
    best: string;
    /** Quotes whose interval reaches the best one’s result. */
    alike: string[];
  };
  /** What the figures do not contain, in words. */
  notes: string[];
}
