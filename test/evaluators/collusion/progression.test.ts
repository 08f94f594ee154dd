import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countOrdered, type Interval } from '../../../evaluators/collusion/order-count.ts';
import { customaryStep } from '../../../evaluators/collusion/price-grid.ts';
import {
  chanceOfEqual,
  chanceOfFit,
  fitOf,
  type Progression,
} from '../../../evaluators/collusion/progression.ts';

/** Every way, one after the other. */
function* tuples(low: number, high: number, n: number): Generator<number[]> {
  if (n === 0) yield [];
  else for (const rest of tuples(low, high, n - 1)) for (let v = low; v <= high; v++) yield [...rest, v];
}
const ascending = (values: number[]) => [...values].sort((one, other) => one - other);
const whole = (values: number[]) => values.map(BigInt);

describe('counting ordered values', () => {
  it('agrees with enumeration, ties and overlaps included', () => {
    const bounds = fc.integer({ min: 0, max: 5 });
    fc.assert(
      fc.property(fc.array(fc.tuple(bounds, bounds), { minLength: 1, maxLength: 4 }), (ends) => {
        const least = ascending(ends.map(([one]) => one));
        const greatest = ascending(ends.map(([, other]) => other)).map((one, j) => Math.max(one, least[j]!));
        const intervals: Interval[] = least.map((one, j) => ({
          least: BigInt(one),
          greatest: BigInt(greatest[j]!),
        }));
        let count = 0;
        for (const values of tuples(0, 5, ends.length))
          if (ascending(values).every((value, j) => value >= least[j]! && value <= greatest[j]!)) count += 1;
        expect(countOrdered(0n, 5n, intervals)).toBe(BigInt(count));
      }),
      { numRuns: 150 },
    );
  });
});

describe('chance of a progression', () => {
  it('of three values is that of the one place in the middle', () => {
    const values = whole([8013, 8246, 8479]);
    const fit = fitOf('arithmetic', values);
    expect(fit.deviation).toBe(0n);
    const { favourable, all } = chanceOfFit(values, fit);
    expect([favourable, all]).toEqual([1n, 467n]);
  });

  it('of five values counts the orders of the three between', () => {
    const values = whole([0, 10, 20, 30, 40]);
    const { favourable, all } = chanceOfFit(values, fitOf('arithmetic', values));
    expect([favourable, all]).toEqual([6n, 41n ** 3n]);
  });

  it('agrees with enumeration for any values', () => {
    const deviation = (kind: Progression, values: number[]) =>
      fitOf(kind, whole(ascending(values))).deviation;
    fc.assert(
      fc.property(
        fc.constantFrom<Progression>('arithmetic', 'geometric'),
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.nat({ max: 8 }), { minLength: 1, maxLength: 3 }),
        (kind, low, inner) => {
          const high = low + 8;
          const values = ascending([low, ...inner.map((one) => low + one), high]);
          const fit = fitOf(kind, whole(values));
          let count = 0n;
          for (const others of tuples(low, high, inner.length))
            if (deviation(kind, [low, ...others, high]) <= fit.deviation) count += 1n;
          expect(chanceOfFit(whole(values), fit).favourable).toBe(count);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('finds the nearest whole number of a geometric progression without floating point', () => {
    expect(fitOf('geometric', whole([8000, 8400, 8820])).ideal).toEqual([8000n, 8400n, 8820n]);
    const large = [10n ** 15n, 3n * 10n ** 15n, 9n * 10n ** 15n];
    expect(fitOf('geometric', large).deviation).toBe(0n);
    expect(fitOf('geometric', [10n ** 15n, 3n * 10n ** 15n + 1n, 9n * 10n ** 15n]).deviation).toBe(1n);
  });

  it('of equal values is the birthday problem', () => {
    const { favourable, all } = chanceOfEqual(3, 10n);
    expect([favourable, all]).toEqual([1000n - 720n, 1000n]);
    expect(chanceOfEqual(3, 2n).p.valueOf()).toBe(1);
  });
});

it('takes the coarsest customary step on which all values lie', () => {
  expect(customaryStep([8500n, 8750n, 9000n])).toBe(250n);
  expect(customaryStep([8500n, 8600n])).toBe(100n);
  expect(customaryStep([8510n, 8600n])).toBe(10n);
  expect(customaryStep([8501n, 8600n])).toBe(1n);
});
