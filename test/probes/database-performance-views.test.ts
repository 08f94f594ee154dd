import { describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/database-performance-views/probe.ts';
import { brokenDatabases, emptyDatabases, sightOfDatabase, sightOfStrange } from './small-database.ts';
import { seenTrue, valuesOf } from './support.ts';

const all = [
  'memory-follows',
  'operation-history-follows',
  'thread-follows',
  'top-sql-follows',
  'transaction-follows',
];

describe('database-performance-views on a conforming database', () => {
  it('sees each view follow the load', async () => {
    const seen = await sightOfDatabase(probe);
    expect(seen.state, seen.fault?.message).toBe('completed');
    expect(seenTrue(seen)).toEqual(all);
    expect(seen.resources.map(({ state }) => state)).toEqual(['removed']);
  });
});

describe('database-performance-views on a violating database', () => {
  it.each([
    ['database-top-sql-stale', 'top-sql-follows'],
    ['database-memory-fixed', 'memory-follows'],
    ['database-transactions-hidden', 'transaction-follows'],
    ['database-threads-merged', 'thread-follows'],
    ['database-history-missing', 'operation-history-follows'],
  ])('%s turns %s alone', async (defect, measurand) => {
    const seen = await sightOfDatabase(probe, defect);
    expect(seen.state).toBe('completed');
    expect(valuesOf(seen, measurand)).toEqual([false]);
    expect(seenTrue(seen)).toEqual(all.filter((one) => one !== measurand));
  });
  it('without any view that is known for an item: no word on that item', async () => {
    const seen = await sightOfDatabase(probe, 'database-views-renamed');
    expect(seen.state).toBe('completed');
    expect(valuesOf(seen, 'operation-history-follows')).toBeUndefined();
    expect(seen.steps.map(({ label }) => label)).toContain('操作历史：未找到可查的视图，未作判断');
  });
});

describe('database-performance-views on a broken or empty database', () => {
  it.each([...brokenDatabases, ...emptyDatabases])('%s: nothing is measured', async (kind) => {
    const seen = await sightOfStrange(probe, kind);
    expect(['errored', 'timed-out']).toContain(seen.state);
    expect(seen.fault?.code).toMatch(/^(TARGET_|TIME_LIMIT)/);
    expect(seen.measurements).toEqual([]);
  });
});
