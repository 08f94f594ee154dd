import {
  type Catalogue,
  type Checkable,
  type DeferralFile,
  type Judgement,
  type Outcome,
  type OutcomeCounts,
  outcomeNames,
  type PartVerdict,
  type RequirementVerdict,
  type RunRecord,
  rollUp,
  rollUpAny,
  standing,
  type Tender,
} from '../../spec/index.ts';
import { type CheckInput, judgeCheck } from './check.ts';
import { weighDeferrals } from './deferral.ts';
import { type EarlierRun, followRetests } from './retest.ts';

export interface JudgeInput {
  tender: Tender;
  catalogue: Catalogue;
  record: RunRecord;
  recordDigest: string;
  /** ISO 8601 with offset; the evaluator has no clock. */
  asOf: string;
  /** The chain of runs that this one tests again, oldest first. */
  earlier?: readonly EarlierRun[];
  deferrals?: DeferralFile;
}

/** A judgement before it has a number: revisions are counted where they are kept. */
export type JudgementDraft = Omit<Judgement, 'revision' | 'replaces' | 'reason'>;

function judgeCheckable(checkable: Checkable, input: CheckInput): RequirementVerdict {
  const parts = checkable.parts.map((part): PartVerdict => {
    const checks = checkable.verification
      .filter((v) => v.part === part.id)
      .map((v) => judgeCheck(checkable, v, input));
    if (checks.length === 0) return { id: part.id, ...standing('part-uncovered'), checks };
    return { id: part.id, ...(part.holdsBy === 'anyOf' ? rollUpAny(checks) : rollUp(checks)), checks };
  });
  return { id: checkable.id, kind: checkable.kind, starred: checkable.starred, ...rollUp(parts), parts };
}

function count(outcomes: readonly Outcome[], extraNotAssessed = 0): OutcomeCounts {
  const counts = Object.fromEntries(outcomeNames.map((name) => [name, 0])) as Record<Outcome, number>;
  for (const outcome of outcomes) counts[outcome] += 1;
  counts['not-assessed'] += extraNotAssessed;
  return { ...counts, total: outcomes.length + extraNotAssessed };
}

/**
 * Judges the selected checkables on what was seen. Pure: the same tender, record and instant give the same draft.
 * Clauses that were not selected or are not encoded count as not-assessed in the totals.
 */
export function judge(input: JudgeInput): JudgementDraft {
  const { tender, catalogue, record } = input;
  const only = record.plan.only;
  const selected = tender.checkables.filter((c) => !only || only.includes(c.id));
  const requirements = selected.map((checkable) =>
    judgeCheckable(checkable, { record, catalogue, asOf: input.asOf }),
  );
  const clauses = requirements.filter((r) => r.kind === 'clause');
  const encoded = tender.checkables.filter((c) => c.kind === 'clause').length;
  const starred = clauses.filter((r) => r.starred);
  const checks = requirements.flatMap((r) => r.parts.flatMap((p) => p.checks));
  return {
    format: 'biaochi-judgement/1',
    run: { id: record.id, digest: input.recordDigest },
    tender: { id: tender.id, digest: tender.digest },
    readings: tender.chosenReadings,
    stage: record.stage,
    asOf: input.asOf,
    selected: selected.map((c) => c.id),
    requirements,
    ...(input.deferrals ? { deferrals: weighDeferrals(input.deferrals, requirements, input.asOf) } : {}),
    ...(input.earlier && input.earlier.length > 0
      ? { retest: followRetests(record, { requirements, asOf: input.asOf }, input.earlier) }
      : {}),
    summary: {
      checkables: count(requirements.map((r) => r.outcome)),
      technicalClauses: {
        ...count(
          clauses.map((r) => r.outcome),
          tender.counts.technicalClauses - clauses.length,
        ),
        encoded,
      },
      starred: count(
        starred.map((r) => r.outcome),
        tender.counts.starred - starred.length,
      ),
      tests: count(checks.filter((c) => c.method === 'test').map((c) => c.outcome)),
    },
  };
}
