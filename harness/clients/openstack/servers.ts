import { Fault } from '../../../spec/index.ts';
import type { ProbeContext } from '../../probe.ts';
import type { OpenStack } from '../openstack.ts';
import { remove } from './removal.ts';
import { type Fields, fieldsAt, isFields, textAt, valueAt } from './shape.ts';
import { waitFor } from './wait.ts';

/** Since Pike: the server carries the flavor it really has, and `block_migration: auto` is known. */
export const computeMicroversion = '2.47';

export interface ServerOrder {
  /** Follows the marker in the name. */
  suffix: string;
  flavorId: string;
  imageId: string;
  /** Root disk as a volume of this size; a disk of the compute node when absent. */
  diskGiB?: number | undefined;
  networkId: string;
  securityGroup: string;
  count?: number;
  /** A server group. */
  group?: string;
  /** The node to start on, which only an administrator may ask for. */
  node?: { zone: string; host: string } | undefined;
}

/** Orders servers, to be removed with the observation together with their volumes. Answers as soon as the order is accepted. */
export async function orderServers(
  context: ProbeContext,
  os: OpenStack,
  order: ServerOrder,
): Promise<string> {
  const name = `${context.marker}-${order.suffix}`;
  const zone = order.node ? `${order.node.zone}:${order.node.host}` : os.component.options.availabilityZone;
  const count = order.count ?? 1;
  const server = {
    name,
    metadata: { [markerKey]: context.marker },
    flavorRef: order.flavorId,
    networks: [{ uuid: order.networkId }],
    security_groups: [{ name: order.securityGroup }],
    ...(zone === undefined ? {} : { availability_zone: zone }),
    ...(count === 1 ? {} : { min_count: count, max_count: count }),
    ...(order.diskGiB === undefined
      ? { imageRef: order.imageId }
      : {
          block_device_mapping_v2: [
            {
              boot_index: 0,
              source_type: 'image',
              uuid: order.imageId,
              destination_type: 'volume',
              volume_size: order.diskGiB,
              delete_on_termination: true,
            },
          ],
        }),
  };
  await context.resources.create(
    '云主机',
    () =>
      os.request('compute', {
        method: 'POST',
        path: '/servers',
        microversion: computeMicroversion,
        body: {
          server,
          ...(order.group === undefined ? {} : { 'os:scheduler_hints': { group: order.group } }),
        },
      }),
    () => name,
    (answer) => removeServers(os, name, context.marker, valueAt(answer.json, 'server', 'id')),
  );
  return name;
}

/** Those whose name is the ordered one, or the ordered one with a number that the platform adds to each of several. */
export async function serversNamed(os: OpenStack, name: string): Promise<Fields[]> {
  const path = `/servers/detail?name=${encodeURIComponent(name)}`;
  const all = await os.list('compute', path, 'servers', computeMicroversion);
  return all.filter(
    (server) =>
      server.name === name ||
      (String(server.name).startsWith(`${name}-`) &&
        /^\d+$/.test(String(server.name).slice(name.length + 1))),
  );
}

/** One server as it stands. Throws TARGET_STATUS when it is gone. */
export async function readServer(os: OpenStack, id: string): Promise<Fields> {
  return fieldsAt(await os.read('compute', `/servers/${id}`, computeMicroversion), 'server');
}

/** Orders one server and waits until it runs. Throws TARGET_STATE with the platform's own words when it does not. */
export async function startServer(context: ProbeContext, os: OpenStack, order: ServerOrder): Promise<Fields> {
  const name = await orderServers(context, os, order);
  const [server] = await waitFor(
    `云主机 ${name} 启动`,
    () => serversNamed(os, name),
    (servers) => servers.length > 0 && servers.every(isRunning),
    context.signal,
    {
      timeoutMs: 180_000,
      describe: (servers) => servers.map(stateOf).join('、') || '未登记',
      hopeless: (servers) => servers.map(faultOfServer).find(Boolean),
    },
  );
  return server!;
}

export const isRunning = (server: Fields) => server.status === 'ACTIVE' && !server['OS-EXT-STS:task_state'];
export const stateOf = (server: Fields) =>
  [server.status, server['OS-EXT-STS:task_state']].filter(Boolean).join('/');

/** What the platform says of a server that went into ERROR; undefined for any other. */
export function faultOfServer(server: Fields): string | undefined {
  if (server.status !== 'ERROR') return undefined;
  return `云主机进入 ERROR：${String(valueAt(server, 'fault', 'message') ?? '平台未给出原因')}`;
}

/**
 * Where a server runs: the host's name for an administrator, else the host's digest, which is equal within a project
 * exactly when the host is. Throws TARGET_PREREQUISITE when the platform shows neither.
 */
export function hostOf(server: Fields): string {
  const host = server['OS-EXT-SRV-ATTR:host'] ?? server.hostId;
  if (typeof host !== 'string' || host === '')
    throw new Fault('TARGET_PREREQUISITE', '账号看不到云主机所在的宿主机');
  return host;
}

/** Ids of the volumes attached to a server, the order being the platform's. */
export function volumesOf(server: Fields): string[] {
  const attached = server['os-extended-volumes:volumes_attached'];
  return Array.isArray(attached) ? attached.filter(isFields).map((volume) => textAt(volume, 'id')) : [];
}

/** Under this key the metadata of our servers name their marker: anyone may give a server the same name. */
export const markerKey = 'biaochi-marker';

export const carriesMarker = (server: Fields, marker: string) =>
  valueAt(server, 'metadata', markerKey) === marker;

/**
 * Writes the marker into the name of a server's disk. The platform gives it none of its own, and should it outlive the
 * server, nothing else would say whose it was. A platform that refuses keeps it as it is.
 */
export async function markVolumes(os: OpenStack, server: Fields, marker: string): Promise<void> {
  for (const id of volumesOf(server)) {
    const body = { volume: { name: `${marker}-root` } };
    await os.request('block-storage', { method: 'PUT', path: `/volumes/${id}`, body, accept: 'refusal' });
  }
}

async function removeServers(os: OpenStack, name: string, marker: string, answered: unknown): Promise<void> {
  const named = await serversNamed(os, name);
  const servers = named.filter((server) => carriesMarker(server, marker) || server.id === answered);
  if (servers.length === 0 && named.length > 0)
    throw new Fault('TARGET_STATE', `名为 ${name} 的云主机不带测试标记，未予删除`);
  await Promise.all(servers.map((server) => markVolumes(os, server, marker)));
  await Promise.all(servers.map((server) => remove(os, 'compute', `/servers/${textAt(server, 'id')}`)));
  // The platform deletes a root volume with its server; what it left we remove.
  await Promise.all(servers.flatMap(volumesOf).map((id) => remove(os, 'block-storage', `/volumes/${id}`)));
}
