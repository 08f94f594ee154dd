import type { FromSchema } from 'json-schema-to-ts';
import { dateSchema, decimalSchema, idSchema, quantitySchema, textSchema } from './primitives.ts';

/** How the wording is known: from the statute, at second hand, as the tender quotes it, or as general knowledge. */
export const confidences = {
  S: '法规原文',
  S2: '转引，未见原文',
  T: '招标文件所引',
  K: '通行认识，未逐字核对',
} as const;
export type Confidence = keyof typeof confidences;
const confidenceNames = Object.keys(confidences) as [Confidence, ...Confidence[]];

/** `<statute>/<rule>`, e.g. as `basis` of an item of review. */
export const statuteReferenceSchema = {
  type: 'string',
  pattern: '^[a-z0-9-]+/[A-Za-z0-9._-]+$',
  maxLength: 80,
} as const;

export const statuteRuleSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'article', 'says'],
  properties: {
    id: idSchema,
    article: { ...textSchema, description: '条、款' },
    says: { ...textSchema, description: 'in our words; figures as `{name}` of `figures` or `amounts`' },
    figures: { type: 'object', additionalProperties: quantitySchema },
    amounts: { type: 'object', additionalProperties: decimalSchema, description: 'yuan, by name' },
    items: {
      type: 'array',
      items: textSchema,
      minItems: 1,
      description: 'a closed list that the rule gives',
    },
    from: { ...dateSchema, description: 'first day in force, if not that of the statute' },
    until: { ...dateSchema, description: 'last day in force' },
    replacedBy: statuteReferenceSchema,
    confidence: { type: 'string', enum: confidenceNames },
  },
} as const;
export type StatuteRule = FromSchema<typeof statuteRuleSchema>;

/** Constants of the law that tenders share: facts and figures, each with its source and first day in force. */
export const statuteSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'number', 'issuer', 'from', 'confidence', 'rules'],
  properties: {
    id: { type: 'string', pattern: '^[a-z0-9-]+$', maxLength: 40 },
    title: textSchema,
    number: textSchema,
    issuer: textSchema,
    from: { ...dateSchema, description: 'first day in force' },
    confidence: { type: 'string', enum: confidenceNames },
    source: textSchema,
    rules: { type: 'array', items: statuteRuleSchema, minItems: 1 },
  },
} as const;
export type Statute = FromSchema<typeof statuteSchema>;

/** Was the rule in force on that day (YYYY-MM-DD)? */
export function holdsOn(statute: Statute, rule: StatuteRule, day: string): boolean {
  return day >= (rule.from ?? statute.from) && (rule.until === undefined || day <= rule.until);
}
