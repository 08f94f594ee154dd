import type { Random } from './random.ts';

/**
 * Values with their cumulative probability in steps of 2^-32, the last one 2^32. Drawn by `draw`. A probability is
 * met to within 2^-32, far below what any number of trials can see.
 */
export interface Distribution {
  values: Float64Array;
  upTo: Float64Array;
  /** The first index that words with these first eight bits can select; one more at the end. */
  guide: Uint32Array;
}

const whole = 4294967296;

export function distribution(pairs: readonly { value: number; probability: number }[]): Distribution {
  const kept = pairs.filter(({ probability }) => probability > 0);
  const total = kept.reduce((sum, { probability }) => sum + probability, 0);
  let sum = 0;
  const upTo = kept.map(({ probability }) => {
    sum += probability;
    return Math.round((sum / total) * whole);
  });
  upTo[upTo.length - 1] = whole;
  const first = (word: number) => upTo.findIndex((limit) => word < limit);
  return {
    values: Float64Array.from(kept, ({ value }) => value),
    upTo: Float64Array.from(upTo),
    guide: Uint32Array.from({ length: 257 }, (_, cell) => first(Math.min(cell * 2 ** 24, whole - 1))),
  };
}

/** The index of the value that 32 random bits select. */
export function selected({ upTo, guide }: Omit<Distribution, 'values'>, bits: number): number {
  const cell = bits >>> 24;
  let low = guide[cell]!;
  let high = guide[cell + 1]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bits < upTo[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** One value; a value that is certain takes no random number. */
export function draw(from: Distribution, random: Random): number {
  const { values } = from;
  return values.length === 1 ? values[0]! : values[selected(from, random.next())]!;
}

/** What 32 bits must stay below for something of this probability. */
export const thresholdOf = (probability: number): number => Math.round(probability * whole);

/** The distribution function of the normal with mean 0 and variance 1, by its series; exact to about 1e-15. */
export function normalUpTo(x: number): number {
  if (x < -9) return 0;
  if (x > 9) return 1;
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(sum) && k < 1000; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** Below which a normal of mean 0 and variance 1 falls with this probability. */
export function normalQuantile(probability: number): number {
  if (probability <= 0) return Number.NEGATIVE_INFINITY;
  if (probability >= 1) return Number.POSITIVE_INFINITY;
  let [low, high] = [-9, 9];
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    if (normalUpTo(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Values in between are lumped when there are more: a quote in yuan has too many steps for a table. */
const finest = 65_536;

/**
 * A continuous distribution on [from, to], cut to whole steps: each has the probability of what rounds to it.
 * `upTo` is any increasing function that grows as the distribution does.
 */
export function onSteps(from: number, to: number, upTo: (x: number) => number): Distribution {
  const cells = Math.min(to - from + 1, finest);
  const pairs = Array.from({ length: cells }, (_, index) => {
    const share = cells === 1 ? 0 : index / (cells - 1);
    const half = cells === 1 ? 0 : (to - from) / (cells - 1) / 2;
    const value = from + (to - from) * share;
    return {
      value: Math.round(value),
      probability: upTo(Math.min(value + half, to)) - upTo(Math.max(value - half, from)),
    };
  });
  return distribution(cells === 1 ? [{ value: from, probability: 1 }] : pairs);
}

/** Every whole step of [from, to] alike. */
export function uniform(from: number, to: number): Distribution {
  const cells = Math.min(to - from + 1, finest);
  return distribution(
    Array.from({ length: cells }, (_, index) => ({
      value: cells === 1 ? from : Math.round(from + ((to - from) * index) / (cells - 1)),
      probability: 1,
    })),
  );
}

/** The distribution function of a triangle, for from < to. */
export function triangularUpTo(from: number, mode: number, to: number): (x: number) => number {
  const width = to - from;
  return (x) =>
    x <= mode && mode > from
      ? (x - from) ** 2 / (width * (mode - from))
      : 1 - (mode < to ? (to - x) ** 2 / (width * (to - mode)) : 0);
}
