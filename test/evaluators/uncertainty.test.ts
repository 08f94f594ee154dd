import { describe, expect, it } from 'vitest';
import { weigh } from '../../evaluators/compliance/compare.ts';
import { binomialInterval } from '../../evaluators/compliance/guard-band.ts';
import type { Expectation, Measurement } from '../../spec/index.ts';

const of = (expectation: Omit<Expectation, 'measurand'>, measurement: Omit<Measurement, 'measurand'>) => {
  const { comparison, undecided, expression } = weigh(
    { measurand: 'm', ...expectation },
    { measurand: 'm', ...measurement },
  );
  return { met: comparison.met, reason: undecided?.reason, measured: comparison.measured, expression };
};
const lost = (events: number, trials: number): Omit<Measurement, 'measurand'> => ({
  unit: '%',
  values: [(events / trials) * 100],
  uncertainty: [{ events, trials }],
});
const between = (...bounds: [number, number][]): Omit<Measurement, 'measurand'> => ({
  unit: '%',
  values: bounds.map(([least]) => least),
  uncertainty: bounds.map(([least, greatest]) => ({ least, greatest })),
});
const half = { lessThan: { value: 0.5, unit: '%' as const } };
const ninetyNine = { atLeast: { value: 99, unit: '%' as const } };

describe('the exact interval of a counted share', () => {
  // Of 0 in n the upper end has a closed form, 1 - (α/2)^(1/n); of 5 in 10 the ends are in every table.
  it('is that of Clopper and Pearson', () => {
    const none = binomialInterval(0, 10, 0.95);
    expect([none.low, none.high]).toEqual([0, expect.closeTo(1 - 0.025 ** 0.1, 12)]);
    const all = binomialInterval(10, 10, 0.95);
    expect([all.low, all.high]).toEqual([expect.closeTo(0.025 ** 0.1, 12), 1]);
    const some = binomialInterval(5, 10, 0.95);
    expect([some.low, some.high]).toEqual([expect.closeTo(0.187086, 6), expect.closeTo(0.812914, 6)]);
    const many = binomialInterval(0, 100_000, 0.95);
    expect(many.high).toBeCloseTo(1 - 0.025 ** (1 / 100_000), 12);
  });

  it('decides where the whole of it lies on one side', () => {
    expect(of(half, lost(300, 100_000))).toMatchObject({ met: true, reason: undefined });
    expect(of(half, lost(800, 100_000))).toMatchObject({ met: false, reason: undefined });
    expect(of(half, lost(500, 100_000))).toMatchObject({ met: null, reason: 'at-the-limit' });
    expect(of(half, lost(1, 100))).toMatchObject({ met: null, reason: 'at-the-limit' });
    expect(of(half, lost(0, 100))).toMatchObject({ met: null, reason: 'at-the-limit' });
  });

  it('is printed with its sample count', () => {
    expect(of(half, lost(300, 100_000)).expression).toContain('100000 次中 300 次');
    expect(of(half, lost(300, 100_000)).measured).toBe('0.3%（0.267% 至 0.336%）');
  });

  it('takes the worst of several counts', () => {
    const two = {
      unit: '%' as const,
      values: [0.1, 0.8],
      uncertainty: [lost(100, 100_000), lost(800, 100_000)],
    };
    const uncertainty = two.uncertainty.flatMap((one) => one.uncertainty!);
    expect(of(half, { ...two, uncertainty })).toMatchObject({ met: false });
  });
});

describe('what can be anything between a worst and a best case', () => {
  it('meets by the worst, misses by the best, and is open between', () => {
    expect(of(ninetyNine, between([99, 100]))).toMatchObject({ met: true });
    expect(of(ninetyNine, between([98.9, 98.99]))).toMatchObject({ met: false });
    expect(of(ninetyNine, between([98.99, 99]))).toMatchObject({ met: null, reason: 'unknown-time' });
    expect(of(ninetyNine, between([0, 100]))).toMatchObject({ met: null });
  });

  it('misses by one sample that misses at best, whatever the others leave open', () => {
    expect(of(ninetyNine, between([0, 100], [10, 20]))).toMatchObject({ met: false });
    expect(of({ ...ninetyNine, aggregate: 'mean' }, between([0, 100], [10, 20]))).toMatchObject({
      met: false,
    });
    expect(of({ ...ninetyNine, aggregate: 'mean' }, between([98, 100], [100, 100]))).toMatchObject({
      met: true,
    });
  });

  it('equals a figure only where nothing is open', () => {
    const none = { equals: { value: 0, unit: '%' as const } };
    expect(of(none, between([0, 0]))).toMatchObject({ met: true });
    expect(of(none, between([0, 1]))).toMatchObject({ met: null });
    expect(of(none, between([1, 2]))).toMatchObject({ met: false });
  });
});
