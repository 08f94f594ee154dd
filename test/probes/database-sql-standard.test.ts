import { describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/database-sql-standard/probe.ts';
import { brokenDatabases, emptyDatabases, sightOfDatabase, sightOfStrange } from './small-database.ts';
import { seenTrue, valuesOf } from './support.ts';

const core = ['E-core-queries', 'E-core-constraints', 'E-core-transactions', 'E-core-views', 'F261-case'];
const supported = (seen: Awaited<ReturnType<typeof sightOfDatabase>>) =>
  (valuesOf(seen, 'features-supported')?.[0] ?? []) as string[];

describe('database-sql-standard on a conforming database', () => {
  it('finds every feature right, names clause and id of each, and removes its schema', async () => {
    const seen = await sightOfDatabase(probe);
    expect(seen.state, seen.fault?.message).toBe('completed');
    expect(supported(seen)).toEqual(expect.arrayContaining(core));
    expect(supported(seen)).toHaveLength(16);
    expect(valuesOf(seen, 'features-failed')).toEqual([0]);
    expect(seen.steps.some(({ label }) => label.startsWith('T611') && label.includes('9075-2:2003'))).toBe(
      true,
    );
    expect(seen.resources.map(({ state }) => state)).toEqual(['removed']);
  });
  it('keeps each statement with its result in the transcript, and no password', async () => {
    const seen = await sightOfDatabase(probe);
    const transcript = [...seen.captured].find(([label]) => label.startsWith('数据库语句记录'))![1];
    const lines = transcript
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { sql: string; elapsedMs: number });
    expect(lines.length).toBeGreaterThan(80);
    expect(lines.every(({ sql, elapsedMs }) => sql !== '' && elapsedMs >= 0)).toBe(true);
    expect(transcript).not.toContain('test-secret');
  });
});

describe('database-sql-standard on a violating database', () => {
  it.each([
    ['database-foreign-key-ignored', ['E-core-constraints'], 1],
    ['database-outer-join-drops', ['E-core-queries', 'F401-outer-join'], 2],
  ] as const)('%s', async (defect, missing, failed) => {
    const seen = await sightOfDatabase(probe, defect);
    expect(seen.state).toBe('completed');
    for (const feature of missing) expect(supported(seen)).not.toContain(feature);
    expect(supported(seen)).toHaveLength(16 - missing.length);
    expect(valuesOf(seen, 'features-failed')).toEqual([failed]);
  });
});

describe('database-sql-standard on a broken or empty database', () => {
  it.each([...brokenDatabases, ...emptyDatabases])('%s: no word on any feature', async (kind) => {
    const seen = await sightOfStrange(probe, kind);
    expect(['errored', 'timed-out']).toContain(seen.state);
    expect(seen.fault?.code).toMatch(/^(TARGET_|TIME_LIMIT)/);
    expect(seen.measurements).toEqual([]);
    expect(seenTrue(seen)).toEqual([]);
  });
});
