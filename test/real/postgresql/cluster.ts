import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificates } from '../../../scenarios/platform/certificate.ts';

const binaries = '/usr/lib/postgresql/15/bin';

/** The service user that Debian's package makes. */
export function asPostgres(command: string, args: readonly string[], input?: string): string {
  const done = spawnSync('runuser', ['-u', 'postgres', '--', command, ...args], {
    encoding: 'utf8',
    timeout: 60_000,
    cwd: '/',
    ...(input === undefined ? {} : { input }),
  });
  if (done.status !== 0)
    throw new Error(`${command} ${args.join(' ')}: ${done.stderr || done.stdout || done.error}`);
  return done.stdout;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface Cluster {
  port: number;
  endpoint: string;
  username: string;
  password: string;
  ca: string;
  psql(sql: string): string;
  /** Lets everybody in without a password. */
  admitAll(): void;
  stop(mode?: 'fast' | 'immediate'): void;
  remove(): void;
}

export interface ClusterOptions {
  /** Lines of postgresql.conf. */
  settings?: readonly string[];
  tls?: boolean;
  /** Extensions that the test database has. */
  extensions?: readonly string[];
}

const username = 'yardstick';
const password = 'a-long-test-password';

/** A new cluster of PostgreSQL 15 in a temporary directory, on loopback, with SCRAM and a test account that is no superuser. */
export async function startCluster({
  settings = [],
  tls = true,
  extensions = [],
}: ClusterOptions = {}): Promise<Cluster> {
  const home = mkdtempSync(join(tmpdir(), 'biaochi-postgresql-'));
  chmodSync(home, 0o755);
  asPostgresOwns(home);
  const data = join(home, 'data');
  const port = await freePort();
  asPostgres(join(binaries, 'initdb'), ['-D', data, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']);
  const { ca, valid } = await makeCertificates();
  if (tls) {
    for (const [name, text] of Object.entries({ 'server.crt': valid.cert, 'server.key': valid.key })) {
      const file = join(data, name);
      writeFileSync(file, text, { mode: 0o600 });
      asPostgresOwns(file);
    }
  }
  appendFileSync(
    join(data, 'postgresql.conf'),
    [
      `port = ${port}`,
      "listen_addresses = '127.0.0.1'",
      `unix_socket_directories = '${home}'`,
      'fsync = off',
      `ssl = ${tls ? 'on' : 'off'}`,
      ...settings,
      '',
    ].join('\n'),
  );
  const rules = [
    'local all all trust',
    'host all all 127.0.0.1/32 scram-sha-256',
    'host replication all 127.0.0.1/32 scram-sha-256',
  ];
  writeFileSync(join(data, 'pg_hba.conf'), `${rules.join('\n')}\n`);
  const control = (...args: string[]) =>
    asPostgres(join(binaries, 'pg_ctl'), ['-D', data, '-w', '-l', join(home, 'log'), ...args]);
  control('start');
  const psql = (sql: string, database = 'service') =>
    asPostgres(
      join(binaries, 'psql'),
      ['-h', home, '-p', String(port), '-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', database, '-f', '-'],
      sql,
    );
  psql(`CREATE ROLE ${username} LOGIN PASSWORD '${password}';`, 'postgres');
  psql(`GRANT pg_read_all_stats TO ${username};`, 'postgres');
  psql(`CREATE DATABASE service OWNER ${username};`, 'postgres');
  for (const extension of extensions) psql(`CREATE EXTENSION ${extension};`);
  let runs = true;
  const stop: Cluster['stop'] = (mode = 'fast') => {
    if (runs) control('stop', '-m', mode);
    runs = false;
  };
  return {
    port,
    endpoint: `postgresql://127.0.0.1:${port}/service`,
    username,
    password,
    ca,
    psql,
    admitAll: () => {
      writeFileSync(join(data, 'pg_hba.conf'), 'local all all trust\nhost all all 127.0.0.1/32 trust\n');
      control('reload');
    },
    stop,
    remove: () => {
      stop('immediate');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function asPostgresOwns(path: string): void {
  const uid = Number(spawnSync('id', ['-u', 'postgres'], { encoding: 'utf8' }).stdout);
  const gid = Number(spawnSync('id', ['-g', 'postgres'], { encoding: 'utf8' }).stdout);
  chownSync(path, uid, gid);
}
