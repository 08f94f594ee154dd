import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/object-protocols/probe.ts';
import {
  expectDeclaredTurns,
  expectNothingInvented,
  expectNothingSeen,
  expectOurAccountRefused,
  look,
  openStore,
  storeTarget,
} from './object-store.ts';
import { seenTrue, sight, startBroken, valuesOf } from './support.ts';

const directory = mkdtempSync(join(tmpdir(), 'biaochi-store-'));
const caFile = join(directory, 'ca.pem');
const secure = { tls: { key: '', cert: '' }, component: { caFile } };
beforeAll(async () => {
  const pair = await generate([{ name: 'commonName', value: 'store' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  secure.tls = { key: pair.private, cert: pair.cert };
  writeFileSync(caFile, pair.cert);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe.concurrent('object-protocols', () => {
  it('sees a conforming store over http and https, by SDK and by hand', async () => {
    const seen = await look(probe, secure);
    expect(seen.fault).toBeUndefined();
    expect(seenTrue(seen)).toEqual(['http-access', 'https-access', 'rest-round-trip', 'sdk-round-trip']);
    expect(seen.buckets).toEqual([]);
    const captured = [...seen.captured.values()].join('\n');
    expect(captured).toContain('x-id=PutObject');
    expect(captured).toContain('https://127.0.0.1');
    expect(captured).not.toContain('test-secret');
  });

  it('sees each declared defect in exactly its measurands', () => expectDeclaredTurns(probe, secure));

  it('leaves out what has no address', async () => {
    const seen = await look(probe);
    expect(valuesOf(seen, 'https-access')).toBeUndefined();
    expect(seen.notes.join()).toContain('未声明 https 地址');
  });

  it('works where https is the only address, and leaves http out', async () => {
    const store = await openStore(secure);
    const { targetFile, remove } = storeTarget(store.httpsUrl!, { caFile });
    const seen = await sight(probe, targetFile);
    expect(seenTrue(seen)).toEqual(['https-access', 'rest-round-trip', 'sdk-round-trip']);
    expect(valuesOf(seen, 'http-access')).toBeUndefined();
    remove();
    await store.close();
  });

  it.each([
    ['whose certificate nobody vouches for', {}, 'TARGET_CERTIFICATE'],
    ['that refuses the connection', { caFile, httpsEndpoint: 'refusing' }, 'TARGET_REFUSED'],
    ['that breaks off the handshake', { caFile, httpsEndpoint: 'closing' }, 'TARGET_CLOSED'],
  ] as const)(
    'leaves https open at an address %s',
    async (_, component: { caFile?: string; httpsEndpoint?: string }, code) => {
      const kind = component.httpsEndpoint as 'refusing' | 'closing' | undefined;
      const broken = kind ? await startBroken(kind) : undefined;
      const httpsEndpoint = broken?.url.replace('http:', 'https:');
      const seen = await look(probe, {
        tls: secure.tls,
        component: { ...component, ...(httpsEndpoint ? { httpsEndpoint } : {}) },
      });
      await broken?.close();
      expect(seenTrue(seen)).toEqual(['http-access', 'rest-round-trip', 'sdk-round-trip']);
      expect(valuesOf(seen, 'https-access')).toBeUndefined();
      expect(seen.notes.join()).toContain(code);
    },
  );

  it('says in which step plain requests differ', async () => {
    const seen = await look(probe, { defects: ['s3-range-wrong'] });
    expect(valuesOf(seen, 'rest-round-trip')).toEqual([false]);
    expect(seen.notes.join()).toContain('GET Range 不一致');
  });

  it('sees nothing in broken and empty servers', () => expectNothingSeen(probe));
  it('sees nothing where our account is refused', () => expectOurAccountRefused(probe));
  it('invents nothing about a store that breaks in the middle', () =>
    expectNothingInvented(probe, [1, 2, 3, 4, 5, 7, 9, 10, 11]));
});
