import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Probe } from '../../../harness/index.ts';
import { probe as autonomous } from '../../../harness/probes/database-autonomous-transactions/probe.ts';
import { probe as drivers } from '../../../harness/probes/database-drivers/probe.ts';
import { probe as views } from '../../../harness/probes/database-performance-views/probe.ts';
import { probe as relational } from '../../../harness/probes/database-relational/probe.ts';
import { probe as standard } from '../../../harness/probes/database-sql-standard/probe.ts';
import {
  type SightResult,
  seenTrue,
  sight,
  testTarget,
  valuesOf,
  writeTarget,
} from '../../probes/support.ts';
import { type Cluster, startCluster } from './cluster.ts';

// PostgreSQL 15 as Debian has it, once with its statistics extension and once without, and misconfigured on purpose.

let full: Cluster;
let bare: Cluster;
beforeAll(async () => {
  full = await startCluster({
    settings: ["shared_preload_libraries = 'pg_stat_statements'"],
    extensions: ['pg_stat_statements'],
  });
  bare = await startCluster({ tls: false });
});
afterAll(() => {
  full?.remove();
  bare?.remove();
});

async function look(
  probe: Probe,
  cluster: Cluster,
  trust = true,
  password = cluster.password,
): Promise<SightResult> {
  const { targetFile, remove } = writeTarget(
    testTarget({
      id: 'tenant-database',
      role: 'database',
      endpoint: cluster.endpoint,
      credentials: { username: cluster.username, password: { file: 'secret' } },
      ...(trust ? { caFile: 'ca.pem' } : {}),
    }),
    cluster.ca,
  );
  writeFileSync(join(dirname(targetFile), 'secret'), `${password}\n`);
  const started = performance.now();
  try {
    const seen = await sight(probe, targetFile);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log([probe.id, seen.state, `${seconds} s`, JSON.stringify(seen.measurements)].join('\t'));
    expect(seen.resources.filter(({ state }) => state !== 'removed')).toEqual([]);
    return seen;
  } finally {
    remove();
  }
}

const schemasOf = (cluster: Cluster) =>
  cluster.psql("SELECT COUNT(*) FROM pg_namespace WHERE nspname LIKE 'biaochi%';").trim();

describe('PostgreSQL 15', () => {
  it('has the core features; of the optional ones, three not in the words of the standard', async () => {
    const seen = await look(standard, full);
    expect(seen.state, seen.fault?.message).toBe('completed');
    const supported = valuesOf(seen, 'features-supported')![0] as string[];
    const core = ['E-core-queries', 'E-core-constraints', 'E-core-transactions', 'E-core-views', 'F261-case'];
    expect(supported).toEqual(expect.arrayContaining([...core, 'F312-merge', 'T611-window-functions']));
    for (const missing of ['T175-generated-column', 'T176-sequence', 'T211-trigger'])
      expect(supported).not.toContain(missing);
    expect(valuesOf(seen, 'features-failed')).toEqual([3]);
  });

  it('is relational', async () => {
    expect(seenTrue(await look(relational, full))).toEqual([
      'constraints-enforced',
      'queries-correct',
      'transactions-hold',
    ]);
  });

  it('speaks what drivers need, over TLS and SCRAM', async () => {
    const seen = await look(drivers, full);
    expect(seen.state, seen.fault?.message).toBe('completed');
    expect(valuesOf(seen, 'protocol-operations')![0]).toHaveLength(9);
    expect(valuesOf(seen, 'wrong-password-refused')).toEqual([true]);
  });

  it('has no autonomous transactions', async () => {
    const seen = await look(autonomous, full);
    expect(valuesOf(seen, 'contexts-supported')).toEqual([[]]);
    expect(valuesOf(seen, 'nested-calls')).toEqual([false]);
  });

  it('shows statements, memory, transactions and processes; of a history of operations there is no word', async () => {
    const seen = await look(views, full);
    expect(seenTrue(seen)).toEqual([
      'memory-follows',
      'thread-follows',
      'top-sql-follows',
      'transaction-follows',
    ]);
    expect(valuesOf(seen, 'operation-history-follows')).toBeUndefined();
  });

  it('keeps nothing of ours', () => {
    expect(schemasOf(full)).toBe('0');
  });
});

describe('PostgreSQL 15, misconfigured', () => {
  it('without its statistics extension: no word on statements, never satisfied', async () => {
    const seen = await look(views, bare, false);
    expect(seen.state, seen.fault?.message).toBe('completed');
    expect(valuesOf(seen, 'top-sql-follows')).toBeUndefined();
    expect(seenTrue(seen)).toEqual(['memory-follows', 'thread-follows', 'transaction-follows']);
  });

  it('with statistics that are switched off: seen not to follow', async () => {
    full.psql("ALTER DATABASE service SET pg_stat_statements.track = 'none';");
    try {
      expect(valuesOf(await look(views, full), 'top-sql-follows')).toEqual([false]);
    } finally {
      full.psql('ALTER DATABASE service RESET pg_stat_statements.track;');
    }
  });

  it('with foreign keys that are not checked: refuted by both probes', async () => {
    full.psql('ALTER DATABASE service SET session_replication_role = replica;');
    try {
      const seen = await look(relational, full);
      expect(valuesOf(seen, 'constraints-enforced')).toEqual([false]);
      expect(seenTrue(seen)).toEqual(['queries-correct', 'transactions-hold']);
      expect(valuesOf(await look(standard, full), 'features-supported')![0]).not.toContain(
        'E-core-constraints',
      );
    } finally {
      full.psql('ALTER DATABASE service RESET session_replication_role;');
    }
  });

  it('which trusts whoever comes: seen to take a wrong password', async () => {
    bare.admitAll();
    const seen = await look(drivers, bare, false);
    expect(valuesOf(seen, 'wrong-password-refused')).toEqual([false]);
    expect(valuesOf(seen, 'protocol-operations')![0]).toHaveLength(9);
  });

  it('without TLS where the target file names a CA: nothing is measured, no password sent', async () => {
    const seen = await look(relational, bare);
    expect([seen.state, seen.fault?.code]).toEqual(['errored', 'TARGET_TLS']);
    expect(seen.measurements).toEqual([]);
  });

  it.each([
    ['a wrong password', (cluster: Cluster) => look(relational, cluster, true, 'not-the-password')],
    [
      'an account that may not create',
      (cluster: Cluster) => {
        cluster.psql('ALTER DATABASE service OWNER TO postgres;');
        return look(relational, cluster).finally(() =>
          cluster.psql(`ALTER DATABASE service OWNER TO ${cluster.username};`),
        );
      },
    ],
  ])('%s is never the failure of the product', async (_, act) => {
    const seen = await act(full);
    expect([seen.state, seen.fault?.code]).toEqual(['errored', 'TARGET_UNAUTHORISED']);
    expect(seen.measurements).toEqual([]);
  });

  it('stopped in the middle of everything: refused, nothing measured', async () => {
    bare.stop('immediate');
    const seen = await look(standard, bare, false);
    expect([seen.state, seen.fault?.code]).toEqual(['errored', 'TARGET_REFUSED']);
  });
});
