import { describe, expect, it } from 'vitest';
import { createRedactor, digestOf } from '../../evidence/index.ts';
import { loadTarget, type Probe } from '../../harness/index.ts';
import { leftBehind, retryRules, waitBeforeRetry } from '../../harness/retry.ts';
import { attend, flipped } from '../../harness/retry-attempts.ts';
import { type Attempt, Fault, faults, type Observation, type TargetFaultCode } from '../../spec/index.ts';
import { catalogue, itemOf, observationOf } from '../evaluators/fixture.ts';
import { testTarget, writeTarget } from '../probes/support.ts';

const contract = { ...catalogue.get('thing-size')!, timeLimit: 60 };
const works = { measurements: [{ measurand: 'works', values: [true] }] };

async function look(
  gather: Probe['gather'],
  change: Partial<Parameters<typeof attend>[0]> = {},
  collect?: Probe['collect'],
): Promise<{ observation: Observation; attempts: Attempt[]; ms: number }> {
  const credentials = { accessKey: { file: 'secret' }, secretKey: { file: 'secret' } };
  const written = writeTarget(
    testTarget({ id: 'c1', role: 'object-storage', endpoint: 'http://127.0.0.1:1/', credentials }),
  );
  const attempts: Attempt[] = [];
  const started = performance.now();
  try {
    const loaded = loadTarget(written.targetFile);
    const observation = await attend({
      probe: { id: 'thing-size', version: 1, gather, ...(collect ? { collect } : {}) },
      contract,
      item: itemOf(),
      planDigest: 'plan',
      component: loaded.target.components[0]!,
      loaded,
      redactor: createRedactor(),
      seed: 1,
      signal: new AbortController().signal,
      capture: async (label, mediaType, bytes) => ({
        digest: digestOf(bytes),
        label,
        mediaType,
        bytes: bytes.length,
      }),
      onAttempt: (attempt) => attempts.push(attempt),
      waitScale: 0,
      ...change,
    });
    return { observation, attempts, ms: performance.now() - started };
  } finally {
    written.remove();
  }
}

/** Fails so often with a code, then sees. */
const failing = (times: number, code: TargetFaultCode): Probe['gather'] & { calls: number } => {
  const gather = Object.assign(
    async (context: Parameters<Probe['gather']>[0]) => {
      gather.calls += 1;
      context.step(`第 ${gather.calls} 次`);
      if (gather.calls <= times) throw new Fault(code, `attempt ${gather.calls}`);
      return works;
    },
    { calls: 0 },
  );
  return gather;
};

describe('the table of failures', () => {
  it('has a rule and a reason for every failure of a target', () => {
    const codes = Object.keys(faults).filter((code) => code.startsWith('TARGET_'));
    expect(Object.keys(retryRules).sort()).toEqual(codes.sort());
    for (const [code, { waitsMs, because }] of Object.entries(retryRules)) {
      expect(because.length, code).toBeGreaterThan(10);
      expect(waitsMs.length, code).toBeLessThanOrEqual(2);
      for (const wait of waitsMs) expect(wait).toBeGreaterThanOrEqual(1_000);
    }
  });

  it.each(Object.entries(retryRules))('%s is tried as often as it says', async (code, { waitsMs }) => {
    const gather = failing(9, code as TargetFaultCode);
    const { observation, attempts } = await look(gather);
    expect(gather.calls).toBe(1 + waitsMs.length);
    expect(attempts).toHaveLength(waitsMs.length);
    expect(observation).toMatchObject({ state: 'errored', fault: { code } });
    expect(observation.attempts?.length ?? 1).toBe(gather.calls);
    expect(observation.flaky).toBeUndefined();
  });
});

