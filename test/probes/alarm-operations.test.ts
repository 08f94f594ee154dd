import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/alarm-operations/probe.ts';
import { startAlertmanager } from '../../scenarios/platform/alertmanager.ts';
import { standingsOf } from './monitoring.ts';
import {
  brokenKinds,
  emptyKinds,
  type SightResult,
  seenTrue,
  sight,
  startBroken,
  testTarget,
  valuesOf,
  writeTarget,
} from './support.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

function look(alertmanager: string | undefined, timeLimit = 20, inputs = {}): Promise<SightResult> {
  const { targetFile, remove } = writeTarget(
    testTarget({
      id: 'monitor',
      role: 'monitoring',
      endpoint: 'http://127.0.0.1:9',
      credentials: { username: 'watcher', password: { file: 'secret' } },
      ...(alertmanager ? { options: { alertmanager } } : {}),
    }),
  );
  undo.push(remove);
  return sight(probe, targetFile, { timeLimit, inputs });
}

async function standIn(defects: string[] = [], password = 'test-secret'): Promise<string> {
  const server = await startAlertmanager({ username: 'watcher', password, defects: new Set(defects) });
  undo.push(() => server.close());
  return server.url;
}

/** An interface of its own that takes everything; `shown` is what it exports of what it took. */
async function taking(shown: (taken: Record<string, unknown>[]) => unknown): Promise<string> {
  const taken: Record<string, unknown>[] = [];
  const serve: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method === 'POST') taken.push(...JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(request.method === 'POST' ? '' : JSON.stringify(shown(taken)));
    });
  };
  const server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => server.close());
  undo.push(() => server.closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const sourceOf = (alert: Record<string, unknown>) => (alert.labels as Record<string, string>).source;

describe('alarm-operations', () => {
  it('sees a conforming interface, and lets its alerts end', async () => {
    const url = await standIn();
    const seen = await look(url);
    expect(seen.fault).toBeUndefined();
    expect(seenTrue(seen)).toEqual(['exported-identical', 'repeats-merged']);
    expect(standingsOf(probe, seen)).toEqual(['satisfied all-met', 'satisfied all-met']);
    expect(standingsOf(probe, seen, 'delivery')).toEqual(Array(2).fill('not-assessed not-yet-due'));
    expect(seen.resources.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      '测试告警 removed',
      '测试告警 removed',
    ]);
    expect(seen.captured.get('导出的告警')).toContain('"source": "other"');
  });

  it.each([
    ['alarms-not-merged', 'repeats-merged', 'exported-identical'],
    ['alarm-export-altered', 'exported-identical', 'repeats-merged'],
  ])('sees the defect %s', async (defect, refuted, held) => {
    const seen = await look(await standIn([defect]));
    expect(valuesOf(seen, refuted)).toEqual([false]);
    expect(valuesOf(seen, held)).toEqual([true]);
  });

  it('sees a violating interface that merges what is another alert', async () => {
    const url = await taking((taken) => taken.filter((one) => sourceOf(one) === 'repeated').slice(0, 1));
    const seen = await look(url, 20, { shownWithin: 1 });
    expect(valuesOf(seen, 'repeats-merged')).toEqual([false]);
    expect(valuesOf(seen, 'exported-identical')).toEqual([false]);
  });

  it('concludes nothing from an export without any alert', async () => {
    const seen = await look(await taking(() => []), 20, { shownWithin: 1 });
    expect([seen.state, seen.measurements]).toEqual(['completed', []]);
  });

  it.each(brokenKinds)('takes nothing from a broken interface: %s', async (kind) => {
    const broken = await startBroken(kind);
    undo.push(broken.close);
    const seen = await look(broken.url, /silent|slow/.test(kind) ? 1 : 20);
    expect(['errored', 'timed-out']).toContain(seen.state);
    expect(seen.measurements).toEqual([]);
  });

  it.each(emptyKinds)('takes nothing from an empty interface: %s', async (kind) => {
    const empty = await startBroken(kind);
    undo.push(empty.close);
    const seen = await look(empty.url);
    expect([seen.fault?.code.slice(0, 7), seen.measurements]).toEqual(['TARGET_', []]);
  });

  it('measures nothing where no interface is named, or the account is refused', async () => {
    expect((await look(undefined)).fault?.code).toBe('TARGET_PREREQUISITE');
    expect((await look(await standIn([], 'another'))).fault?.code).toBe('TARGET_UNAUTHORISED');
  });
});
