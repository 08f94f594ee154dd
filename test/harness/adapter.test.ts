import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAdapted } from '../../harness/adapter/adapter.ts';
import { unseenOf } from '../../harness/adapter/operations.ts';
import { meets, takeFrom } from '../../harness/adapter/take.ts';
import { fillJson, fillText } from '../../harness/adapter/template.ts';
import { loadTarget, type Probe } from '../../harness/index.ts';
import { type Adapter, Fault } from '../../spec/index.ts';
import { loadCatalogue } from '../../spec/load/index.ts';
import { sight, testTarget, writeTarget } from '../probes/support.ts';

const values = (name: string) => ({ n: 3, yes: true, text: 'a"b' })[name] ?? 'unknown';
const answer = (text: string, headers: Record<string, string> = {}) => ({ text, headers });

describe('a template', () => {
  it('fills JSON as values: a name alone keeps its type, a quote breaks nothing out', () => {
    const filled = fillJson({ '{{text}}': ['{{n}}', '{{ yes }}', 'x{{n}}', { deep: '{{text}}' }] }, values);
    expect(filled).toEqual({ 'a"b': [3, true, 'x3', { deep: 'a"b' }] });
    expect(fillText('/{{text}}/{{n}}', values, encodeURIComponent)).toBe('/a%22b/3');
  });
});

describe('a take', () => {
  it.each([
    [{ pointer: '/a/1/b~1c' }, '{"a":[0,{"b/c":"x"}]}', undefined, 'x'],
    [{ pointer: '/a/b' }, '{"a":[]}', 'text', undefined],
    [{ pointer: '/a' }, '{"a":" 12 "}', 'number', 12],
    [{ pointer: '/a' }, '{"a":"12x"}', 'number', undefined],
    [{ pointer: '/r/*/at' }, '{"r":[{"at":1},{"at":"2"}]}', 'list', ['1', '2']],
    [{ pointer: '/r/*/at' }, '{"r":[]}', 'list', []],
    [{ pointer: '/r/*/at' }, '<html>', 'list', undefined],
    [{ pattern: '^id (\\d+)$' }, 'x\nid 7\nid 8', 'number', 7],
    [{ pattern: '^id (\\d+)$' }, 'id 7\n\nid 8\n', 'list', ['7', '8']],
    // A page in the place of a list is no empty list.
    [{ pattern: '^id (\\d+)$' }, '<html>\nid 7', 'list', undefined],
    [{ pattern: '^id (\\d+)$' }, '', 'list', []],
    [{ count: '/l' }, '{"l":[1,2]}', 'number', 2],
    [{ count: '/l' }, '{"l":2}', 'number', undefined],
    [{ pointer: '/t' }, '{"t":1700000000}', 'instant', '2023-11-14T22:13:20.000Z'],
    [{ pointer: '/t' }, '{"t":"2023-11-14T22:13:20+08:00"}', 'instant', '2023-11-14T14:13:20.000Z'],
    [{ pointer: '/t' }, '{"t":"soon"}', 'instant', undefined],
  ] as const)('%j of %s as %s is %j', (take, text, type, expected) => {
    expect(takeFrom(take, answer(text), type)).toEqual(expected);
  });

  it('reads headers by any letter case, and holds conditions on what it took only', () => {
    expect(takeFrom({ header: 'X-Task' }, answer('', { 'x-task': '9' }))).toBe('9');
    expect(meets(200, { equals: '200' })).toBe(true);
    expect(meets('failed', { oneOf: ['done', 'failed'] })).toBe(true);
    expect(meets('donee', { matches: '^done$' })).toBe(false);
    expect(meets(undefined, { matches: '.*' })).toBe(false);
  });
});

