import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Exact, exact } from '../../../evaluators/arithmetic/index.ts';
import { compileModel, quoteDecimals, settler, unitOf } from '../../../evaluators/simulation/index.ts';
import { divided } from '../../../evaluators/simulation/model.ts';
import type { LowPrice, PriceCriterion, Tender } from '../../../spec/index.ts';
import { tender } from '../scoring/fixture.ts';
import { objective, subjective } from './fixture.ts';
import { type NaiveBid, naiveTrial } from './naive.ts';

/** A tender whose rules of arithmetic are others. */
interface Variation {
  mode: 'half-up' | 'truncate' | 'half-even';
  price: 'evaluated' | 'quoted';
  extremes: 'kept' | 'dropped';
  lowPrice: boolean;
  passes: LowPrice['passes'];
  second: 'by-rank' | 'next-distinct';
  self: 'included' | 'excluded';
  comparator: 'lessThan' | 'atMost';
  belowMinimum: LowPrice['belowMinimum'];
  averaging: boolean;
  tie: NonNullable<Tender['review']>['ranking']['tie'];
}

function varied(variation: Variation): Tender {
  const [scoring, review] = [structuredClone(tender.scoring), structuredClone(tender.review)];
  for (const group of scoring!.groups) {
    if (group.averaging) group.averaging.rounding.mode = variation.mode;
    if (!variation.averaging) delete group.averaging;
    for (const criterion of group.sections.flatMap((section) => section.criteria))
      if (criterion.kind === 'price-lowest-base')
        Object.assign(criterion, {
          price: variation.price,
          extremes: variation.extremes,
          rounding: { ...criterion.rounding, mode: variation.mode },
        } satisfies Partial<PriceCriterion>);
  }
  review!.ranking.tie = variation.tie;
  if (!variation.lowPrice) delete review!.lowPrice;
  else {
    const low = review!.lowPrice!;
    low.passes = variation.passes;
    low.belowMinimum = variation.belowMinimum;
    for (const test of low.tests) {
      if (test.of === 'second-lowest') test.second = variation.second;
      if (test.of === 'mean') test.self = variation.self;
      if (test.of !== 'judgement') test.comparator = variation.comparator;
    }
  }
  return { ...tender, scoring: scoring!, review: review! };
}

const variation: fc.Arbitrary<Variation> = fc.record({
  mode: fc.constantFrom('half-up', 'truncate', 'half-even'),
  price: fc.constantFrom('evaluated', 'quoted'),
  extremes: fc.constantFrom('kept', 'dropped'),
  lowPrice: fc.boolean(),
  passes: fc.constantFrom('single', 'until-stable'),
  second: fc.constantFrom('by-rank', 'next-distinct'),
  self: fc.constantFrom('included', 'excluded'),
  comparator: fc.constantFrom('lessThan', 'atMost'),
  belowMinimum: fc.constantFrom('stop', 'continue'),
  averaging: fc.boolean(),
  tie: fc.constantFrom(
    ['quoted', 'witnessed-draw'],
    ['evaluated', 'witnessed-draw'],
    ['quoted', 'technical', 'witnessed-draw'],
    ['quoted', 'purchaser'],
    ['quoted', 'program-seed'],
  ),
});

const decimals = quoteDecimals(tender);
const levelsOf = (index: number): string[] => {
  const criterion = subjective[index]!;
  return criterion.kind === 'one-of-levels' ? criterion.levels.map(({ points }) => points) : ['0'];
};
const members = 3;
/** Few quotes, so that ties and the limits of the low-price tests come about; halves of one another among them. */
const steps = fc.oneof(
  fc.constantFrom(2000, 4000, 4499, 4500, 8000, 9000, 10_000, 10_001, 0),
  fc.integer({ min: 1, max: 10_000 }),
);
const bid = fc.record({
  steps,
  taken: fc.constantFrom('0', '6', '20', '26', '40'),
  points: fc.array(fc.integer({ min: 0, max: 4 }), {
    minLength: objective.length,
    maxLength: objective.length,
  }),
  marks: fc.array(fc.array(fc.nat({ max: 3 }), { minLength: members, maxLength: members }), {
    minLength: subjective.length,
    maxLength: subjective.length,
  }),
  fails: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  convinces: fc.boolean(),
  judgedLow: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
});

