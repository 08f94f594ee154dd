import { connect, type Socket } from 'node:net';
import { Fault, isTargetFault } from '../../spec/index.ts';
import { pause } from '../probe.ts';
import { asTargetFault } from './http.ts';

export interface HeartbeatOptions {
  host: string;
  port: number;
  signal: AbortSignal;
  everyMs?: number;
  /** For a connection and for its first echo, each. */
  openMs?: number;
}

export interface HeartbeatReading {
  /** The first connection was never closed, and a marker sent at the end still came back over it. */
  survived: boolean;
  /** Longest time without an echo as the client saw it, milliseconds; a broken connection is dialled again meanwhile. */
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

interface Line {
  socket: Socket;
  sent: number;
  answered: number;
  broken: boolean;
  /** Something came back that was not the next marker. */
  foreign: boolean;
}

const redialMs = 100;

/**
 * Holds one TCP connection to an echo service and sends a marker at a fixed pace.
 * Throws TARGET_* when the connection does not come about or does not echo.
 */
export async function openHeartbeat(options: HeartbeatOptions): Promise<Heartbeat> {
  const { everyMs = 20, openMs = 5_000, signal } = options;
  let lastEcho = performance.now();
  let longestGapMs = 0;
  const heard = () => {
    const now = performance.now();
    longestGapMs = Math.max(longestGapMs, now - lastEcho);
    lastEcho = now;
  };
  let line = await dial(options, openMs, heard);
  let drops = 0;
  let over = false;
  let sent = 0;
  let answered = 0;
  let isDialling = false;
  let defect: unknown;
  const redial = async () => {
    isDialling = true;
    drops += 1;
    sent += line.sent;
    answered += line.answered;
    line.socket.destroy();
    while (isDialling && !over && !signal.aborted) {
      try {
        const next = await dial(options, openMs, heard);
        line = next;
        if (over) next.socket.destroy();
        isDialling = false;
      } catch (error) {
        if (!signal.aborted && !isTargetFault(error)) defect = error;
        if (defect !== undefined) return;
        await pause(redialMs, signal).catch(() => undefined);
      }
    }
  };

  longestGapMs = 0;
  lastEcho = performance.now();
  let lastBeat = lastEcho;
  let longestStallMs = 0;
  const tick = () => {
    const now = performance.now();
    longestStallMs = Math.max(longestStallMs, now - lastBeat - everyMs);
    lastBeat = now;
    if (isDialling) return;
    if (line.broken) void redial();
    else beat(line);
  };
  const timer = setInterval(tick, everyMs);
  const close = () => {
    over = true;
    clearInterval(timer);
    signal.removeEventListener('abort', close);
    line.socket.destroy();
  };
  signal.addEventListener('abort', close, { once: true });

  return {
    close,
    async finish(graceMs = 5_000) {
      const first = drops === 0 ? line : undefined;
      if (first && !first.broken) beat(first);
      const last = first?.sent ?? 0;
      const from = performance.now();
      const back = () => lastEcho > from && (first === undefined || first.broken || first.answered >= last);
      while (!back() && performance.now() - from < graceMs) await pause(5, signal);
      const survived = first !== undefined && !first.broken && !first.foreign && first.answered >= last;
      longestGapMs = Math.max(longestGapMs, performance.now() - lastEcho);
      const reading = {
        survived,
        longestGapMs,
        longestStallMs,
        sent: sent + line.sent,
        answered: answered + line.answered,
      };
      close();
      if (defect !== undefined) throw defect;
      return reading;
    },
  };
}

function beat(line: Line): void {
  line.sent += 1;
  line.socket.write(`${line.sent}\n`);
}

/** Connects and has the first marker echoed. */
async function dial(options: HeartbeatOptions, openMs: number, heard: () => void): Promise<Line> {
  const where = `tcp://${options.host}:${options.port}`;
  const socket = await open(options, openMs, where);
  const line: Line = { socket, sent: 0, answered: 0, broken: false, foreign: false };
  let rest = '';
  socket.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop()!.slice(-100);
    for (const text of lines) {
      // An echo is the next marker in order; anything else is another service talking.
      if (text.trim() === String(line.answered + 1) && line.answered < line.sent) {
        line.answered += 1;
        heard();
      } else line.foreign = true;
    }
  });
  for (const event of ['error', 'end', 'close'] as const) socket.on(event, () => (line.broken = true));
  beat(line);
  const started = performance.now();
  try {
    while (line.answered === 0 && !line.foreign && !line.broken && performance.now() - started < openMs) {
      await pause(5, options.signal);
    }
    if (line.answered > 0 && !line.foreign) return line;
    const code = line.broken ? 'TARGET_CLOSED' : line.foreign ? 'TARGET_GARBAGE' : 'TARGET_TIMED_OUT';
    throw new Fault(code, `${where}：发出的标记没有原样返回`);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function open(options: HeartbeatOptions, limitMs: number, where: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: options.host, port: options.port, noDelay: true });
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
