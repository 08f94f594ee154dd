import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import type { Probe } from '../../harness/index.ts';
import {
  type PlatformClock,
  type RunningS3,
  s3Defects,
  startClock,
  startS3,
} from '../../scenarios/platform/s3.ts';
import type { Observation } from '../../spec/index.ts';
import {
  type BrokenKind,
  brokenKinds,
  emptyKinds,
  type SightOptions,
  type SightResult,
  sight,
  startBroken,
  testTarget,
  writeTarget,
} from './support.ts';

type StoreComponent = Parameters<typeof testTarget>[0] & { role: 'object-storage' };
export interface StoreOptions {
  defects?: string[];
  clock?: PlatformClock;
  signingClock?: PlatformClock;
  tls?: { key: string; cert: string };
  secretKey?: string;
  component?: Partial<StoreComponent>;
}
export interface Store extends RunningS3 {
  targetFile: string;
  /** Ends the server; its target file stays. */
  stop(): Promise<void>;
}

export const account = { accessKey: 'test-secret', secretKey: 'test-secret' };
const dayMs = 600;

/** A target file for an object store; both keys are `test-secret`. */
export function storeTarget(endpoint: string, component: Partial<StoreComponent> = {}) {
  return writeTarget(
    testTarget({
      id: 'store',
      role: 'object-storage',
      endpoint,
      credentials: { accessKey: { file: 'secret' }, secretKey: { file: 'secret' } },
      options: { quotaDialect: 'obs' },
      ...component,
    }),
  );
}

/** A stand-in store with a target file for it. */
export async function openStore(options: StoreOptions = {}): Promise<Store> {
  const server = await startS3({
    accounts: [{ ...account, ...(options.secretKey === undefined ? {} : { secretKey: options.secretKey }) }],
    clock: options.clock ?? startClock(dayMs),
    ...(options.signingClock ? { signingClock: options.signingClock } : {}),
    defects: new Set(options.defects ?? []),
    ...(options.tls ? { tls: options.tls } : {}),
  });
  const { targetFile, remove } = storeTarget(server.url, {
    ...(server.httpsUrl === undefined ? {} : { httpsEndpoint: server.httpsUrl }),
    ...options.component,
  });
  return {
    ...server,
    targetFile,
    stop: server.close,
    async close() {
      remove();
      await server.close();
    },
  };
}

/** One look at a stand-in of its own. */
export async function look(probe: Probe, options: StoreOptions & SightOptions = {}) {
  const store = await openStore(options);
  try {
    const seen = await sight(probe, store.targetFile, options);
    return { ...seen, buckets: store.buckets() };
  } finally {
    await store.close();
  }
}

/** Every measurand with its sample, for comparing two looks. */
export const samples = (seen: Observation) =>
  Object.fromEntries(seen.measurements.map(({ measurand, values }) => [measurand, values]));

/** Every defect of the store turns exactly what it declares of this probe, and nothing is left standing. */
export async function expectDeclaredTurns(probe: Probe, options: StoreOptions & SightOptions): Promise<void> {
  const normal = await look(probe, options);
  expect(normal.fault).toBeUndefined();
  const expected = samples(normal);
  await Promise.all(
    s3Defects.map(async ({ name, turns }) => {
      const seen = await look(probe, { ...options, defects: [name] });
      const now = samples(seen);
      const turned = Object.keys(expected).filter(
        (key) => JSON.stringify(expected[key]) !== JSON.stringify(now[key]),
      );
      const declared = turns.filter((turn) => turn.probe === probe.id).flatMap((turn) => turn.measurands);
      expect(turned.sort(), name).toEqual(declared.filter((measurand) => measurand in expected).sort());
      expect(
        turned.filter((key) => now[key]?.includes(true)),
        name,
      ).toEqual([]);
      if (name !== 's3-bucket-delete-ignored') expect(seen.buckets, name).toEqual([]);
    }),
  );
}

