import { randomInt } from 'node:crypto';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Certificate } from '../certificate.ts';
import { speak } from './conversation.ts';
import { openScram } from './scram.ts';
import { armed, closeSession, openSession, type Session } from './session.ts';
import { type Database, openDatabase } from './store.ts';
import { incomingOf, messages } from './wire.ts';

export interface DatabaseOptions {
  username: string;
  password: string;
  defects: ReadonlySet<string>;
  /** Without one, TLS is declined. */
  tls?: Certificate;
}
export interface DatabaseServer {
  /** `postgresql://127.0.0.1:port/name`. */
  url: string;
  database: Database;
  close(): Promise<void>;
}

const requests = { ssl: 80877103, cancel: 80877102, version3: 196608 };
const parameters = {
  server_version: '15.0 (biaochi-stand-in)',
  server_encoding: 'UTF8',
  client_encoding: 'UTF8',
  DateStyle: 'ISO, YMD',
  integer_datetimes: 'on',
  standard_conforming_strings: 'on',
};

/** A small relational database that speaks version 3 of the PostgreSQL protocol; its SQL is a subset of its own. */
export async function startDatabase(options: DatabaseOptions): Promise<DatabaseServer> {
  const database = openDatabase(options.defects);
  const sessions = new Map<number, { session: Session; secret: number }>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.setNoDelay(true);
    void serve(socket, options, database, sessions).finally(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `postgresql://127.0.0.1:${(server.address() as AddressInfo).port}/service`,
    database,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

async function serve(
  plain: Socket,
  options: DatabaseOptions,
  database: Database,
  sessions: Map<number, { session: Session; secret: number }>,
): Promise<void> {
  let socket = plain;
  let incoming = incomingOf(socket);
  let startup = await incoming.startup();
  if (startup?.readInt32BE(0) === requests.ssl) {
    const offers = options.tls !== undefined && !options.defects.has('database-tls-off');
    if (offers) incoming.stop();
    socket.write(offers ? 'S' : 'N');
    if (offers) {
      const { key, cert } = options.tls!;
      socket = new TLSSocket(plain, { isServer: true, key, cert });
      socket.on('error', () => undefined);
      incoming = incomingOf(socket);
    }
    startup = await incoming.startup();
  }
  if (!startup || startup.length < 4) return;
  const code = startup.readInt32BE(0);
  if (code === requests.cancel) {
    const found = sessions.get(startup.readInt32BE(4));
    if (found?.secret === startup.readInt32BE(8) && !options.defects.has('database-cancel-ignored'))
      found.session.cancel();
    return;
  }
  if (code !== requests.version3)
    return void socket.write(messages.error('08P01', 'unsupported frontend protocol', 'FATAL'));
  const words = startup.subarray(4).toString('utf8').split('\0');
  const asked = new Map(
    words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1] ?? '']] : [])),
  );
  if (!(await logIn(socket, incoming, options, asked.get('user') ?? ''))) return;
  const pid = database.nextPid++;
  const secret = randomInt(2 ** 31 - 1);
  const now = new Date();
  const session = openSession(database, {
    pid,
    user: options.username,
    application: asked.get('application_name') ?? '',
    address: '127.0.0.1',
    startedAt: now,
    state: 'idle',
    query: '',
    queryAt: now,
    held: 0,
  });
  sessions.set(pid, { session, secret });
  database.activities.set(pid, session.activity);
  const leave = () => {
    session.cancel();
    closeSession(session);
    sessions.delete(pid);
    database.activities.delete(pid);
  };
  plain.once('close', leave);
  for (const [name, value] of Object.entries(parameters)) socket.write(messages.parameter(name, value));
  socket.write(Buffer.concat([messages.key(pid, secret), messages.ready('I')]));
  armed(session);
  await speak(socket, incoming, session);
  leave();
}

async function logIn(
  socket: Socket,
  incoming: ReturnType<typeof incomingOf>,
  { username, password, defects }: DatabaseOptions,
  user: string,
): Promise<boolean> {
  if (defects.has('database-password-unchecked')) {
    socket.write(messages.authentication(0));
    return true;
  }
  const refuse = () => socket.write(messages.error('28P01', 'password authentication failed', 'FATAL'));
  const scram = openScram(password);
  socket.write(messages.authentication(10, 'SCRAM-SHA-256\0\0'));
  const first = await incoming.message();
  const body = first?.body.toString('utf8') ?? '';
  const at = body.indexOf('\0');
  if (first?.type !== 'p' || body.slice(0, at) !== 'SCRAM-SHA-256') return refuse() && false;
  socket.write(messages.authentication(11, scram.first(first.body.subarray(at + 5).toString('utf8'))));
  const last = await incoming.message();
  const signature = scram.last(last?.body.toString('utf8') ?? '');
  if (signature === undefined || user !== username) return refuse() && false;
  socket.write(Buffer.concat([messages.authentication(12, signature), messages.authentication(0)]));
  return true;
}
