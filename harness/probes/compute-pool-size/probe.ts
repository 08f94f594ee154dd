import {
  type Asset,
  type AssetList,
  convert,
  Fault,
  type Measurement,
  type Unit,
} from '../../../spec/index.ts';
import { connectOpenStack } from '../../clients/openstack.ts';
import type { Probe, ProbeContext, Sighting } from '../../probe.ts';
import { agrees, disagrees, type MachineReading, readMachines } from './machines.ts';
import { type PlacementTotals, readPlacement } from './placement.ts';
import { drawSample, type Stratum } from './sample.ts';

/** Size of the pool: registered totals, and an asset list that a sample of the machines themselves bears out. */
export const probe: Probe = {
  id: 'compute-pool-size',
  version: 1,
  async gather(context) {
    const totals = await readPlacement(await connectOpenStack(context));
    if (totals.hosts === 0)
      throw new Fault('TARGET_PREREQUISITE', '资源调度服务没有登记任何带处理器的计算节点');
    context.step(
      '读取资源调度服务登记的总量',
      `计算节点 ${totals.hosts} 个，处理器 ${totals.processors}，超配比 ${totals.ratios.join('、')}，` +
        `可分配 vCPU ${totals.vcpus}，内存 ${printTb(totals.memoryBytes)}，本地盘 ${printTb(totals.diskBytes)}`,
    );
    context.note('资源调度服务登记的本地盘容量仅供参考，不代表存储池容量。');
    if (context.assets === undefined) {
      await capture(context, { totals });
      return { tier: 'declared-by-target', measurements: ofPlacement(totals) };
    }
    return withAssets(context, totals, context.assets);
  },
};

async function withAssets(
  context: ProbeContext,
  totals: PlacementTotals,
  list: AssetList,
): Promise<Sighting> {
  const figures = figuresOf(list.assets);
  const reconciled = reconcile(figures, totals, Number(context.inputs.tolerance));
  for (const { item, listed, registered, agrees } of reconciled) {
    context.step(`核对${item}`, `清单 ${listed}，登记 ${registered}，${agrees ? '吻合' : '不吻合'}`);
  }
  const reconciles = reconciled.every(({ agrees }) => agrees);
  const judged: Measurement[] = [{ measurand: 'totals-reconcile', values: [reconciles] }];
  const declared = [...ofAssets(figures), ...ofScheduler(totals)];
  const controller = context.sibling('management-controller');
  if (controller?.role !== 'management-controller') {
    context.note('目标文件没有带外管理控制器，资产清单未经抽样核对。');
    await capture(context, { totals, reconciled });
    return { tier: 'declared-on-paper', measurements: [...declared, ...judged] };
  }
  const { sampleShare, sampleMinimum } = context.inputs;
  const strata = drawSample(list.assets, Number(sampleShare), Number(sampleMinimum), context.random);
  for (const { purpose, size, drawn } of strata)
    context.step(`抽样 ${purpose}`, `${size} 台中抽 ${drawn.length} 台`);
  const readings = await readMachines(
    context,
    controller,
    strata.flatMap(({ drawn }) => drawn),
  );
  await capture(context, { totals, reconciled, ...sampleRecord(context, strata), machines: readings });
  return settle(context, { readings, reconciles, judged, declared });
}

interface Sampled {
  readings: MachineReading[];
  reconciles: boolean;
  judged: Measurement[];
  /** Figures that stand only once the sample and the totals bear them out. */
  declared: Measurement[];
}

function settle(context: ProbeContext, { readings, reconciles, judged, declared }: Sampled): Sighting {
  const wrong = readings.filter(disagrees);
  const unread = readings.filter((reading) => !disagrees(reading) && !agrees(reading));
  for (const { row, serial, comparisons } of wrong) {
    const items = comparisons.filter((one) => one.agrees === false);
    const found = items.map(({ item, listed, read }) => `${item}清单 ${listed}、实读 ${read}`).join('；');
    context.note(`第 ${row} 行设备 ${serial} 与清单不一致：${found}。`);
  }
  for (const { row, serial, fault, comparisons } of unread) {
    const untold = comparisons.filter((one) => one.agrees === undefined).map(({ item }) => item);
    context.note(`第 ${row} 行设备 ${serial} 未能核对：${fault ?? `控制器未提供${untold.join('、')}`}。`);
  }
  // One machine that differs refutes the list, however many could not be read; agreement needs all of them.
  if (wrong.length > 0) judged.push({ measurand: 'sample-agrees', values: [false] });
  else if (unread.length === 0 && readings.length > 0)
    judged.push({ measurand: 'sample-agrees', values: [true] });
  else {
    context.note(
      `抽中的 ${readings.length} 台中有 ${unread.length} 台未能核对，抽样不完整，清单数字仍仅为书面声明。`,
    );
    return { tier: 'declared-on-paper', measurements: [...declared, ...judged] };
  }
  if (wrong.length === 0 && reconciles) return { measurements: [...declared, ...judged] };
  context.note('资产清单未获证实，其数字仅为书面声明，不作为实测值。');
  return { tier: 'declared-on-paper', measurements: [...declared, ...judged] };
}

