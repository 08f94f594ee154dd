import type { Combination, Evaluation, Reading, Round, Sensitivity, Tender } from '../../spec/index.ts';
import { exact } from '../arithmetic/index.ts';
import { fingerprint, winnerOf } from './changes.ts';
import { type Alternative, evaluateUnder, type Options } from './readings.ts';

/** Lists that hold at most one alternative of each reading. */
function batchesOf(list: readonly Alternative[]): Alternative[][] {
  const batches: Alternative[][] = [];
  for (const one of list) {
    const free = batches.find((batch) => !batch.some(({ reading }) => reading.id === one.reading.id));
    if (free) free.push(one);
    else batches.push([one]);
  }
  return batches;
}

/**
 * Readings whose alternatives change something by themselves, or beside another alternative. Those that are quiet by
 * themselves are tried together beside each other one; effects that cancel each other out to nothing are not seen.
 */
export function interacting(
  tender: Tender,
  round: Round,
  chosen: Options,
  list: readonly Alternative[],
  base: Evaluation,
): Set<string> {
  const none = fingerprint(base);
  const print = (options: Options) => {
    const evaluation = evaluateUnder(tender, round, { ...chosen, ...options });
    return evaluation && fingerprint(evaluation);
  };
  const alone = new Map(list.map((one) => [one, print({ [one.reading.id]: one.option.id }) ?? none]));
  const active = new Set(list.filter((one) => alone.get(one) !== none).map(({ reading }) => reading.id));
  const quiet = list.filter(({ reading }) => !active.has(reading.id));
  const optionsOf = (some: readonly Alternative[]) =>
    Object.fromEntries(some.map(({ reading, option }) => [reading.id, option.id]));
  /** Those of some quiet alternatives that change something beside one: all at once first, then by halves. */
  const stirred = (some: readonly Alternative[], beside: Alternative): Alternative[] => {
    if (some.length === 0) return [];
    const both = print({ ...optionsOf(some), [beside.reading.id]: beside.option.id });
    if (both === alone.get(beside)) return [];
    if (some.length === 1) return both === undefined ? [] : [some[0]!];
    const half = Math.ceil(some.length / 2);
    return [...stirred(some.slice(0, half), beside), ...stirred(some.slice(half), beside)];
  };
  for (const beside of list)
    for (const batch of batchesOf(quiet.filter(({ reading }) => reading.id !== beside.reading.id)))
      for (const { reading } of stirred(batch, beside)) {
        active.add(reading.id);
        active.add(beside.reading.id);
      }
  return active;
}

/** All choices of options of some readings, those that depart least from the chosen ones first. */
function* choices(readings: readonly Reading[], chosen: Options): Generator<Options> {
  const departures = function* (from: number, left: number): Generator<Options> {
    if (left === 0) {
      yield {};
      return;
    }
    for (let index = from; index <= readings.length - left; index++) {
      const reading = readings[index]!;
      for (const option of reading.options) {
        if (option.id === chosen[reading.id]) continue;
        for (const rest of departures(index + 1, left - 1)) yield { [reading.id]: option.id, ...rest };
      }
    }
  };
  for (let count = 1; count <= readings.length; count++) yield* departures(0, count);
}

interface Told {
  ranks: Set<number>;
  least?: string;
  most?: string;
  invalidIn: number;
}

const turned = ({ state, winner }: { state: string; winner?: string }) => `${state}/${winner ?? ''}`;

/**
 * Every combination of the readings that can interact, up to a bound; the smallest departures that bring another
 * winner or another state, and between what the place and the points of each bid vary.
 */
export function combine(
  tender: Tender,
  round: Round,
  chosen: Options,
  active: ReadonlySet<string>,
  base: Evaluation,
  bound: number,
): Sensitivity['combinations'] {
  const readings = tender.readings.filter(({ id }) => active.has(id));
  const told = new Map<string, Told>(base.bids.map(({ bid }) => [bid, { ranks: new Set(), invalidIn: 0 }]));
  const take = (evaluation: Evaluation) => {
    for (const { bid, rank, total, standing } of evaluation.bids) {
      const row = told.get(bid)!;
      if (rank !== undefined) row.ranks.add(rank);
      if (standing === 'invalid') row.invalidIn += 1;
      if (total === undefined) continue;
      if (row.least === undefined || exact(total).compare(exact(row.least)) < 0) row.least = total;
      if (row.most === undefined || exact(total).compare(exact(row.most)) > 0) row.most = total;
    }
  };
  take(base);
  const first = winnerOf(base);
  const known = turned({ state: base.state, ...(first ? { winner: first } : {}) });
  const turning = new Map<string, Combination[]>();
  let tried = 0;
  let impossible = 0;
  for (const options of choices(readings, chosen)) {
    if (tried + impossible >= bound) break;
    const evaluation = evaluateUnder(tender, round, { ...chosen, ...options });
    if (!evaluation) {
      impossible += 1;
      continue;
    }
    tried += 1;
    take(evaluation);
    const winner = winnerOf(evaluation);
    const end = { state: evaluation.state, ...(winner ? { winner } : {}) };
    if (turned(end) === known) continue;
    const list = turning.get(turned(end)) ?? [];
    const size = Object.keys(options).length;
    // Departures come smallest first; a larger one that holds a smaller one says nothing new.
    const names = new Map(Object.entries(options));
    const holdsSmaller = list.some((one) =>
      one.options.every(({ reading, option }) => names.get(reading) === option),
    );
    if (holdsSmaller || (list.length > 0 && size > list[0]!.options.length + 1)) continue;
    list.push({
      ...end,
      options: readings.flatMap((reading) => {
        const option = reading.options.find(({ id }) => id === options[reading.id]);
        return option
          ? [{ reading: reading.id, option: option.id, title: option.title, lines: reading.lines }]
          : [];
      }),
    });
    turning.set(turned(end), list);
  }
  return {
    readings: readings.map(({ id }) => id),
    tried,
    all: readings.reduce((product, { options }) => product * options.length, 1) - 1,
    impossible,
    turning: [...turning.values()].flat(),
    bids: [...told].map(([bid, { ranks, ...rest }]) => ({
      bid,
      ranks: [...ranks].sort((a, b) => a - b),
      ...rest,
    })),
  };
}
