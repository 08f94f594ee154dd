import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRedactor } from '../../evidence/index.ts';
import { takeInventory } from '../../harness/cleanup/inventory.ts';
import { bears, type Holding, type HoldingKind, ledgerKinds } from '../../harness/cleanup/kinds.ts';
import { sortOut } from '../../harness/cleanup/ownership.ts';
import { type CleanupOptions, cleanUp } from '../../harness/cleanup/sweep.ts';
import { textAt } from '../../harness/clients/openstack/shape.ts';
import { loadTarget } from '../../harness/index.ts';
import { type Platform, startPlatform } from '../../scenarios/index.ts';
import { accountNames, projectNames } from '../../scenarios/platform/cloud.ts';
import type { ResourceEntry } from '../../spec/index.ts';
import { tenantHoldings } from '../kills/tenant.ts';
import { sourceFiles } from '../meta/source-files.ts';
import { type Tenant, tenant } from '../scenarios/client.ts';

const marker = 'biaochi-11112222-aaaaaa-0123456789';
const entry = (more: Partial<ResourceEntry> & Pick<ResourceEntry, 'kind' | 'state'>): ResourceEntry => ({
  observation: 'o-1',
  marker,
  component: 'cloud',
  intent: `${more.kind} ${more.id ?? ''}`,
  ...more,
});
const holding = (kind: HoldingKind, id: string, text: string): Holding => ({
  kind,
  id,
  name: text,
  texts: [text],
  remove: async () => {},
});
const listing = (...holdings: Holding[]) => ({ holdings, unlisted: new Map<HoldingKind, string>() });
const all = () => true;

describe('ownership', () => {
  it('is proven by the ledger and the marker together', () => {
    const line = entry({ kind: '网络', id: 'n1', state: 'created' });
    const sorted = sortOut(
      listing(
        holding('network', 'n1', `${marker}-net`),
        holding('network', 'n2', `${marker}-net`),
        holding('network', 'n3', 'biaochi-of-somebody'),
      ),
      [line],
      all,
    );
    expect(sorted.ours.map((one) => one.holding.id)).toEqual(['n1']);
    expect(sorted.strange.map((one) => one.holding.id)).toEqual(['n2']);
    expect(sorted.settled).toEqual([]);
  });

  it('is not proven by an id without the marker', () => {
    const line = entry({ kind: '网络', id: 'n1', state: 'created' });
    const sorted = sortOut(listing(holding('network', 'n1', 'renamed')), [line], all);
    expect(sorted).toMatchObject({ ours: [], strange: [{ holding: { id: 'n1' } }], settled: [] });
  });

  it('finds by marker what a lost answer would have named, unless there are more than were asked for', () => {
    const line = entry({ kind: '网络', state: 'intended' });
    const one = holding('network', 'n1', marker);
    expect(sortOut(listing(one), [line], all).ours).toEqual([{ holding: one, entry: line }]);
    const two = sortOut(listing(one, holding('network', 'n2', marker)), [line], all);
    expect(two.ours).toEqual([]);
    expect(two.strange).toHaveLength(2);
    expect(two.settled).toEqual([]);
  });

  it('settles what stands no more, and concludes nothing of what cannot be listed', () => {
    const made = entry({ kind: '网络', id: 'n1', state: 'created' });
    const asked = entry({ kind: '子网', state: 'intended' });
    const other = entry({ kind: '端口', id: 'p1', state: 'created' });
    const strange = entry({ kind: '从未见过', id: 'x', state: 'created' });
    const sorted = sortOut(
      { holdings: [], unlisted: new Map<HoldingKind, string>([['port', 'HTTP 500']]) },
      [made, asked, other, strange],
      all,
    );
    expect(sorted.settled).toEqual([
      { entry: made, state: 'removed' },
      { entry: asked, state: 'absent' },
    ]);
    expect(sorted.unknown.map(({ entry }) => entry)).toEqual([other, strange]);
  });

  it('leaves what is kept for a later collection', () => {
    const kept = entry({ kind: 'bucket', id: `${marker}-life`, state: 'kept' });
    const sorted = sortOut(listing(holding('bucket', kept.id!, kept.id!)), [kept], () => false);
    expect(sorted).toEqual({ ours: [], strange: [], settled: [], unknown: [] });
  });

  it('takes what the platform made along: the disk that outlived its server, the snapshots of an image', () => {
    const lines = [
      entry({ kind: '云主机', id: `${marker}-vm`, state: 'removing' }),
      entry({ kind: '主机快照', id: 'i1', state: 'removed' }),
    ];
    const sorted = sortOut(
      listing(
        holding('volume', 'v1', `${marker}-root`),
        holding('volume-snapshot', 's1', `snapshot for ${marker}-image`),
        holding('volume', 'v2', ''),
      ),
      lines,
      all,
    );
    expect(sorted.ours.map((one) => one.holding.id)).toEqual(['v1', 's1']);
  });

  it('reads a marker only whole', () => {
    expect(bears(`${marker}-net`, marker)).toBe(true);
    expect(bears(`${marker}9`, marker)).toBe(false);
    expect(bears(`x ${marker}`, marker)).toBe(false);
    expect(bears('anything', '')).toBe(false);
  });
});

