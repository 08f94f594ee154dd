import { describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/backup-cold-recall/probe.ts';
import { expectBackupTurns, expectNothingOfBackup, good, lookAtBackup } from './backup-product.ts';
import { seenTrue, valuesOf } from './support.ts';

describe('backup-cold-recall', () => {
  it.each(['local', 'remote'])(
    'sees a conforming product copy back to %s, and leaves nothing',
    async (destination) => {
      const seen =
        destination === 'local' ? await good(probe) : await lookAtBackup(probe, { inputs: { destination } });
      expect(seen.fault).toBeUndefined();
      expect(seenTrue(seen)).toEqual(['recalled', 'recalled-identical']);
      expect((valuesOf(seen, 'recall-time') as number[])[0]).toBeGreaterThan(0);
      expect(seen.resources.map(({ state }) => state)).toEqual(['removed']);
    },
  );

  it('sees each violating product in exactly the declared measurands', () =>
    expectBackupTurns(probe, (_, value) => value === true || typeof value === 'number'));

  it('leaves out what the adapter does not offer', async () => {
    const seen = await lookAtBackup(probe, { without: ['recall-local'] });
    expect(seen.fault).toBeUndefined();
    expect(seen.measurements).toEqual([]);
  });

  it('sees nothing in broken and empty products, nor where our account is refused', () =>
    expectNothingOfBackup(probe));
});