describe('an observation', () => {
  it('that came about at the second attempt is flaky, and keeps the first with its evidence', async () => {
    const { observation } = await look(failing(1, 'TARGET_CLOSED'));
    expect(observation).toMatchObject({
      state: 'completed',
      flaky: true,
      measurements: works.measurements,
      attempts: [{ state: 'errored', fault: { code: 'TARGET_CLOSED' } }, { state: 'completed' }],
    });
    expect(observation.fault).toBeUndefined();
    expect(observation.window.from).toBe(observation.attempts![0]!.from);
    const kept = observation.evidence.map((item) => item.digest);
    for (const attempt of observation.attempts!)
      expect(kept).toEqual(expect.arrayContaining(attempt.evidence!));
    expect(kept).toHaveLength(2);
  });

  it('that came about at once has no attempts to tell of', async () => {
    const { observation } = await look(failing(0, 'TARGET_CLOSED'));
    expect(observation.attempts).toBeUndefined();
    expect(observation.flaky).toBeUndefined();
  });

  it.each([
    ['removed in the end', async () => undefined, 2],
    [
      'left standing',
      async () => {
        throw new Fault('TARGET_STATUS', 'no');
      },
      1,
    ],
  ])('is tried again only if what it made was %s', async (_, remove, calls) => {
    let n = 0;
    const { observation } = await look(async (context) => {
      n += 1;
      await context.resources.create(
        'thing',
        async () => `t${n}`,
        (id) => id,
        remove,
      );
      if (n === 1) throw new Fault('TARGET_CLOSED', 'x');
      return works;
    });
    expect(n).toBe(calls);
    expect(observation.state).toBe(calls === 2 ? 'completed' : 'errored');
  });

  it('is not tried again when an order went out and no answer came back', async () => {
    let n = 0;
    await look(async (context) => {
      n += 1;
      await context.resources.create(
        'thing',
        async () => {
          throw new Fault('TARGET_CLOSED', 'after the order');
        },
        String,
        async () => undefined,
      );
      return works;
    });
    expect(n).toBe(1);
  });

  it('is not tried again after a defect of ours or at its limit', async () => {
    let n = 0;
    const defect = await look(async () => {
      n += 1;
      throw new Error('ours');
    });
    expect([n, defect.observation.fault?.code]).toEqual([1, 'DEFECT']);
    const late = await look(
      (context) =>
        new Promise((_, reject) => {
          n += 1;
          context.signal.addEventListener('abort', () => reject(context.signal.reason as Error));
        }),
      { timeLimit: 0.2 },
    );
    expect([n, late.observation.fault?.code]).toEqual([2, 'TIME_LIMIT']);
  });

  it('keeps all its attempts within one limit', async () => {
    const { observation, ms } = await look(
      async (context) => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        context.signal.throwIfAborted();
        throw new Fault('TARGET_CLOSED', 'x');
      },
      { timeLimit: 8, waitScale: 1 },
    );
    // 0.3 s, a wait of 2 s, 0.3 s; the next wait of 5 s would pass the half of 8 s.
    expect(observation.attempts).toHaveLength(2);
    expect(ms).toBeLessThan(4_000);
  });

  it('stops between attempts when the operator interrupts', async () => {
    const controller = new AbortController();
    const { observation } = await look(failing(9, 'TARGET_CLOSED'), {
      signal: controller.signal,
      waitScale: 1,
      onAttempt: () => setTimeout(() => controller.abort(new Error('interrupted')), 50),
    });
    expect(observation).toMatchObject({ state: 'errored', fault: { code: 'TARGET_CLOSED' } });
  });

  it('is collected once: its removals would make another look see an absence', async () => {
    let collections = 0;
    const awaiting = observationOf([{ measurand: 'works', values: [true] }], {
      state: 'awaiting',
      until: '2020-01-01T00:00:00Z',
      carry: {},
    });
    const failed = await look(
      async () => works,
      { awaiting },
      async () => {
        collections += 1;
        throw new Fault('TARGET_CLOSED', 'x');
      },
    );
    expect(collections).toBe(1);
    expect(failed.observation).toMatchObject({ state: 'errored', flaky: true });
    const turned = await look(
      async () => works,
      { awaiting },
      async () => ({
        measurements: [{ measurand: 'works', values: [false] }],
      }),
    );
    expect(turned.observation).toMatchObject({ state: 'completed', flaky: true, attempts: [{}, {}] });
    expect(flipped(turned.observation.attempts!)).toEqual(['works']);
    const same = await look(
      async () => works,
      { awaiting },
      async () => works,
    );
    expect(same.observation.flaky).toBeUndefined();
  });
});

describe('what is left behind', () => {
  const base = { observation: 'o', kind: 'k', marker: 'm' };
  it.each([
    ['nothing', [], 0],
    ['an order without an answer', [{ ...base, state: 'intended' as const }], 1],
    [
      'a thing',
      [
        { ...base, intent: 'a', state: 'intended' as const },
        { ...base, intent: 'a', id: '1', state: 'created' as const },
      ],
      1,
    ],
    [
      'a thing removed',
      [
        { ...base, intent: 'a', id: '1', state: 'created' as const },
        { ...base, intent: 'a', id: '1', state: 'removed' as const },
      ],
      0,
    ],
    ['a thing kept on purpose', [{ ...base, id: '1', state: 'kept' as const }], 1],
  ])('%s', (_, entries, count) => {
    expect(leftBehind(entries)).toHaveLength(count);
    const observation = observationOf([], {
      state: 'errored',
      fault: { code: 'TARGET_CLOSED', message: 'x' },
    });
    expect(waitBeforeRetry([{ observation, entries }], 0, 60_000)).toBe(count === 0 ? 2_000 : undefined);
  });
});

it('names the program that began and the one that collected, when they are of two versions', async () => {
  const tools = (version: string) => ({ tools: [{ name: 'Biaochi 标尺', version }] });
  const made = (version: string) => ({ id: 'biaochi', version });
  const gather: Probe['gather'] = async () => ({
    measurements: [],
    awaiting: { until: new Date().toISOString(), carry: {} },
  });
  const collect: Probe['collect'] = async () => works;
  const begun = await look(gather, tools('1.0.0'), collect);
  expect(begun.observation.madeWith).toEqual([made('1.0.0')]);
  const awaiting = begun.observation;
  const same = await look(gather, { ...tools('1.0.0'), awaiting }, collect);
  expect(same.observation.madeWith).toEqual([made('1.0.0')]);
  const later = await look(gather, { ...tools('1.1.0'), awaiting }, collect);
  expect(later.observation.madeWith).toEqual([made('1.0.0'), made('1.1.0')]);
  expect(later.observation.state).toBe('completed');
});
