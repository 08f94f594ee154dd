import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { foldRun } from '../../evidence/index.ts';
import { loadTarget, type Probe, type RunEvent, type RunOptions, run } from '../../harness/index.ts';
import { pause } from '../../harness/probe.ts';
import { Fault } from '../../spec/index.ts';
import { catalogue, checkableOf, tenderOf, verificationOf } from '../evaluators/fixture.ts';
import { testTarget, writeTarget } from '../probes/support.ts';

const server = createServer((_, response) => response.writeHead(200, { server: 'thing/1.0' }).end('{}'));
const made: string[] = [];
let target: ReturnType<typeof writeTarget>;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const credentials = { accessKey: { file: 'secret' }, secretKey: { file: 'secret' } };
  target = writeTarget(testTarget({ id: 'c1', role: 'object-storage', endpoint, credentials }));
});
afterAll(() => {
  target.remove();
  server.close();
});
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const directoryOf = () => {
  const folder = mkdtempSync(join(tmpdir(), 'biaochi-run-'));
  made.push(folder);
  return join(folder, 'run');
};

/** A probe of the fixture's contract that does what it is told. */
const thing = (gather: Probe['gather'], collect?: Probe['collect']): ReadonlyMap<string, Probe> =>
  new Map([['thing-size', { id: 'thing-size', version: 1, gather, ...(collect ? { collect } : {}) }]]);

const inputs = (...rounds: number[]) =>
  rounds.map((n) => ({
    ...verificationOf({ measurand: 'works', equals: true }),
    id: `v${n}`,
    inputs: { rounds: n },
  }));

function options(probes: RunOptions['probes'], overrides: Partial<RunOptions> = {}): RunOptions {
  return {
    directory: directoryOf(),
    tender: tenderOf(checkableOf()),
    catalogue,
    loaded: loadTarget(target.targetFile),
    probes,
    tools: [],
    signal: new AbortController().signal,
    ...overrides,
  };
}
const works = { measurements: [{ measurand: 'works', values: [true] }] };

