import {
  type Evaluation,
  type OpenReading,
  type OpenReadings,
  printBasis,
  type Reading,
  type ReadingCounts,
  type Round,
  type Tender,
  tenderUnder,
} from '../../spec/index.ts';
import { evaluate } from '../scoring/index.ts';
import { changesBetween, winnerOf } from './changes.ts';
import { alternatives } from './readings.ts';
import { reasonsBetween, sayChanges } from './words.ts';

const nothing = (): ReadingCounts => ({ facts: 0, validity: 0, points: 0, rank: 0, state: 0, winner: 0 });
const kinds = Object.keys(nothing()) as (keyof ReadingCounts)[];
/** What tells most, first. */
const weightiest = ['winner', 'state', 'validity', 'rank', 'points', 'facts'] as const;

/**
 * What one alternative changes. Points and places count where both evaluations have them: that an evaluation stops
 * is said once, as another state.
 */
export function kindsOfChange(base: Evaluation, other: Evaluation): Set<keyof ReadingCounts> {
  const { state, validity, points, rank, candidates, stages } = changesBetween(base, other);
  const [from, to] = [winnerOf(base), winnerOf(other)];
  const found: Record<keyof ReadingCounts, boolean> = {
    facts: stages.length > 0,
    validity: validity.some((one) => one.from !== 'open' && one.to !== 'open'),
    points: points.some((one) => one.from !== undefined && one.to !== undefined),
    rank:
      rank.some((one) => one.from !== undefined && one.to !== undefined) ||
      (candidates !== undefined && candidates.from.length > 0 && candidates.to.length > 0),
    state: state !== undefined,
    winner: from !== undefined && to !== undefined && from !== to,
  };
  return new Set(kinds.filter((kind) => found[kind]));
}

interface Seen extends OpenReading {
  weight: number;
}

const weightOf = (changed: ReadonlySet<keyof ReadingCounts>): number => {
  const at = weightiest.findIndex((kind) => changed.has(kind));
  return at < 0 ? 0 : weightiest.length - at;
};

const seenOf = (reading: Reading): Seen => {
  const pick = reading.options.find(({ id }) => id === reading.pick)!;
  return {
    reading: reading.id,
    question: reading.question,
    lines: reading.lines,
    basis: printBasis(reading.basis),
    settled: reading.basis.kind !== 'none',
    pick: { option: pick.id, title: pick.title },
    counts: nothing(),
    options: reading.options
      .filter(({ id }) => id !== reading.pick)
      .map(({ id, title }) => ({ option: id, title, counts: nothing() })),
    weight: 0,
  };
};

const add = (counts: ReadingCounts, changed: ReadonlySet<keyof ReadingCounts>): void => {
  for (const kind of changed) counts[kind] += 1;
};

/**
 * Each alternative by itself on each of some rounds, against the tender's picks. For rounds that are nobody's: it
 * computes what other readings would bring, so real bids have no place here. `onRound` is told how many are done.
 */
export function openReadings(
  { tender, rounds }: { tender: Tender; rounds: readonly Round[] },
  onRound?: (done: number) => void,
): OpenReadings {
  const picks = Object.fromEntries(tender.readings.map(({ id, pick }) => [id, pick]));
  const others = alternatives(tender, picks).flatMap((alternative) => {
    const under = tenderUnder(tender, { ...picks, [alternative.reading.id]: alternative.option.id });
    return under ? [{ ...alternative, under }] : [];
  });
  const seen = new Map<string, Seen>(others.map(({ reading }) => [reading.id, seenOf(reading)]));
  rounds.forEach((round, index) => {
    if (!round.head.synthetic) throw new Error(`round ${round.head.id} is not synthetic`);
    const base = evaluate({ tender, round });
    const changedHere = new Map<string, Set<keyof ReadingCounts>>();
    for (const { reading, option, under } of others) {
      const other = evaluate({ tender: under, round });
      const changed = kindsOfChange(base, other);
      if (changed.size === 0) continue;
      const row = seen.get(reading.id)!;
      add(row.options.find((one) => one.option === option.id)!.counts, changed);
      changedHere.set(reading.id, new Set([...(changedHere.get(reading.id) ?? []), ...changed]));
      if (weightOf(changed) <= row.weight) continue;
      row.weight = weightOf(changed);
      row.example = exampleOf(base, other, index + 1, option);
    }
    for (const [id, changed] of changedHere) add(seen.get(id)!.counts, changed);
    onRound?.(index + 1);
  });
  const readings = [...seen.values()].sort((a, b) => {
    for (const kind of weightiest)
      if (a.counts[kind] !== b.counts[kind]) return b.counts[kind] - a.counts[kind];
    return 0;
  });
  return {
    tender: { id: tender.id, digest: tender.digest },
    rounds: rounds.length,
    readings: readings.map(({ weight: _, ...reading }) => reading),
    untouched: readings.filter(({ counts }) => counts.facts === 0).map(({ reading }) => reading),
  };
}

function exampleOf(
  base: Evaluation,
  other: Evaluation,
  round: number,
  { id, title }: Reading['options'][number],
): NonNullable<OpenReading['example']> {
  const changes = changesBetween(base, other);
  const bid = changes.validity[0]?.bid ?? changes.points[0]?.bid ?? changes.rank[0]?.bid;
  return {
    round,
    option: id,
    title,
    ...(bid ? { bid } : {}),
    says: sayChanges(base, changes),
    because: reasonsBetween(base, other).slice(0, 4),
  };
}
