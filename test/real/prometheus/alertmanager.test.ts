import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probe } from '../../../harness/probes/alarm-operations/probe.ts';
import { standingsOf } from '../../probes/monitoring.ts';
import { seenTrue, sight, testTarget, writeTarget } from '../../probes/support.ts';

const folder = mkdtempSync(join(tmpdir(), 'biaochi-alertmanager-'));
let child: ChildProcess | undefined;
let url: string;

beforeAll(async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  url = `http://127.0.0.1:${port}`;
  writeFileSync(join(folder, 'alertmanager.yml'), 'route: { receiver: none }\nreceivers: [{ name: none }]\n');
  child = spawn(
    'prometheus-alertmanager',
    [
      `--config.file=${join(folder, 'alertmanager.yml')}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    { stdio: 'ignore' },
  );
  for (let tries = 0; tries < 80; tries += 1) {
    const ready = await fetch(`${url}/-/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    await wait(250);
  }
  throw new Error('Alertmanager did not start');
}, 30_000);

afterAll(async () => {
  if (child && child.exitCode === null) {
    const gone = new Promise((resolve) => child!.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  }
  rmSync(folder, { recursive: true, force: true });
});

describe('an Alertmanager', () => {
  it('merges what repeats, exports what was submitted, and is left without an active alert', async () => {
    const { targetFile, remove } = writeTarget(
      testTarget({ id: 'monitor', role: 'monitoring', endpoint: url, options: { alertmanager: url } }),
    );
    try {
      const began = performance.now();
      const seen = await sight(probe, targetFile);
      console.log(
        `${seenTrue(seen).join('、')}：${standingsOf(probe, seen).join('；')}，${((performance.now() - began) / 1000).toFixed(1)} 秒`,
      );
      expect(seen.fault).toBeUndefined();
      expect(seenTrue(seen)).toEqual(['exported-identical', 'repeats-merged']);
      expect(seen.resources.map(({ state }) => state)).toEqual(['removed', 'removed']);
      await wait(1_000);
      const left = (await (await fetch(`${url}/api/v2/alerts`)).json()) as unknown[];
      expect(left).toEqual([]);
    } finally {
      remove();
    }
  }, 30_000);
});
