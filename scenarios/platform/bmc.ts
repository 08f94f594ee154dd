import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Defect } from './defect.ts';
import {
  type BmcMachine,
  collection,
  drivesOf,
  link,
  resourcesOf,
  root,
  systemPath,
} from './redfish-resources.ts';

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
    turns: inventory('sample-agrees', 'totals-reconcile', ...untrusted),
  },
];

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
