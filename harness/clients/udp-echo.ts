import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { Fault } from '../../spec/index.ts';
import { pause } from '../probe.ts';
import { asTargetFault } from './http.ts';

export interface EchoOptions {
  host: string;
  port: number;
  packets: number;
  packetsPerSecond: number;
  signal: AbortSignal;
}

export interface EchoReading {
  /** Datagrams that left our socket. */
  sent: number;
  /** Of these, how many came back at least once. */
  answered: number;
  duplicates: number;
  /** Datagrams that our own system would not take, or threw away before we read them; undefined where it does not tell. */
  ownSendErrors: number;
  ownDrops: number | undefined;
  /** Longest time without any echo while datagrams were sent, milliseconds. */
  longestSilenceMs: number;
  localAddress: string;
}

const datagramBytes = 64;
const tokenBytes = 12;
const knocks = 5;
const knockWaitMs = 300;
const drainMs = 1_000;
/** After a stall of ours no more than this is sent at once. */
const burstAtMost = 32;
const receiveBufferBytes = 4 * 1024 * 1024;

/** What the kernel dropped at this socket because we did not read in time. */
function dropsAt(port: number, family: 'udp4' | 'udp6'): number | undefined {
  try {
    const wanted = port.toString(16).toUpperCase().padStart(4, '0');
    const lines = readFileSync(`/proc/net/${family === 'udp6' ? 'udp6' : 'udp'}`, 'utf8').split('\n');
    const fields = lines
      .map((line) => line.trim().split(/\s+/))
      .find(([, local]) => local?.endsWith(`:${wanted}`));
    const drops = Number(fields?.at(-1));
    return fields && Number.isInteger(drops) ? drops : undefined;
  } catch {
    return undefined;
  }
}

interface Line {
  socket: Socket;
  token: Buffer;
  answered: Set<number>;
  duplicates: number;
  foreign: number;
  fault: Error | undefined;
  lastHeard: number;
  longestSilenceMs: number;
}

async function open({ host, port }: EchoOptions, family: 'udp4' | 'udp6'): Promise<Line> {
  const socket = createSocket(family);
  const line: Line = {
    socket,
    token: randomBytes(tokenBytes),
    answered: new Set(),
    duplicates: 0,
    foreign: 0,
    fault: undefined,
    lastHeard: performance.now(),
    longestSilenceMs: 0,
  };
  socket.on('error', (error) => {
    line.fault ??= error;
  });
  socket.on('message', (message) => {
    if (message.length !== datagramBytes || !message.subarray(0, tokenBytes).equals(line.token)) {
      line.foreign += 1;
      return;
    }
    const now = performance.now();
    line.longestSilenceMs = Math.max(line.longestSilenceMs, now - line.lastHeard);
    line.lastHeard = now;
    const number = message.readUInt32BE(tokenBytes);
    if (line.answered.has(number)) line.duplicates += 1;
    else line.answered.add(number);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.connect(port, host, () => {
      socket.removeListener('error', reject);
      resolve();
    });
  });
  try {
    socket.setRecvBufferSize(receiveBufferBytes);
  } catch {
    // As large as the system lets it be; what it drops is counted.
  }
  return line;
}

function send(line: Line, number: number): Promise<boolean> {
  const datagram = Buffer.alloc(datagramBytes);
  line.token.copy(datagram);
  datagram.writeUInt32BE(number, tokenBytes);
  return new Promise((resolve) => line.socket.send(datagram, (error) => resolve(!error)));
}

/** Whether the other end echoes: a datagram of some came back. Throws TARGET_* for whatever else it does. */
async function assertEchoes(line: Line, where: string, first: number, signal: AbortSignal): Promise<void> {
  for (let number = first; number < first + knocks; number += 1) {
    await send(line, number);
    await pause(knockWaitMs / knocks, signal);
    if (line.answered.has(number)) return;
  }
  await pause(knockWaitMs, signal);
  if (line.fault) throw asTargetFault(line.fault, where) ?? line.fault;
  for (let number = first; number < first + knocks; number += 1) if (line.answered.has(number)) return;
  if (line.foreign > 0) throw new Fault('TARGET_GARBAGE', `${where}：应答不是所发数据报的回显`);
  throw new Fault('TARGET_TIMED_OUT', `${where}：对所发数据报没有回显`);
}

const knockNumbers = 0xffff_0000;

/**
 * Sends paced datagrams to a UDP echo service (RFC 862) and counts what comes back. The service is asked before and
 * after: one that is not there, or is gone in the end, is TARGET_*, and never a loss.
 */
export async function measureEcho(options: EchoOptions): Promise<EchoReading> {
  const { host, port, packets, packetsPerSecond, signal } = options;
  const where = `${host}:${port}/udp`;
  const family = isIPv6(host) ? 'udp6' : 'udp4';
  const line = await open(options, family);
  try {
    await assertEchoes(line, where, knockNumbers, signal);
    const local = line.socket.address();
    const dropsBefore = dropsAt(local.port, family);
    line.answered.clear();
    line.duplicates = 0;
    line.longestSilenceMs = 0;
    line.lastHeard = performance.now();
    let errors = 0;
    let next = 0;
    let last = performance.now();
    let owed = 0;
    const sends: Promise<void>[] = [];
    while (next < packets) {
      const now = performance.now();
      owed = Math.min(burstAtMost, owed + ((now - last) * packetsPerSecond) / 1000);
      last = now;
      for (; owed >= 1 && next < packets; owed -= 1, next += 1) {
        sends.push(
          send(line, next).then((left) => {
            if (!left) errors += 1;
          }),
        );
      }
      await pause(1, signal);
    }
    await Promise.all(sends);
    const until = performance.now() + drainMs;
    while (line.answered.size < packets && performance.now() < until) await pause(20, signal);
    const counted = [...line.answered].filter((number) => number < packets).length;
    const { duplicates, longestSilenceMs } = line;
    const dropsAfter = dropsAt(local.port, family);
    await assertEchoes(line, where, knockNumbers + knocks, signal);
    return {
      sent: packets - errors,
      answered: counted,
      duplicates,
      ownSendErrors: errors,
      ownDrops: dropsBefore === undefined || dropsAfter === undefined ? undefined : dropsAfter - dropsBefore,
      longestSilenceMs,
      localAddress: local.address,
    };
  } catch (error) {
    if (signal.aborted) throw error;
    throw asTargetFault(error, where) ?? error;
  } finally {
    line.socket.close();
  }
}
