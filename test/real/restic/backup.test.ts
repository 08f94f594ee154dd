import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { probes } from '../../../harness/index.ts';
import type { AdaptedComponent, Target } from '../../../spec/index.ts';
import { type SightOptions, sight, testTarget, valuesOf, writeTarget } from '../../probes/support.ts';
import { type Sshd, startSshd } from '../sshd/server.ts';

/** The adapter as the manual shows it, so that what is printed there is what works. */
function shown(): AdaptedComponent {
  const text = readFileSync(new URL('../../../docs/adapter.zh-CN.md', import.meta.url), 'utf8');
  const example = /```yaml\n(tender:[\s\S]*?)```/.exec(text)![1]!;
  const { components } = parse(example) as Target;
  return components.find((one): one is AdaptedComponent => one.role === 'backup')!;
}

const small: SightOptions = { inputs: { sizeMB: 1 } };
const root = mkdtempSync(join(tmpdir(), 'biaochi-restic-'));
let sshd: Sshd;
beforeAll(async () => {
  sshd = await startSshd();
});
afterAll(async () => {
  await sshd?.close();
  rmSync(root, { recursive: true, force: true });
});

async function see(
  id: string,
  alter: (component: AdaptedComponent) => void = () => {},
  options: SightOptions = {},
) {
  const component = shown();
  component.endpoint = sshd.component.endpoint;
  component.adapter.values = { root };
  component.adapter.secrets = { repository: { file: 'secret' } };
  alter(component);
  const { targetFile, remove } = writeTarget(testTarget(component, sshd.component));
  const started = performance.now();
  const seen = await sight(probes.get(id)!, targetFile, options);
  remove();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(id, seen.state, `${seconds} s`, JSON.stringify(seen.measurements), seen.fault?.message ?? '');
  console.log(seen.steps.map(({ label, detail }) => `  ${label}：${detail}`).join('\n'));
  // Nothing of a data set is left on the machine but the password of the repositories.
  expect(readdirSync(root).filter((name) => name !== 'password')).toEqual([]);
  expect([...seen.captured.values()].join()).not.toContain('test-secret');
  return seen;
}

/** Puts more commands behind the one of an operation's last step. */
function thenRun(component: AdaptedComponent, operation: string, script: string): void {
  const { command } = component.adapter.operations[operation]!.at(-1)!;
  command!.words = ['sh', '-c', `"$@" && ${script}`, 'sh', ...command!.words];
}

const withPassword = (repository: string) => [
  'restic',
  '-r',
  `{{root}}/{{set}}/${repository}`,
  '-p',
  '{{root}}/password',
  '--no-cache',
];

/** A second repository as the cold storage: what a tester would declare of one on tape or in an archive class. */
function addCold({ adapter }: AdaptedComponent): void {
  const on = 'host';
  const copyTo = (to: string, from: string) => ({
    on,
    words: [
      ...withPassword(to),
      'copy',
      '--from-repo',
      `{{root}}/{{set}}/${from}`,
      '--from-password-file',
      '{{root}}/password',
    ],
    refused: [1],
  });
  const saved = { pattern: '^snapshot ([0-9a-f]+) saved' };
  const drop = (repository: string, snapshot: string) => [
    { command: { on, words: [...withPassword(repository), 'forget', snapshot] } },
    { command: { on, words: [...withPassword(repository), 'prune'] } },
  ];
  const restore = (repository: string, snapshot: string) => [
    {
      command: {
        on,
        words: [
          ...withPassword(repository),
          'restore',
          snapshot,
          '-t',
          '{{root}}/{{set}}/restored/{{place}}',
        ],
        refused: [1],
      },
    },
  ];
  Object.assign(adapter.operations, {
    'archive-local': [
      { command: { on, words: [...withPassword('cold'), 'init'] } },
      { command: { on, words: ['sh', '-c', 'echo "cold" > "$1"', 'sh', '{{root}}/{{set}}/cold/class'] } },
      { command: copyTo('cold', 'repo'), take: { archived: saved } },
    ],
    'read-archived': [
      {
        command: { on, words: ['cat', '{{root}}/{{set}}/cold/class'] },
        take: { tier: { pattern: '^(\\w+)$' } },
      },
      {
        command: { on, words: ['du', '-sb', '{{root}}/{{set}}/cold/data'] },
        take: { bytes: { pattern: '^(\\d+)' } },
      },
    ],
    'remove-copy-local': drop('repo', '{{copy}}'),
    'restore-archived': restore('cold', '{{archived}}'),
    'recall-local': [{ command: copyTo('repo', 'cold'), take: { copy: saved } }],
    'remove-archived': drop('cold', '{{archived}}'),
  });
}

