import { describe, expect, it } from 'vitest';
import { intervalOf, studentT } from '../../evaluators/compliance/guard-band.ts';
import { judge } from '../../evaluators/compliance/index.ts';
import type {
  Attempt,
  Catalogue,
  CheckVerdict,
  Expectation,
  Observation,
  ProbeContract,
} from '../../spec/index.ts';
import { catalogue, checkableOf, observationOf, recordOf, tenderOf, verificationOf } from './fixture.ts';

const contract = catalogue.get('thing-size')!;
const withContract = (change: Partial<ProbeContract>): Catalogue =>
  new Map([
    [
      contract.id,
      {
        ...contract,
        measurands: { ...contract.measurands, rate: { kind: 'quantity', unit: '1/s', title: '速率' } },
        ...change,
      },
    ],
  ]);

function check(observation: Observation, expectation: Expectation, of = catalogue): CheckVerdict {
  const tender = tenderOf(checkableOf({ verification: [verificationOf(expectation)] }));
  const input = { tender, catalogue: of, record: recordOf([observation]), recordDigest: 'sha256:0' };
  return judge({ ...input, asOf: '2026-01-01T00:01:00Z' }).requirements[0]!.parts[0]!.checks[0]!;
}

describe('attempts that came out differently', () => {
  const works = (...values: boolean[]) => [{ measurand: 'works', values }];
  const attempt = (change: Partial<Attempt>): Attempt => ({
    from: 'a',
    to: 'b',
    state: 'completed',
    ...change,
  });
  const expectation: Expectation = { measurand: 'works', equals: true };
  const fault = { code: 'TARGET_CLOSED' as const, message: '连接被对方中途关闭' };

  it('keep the last one, and say that it was not the first', () => {
    const attempts = [attempt({ state: 'errored', fault }), attempt({ measurements: works(true) })];
    const verdict = check(observationOf(works(true), { attempts, flaky: true }), expectation);
    expect(verdict).toMatchObject({ outcome: 'satisfied' });
    expect(verdict.remark).toBe('不稳定（共 2 次尝试，第 2 次才成功；此前：连接被对方中途关闭）');
  });

  it.each([
    ['false, then true', [works(false), works(true)]],
    ['true, then false', [works(true), works(false)]],
    ['true and false, then true', [works(true, false), works(true)]],
  ])('contradict each other: %s is no answer', (_, seen) => {
    const attempts = seen.map((measurements) => attempt({ measurements }));
    const verdict = check(observationOf(seen[1]!, { attempts, flaky: true }), expectation);
    expect(verdict).toMatchObject({ outcome: 'inconclusive', reason: 'flaky' });
    expect(verdict.remark).toContain('真假值前后不一');
  });

  it('leave a refutation that all attempts share', () => {
    const attempts = [attempt({ measurements: works(false) }), attempt({ measurements: works(false) })];
    expect(check(observationOf(works(false), { attempts }), expectation)).toMatchObject({
      outcome: 'not-satisfied',
      reason: 'refuted',
    });
  });

  it('are not needed: what was not allowed was not tried', () => {
    const observation = observationOf([], {
      state: 'aborted',
      fault: { code: 'NOT_AUTHORISED', message: '没有授权' },
    });
    expect(check(observation, expectation)).toMatchObject({
      outcome: 'not-assessed',
      reason: 'not-authorised',
      remark: '没有授权',
    });
  });
});

describe('a load figure', () => {
  const expectation: Expectation = { measurand: 'rate', atLeast: { value: 900, unit: '1/s' } };
  const look = (values: number[], instrument: Observation['instrument'], generator = true) => {
    const measurements = [{ measurand: 'rate', unit: '1/s' as const, values }];
    const observation = observationOf(measurements, instrument ? { instrument } : {});
    return check(observation, expectation, withContract(generator ? { generator } : {}));
  };
  const calm = { cpuUtilisation: 0.2, eventLoopUtilisation: 0.3 };

  it.each([
    ['well below the ceiling', 1_000, 5_000, 'all-met'],
    ['at nine tenths of the ceiling', 4_500, 5_000, 'all-met'],
    ['a step nearer', 4_501, 5_000, 'no-headroom'],
    ['above the ceiling', 6_000, 5_000, 'no-headroom'],
    ['too low, with room above', 800, 5_000, 'refuted'],
    ['too low, because the generator can do no more', 800, 820, 'no-headroom'],
  ])('%s', (_, value, ceiling, reason) => {
    expect(look([value], { ...calm, ceiling: { value: ceiling, unit: '1/s' } }).reason).toBe(reason);
  });

  it.each([
    [0.85, 'all-met'],
    [0.86, 'no-headroom'],
  ])('with an event loop busy for %d of the time', (eventLoopUtilisation, reason) => {
    const instrument = { ...calm, eventLoopUtilisation, ceiling: { value: 5_000, unit: '1/s' as const } };
    expect(look([1_000], instrument).reason).toBe(reason);
  });

  it('without a ceiling counts only where the contract makes no load', () => {
    expect(look([1_000], undefined).reason).toBe('ceiling-unmeasured');
    expect(look([1_000], calm).reason).toBe('ceiling-unmeasured');
    expect(look([1_000], { ...calm, ceiling: { value: 1, unit: 'Gbps' } }).reason).toBe('ceiling-unmeasured');
    expect(look([1_000], undefined, false).reason).toBe('all-met');
  });
});

