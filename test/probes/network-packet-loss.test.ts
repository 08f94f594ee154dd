import { createSocket, type Socket } from 'node:dgram';
import { afterEach, describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/network-packet-loss/probe.ts';
import { startEchoPoint } from '../../scenarios/platform/echo-point.ts';
import { standingsOf } from './monitoring.ts';
import { sight, testTarget, writeTarget } from './support.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

interface Point {
  host: string;
  port: number;
}

/** A far end of its own; `answer` is what comes back for a datagram. */
async function farEnd(
  answer: (message: Buffer, count: number) => Buffer[],
): Promise<Point & { socket: Socket }> {
  const socket = createSocket('udp4');
  let count = 0;
  socket.on('message', (message, { address, port }) => {
    for (const one of answer(message, count++)) socket.send(one, port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  undo.push(() => {
    try {
      socket.close();
    } catch {
      // Closed by its test.
    }
  });
  return { host: '127.0.0.1', port: socket.address().port, socket };
}

async function echo(loseEvery?: number): Promise<Point> {
  const point = await startEchoPoint(loseEvery);
  undo.push(() => point.close());
  return point;
}

function look(points: Point[], inputs: Record<string, number> = {}, timeLimit = 20) {
  const { targetFile, remove } = writeTarget(
    testTarget({
      id: 'cloud',
      role: 'openstack',
      testTenant: true,
      endpoint: 'http://127.0.0.1:9/v3',
      credentials: { username: 'u', password: { file: 'secret' }, project: 'p' },
      options: {
        image: 'i',
        flavor: 'f',
        ...(points.length > 0 ? { echoPoints: points.map(({ host, port }) => ({ host, port })) } : {}),
      },
    }),
  );
  undo.push(remove);
  return sight(probe, targetFile, { timeLimit, inputs });
}

const few = { packets: 2_000, packetsPerSecond: 5_000 };
const countsOf = (seen: Awaited<ReturnType<typeof look>>) => seen.measurements[0]?.uncertainty;

describe('network-packet-loss', () => {
  it('sees a conforming network by all its pairs, and that it is not yet due at delivery', async () => {
    const seen = await look([await echo(), await echo()]);
    expect(seen.fault).toBeUndefined();
    expect(seen.measurements[0]?.values).toEqual([0, 0]);
    expect(countsOf(seen)).toMatchObject([{ events: 0 }, { events: 0 }]);
    expect(standingsOf(probe, seen)).toEqual(['satisfied all-met']);
    expect(standingsOf(probe, seen, 'delivery')).toEqual(['not-assessed not-yet-due']);
    expect(seen.captured.get('数据报收发统计')).toContain('"sent": 10000');
  });

  it('is not satisfied by a violating pair beside a good one', async () => {
    const seen = await look([await echo(), await echo(50)]);
    expect(seen.measurements[0]?.values[1]).toBeCloseTo(2, 1);
    expect(standingsOf(probe, seen)).toEqual(['not-satisfied refuted']);
  });

  it('leaves a loss at the limit open', async () => {
    expect(standingsOf(probe, await look([await echo(200)]))).toEqual(['inconclusive at-the-limit']);
  });

  it('counts a datagram that comes back twice once, and what is not ours never', async () => {
    const twice = await farEnd((message) => [message, message]);
    expect(countsOf(await look([twice], few))).toMatchObject([{ events: 0 }]);
    const stray = await farEnd((message, count) =>
      count % 2 === 0 ? [message, Buffer.alloc(64)] : [message],
    );
    expect(countsOf(await look([stray], few))).toMatchObject([{ events: 0 }]);
  });

  it.each([
    ['silent', () => [], 'TARGET_TIMED_OUT'],
    ['garbage', () => [Buffer.from('no echo')], 'TARGET_GARBAGE'],
    ['altered', (message: Buffer) => [Buffer.from(message).reverse()], 'TARGET_GARBAGE'],
  ])('takes nothing from a broken far end: %s', async (_, answer, code) => {
    const seen = await look([await farEnd(answer)], few);
    expect([seen.state, seen.fault?.code, seen.measurements]).toEqual(['errored', code, []]);
  });

  it('takes nothing from a broken far end that refuses, or is gone in the end', async () => {
    const gone = await farEnd(() => []);
    gone.socket.close();
    const refused = await look([gone], few);
    expect([refused.fault?.code, refused.measurements]).toEqual(['TARGET_REFUSED', []]);
    let dying: Socket | undefined;
    const point = await farEnd((message, count) => {
      if (count === 1_000) setImmediate(() => dying?.close());
      return [message];
    });
    dying = point.socket;
    const died = await look([point], few);
    expect([died.state, died.measurements]).toEqual(['errored', []]);
    expect(died.fault?.code).toMatch(/^TARGET_(REFUSED|TIMED_OUT|CLOSED)$/);
    const dumb = await farEnd((message, count) => (count < 1_000 ? [message] : []));
    const fell = await look([dumb], few);
    expect([fell.fault?.code, fell.measurements]).toEqual(['TARGET_TIMED_OUT', []]);
  });

  it('takes nothing from a slow far end within its limit', async () => {
    const slow = await farEnd(() => []);
    const late = new Set<NodeJS.Timeout>();
    undo.push(() => {
      for (const timer of late) clearTimeout(timer);
    });
    slow.socket.on('message', (message, { address, port }) => {
      late.add(setTimeout(() => slow.socket.send(message, port, address, () => undefined), 2_500));
    });
    const seen = await look([slow], few, 1);
    expect(['errored', 'timed-out']).toContain(seen.state);
    expect(seen.measurements).toEqual([]);
    // Its echoes find the sender gone.
    slow.socket.on('error', () => undefined);
  });

  it('measures nothing on an empty target file, which names no far end', async () => {
    const seen = await look([]);
    expect([seen.fault?.code, seen.measurements]).toEqual(['TARGET_PREREQUISITE', []]);
    expect(standingsOf(probe, seen)).toEqual(['inconclusive target-errored']);
  });
});
