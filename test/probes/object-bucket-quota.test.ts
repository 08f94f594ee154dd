import { describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/object-bucket-quota/probe.ts';
import {
  expectDeclaredTurns,
  expectNothingInvented,
  expectNothingSeen,
  expectOurAccountRefused,
  look,
} from './object-store.ts';
import { seenTrue, valuesOf } from './support.ts';

const all = ['bucket-created', 'bucket-deleted', 'bucket-listed', 'quota-enforced', 'quota-stored'];

describe.concurrent('object-bucket-quota', () => {
  it('sees a conforming store, and leaves nothing behind', async () => {
    const seen = await look(probe);
    expect(seen.fault).toBeUndefined();
    expect(seenTrue(seen)).toEqual(all);
    expect(seen.buckets).toEqual([]);
  });

  it('sees each declared defect in exactly its measurands', () => expectDeclaredTurns(probe, {}));

  it('sees a refusal to create as one, not as an error', async () => {
    const seen = await look(probe, { defects: ['s3-bucket-create-refused'] });
    expect(seen.state).toBe('completed');
    expect(valuesOf(seen, 'bucket-created')).toEqual([false]);
    expect(seen.measurements).toHaveLength(1);
  });

  it.each([
    [{ options: {} }, '未声明桶配额接口'],
    [{ options: { quotaDialect: 'swift' as const } }, '没有云管理接口部件'],
  ])('leaves the quota open where it cannot be asked: %j', async (component, said) => {
    const seen = await look(probe, { component });
    expect(seenTrue(seen)).toEqual(['bucket-created', 'bucket-deleted', 'bucket-listed']);
    expect(seen.measurements).toHaveLength(3);
    expect(seen.notes.join()).toContain(said);
  });

  it('does not call a store that takes nothing at all one that enforces its quota', async () => {
    const seen = await look(probe, { inputs: { quotaBytes: 1 }, defects: ['s3-quota-unsupported'] });
    expect(valuesOf(seen, 'quota-stored')).toEqual([false]);
    expect(valuesOf(seen, 'quota-enforced')).toBeUndefined();
  });

  it('sees nothing in broken and empty servers', () => expectNothingSeen(probe));
  it('sees nothing where our account is refused', () => expectOurAccountRefused(probe));
  it('invents nothing about a store that breaks in the middle', async () => {
    const seen = await expectNothingInvented(probe, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(seen.filter(({ kind }) => kind !== 'page').flatMap(({ measurements }) => measurements)).toEqual(
      [],
    );
  });
});
