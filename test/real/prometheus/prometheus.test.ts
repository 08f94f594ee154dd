import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BoundedHttpClient } from '../../../harness/clients/http.ts';
import { openPrometheus } from '../../../harness/clients/promql.ts';
import type { Probe } from '../../../harness/index.ts';
import { probe as availability } from '../../../harness/probes/network-availability/probe.ts';
import { probe as interruptions } from '../../../harness/probes/platform-interruptions/probe.ts';
import type { MonitoringComponent } from '../../../spec/index.ts';
import { checksOn } from '../../probes/monitoring.ts';
import { sight, testTarget, writeTarget } from '../../probes/support.ts';

const folder = mkdtempSync(join(tmpdir(), 'biaochi-prometheus-'));
const day = 86_400;
const scrapeSeconds = 1;

async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

const running = new Map<string, ChildProcess>();

function start(name: string, command: string, args: string[]): void {
  running.set(name, spawn(command, args, { stdio: 'ignore' }));
}

async function stop(name: string): Promise<void> {
  const child = running.get(name);
  running.delete(name);
  if (!child || child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

let ports: { prometheus: number; node: number; portal: number };
let portal: Server | undefined;

function openPortal(): Promise<void> {
  portal = createServer((_, response) => response.end('portal_is_open 1\n'));
  return new Promise((resolve) => portal!.listen(ports.portal, '127.0.0.1', resolve));
}

const closePortal = () =>
  new Promise<void>((resolve) => {
    portal?.close(() => resolve());
    portal?.closeAllConnections();
  });

const startNode = () =>
  start('node', 'prometheus-node-exporter', [`--web.listen-address=127.0.0.1:${ports.node}`]);

const startPrometheus = () =>
  start('prometheus', 'prometheus', [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    '--storage.tsdb.retention.time=200d',
    `--web.listen-address=127.0.0.1:${ports.prometheus}`,
  ]);

let component: MonitoringComponent;

/** The client as a probe has it, for the test's own looks. */
async function asked<T>(look: (client: ReturnType<typeof openPrometheus>) => Promise<T>): Promise<T> {
  const http = new BoundedHttpClient({ signal: new AbortController().signal });
  try {
    return await look(openPrometheus({ http, secret: () => '' }, component));
  } finally {
    await http.close();
  }
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    if (await condition().catch(() => false)) return;
    await wait(250);
  }
  throw new Error('Prometheus did not come to what was waited for');
}

/** A probe over the last so many seconds. */
async function look(probe: Probe, seconds: number) {
  const { targetFile, remove } = writeTarget(testTarget(component));
  try {
    const inputs = { periodDays: seconds / day, intervalSeconds: 2 * scrapeSeconds };
    const seen = await sight(probe, targetFile, { inputs });
    expect(seen.fault).toBeUndefined();
    const [check] = checksOn(probe, seen, 'service-end', true);
    const said = `${check?.outcome} ${check?.reason}`;
    console.log(`${probe.id}，末 ${seconds} 秒：${check?.comparisons[0]?.measured}，${said}`);
    return { seen, said };
  } finally {
    remove();
  }
}

beforeAll(async () => {
  ports = { prometheus: await freePort(), node: await freePort(), portal: await freePort() };
  component = {
    id: 'monitor',
    role: 'monitoring',
    endpoint: `http://127.0.0.1:${ports.prometheus}`,
    options: {
      operatedBy: 'purchaser',
      series: { service: 'up{job="portal"}', platform: 'up{job="node"}', network: 'up{job="portal"}' },
    },
  };
  mkdirSync(join(folder, 'data'));
  const job = (name: string, port: number) =>
    `  - job_name: ${name}\n    static_configs: [{ targets: ['127.0.0.1:${port}'] }]\n`;
  writeFileSync(
    join(folder, 'prometheus.yml'),
    `global: { scrape_interval: ${scrapeSeconds}s, scrape_timeout: ${scrapeSeconds}s }\nscrape_configs:\n${job('portal', ports.portal)}${job('node', ports.node)}`,
  );
  await openPortal();
  startNode();
  startPrometheus();
  await until(async () => {
    const seen = await asked((client) => client.query('up == 1'));
    return seen.length === 2;
  });
}, 60_000);

afterAll(async () => {
  await closePortal();
  for (const name of [...running.keys()]) await stop(name);
  rmSync(folder, { recursive: true, force: true });
});

describe('a Prometheus with two targets', () => {
  it('is seen up without a gap, then with a planted outage, then with a gap of its own', async () => {
    await wait(7_000);
    expect((await look(interruptions, 5)).said).toBe('satisfied all-met');
    expect((await look(availability, 5)).said).toBe('satisfied all-met');
    // A snapshot of what was just begun is no quarter.
    expect((await look(interruptions, 90 * day)).said).toBe('inconclusive unknown-time');

    await closePortal();
    await stop('node');
    await wait(5_000);
    await openPortal();
    startNode();
    await until(async () => (await asked((client) => client.query('up == 1'))).length === 2);
    const broken = await look(interruptions, 15);
    expect(broken.said).toBe('not-satisfied refuted');
    expect(broken.seen.measurements[0]).toMatchObject({ values: [1], uncertainty: [{ least: 1 }] });
    expect((await look(availability, 15)).said).toBe('not-satisfied refuted');

    await wait(6_000);
    await stop('prometheus');
    await wait(7_000);
    startPrometheus();
    await until(async () => (await asked((client) => client.query('up == 1'))).length === 2);
    await wait(1_500);
    const gap = await look(interruptions, 12);
    expect(gap.said).toBe('inconclusive unknown-time');
    expect(gap.seen.measurements[0]?.values).toEqual([0]);
    expect((await look(availability, 12)).said).toBe('inconclusive unknown-time');
  }, 90_000);

  it('answers the rest of the client', async () => {
    // After a restart it asks its targets only some seconds later.
    await until(async () => {
      const targets = await asked((client) => client.targets());
      return targets.length === 2 && targets.every(({ health }) => health === 'up');
    });
    const to = Math.floor(Date.now() / 1000);
    expect(await asked((client) => client.retention())).toBe('200d');
    expect(await asked((client) => client.series('up', to - 60, to))).toHaveLength(2);
    expect((await asked((client) => client.labelValues('job'))).sort()).toEqual(['node', 'portal']);
    expect(await asked((client) => client.metadata())).toHaveProperty('node_load1');
    expect(await asked((client) => client.alerts())).toEqual([]);
    expect(await asked((client) => client.rules())).toEqual([]);
    const stepped = await asked((client) => client.queryRange('up{job="node"}', to - 60, to, 1));
    expect(stepped[0]?.samples.length).toBeGreaterThan(10);
    await expect(asked((client) => client.query('sum by ('))).rejects.toMatchObject({
      code: 'TARGET_STATUS',
    });
  }, 30_000);
});
