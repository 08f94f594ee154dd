import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/compute-pool-size/probe.ts';
import { drawSample } from '../../harness/probes/compute-pool-size/sample.ts';
import { loadTarget } from '../../harness/target.ts';
import { readAssetList } from '../../intake/index.ts';
import { startPlatform } from '../../scenarios/index.ts';
import { assetsOf, machinesOf } from '../../scenarios/platform/asset-list.ts';
import { bmcDefects, startBmc } from '../../scenarios/platform/bmc.ts';
import { type CloudProfile, smallCloud } from '../../scenarios/platform/profile.ts';
import type { Asset, AssetList, ManagementControllerComponent } from '../../spec/index.ts';
import { startSmallOpenStack } from './small-openstack.ts';
import {
  brokenKinds,
  emptyKinds,
  type SightResult,
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

const record = '资源池规模核对记录';
const figures = [
  'physical-cores',
  'hardware-threads',
  'vcpus',
  'memory',
  'raw-storage',
  'usable-storage',
  'allocation-ratio',
  'usable-factor',
];
const gib = 1024 ** 3;

/** 20 + 20 hosts of 2 x 32 cores and 512 GiB, 8 stores of 12 x 8 TB kept three times; the names are the stand-in's. */
const cloud40: CloudProfile = {
  ...smallCloud,
  allocationRatio: { ...smallCloud.allocationRatio, vcpu: 4 },
  machines: [20, 20, 8].map((count, index) => {
    const store = index === 2;
    const kind = smallCloud.machines.find(({ purpose }) => purpose === (store ? 'storage' : 'compute'));
    return {
      ...kind!,
      count,
      sockets: 2,
      cores: store ? 16 : 32,
      threadsPerCore: 2,
      memoryBytes: 512 * gib,
      disks: { count: store ? 12 : 0, bytes: 8e12, model: 'HUS728T8TALE6L4' },
      replicaFactor: store ? 3 : 1,
    };
  }),
};

interface Scene {
  defects?: string[];
  profile?: CloudProfile;
  /** Changes the list after it was written from the machines. */
  alter?: (assets: Asset[]) => Asset[];
  /** Another account than the controllers know. */
  username?: string;
  /** Where the target file says the controllers are; `null` leaves them out. */
  controller?: string | null;
  withoutList?: boolean;
  inputs?: Record<string, number>;
}

async function look(scene: Scene = {}): Promise<SightResult> {
  const { defects = [], profile = cloud40 } = scene;
  const os = await startSmallOpenStack(defects, profile);
  undo.push(os.close);
  const bmc = await startBmc({
    machines: machinesOf(profile),
    username: 'inspector',
    password: 'test-secret',
    defects: new Set(defects),
  });
  undo.push(bmc.close);
  const endpoint = scene.controller === undefined ? bmc.url : scene.controller;
  const controllers: ManagementControllerComponent[] =
    endpoint === null
      ? []
      : [
          {
            id: 'bmc',
            role: 'management-controller',
            endpoint,
            credentials: { username: scene.username ?? 'inspector', password: { file: 'secret' } },
          },
        ];
  const { targetFile, remove } = writeTarget(testTarget(os.component, ...controllers));
  undo.push(remove);
  const listed = assetsOf(profile, (name) => defects.includes(name), bmc.url);
  const assets: AssetList = {
    file: '清单.xlsx',
    digest: `sha256:${'0'.repeat(64)}`,
    assets: scene.alter ? scene.alter(listed) : listed,
  };
  return sight(probe, targetFile, {
    ...(scene.withoutList ? {} : { assets }),
    ...(scene.inputs ? { inputs: scene.inputs } : {}),
  });
}

const figureOf = (seen: SightResult, name: string) => valuesOf(seen, name)?.[0];
const shown = (seen: SightResult) => figures.filter((name) => valuesOf(seen, name) !== undefined);
const recordOf = (seen: SightResult) =>
  JSON.parse(seen.captured.get(record) ?? 'null') as {
    seed: number;
    strata: { purpose: string; size: number; drawn: number }[];
    machines: { serial: string; comparisons: { item: string; agrees?: boolean }[] }[];
  };

describe('compute-pool-size', () => {
  it('in a conforming pool takes the list for measured once the sample and the totals bear it out', async () => {
    const seen = await look();
    expect(seen.fault).toBeUndefined();
    expect(seen.tier).toBe('measured');
    expect(valuesOf(seen, 'sample-agrees')).toEqual([true]);
    expect(valuesOf(seen, 'totals-reconcile')).toEqual([true]);
    expect(figureOf(seen, 'physical-cores')).toBe(2560);
    expect(figureOf(seen, 'hardware-threads')).toBe(5120);
    expect(figureOf(seen, 'vcpus')).toBe(20480);
    expect(figureOf(seen, 'memory')).toBeCloseTo((40 * 512 * gib) / 1e12, 9);
    expect(figureOf(seen, 'raw-storage')).toBe(768);
    expect(figureOf(seen, 'usable-storage')).toBe(256);
    expect(figureOf(seen, 'usable-factor')).toBeCloseTo(1 / 3, 12);
    expect(figureOf(seen, 'allocation-ratio')).toBe(4);
  });

  it('keeps the sample with its seed, strata and every comparison', async () => {
    const seen = await look();
    const kept = recordOf(seen);
    expect(kept.seed).toBe(1);
    expect(kept.strata).toEqual([
      { purpose: 'compute', size: 40, drawn: 8 },
      { purpose: 'storage', size: 8, drawn: 8 },
    ]);
    expect(kept.machines).toHaveLength(16);
    expect(kept.machines.every(({ comparisons }) => comparisons.length === 5)).toBe(true);
    expect(new Set(kept.machines.map(({ serial }) => serial)).size).toBe(16);
    const again = recordOf(await look());
    expect(again.machines.map(({ serial }) => serial)).toEqual(kept.machines.map(({ serial }) => serial));
    expect(seen.captured.get(record)).not.toContain('test-secret');
  });

  it('draws as many as it is told', async () => {
    const seen = await look({ inputs: { sampleShare: 0.5, sampleMinimum: 2 } });
    expect(recordOf(seen).strata.map(({ drawn }) => drawn)).toEqual([20, 4]);
  });

  it.each(bmcDefects.filter(({ name }) => name !== 'bmc-unreachable').map(({ name }) => name))(
    'sees %s, and leaves the figures of a list that was refuted on paper',
    async (defect) => {
      const seen = await look({ defects: [defect] });
      expect(seen.tier).toBe('declared-on-paper');
      expect(valuesOf(seen, 'sample-agrees')).toEqual([false]);
      expect(seen.notes.join()).toMatch(/与清单不一致/);
    },
  );

  it('never takes a sample with unread machines for agreement', async () => {
    const seen = await look({ defects: ['bmc-unreachable'] });
    expect(seen.tier).toBe('declared-on-paper');
    expect(valuesOf(seen, 'sample-agrees')).toBeUndefined();
    expect(figureOf(seen, 'physical-cores')).toBe(2560);
    expect(seen.notes.join()).toMatch(/抽样不完整/);
  });

  it('takes one machine that differs for a refutation, however many could not be read', async () => {
    const seen = await look({ defects: ['bmc-unreachable'], alter: (assets) => assets.map(withCores(66)) });
    expect(valuesOf(seen, 'sample-agrees')).toEqual([false]);
  });

  const withCores = (cores: number) => (asset: Asset) => ({ ...asset, cores });

  it.each<[string, (asset: Asset) => Asset, boolean]>([
    ['memory 0.9 % more than told', (a) => ({ ...a, memoryBytes: a.memoryBytes * 1.009 }), true],
    ['memory 2 % more than told', (a) => ({ ...a, memoryBytes: a.memoryBytes * 1.02 }), false],
    ['fewer threads than told', (a) => ({ ...a, threads: a.threads - 1 }), false],
    ['one core more than told', (a) => ({ ...a, cores: a.cores + 1 }), false],
    ['a serial in other letters', (a) => ({ ...a, serial: a.serial.toLowerCase() }), true],
    ['disks 0.5 % above what is there', (a) => ({ ...a, diskBytes: a.diskBytes * 1.005 }), true],
    ['disks far above what is there', (a) => ({ ...a, diskBytes: a.diskBytes * 1.2 }), false],
  ])('a list with %s', async (_, change, agrees) => {
    const seen = await look({ alter: (assets) => assets.map(change) });
    expect(valuesOf(seen, 'sample-agrees')).toEqual([agrees]);
  });

  it('sees totals that do not reconcile although the sample agrees', async () => {
    const fewer = { ...cloud40, machines: cloud40.machines.slice(1) };
    const os = await startSmallOpenStack([], fewer);
    undo.push(os.close);
    const bmc = await startBmc({
      machines: machinesOf(cloud40),
      username: 'inspector',
      password: 'test-secret',
    });
    undo.push(bmc.close);
    const { targetFile, remove } = writeTarget(
      testTarget(os.component, {
        id: 'bmc',
        role: 'management-controller',
        endpoint: bmc.url,
        credentials: { username: 'inspector', password: { file: 'secret' } },
      }),
    );
    undo.push(remove);
    const assets = assetsOf(cloud40, () => false, bmc.url);
    const seen = await sight(probe, targetFile, {
      assets: { file: '清单.xlsx', digest: 'sha256:0', assets },
    });
    expect(valuesOf(seen, 'sample-agrees')).toEqual([true]);
    expect(valuesOf(seen, 'totals-reconcile')).toEqual([false]);
    expect(seen.tier).toBe('declared-on-paper');
    expect(valuesOf(seen, 'physical-cores')).toEqual([2560]);
    expect(seen.notes.join()).toContain('资产清单未获证实');
  });

  it.each([
    [0.02, 40, true],
    [0.02, 41, false],
    [0.035, 41, true],
  ])(
    'reconciles within the tolerance: %d with %d machines listed',
    async (tolerance, machines, reconciles) => {
      const extra = (assets: Asset[]) => [
        ...assets,
        ...Array.from({ length: machines - 40 }, (_, i) => ({ ...assets[0]!, serial: `extra-${i}` })),
      ];
      const seen = await look({ alter: extra, controller: null, inputs: { tolerance } });
      expect(valuesOf(seen, 'totals-reconcile')).toEqual([reconciles]);
    },
  );

  it('takes registered cores for as good as threads where hyper-threading is off', async () => {
    const off = { ...cloud40, machines: cloud40.machines.map((m) => ({ ...m, threadsPerCore: 1 })) };
    const listed = (assets: Asset[]) => assets.map((asset) => ({ ...asset, threads: asset.cores * 2 }));
    const seen = await look({ profile: off, alter: listed, controller: null });
    expect(valuesOf(seen, 'totals-reconcile')).toEqual([true]);
  });
});

it('sees the stand-in platform whole: target file, asset list as a workbook, controllers', async () => {
  const platform = await startPlatform({ tender: 'test', fast: true });
  undo.push(platform.close);
  const loaded = loadTarget(platform.targetFile);
  const assets = await readAssetList(loaded.pathOf(loaded.target.assets?.file ?? ''));
  const seen = await sight(probe, platform.targetFile, { assets });
  expect(seen.tier).toBe('measured');
  expect(valuesOf(seen, 'sample-agrees')).toEqual([true]);
  expect(valuesOf(seen, 'totals-reconcile')).toEqual([true]);
  const hosts = assets.assets.filter(({ purpose }) => purpose === 'compute');
  expect(figureOf(seen, 'physical-cores')).toBe(hosts.reduce((sum, { cores }) => sum + cores, 0));
});

describe('what is only declared', () => {
  it('without a list: by the target', async () => {
    const seen = await look({ withoutList: true });
    expect(seen.tier).toBe('declared-by-target');
    expect(shown(seen)).toEqual(['vcpus', 'memory', 'allocation-ratio']);
    expect(figureOf(seen, 'vcpus')).toBe(20480);
    expect(valuesOf(seen, 'sample-agrees')).toBeUndefined();
    expect(valuesOf(seen, 'totals-reconcile')).toBeUndefined();
  });

  it('without controllers: on paper', async () => {
    const seen = await look({ controller: null });
    expect(seen.tier).toBe('declared-on-paper');
    expect(shown(seen)).toEqual(figures);
    expect(valuesOf(seen, 'sample-agrees')).toBeUndefined();
  });

  it('with a drawn machine that has no controller address: on paper', async () => {
    const without = (assets: Asset[]) => assets.map(({ controllerUrl: _, ...asset }) => asset);
    const seen = await look({ alter: without });
    expect(seen.tier).toBe('declared-on-paper');
    expect(valuesOf(seen, 'sample-agrees')).toBeUndefined();
    expect(seen.notes.join()).toContain('清单未填带外地址');
  });

  it('with an empty list: on paper, and nothing sampled', async () => {
    const seen = await look({ alter: () => [] });
    expect(seen.tier).toBe('declared-on-paper');
    expect(valuesOf(seen, 'sample-agrees')).toBeUndefined();
    expect(valuesOf(seen, 'totals-reconcile')).toEqual([false]);
  });
});

describe('the controllers’ account', () => {
  /** A server that only remembers what it was sent. */
  async function listenerFor(answer: (path: string) => object): Promise<{ url: string; heard: string[] }> {
    const heard: string[] = [];
    const server = createServer((request, response) => {
      heard.push(`${request.url} ${request.headers.authorization ?? '-'}`);
      response.end(JSON.stringify(answer(request.url ?? '')));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    undo.push(() => server.close());
    undo.push(() => server.closeAllConnections());
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
  }

  it('goes to no other origin than the target file names', async () => {
    const stranger = await listenerFor(() => ({}));
    const elsewhere = (assets: Asset[]) =>
      assets.map((asset) => ({
        ...asset,
        controllerUrl: `${stranger.url}/redfish/v1/Systems/${asset.serial}`,
      }));
    const seen = await look({ alter: elsewhere });
    expect(stranger.heard).toEqual([]);
    expect(valuesOf(seen, 'sample-agrees')).toBeUndefined();
    expect(seen.tier).toBe('declared-on-paper');
    expect(seen.notes.join()).toContain('不同源');
  });

  it('follows no link and no redirect that leads away', async () => {
    const stranger = await listenerFor(() => ({}));
    const leading = await listenerFor(() => ({ Processors: { '@odata.id': `${stranger.url}/Processors` } }));
    const there = (assets: Asset[]) =>
      assets.map((asset) => ({ ...asset, controllerUrl: `${leading.url}/${asset.serial}` }));
    const seen = await look({ alter: there, controller: leading.url });
    expect(leading.heard.length).toBeGreaterThan(0);
    expect(leading.heard.every((line) => line.includes('Basic '))).toBe(true);
    expect(stranger.heard).toEqual([]);
    expect(valuesOf(seen, 'sample-agrees')).toBeUndefined();
  });

  it('that is not accepted leaves everything open', async () => {
    const seen = await look({ username: 'nobody' });
    expect(seen.fault?.code).toBe('TARGET_UNAUTHORISED');
    expect(seen.measurements).toEqual([]);
  });

  it('of a controller that tells nothing proves nothing', async () => {
    const mute = await listenerFor(() => ({ '@odata.id': '/x' }));
    const there = (assets: Asset[]) =>
      assets.map((asset) => ({ ...asset, controllerUrl: `${mute.url}/${asset.serial}` }));
    const seen = await look({ alter: there, controller: mute.url });
    expect(valuesOf(seen, 'sample-agrees')).toBeUndefined();
    expect(seen.notes.join()).toMatch(/控制器未提供序列号、核数、线程数/);
  });

  it.each(['refusing', 'closing', 'garbage', 'error500', 'empty404', 'empty200', 'redirecting'] as const)(
    'with controllers that are %s the sample is incomplete',
    async (kind) => {
      const broken = await startBroken(kind);
      undo.push(broken.close);
      const there = (assets: Asset[]) =>
        assets.map((asset) => ({ ...asset, controllerUrl: `${broken.url}/${asset.serial}` }));
      const seen = await look({ alter: there, controller: broken.url });
      expect(seen.state).toBe('completed');
      expect(seen.tier).toBe('declared-on-paper');
      expect(valuesOf(seen, 'sample-agrees')).toBeUndefined();
    },
  );
});

describe('a broken or empty cloud', () => {
  it.each([...brokenKinds, ...emptyKinds])('that is %s shows nothing', async (kind) => {
    const broken = await startBroken(kind);
    undo.push(broken.close);
    const os = await startSmallOpenStack();
    undo.push(os.close);
    const { targetFile, remove } = writeTarget(testTarget({ ...os.component, endpoint: broken.url }));
    undo.push(remove);
    const seen = await sight(probe, targetFile, { timeLimit: /silent|slow/.test(kind) ? 1 : 20 });
    expect(seen.fault?.code).toMatch(/^(TARGET_|TIME_LIMIT)/);
    expect(seen.measurements).toEqual([]);
  });

  it('that has registered no host is no empty pool', async () => {
    const seen = await look({ profile: { ...cloud40, machines: [] }, withoutList: true });
    expect(seen.fault?.code).toBe('TARGET_PREREQUISITE');
  });
});

describe('drawSample', () => {
  const pool = (count: number): Asset[] =>
    assetsOf(cloud40, () => false, 'http://bmc')
      .slice(0, 1)
      .flatMap((asset) => Array.from({ length: count }, (_, i) => ({ ...asset, serial: `S${i}` })));
  const fixed = (values: number[]) => () => values.shift() ?? 0;

  it.each([
    [3, 0.1, 8, 3],
    [80, 0.1, 8, 8],
    [81, 0.1, 8, 9],
    [100, 1, 8, 100],
    [0, 0.1, 8, undefined],
  ])('of %d machines with share %d and minimum %d draws %s', (count, share, minimum, drawn) => {
    expect(drawSample(pool(count), share, minimum, fixed([]))[0]?.drawn.length).toBe(drawn);
  });

  it('draws every machine with equal chance and does not follow the order of rows', () => {
    const machines = pool(5);
    const turned = [...machines].reverse();
    const serials = (assets: Asset[], values: number[]) =>
      drawSample(assets, 0.4, 1, fixed(values))[0]?.drawn.map(({ serial }) => serial);
    expect(serials(machines, [0.5, 0.999])).toEqual(['S2', 'S4']);
    expect(serials(turned, [0.5, 0.999])).toEqual(['S2', 'S4']);
    const counts = new Map<string, number>();
    let state = 7;
    const random = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    for (let round = 0; round < 5000; round++) {
      for (const { serial } of drawSample(machines, 0.4, 1, random)[0]!.drawn) {
        counts.set(serial, (counts.get(serial) ?? 0) + 1);
      }
    }
    for (const serial of ['S0', 'S1', 'S2', 'S3', 'S4'])
      expect(Math.abs((counts.get(serial) ?? 0) - 2000)).toBeLessThan(200);
  });
});
