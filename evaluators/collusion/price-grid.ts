import type { Quote, QuoteRecord } from '../../spec/index.ts';
import { type Exact, exact, printFixed, quantityIn } from '../arithmetic/index.ts';

/** Quotes as whole numbers of the smallest step in which they are written. */
export interface PriceGrid {
  unit: '%' | 'yuan';
  decimals: number;
  /** Ascending; equal quotes in the order of the ids of their bids. */
  quotes: { bid: string; value: Exact; steps: bigint }[];
  /** The greatest quote that is allowed, where it is known. */
  ceiling?: bigint;
}

export type KnownQuote = Pick<QuoteRecord, 'unit' | 'stated' | 'quoted'>;

export function gridOf(rule: Quote | undefined, known: ReadonlyMap<string, KnownQuote>): PriceGrid {
  const read = [...known].flatMap(([bid, { unit, quoted, stated }]) => {
    const text = quoted ?? stated;
    return text === undefined ? [] : [{ bid, unit, value: exact(text) }];
  });
  const asked = rule?.decimals ? rule.decimals.count - (rule.decimals.of === 'fraction' ? 2 : 0) : 2;
  const decimals = Math.max(0, asked, ...read.map(({ value }) => decimalsOf(value)));
  const scale = 10n ** BigInt(decimals);
  const stepsOf = (value: Exact) => (value.s * value.n * scale) / value.d;
  const quotes = read
    .map(({ bid, value }) => ({ bid, value, steps: stepsOf(value) }))
    .sort((one, other) => one.value.compare(other.value) || (one.bid < other.bid ? -1 : 1));
  const unit = read[0]?.unit ?? '%';
  const atMost = unit === '%' ? rule?.ceiling?.atMost : undefined;
  return {
    unit,
    decimals,
    quotes,
    ...(atMost ? { ceiling: stepsOf(quantityIn(atMost, '%')) } : {}),
  };
}

/** Decimals of a number that ends, at most six; quotes that do not end are none. */
function decimalsOf(value: Exact): number {
  for (let places = 0; places < 6; places++) if (10n ** BigInt(places) % value.d === 0n) return places;
  return 6;
}

/**
 * The coarsest of the customary steps (1, 5 and 25 times a power of ten) on which all of these lie. Who quotes whole
 * percents quotes them by custom: that they are evenly spaced is to be expected, and is judged on that coarser grid.
 */
export function customaryStep(values: readonly bigint[]): bigint {
  let best = 1n;
  for (let power = 1n; power <= 1_000_000_000n; power *= 10n)
    for (const step of [power, 5n * power, 25n * power])
      if (step > best && values.every((value) => value % step === 0n)) best = step;
  return best;
}

export function printSteps(steps: bigint, grid: PriceGrid): string {
  const text = printFixed(exact(steps).div(exact(10n ** BigInt(grid.decimals))), grid.decimals);
  return grid.unit === '%' ? `${text}%` : `${text} 元`;
}
