import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Asset } from '../../spec/index.ts';
import type { Defect } from './defect.ts';

const inventory = (...measurands: string[]) => [{ probe: 'compute-pool-size', measurands }];
/** What an asset list that was not borne out leaves unproven. */
const figures = ['physical-cores', 'hardware-threads', 'memory', 'raw-storage', 'usable-storage'];
const untrusted = [...figures, 'vcpus', 'allocation-ratio', 'usable-factor'];

/** What may be wrong with the machines behind the controllers, or with reaching them. */
export const bmcDefects: Defect[] = [
  {
    name: 'bmc-fewer-cores',
    title: '部分设备的实际处理器核数少于资产清单',
    turns: inventory('sample-agrees', ...untrusted),
  },
  {
    name: 'bmc-less-memory',
    title: '部分设备的实际内存少于资产清单',
    turns: inventory('sample-agrees', ...untrusted),
  },
  {
    name: 'bmc-missing-drives',
    title: '部分存储设备的实际数据盘少于资产清单',
    turns: inventory('sample-agrees', ...untrusted),
  },
  {
    name: 'bmc-other-serial',
    title: '部分设备的序列号与资产清单不符',
    turns: inventory('sample-agrees', ...untrusted),
  },
  {
    name: 'bmc-unreachable',
    title: '部分设备的带外管理控制器不应答',
    turns: inventory('sample-agrees', ...untrusted),
  },
];

/** A machine as the stand-in controllers know it. */
export type BmcMachine = Pick<
  Asset,
  'serial' | 'model' | 'sockets' | 'cores' | 'threads' | 'memoryBytes' | 'diskBytes'
> & {
  processor?: string;
  /** Data disks; one of all capacity when left out. */
  drives?: { count: number; bytes: number; model: string };
};

export interface BmcOptions {
  machines: readonly BmcMachine[];
  username: string;
  password: string;
  defects?: ReadonlySet<string> | undefined;
  port?: number | undefined;
}

export interface Bmc {
  url: string;
  close(): Promise<void>;
}

const gib = 1024 ** 3;
const root = '/redfish/v1';
/** Path of a machine's ComputerSystem. */
export const systemPath = (serial: string) => `${root}/Systems/${encodeURIComponent(serial)}`;

/** What stands in the rack when a defect is switched on: every second machine is other than it was ordered. */
function installed(machine: BmcMachine, index: number, has: (defect: string) => boolean): BmcMachine {
  if (index % 2 !== 0) return machine;
  const drives = drivesOf(machine);
  return {
    ...machine,
    ...(has('bmc-fewer-cores') ? { cores: machine.cores / 2, threads: machine.threads / 2 } : {}),
    ...(has('bmc-less-memory') ? { memoryBytes: machine.memoryBytes / 2 } : {}),
    ...(has('bmc-missing-drives') ? { drives: { ...drives, count: Math.max(0, drives.count - 2) } } : {}),
    ...(has('bmc-other-serial') ? { serial: `X${machine.serial}` } : {}),
  };
}

function drivesOf({ drives, diskBytes }: BmcMachine): { count: number; bytes: number; model: string } {
  return drives ?? { count: diskBytes > 0 ? 1 : 0, bytes: diskBytes, model: 'HUS728T8TALE6L4' };
}

const link = (path: string) => ({ '@odata.id': path });
const collection = (path: string, kind: string, members: string[]) => ({
  '@odata.type': `#${kind}Collection.${kind}Collection`,
  ...link(path),
  Name: `${kind} Collection`,
  'Members@odata.count': members.length,
  Members: members.map(link),
});

