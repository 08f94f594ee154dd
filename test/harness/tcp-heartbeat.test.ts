import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openHeartbeat } from '../../harness/clients/tcp-heartbeat.ts';
import { Fault } from '../../spec/index.ts';

const undo: (() => unknown)[] = [];
afterEach(() => {
  for (const step of undo.splice(0).reverse()) step();
});

const sockets = new Set<Socket>();
function listen(serve: (socket: Socket) => void, port = 0): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    serve(socket);
  });
  undo.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve({ server, port: (server.address() as AddressInfo).port }));
  });
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const dial = (port: number, signal = new AbortController().signal, openMs = 500) =>
  openHeartbeat({ host: '127.0.0.1', port, signal, openMs });
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'none',
    (error: unknown) => (error instanceof Fault ? error.code : String(error)),
  );
const echo = (socket: Socket) => socket.on('data', (chunk) => socket.write(chunk));

describe('tcp heartbeat', () => {
  it('sees a steady echo', { retry: 2 }, async () => {
    const { port } = await listen(echo);
    const heartbeat = await dial(port);
    await wait(400);
    const seen = await heartbeat.finish();
    expect(seen.survived).toBe(true);
    expect(seen.sent).toBeGreaterThan(8);
    expect(seen.answered).toBeGreaterThanOrEqual(seen.sent - 2);
    expect(seen.longestGapMs).toBeGreaterThan(10);
    expect(seen.longestGapMs).toBeLessThan(200);
  });

  it('sees a pause, and that the connection outlived it', async () => {
    let paused = false;
    const held: Buffer[] = [];
    const { port } = await listen((socket) =>
      socket.on('data', (chunk: Buffer) => {
        if (paused) held.push(chunk);
        else socket.write(chunk);
      }),
    );
    const heartbeat = await dial(port);
    await wait(100);
    paused = true;
    await wait(500);
    paused = false;
    for (const socket of sockets) socket.write(Buffer.concat(held.splice(0)));
    await wait(100);
    const seen = await heartbeat.finish();
    expect(seen.survived).toBe(true);
    expect(seen.longestGapMs).toBeGreaterThan(450);
  });

  it('counts a service that never speaks again as lost, and the gap to the end', async () => {
    let silent = false;
    const { port } = await listen((socket) => socket.on('data', (chunk) => silent || socket.write(chunk)));
    const heartbeat = await dial(port);
    silent = true;
    const seen = await heartbeat.finish(300);
    expect(seen.survived).toBe(false);
    expect(seen.longestGapMs).toBeGreaterThan(290);
  });

  it('dials a dropped connection again and measures until the service answers', async () => {
    let shut = false;
    const { port } = await listen((socket) => (shut ? socket.destroy() : echo(socket)));
    const heartbeat = await dial(port);
    await wait(100);
    shut = true;
    for (const socket of sockets) socket.destroy();
    await wait(600);
    shut = false;
    const seen = await heartbeat.finish();
    expect(seen.survived).toBe(false);
    expect(seen.longestGapMs).toBeGreaterThan(550);
    expect(seen.longestGapMs).toBeLessThan(5000);
  });

  it('does not take another service for an echo', async () => {
    const { port } = await listen((socket) => socket.write('220 mail.example ESMTP\n'));
    expect(await codeOf(dial(port))).toBe('TARGET_GARBAGE');
  });

  it('says what is wrong with a service that is silent, closes or is not there', async () => {
    const silent = await listen(() => {});
    expect(await codeOf(dial(silent.port))).toBe('TARGET_TIMED_OUT');
    const closing = await listen((socket) => socket.end());
    expect(await codeOf(dial(closing.port))).toBe('TARGET_CLOSED');
    const gone = await listen(echo);
    await new Promise((resolve) => gone.server.close(resolve));
    expect(await codeOf(dial(gone.port))).toBe('TARGET_REFUSED');
  });

  it('ends with the attempt', async () => {
    const { port } = await listen(echo);
    const abort = new AbortController();
    const heartbeat = await dial(port, abort.signal);
    abort.abort(new Error('over'));
    await expect(heartbeat.finish()).rejects.toThrow('over');
    await wait(50);
    expect(sockets.size).toBe(0);
  });
});