/** A product that answers each request by what the test says. */
async function product(
  reply: (request: IncomingMessage, body: string) => { status: number; body?: string; location?: string },
) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      asked.push(`${request.method} ${request.url} ${body}`);
      const { status, body: text = '', location } = reply(request, body);
      response.writeHead(status, location === undefined ? {} : { location }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    asked,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

/** What a probe sees that calls one operation of an adapter. */
async function callOn(
  endpoint: string,
  adapter: Adapter,
  act: (product: ReturnType<typeof openAdapted>) => Promise<unknown>,
) {
  const { targetFile, remove } = writeTarget(testTarget({ id: 'b', role: 'backup', endpoint, adapter }));
  const told: unknown[] = [];
  const caller: Probe = {
    id: 'backup-modes',
    version: 1,
    async gather(context) {
      told.push(await act(openAdapted(context)));
      return { measurements: [] };
    },
  };
  const seen = await sight(caller, targetFile, { timeLimit: 10 });
  remove();
  return { seen, told: told[0] };
}

const backupFull = (step: Adapter['operations'][string][number]): Adapter => ({
  secrets: { key: { file: 'secret' } },
  operations: {
    'backup-full': [{ take: { copy: { pointer: '/copy' } }, ...step }],
  },
});
const post = { method: 'POST' as const, path: '/sets/{{set}}/copies' };

describe('an operation', () => {
  it('sends values where they belong, escapes them in the path, and keeps its secret out of the transcript', async () => {
    const store = await product(() => ({ status: 200, body: '{"copy": 5}' }));
    const adapter = backupFull({
      http: {
        ...post,
        headers: { 'x-key': '{{secret:key}}' },
        body: { of: '{{set}}', by: '{{secret:key}}' },
      },
    });
    const { seen, told } = await callOn(store.url, adapter, async (p) =>
      (await p.call('backup-full', { set: 'a/"b' })).text('copy'),
    );
    await store.close();
    expect(told).toBe('5');
    expect(store.asked).toEqual(['POST /api/sets/a%2F%22b/copies {"of":"a/\\"b","by":"test-secret"}']);
    expect([...seen.captured.values()].join()).not.toContain('test-secret');
  });

  it('waits for what it asks to hold, and no longer than it says', async () => {
    let times = 0;
    const store = await product(() => ({
      status: 200,
      body: JSON.stringify({ copy: 'c', left: 3 - ++times }),
    }));
    const until = { holds: { left: { equals: 0 } }, everySeconds: 0.01, withinSeconds: 5 };
    const take = { copy: { pointer: '/copy' }, left: { pointer: '/left' } };
    const waits = backupFull({ http: post, take, until });
    const done = await callOn(store.url, waits, async (p) =>
      (await p.call('backup-full', { set: 's' })).text('copy'),
    );
    expect([done.told, times]).toEqual(['c', 3]);
    const late = backupFull({ http: post, take, until: { ...until, withinSeconds: 0.05 } });
    const never = await callOn(store.url, late, (p) => p.call('backup-full', { set: 's' }));
    await store.close();
    expect(never.seen.fault?.code).toBe('TARGET_STATE');
    expect(never.seen.fault?.message).toContain('操作 backup-full 第 1 步');
  });

  it('tells the own no of the product from whatever is broken', async () => {
    let status = 409;
    const store = await product(() => ({ status, body: '{"why": "full"}' }));
    const adapter = backupFull({ http: { ...post, refused: [409] } });
    const no = await callOn(store.url, adapter, (p) => p.ask('backup-full', { set: 's' }));
    expect(no.told).toMatchObject({ refused: expect.stringContaining('HTTP 409') });
    const codes: (string | undefined)[] = [];
    for (status of [500, 401, 200, 302]) {
      const { seen } = await callOn(store.url, adapter, (p) => p.ask('backup-full', { set: 's' }));
      codes.push(seen.fault?.code);
    }
    await store.close();
    expect(codes).toEqual(['TARGET_STATUS', 'TARGET_UNAUTHORISED', 'TARGET_GARBAGE', 'TARGET_STATUS']);
  });

  it('follows nobody to another host', async () => {
    const other = await product(() => ({ status: 200, body: '{"copy": "theirs"}' }));
    const store = await product(() => ({ status: 307, location: other.url }));
    const { seen } = await callOn(store.url, backupFull({ http: post }), (p) =>
      p.ask('backup-full', { set: 's' }),
    );
    await Promise.all([store.close(), other.close()]);
    expect(seen.fault?.code).toBe('TARGET_STATUS');
    expect(other.asked).toEqual([]);
  });
});

function problemsOf(yaml: string) {
  const folder = mkdtempSync(join(tmpdir(), 'biaochi-adapter-'));
  const file = join(folder, 'target.yaml');
  writeFileSync(file, yaml);
  try {
    loadTarget(file);
    return [];
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return error.problems.map(({ line, message }) => `${line} ${message}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const head = `tender: t
name: n
components:
  - id: b
    role: backup
    endpoint: http://127.0.0.1:1
    adapter:
`;

describe('an adapter in a target file', () => {
  it('is refused with everything that is wrong with its names, each at its line', () => {
    expect(
      problemsOf(`${head}      secrets: { key: { env: KEY } }
      operations:
        back-up: [{ http: { method: GET, path: / } }]
        backup-full:
          - http: { method: POST, path: '/{{sett}}?k={{secret:key}}' }
            take: { set: { pointer: /a }, x: { pattern: 'a(b)(c)' } }
            until: { holds: { y: { matches: '(' } }, everySeconds: 1, withinSeconds: 2 }
          - command: { on: nowhere, words: [echo, '{{secret:lost}}'] }
          - take: { copy: { pointer: /copy } }
        stored-bytes: [{ http: { method: GET, path: / } }]
`),
    ).toEqual([
      '10 没有操作 back-up',
      '12 没有名称 sett',
      '12 密钥 key 不得写入地址或命令行',
      '13 名称 set 已有所指',
      '13 须是恰好含一个捕获组的正则表达式',
      '14 本步的 take 中没有 y',
      '14 不是正则表达式',
      '15 没有主机 nowhere',
      '15 没有密钥 lost',
      '16 每一步须恰好是 http 或 command 之一',
      '17 操作没有取出结果 bytes（字节数）',
    ]);
  });

  it('is refused with everything that is wrong with its shape, and never takes a secret in plain text', () => {
    const problems = problemsOf(`${head}      secrets: { key: topsecret }
      operations:
        backup-full:
          - http: { method: FETCH, path: //elsewhere/ }
            take: { copy: { pointer: /a, count: /b } }
`);
    expect(problems).toEqual([
      expect.stringContaining('8 密钥不得以明文写入'),
      expect.stringContaining('11 "FETCH" 不在允许的取值中'),
      expect.stringContaining('11 "//elsewhere/" 的格式不对'),
      expect.stringContaining('12 只能给出一种写法'),
    ]);
    expect(problems.join()).not.toContain('topsecret');
  });

  it('says what cannot be seen without an operation', () => {
    const contract = loadCatalogue().get('backup-modes')!;
    const { adapter } = { adapter: backupFull({ http: post }) };
    const component = { id: 'b', role: 'backup' as const, endpoint: 'http://127.0.0.1:1', adapter };
    const unseen = unseenOf(contract, component);
    expect(unseen.map(({ measurand }) => measurand)).toEqual(Object.keys(contract.measurands));
    expect(unseen[0]!.lacks).toContain('list-restored');
    expect(unseen[0]!.lacks).not.toContain('backup-full');
  });
});
