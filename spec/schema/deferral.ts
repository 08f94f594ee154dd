import type { FromSchema } from 'json-schema-to-ts';
import type { Outcome } from '../outcome.ts';
import { dateSchema, digestSchema, idSchema, textSchema } from './primitives.ts';

/**
 * 暂缓整改: somebody answers for it, a paper allows it, and it ends on a day. It lies over a refuted verdict
 * and never turns it.
 */
export const deferralSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['checkable', 'owner', 'basis', 'until', 'reason', 'approvedBy'],
  properties: {
    checkable: idSchema,
    owner: { ...textSchema, description: 'who must put it right' },
    basis: {
      type: 'object',
      additionalProperties: false,
      required: ['text', 'document'],
      properties: {
        text: { ...textSchema, description: 'the provision that allows it' },
        document: { ...digestSchema, description: 'digest of the paper' },
        file: { ...textSchema, description: 'the paper, beside this file; its bytes must have the digest' },
      },
    },
    until: { ...dateSchema, description: 'the last day, Beijing time' },
    reason: textSchema,
    approvedBy: textSchema,
    approvedOn: dateSchema,
  },
} as const;
export type Deferral = FromSchema<typeof deferralSchema>;

export const deferralFileSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['tender', 'deferrals'],
  properties: {
    tender: idSchema,
    deferrals: { type: 'array', items: deferralSchema, minItems: 1 },
  },
} as const;

/** A deferral file as it was read: its bytes' digest, and what it says. */
export interface DeferralFile {
  digest: string;
  tender: string;
  deferrals: Deferral[];
}

/** What a deferral is worth beside a judgement. `not-refuted` is a problem: there is nothing to defer. */
export const deferralStates = {
  'in-force': '有效',
  expired: '已到期，应已整改',
  'not-refuted': '无对象：该条目并非不符合',
} as const;
export type DeferralState = keyof typeof deferralStates;

export interface DeferralStanding extends Deferral {
  state: DeferralState;
  /** Of the checkable under this judgement, untouched by the deferral. */
  outcome: Outcome;
}

/** What stands behind 不符合, e.g. `（暂缓整改至 2026-12-31，依据…）`; empty for a deferral of nothing. */
export function printDeferral({ state, until, basis }: DeferralStanding): string {
  if (state === 'in-force') return `（暂缓整改至 ${until}，依据${basis.text}）`;
  return state === 'expired' ? `（暂缓整改已于 ${until} 到期，依据${basis.text}）` : '';
}
