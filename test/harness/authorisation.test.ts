import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRedactor, digestOf } from '../../evidence/index.ts';
import { warningsOf } from '../../harness/authorisation.ts';
import { loadTarget, type Probe } from '../../harness/index.ts';
import { attend } from '../../harness/retry-attempts.ts';
import type { Authorisation, Observation, ProbeContract, Target } from '../../spec/index.ts';
import { catalogue, itemOf } from '../evaluators/fixture.ts';
import { testTarget, writeTarget } from '../probes/support.ts';

/** Answers, or redirects to the place that `?to=` names. */
const seen: string[] = [];
const server = createServer((request, response) => {
  seen.push(request.url ?? '');
  const to = new URL(request.url ?? '/', 'http://x').searchParams.get('to');
  if (to) response.writeHead(302, { location: to }).end();
  else response.end('{}');
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => void server.close());
beforeEach(() => void seen.splice(0));

const disruptive: ProbeContract = {
  ...catalogue.get('thing-size')!,
  effect: 'disrupts',
  attack: 'attack-web',
};
const letter = 'signed and sealed';
const leave = (change: Partial<Authorisation> = {}): Authorisation => ({
  letter: { file: 'letter.pdf', digest: digestOf(letter) },
  who: '某局 张三',
  hosts: [`127.0.0.1:${port}`],
  window: { from: '2020-01-01T00:00:00+08:00', to: '2099-01-01T00:00:00+08:00' },
  emergencyContact: { name: '李四', phone: '12345' },
  allows: ['disrupts', 'attack-web'],
  ...change,
});

async function look(
  authorisation: Authorisation | undefined,
  ask: (base: string) => string = (base) => base,
  contract = disruptive,
  awaiting?: Observation,
): Promise<Observation> {
  const base = `http://127.0.0.1:${port}/`;
  const credentials = { accessKey: { file: 'secret' }, secretKey: { file: 'secret' } };
  const target: Target = {
    ...testTarget({ id: 'c1', role: 'object-storage', endpoint: base, credentials }),
    ...(authorisation ? { authorisation } : {}),
  };
  const written = writeTarget(target);
  writeFileSync(join(dirname(written.targetFile), 'letter.pdf'), letter);
  const probe: Probe = {
    id: 'thing-size',
    version: 1,
    async gather(context) {
      await context.http.request({ url: ask(base), redirects: 3 });
      return { measurements: [{ measurand: 'works', values: [true] }] };
    },
  };
  try {
    const loaded = loadTarget(written.targetFile);
    return await attend({
      probe,
      contract,
      item: itemOf(),
      planDigest: 'plan',
      component: loaded.target.components[0]!,
      loaded,
      redactor: createRedactor(),
      seed: 1,
      signal: new AbortController().signal,
      capture: async (label, mediaType, bytes) => ({
        digest: digestOf(bytes),
        label,
        mediaType,
        bytes: bytes.length,
      }),
      awaiting,
    });
  } finally {
    written.remove();
  }
}

describe('a probe that needs leave', () => {
  it('looks when the letter covers it', async () => {
    expect(await look(leave())).toMatchObject({ state: 'completed', measurements: [{ values: [true] }] });
    expect(seen).toEqual(['/']);
  });

  it.each<[string, () => Authorisation | undefined, RegExp]>([
    ['none', () => undefined, /没有 authorisation/],
    [
      'another letter',
      () => leave({ letter: { file: 'letter.pdf', digest: digestOf('other') } }),
      /摘要.*不符/,
    ],
    ['no letter', () => leave({ letter: { file: 'gone.pdf', digest: digestOf(letter) } }), /无法读取/],
    ['a kind less', () => leave({ allows: ['disrupts'] }), /不含：WEB 攻击样本/],
    ['another kind only', () => leave({ allows: ['attack-web'] }), /不含：中断或扰动业务/],
    ['another host', () => leave({ hosts: ['10.0.0.1'] }), /不在授权之列/],
    ['another port', () => leave({ hosts: [`127.0.0.1:${port + 1}`] }), /不在授权之列/],
    ['a name that only begins alike', () => leave({ hosts: ['127.0.0.1.example.org'] }), /不在授权之列/],
    [
      'a window to come',
      () => leave({ window: { from: '2098-01-01T00:00:00Z', to: '2099-01-01T00:00:00Z' } }),
      /尚未开始/,
    ],
    [
      'a window gone',
      () => leave({ window: { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' } }),
      /已于.*结束/,
    ],
  ])('sends nothing with %s', async (_, authorisation, why) => {
    const observation = await look(authorisation());
    expect(observation).toMatchObject({
      state: 'aborted',
      fault: { code: 'NOT_AUTHORISED' },
      measurements: [],
    });
    expect(observation.fault!.message).toMatch(why);
    expect(seen).toEqual([]);
  });

  it('stops at a redirect to a host that is not named', async () => {
    const observation = await look(
      leave(),
      (base) => `${base}?to=${encodeURIComponent(`http://localhost:${port}/far`)}`,
    );
    expect(observation).toMatchObject({
      state: 'aborted',
      fault: { code: 'NOT_AUTHORISED' },
      measurements: [],
    });
    expect(observation.fault!.message).toContain('localhost');
    expect(seen).toHaveLength(1);
  });

  it('follows a redirect within the hosts that are named, a host without port standing for all of them', async () => {
    const observation = await look(
      leave({ hosts: ['127.0.0.1', 'localhost'] }),
      (base) => `${base}?to=${encodeURIComponent(`http://localhost:${port}/near`)}`,
    );
    // Whether localhost answers here depends on the machine's hosts file; what counts is that it was not refused.
    expect(observation.fault?.code).not.toBe('NOT_AUTHORISED');
  });

  it('keeps what waits on the platform when the window has closed', async () => {
    const earlier = (await look(leave())) as Observation;
    const awaiting: Observation = {
      ...earlier,
      state: 'awaiting',
      until: '2020-01-01T00:00:00Z',
      carry: { bucket: 'b' },
    };
    expect(await look(undefined, undefined, disruptive, awaiting)).toBe(awaiting);
  });
});

it('asks nothing of a probe that only reads, wherever it is led', async () => {
  const contract = catalogue.get('thing-size')!;
  expect(await look(undefined, undefined, contract)).toMatchObject({ state: 'completed' });
});

it('warns of a project that is not declared to be for tests', () => {
  const options = { image: 'i', flavor: 'f' };
  const cloud = (testTenant?: boolean) => {
    const written = writeTarget(
      testTarget({
        id: 'cloud',
        role: 'openstack',
        endpoint: 'http://127.0.0.1:1/v3',
        credentials: { username: 'u', password: { file: 'secret' }, project: 'shop' },
        options,
        ...(testTenant === undefined ? {} : { testTenant }),
      }),
    );
    const warnings = warningsOf(loadTarget(written.targetFile));
    written.remove();
    return warnings;
  };
  expect(cloud()).toEqual([expect.stringContaining('项目 shop 未声明专供测试')]);
  expect(cloud(false)).toHaveLength(1);
  expect(cloud(true)).toEqual([]);
});
