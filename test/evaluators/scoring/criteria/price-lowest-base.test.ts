import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exact } from '../../../../evaluators/arithmetic/index.ts';
import { bidOf } from '../fixture.ts';
import { compute, idOf, type Setting } from './inputs.ts';

const id = idOf('price-lowest-base');
const price = (bid: string, evaluated: Record<string, string>, criterion: object = {}, more: Setting = {}) =>
  compute(id, bidOf(bid), { evaluated, quoted: evaluated, criterion, ...more });

/** Cents, so that nothing but integers is drawn. */
const cents = fc.integer({ min: 1, max: 10_000 });
const printed = (value: number) => (value / 100).toFixed(2);
const rounds = fc.array(cents, { minLength: 2, maxLength: 6 });
const named = (values: readonly number[]) =>
  Object.fromEntries(values.map((value, i) => [`b${i}`, printed(value)]));
const modes = fc.constantFrom('half-up', 'truncate', 'half-even');
const rules = fc.record({
  extremes: fc.constantFrom('kept', 'dropped'),
  rounding: fc.record({ decimals: fc.constantFrom(0, 1, 2), mode: modes }),
});

describe('the price', () => {
  it('has full points when it is the base, and its share otherwise', () => {
    const prices = { alpha: '80', beta: '85.05', gamma: '90' };
    expect(price('alpha', prices).points).toBe('10');
    expect(price('beta', prices).points).toBe('9.41');
    expect(price('gamma', prices).points).toBe('8.89');
  });

  it('shows base, share and rounding with the place of each in the data', () => {
    const { steps } = price('gamma', { alpha: '80', gamma: '90' });
    expect(steps.map(({ value, rule }) => [value, rule])).toEqual([
      ['80', `scoring/criteria/${id}/extremes`],
      ['80/9', `scoring/criteria/${id}`],
      ['8.89', `scoring/criteria/${id}/rounding`],
    ]);
  });

  it.each([
    ['half-up', '8.13'],
    ['half-even', '8.12'],
    ['truncate', '8.12'],
  ])('cuts the tie 8.125 by %s to %s', (mode, points) => {
    expect(price('beta', { alpha: '65', beta: '80' }, { rounding: { decimals: 2, mode } }).points).toBe(
      points,
    );
  });

  it.each([
    ['half-up', '8.38'],
    ['half-even', '8.38'],
    ['truncate', '8.37'],
  ])('cuts the tie 8.375 by %s to %s', (mode, points) => {
    expect(price('beta', { alpha: '67', beta: '80' }, { rounding: { decimals: 2, mode } }).points).toBe(
      points,
    );
  });

  it('takes base and divisor after deductions, or both before', () => {
    const setting = { evaluated: { alpha: '80', beta: '68' }, quoted: { alpha: '80', beta: '85' } };
    expect(compute(id, bidOf('alpha'), setting).points).toBe('8.5');
    expect(compute(id, bidOf('beta'), setting).points).toBe('10');
    const before = { ...setting, criterion: { price: 'quoted' } };
    expect(compute(id, bidOf('alpha'), before).points).toBe('10');
    expect(compute(id, bidOf('beta'), before).points).toBe('9.41');
  });

  it('keeps the lowest in the base, or drops one lowest where the rule says so and three are in', () => {
    const prices = { alpha: '60', beta: '80', gamma: '100' };
    expect(price('beta', prices).points).toBe('7.5');
    expect(price('beta', prices, { extremes: 'dropped' }).points).toBe('10');
    expect(price('alpha', prices, { extremes: 'dropped' }).points).toBe('10');
    expect(price('gamma', prices, { extremes: 'dropped' }).points).toBe('8');
    expect(price('beta', { alpha: '60', beta: '80' }, { extremes: 'dropped' }).points).toBe('7.5');
    const tied = { alpha: '60', beta: '60', gamma: '80', delta: '100' };
    expect(price('gamma', tied, { extremes: 'dropped' }).points).toBe('7.5');
  });

  it.each([
    ['no price of its own', 'beta', { alpha: '80' }],
    ['a price of nothing', 'alpha', { alpha: '0', beta: '80' }],
    ['a rival below nothing', 'alpha', { alpha: '80', beta: '-1' }],
  ])('is not computed with %s', (_, bid, prices) => {
    const result = price(bid, prices as unknown as Record<string, string>);
    expect(result.points).toBeUndefined();
    expect(result.steps).toHaveLength(1);
  });
});

describe('over random rounds the price', () => {
  const pointsOf = (values: readonly number[], i: number, criterion: object) =>
    exact(price(`b${i}`, named(values), criterion).points!);

  it('never has more for a higher quote of its own', () => {
    fc.assert(
      fc.property(rounds, fc.nat(), cents, rules, (values, pick, more, criterion) => {
        const own = pick % values.length;
        const raised = values.map((value, i) => (i === own ? value + more : value));
        expect(
          pointsOf(raised, own, criterion).compare(pointsOf(values, own, criterion)),
        ).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('stays the same when a bid leaves that does not set the base', () => {
    fc.assert(
      fc.property(rounds, fc.nat(), fc.nat(), modes, (values, pick, leave, mode) => {
        const criterion = { rounding: { decimals: 2, mode } };
        const base = Math.min(...values);
        const gone = leave % values.length;
        const own = pick % values.length;
        const setsAlone = values[gone] === base && values.filter((value) => value === base).length === 1;
        fc.pre(gone !== own && !setsAlone);
        const { [`b${gone}`]: _, ...rest } = named(values);
        const after = exact(price(`b${own}`, rest, criterion).points!);
        expect(after.equals(pointsOf(values, own, criterion))).toBe(true);
      }),
    );
  });

  it('is the full points at most, and some bid has them; order of bids means nothing', () => {
    fc.assert(
      fc.property(rounds, rules, (values, criterion) => {
        const all = values.map((_, i) => pointsOf(values, i, criterion));
        expect(all.every((points) => points.compare(10) <= 0 && points.compare(0) >= 0)).toBe(true);
        expect(all.some((points) => points.equals(10))).toBe(true);
        const turned = values.toReversed();
        const again = turned.map((_, i) => pointsOf(turned, i, criterion)).toReversed();
        expect(again.every((points, i) => points.equals(all[i]!))).toBe(true);
      }),
    );
  });
});
