import { describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/object-versioning/probe.ts';
import {
  expectDeclaredTurns,
  expectNothingInvented,
  expectNothingSeen,
  expectOurAccountRefused,
  look,
} from './object-store.ts';
import { seenTrue, valuesOf } from './support.ts';

describe.concurrent('object-versioning', () => {
  it('sees a conforming store, and removes versions and delete markers', async () => {
    const seen = await look(probe);
    expect(seen.fault).toBeUndefined();
    expect(seenTrue(seen)).toEqual(['version-survives-delete', 'versioning-enabled', 'versions-retrievable']);
    expect(seen.buckets).toEqual([]);
    expect(seen.notes).toEqual([]);
  });

  it('sees each declared defect in exactly its measurands', () => expectDeclaredTurns(probe, {}));

  it('counts how many contents came back', async () => {
    const seen = await look(probe, { defects: ['s3-version-id-ignored'] });
    expect(valuesOf(seen, 'versioning-enabled')).toEqual([true]);
    expect(valuesOf(seen, 'versions-retrievable')).toEqual([false]);
    expect(seen.steps.find(({ label }) => label === '按版本取回')?.detail).toBe(
      '列出 3 个版本，取回 1 / 3 份内容',
    );
  });

  it('sees nothing in broken and empty servers', () => expectNothingSeen(probe));
  it('sees nothing where our account is refused', () => expectOurAccountRefused(probe));
  it('invents nothing about a store that breaks in the middle', async () => {
    const seen = await expectNothingInvented(probe, [1, 2, 3, 4, 5, 7, 8, 10, 12, 13, 14, 16]);
    expect(seen.filter(({ kind }) => kind !== 'page').flatMap(({ measurements }) => measurements)).toEqual(
      [],
    );
  });
});
