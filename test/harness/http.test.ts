import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { afterEach, describe, expect, it } from 'vitest';
import { BoundedHttpClient, type HttpExchange } from '../../harness/clients/http.ts';
import { type BrokenKind, startBroken } from '../probes/support.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function client(options: { ca?: string; timeoutMs?: number; signal?: AbortSignal } = {}) {
  const exchanges: HttpExchange[] = [];
  const http = new BoundedHttpClient({
    signal: options.signal ?? new AbortController().signal,
    timeoutMs: options.timeoutMs ?? 1500,
    ca: options.ca,
    onExchange: (exchange) => exchanges.push(exchange),
  });
  closers.push(() => http.close());
  return { http, exchanges };
}

async function broken(kind: BrokenKind): Promise<string> {
  const server = await startBroken(kind);
  closers.push(server.close);
  return server.url;
}

describe('an endpoint that is broken', () => {
  it.each([
    ['refusing', 'TARGET_REFUSED'],
    ['silent', 'TARGET_TIMED_OUT'],
    ['slow', 'TARGET_TIMED_OUT'],
    ['closing', 'TARGET_CLOSED'],
    ['garbage', 'TARGET_GARBAGE'],
    ['endless', 'TARGET_BODY_TOO_LARGE'],
    ['redirecting', 'TARGET_REDIRECT_LOOP'],
  ] as const)('%s gives %s, soon', async (kind, code) => {
    const { http, exchanges } = client();
    const started = Date.now();
    await expect(
      http.request({ url: `${await broken(kind)}/a`, redirects: 5, maxBytes: 4 << 20 }),
    ).rejects.toMatchObject({ code });
    expect(Date.now() - started).toBeLessThan(8000);
    expect(exchanges.length).toBeGreaterThan(0);
  });

  it('pours without end and only little more than the permitted part is ever taken', async () => {
    const server = await startBroken('endless');
    closers.push(server.close);
    await expect(
      client({ timeoutMs: 20_000 }).http.request({ url: server.url, maxBytes: 8 << 20 }),
    ).rejects.toMatchObject({
      code: 'TARGET_BODY_TOO_LARGE',
    });
    expect(server.poured()).toBeGreaterThan(8 << 20);
    expect(server.poured()).toBeLessThan(64 << 20);
  });

  it('an answer that is no JSON is said to be none', async () => {
    const { http } = client();
    const answer = await http.request({ url: await broken('error500') });
    expect(answer.status).toBe(500);
    expect(() => answer.json()).toThrow(/TARGET_GARBAGE/);
  });

  it('an expired or unknown certificate is refused', async () => {
    const past = new Date('2020-01-01');
    const expired = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
      keySize: 2048,
      notBeforeDate: past,
      notAfterDate: new Date('2020-02-01'),
    });
    const server = createServer({ key: expired.private, cert: expired.cert }, (_, response) =>
      response.end('hello'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => new Promise((resolve) => server.close(resolve)));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await expect(client().http.request({ url })).rejects.toMatchObject({ code: 'TARGET_CERTIFICATE' });
    await expect(client({ ca: expired.cert }).http.request({ url })).rejects.toMatchObject({
      code: 'TARGET_CERTIFICATE',
    });
  });

  it('an aborted attempt ends with the reason it was given', async () => {
    const controller = new AbortController();
    const { http } = client({ signal: controller.signal, timeoutMs: 30_000 });
    const asked = http.request({ url: await broken('silent') });
    setTimeout(() => controller.abort(new Error('stop')), 50);
    await expect(asked).rejects.toThrow('stop');
  });
});
