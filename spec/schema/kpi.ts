import type { FromSchema } from 'json-schema-to-ts';
import { type Place, partSchema, placeSchema, verificationSchema } from './checkable.ts';
import { decimalSchema, idSchema, quantitySchema, textSchema } from './primitives.ts';

/** Where the figure of an indicator comes from when it is assessed. */
export const dataSources = {
  measurement: '本程序实测',
  platform: '云管平台数据接口',
  facility: '机房动环监控',
  'service-desk': '工单系统',
  monitoring: '监控系统',
  records: '台账与报告',
  papers: '证书、测评报告与资产清单',
  users: '使用单位评价与投诉记录',
} as const;
export type DataSource = keyof typeof dataSources;
const dataSourceNames = Object.keys(dataSources) as [DataSource, ...DataSource[]];

/** What a missed indicator costs: all its points, what the assessors judge, or an amount for each event until none is left. */
export const deductionSchema = {
  type: 'object',
  required: ['rule'],
  discriminator: { propertyName: 'rule' },
  oneOf: [
    {
      type: 'object',
      additionalProperties: false,
      required: ['rule'],
      properties: { rule: { const: 'item-zero' } },
    },
    {
      type: 'object',
      additionalProperties: false,
      required: ['rule'],
      properties: { rule: { const: 'assessed' } },
    },
    {
      type: 'object',
      additionalProperties: false,
      required: ['rule', 'amount', 'event'],
      properties: {
        rule: { const: 'per-event' },
        amount: { ...decimalSchema, description: 'points for each event' },
        event: textSchema,
      },
    },
  ],
} as const;
export type Deduction =
  | { rule: 'item-zero' }
  | { rule: 'assessed' }
  | { rule: 'per-event'; amount: string; event: string };

export const kpiSchema = {
  type: 'object',
  additionalProperties: false,
  required: [
    'id',
    'group',
    'category',
    'title',
    'statement',
    'points',
    'deduction',
    'dataSource',
    'clause',
    'parts',
    'verification',
  ],
  properties: {
    id: idSchema,
    group: { ...idSchema, description: 'id of one of the groups' },
    category: { ...textSchema, description: 'second column of the table' },
    title: textSchema,
    statement: { ...textSchema, description: 'the target in our words; figures as `{name}` of `figures`' },
    figures: { type: 'object', additionalProperties: quantitySchema },
    points: decimalSchema,
    deduction: deductionSchema,
    dataSource: { type: 'string', enum: dataSourceNames },
    clause: placeSchema,
    parts: { type: 'array', items: partSchema, minItems: 1 },
    verification: { type: 'array', items: verificationSchema, minItems: 1 },
  },
} as const;

export const kpiGroupSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'points'],
  properties: { id: idSchema, title: textSchema, points: decimalSchema },
} as const;
export const eventClassSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'definition', 'responseLimit', 'clause', 'limitClause'],
  properties: {
    id: idSchema,
    title: textSchema,
    definition: textSchema,
    responseLimit: { ...quantitySchema, description: 'not longer than; zero is at once' },
    handlingPromise: {
      ...idSchema,
      description: 'promise of the scoring table that limits the handling; `none` where nothing does',
    },
    clause: placeSchema,
    limitClause: placeSchema,
  },
} as const;
export const eventDeductionSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'exceeds', 'points', 'clause'],
  properties: {
    id: idSchema,
    title: textSchema,
    exceeds: { type: 'string', enum: ['response-limit', 'handling-limit'] },
    points: { ...decimalSchema, description: 'for each time' },
    clause: placeSchema,
  },
} as const;

/** The yearly assessment: what it adds up to, what an event costs, what passes, and the indicators. */
export const kpiFileSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['fullMark', 'groups', 'eventClasses', 'eventDeductions', 'passMark', 'items'],
  properties: {
    fullMark: {
      type: 'object',
      additionalProperties: false,
      required: ['points'],
      properties: { points: decimalSchema, clause: placeSchema },
    },
    passMark: {
      type: 'object',
      additionalProperties: false,
      required: ['comparator', 'points'],
      properties: {
        comparator: { type: 'string', enum: ['moreThan', 'atLeast'] },
        points: decimalSchema,
        settlement: {
          type: 'string',
          enum: ['score-share', 'full'],
          description: 'what is paid of the fee once the mark is passed',
        },
        below: {
          type: 'string',
          enum: ['suspended', 'score-share'],
          description: 'what is paid of the fee when the mark is missed',
        },
        clause: placeSchema,
      },
    },
    period: {
      type: 'object',
      additionalProperties: false,
      required: ['assessed', 'settled'],
      properties: {
        assessed: { type: 'string', enum: ['quarter', 'year'] },
        settled: { type: 'string', enum: ['quarter', 'year'] },
        weighs: {
          type: 'string',
          enum: ['own-fee', 'mean'],
          description: 'each score on the fee of its own period, or the mean of scores on the whole fee',
        },
        clause: placeSchema,
      },
    },
    missed: {
      type: 'string',
      enum: ['whole-item', 'proportional', 'committee'],
      description: 'how much of an item under the rule item-zero a missed target costs',
    },
    groups: { type: 'array', items: kpiGroupSchema, minItems: 1 },
    eventClasses: { type: 'array', items: eventClassSchema },
    eventDeductions: { type: 'array', items: eventDeductionSchema },
    items: { type: 'array', items: kpiSchema, minItems: 1 },
  },
} as const;

export type KpiGroup = FromSchema<typeof kpiGroupSchema>;
export type EventClass = FromSchema<typeof eventClassSchema>;
export type EventDeduction = FromSchema<typeof eventDeductionSchema>;
export interface Kpi {
  id: string;
  group: string;
  category: string;
  title: string;
  /** Decimal string. */
  points: string;
  deduction: Deduction;
  dataSource: DataSource;
  clause: Place;
}
/** The frame of the assessment, without its indicators. */
export interface Assessment {
  fullMark: { points: string; clause?: Place };
  passMark: {
    comparator: 'moreThan' | 'atLeast';
    points: string;
    settlement?: 'score-share' | 'full';
    below?: 'suspended' | 'score-share';
    clause?: Place;
  };
  period?: {
    assessed: 'quarter' | 'year';
    settled: 'quarter' | 'year';
    weighs?: 'own-fee' | 'mean';
    clause?: Place;
  };
  missed?: 'whole-item' | 'proportional' | 'committee';
  groups: KpiGroup[];
  eventClasses: EventClass[];
  eventDeductions: EventDeduction[];
}
export interface KpiFile extends Assessment {
  items: Kpi[];
}
