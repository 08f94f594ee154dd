import { describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/database-relational/probe.ts';
import { brokenDatabases, emptyDatabases, sightOfDatabase, sightOfStrange } from './small-database.ts';
import { seenTrue, valuesOf } from './support.ts';

const all = ['constraints-enforced', 'queries-correct', 'transactions-hold'];

describe('database-relational on a conforming database', () => {
  it('finds all of it and removes its schema', async () => {
    const seen = await sightOfDatabase(probe);
    expect(seen.state, seen.fault?.message).toBe('completed');
    expect(seenTrue(seen)).toEqual(all);
    expect(seen.resources.map(({ kind, state }) => [kind, state])).toEqual([['数据库模式', 'removed']]);
  });
});

describe('database-relational on a violating database', () => {
  it.each([
    ['database-foreign-key-ignored', 'constraints-enforced'],
    ['database-outer-join-drops', 'queries-correct'],
    ['database-updates-lost', 'transactions-hold'],
  ])('%s turns %s alone', async (defect, measurand) => {
    const seen = await sightOfDatabase(probe, defect);
    expect(seen.state).toBe('completed');
    expect(valuesOf(seen, measurand)).toEqual([false]);
    expect(seenTrue(seen)).toEqual(all.filter((one) => one !== measurand));
  });
});

describe('database-relational on a broken or empty database', () => {
  it.each([...brokenDatabases, ...emptyDatabases])('%s: nothing is measured', async (kind) => {
    const seen = await sightOfStrange(probe, kind);
    expect(['errored', 'timed-out']).toContain(seen.state);
    expect(seen.fault?.code).toMatch(/^(TARGET_|TIME_LIMIT)/);
    expect(seen.measurements).toEqual([]);
  });
});
