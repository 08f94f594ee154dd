import { describe, expect, it } from 'vitest';
import { isCold } from '../../harness/backup/cold.ts';
import { probe } from '../../harness/probes/backup-cold-archive/probe.ts';
import { expectBackupTurns, expectNothingOfBackup, good, lookAtBackup, samplesOf } from './backup-product.ts';
import { seenTrue } from './support.ts';

describe('backup-cold-archive', () => {
  it.each(['local', 'remote'])(
    'sees a conforming product archive from %s, and leaves nothing',
    async (origin) => {
      const seen = origin === 'local' ? await good(probe) : await lookAtBackup(probe, { inputs: { origin } });
      expect(seen.fault).toBeUndefined();
      expect(seenTrue(seen)).toEqual(['archive-identical', 'archived-to-cold']);
      expect(seen.resources.map(({ state }) => state)).toEqual(['removed']);
    },
  );

  it('sees each violating product in exactly the declared measurands', () =>
    expectBackupTurns(probe, (_, value) => value === true));

  it('sees a refusal to archive, and no more than that', async () => {
    const seen = await lookAtBackup(probe, {
      alter: ({ adapter }) => {
        const [submit] = adapter.operations['archive-local']!;
        submit!.http!.path = '/sets/{{set}}/archives/{{copy}}';
        submit!.http!.refused = [405];
      },
    });
    expect(samplesOf(seen)).toEqual({ 'archived-to-cold': [false] });
  });

  it('measures what the adapter offers, and asks for the operations of the origin only', async () => {
    const without = ['archive-remote', 'backup-remote', 'restore-archived'];
    expect(samplesOf(await lookAtBackup(probe, { without }))).toEqual({ 'archived-to-cold': [true] });
    const remote = await lookAtBackup(probe, { without, inputs: { origin: 'remote' } });
    expect(remote.measurements).toEqual([]);
  });

  it('knows a cold tier by its name', () => {
    expect(['COLD', 'DEEP_ARCHIVE', '冷存储', '归档'].map(isCold)).toEqual([true, true, true, true]);
    expect(['standard', 'warm', '', '热存储'].map(isCold)).toEqual([false, false, false, false]);
  });

  it('sees nothing in broken and empty products, nor where our account is refused', () =>
    expectNothingOfBackup(probe));
});