it('knows every kind that a probe or client writes into the ledger', () => {
  const text = sourceFiles('.ts')
    .filter(({ path }) => path.startsWith('harness/probes/') || path.startsWith('harness/clients/'))
    .map(({ text }) => text)
    .join('\n');
  const kinds = [
    ...text.matchAll(/resources\.create\(\s*'([^']+)'/g),
    ...text.matchAll(/createUnlessRefused\(\s*context,\s*'([^']+)'/g),
    ...text.matchAll(/\bcreate\(\s*context,\s*os,\s*'([^']+)'/g),
    ...text.matchAll(/resources\.adopt\(\s*'([^']+)'/g),
  ].map((match) => match[1]!);
  expect(new Set(kinds).size).toBeGreaterThan(10);
  // Whoever cleans up is told of these by name: a power cut cannot be listed, an alert ends by itself at the instant
  // that it carries, and nothing lists the schemas of a database.
  const onlyTold = ['宿主机断电', '测试告警', '数据库模式'];
  for (const kind of kinds.filter((one) => !onlyTold.includes(one)))
    expect(ledgerKinds[kind], kind).toBeDefined();
});

describe('on a platform', () => {
  let platform: Platform;
  let us: Tenant;
  const folder = mkdtempSync(join(tmpdir(), 'biaochi-cleanup-'));
  beforeAll(async () => {
    platform = await startPlatform({ tender: 'jiaozuo-2026-18', directory: folder, fast: true });
    us = await tenant(platform, accountNames.tester, projectNames.tester);
  });
  afterAll(async () => {
    await platform.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const network = async (name: string) =>
    textAt(
      (await us.on('network', '/networks', { method: 'POST', body: { network: { name } } })).json,
      'network',
      'id',
    );
  const subnet = async (id: string, name: string) =>
    textAt(
      (
        await us.on('network', '/subnets', {
          method: 'POST',
          body: { subnet: { name, network_id: id, ip_version: 4, cidr: '198.18.9.0/24' } },
        })
      ).json,
      'subnet',
      'id',
    );
  const options = (ledger: ResourceEntry[], told: ResourceEntry[], more: Partial<CleanupOptions> = {}) => {
    const loaded = loadTarget(platform.targetFile);
    const cloud = loaded.target.components.find(({ role }) => role === 'openstack')!.id;
    return {
      loaded,
      ledger: ledger.map((line) => ({ ...line, component: cloud })),
      isOpen: (line: ResourceEntry) => !['removed', 'absent'].includes(line.state),
      signal: new AbortController().signal,
      tell: (line: ResourceEntry) => told.push(line),
      ...more,
    };
  };

  it('removes what is ours in an order that works, leaves its namesake, and is done when done again', async () => {
    const before = await tenantHoldings(platform.targetFile);
    const net = await network(`${marker}-net`);
    const lost = await subnet(net, `${marker}-net`);
    const namesake = await network(`${marker}-net`);
    const stranger = await network('biaochi-of-somebody');
    const ledger = [
      entry({ kind: '网络', id: net, state: 'created' }),
      // Its answer was lost: only the marker tells.
      entry({ kind: '子网', state: 'intended', at: '2026-01-01T00:00:00Z' }),
      entry({ kind: '云主机', state: 'intended', at: '2026-01-01T00:00:00Z' }),
    ];
    const plan = await cleanUp(options(ledger, [], { plan: true }));
    expect(plan.removed.map(({ id }) => id).sort()).toEqual([net, lost].sort());
    expect((await tenantHoldings(platform.targetFile)).length).toBe(before.length + 4);

    const told: ResourceEntry[] = [];
    const report = await cleanUp(options(ledger, told));
    expect(report.removed.map(({ id }) => id)).toEqual([lost, net]);
    expect(report.left).toEqual([]);
    expect(report.strange.map(({ id }) => id)).toEqual([namesake]);
    const states = (kind: string) => told.filter((line) => line.kind === kind).map(({ state }) => state);
    expect(states('网络')).toEqual(['removing', 'removed']);
    expect(states('子网')).toEqual(['removing', 'removed']);
    expect(states('云主机')).toEqual(['absent']);
    const now = (await tenantHoldings(platform.targetFile)).filter((one) => !before.includes(one));
    expect(now.map((one) => one.split(' ')[1]).sort()).toEqual([namesake, stranger].sort());

    const again = await cleanUp(options([entry({ kind: '网络', id: net, state: 'created' })], []));
    expect(again).toMatchObject({ removed: [], left: [], gone: [{ id: net, state: 'removed' }] });
    for (const id of [namesake, stranger]) await us.on('network', `/networks/${id}`, { method: 'DELETE' });
  });

  it('leaves a server that only has our name', async () => {
    const flavors = (await us.on('compute', '/flavors')).json;
    const images = (await us.on('image', '/images')).json as { images: { id: string }[] };
    const flavorRef = textAt((flavors as { flavors: unknown[] }).flavors[0], 'id');
    const made = await us.on('compute', '/servers', {
      method: 'POST',
      body: { server: { name: `${marker}-vm`, flavorRef, imageRef: images.images[0]!.id, networks: 'none' } },
    });
    const id = textAt(made.json, 'server', 'id');
    const told: ResourceEntry[] = [];
    const ledger = [entry({ kind: '云主机', id: `${marker}-vm`, state: 'created' })];
    const report = await cleanUp(options(ledger, told));
    expect(report.removed).toEqual([]);
    expect((await us.on('compute', `/servers/${id}`)).status).toBe(200);
    await us.on('compute', `/servers/${id}`, { method: 'DELETE' });
  });

  it('says what it could not settle when the platform cannot be reached', async () => {
    const loaded = loadTarget(platform.targetFile);
    const target = structuredClone(loaded.target);
    for (const component of target.components) component.endpoint = 'http://127.0.0.1:9/';
    const report = await cleanUp(
      options([entry({ kind: '网络', id: 'n', state: 'created' })], [], { loaded: { ...loaded, target } }),
    );
    expect(report.left).toMatchObject([{ id: 'n', why: expect.stringContaining('TARGET_REFUSED') }]);
  });

  it('counts what the tenants hold, ours among it', async () => {
    const loaded = loadTarget(platform.targetFile);
    const net = await network(`${marker}-net`);
    const inventories = await takeInventory({
      components: loaded.target.components,
      loaded,
      redactor: createRedactor(),
      signal: new AbortController().signal,
      markers: [marker],
    });
    expect(inventories.map(({ component, fault }) => [component, fault])).toEqual(
      expect.arrayContaining(['cloud', 'objects', 'host-kunpeng'].map((id) => [id, undefined])),
    );
    expect(inventories.filter(({ fault }) => fault !== undefined)).toEqual([]);
    const kinds = inventories.flatMap((inventory) => inventory.kinds);
    expect(kinds.find(({ kind }) => kind === '网络')).toMatchObject({ count: 1, ids: [net], ours: [net] });
    expect(kinds.find(({ kind }) => kind === '存储桶')).toMatchObject({ count: 0, ours: [] });
    await us.on('network', `/networks/${net}`, { method: 'DELETE' });
  });
});
