import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { judge } from '../../evaluators/compliance/index.ts';
import { createRedactor, digestOf } from '../../evidence/index.ts';
import {
  httpGenerator,
  loadTarget,
  measureCeiling,
  measureOwnLoad,
  observe,
  type Probe,
  tcpGenerator,
  withHeadroom,
} from '../../harness/index.ts';
import type { ProbeContract, Reason } from '../../spec/index.ts';
import { catalogue, checkableOf, itemOf, recordOf, tenderOf, verificationOf } from '../evaluators/fixture.ts';
import { testTarget, writeTarget } from '../probes/support.ts';

const { signal } = new AbortController();

describe('the ceiling of a generator', () => {
  it.each([
    ['http', httpGenerator(4)],
    ['tcp-echo', tcpGenerator(4)],
  ] as const)('is measured on a null target over %s', async (target, generator) => {
    const ceiling = await measureCeiling(generator, target, 300, signal);
    expect(ceiling.unit).toBe('1/s');
    expect(ceiling.value).toBeGreaterThan(50);
  });

  it('comes with how busy the process was', async () => {
    const idle = await measureOwnLoad(() => new Promise((resolve) => setTimeout(resolve, 300)));
    const busy = await measureOwnLoad(async () => {
      const until = performance.now() + 300;
      while (performance.now() < until) {
        for (let i = 0; i < 1_000; i++) Math.sqrt(i);
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    expect(busy.eventLoopUtilisation).toBeGreaterThan(0.85);
    expect(idle.eventLoopUtilisation).toBeLessThan(busy.eventLoopUtilisation);
    expect(busy.cpuUtilisation).toBeGreaterThan(0);
  });

  it('stops when it is told to', async () => {
    const stop = AbortSignal.timeout(100);
    await expect(measureCeiling(tcpGenerator(2), 'tcp-echo', 60_000, stop)).rejects.toBeDefined();
  });
});

/** A probe of a rate, as later load probes will be: it carries its generator's limits home with its figure. */
async function judged(paceMs: number, limit: number, withLimits = true): Promise<Reason> {
  const server = createServer((_, response) => {
    if (paceMs > 0) setTimeout(() => response.end('{}'), paceMs);
    else response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const contract: ProbeContract = {
    ...catalogue.get('thing-size')!,
    generator: true,
    measurands: { rate: { kind: 'quantity', unit: '1/s', title: '每秒应答' } },
  };
  const probe: Probe = {
    id: contract.id,
    version: 1,
    async gather(context) {
      const place = { host: '127.0.0.1', port };
      const { figure, instrument } = await withHeadroom(httpGenerator(4), 'http', place, 400, context.signal);
      const measurements = [{ measurand: 'rate', unit: figure.unit, values: [figure.value] }];
      return withLimits ? { measurements, instrument } : { measurements };
    },
  };
  const credentials = { accessKey: { file: 'secret' }, secretKey: { file: 'secret' } };
  const endpoint = `http://127.0.0.1:${port}/`;
  const written = writeTarget(testTarget({ id: 'c1', role: 'object-storage', endpoint, credentials }));
  const loaded = loadTarget(written.targetFile);
  const observation = await observe({
    probe,
    contract,
    item: itemOf(),
    planDigest: 'plan',
    component: loaded.target.components[0]!,
    loaded,
    redactor: createRedactor(),
    seed: 1,
    signal,
    capture: async (label, mediaType, bytes) => ({
      digest: digestOf(bytes),
      label,
      mediaType,
      bytes: bytes.length,
    }),
  });
  written.remove();
  server.close();
  expect(observation.fault).toBeUndefined();
  const expectation = { measurand: 'rate', atLeast: { value: limit, unit: '1/s' as const } };
  return judge({
    tender: tenderOf(checkableOf({ verification: [verificationOf(expectation)] })),
    catalogue: new Map([[contract.id, contract]]),
    record: recordOf([observation]),
    recordDigest: 'sha256:0',
    asOf: observation.window.to,
  }).requirements[0]!.reason;
}

describe('a probe that makes load', () => {
  it('is believed of a slow target: the generator could do far more', async () => {
    expect(await judged(40, 20)).toBe('all-met');
    expect(await judged(40, 100_000)).toBe('refuted');
  });

  it('is not believed of a target as fast as the generator, or without a ceiling', async () => {
    expect(await judged(0, 1)).toBe('no-headroom');
    expect(await judged(40, 20, false)).toBe('ceiling-unmeasured');
  });
});
