import { describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/database-autonomous-transactions/probe.ts';
import { brokenDatabases, emptyDatabases, sightOfDatabase, sightOfStrange } from './small-database.ts';
import { valuesOf } from './support.ts';

const contexts = ['procedure', 'function', 'trigger', 'anonymous-block'];

describe('database-autonomous-transactions on a conforming database', () => {
  it('sees the inner row stay and the outer one go, in each unit and three deep', async () => {
    const seen = await sightOfDatabase(probe);
    expect(seen.state, seen.fault?.message).toBe('completed');
    expect(valuesOf(seen, 'contexts-supported')).toEqual([contexts]);
    expect(valuesOf(seen, 'nested-calls')).toEqual([true]);
    expect(seen.resources.map(({ state }) => state)).toEqual(['removed']);
  });
});

describe('database-autonomous-transactions on a violating database', () => {
  it('whose triggers roll the inner row back with the outer one', async () => {
    const seen = await sightOfDatabase(probe, 'database-autonomous-trigger-ignored');
    expect(valuesOf(seen, 'contexts-supported')).toEqual([contexts.filter((unit) => unit !== 'trigger')]);
    expect(valuesOf(seen, 'nested-calls')).toEqual([true]);
  });
  it('which commits the nested work together with that of its caller', async () => {
    const seen = await sightOfDatabase(probe, 'database-autonomous-nested-ignored');
    expect(valuesOf(seen, 'contexts-supported')).toEqual([contexts]);
    expect(valuesOf(seen, 'nested-calls')).toEqual([false]);
  });
});

describe('database-autonomous-transactions on a broken or empty database', () => {
  it.each([...brokenDatabases, ...emptyDatabases])('%s: nothing is measured', async (kind) => {
    const seen = await sightOfStrange(probe, kind);
    expect(['errored', 'timed-out']).toContain(seen.state);
    expect(seen.fault?.code).toMatch(/^(TARGET_|TIME_LIMIT)/);
    expect(seen.measurements).toEqual([]);
  });
});
