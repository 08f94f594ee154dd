import { describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/backup-restore/probe.ts';
import { expectBackupTurns, expectNothingOfBackup, good, lookAtBackup, samplesOf } from './backup-product.ts';
import { valuesOf } from './support.ts';

describe('backup-restore', () => {
  it('restores the data of a conforming product in place and elsewhere, and times it', async () => {
    const seen = await good(probe);
    expect(seen.fault).toBeUndefined();
    expect(valuesOf(seen, 'restored-in-place')).toEqual([true]);
    expect(valuesOf(seen, 'restored-elsewhere')).toEqual([true]);
    const [seconds] = valuesOf(seen, 'restore-time') as number[];
    expect(seconds).toBeGreaterThan(0.01);
    expect(seconds).toBeLessThan(30);
    expect(seen.resources.map(({ state }) => state)).toEqual(['removed']);
  });

  it('sees each violating product in exactly the declared measurands', () =>
    expectBackupTurns(probe, (_, value) => value === true || typeof value === 'number'));

  it('leaves out what the adapter does not offer', async () => {
    const elsewhere = await lookAtBackup(probe, { without: ['restore-in-place'], inputs: { sizeMB: 1 } });
    expect(Object.keys(samplesOf(elsewhere)).sort()).toEqual(['restore-time', 'restored-elsewhere']);
    const nothing = await lookAtBackup(probe, { without: ['backup-full'], inputs: { sizeMB: 1 } });
    expect(nothing.measurements).toEqual([]);
  });

  it('blames nobody for a listing that is none', async () => {
    const seen = await lookAtBackup(probe, {
      inputs: { sizeMB: 1 },
      alter: ({ adapter }) => {
        adapter.operations['list-restored']![0]!.http!.path = '/sets/{{set}}/usage?{{place}}';
      },
    });
    expect(seen.fault?.code).toBe('TARGET_GARBAGE');
    expect(seen.fault?.message).toContain('操作 list-restored 第 1 步');
    expect(seen.measurements).toEqual([]);
  });

  it('sees nothing in broken and empty products, nor where our account is refused', () =>
    expectNothingOfBackup(probe));
});