describe('restic by the adapter of the manual', () => {
  it('backup-modes: each point in time, and small increments', async () => {
    const seen = await see('backup-modes');
    expect(valuesOf(seen, 'full-restored')).toEqual([true]);
    expect(valuesOf(seen, 'incremental-restored')).toEqual([true]);
    const shares = valuesOf(seen, 'incremental-share') as number[];
    expect(shares).toHaveLength(2);
    for (const share of shares) expect(share).toBeLessThan(25);
  });

  it('backup-modes: a full backup that leaves files out is none', async () => {
    const seen = await see(
      'backup-modes',
      ({ adapter }) => {
        adapter.operations['backup-full']![0]!.command!.words.push('-e', 'file-00*');
      },
      small,
    );
    expect(valuesOf(seen, 'full-restored')).toEqual([false]);
    expect(valuesOf(seen, 'incremental-restored')).toEqual([true]);
  });

  it('backup-restore: in place and elsewhere, with permissions and times', async () => {
    const seen = await see('backup-restore');
    expect(valuesOf(seen, 'restored-in-place')).toEqual([true]);
    expect(valuesOf(seen, 'restored-elsewhere')).toEqual([true]);
    expect((valuesOf(seen, 'restore-time') as number[])[0]).toBeGreaterThan(0);
  });

  it('backup-restore: of a damaged repository nothing comes back', async () => {
    const damage = `find '${root}' -path '*/repo/index/*' -type f -delete`;
    const seen = await see('backup-restore', (component) => thenRun(component, 'backup-full', damage), small);
    expect(valuesOf(seen, 'restored-in-place')).toEqual([false]);
    expect(valuesOf(seen, 'restored-elsewhere')).toEqual([false]);
    expect(valuesOf(seen, 'restore-time')).toBeUndefined();
  });

  it('backup-reduction: deduplicates and compresses', async () => {
    const seen = await see('backup-reduction');
    const ratio = (name: string) => (valuesOf(seen, name) as number[])[0]!;
    expect(ratio('control-ratio')).toBeGreaterThan(0.9);
    expect(ratio('control-ratio')).toBeLessThanOrEqual(1);
    expect(ratio('deduplication-ratio')).toBeGreaterThan(1.2);
    expect(ratio('compression-ratio')).toBeGreaterThan(1.5);
    expect(valuesOf(seen, 'restored-identical')).toEqual([true]);
  });

  it('backup-reduction: a repository of version 1 does not compress', async () => {
    const seen = await see(
      'backup-reduction',
      ({ adapter }) => {
        adapter.operations['create-set']!.at(-1)!.command!.words.push('--repository-version', '1');
      },
      small,
    );
    expect((valuesOf(seen, 'compression-ratio') as number[])[0]).toBeLessThanOrEqual(1);
  });

  it('backup-cold-archive and backup-cold-recall: between two repositories', async () => {
    const archived = await see('backup-cold-archive', addCold);
    expect(archived.measurements).toEqual([
      { measurand: 'archived-to-cold', values: [true] },
      { measurand: 'archive-identical', values: [true] },
    ]);
    const recalled = await see('backup-cold-recall', addCold);
    expect(valuesOf(recalled, 'recalled')).toEqual([true]);
    expect(valuesOf(recalled, 'recalled-identical')).toEqual([true]);
    expect((valuesOf(recalled, 'recall-time') as number[])[0]).toBeGreaterThan(0);
  });

  it('backup-cold-archive: a warm tier is seen, and so is a cold copy that lost its data', async () => {
    const planted = await see('backup-cold-archive', (component) => {
      addCold(component);
      const [, mark] = component.adapter.operations['archive-local']!;
      mark!.command!.words[2] = 'echo "standard" > "$1"';
      thenRun(component, 'archive-local', `find '${root}' -path '*/cold/index/*' -type f -delete`);
    });
    expect(valuesOf(planted, 'archived-to-cold')).toEqual([false]);
    expect(valuesOf(planted, 'archive-identical')).toEqual([false]);
  });
});