interface Figures {
  hosts: number;
  cores: number;
  threads: number;
  memoryBytes: number;
  rawBytes: number;
  usableBytes: number;
}

/** Cores and memory of what guests run on, capacity of what keeps the pool's data. */
function figuresOf(assets: readonly Asset[]): Figures {
  const hosts = assets.filter(({ purpose }) => purpose !== 'storage');
  const stores = assets.filter(({ purpose }) => purpose !== 'compute');
  const add = (list: readonly Asset[], of: (asset: Asset) => number) =>
    list.reduce((sum, asset) => sum + of(asset), 0);
  return {
    hosts: hosts.length,
    cores: add(hosts, ({ cores }) => cores),
    threads: add(hosts, ({ threads }) => threads),
    memoryBytes: add(hosts, ({ memoryBytes }) => memoryBytes),
    rawBytes: add(stores, ({ diskBytes }) => diskBytes),
    usableBytes: add(stores, ({ diskBytes, replicaFactor }) => diskBytes / replicaFactor),
  };
}

interface Reconciled {
  item: string;
  listed: string;
  registered: string;
  agrees: boolean;
}

function reconcile(figures: Figures, totals: PlacementTotals, tolerance: number): Reconciled[] {
  const near = (listed: number, registered: number) => Math.abs(listed - registered) <= listed * tolerance;
  return [
    {
      item: '计算设备台数',
      listed: String(figures.hosts),
      registered: String(totals.hosts),
      agrees: near(figures.hosts, totals.hosts),
    },
    {
      item: '处理器总数',
      listed: `线程 ${figures.threads}、核 ${figures.cores}`,
      registered: String(totals.processors),
      // Cores where hyper-threading is switched off.
      agrees: near(figures.threads, totals.processors) || near(figures.cores, totals.processors),
    },
    {
      item: '内存总量',
      listed: printTb(figures.memoryBytes),
      registered: printTb(totals.memoryBytes),
      agrees: near(figures.memoryBytes, totals.memoryBytes),
    },
  ];
}

const quantity = (measurand: string, unit: Unit, ...values: number[]): Measurement => ({
  measurand,
  unit,
  values,
});
const toTb = (bytes: number) => convert(bytes, 'B', 'TB');
const printTb = (bytes: number) => `${toTb(bytes).toFixed(2)} TB`;

const ofScheduler = (totals: PlacementTotals): Measurement[] => [
  quantity('vcpus', 'vcpu', totals.vcpus),
  quantity('allocation-ratio', 'ratio', ...totals.ratios),
];

const ofPlacement = (totals: PlacementTotals): Measurement[] => [
  ...ofScheduler(totals),
  quantity('memory', 'TB', toTb(totals.memoryBytes)),
];

const ofAssets = (figures: Figures): Measurement[] => [
  quantity('physical-cores', 'core', figures.cores),
  quantity('hardware-threads', 'thread', figures.threads),
  quantity('memory', 'TB', toTb(figures.memoryBytes)),
  quantity('raw-storage', 'TB', toTb(figures.rawBytes)),
  quantity('usable-storage', 'TB', toTb(figures.usableBytes)),
  ...(figures.rawBytes > 0
    ? [quantity('usable-factor', 'ratio', figures.usableBytes / figures.rawBytes)]
    : []),
];

function sampleRecord(context: ProbeContext, strata: readonly Stratum[]): object {
  return {
    seed: context.seed,
    strata: strata.map(({ purpose, size, drawn }) => ({ purpose, size, drawn: drawn.length })),
  };
}

async function capture(context: ProbeContext, record: object): Promise<void> {
  const assets = context.assets && { digest: context.assets.digest, machines: context.assets.assets.length };
  const bytes = `${JSON.stringify({ assets, ...record }, null, 2)}\n`;
  await context.capture('资源池规模核对记录', 'application/json', bytes);
}