describe('an expectation with confidence', () => {
  const expectation = (change: Partial<Expectation> = {}): Expectation => ({
    measurand: 'size',
    aggregate: 'mean',
    atLeast: { value: 10, unit: 'GB' },
    confidence: { level: 0.95, minRepeats: 5 },
    ...change,
  });
  const look = (values: number[], change: Partial<Expectation> = {}) =>
    check(observationOf([{ measurand: 'size', unit: 'GB', values }]), expectation(change));

  it.each([
    // Mean 12, s = 1.5811, t(0.95, 4) = 2.7764: 12 ± 1.9632.
    [[10, 11, 12, 13, 14], 'all-met'],
    [[8, 9, 10, 11, 12], 'at-the-limit'],
    [[9.5, 10, 10.5, 11, 11.5], 'at-the-limit'],
    [[4, 5, 6, 7, 8], 'refuted'],
    [[12, 12, 12, 12], 'too-few-samples'],
  ])('%j is %s', (values, reason) => {
    expect(look(values as number[]).reason).toBe(reason);
  });

  it('prints interval and method', () => {
    const [step] = look([10, 11, 12, 13, 14]).steps;
    expect(step!.expression).toBe(
      '5 次重复，平均值 12 GB，95% 置信区间（t 分布，自由度 4） 10.037 GB 至 13.963 GB，要求 ≥ 10 GB',
    );
  });

  it('is widened by a guard band, and decides for an upper limit the other way', () => {
    const guardBand = { value: 50, unit: 'MB' as const };
    expect(look([10, 11, 12, 13, 14], { confidence: { level: 0.95, minRepeats: 5, guardBand } }).reason).toBe(
      'at-the-limit',
    );
    const upper = expectation({ atMost: { value: 10, unit: 'GB' } });
    delete upper.atLeast;
    const seen = (values: number[]) =>
      check(observationOf([{ measurand: 'size', unit: 'GB', values }]), upper).reason;
    expect([seen([4, 5, 6, 7, 8]), seen([8, 9, 10, 11, 12]), seen([10, 11, 12, 13, 14])]).toEqual([
      'all-met',
      'at-the-limit',
      'refuted',
    ]);
  });

  it('takes order statistics for percentiles, and says when there are too few', () => {
    const ramp = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
    const p95 = { ...expectation(), aggregate: 'p95' as const };
    // Ranks of the 95% interval of the median of 20 samples in the published tables: 6 and 15.
    const median = intervalOf({ ...expectation(), aggregate: 'median' }, ramp(20), 'GB');
    expect(median).toMatchObject({ low: 6, high: 15 });
    expect(median!.method).toContain('次序统计量，第 6 与第 15 位，共 20 个');
    expect(intervalOf(p95, ramp(58), 'GB')).toBeUndefined();
    expect(intervalOf(p95, ramp(120), 'GB')).toMatchObject({ low: 109, high: 119 });
    expect(look(ramp(58), { aggregate: 'p95' }).reason).toBe('too-few-samples');
  });

  it.each([
    [0.95, 1, 12.7062],
    [0.95, 4, 2.7764],
    [0.99, 9, 3.2498],
    [0.9, 30, 1.6973],
    [0.95, 1000, 1.9623],
  ])('knows Student: %d with %d degrees of freedom', (level, freedom, t) => {
    expect(studentT(level, freedom)).toBeCloseTo(t, 4);
  });
});
