import type { LowPriceTest, Review, Rounding } from '../../spec/index.ts';

/**
 * A tender's rules for one set of bids in whole numbers. Points are multiples of 1 / unit, quotes are multiples of the
 * last decimal, prices after deductions are quotes times a multiplier over a common denominator. All of it can be
 * handed to another thread. Arrays by group and bid are indexed group × bids + bid.
 */
export interface Model {
  bids: number;
  members: number;
  unit: number;
  /** Points that are the same in every trial. */
  constants: Float64Array;
  groups: GroupRule[];
  prices: PriceRule[];
  /** Price after deductions = quote × multiplier; `scale` is the multiplier of a bid without any. */
  multipliers: Float64Array;
  scale: number;
  /** 1: out before the prices are looked at. */
  out: Uint8Array;
  /** A quote outside is invalid. */
  moreThan: number;
  atMost: number;
  /** Fewer valid bids end the round. */
  minimum: number;
  lowPrice?: LowPriceRule;
  tie: Review['ranking']['tie'];
}

export interface GroupRule {
  /** The group is the mean of the members' sums, cut to multiples of `step` units. */
  averaged?: { step: number; mode: Rounding['mode'] };
}

/** points × base / price, cut, in whole numbers: `numerator` × base / (`denominator` × price) multiples of `step` units. */
export interface PriceRule {
  group: number;
  of: 'evaluated' | 'quoted';
  extremes: 'kept' | 'dropped';
  numerator: number;
  denominator: number;
  step: number;
  mode: Rounding['mode'];
}

export interface LowPriceRule {
  of: 'quoted' | 'evaluated';
  tests: LowPriceLimit[];
  judged: boolean;
  untilStable: boolean;
  stopsBelowMinimum: boolean;
  /** How one bid that does not explain ends the whole round; undefined: the bid alone is out. */
  ends: 'cancelled' | 'stopped' | undefined;
}

/** price × denominator below (or at) numerator × what it is held against; a ceiling is within the numerator. */
export interface LowPriceLimit {
  of: Exclude<LowPriceTest['of'], 'judgement'>;
  numerator: number;
  denominator: number;
  orEqual: boolean;
  /** Of the mean: with the bid itself. */
  self: boolean;
  /** Of the second lowest: the next that differs. */
  distinct: boolean;
}

/** a / b for whole numbers, b > 0, cut to a whole number as a clause says. */
export function divided(a: number, b: number, mode: Rounding['mode']): number {
  let quotient = Math.floor(a / b);
  let rest = a - quotient * b;
  // The quotient of two large whole numbers can come out one too high.
  if (rest < 0) {
    quotient--;
    rest += b;
  } else if (rest >= b) {
    quotient++;
    rest -= b;
  }
  if (mode === 'truncate') return quotient;
  const twice = 2 * rest;
  if (twice > b) return quotient + 1;
  if (twice < b) return quotient;
  return mode === 'half-up' || quotient % 2 === 1 ? quotient + 1 : quotient;
}
