import type {
  CheckVerdict,
  Difference,
  DifferenceSide,
  Judgement,
  RequirementVerdict,
  RunRecord,
} from '../../spec/index.ts';
import { basesOf } from './bases.ts';
import { compareChecks, type Placed } from './checks.ts';
import { groupOf } from './group.ts';

/** One side: a judgement, and the record that it judged. */
export interface DiffInput {
  record: RunRecord;
  judgement: Judgement;
  /** Of the record as it stands. */
  recordDigest: string;
}

function sideOf({ record, judgement, recordDigest }: DiffInput): DifferenceSide {
  return {
    run: record.id,
    recordDigest: judgement.run.digest,
    revision: judgement.revision,
    tender: judgement.tender,
    target: record.target.name,
    simulated: record.target.simulated,
    startedAt: record.startedAt,
    asOf: judgement.asOf,
    recordGrew: judgement.run.digest !== recordDigest,
  };
}

function checksOf({ judgement, record }: DiffInput): Map<string, Placed> {
  const place = (requirement: RequirementVerdict, check: CheckVerdict): [string, Placed] => [
    check.id,
    { check, record, requirement: requirement.id },
  ];
  return new Map(
    judgement.requirements.flatMap((requirement) =>
      requirement.parts.flatMap((part) => part.checks.map((check) => place(requirement, check))),
    ),
  );
}

/** Ids of both sides, in the order of the newer one; what is gone comes after. */
function unionOf(from: Iterable<string>, to: Iterable<string>): string[] {
  return [...new Set([...to, ...from])];
}

/** Was each check that was refuted seen to hold since? */
function isLifted(before: RequirementVerdict | undefined, after: RequirementVerdict | undefined): boolean {
  const holding = new Set(
    (after?.parts ?? [])
      .flatMap(({ checks }) => checks)
      .filter(({ outcome }) => outcome === 'satisfied')
      .map(({ id }) => id),
  );
  const refuted = (before?.parts ?? [])
    .flatMap(({ checks }) => checks)
    .filter(({ outcome }) => outcome === 'not-satisfied');
  return refuted.length > 0 && refuted.every(({ id }) => holding.has(id));
}

/**
 * Holds two judgements against each other, verdict by verdict. Pure. What is the same is not listed, and nothing is
 * summed up: a clause that got worse stands there whatever else got better.
 */
export function diff(from: DiffInput, to: DiffInput): Difference {
  const checks = { from: checksOf(from), to: checksOf(to) };
  const verdicts = {
    from: new Map(from.judgement.requirements.map((each) => [each.id, each])),
    to: new Map(to.judgement.requirements.map((each) => [each.id, each])),
  };
  return {
    format: 'biaochi-difference/1',
    from: sideOf(from),
    to: sideOf(to),
    bases: basesOf(from, to),
    requirements: unionOf(verdicts.from.keys(), verdicts.to.keys()).flatMap((id) => {
      const before = verdicts.from.get(id);
      const after = verdicts.to.get(id);
      const told = groupOf(before, after, isLifted(before, after));
      const { kind, starred } = (after ?? before)!;
      return told ? [{ id, kind, starred, ...told }] : [];
    }),
    checks: unionOf(checks.from.keys(), checks.to.keys()).flatMap((id) => {
      const found = compareChecks(checks.from.get(id), checks.to.get(id));
      return found ? [found] : [];
    }),
  };
}
