import { describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/database-drivers/probe.ts';
import { brokenDatabases, emptyDatabases, sightOfDatabase, sightOfStrange } from './small-database.ts';
import { valuesOf } from './support.ts';

const operations = [
  'extended-query',
  'chinese-text',
  'date-time',
  'prepared-statement',
  'transaction',
  'large-value',
  'metadata',
  'error-recovery',
  'cancel',
];

describe('database-drivers on a conforming database', () => {
  it('gets everything back as it went in, has a wrong password refused, and removes its schema', async () => {
    const seen = await sightOfDatabase(probe);
    expect(seen.state, seen.fault?.message).toBe('completed');
    expect(valuesOf(seen, 'protocol-operations')).toEqual([operations]);
    expect(valuesOf(seen, 'wrong-password-refused')).toEqual([true]);
    expect(seen.resources.map(({ state }) => state)).toEqual(['removed']);
    const kept = [...seen.captured.values()].join('');
    expect(kept.length).toBeLessThan(300_000);
  });
});

describe('database-drivers on a violating database', () => {
  it('that does not heed a cancellation', async () => {
    const seen = await sightOfDatabase(probe, 'database-cancel-ignored');
    expect(valuesOf(seen, 'protocol-operations')).toEqual([operations.filter((one) => one !== 'cancel')]);
    expect(valuesOf(seen, 'wrong-password-refused')).toEqual([true]);
  });
  it('that takes any password', async () => {
    const seen = await sightOfDatabase(probe, 'database-password-unchecked');
    expect(valuesOf(seen, 'protocol-operations')).toEqual([operations]);
    expect(valuesOf(seen, 'wrong-password-refused')).toEqual([false]);
  });
});

describe('database-drivers on a broken or empty database', () => {
  it.each([...brokenDatabases, ...emptyDatabases])('%s: nothing is measured', async (kind) => {
    const seen = await sightOfStrange(probe, kind);
    expect(['errored', 'timed-out']).toContain(seen.state);
    expect(seen.fault?.code).toMatch(/^(TARGET_|TIME_LIMIT)/);
    expect(seen.measurements).toEqual([]);
  });
  it('that asks for the password in words on a connection without TLS does not get it', async () => {
    const seen = await sightOfStrange(probe, 'asks-for-clear-password');
    expect([seen.state, seen.fault?.code]).toEqual(['errored', 'TARGET_TLS']);
  });
});