/** Broken and empty servers are seen as such: nothing measured, a fault of the target, no bucket believed in. */
export async function expectNothingSeen(probe: Probe): Promise<void> {
  const codes: Partial<Record<BrokenKind, RegExp>> = {
    refusing: /^TARGET_REFUSED$/,
    silent: /^TIME_LIMIT$/,
    slow: /^(TIME_LIMIT|TARGET_GARBAGE)$/,
    closing: /^TARGET_CLOSED$/,
    garbage: /^TARGET_GARBAGE$/,
    error500: /^TARGET_STATUS$/,
    redirecting: /^TARGET_STATUS$/,
    endless: /^TARGET_BODY_TOO_LARGE$/,
    empty404: /^TARGET_GARBAGE$/,
    empty200: /^TARGET_GARBAGE$/,
  };
  // Only these never end by themselves; the others get time, so that a busy machine is not taken for them.
  const endless = new Set<BrokenKind>(['silent', 'slow']);
  await Promise.all(
    [...brokenKinds, ...emptyKinds].map(async (kind) => {
      const broken = await startBroken(kind);
      const { targetFile, remove } = storeTarget(broken.url);
      const seen = await sight(probe, targetFile, { timeLimit: endless.has(kind) ? 3 : 30 });
      await broken.close();
      remove();
      expect(seen.state, kind).not.toBe('completed');
      expect(seen.fault?.code, kind).toMatch(codes[kind]!);
      expect(seen.measurements, kind).toEqual([]);
    }),
  );
}

/** How a store breaks in the middle of a look. */
const breaks = ['closing', 'garbage', 'error500', 'page'] as const;

/** A store that works for so many requests and then breaks for good. */
async function breakAfter(requests: number, kind: (typeof breaks)[number], store: Store) {
  const origin = new URL(store.url);
  let served = 0;
  const front = createServer((request, response) => {
    if (served++ >= requests) {
      if (kind === 'closing') request.socket.destroy();
      else if (kind === 'garbage') request.socket.end('\u0001 no HTTP \r\n\r\n');
      else response.writeHead(kind === 'page' ? 200 : 500).end('<html><body>maintenance</body></html>');
      return;
    }
    const { method, url, headers } = request;
    const onward = forward(
      { host: origin.hostname, port: origin.port, method, path: url, headers },
      (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        front.close(() => resolve());
        front.closeAllConnections();
      }),
  };
}

/**
 * A store that breaks in the middle, after each number of requests: whatever is still claimed
 * was so in the sound store as well, and a break by error is never taken for a violation.
 */
export async function expectNothingInvented(
  probe: Probe,
  after: number[],
  options: StoreOptions & SightOptions = {},
): Promise<(SightResult & { kind: string })[]> {
  const looks = after.flatMap((requests) => breaks.map((kind) => ({ requests, kind })));
  return Promise.all(
    looks.map(async ({ requests, kind }) => {
      const store = await openStore(options);
      const front = await breakAfter(requests, kind, store);
      const { targetFile, remove } = storeTarget(front.url);
      const seen = await sight(probe, targetFile, options);
      await front.close();
      await store.close();
      remove();
      const said = `${kind} after ${requests}: ${JSON.stringify(samples(seen))} ${seen.fault?.message ?? ''}`;
      if (kind !== 'page')
        expect(
          seen.measurements.filter(({ values }) => values.includes(false)),
          said,
        ).toEqual([]);
      expect(seen.fault?.code ?? 'none', said).not.toBe('DEFECT');
      return { ...seen, kind };
    }),
  );
}

/** A store that knows our key by another secret: our account is not accepted, and nothing is measured. */
export async function expectOurAccountRefused(probe: Probe): Promise<void> {
  const seen = await look(probe, { secretKey: 'another-secret' });
  expect(seen.fault?.code).toBe('TARGET_UNAUTHORISED');
  expect(seen.measurements).toEqual([]);
}
