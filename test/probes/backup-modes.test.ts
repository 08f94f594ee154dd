import { describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/backup-modes/probe.ts';
import { expectBackupTurns, expectNothingOfBackup, good, lookAtBackup, samplesOf } from './backup-product.ts';
import { valuesOf } from './support.ts';

describe('backup-modes', () => {
  it('sees full and incremental backups of a conforming product, each point in time, and leaves nothing', async () => {
    const seen = await good(probe);
    expect(seen.fault).toBeUndefined();
    expect(valuesOf(seen, 'full-restored')).toEqual([true]);
    expect(valuesOf(seen, 'incremental-restored')).toEqual([true]);
    const shares = valuesOf(seen, 'incremental-share') as number[];
    expect(shares).toHaveLength(2);
    // One of 20 files changed and one was added.
    for (const share of shares) expect(share).toBeCloseTo((100 * 2) / 20, 0);
    expect(seen.resources.map(({ state }) => state)).toEqual(['removed']);
    expect([...seen.captured.values()].join()).not.toContain('test-secret');
  });

  it('sees each violating product in exactly the declared measurands', () =>
    expectBackupTurns(probe, (_, value) => value === true || (typeof value === 'number' && value < 100)));

  it('measures no share where the storage does not tell, and nothing where data cannot be written', async () => {
    const without = await lookAtBackup(probe, { without: ['stored-bytes'], inputs: { sizeMB: 1 } });
    expect(samplesOf(without)).toEqual({ 'full-restored': [true], 'incremental-restored': [true] });
    const nothing = await lookAtBackup(probe, { without: ['write-file'] });
    expect(nothing.measurements).toEqual([]);
    expect(nothing.notes.join()).toContain('write-file');
    const fullOnly = await lookAtBackup(probe, { without: ['backup-incremental'], inputs: { sizeMB: 1 } });
    expect(samplesOf(fullOnly)).toEqual({ 'full-restored': [true] });
  });

  it('takes a machine that does not hold what was written for no finding', async () => {
    const seen = await lookAtBackup(probe, {
      inputs: { sizeMB: 1 },
      alter: ({ adapter }) => {
        adapter.operations['write-file']![0]!.http!.body = { content: 'AAAA' };
      },
    });
    expect(seen.fault?.code).toBe('TARGET_PREREQUISITE');
    expect(seen.measurements).toEqual([]);
  });

  it('sees nothing in broken and empty products, nor where our account is refused', () =>
    expectNothingOfBackup(probe));
});