/** Every Redfish resource of one machine by its path. `listed` names its place, `actual` what stands there. */
function* resourcesOf(listed: BmcMachine, actual: BmcMachine): Generator<[string, object]> {
  const path = systemPath(listed.serial);
  const status = { State: 'Enabled', Health: 'OK' };
  const processor = actual.processor ?? 'Hygon C86 7385 32-core Processor';
  const sockets = Array.from({ length: actual.sockets }, (_, index) => `${path}/Processors/CPU${index}`);
  yield [
    path,
    {
      '@odata.type': '#ComputerSystem.v1_13_0.ComputerSystem',
      ...link(path),
      Id: listed.serial,
      Name: 'System',
      SystemType: 'Physical',
      Manufacturer: 'Stand-in',
      Model: actual.model,
      SerialNumber: actual.serial,
      PowerState: 'On',
      Status: status,
      ProcessorSummary: {
        Count: actual.sockets,
        CoreCount: actual.cores,
        LogicalProcessorCount: actual.threads,
        Model: processor,
        Status: status,
      },
      MemorySummary: { TotalSystemMemoryGiB: actual.memoryBytes / gib, Status: status },
      Processors: link(`${path}/Processors`),
      Storage: link(`${path}/Storage`),
    },
  ];
  yield [`${path}/Processors`, collection(`${path}/Processors`, 'Processor', sockets)];
  for (const [index, socket] of sockets.entries()) {
    yield [
      socket,
      {
        '@odata.type': '#Processor.v1_11_0.Processor',
        ...link(socket),
        Id: `CPU${index}`,
        Name: `Processor ${index}`,
        Socket: `CPU ${index}`,
        ProcessorType: 'CPU',
        Model: processor,
        TotalCores: actual.cores / actual.sockets,
        TotalThreads: actual.threads / actual.sockets,
        Status: status,
      },
    ];
  }
  const data = drivesOf(actual);
  const controllers = [
    { id: 'Boot', drives: Array(2).fill({ bytes: 480e9, model: 'INTEL SSDSC2KB48' }) },
    { id: 'RAID1', drives: Array(data.count).fill({ bytes: data.bytes, model: data.model }) },
  ] as { id: string; drives: { bytes: number; model: string }[] }[];
  const storage = `${path}/Storage`;
  yield [
    storage,
    collection(
      storage,
      'Storage',
      controllers.map(({ id }) => `${storage}/${id}`),
    ),
  ];
  for (const { id, drives } of controllers) {
    const paths = drives.map((_, index) => `${storage}/${id}/Drives/Disk${index}`);
    yield [
      `${storage}/${id}`,
      {
        '@odata.type': '#Storage.v1_10_0.Storage',
        ...link(`${storage}/${id}`),
        Id: id,
        Name: `Storage ${id}`,
        'Drives@odata.count': paths.length,
        Drives: paths.map(link),
        Status: status,
      },
    ];
    for (const [index, drive] of drives.entries()) {
      const at = paths[index] ?? '';
      yield [
        at,
        {
          '@odata.type': '#Drive.v1_12_0.Drive',
          ...link(at),
          Id: `Disk${index}`,
          Name: `Disk ${index}`,
          Model: drive.model,
          SerialNumber: `${actual.serial}${id.slice(0, 1)}${index}`,
          CapacityBytes: drive.bytes,
          MediaType: id === 'Boot' ? 'SSD' : 'HDD',
          Protocol: 'SATA',
          Status: status,
        },
      ];
    }
  }
}

function error(code: string, message: string): object {
  return { error: { code: `Base.1.8.${code}`, message, '@Message.ExtendedInfo': [] } };
}

/** Redfish over HTTP on loopback for all machines, behind Basic authentication. */
export async function startBmc(options: BmcOptions): Promise<Bmc> {
  const has = (defect: string) => options.defects?.has(defect) === true;
  const resources = new Map<string, object>();
  const silent = new Set<string>();
  for (const [index, machine] of options.machines.entries()) {
    for (const [path, resource] of resourcesOf(machine, installed(machine, index, has)))
      resources.set(path, resource);
    if (has('bmc-unreachable') && index % 2 === 0) silent.add(systemPath(machine.serial));
  }
  const systems = options.machines.map(({ serial }) => systemPath(serial));
  resources.set(`${root}/Systems`, collection(`${root}/Systems`, 'ComputerSystem', systems));
  const service = {
    '@odata.type': '#ServiceRoot.v1_9_0.ServiceRoot',
    ...link(root),
    Id: 'RootService',
    Name: 'Root Service',
    RedfishVersion: '1.11.0',
    Systems: link(`${root}/Systems`),
  };
  const expected = `Basic ${Buffer.from(`${options.username}:${options.password}`).toString('base64')}`;

  const answer = (
    request: IncomingMessage,
  ): { status: number; body: object; headers?: Record<string, string> } => {
    const path = new URL(request.url ?? '/', 'http://bmc').pathname.replace(/\/+$/, '');
    if (path === '/redfish') return { status: 200, body: { v1: `${root}/` } };
    if (path === root) return { status: 200, body: service };
    if (request.headers.authorization !== expected) {
      const body = error('NoValidSession', 'There is no valid session established with the implementation.');
      return { status: 401, body, headers: { 'WWW-Authenticate': 'Basic realm="Redfish"' } };
    }
    if (request.method !== 'GET') return { status: 405, body: error('OperationNotAllowed', 'Read only.') };
    if (silent.has(path))
      return { status: 503, body: error('ServiceTemporarilyUnavailable', 'Retry later.') };
    const found = resources.get(path);
    if (!found)
      return {
        status: 404,
        body: error('ResourceMissingAtURI', `The resource at the URI ${path} was not found.`),
      };
    return { status: 200, body: found };
  };
  const server = createServer((request, response) => {
    const { status, body, headers } = answer(request);
    response.writeHead(status, {
      Server: 'biaochi-stand-in',
      'OData-Version': '4.0',
      'Content-Type': 'application/json; charset=utf-8',
      ...headers,
    });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
