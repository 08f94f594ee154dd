import { connect, type Socket } from 'node:net';
import { Fault } from '../../spec/index.ts';
import { pause } from '../probe.ts';
import { asTargetFault } from './http.ts';

export interface HeartbeatOptions {
  host: string;
  port: number;
  signal: AbortSignal;
  everyMs?: number;
  /** For the connection and for its first echo, each. */
  openMs?: number;
}

export interface HeartbeatReading {
  /** The connection was never closed, and a marker sent at the end still came back. */
  survived: boolean;
  /** Longest time between two echoes as the client saw them, milliseconds. */
  longestGapMs: number;
  /** Longest delay of our own clock, milliseconds: a gap cannot be told from it. */
  longestStallMs: number;
  sent: number;
  answered: number;
}

export interface Heartbeat {
  /** Sends a last marker, waits for its echo within the grace, closes. */
  finish(graceMs?: number): Promise<HeartbeatReading>;
  close(): void;
}

/**
 * Holds one TCP connection to an echo service and sends a marker at a fixed pace.
 * Throws TARGET_* when the connection does not come about or does not echo.
 */
export async function openHeartbeat(options: HeartbeatOptions): Promise<Heartbeat> {
  const { everyMs = 20, openMs = 5_000, signal } = options;
  const where = `tcp://${options.host}:${options.port}`;
  const socket = await open(options, openMs, where);
  let sent = 0;
  let answered = 0;
  let newest = 0;
  let broken = false;
  let foreign = false;
  let rest = '';
  let longestGapMs = 0;
  let lastEcho = performance.now();
  const beat = () => {
    sent += 1;
    if (!broken) socket.write(`${sent}\n`);
  };
  socket.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop()!.slice(-100);
    for (const line of lines) {
      const number = Number(line.trim());
      // An echo is the next marker in order; anything else is another service talking.
      if (number !== newest + 1 || number > sent) {
        foreign = true;
        continue;
      }
      newest = number;
      answered += 1;
      const now = performance.now();
      longestGapMs = Math.max(longestGapMs, now - lastEcho);
      lastEcho = now;
    }
  });
  for (const event of ['error', 'end', 'close'] as const) socket.on(event, () => (broken = true));

  const until = async (wanted: () => boolean, limitMs: number) => {
    const started = performance.now();
    while (!wanted() && !broken && performance.now() - started < limitMs) await pause(5, signal);
    return wanted();
  };
  try {
    beat();
    if (!(await until(() => newest > 0 || foreign, openMs)) || foreign) {
      const code = broken ? 'TARGET_CLOSED' : foreign ? 'TARGET_GARBAGE' : 'TARGET_TIMED_OUT';
      throw new Fault(code, `${where}：发出的标记没有原样返回`);
    }
  } catch (error) {
    socket.destroy();
    throw error;
  }

  let longestStallMs = 0;
  let lastBeat = performance.now();
  longestGapMs = 0;
  lastEcho = lastBeat;
  const timer = setInterval(() => {
    const now = performance.now();
    longestStallMs = Math.max(longestStallMs, now - lastBeat - everyMs);
    lastBeat = now;
    beat();
  }, everyMs);
  const close = () => {
    clearInterval(timer);
    socket.destroy();
  };
  signal.addEventListener('abort', close, { once: true });

  return {
    close,
    async finish(graceMs = 5_000) {
      clearInterval(timer);
      beat();
      const last = sent;
      const back = await until(() => newest >= last, graceMs);
      longestGapMs = Math.max(longestGapMs, performance.now() - lastEcho);
      const survived = back && !broken && !foreign;
      signal.removeEventListener('abort', close);
      close();
      return { survived, longestGapMs, longestStallMs, sent, answered };
    },
  };
}

function open(options: HeartbeatOptions, limitMs: number, where: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: options.host, port: options.port, noDelay: true, keepAlive: false });
    const settle = (act: () => void) => {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', stop);
      socket.removeAllListeners('error');
      act();
    };
    const fail = (error: unknown) =>
      settle(() => {
        socket.on('error', () => undefined);
        socket.destroy();
        reject(error);
      });
    const stop = () => fail(options.signal.reason);
    const timer = setTimeout(
      () => fail(new Fault('TARGET_TIMED_OUT', `${where}：${limitMs} 毫秒内未建立连接`)),
      limitMs,
    );
    options.signal.addEventListener('abort', stop, { once: true });
    socket.once('error', (error) => fail(asTargetFault(error, where) ?? error));
    socket.once('connect', () => settle(() => resolve(socket)));
  });
}
