import { type Distribution, draw, selected } from './distribution.ts';
import type { Model } from './model.ts';
import { type Random, randomOf } from './random.ts';
import { type Draws, settler } from './settle.ts';
import { emptyTally, merge, type Tally } from './tally.ts';

/** What is drawn in each trial. Nothing of it depends on a quote of the own bid: its quotes all meet the same chance. */
export interface DrawPlan {
  bids: number;
  groups: number;
  members: number;
  /** Weights of a member's strictness, of what members share on a criterion of a bid, and of the rest; squares add up to 1. */
  weights: { severity: number; agreement: number; rest: number };
  marks: MarkPlan[];
  points: { slot: number; points: Distribution }[];
  quotes: Distribution[];
  /** In steps of 2^-32. */
  passes: Float64Array;
  convinces: Float64Array;
  judgedLow: Float64Array;
}

/** Marks of all members for one criterion of one bid, ascending. */
export interface MarkPlan {
  slot: number;
  marks: Distribution;
  /** Where the next mark begins on the scale of a normal. */
  cuts: Float64Array;
}

/** Everything that trials need; can be handed to another thread. */
export interface Experiment {
  seed: string;
  trials: number;
  plan: DrawPlan;
  models: Model[];
  /** Which model a trial is held under, by index. */
  choose: Distribution;
  own?: { bid: number; quotes: Float64Array };
}

/** Trials that share one stream of random numbers. */
export const blockSize = 1024;
export const blocksOf = (trials: number): number => Math.ceil(trials / blockSize);

/** Marks of members who judge apart from one another. */
function drawApart(plan: DrawPlan, random: Random, marks: Float64Array): void {
  for (const { slot, marks: of } of plan.marks) {
    const { values } = of;
    let sum = 0;
    for (let member = 0; member < plan.members; member++) sum += values[selected(of, random.next())]!;
    marks[slot]! += sum;
  }
}

/** Marks of members who differ in strictness or share a view of what they read. */
function drawRelated(plan: DrawPlan, random: Random, strictness: Float64Array, marks: Float64Array): void {
  const { severity, agreement, rest } = plan.weights;
  const { members } = plan;
  if (severity > 0) for (let member = 0; member < members; member++) strictness[member] = random.normal();
  for (const { slot, marks: of, cuts } of plan.marks) {
    const { values } = of;
    const last = values.length - 1;
    const shared = agreement > 0 ? agreement * random.normal() : 0;
    let sum = 0;
    for (let member = 0; member < members; member++) {
      const at = shared + (rest > 0 ? rest * random.normal() : 0) - severity * strictness[member]!;
      let level = 0;
      while (level < last && at >= cuts[level]!) level++;
      sum += values[level]!;
    }
    marks[slot]! += sum;
  }
}

function drawRest(plan: DrawPlan, random: Random, draws: Draws): void {
  if (plan.points.length > 0) draws.points.fill(0);
  for (const { slot, points } of plan.points) draws.points[slot]! += draw(points, random);
  for (let bid = 0; bid < plan.bids; bid++) {
    draws.quotes[bid] = draw(plan.quotes[bid]!, random);
    draws.passes[bid] = random.next() < plan.passes[bid]! ? 1 : 0;
    draws.convinces[bid] = random.next() < plan.convinces[bid]! ? 1 : 0;
    draws.judgedLow[bid] = random.next() < plan.judgedLow[bid]! ? 1 : 0;
    // A second word parts lots that are equal in the first.
    draws.lots[bid] = random.next() * 2097152 + (random.next() >>> 11);
  }
}

/**
 * Holds the trials of some blocks, from `from` up to but without `to`; the last block may be shorter. Equal arguments
 * give equal tallies, and blocks may be held in any order and added up by `merge`.
 */
export function runTrials(experiment: Experiment, from: number, to: number): Tally {
  const { plan, models, choose, own, seed, trials } = experiment;
  const settle = models.map(settler);
  const slots = plan.groups * plan.bids;
  const draws: Draws = {
    points: new Float64Array(slots),
    marks: new Float64Array(slots),
    quotes: new Float64Array(plan.bids),
    passes: new Uint8Array(plan.bids),
    convinces: new Uint8Array(plan.bids),
    judgedLow: new Uint8Array(plan.bids),
    lots: new Float64Array(plan.bids),
  };
  const strictness = new Float64Array(plan.members);
  const related = plan.weights.severity > 0 || plan.weights.agreement > 0;
  let tally = emptyTally(plan.bids, own?.quotes.length ?? 0);
  for (let block = from; block < Math.min(to, blocksOf(trials)); block++) {
    const random = randomOf(seed, block);
    const size = Math.min(blockSize, trials - block * blockSize);
    const part = emptyTally(plan.bids, own?.quotes.length ?? 0);
    const sums = new Float64Array(plan.bids);
    const squares = new Float64Array(plan.bids);
    for (let trial = 0; trial < size; trial++) {
      const hold = settle[draw(choose, random)]!;
      draws.marks.fill(0);
      if (related) drawRelated(plan, random, strictness, draws.marks);
      else drawApart(plan, random, draws.marks);
      drawRest(plan, random, draws);
      const outcome = hold(draws);
      part.trials++;
      if (outcome.state === 'cancelled') part.cancelled++;
      else if (outcome.state === 'stopped') part.stopped++;
      else {
        for (let bid = 0; bid < plan.bids; bid++) part.invalid[bid]! += outcome.invalid[bid]!;
        for (let place = 0; place < outcome.ranked; place++) {
          const bid = outcome.order[place]!;
          const total = outcome.totals[bid]!;
          part.ranks[bid * plan.bids + place]!++;
          sums[bid]! += total;
          squares[bid]! += total * total;
        }
        if (outcome.byLot) part.byLot[outcome.order[0]!]!++;
      }
      if (!own) continue;
      for (let index = 0; index < own.quotes.length; index++) {
        draws.quotes[own.bid] = own.quotes[index]!;
        const other = hold(draws);
        if (other.state !== 'ranked') continue;
        if (other.invalid[own.bid]) part.ownInvalid[index]!++;
        else if (other.order[0] === own.bid) part.ownWins[index]!++;
      }
    }
    for (let bid = 0; bid < plan.bids; bid++) {
      part.sums[bid] = BigInt(sums[bid]!);
      part.squares[bid] = BigInt(squares[bid]!);
    }
    tally = merge(tally, part);
  }
  return tally;
}
