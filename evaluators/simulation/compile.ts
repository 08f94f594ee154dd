import { Fault, type LowPriceTest, type Tender } from '../../spec/index.ts';
import { type Exact, exact, quantityIn } from '../arithmetic/index.ts';
import { ceilingOf, stepOfQuotes, unitOf as unitOfQuote } from '../scoring/quote/meaning.ts';
import type { LowPriceLimit, LowPriceRule, Model } from './model.ts';

/** What is the same of a bid in every trial. */
export interface BidConstants {
  /** Price after deductions as a part of the quote. */
  kept: Exact;
  /** Objective criteria that are not drawn. */
  points: ReadonlyMap<string, Exact>;
  /** Out before the prices are looked at. */
  out: boolean;
}

const largest = Number.MAX_SAFE_INTEGER;
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
export const lcm = (a: bigint, b: bigint): bigint => (a / gcd(a, b)) * b;

/** Quotes count in steps of the last decimal that the tender allows; of the second where it sets none. */
export function quoteDecimals(tender: Tender): number {
  const step = tender.review && stepOfQuotes(tender.review.quote);
  // The step is a power of ten: its denominator has as many zeros as it has decimals.
  return step ? String(step.d).length - 1 : 2;
}

export const quoteUnit = (tender: Tender): '%' | 'yuan' =>
  unitOfQuote(tender.review?.quote ?? { kind: 'rate' });

/** The ceiling in the unit of the quote; undefined where quotes cannot be held against one. */
export function quoteCeiling(tender: Tender): Exact | undefined {
  const ceiling = tender.review && ceilingOf(tender);
  return ceiling?.of === 'quote' ? ceiling.limit : undefined;
}

/** Points are whole multiples of one by this number, whatever is rounded or averaged. */
export function unitOf(tender: Tender, members: number, points: Iterable<Exact>): bigint {
  let unit = 1n;
  for (const { d } of points) unit = lcm(unit, d);
  for (const group of tender.scoring?.groups ?? []) {
    const criteria = group.sections.flatMap((section) => section.criteria);
    if (group.averaging) unit = lcm(unit, 10n ** BigInt(group.averaging.rounding.decimals));
    else if (criteria.some(({ nature }) => nature === 'subjective')) unit = lcm(unit, BigInt(members));
    for (const criterion of criteria)
      if (criterion.kind === 'price-lowest-base')
        unit = lcm(unit, 10n ** BigInt(criterion.rounding.decimals));
  }
  return unit;
}

const safe = (value: bigint): number => {
  const number = Number(value);
  if (Math.abs(number) <= largest) return number;
  throw new Fault('INTAKE_INVALID', [
    {
      message: '分值或报价的位数过多，超出模拟所用整数的范围',
      remedy: '减少报价或分值的小数位数，或降低报价的量级',
    },
  ]);
};

function limitOf(
  test: Exclude<LowPriceTest, { of: 'judgement' }>,
  ceiling: Exact | undefined,
): LowPriceLimit | undefined {
  let limit = quantityIn(test.share, 'ratio');
  if (test.of === 'ceiling') {
    if (!ceiling) return undefined;
    limit = limit.mul(ceiling);
  }
  return {
    of: test.of,
    numerator: safe(limit.n),
    denominator: safe(limit.d),
    orEqual: test.comparator === 'atMost',
    self: test.of === 'mean' && test.self === 'included',
    distinct: test.of === 'second-lowest' && test.second === 'next-distinct',
  };
}

/** The tender's rules for these bids; throws INTAKE_INVALID where numbers are too large to be whole. */
export function compileModel(
  tender: Tender,
  bids: readonly BidConstants[],
  { members, unit, highest }: { members: number; unit: bigint; highest: number },
): Model {
  const review = tender.review;
  const groups = tender.scoring?.groups ?? [];
  const steps = exact(10n ** BigInt(quoteDecimals(tender)));
  let scale = 1n;
  for (const { kept } of bids) scale = lcm(scale, kept.d);
  const ceiling = quoteCeiling(tender);
  const floor = (value: Exact): number => safe(value.mul(steps).floor().n);
  const inUnits = (value: Exact): number => safe(value.mul(exact(unit)).n);
  const moreThan = review?.quote.moreThan;
  const low = review?.lowPrice;
  const on = low?.effect === 'invalid' || low?.effect === 'cancel' || low?.effect === 'suspend';
  const lowPrice: LowPriceRule | undefined =
    low && on
      ? {
          of: low.price,
          tests: low.tests.flatMap((test) => {
            if (test.of === 'judgement') return [];
            return limitOf(test, ceiling?.mul(steps).mul(exact(scale))) ?? [];
          }),
          judged: low.tests.some(({ of }) => of === 'judgement'),
          untilStable: low.passes === 'until-stable',
          stopsBelowMinimum: low.belowMinimum === 'stop',
          ends: low.effect === 'cancel' ? 'cancelled' : low.effect === 'suspend' ? 'stopped' : undefined,
        }
      : undefined;
  const prices = groups.flatMap((group, index) =>
    group.sections
      .flatMap((section) => section.criteria)
      .flatMap((criterion) => {
        if (criterion.kind !== 'price-lowest-base') return [];
        const power = 10n ** BigInt(criterion.rounding.decimals);
        const points = exact(criterion.points).mul(exact(power));
        return [
          {
            group: index,
            of: criterion.price,
            extremes: criterion.extremes,
            numerator: safe(points.n),
            denominator: safe(points.d),
            step: safe(unit / power),
            mode: criterion.rounding.mode,
          },
        ];
      }),
  );
  const price = BigInt(highest) * scale;
  for (const { numerator, denominator } of prices) {
    safe(2n * BigInt(numerator) * price);
    safe(2n * BigInt(denominator) * price);
  }
  for (const { of, numerator, denominator } of lowPrice?.tests ?? []) {
    safe(price * BigInt(denominator) * BigInt(bids.length));
    safe(BigInt(numerator) * (of === 'ceiling' ? 1n : price * BigInt(bids.length)));
  }
  const full = groups.reduce((sum, { points }) => sum.add(exact(points)), exact(0));
  safe(2n * full.mul(exact(unit)).ceil().n * BigInt(members));
  return {
    bids: bids.length,
    members,
    unit: safe(unit),
    constants: Float64Array.from(
      groups.flatMap((group) => {
        const ids = group.sections.flatMap((section) => section.criteria.map(({ id }) => id));
        return bids.map(({ points }) =>
          ids.reduce((sum, id) => sum + inUnits(points.get(id) ?? exact(0)), 0),
        );
      }),
    ),
    groups: groups.map(({ averaging }) =>
      averaging
        ? {
            averaged: {
              step: safe(unit / 10n ** BigInt(averaging.rounding.decimals)),
              mode: averaging.rounding.mode,
            },
          }
        : {},
    ),
    prices,
    multipliers: Float64Array.from(bids, ({ kept }) => safe(kept.mul(exact(scale)).n)),
    scale: safe(scale),
    out: Uint8Array.from(bids, ({ out }) => (out ? 1 : 0)),
    moreThan: moreThan
      ? floor(quoteUnit(tender) === '%' ? quantityIn(moreThan, '%') : exact(String(moreThan.value)))
      : 0,
    atMost: ceiling ? floor(ceiling) : largest,
    minimum: review?.minimums.find(({ at }) => at === 'compliance')?.count.value ?? 0,
    ...(lowPrice ? { lowPrice } : {}),
    tie: review?.ranking.tie ?? [],
  };
}
