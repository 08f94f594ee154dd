import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  canonicalAddress,
  isWithin,
  sameAddress,
  sameAddresses,
  samePrefix,
} from '../../harness/probes/network-dual-stack/address.ts';
import { probe } from '../../harness/probes/network-dual-stack/probe.ts';
import { startSmallOpenStack } from './small-openstack.ts';
import {
  brokenKinds,
  emptyKinds,
  type SightResult,
  seenTrue,
  sight,
  startBroken,
  testTarget,
  valuesOf,
  writeTarget,
} from './support.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** Only what never answers has to run into its limit. */
const limitFor = (kind: string) => (/silent|slow/.test(kind) ? 1 : 20);

const all = [
  'dns-as-ordered',
  'ipv4-subnet-as-ordered',
  'ipv6-subnet-as-ordered',
  'port-has-both-families',
  'private-network-created',
  'router-connected',
  'static-route-as-ordered',
];

/** What stands between the probe and the network service: answers in its place, or lets through what `undefined`. */
type Between = (method: string, path: string, body: string) => { status: number; body?: unknown } | undefined;

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function startBetween(behind: string, between: Between): Promise<string> {
  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(request);
    const { method = 'GET', url = '/' } = request;
    const own = between(method, url, body);
    if (own) return void response.writeHead(own.status).end(JSON.stringify(own.body ?? {}));
    const answer = await fetch(behind + url, {
      method,
      headers: {
        'x-auth-token': String(request.headers['x-auth-token']),
        'content-type': 'application/json',
      },
      ...(body === '' ? {} : { body }),
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  };
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => server.close());
  undo.push(() => server.closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function look(defects: string[], between?: Between) {
  const os = await startSmallOpenStack(defects);
  undo.push(os.close);
  if (between) os.cloud.urls.set('network', await startBetween(os.cloud.urls.get('network') ?? '', between));
  const { targetFile, remove } = writeTarget(testTarget(os.component));
  undo.push(remove);
  const before = [os.cloud.networks, os.cloud.subnets, os.cloud.ports, os.cloud.routers].map(
    ({ size }) => size,
  );
  const seen = await sight(probe, targetFile);
  const after = [os.cloud.networks, os.cloud.subnets, os.cloud.ports, os.cloud.routers].map(
    ({ size }) => size,
  );
  expect(after, 'what was created is gone').toEqual(before);
  return seen;
}

/** Measurands seen false, and those not seen at all. */
const shortOf = (seen: SightResult) => {
  const refuted = all.filter((name) => valuesOf(seen, name)?.includes(false));
  return { refuted, unseen: all.filter((name) => valuesOf(seen, name) === undefined) };
};

describe('network-dual-stack', () => {
  it('sees a conforming network and removes it in reverse', async () => {
    const seen = await look([]);
    expect(seen.fault).toBeUndefined();
    expect(seen.tier).toBe('measured');
    expect(seenTrue(seen)).toEqual(all);
    expect(seen.resources.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      '网络 removed',
      '子网 removed',
      '子网 removed',
      '虚拟路由器 removed',
      '路由器接口 removed',
      '路由器接口 removed',
      '端口 removed',
    ]);
    expect(seen.captured.get('子网读回内容')).toContain('198.18.64.254');
  });

  it.each([
    ['network-shared', ['private-network-created']],
    ['gateway-ignored', ['ipv4-subnet-as-ordered', 'ipv6-subnet-as-ordered']],
    ['dns-ignored', ['dns-as-ordered']],
    ['host-routes-ignored', ['static-route-as-ordered']],
    ['subnet-v6-ignored', ['ipv6-subnet-as-ordered']],
    ['router-not-connected', ['router-connected']],
    ['port-single-family', ['port-has-both-families']],
  ])('sees %s', async (defect, refuted) => {
    expect(shortOf(await look([defect]))).toEqual({ refuted, unseen: [] });
  });

  const refuse =
    (method: string, path: RegExp, status = 400): Between =>
    (asked, at) =>
      asked === method && path.test(at) ? { status, body: { NeutronError: { message: 'no' } } } : undefined;

  it('sees that the platform takes no private network', async () => {
    const seen = await look([], refuse('POST', /\/networks$/));
    expect(shortOf(seen)).toEqual({
      refuted: ['private-network-created'],
      unseen: all.filter((name) => name !== 'private-network-created'),
    });
  });

  it('sees that the platform takes no IPv6 subnet, and leaves the port open', async () => {
    const seen = await look([], (method, path, body) =>
      method === 'POST' && /\/subnets$/.test(path) && body.includes('"ip_version":6')
        ? { status: 501 }
        : undefined,
    );
    expect(shortOf(seen)).toEqual({
      refuted: ['ipv6-subnet-as-ordered'],
      unseen: ['port-has-both-families'],
    });
  });

  it.each([
    ['dns_nameservers', 'dns-as-ordered'],
    ['host_routes', 'static-route-as-ordered'],
  ])('lays a refused %s at its own door', async (attribute, measurand) => {
    const seen = await look([], (method, path, body) =>
      ['POST', 'PUT'].includes(method) && /\/subnets/.test(path) && body.includes(attribute)
        ? { status: 400, body: { NeutronError: { message: `no ${attribute}` } } }
        : undefined,
    );
    expect(shortOf(seen)).toEqual({ refuted: [measurand], unseen: [] });
  });

  it.each([
    ['router', /\/routers$/, 404],
    ['router interface', /add_router_interface$/, 400],
  ])('sees a refused %s', async (_, path, status) => {
    const between: Between = (method, at) =>
      method !== 'GET' && path.test(at) ? { status, body: { NeutronError: { message: 'no' } } } : undefined;
    expect(shortOf(await look([], between))).toEqual({ refuted: ['router-connected'], unseen: [] });
  });

  it('sees a refused port', async () => {
    const seen = await look([], refuse('POST', /\/ports$/, 409));
    expect(shortOf(seen)).toEqual({ refuted: ['port-has-both-families'], unseen: [] });
  });

  it.each([
    ['a quota that is used up', refuse('POST', /\/networks$/, 413), 'TARGET_QUOTA'],
    ['an account without the right', refuse('POST', /\/subnets$/, 403), 'TARGET_UNAUTHORISED'],
    ['a service that breaks half-way', refuse('POST', /\/routers$/, 503), 'TARGET_STATUS'],
    ['no network service at its address', refuse('POST', /\/networks$/, 404), 'TARGET_STATUS'],
    [
      'a subnet without its attributes',
      ((method, path) =>
        method === 'GET' && /\/subnets\/./.test(path)
          ? { status: 200, body: { subnet: { id: 'x' } } }
          : undefined) as Between,
      'TARGET_GARBAGE',
    ],
  ])('leaves %s open', async (_, between, code) => {
    const os = await startSmallOpenStack();
    undo.push(os.close);
    let on = true;
    const once: Between = (...call) => (on ? between(...call) : undefined);
    os.cloud.urls.set('network', await startBetween(os.cloud.urls.get('network') ?? '', once));
    const { targetFile, remove } = writeTarget(testTarget(os.component));
    undo.push(remove);
    // The removal is let through.
    const gather: typeof probe.gather = (context) => probe.gather(context).finally(() => (on = false));
    const seen = await sight({ ...probe, gather }, targetFile);
    expect(seen.fault?.code).toBe(code);
    expect(seen.measurements).toEqual([]);
    expect(seen.resources.filter(({ state }) => state !== 'removed')).toEqual([]);
  });

  it.each([...brokenKinds, ...emptyKinds])('sees nothing in a target that is %s', async (kind) => {
    const broken = await startBroken(kind);
    undo.push(broken.close);
    const os = await startSmallOpenStack();
    undo.push(os.close);
    const { targetFile, remove } = writeTarget(testTarget({ ...os.component, endpoint: broken.url }));
    undo.push(remove);
    const seen = await sight(probe, targetFile, { timeLimit: limitFor(kind) });
    expect(seen.state).toMatch(/^(errored|timed-out)$/);
    expect(seen.fault?.code).toMatch(/^(TARGET_|TIME_LIMIT)/);
    expect(seen.measurements).toEqual([]);
  });

  it.each(['silent', 'closing', 'garbage', 'empty200'] as const)(
    'sees nothing in a network service that is %s',
    async (kind) => {
      const broken = await startBroken(kind);
      undo.push(broken.close);
      const os = await startSmallOpenStack();
      undo.push(os.close);
      os.cloud.urls.set('network', broken.url);
      const { targetFile, remove } = writeTarget(testTarget(os.component));
      undo.push(remove);
      const seen = await sight(probe, targetFile, { timeLimit: limitFor(kind) });
      expect(seen.fault?.code).toMatch(/^(TARGET_|TIME_LIMIT)/);
      expect(seen.measurements).toEqual([]);
    },
  );
});

describe('addresses', () => {
  it('are compared by value', () => {
    expect(canonicalAddress('FD00:0:0:0:0:0:0:1')).toBe('fd00::1');
    expect(canonicalAddress('fe80::1%eth0')).toBeUndefined();
    expect(canonicalAddress('010.0.0.1')).toBeUndefined();
    expect(sameAddress('::ffff:1.2.3.4', '::ffff:102:304')).toBe(true);
    expect(sameAddress(null, 'fd00::1')).toBe(false);
    expect(samePrefix('fd00:0:0::/64', 'fd00::/64')).toBe(true);
    expect(samePrefix('fd00::/65', 'fd00::/64')).toBe(false);
    expect(samePrefix('fd00::', 'fd00::/64')).toBe(false);
    expect(sameAddresses(['fd00::2', 'FD00::1'], ['fd00::1', 'fd00::2'])).toBe(true);
    expect(sameAddresses(['fd00::1'], ['fd00::1', 'fd00::2'])).toBe(false);
    expect(sameAddresses('fd00::1', ['fd00::1'])).toBe(false);
  });

  it.each([
    ['198.18.64.9', '198.18.64.0/24', true],
    ['198.18.65.0', '198.18.64.0/24', false],
    ['fd00::ffff', 'fd00::/64', true],
    ['fd00:0:0:1::1', 'fd00::/64', false],
    ['198.18.64.9', 'fd00::/64', false],
    ['198.18.64.9', '198.18.64.0/33', false],
    ['198.18.64.9', 'null', false],
    [undefined, '198.18.64.0/24', false],
  ])('%s in %s: %s', (address, prefix, inside) => {
    expect(isWithin(address, prefix)).toBe(inside);
  });
});
