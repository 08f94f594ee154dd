import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { BoundedHttpClient } from '../../harness/clients/http.ts';
import { endpointOf } from '../../harness/clients/openstack/catalogue.ts';
import {
  type ComputeNode,
  destinations,
  lesserNodes,
} from '../../harness/clients/openstack/compute-nodes.ts';
import { errorText, faultOf, isRefusal } from '../../harness/clients/openstack/errors.ts';
import { connectOpenStack, waitFor } from '../../harness/clients/openstack.ts';
import type { ProbeContext } from '../../harness/index.ts';
import { Fault } from '../../spec/index.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'none',
    (error: unknown) => (error instanceof Fault ? error.code : String(error)),
  );

type Serve = (request: IncomingMessage, response: ServerResponse, self: string) => void;

/** A keystone that gives token after token, and one service behind it. */
async function connect(serve: Serve, token: Record<string, unknown> = {}) {
  let self = '';
  const issued: string[] = [];
  const server = createServer((request, response) => {
    if (request.url !== '/v3/auth/tokens') return serve(request, response, self);
    issued.push(`token-${issued.length + 1}`);
    response.writeHead(201, { 'x-subject-token': issued.at(-1)! });
    const endpoints = [{ interface: 'public', region_id: 'here', url: `${self}/nova/v2.1` }];
    response.end(
      JSON.stringify({
        token: {
          project: { id: 'p' },
          user: { id: 'u' },
          roles: [{ name: 'member' }],
          catalog: [{ type: 'compute', endpoints }],
          ...token,
        },
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  self = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { signal } = new AbortController();
  const http = new BoundedHttpClient({ signal });
  undo.push(
    () => server.close(),
    () => http.close(),
  );
  const component = {
    id: 'cloud',
    role: 'openstack',
    endpoint: self,
    credentials: { username: 'tester', password: { env: 'X' }, project: 'test' },
    options: { image: 'i', flavor: 'f' },
  };
  const context = { component, http, signal, secret: () => 'pass-word' } as unknown as ProbeContext;
  return { os: await connectOpenStack(context), issued };
}
const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

describe('an error of OpenStack', () => {
  it.each([
    ['nova', '{"badRequest": {"code": 400, "message": "Invalid input"}}', 'badRequest：Invalid input'],
    [
      'neutron',
      '{"NeutronError": {"type": "NetworkNotFound", "message": "gone", "detail": ""}}',
      'NetworkNotFound：gone',
    ],
    [
      'placement',
      '{"errors": [{"status": 404, "title": "Not Found", "detail": "no provider"}]}',
      'Not Found：no provider',
    ],
    ['octavia', '{"faultcode": "Client", "faultstring": "no such"}', 'Client：no such'],
    ['barbican', '{"code": 403, "title": "Forbidden", "description": "not yours"}', 'Forbidden：not yours'],
    [
      'keystone',
      '{"error": {"code": 401, "title": "Unauthorized", "message": "again"}}',
      'Unauthorized：again',
    ],
    [
      'glance',
      '{"message": "No image<br />", "code": "404 Not Found", "title": "Not Found"}',
      'Not Found：No image',
    ],
    ['swift', '<html><head><style>x</style></head><h1>Not Found</h1><p>gone</p></html>', 'Not Found gone'],
    ['nobody', '', ''],
  ])('is read as %s writes it', (_, body, text) => {
    expect(errorText(body)).toBe(text);
  });

  it.each([
    [401, 'no', 'TARGET_UNAUTHORISED'],
    [403, "Policy doesn't allow it", 'TARGET_UNAUTHORISED'],
    [403, 'Quota exceeded for instances', 'TARGET_QUOTA'],
    [413, 'overLimit', 'TARGET_QUOTA'],
    [409, "OverQuota：Quota exceeded for resources: ['network']", 'TARGET_QUOTA'],
    [409, 'conflictingRequest', 'TARGET_STATUS'],
    [503, 'down', 'TARGET_STATUS'],
  ])('HTTP %i, %s: %s', (status, text, code) => {
    expect(faultOf(status, 'GET x', text).code).toBe(code);
  });

  it.each([
    [400, true],
    [404, true],
    [409, true],
    [501, true],
    [401, false],
    [403, false],
    [413, false],
    [429, false],
    [500, false],
    [503, false],
    [302, false],
  ])('HTTP %i is a clear no: %s', (status, clear) => {
    expect(isRefusal(status, '')).toBe(clear);
  });
});

describe('the catalogue of OpenStack', () => {
  const entry = (type: string, url: string, region = 'one', kind = 'public') => ({
    type,
    endpoints: [{ interface: kind, region_id: region, url }],
  });
  it.each([
    [
      'compute',
      entry('compute', 'https://cloud.example/compute/v2.1/'),
      'https://cloud.example/compute/v2.1',
    ],
    ['compute', entry('compute', 'https://cloud.example/compute'), 'https://cloud.example/compute/v2.1'],
    ['block-storage', entry('volumev3', 'http://c:8776/v3/p'), 'http://c:8776/v3/p'],
    ['block-storage', entry('block-storage', 'http://c:8776'), 'http://c:8776/v3/p'],
    ['image', entry('image', 'http://c:9292'), 'http://c:9292/v2'],
    ['network', entry('network', 'http://c:9696/'), 'http://c:9696/v2.0'],
    ['placement', entry('placement', 'http://c/placement'), 'http://c/placement'],
    ['compute', entry('compute', 'http://c', 'two'), undefined],
    ['compute', entry('compute', 'http://c', 'one', 'internal'), undefined],
    ['image', entry('compute', 'http://c'), undefined],
  ] as const)('%s of %o is %s', (service, listed, address) => {
    expect(endpointOf([listed], service, { region: 'one', projectId: 'p' })).toBe(address);
  });
});

describe('an account of OpenStack', () => {
  it('signs in again when its token is no longer taken, once', async () => {
    const { os, issued } = await connect((request, response) =>
      request.headers['x-auth-token'] === 'token-1'
        ? json(response, 401, {})
        : json(response, 200, { ok: true }),
    );
    expect(await os.read('compute', '/servers')).toEqual({ ok: true });
    expect(issued).toEqual(['token-1', 'token-2']);
    const never = await connect((_, response) => json(response, 401, { error: { message: 'no' } }));
    expect(await codeOf(never.os.read('compute', '/servers'))).toBe('TARGET_UNAUTHORISED');
    expect(never.issued).toHaveLength(2);
  });

  it('sends the microversion of the service, and none when none is asked for', async () => {
    const sent: unknown[] = [];
    const { os } = await connect((request, response) => {
      sent.push(request.headers['openstack-api-version']);
      json(response, 200, {});
    });
    await os.read('compute', '/servers', '2.47');
    await os.read('compute', '/servers');
    expect(sent).toEqual(['compute 2.47', undefined]);
  });

  it('reads all pages by the query of the next link, whatever host it names', async () => {
    const { os } = await connect((request, response) => {
      const second = request.url!.includes('marker=1');
      const links = [{ rel: 'next', href: 'http://inner.invalid/v2.1/servers?marker=1' }];
      json(response, 200, second ? { servers: [{ id: 2 }] } : { servers: [{ id: 1 }], servers_links: links });
    });
    expect(await os.list('compute', '/servers', 'servers')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('ends where pages run in a circle', async () => {
    const { os } = await connect((_, response) =>
      json(response, 200, { servers: [], next: '/servers?marker=1' }),
    );
    expect(await codeOf(os.list('compute', '/servers', 'servers'))).toBe('TARGET_GARBAGE');
  });

  it('hands back only what was asked for', async () => {
    const { os } = await connect((request, response) =>
      json(response, Number(request.url!.split('/').at(-1)), { badRequest: { message: 'because' } }),
    );
    const ask = (status: number, accept?: number[] | 'refusal') =>
      os.request('compute', { path: `/${status}`, ...(accept ? { accept } : {}) });
    expect(await ask(400, 'refusal')).toMatchObject({
      status: 400,
      ok: false,
      problem: 'badRequest：because',
    });
    expect(await ask(404, [404])).toMatchObject({ status: 404 });
    expect(await codeOf(ask(404))).toBe('TARGET_STATUS');
    expect(await codeOf(ask(403, 'refusal'))).toBe('TARGET_UNAUTHORISED');
    expect(await codeOf(ask(503, 'refusal'))).toBe('TARGET_STATUS');
  });

  it('says garbage, a missing service and a keystone without a token by their names', async () => {
    const { os } = await connect((_, response) => response.writeHead(200).end('<html>'));
    expect(await codeOf(os.read('compute', '/servers'))).toBe('TARGET_GARBAGE');
    expect(await codeOf(os.read('image', '/images'))).toBe('TARGET_PREREQUISITE');
    expect(await codeOf(connect(() => {}, { project: undefined }))).toBe('TARGET_GARBAGE');
    expect(await codeOf(connect(() => {}, { catalog: 'none' }))).toBe('TARGET_GARBAGE');
  });
});

describe('waiting', () => {
  const { signal } = new AbortController();
  it('answers the state that was wanted', async () => {
    let n = 0;
    expect(
      await waitFor(
        'x',
        async () => ++n,
        (state) => state === 3,
        signal,
        { everyMs: 1 },
      ),
    ).toBe(3);
  });
  it('tells the last state at its limit, and at once when there is no hope', async () => {
    const limits = { timeoutMs: 20, everyMs: 5 };
    await expect(
      waitFor(
        '启动',
        async () => 'BUILD',
        () => false,
        signal,
        limits,
      ),
    ).rejects.toThrow(/TARGET_STATE.*BUILD/);
    const hopeless = () => 'ERROR 了';
    await expect(
      waitFor(
        '启动',
        async () => 'x',
        () => false,
        signal,
        { hopeless },
      ),
    ).rejects.toThrow('ERROR 了');
  });
  it('ends with the attempt', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('over')), 10);
    await expect(
      waitFor(
        'x',
        async () => 1,
        () => false,
        abort.signal,
      ),
    ).rejects.toThrow('over');
  });
});

describe('compute nodes', () => {
  const node = (host: string, features?: string[], zone = 'a'): ComputeNode => ({
    host,
    zone,
    processor: '',
    features: features && new Set(features),
    freeMemoryMiB: undefined,
  });
  const names = (nodes: ComputeNode[]) => nodes.map(({ host }) => host);
  it('moves go to more features first, never to fewer, never to another zone', () => {
    const old = node('old', ['x']);
    const more = node('new', ['x', 'y']);
    const other = node('other', ['z', 'w']);
    expect(names(lesserNodes([old, more, other, node('far', ['x', 'y', 'z'], 'b')]))).toEqual(['old']);
    expect(names(destinations([old, node('twin', ['x']), more, other], old))).toEqual(['new']);
    expect(names(destinations([more, node('twin', ['y', 'x']), old], more))).toEqual(['twin']);
    expect(() => destinations([more, old], more)).toThrow('TARGET_PREREQUISITE');
  });
  it('unknown processors are tried', () => {
    expect(names(destinations([node('a'), node('b')], node('a')))).toEqual(['b']);
    expect(lesserNodes([node('a'), node('b')])).toEqual([]);
  });
});
