import type { FromSchema } from 'json-schema-to-ts';
import { type Expectation, expectationSchema } from './expectation.ts';
import { digestSchema, idSchema, type Quantity, quantitySchema, textSchema } from './primitives.ts';

/** When a verification can be asked. Before that it is not-assessed, not-yet-due. */
export const dues = ['bid', 'delivery', 'cutover', 'month', 'quarter', 'year', 'service-end'] as const;
export type Due = (typeof dues)[number];
export const dueLabels: Record<Due, string> = {
  bid: '投标时',
  delivery: '交付时',
  cutover: '割接后',
  month: '满一个月',
  quarter: '满一个季度',
  year: '满一年',
  'service-end': '服务期满',
};

export const documentKinds = {
  'promise-letter': '承诺函',
  screenshot: '系统功能截图',
  certificate: '证书',
  'mutual-certificate': '互认证书',
  'third-party-report': '第三方检测报告',
  'social-insurance': '社保缴纳证明',
  contract: '合同',
  record: '记录台账',
  log: '日志',
  series: '监测数据序列',
  licence: '许可或资质',
  'assessment-report': '测评或评估报告',
  'filing-proof': '备案证明',
  roster: '人员名册',
  drawing: '图纸或布置图',
  'service-report': '服务报告',
  plan: '方案或制度文件',
  statement: '情况说明',
} as const;
export type DocumentKind = keyof typeof documentKinds;
const documentKindNames = Object.keys(documentKinds) as [DocumentKind, ...DocumentKind[]];

/** A paper that the clause asks for, and whether a sealed copy is demanded. */
export const proofSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['document', 'sealed'],
  properties: { document: { type: 'string', enum: documentKindNames }, sealed: { type: 'boolean' } },
} as const;
export type Proof = FromSchema<typeof proofSchema>;

/**
 * A condition on papers that a program can check once their facts are entered or their data file is read.
 * `stated` compares a figure that the paper states; `retention` the span of a supplied log without gaps longer than a day;
 * `series-within` every sample of a supplied series; `frequency` the count of dated records in each period.
 */
export const conditionSchema = {
  type: 'object',
  required: ['kind'],
  discriminator: { propertyName: 'kind' },
  oneOf: [
    {
      type: 'object',
      additionalProperties: false,
      required: ['kind'],
      properties: { kind: { const: 'sealed' } },
    },
    {
      type: 'object',
      additionalProperties: false,
      required: ['kind'],
      properties: { kind: { const: 'valid-on-due' } },
    },
    {
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'oneOf'],
      properties: { kind: { const: 'issuer' }, oneOf: { type: 'array', items: textSchema, minItems: 1 } },
    },
    {
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'of', 'atLeast'],
      properties: { kind: { const: 'count' }, source: textSchema, of: textSchema, atLeast: quantitySchema },
    },
    {
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'items'],
      properties: { kind: { const: 'names-all' }, items: { type: 'array', items: textSchema, minItems: 1 } },
    },
    {
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'item', 'comparator', 'quantity'],
      properties: {
        kind: { const: 'stated' },
        source: textSchema,
        item: textSchema,
        comparator: { type: 'string', enum: ['equals', 'atLeast', 'atMost', 'moreThan', 'lessThan'] },
        quantity: quantitySchema,
      },
    },
    {
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'of', 'atLeast'],
      properties: {
        kind: { const: 'retention' },
        source: textSchema,
        of: textSchema,
        atLeast: quantitySchema,
      },
    },
    {
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'of', 'from', 'to'],
      properties: {
        kind: { const: 'series-within' },
        source: textSchema,
        of: textSchema,
        from: quantitySchema,
        to: quantitySchema,
      },
    },
    {
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'of', 'atLeast', 'per'],
      properties: {
        kind: { const: 'frequency' },
        source: textSchema,
        of: textSchema,
        atLeast: quantitySchema,
        per: { type: 'string', enum: ['month', 'quarter', 'year'] },
      },
    },
  ],
} as const;
export type Condition = FromSchema<typeof conditionSchema>;

/** Where the tender says it. Section numbers repeat across chapters, so the whole path is kept. */
export const placeSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['part', 'chapter'],
  properties: {
    part: { type: 'integer', minimum: 1 },
    chapter: { type: 'integer', minimum: 0, description: '0 for what stands outside the chapters of a part' },
    section: { type: 'string' },
    item: { type: 'string' },
    annex: { type: 'integer', minimum: 1 },
    lines: {
      type: 'array',
      items: { type: 'integer', minimum: 1 },
      minItems: 2,
      maxItems: 2,
      description: 'first and last line in the bound source text',
    },
    digest: digestSchema,
  },
} as const;
export type Place = FromSchema<typeof placeSchema>;

const shared = { id: idSchema, part: idSchema, due: { type: 'string', enum: dues } } as const;

