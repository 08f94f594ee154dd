import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { generate } from 'selfsigned';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { shakeHands, tlsVersions } from '../../harness/clients/tls.ts';
import { probe } from '../../harness/probes/tls-versions/probe.ts';
import { startHttpsEndpoint, tlsDefects } from '../../scenarios/platform/https-endpoint.ts';
import {
  brokenKinds,
  emptyKinds,
  seenTrue,
  sight,
  startBroken,
  testTarget,
  valuesOf,
  writeTarget,
} from './support.ts';

type Pair = { private: string; cert: string };
const directory = mkdtempSync(join(tmpdir(), 'biaochi-tls-'));
const caFile = join(directory, 'ca.pem');
const signal = new AbortController().signal;
const undo: (() => unknown)[] = [];
let good: Pair;
let expired: Pair;
let otherName: Pair;

beforeAll(async () => {
  const make = { keyType: 'ec', algorithm: 'sha256' } as const;
  const authority = await generate([{ name: 'commonName', value: '测试根证书' }], {
    ...make,
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'keyUsage', keyCertSign: true, digitalSignature: true },
    ],
  });
  writeFileSync(caFile, authority.cert);
  const ca = { key: authority.private, cert: authority.cert };
  const leaf = (ip: string, dates: { notBeforeDate?: Date; notAfterDate?: Date } = {}) =>
    generate([{ name: 'commonName', value: 'endpoint' }], {
      ...make,
      ...dates,
      ca,
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip }] }],
    });
  good = await leaf('127.0.0.1');
  const day = 86_400_000;
  expired = await leaf('127.0.0.1', {
    notBeforeDate: new Date(Date.now() - 30 * day),
    notAfterDate: new Date(Date.now() - day),
  });
  otherName = await leaf('127.0.0.9');
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function targetOf(endpoint: string, ca: string | undefined = caFile): string {
  const target = testTarget({
    id: 'portal',
    role: 'public-endpoint',
    endpoint,
    ...(ca ? { caFile: ca } : {}),
  });
  const written = writeTarget(target);
  undo.push(written.remove);
  return written.targetFile;
}

async function look(pair: Pair, ...defects: string[]) {
  const endpoint = await startHttpsEndpoint({
    key: pair.private,
    cert: pair.cert,
    defects: new Set(defects),
  });
  undo.push(endpoint.close);
  return sight(probe, targetOf(endpoint.url));
}

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function tlsServer(options: TlsOptions): Promise<number> {
  const server = createTlsServer({
    key: good.private,
    cert: good.cert,
    ciphers: 'ALL:@SECLEVEL=0',
    ...options,
  });
  server.on('tlsClientError', () => {});
  return listen(server);
}

