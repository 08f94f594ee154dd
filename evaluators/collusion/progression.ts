import { type Exact, exact } from '../arithmetic/index.ts';
import { countOrdered } from './order-count.ts';

export const progressions = { arithmetic: '等差', geometric: '等比' } as const;
export type Progression = keyof typeof progressions;

/** How near sorted whole numbers are to a progression between their own ends. */
export interface Fit {
  /** The nearest whole numbers to the members of the progression. */
  ideal: bigint[];
  /** The greatest distance of a value from its place. */
  deviation: bigint;
}

export function fitOf(kind: Progression, sorted: readonly bigint[]): Fit {
  const ends = [sorted[0]!, sorted.at(-1)!] as const;
  const ideal = sorted.map((_, j) =>
    (kind === 'arithmetic' ? evenly : proportionally)(ends, j, sorted.length - 1),
  );
  const deviation = sorted.reduce((most, value, j) => {
    const apart = value > ideal[j]! ? value - ideal[j]! : ideal[j]! - value;
    return apart > most ? apart : most;
  }, 0n);
  return { ideal, deviation };
}

function evenly([low, high]: readonly [bigint, bigint], j: number, gaps: number): bigint {
  const twice = 2n * BigInt(gaps);
  return (twice * low + 2n * BigInt(j) * (high - low) + BigInt(gaps)) / twice;
}

/** The whole number nearest to the `gaps`-th root of low^(gaps-j) · high^j, found without floating point. */
function proportionally([low, high]: readonly [bigint, bigint], j: number, gaps: number): bigint {
  const power = BigInt(gaps);
  const target = (low ** BigInt(gaps - j) * high ** BigInt(j)) << power;
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) / 2n;
    if ((2n * middle + 1n) ** power > target) to = middle;
    else from = middle + 1n;
  }
  return from;
}

/** An exact chance under the null that is said beside it. */
export interface Chance {
  favourable: bigint;
  all: bigint;
  p: Exact;
}

/**
 * The chance that values between the least and the greatest lie as near to the progression as these, or nearer. Null:
 * the ends are given; the others are independent, and each whole number from end to end is equally likely.
 */
export function chanceOfFit(sorted: readonly bigint[], { ideal, deviation }: Fit): Chance {
  const [low, high] = [sorted[0]!, sorted.at(-1)!];
  const intervals = ideal.slice(1, -1).map((place) => ({
    least: place - deviation < low ? low : place - deviation,
    greatest: place + deviation > high ? high : place + deviation,
  }));
  const favourable = countOrdered(low, high, intervals);
  const all = (high - low + 1n) ** BigInt(intervals.length);
  return { favourable, all, p: exact(`${favourable}/${all}`) };
}

/** The chance that of `n` independent values, each of `places` equally likely, at least two are equal. */
export function chanceOfEqual(n: number, places: bigint): Chance {
  const all = places ** BigInt(n);
  let distinct = 1n;
  for (let i = 0n; i < BigInt(n); i++) distinct *= places > i ? places - i : 0n;
  return { favourable: all - distinct, all, p: exact(`${all - distinct}/${all}`) };
}