describe('a run', () => {
  it('looks once for all checks that ask the same, surveys before and after, and tells as it goes', async () => {
    let looks = 0;
    const events: RunEvent['type'][] = [];
    const tender = tenderOf(
      checkableOf(),
      checkableOf({ id: '2' }),
      checkableOf({ id: '3', verification: inputs(1, 2) }),
    );
    const record = await run(
      options(
        thing(async (context) => {
          looks += 1;
          context.step('看');
          return works;
        }),
        { tender, onEvent: (event) => events.push(event.type) },
      ),
    );
    expect(looks).toBe(2);
    expect(record).toMatchObject({
      ended: 'finished',
      observations: [{ state: 'completed' }, { state: 'completed' }],
    });
    expect(record.before[0]).toMatchObject({
      reachable: true,
      configurationDigest: record.after[0]!.configurationDigest,
    });
    expect(record.before[0]!.facts).toContainEqual({ label: '服务端软件', value: 'thing/1.0' });
    expect(events).toEqual(expect.arrayContaining(['planned', 'started', 'step', 'finished']));
  });

  it('keeps what broke and goes on with the rest', async () => {
    const tender = tenderOf(checkableOf({ verification: inputs(1, 2, 3) }));
    const record = await run(
      options(
        thing(async (context) => {
          if (context.inputs.rounds === 1) throw new Fault('TARGET_CLOSED', 'x');
          if (context.inputs.rounds === 2) throw new Error('a bug of ours');
          return works;
        }),
        { tender },
      ),
    );
    const faults = Object.fromEntries(
      record.observations.map((o) => [o.inputs.rounds, [o.state, o.fault?.code]]),
    );
    expect(faults).toEqual({
      1: ['errored', 'TARGET_CLOSED'],
      2: ['errored', 'DEFECT'],
      3: ['completed', undefined],
    });
  });

  it.each([
    ['an unknown measurand', { measurand: 'colour', values: [true] }],
    ['a quantity without unit', { measurand: 'size', values: [1] }],
    ['a word for a boolean', { measurand: 'works', values: ['yes'] }],
    ['a figure that is none', { measurand: 'size', unit: 'GB' as const, values: [Number.NaN] }],
  ])('takes %s for a defect of the probe', async (_, measurement) => {
    const record = await run(options(thing(async () => ({ measurements: [measurement] }))));
    expect(record.observations[0]).toMatchObject({
      state: 'errored',
      fault: { code: 'DEFECT' },
      measurements: [],
    });
  });

  it('ends a probe at its limit and still removes what it made, newest first', async () => {
    const removed: string[] = [];
    const slow = new Map([['thing-size', { ...catalogue.get('thing-size')!, timeLimit: 1 }]]);
    const record = await run(
      options(
        thing(async (context) => {
          for (const name of ['a', 'b']) {
            await context.resources.create(
              'thing',
              async () => name,
              (id) => id,
              async (id) => {
                context.signal.throwIfAborted();
                removed.push(id);
              },
            );
          }
          await pause(60_000, context.signal);
          return works;
        }),
        { catalogue: slow },
      ),
    );
    expect(record.observations[0]).toMatchObject({
      state: 'timed-out',
      fault: { code: 'TIME_LIMIT' },
      measurements: [],
    });
    expect(removed).toEqual(['b', 'a']);
    expect(record.resources.map((r) => r.state)).toEqual(['removed', 'removed']);
  });

  it('says what could not be removed', async () => {
    const record = await run(
      options(
        thing(async (context) => {
          await context.resources.create(
            'thing',
            async () => 'x',
            (id) => id,
            async () => {
              throw new Fault('TARGET_STATUS', 'no');
            },
          );
          return works;
        }),
      ),
    );
    expect(record.resources[0]).toMatchObject({ id: 'x', state: 'left' });
    expect(record.observations[0]!.notes[0]).toContain('未能清理：thing x');
  });

  it('is interrupted with a readable record, and resumed without repeating what is finished', async () => {
    const controller = new AbortController();
    const looks: unknown[] = [];
    const probes = thing(async (context) => {
      looks.push(context.inputs.rounds);
      if (context.inputs.rounds === 2 && !controller.signal.aborted) {
        controller.abort(new Error('interrupted'));
        await pause(60_000, context.signal);
      }
      return works;
    });
    const tender = tenderOf(checkableOf({ verification: inputs(1, 2, 3) }));
    const first = options(probes, { tender, signal: controller.signal, parallel: 1 });
    const record = await run(first);
    expect(record.ended).toBe('interrupted');
    const done = record.observations.filter((o) => o.state === 'completed').map((o) => o.inputs.rounds);
    looks.length = 0;
    const resumed = await run({ ...first, resume: true, signal: new AbortController().signal });
    expect(resumed.ended).toBe('finished');
    expect(looks.some((rounds) => done.includes(rounds as number))).toBe(false);
    expect(resumed.observations.map((o) => o.state)).toEqual(['completed', 'completed', 'completed']);
    expect(resumed.id).toBe(record.id);
  });

  it('collects what was awaited once its time has come, not before', async () => {
    const until = new Date(Date.now() + 400).toISOString();
    const probes = thing(
      async () => ({ measurements: [], awaiting: { until, carry: { bucket: 'b' } } }),
      async (_, carry) => (carry.bucket === 'b' ? works : { measurements: [] }),
    );
    const first = options(probes);
    expect((await run(first)).observations[0]).toMatchObject({ state: 'awaiting', until });
    expect((await run({ ...first, resume: true })).observations[0]).toMatchObject({ state: 'awaiting' });
    await pause(450, new AbortController().signal);
    const collected = await run({ ...first, resume: true });
    expect(collected.observations).toHaveLength(1);
    expect(collected.observations[0]).toMatchObject({ state: 'completed', measurements: works.measurements });
  });

  it('keeps secrets out of every byte it writes', async () => {
    const record = options(
      thing(async (context) => {
        const secret = context.secret({ file: 'secret' });
        context.step(`step ${secret}`, secret);
        context.note(`note ${secret}`);
        await context.capture('paper', 'text/plain', `paper ${secret}`);
        await context.http.request({
          method: 'POST',
          url: `${context.component.endpoint}?password=${secret}`,
          headers: { authorization: secret, 'x-other': secret },
          body: JSON.stringify({ password: secret, note: secret }),
        });
        throw new Fault('TARGET_STATUS', `fault ${secret}`);
      }),
    );
    await run(record);
    const files = readdirSync(record.directory, { recursive: true, withFileTypes: true }).filter((f) =>
      f.isFile(),
    );
    const bytes = files.map((f) => readFileSync(join(f.parentPath, f.name), 'utf8'));
    expect(bytes.join('')).toContain('paper [已隐去]');
    expect(bytes.join('')).not.toContain('test-secret');
    expect(bytes.join('')).not.toContain(Buffer.from('test-secret').toString('base64'));
  });

  it('refuses clauses it does not know, before touching anything', async () => {
    const wrong = options(
      thing(async () => works),
      { only: ['nope'] },
    );
    await expect(run(wrong)).rejects.toThrow(/USAGE_UNKNOWN_CLAUSE/);
    expect(() => foldRun(wrong.directory)).toThrow(/RECORD_MISSING/);
  });
});