describe('whole numbers and exact fractions', () => {
  it('agree on every total, rank and removal', () => {
    const states = new Map<string, number>();
    fc.assert(
      fc.property(variation, fc.array(bid, { minLength: 1, maxLength: 6 }), (change, drawn) => {
        const other = varied(change);
        const naive = drawn.map(
          (one, index): NaiveBid => ({
            quote: exact(one.steps).div(exact(10n ** BigInt(decimals))),
            kept: exact(1).sub(exact(one.taken).div(100)),
            points: new Map(objective.map(({ id }, at) => [id, exact(one.points[at]!)])),
            marks: new Map(
              subjective.map(({ id }, at) => [
                id,
                one.marks[at]!.map((level): Exact => exact(levelsOf(at)[level]!)),
              ]),
            ),
            passes: !one.fails,
            convinces: one.convinces,
            judgedLow: one.judgedLow,
            lot: index,
          }),
        );
        const expected = naiveTrial(other, naive, members);
        const points = naive.flatMap((one) => [...one.points.values(), ...[...one.marks.values()].flat()]);
        const unit = unitOf(other, members, points);
        const model = compileModel(
          other,
          naive.map((one) => ({ kept: one.kept, points: one.points, out: false })),
          { members, unit, highest: 10_001 },
        );
        const inUnits = (value: Exact) => Number(value.mul(exact(unit)).valueOf());
        const groups = other.scoring!.groups;
        const marks = groups.flatMap((group) => {
          const ids = group.sections.flatMap((section) => section.criteria.map(({ id }) => id));
          return naive.map((one) =>
            ids.flatMap((id) => one.marks.get(id) ?? []).reduce((sum, value) => sum + inUnits(value), 0),
          );
        });
        const outcome = settler(model)({
          points: new Float64Array(marks.length),
          marks: Float64Array.from(marks),
          quotes: Float64Array.from(drawn, (one) => one.steps),
          passes: Uint8Array.from(naive, (one) => Number(one.passes)),
          convinces: Uint8Array.from(naive, (one) => Number(one.convinces)),
          judgedLow: Uint8Array.from(naive, (one) => Number(one.judgedLow)),
          lots: Float64Array.from(naive, (one) => one.lot),
        });
        states.set(expected.state, (states.get(expected.state) ?? 0) + 1);
        expect(outcome.state).toBe(expected.state);
        if (expected.state !== 'ranked') return;
        expect([...outcome.order.slice(0, outcome.ranked)]).toEqual(expected.order);
        expect([...outcome.invalid].flatMap((is, index) => (is ? [index] : []))).toEqual(expected.invalid);
        for (const [index, total] of expected.totals)
          expect(exact(outcome.totals[index]!).div(exact(unit)).equals(total)).toBe(true);
      }),
      { numRuns: 1000, seed: 7 },
    );
    expect([...states.keys()].sort()).toEqual(['cancelled', 'ranked', 'stopped']);
    expect(states.get('ranked')).toBeGreaterThan(250);
  });

  it('divide as fractions do, also where doubles come close', () => {
    const large = fc.integer({ min: 0, max: 2 ** 52 });
    fc.assert(
      fc.property(large, fc.integer({ min: 1, max: 2 ** 40 }), (a, b) => {
        expect(BigInt(divided(a, b, 'truncate'))).toBe(BigInt(a) / BigInt(b));
        expect(BigInt(divided(a, b, 'half-up'))).toBe((2n * BigInt(a) + BigInt(b)) / (2n * BigInt(b)));
      }),
      { numRuns: 2000, seed: 7 },
    );
    expect([5, 15, 25, 26].map((a) => divided(a, 10, 'half-even'))).toEqual([0, 2, 2, 3]);
  });
});