export const testVerificationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['part', 'method', 'probe', 'due', 'expect'],
  properties: {
    ...shared,
    method: { const: 'test' },
    probe: idSchema,
    inputs: { type: 'object' },
    expect: { type: 'array', items: expectationSchema, minItems: 1 },
  },
} as const;
export const examineVerificationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['part', 'method', 'documents', 'due', 'why'],
  properties: {
    ...shared,
    method: { const: 'examine' },
    documents: { type: 'array', items: { type: 'string', enum: documentKindNames }, minItems: 1 },
    conditions: { type: 'array', items: conditionSchema, minItems: 1 },
    look: textSchema,
    why: { ...textSchema, description: 'why no interface can tell' },
  },
} as const;
export const interviewVerificationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['part', 'method', 'checklist', 'due', 'why'],
  properties: {
    ...shared,
    method: { const: 'interview' },
    checklist: { type: 'array', items: textSchema, minItems: 1 },
    photos: { type: 'integer', minimum: 0, description: 'photographs that the record must hold' },
    why: { ...textSchema, description: 'why no interface can tell' },
  },
} as const;

export const verificationSchema = {
  type: 'object',
  required: ['method'],
  discriminator: { propertyName: 'method' },
  oneOf: [testVerificationSchema, examineVerificationSchema, interviewVerificationSchema],
} as const;

/** After loading each verification has an id: its own, or its part's, numbered where a part has several. */
export interface TestVerification {
  id: string;
  part: string;
  method: 'test';
  probe: string;
  due: Due;
  /** What the probe is to be run with, over the defaults of its contract. */
  inputs?: Record<string, unknown>;
  expect: Expectation[];
}
export type ExamineVerification = FromSchema<typeof examineVerificationSchema> & { id: string };
export type InterviewVerification = FromSchema<typeof interviewVerificationSchema> & { id: string };
export type Verification = TestVerification | ExamineVerification | InterviewVerification;
export const methodLabels: Record<Verification['method'], string> = {
  test: '测试',
  examine: '审查',
  interview: '访谈与现场核查',
};

/** A part of a checkable: a thing that must be shown by itself. Holds by allOf (default) or anyOf its checks. */
export const partSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title'],
  properties: { id: idSchema, title: textSchema, holdsBy: { type: 'string', enum: ['allOf', 'anyOf'] } },
} as const;
export type Part = FromSchema<typeof partSchema>;

/** A standard that a list item names. `sameAs` names the earlier item of the list that names the same one. */
export const standardSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['number', 'year', 'title'],
  properties: {
    number: { type: 'string', pattern: '^[A-Z]+(/[A-Z]+)? \\d+(\\.\\d+)?$' },
    year: { type: 'integer', minimum: 1900 },
    title: textSchema,
    part: { type: 'integer', minimum: 1, description: 'of a standard in several parts' },
    sameAs: idSchema,
  },
} as const;
export type Standard = FromSchema<typeof standardSchema>;

/** One file of a section: a list of these, in the tender's order. */
export const requirementSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'clause', 'title', 'statement', 'parts', 'verification'],
  properties: {
    id: idSchema,
    clause: placeSchema,
    starred: { type: 'boolean' },
    title: textSchema,
    statement: { ...textSchema, description: 'ours; every figure as `{name}` of `figures`' },
    figures: { type: 'object', additionalProperties: quantitySchema },
    standard: standardSchema,
    proof: { type: 'array', items: proofSchema },
    parts: { type: 'array', items: partSchema, minItems: 1 },
    verification: { type: 'array', items: verificationSchema },
  },
} as const;
export const requirementFileSchema = { type: 'array', items: requirementSchema, minItems: 1 } as const;

export type CheckableKind = 'clause' | 'commercial' | 'other' | 'tariff' | 'kpi' | 'obligation';
export const checkableKindLabels: Record<CheckableKind, string> = {
  clause: '技术条款',
  commercial: '商务要求',
  other: '其他要求',
  tariff: '价格目录指标',
  kpi: '考核指标',
  obligation: '合同义务',
};

/** Anything that can be checked: a clause, a commercial or other requirement, a price-list figure, a KPI, an obligation. */
export interface Checkable {
  id: string;
  kind: CheckableKind;
  clause: Place;
  starred: boolean;
  title: string;
  /** Ours, short; the tender's wording is bound by place and digest. */
  statement: string;
  /** Every figure that the statement names. */
  figures: Record<string, Quantity>;
  standard?: Standard;
  /** Of a table row: the row above whose cell reaches down to it. */
  mergedCell?: Place;
  proof: Proof[];
  parts: Part[];
  verification: Verification[];
}

/** The id of a check: stable across runs, names the checkable, the part and the verification. */
export function checkId(checkable: Checkable, verification: Verification): string {
  return `${checkable.id}/${verification.id}`;
}
