import { afterEach, expect, it } from 'vitest';
import { createRedactor } from '../../evidence/index.ts';
import { takeInventory } from '../../harness/cleanup/inventory.ts';
import { cleanUp } from '../../harness/cleanup/sweep.ts';
import { openShell, type Shell } from '../../harness/clients/ssh.ts';
import { loadTarget } from '../../harness/index.ts';
import { startHost, testMachines } from '../../scenarios/platform/host.ts';
import type { ResourceEntry } from '../../spec/index.ts';
import { hostAt } from '../probes/host-shown.ts';
import { testTarget, writeTarget } from '../probes/support.ts';

const marker = 'biaochi-1a2b3c4d-5e6f7a-0123456789';
const folder = `/var/tmp/${marker}`;
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function setUp() {
  const host = await startHost({ ...testMachines[0]!, username: 'root', password: 'test-secret' });
  undo.push(host.close);
  const component = hostAt(host.url, host.hostKey);
  const { targetFile, remove } = writeTarget(testTarget(component));
  undo.push(remove);
  const shell = openShell(
    {
      signal: new AbortController().signal,
      secret: () => 'test-secret',
      permit: () => undefined,
      command: () => undefined,
      atEnd: (close) => undo.push(close),
    },
    component,
  );
  return { shell, loaded: loadTarget(targetFile), close: host.close };
}

/** What a start that was killed in the middle of a trial leaves. */
async function leave(shell: Shell): Promise<void> {
  for (const argv of [
    ['mkdir', '-m', '700', folder],
    ['mkdir', '/var/tmp/biaochi-of-somebody'],
    ['truncate', '-s', '1000', `${folder}/ext4.image`],
    ['losetup', '-f', '--show', `${folder}/ext4.image`],
    ['mkfs.ext4', '-q', '/dev/loop0'],
    ['mkdir', `${folder}/ext4`],
    ['mount', '-t', 'ext4', '/dev/loop0', `${folder}/ext4`],
    ['ip', 'netns', 'add', `${marker}-8023ad-a`],
    ['ip', 'netns', 'add', 'others'],
  ])
    expect((await shell.run(argv)).code, argv.join(' ')).toBe(0);
}

const entry = (fields: Partial<ResourceEntry>): ResourceEntry => ({
  at: '2026-01-01T00:00:00Z',
  observation: 'o-1',
  component: 'host',
  marker,
  kind: '主机目录',
  state: 'created',
  ...fields,
});
const ledger = [
  entry({ id: folder }),
  entry({ kind: '网络命名空间', id: `${marker}-8023ad-a`, state: 'intended' }),
];
const options = (loaded: ReturnType<typeof loadTarget>) => ({
  loaded,
  ledger,
  isOpen: (line: ResourceEntry) => !['removed', 'absent'].includes(line.state),
  signal: new AbortController().signal,
});

it('takes from a host what is ours with all that hangs on it, and nothing else', async () => {
  const { shell, loaded } = await setUp();
  await leave(shell);
  const [inventory] = await takeInventory({
    components: loaded.target.components,
    loaded,
    redactor: createRedactor(),
    signal: new AbortController().signal,
    markers: [marker],
  });
  expect(inventory!.kinds.map(({ kind, count, ours }) => [kind, count, ours.length])).toEqual([
    ['主机目录', 2, 1],
    ['网络命名空间', 1, 1],
  ]);
  const report = await cleanUp(options(loaded));
  expect(report.left).toEqual([]);
  expect(report.removed.map(({ id }) => id).sort()).toEqual([folder, `${marker}-8023ad-a`]);
  expect((await shell.run(['ls', '-1', '/var/tmp'])).stdout).toBe('biaochi-of-somebody\n');
  expect((await shell.run(['losetup', '-a'])).stdout).toBe('');
  expect((await shell.run(['cat', '/proc/mounts'])).stdout).toBe('');
  expect((await shell.run(['ip', 'netns', 'list'])).stdout).toBe('others\n');
});

it('says what is left on a host that cannot be reached', async () => {
  const { loaded, close } = await setUp();
  await close();
  const report = await cleanUp(options(loaded));
  expect(report.removed).toEqual([]);
  expect(report.left.map(({ why }) => why)).toEqual(Array(2).fill(expect.stringContaining('TARGET_REFUSED')));
});
