import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probe } from '../../../harness/probes/network-packet-loss/probe.ts';
import { checksOn } from '../../probes/monitoring.ts';
import { type SightResult, testTarget, writeTarget } from '../../probes/support.ts';

const near = `biaochi-a-${process.pid}`;
const far = `biaochi-b-${process.pid}`;
const [nearAddress, farAddress, port] = ['198.18.99.1', '198.18.99.2', 7007];
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const inputs = { packets: 100_000, packetsPerSecond: 10_000 };

const run = (command: string, args: string[], input?: string) =>
  execFileSync(command, args, {
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(input ? { input } : {}),
  });
const within = (space: string, ...argv: string[]) => run('ip', ['netns', 'exec', space, ...argv]);

/** Why this kernel gives no namespaces; undefined when it does. */
function obstacle(): string | undefined {
  const made = spawnSync('ip', ['netns', 'add', near], { encoding: 'utf8' });
  return made.status === 0 ? undefined : made.stderr.trim() || `ip netns：退出码 ${made.status}`;
}

const missing = obstacle();
let usesNetem = false;
let echo: ChildProcess | undefined;

/** In this many per mille lies the limit: planted evenly where that can be, so that chance decides nothing. */
const atLimit = 5;

/** Datagrams that the planted loss has taken, by its own count. */
let takenBy: () => number = () => 0;

/** Plants a loss of so many per thousand before the far end: by netem, or by nftables where the kernel has no netem. */
function plant(perMille: number): void {
  if (usesNetem) {
    within(near, 'tc', 'qdisc', 'replace', 'dev', 'wire', 'root', 'netem', 'loss', `${perMille / 10}%`);
    takenBy = () =>
      Number(/dropped (\d+)/.exec(within(near, 'tc', '-s', 'qdisc', 'show', 'dev', 'wire'))?.[1]);
    return;
  }
  const rules = `flush ruleset
table inet planted {
  chain input {
    type filter hook input priority 0
    udp dport ${port} numgen ${perMille === atLimit ? `inc mod ${1000 / perMille} < 1` : `random mod 1000 < ${perMille}`} counter drop
  }
}
`;
  run('ip', ['netns', 'exec', far, 'nft', '-f', '-'], rules);
  takenBy = () => Number(/packets (\d+)/.exec(within(far, 'nft', 'list', 'ruleset'))?.[1]);
}

beforeAll(async () => {
  if (missing !== undefined) return;
  run('ip', ['netns', 'add', far]);
  run('ip', ['-n', near, 'link', 'add', 'wire', 'type', 'veth', 'peer', 'name', 'wire', 'netns', far]);
  for (const [space, address] of [
    [near, nearAddress],
    [far, farAddress],
  ] as const) {
    run('ip', ['-n', space, 'address', 'add', `${address}/30`, 'dev', 'wire']);
    for (const link of ['lo', 'wire']) run('ip', ['-n', space, 'link', 'set', link, 'up']);
  }
  const tried = spawnSync(
    'ip',
    ['netns', 'exec', near, 'tc', 'qdisc', 'add', 'dev', 'wire', 'root', 'netem'],
    {
      encoding: 'utf8',
    },
  );
  usesNetem = tried.status === 0;
  console.log(
    usesNetem
      ? '丢包由 tc netem 布设'
      : `本机内核不提供 netem（${tried.stderr.trim().split('\n')[0]}），丢包改由对端命名空间的 nftables 随机丢弃布设`,
  );
  echo = spawn('ip', ['netns', 'exec', far, process.execPath, here('far-end.ts'), farAddress, String(port)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '--import tsx' },
  });
  await once(echo.stdout!, 'data');
}, 60_000);

afterAll(() => {
  echo?.stdin?.end();
  for (const space of [near, far]) spawnSync('ip', ['netns', 'delete', space]);
});

async function look(): Promise<SightResult> {
  const { targetFile, remove } = writeTarget(
    testTarget({
      id: 'cloud',
      role: 'openstack',
      testTenant: true,
      endpoint: `http://${farAddress}:9/v3`,
      credentials: { username: 'u', password: { file: 'secret' }, project: 'p' },
      options: { image: 'i', flavor: 'f', echoPoints: [{ host: farAddress, port }] },
    }),
  );
  try {
    const child = spawn(
      'ip',
      ['netns', 'exec', near, process.execPath, here('look.ts'), targetFile, JSON.stringify(inputs)],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '--import tsx' } },
    );
    let told = '';
    child.stdout!.on('data', (chunk) => {
      told += String(chunk);
    });
    await once(child, 'close');
    return JSON.parse(told) as SightResult;
  } finally {
    remove();
  }
}

/** Figures as they are printed: the estimate, and the ends of its interval. */
const printed = /^([\d.]+)%（([\d.]+)% 至 ([\d.]+)%）$/;

function looks(): void {
  it.each([
    [3, ['satisfied']],
    [atLimit, ['inconclusive', 'not-satisfied']],
    [8, ['not-satisfied']],
  ])(
    'with %i per mille planted',
    async (perMille, expected) => {
      plant(perMille);
      const seen = await look();
      const taken = takenBy();
      expect(seen.fault).toBeUndefined();
      const counts = seen.measurements[0]?.uncertainty?.[0] as { events: number; trials: number };
      const [check] = checksOn(probe, seen, 'service-end', true);
      const [comparison] = check!.comparisons;
      console.log(
        `布设 ${perMille}‰，实际取走 ${taken}：样本 ${counts.trials}，丢失 ${counts.events}，${comparison?.measured}，要求 ${comparison?.expected}：${check?.outcome}（${check?.reason}）`,
      );
      // Every datagram that was planted to be lost is counted, and hardly another one.
      expect(counts.events).toBeGreaterThanOrEqual(Math.floor(taken * 0.99) - 2);
      expect(counts.events).toBeLessThanOrEqual(taken + counts.trials * 0.0005);
      expect(counts.trials).toBeGreaterThan(inputs.packets * 0.99);
      const [, , low, high] = printed.exec(comparison?.measured ?? '') ?? [];
      const byInterval =
        Number(high) < 0.5 ? 'satisfied' : Number(low) >= 0.5 ? 'not-satisfied' : 'inconclusive';
      expect(check?.outcome).toBe(byInterval);
      expect(expected).toContain(check?.outcome);
    },
    90_000,
  );
}

if (missing === undefined) describe('two network namespaces joined by veth', looks);
else
  it(`has no network namespaces to look at: ${missing}`, () => {
    console.log(`没有实测：${missing}`);
    expect(missing).not.toBe('');
  });
