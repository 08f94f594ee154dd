import { createServer as createHttpServer } from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { performance } from 'node:perf_hooks';
import { Fault, type InstrumentLimits, type Unit } from '../spec/index.ts';
import { asTargetFault, BoundedHttpClient } from './clients/http.ts';

/** What makes load: reaches an address for a while and says how much came back. */
export type Generator = (
  address: { host: string; port: number },
  forMs: number,
  signal: AbortSignal,
) => Promise<{ value: number; unit: Unit }>;

/** A target that answers at once and does nothing: what a generator reaches on it is the generator's own ceiling. */
export type NullTarget = 'http' | 'tcp-echo';

const bodies = Buffer.from('{}');
const nullTargets: Record<NullTarget, () => Server> = {
  http: () =>
    createHttpServer((request, response) => {
      request.resume();
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': bodies.length })
        .end(bodies);
    }),
  'tcp-echo': () =>
    createTcpServer({ noDelay: true }, (socket) => socket.on('error', () => undefined).pipe(socket)),
};

/** Runs work and says how busy this process was meanwhile: share of one processor, share of time in the event loop. */
export async function measureOwnLoad<T>(
  work: () => Promise<T>,
): Promise<{ result: T; cpuUtilisation: number; eventLoopUtilisation: number }> {
  const loop = performance.eventLoopUtilization();
  const cpu = process.cpuUsage();
  const started = performance.now();
  const result = await work();
  const spent = process.cpuUsage(cpu);
  const elapsedMs = Math.max(performance.now() - started, 1);
  return {
    result,
    cpuUtilisation: (spent.user + spent.system) / 1000 / elapsedMs,
    eventLoopUtilisation: performance.eventLoopUtilization(loop).utilization,
  };
}

/**
 * What a generator reaches on a null target of this process. Generator and target share one event loop, so that the
 * figure is rather too low than too high: in doubt a measured figure has no headroom.
 */
export async function measureCeiling(
  generator: Generator,
  target: NullTarget,
  forMs: number,
  signal: AbortSignal,
): Promise<{ value: number; unit: Unit }> {
  const server = nullTargets[target]();
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await generator(
      { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
      forMs,
      signal,
    );
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

/** Measures with a generator between two looks at itself: its figure, and the limits to hold it against. */
export async function withHeadroom(
  generator: Generator,
  nullTarget: NullTarget,
  address: { host: string; port: number },
  forMs: number,
  signal: AbortSignal,
): Promise<{ figure: { value: number; unit: Unit }; instrument: InstrumentLimits }> {
  const ceiling = await measureCeiling(generator, nullTarget, forMs, signal);
  const { result, ...busy } = await measureOwnLoad(() => generator(address, forMs, signal));
  return { figure: result, instrument: { ceiling, ...busy } };
}

/** Answers per second over so many connections at once, each asking again as soon as it is answered. */
export function httpGenerator(connections: number, path = '/'): Generator {
  return async ({ host, port }, forMs, signal) => {
    const client = new BoundedHttpClient({ signal });
    const started = performance.now();
    let answered = 0;
    const lane = async () => {
      while (performance.now() - started < forMs) {
        const answer = await client.request({ url: `http://${host}:${port}${path}`, timeoutMs: 10_000 });
        if (answer.status < 500) answered += 1;
      }
    };
    try {
      await Promise.all(Array.from({ length: connections }, lane));
      return { value: (answered * 1000) / (performance.now() - started), unit: '1/s' };
    } finally {
      await client.close();
    }
  };
}

/** Echoes per second over so many TCP connections, each sending again as soon as its marker is back. Throws TARGET_CLOSED. */
export function tcpGenerator(connections: number): Generator {
  return async ({ host, port }, forMs, signal) => {
    const where = `${host}:${port}`;
    const started = performance.now();
    let echoes = 0;
    const lane = () =>
      new Promise<void>((resolve, reject) => {
        const socket = connect({ host, port, noDelay: true });
        const end = (error?: unknown) => {
          signal.removeEventListener('abort', stop);
          socket.destroy();
          if (error === undefined) resolve();
          else reject(error as Error);
        };
        const stop = () => end(signal.reason);
        signal.addEventListener('abort', stop, { once: true });
        socket.once('error', (error) => end(asTargetFault(error, where) ?? error));
        // Of no effect once the lane has ended.
        socket.once('close', () => end(new Fault('TARGET_CLOSED', where)));
        socket.on('connect', () => socket.write('.'));
        socket.on('data', (chunk) => {
          echoes += chunk.length;
          if (performance.now() - started >= forMs) end();
          else socket.write('.');
        });
      });
    await Promise.all(Array.from({ length: connections }, lane));
    return { value: (echoes * 1000) / (performance.now() - started), unit: '1/s' };
  };
}
