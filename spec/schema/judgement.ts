import type { Outcome, Reason } from '../outcome.ts';
import type { CheckableKind, Due, Verification } from './checkable.ts';
import type { DeferralStanding } from './deferral.ts';
import { isRetestOpen, type RetestReport } from './retest.ts';
import type { ChosenReading } from './tender.ts';

/** How a conclusion came about, step by step. */
export interface Step {
  label: string;
  expression?: string;
  value: string;
  clause?: string;
}

/** One expectation held against the samples. */
export interface Comparison {
  measurand: string;
  /** e.g. `≥ 100 核` */
  expected: string;
  /** e.g. `128 核`; empty when nothing was measured. */
  measured: string;
  samples: number;
  met: boolean | null;
}

export interface CheckVerdict {
  /** `<checkable>/<verification>` */
  id: string;
  part: string;
  method: Verification['method'];
  probe?: string;
  due: Due;
  /** False when the check is not yet due: it stands outside this stage's conclusion. */
  inStage: boolean;
  outcome: Outcome;
  reason: Reason;
  observations: string[];
  evidence: string[];
  /** The attestations on which it rests. */
  attestations?: string[];
  comparisons: Comparison[];
  steps: Step[];
  /** Where a lifetime is stated: until when the evidence may be relied on, and who says so. */
  validUntil?: { at: string; source: string };
  /** e.g. the fault message, the awaited document or the instant a result can be collected. */
  remark?: string;
}
export interface PartVerdict {
  id: string;
  outcome: Outcome;
  reason: Reason;
  checks: CheckVerdict[];
}
export interface RequirementVerdict {
  id: string;
  kind: CheckableKind;
  starred: boolean;
  outcome: Outcome;
  reason: Reason;
  parts: PartVerdict[];
}
export interface OutcomeCounts extends Record<Outcome, number> {
  total: number;
}

/** Conclusions over a record under one spec and one set of readings. Judging again is a numbered revision. */
export interface Judgement {
  format: 'biaochi-judgement/1';
  revision: number;
  replaces?: number;
  /** Why it was judged again, in the words of whoever did. */
  reason?: string;
  run: { id: string; digest: string };
  tender: { id: string; digest: string };
  readings: ChosenReading[];
  stage: Due;
  asOf: string;
  selected: string[];
  requirements: RequirementVerdict[];
  /** Lies over the verdicts and turns none. */
  deferrals?: { digest: string; entries: DeferralStanding[] };
  retest?: RetestReport;
  summary: {
    /** Over the selected checkables. */
    checkables: OutcomeCounts;
    /** Over the tender's technical clauses, those not encoded counted as not-assessed. */
    technicalClauses: OutcomeCounts & { encoded: number };
    starred: OutcomeCounts;
    /** Over checks by method test. */
    tests: OutcomeCounts;
  };
}

export function exitCodeOf(judgement: Judgement): 0 | 1 | 2 {
  const outcomes = judgement.requirements.map((r) => r.outcome);
  if (outcomes.includes('not-satisfied')) return 1;
  // What an earlier run refuted stays open until a retest has seen it hold.
  if (judgement.retest?.checks.some(isRetestOpen)) return 2;
  return outcomes.length > 0 && outcomes.every((o) => o === 'satisfied' || o === 'not-applicable') ? 0 : 2;
}
