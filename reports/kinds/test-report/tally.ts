import { type Outcome, outcomeNames, outcomes } from '../../../spec/index.ts';
import type { Judged, Material } from './material.ts';

export type Counts = Record<Outcome, number>;

/** Outcomes of a group, counted from the same verdicts that the report lists one by one. */
export function tally(judged: readonly Judged[], unlisted = 0): Counts {
  const counts = Object.fromEntries(outcomeNames.map((name) => [name, 0])) as Counts;
  for (const { verdict } of judged) counts[verdict.outcome] += 1;
  counts['not-assessed'] += unlisted;
  return counts;
}

export function totalOf(counts: Counts): number {
  return outcomeNames.reduce((sum, name) => sum + counts[name], 0);
}

export function spellCounts(counts: Counts): string {
  return outcomeNames.map((name) => `${outcomes[name]} ${counts[name]}`).join('、');
}

/** Over all technical clauses of the tender: those that are not encoded count as not-assessed. */
export function technicalClauses(material: Material): Counts {
  return tally(clauses(material), material.clausesNotEncoded);
}

/** Over all starred clauses that the tender counts. */
export function starredClauses(material: Material): Counts {
  const starred = material.judged.filter(({ checkable }) => checkable.starred);
  return tally(starred, Math.max(0, material.tender.counts.starred - starred.length));
}

export function clauses({ judged }: Material): Judged[] {
  return judged.filter(({ checkable }) => checkable.kind === 'clause');
}
