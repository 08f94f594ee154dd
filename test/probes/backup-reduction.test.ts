import { describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/backup-reduction/probe.ts';
import { expectBackupTurns, expectNothingOfBackup, good, lookAtBackup, samplesOf } from './backup-product.ts';
import { valuesOf } from './support.ts';

const ratio = (seen: Awaited<ReturnType<typeof good>>, name: string) => valuesOf(seen, name)?.[0] as number;

describe('backup-reduction', () => {
  it('sees what a conforming product removes and compresses, against a control that nothing makes smaller', async () => {
    const seen = await good(probe);
    expect(seen.fault).toBeUndefined();
    expect(ratio(seen, 'control-ratio')).toBeGreaterThan(0.95);
    expect(ratio(seen, 'control-ratio')).toBeLessThanOrEqual(1);
    // Four copies of the same data, two hexadecimal digits for a byte.
    expect(ratio(seen, 'deduplication-ratio')).toBeGreaterThan(3.5);
    expect(ratio(seen, 'deduplication-ratio')).toBeLessThan(4.1);
    expect(ratio(seen, 'compression-ratio')).toBeGreaterThan(1.6);
    expect(ratio(seen, 'compression-ratio')).toBeLessThan(2.01);
    expect(valuesOf(seen, 'restored-identical')).toEqual([true]);
    expect(seen.resources.map(({ state }) => state)).toEqual(['removed', 'removed', 'removed']);
  });

  // The limit itself: what takes as much room as it has bytes is not reduced.
  it('sees each violating product in exactly the declared measurands', () =>
    expectBackupTurns(
      probe,
      (measurand, value) => value === true || measurand === 'control-ratio' || Number(value) > 1,
    ));

  it('gives no ratio where the storage does not grow or does not tell', async () => {
    const inputs = { sizeMB: 1 };
    const still = await lookAtBackup(probe, {
      inputs,
      alter: ({ adapter }) => {
        adapter.operations['stored-bytes']![0]!.take = {
          bytes: { pattern: '\\{"usage":\\{"bytes":(?:\\d+)\\}()' },
        };
      },
    });
    expect(still.fault?.code).toBe('TARGET_GARBAGE');
    const silent = await lookAtBackup(probe, { inputs, without: ['stored-bytes'] });
    expect(samplesOf(silent)).toEqual({});
  });

  it('sees nothing in broken and empty products, nor where our account is refused', () =>
    expectNothingOfBackup(probe));
});
