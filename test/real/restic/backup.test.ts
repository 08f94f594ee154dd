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
function after(component: AdaptedComponent, operation: string, script: string): void {
  const { command } = component.adapter.operations[operation]!.at(-1)!;
  command!.words = ['sh', '-c', `"$@" && ${script}`, 'sh', ...command!.words];
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
    const seen = await see('backup-restore', (component) => after(component, 'backup-full', damage), small);
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
});