describe('our own side', () => {
  it.each(tlsVersions)('speaks %s, and hears from each server which versions it refuses', async (version) => {
    const port = await tlsServer({ minVersion: version, maxVersion: version });
    const heard = [];
    for (const offered of tlsVersions) {
      heard.push(await shakeHands({ host: '127.0.0.1', port, signal }, offered));
    }
    expect(heard.map(({ outcome }) => outcome)).toEqual(
      tlsVersions.map((offered) => (offered === version ? 'accepted' : 'refused')),
    );
  });

  it('takes a handshake that breaks off after the version was agreed for neither yes nor no', async () => {
    const port = await tlsServer({ requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2' });
    await expect(shakeHands({ host: '127.0.0.1', port, signal }, 'TLSv1.2')).rejects.toMatchObject({
      code: 'TARGET_TLS',
    });
  });

  it('stops at once when it is told to', async () => {
    const silent = await startBroken('silent');
    undo.push(silent.close);
    const stop = new AbortController();
    const { port } = new URL(silent.url);
    const waiting = shakeHands({ host: '127.0.0.1', port: Number(port), signal: stop.signal }, 'TLSv1.2');
    setTimeout(() => stop.abort(new Error('stopped')), 50);
    await expect(waiting).rejects.toThrow('stopped');
  });
});

describe('tls-versions', () => {
  it('sees a conforming endpoint', async () => {
    const seen = await look(good);
    expect(seen.fault).toBeUndefined();
    expect(seen.tier).toBe('measured');
    expect(valuesOf(seen, 'accepted-versions')).toEqual([['TLSv1.2', 'TLSv1.3']]);
    expect(seenTrue(seen)).toEqual(['certificate-valid', 'https-answers']);
    expect(seen.captured.get('TLS 握手记录')).toContain('"outcome": "refused"');
    expect(seen.steps.find((step) => step.label === '校验证书')?.detail).toContain('CN=endpoint');
  });

  it('sees an endpoint that still takes TLSv1', async () => {
    const seen = await look(good, 'tls10-accepted');
    expect(valuesOf(seen, 'accepted-versions')).toEqual([['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']]);
    expect(seenTrue(seen)).toEqual(['certificate-valid', 'https-answers']);
  });

  it('sees an endpoint that takes nothing newer than TLSv1.1', async () => {
    const seen = await look(good, 'tls-legacy-only');
    expect(valuesOf(seen, 'accepted-versions')).toEqual([['TLSv1', 'TLSv1.1']]);
    expect(valuesOf(seen, 'https-answers')).toEqual([false]);
    expect(valuesOf(seen, 'certificate-valid')).toEqual([true]);
  });

  it('sees an expired certificate, and leaves open what it kept from being tried', async () => {
    const seen = await look(expired, 'tls-expired-certificate');
    expect(valuesOf(seen, 'accepted-versions')).toEqual([['TLSv1.2', 'TLSv1.3']]);
    expect(valuesOf(seen, 'certificate-valid')).toEqual([false]);
    expect(valuesOf(seen, 'https-answers')).toBeUndefined();
    expect(seen.notes.join()).toMatch(/证书未通过校验：.*CERT_HAS_EXPIRED/);
  });

  it('sees a certificate for another name', async () => {
    const seen = await look(otherName);
    expect(valuesOf(seen, 'certificate-valid')).toEqual([false]);
    expect(seen.notes.join()).toContain('证书所列名称与地址不符');
    expect(seen.steps.find((step) => step.label === '校验证书')?.detail).toContain('127.0.0.9');
  });

  it('sees a certificate whose chain leads to no trusted root', async () => {
    const endpoint = await startHttpsEndpoint({ key: good.private, cert: good.cert });
    undo.push(endpoint.close);
    const seen = await sight(probe, targetOf(endpoint.url, ''));
    expect(valuesOf(seen, 'certificate-valid')).toEqual([false]);
    expect(valuesOf(seen, 'https-answers')).toBeUndefined();
  });

  it('sees HTTPS that only leads back to plain HTTP', async () => {
    const seen = await look(good, 'https-broken');
    expect(valuesOf(seen, 'https-answers')).toEqual([false]);
    expect(seenTrue(seen)).toEqual(['certificate-valid']);
  });

  it('names in every defect exactly the measurands that it turns', async () => {
    const normal = await look(good);
    for (const defect of tlsDefects) {
      const seen = await look(defect.name === 'tls-expired-certificate' ? expired : good, defect.name);
      const turned = normal.measurements
        .filter(
          ({ measurand, values }) => JSON.stringify(values) !== JSON.stringify(valuesOf(seen, measurand)),
        )
        .map(({ measurand }) => measurand);
      expect(turned.sort(), defect.name).toEqual([...(defect.turns[0]?.measurands ?? [])].sort());
    }
  });

  it('takes a cut connection for a refusal only beside an accepted version', async () => {
    const inner = await listen(
      createHttpsServer({ key: good.private, cert: good.cert }, (_, response) => response.end('ok')),
    );
    // A device in front that cuts every ClientHello which does not offer TLS 1.3 (extension 43).
    const front = createServer((socket) => {
      socket.once('data', (hello: Buffer) => {
        if (!/002b00(0302|0504)0304/.test(hello.toString('hex'))) return void socket.resetAndDestroy();
        const onward = connect(inner, '127.0.0.1');
        onward.write(hello);
        socket.pipe(onward).pipe(socket);
        onward.on('error', () => socket.destroy());
        socket.on('close', () => onward.destroy());
      });
    });
    const port = await listen(front);
    const seen = await sight(probe, targetOf(`https://127.0.0.1:${port}`));
    expect(valuesOf(seen, 'accepted-versions')).toEqual([['TLSv1.3']]);
    expect(seenTrue(seen)).toEqual(['certificate-valid', 'https-answers']);
    expect(seen.notes.filter((note) => note.includes('记为不接受'))).toHaveLength(3);
  });

  it('leaves an endpoint that answers HTTP 500 open', async () => {
    const port = await listen(
      createHttpsServer({ key: good.private, cert: good.cert }, (_, response) =>
        response.writeHead(500).end(),
      ),
    );
    const seen = await sight(probe, targetOf(`https://127.0.0.1:${port}`));
    expect(seen.fault?.code).toBe('TARGET_STATUS');
    expect(seen.measurements).toEqual([]);
  });

  it.each([
    ['answers nothing after the handshake', 'TIME_LIMIT', () => {}],
    [
      'closes after the handshake',
      'TARGET_CLOSED',
      (socket: Socket) => socket.once('data', () => socket.destroy()),
    ],
    [
      'answers noise after the handshake',
      'TARGET_GARBAGE',
      (socket: Socket) => socket.end('\u0001noise\r\n\r\n'),
    ],
  ] as const)('leaves an endpoint that %s open', async (_, code, onSocket) => {
    const server = createTlsServer({ key: good.private, cert: good.cert }, (socket) => {
      socket.on('error', () => {});
      onSocket(socket);
    });
    server.on('tlsClientError', () => {});
    const seen = await sight(probe, targetOf(`https://127.0.0.1:${await listen(server)}`), {
      timeLimit: code === 'TIME_LIMIT' ? 1 : 20,
    });
    expect(seen.fault?.code).toBe(code);
    expect(seen.measurements).toEqual([]);
  });

  it('does not ask a plain HTTP address', async () => {
    const seen = await sight(probe, targetOf('http://127.0.0.1:9'));
    expect(seen.fault?.code).toBe('TARGET_PREREQUISITE');
  });

  const codes: Record<string, RegExp> = {
    refusing: /^TARGET_REFUSED$/,
    silent: /^TIME_LIMIT$/,
    slow: /^TIME_LIMIT$/,
    closing: /^TARGET_CLOSED$/,
  };
  it.each([...brokenKinds, ...emptyKinds])('sees nothing in a target that is %s', async (kind) => {
    const broken = await startBroken(kind);
    undo.push(broken.close);
    const seen = await sight(probe, targetOf(broken.url.replace('http:', 'https:')), {
      timeLimit: /silent|slow/.test(kind) ? 1 : 20,
    });
    expect(seen.state).not.toBe('completed');
    expect(seen.fault?.code).toMatch(codes[kind] ?? /^TARGET_(TLS|CLOSED)$/);
    expect(seen.measurements).toEqual([]);
  });

  it('answers with the fault when the handshake itself takes too long', async () => {
    const silent = await startBroken('silent');
    undo.push(silent.close);
    const { port } = new URL(silent.url);
    const endpoint = { host: '127.0.0.1', port: Number(port), signal, timeoutMs: 100 };
    await expect(shakeHands(endpoint, 'TLSv1.2')).rejects.toMatchObject({ code: 'TARGET_TIMED_OUT' });
  });
});
