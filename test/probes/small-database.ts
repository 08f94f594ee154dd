import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Probe } from '../../harness/index.ts';
import { makeCertificates } from '../../scenarios/platform/certificate.ts';
import { startDatabase } from '../../scenarios/platform/database.ts';
import type { Target } from '../../spec/index.ts';
import {
  type BrokenKind,
  brokenKinds,
  emptyKinds,
  type SightResult,
  sight,
  startBroken,
  testTarget,
  writeTarget,
} from './support.ts';

interface Shown {
  targetFile: string;
  close(): Promise<void>;
}
const username = 'examiner';
/** What `writeTarget` writes into the file `secret`. */
const password = 'test-secret';

const targetAt = (endpoint: string, ca?: string): Target =>
  testTarget({
    id: 'tenant-database',
    role: 'database',
    endpoint,
    credentials: { username, password: { file: 'secret' } },
    ...(ca === undefined ? {} : { caFile: 'ca.pem' }),
  });

/** The stand-in's database alone, with a target file on it. */
export async function showDatabase(defects: readonly string[] = [], account = { password }): Promise<Shown> {
  const { ca, valid } = await makeCertificates();
  const server = await startDatabase({ username, ...account, defects: new Set(defects), tls: valid });
  const { targetFile, remove } = writeTarget(targetAt(server.url, ca), ca);
  return {
    targetFile,
    close: async () => {
      await server.close();
      remove();
    },
  };
}

const zeroTerminated = (type: string, body: Buffer) => {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};

/** Takes everybody in and says of each statement that there was none. */
function answerNothing(socket: Socket): void {
  const ready = zeroTerminated('Z', Buffer.from('I'));
  let isIn = false;
  socket.on('data', (bytes: Buffer) => {
    if (!isIn && bytes.length === 8) return void socket.write('N');
    if (!isIn) socket.write(Buffer.concat([zeroTerminated('R', Buffer.alloc(4)), ready]));
    else if (bytes[0] === 0x51) socket.write(Buffer.concat([zeroTerminated('I', Buffer.alloc(0)), ready]));
    isIn = true;
  });
}

async function listen(onSocket: (socket: Socket) => void): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

export const brokenDatabases = [
  ...brokenKinds,
  'dies-midway',
  'greets-with-garbage',
  'asks-for-clear-password',
  'refuses-account',
] as const;
export const emptyDatabases = [...emptyKinds, 'answers-nothing'] as const;
export type StrangeDatabase = (typeof brokenDatabases)[number] | (typeof emptyDatabases)[number];

async function startStrange(kind: StrangeDatabase): Promise<Shown> {
  if (kind === 'refuses-account') return showDatabase([], { password: 'another-secret' });
  const ends: (() => Promise<void>)[] = [];
  let port: number;
  if (kind === 'dies-midway') {
    const { ca, valid } = await makeCertificates();
    const inner = await startDatabase({ username, password, defects: new Set(), tls: valid });
    const proxy = await listen((socket) => {
      const upstream = connect(Number(new URL(inner.url).port), '127.0.0.1');
      upstream.on('error', () => undefined);
      let taken = 0;
      socket.on('data', (bytes: Buffer) => {
        taken += bytes.length;
        if (taken > 6_000) socket.destroy();
        else upstream.write(bytes);
      });
      upstream.on('data', (bytes) => socket.write(bytes));
      socket.on('close', () => upstream.destroy());
    });
    const { targetFile, remove } = writeTarget(
      targetAt(`postgresql://127.0.0.1:${proxy.port}/service`, ca),
      ca,
    );
    return {
      targetFile,
      close: async () => {
        await proxy.close();
        await inner.close();
        remove();
      },
    };
  }
  if (kind === 'answers-nothing') {
    const server = await listen(answerNothing);
    port = server.port;
    ends.push(server.close);
  } else if (kind === 'asks-for-clear-password') {
    const server = await listen((socket) => {
      let heard = '';
      const question = zeroTerminated('R', Buffer.from([0, 0, 0, 3]));
      const ready = [zeroTerminated('R', Buffer.alloc(4)), zeroTerminated('Z', Buffer.from('I'))];
      socket.on('data', (bytes: Buffer) => {
        heard += bytes.toString('latin1');
        if (bytes.length === 8) socket.write('N');
        // Whoever gives the password away is taken in.
        else socket.write(heard.includes(password) ? Buffer.concat(ready) : question);
      });
    });
    port = server.port;
    ends.push(server.close);
  } else if (kind === 'greets-with-garbage') {
    const server = await listen((socket) => {
      // A continuation of a login that was never begun.
      const garbage = Buffer.from('520000000c0000000bffffffff', 'hex');
      socket.on('data', (bytes: Buffer) => socket.write(bytes.length === 8 ? 'N' : garbage));
    });
    port = server.port;
    ends.push(server.close);
  } else {
    const server = await startBroken(kind as BrokenKind);
    port = Number(new URL(server.url).port);
    ends.push(server.close);
  }
  const { targetFile, remove } = writeTarget(targetAt(`postgresql://127.0.0.1:${port}/service`));
  return {
    targetFile,
    close: async () => {
      for (const end of ends) await end();
      remove();
    },
  };
}

/** What a probe sees of a database that is broken or has nothing; what never answers runs into a short limit. */
export async function sightOfStrange(probe: Probe, kind: StrangeDatabase): Promise<SightResult> {
  const shown = await startStrange(kind);
  try {
    return await sight(probe, shown.targetFile, { timeLimit: /silent|slow/.test(kind) ? 1 : 20 });
  } finally {
    await shown.close();
  }
}

/** What a probe sees of the stand-in's database with these defects. */
export async function sightOfDatabase(probe: Probe, ...defects: string[]): Promise<SightResult> {
  const shown = await showDatabase(defects);
  try {
    return await sight(probe, shown.targetFile);
  } finally {
    await shown.close();
  }
}
