import {
  type Comparison,
  type Condition,
  type Examination,
  type Reason,
  type Standing,
  type Step,
  standing,
} from '../../spec/index.ts';

/** What papers say of one condition, and how. */
export interface ConditionFinding {
  standing: Standing;
  comparison: Comparison;
  step: Step;
}

export interface ConditionInput<Kind extends Condition['kind'] = Condition['kind']> {
  condition: Extract<Condition, { kind: Kind }>;
  examination: Examination;
  /** ISO 8601 with offset. */
  asOf: string;
}

interface Said {
  title: string;
  expected: string;
  measured: string;
  /** Papers, figures or records that were looked at. */
  samples: number;
  how?: string;
}

const finding = (reason: Reason, met: boolean | null, { title, expected, measured, samples, how }: Said) => ({
  standing: standing(reason),
  comparison: { measurand: title, expected, measured, samples, met },
  step: {
    label: title,
    expression: how ?? `要求 ${expected}`,
    value: met === null ? `不全：${measured}` : met ? '成立' : `不成立：${measured}`,
  },
});

/** The papers show it. */
export const held = (said: Said): ConditionFinding => finding('examined', true, said);

/** The papers show the contrary. */
export const refuted = (said: Said, reason: Reason = 'condition-refuted'): ConditionFinding =>
  finding(reason, false, said);

/** A fact was not entered, or the data were not supplied: nothing follows. */
export const missing = (said: Said): ConditionFinding => finding('paper-incomplete', null, said);
