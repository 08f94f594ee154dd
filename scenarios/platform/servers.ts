import { randomBytes, randomUUID } from 'node:crypto';
import { availabilityZone } from './cloud.ts';
import { refusalOf } from './http-service.ts';
import { beginEvent, finishEvent, recordAction } from './instance-actions.ts';
import type { NovaCall } from './nova.ts';
import { createPort, deletePort } from './ports.ts';
import { chooseHost, placingOf } from './scheduler.ts';
import { defaultGroup } from './security-groups.ts';
import type { ServerOrder } from './server-order.ts';
import type { Cloud, Server, Volume } from './state.ts';
import { createVolume, deleteVolume, snapshotsOf } from './volumes.ts';

/** Every change of a server goes through here, so that `updated` and the guests follow. */
export function change(cloud: Cloud, server: Server, to: Partial<Server>): void {
  Object.assign(server, to, { updatedAt: Date.now() });
  cloud.changed();
}

const buildMs = 300;
const slowBuildMs = 8000;

/** Puts a server on the books, still without a host. */
function register(
  cloud: Cloud,
  call: NovaCall,
  order: ServerOrder,
  index: number,
  reservationId: string,
): Server {
  const now = Date.now();
  const shrunk = {
    ...order.flavor,
    vcpus: Math.ceil(order.flavor.vcpus / 2),
    ram: Math.ceil(order.flavor.ram / 2),
  };
  const server: Server = {
    id: randomUUID(),
    number: ++cloud.counters.server,
    name: order.count === 1 ? order.name : `${order.name}-${index + 1}`,
    projectId: call.token.project.id,
    userId: call.token.account.id,
    imageId: order.imageId,
    flavor: cloud.has('flavor-shrunk') ? shrunk : order.flavor,
    status: 'BUILD',
    vmState: 'building',
    taskState: 'scheduling',
    powerState: 0,
    host: null,
    cpuFeatures: [],
    left: new Set(),
    reservationId,
    launchIndex: index,
    groupId: order.groupId,
    securityGroups: order.securityGroups.map((group) => group.name),
    portIds: [],
    ownPortIds: [],
    disks: [],
    metadata: order.metadata,
    description: null,
    zone: availabilityZone,
    fault: null,
    actions: [],
    resizedFrom: null,
    createdAt: now,
    updatedAt: now,
    launchedAt: null,
  };
  cloud.servers.set(server.id, server);
  if (order.groupId !== null) cloud.serverGroups.get(order.groupId)?.members.push(server.id);
  return server;
}

function fail(cloud: Cloud, server: Server, message: string): void {
  change(cloud, server, {
    status: 'ERROR',
    vmState: 'error',
    taskState: null,
    fault: { code: 500, message, at: Date.now() },
  });
}

export function attach(server: Server, volume: Volume, deleteOnTermination: boolean): void {
  const device = `/dev/vd${String.fromCharCode(97 + server.disks.length + (server.imageId === '' ? 0 : 1))}`;
  server.disks.push({ volumeId: volume.id, device, deleteOnTermination });
  volume.status = 'in-use';
  volume.updatedAt = Date.now();
  const hostName = server.host?.name ?? '';
  volume.attachment = { id: randomUUID(), serverId: server.id, hostName, device, at: Date.now() };
}

/** Gives a server what was ordered: ports, security groups, disks. */
function furnish(cloud: Cloud, server: Server, order: ServerOrder): void {
  const ignored = cloud.has('security-group-ignored') && order.count > 1;
  const groups = ignored ? [defaultGroup(cloud, server.projectId)] : order.securityGroups;
  server.securityGroups = groups.map((group) => group.name);
  for (const wanted of order.networks) {
    if (wanted.portId !== undefined) {
      const port = cloud.ports.get(wanted.portId);
      if (!port) continue;
      port.deviceId = server.id;
      port.deviceOwner = `compute:${availabilityZone}`;
      server.portIds.push(port.id);
      continue;
    }
    const stray = [...cloud.networks.values()].find((one) => one.projectId === cloud.admin.id && one.shared);
    const strays = cloud.has('network-ignored') && order.count > 1;
    const network = strays && stray ? stray : cloud.networks.get(wanted.networkId);
    if (!network) continue;
    const address = network.id === wanted.networkId ? wanted.fixedAddress : undefined;
    const port = createPort(cloud, server.projectId, network, {
      deviceId: server.id,
      deviceOwner: `compute:${availabilityZone}`,
      groups: groups.map((group) => group.id),
      ...(address === undefined ? {} : { fixed: [{ ip_address: address }] }),
    });
    server.portIds.push(port.id);
    server.ownPortIds.push(port.id);
  }
  for (const id of server.portIds) bindPort(cloud, id, server.host?.name ?? '');
  for (const disk of order.disks) {
    const size = cloud.has('disk-shrunk') ? Math.max(1, disk.size - 1) : disk.size;
    const known = disk.volumeId === undefined ? undefined : cloud.volumes.get(disk.volumeId);
    const volume =
      known ??
      createVolume(cloud, server.projectId, server.userId, {
        name: '',
        description: '',
        size,
        imageId: disk.imageId,
      });
    attach(server, volume, disk.deleteOnTermination);
  }
}

export function bindPort(cloud: Cloud, id: string, hostName: string): void {
  const port = cloud.ports.get(id);
  if (!port) return;
  port.hostName = hostName;
  port.status = hostName === '' ? 'DOWN' : 'ACTIVE';
  port.updatedAt = Date.now();
}

/** Makes the servers of an order; they are ACTIVE, or in ERROR, a moment later. */
export function createServers(cloud: Cloud, call: NovaCall, order: ServerOrder): Server[] {
  const reservationId = `r-${randomBytes(5).toString('base64url').toLowerCase().slice(0, 8)}`;
  const count = cloud.has('count-short') ? Math.max(1, order.count - 1) : order.count;
  const servers = Array.from({ length: count }, (_, i) => register(cloud, call, order, i, reservationId));
  for (const server of servers) {
    const action = recordAction(server, call, 'create');
    cloud.later(60, () => {
      const placing = placingOf(cloud, server);
      const host =
        order.host === 'unknown'
          ? undefined
          : chooseHost(cloud, order.host ? { ...placing, only: order.host } : placing);
      if (!host) {
        finishEvent(action, beginEvent(action, 'conductor_schedule_and_build_instances', ''), 'NoValidHost');
        return fail(cloud, server, 'No valid host was found. There are not enough hosts available.');
      }
      change(cloud, server, { host, taskState: 'spawning' });
      const event = beginEvent(action, 'compute__do_build_and_run_instance', host.name);
      const ready = () => {
        if (!cloud.servers.has(server.id) || server.taskState === 'deleting') return;
        try {
          furnish(cloud, server, order);
        } catch (error) {
          // A quota or an address range that ended meanwhile.
          if (!refusalOf(error)) throw error;
          finishEvent(action, event, 'BuildAbortException');
          return fail(cloud, server, `Build of instance ${server.id} aborted.`);
        }
        finishEvent(action, event);
        change(cloud, server, {
          status: 'ACTIVE',
          vmState: 'active',
          taskState: null,
          powerState: 1,
          launchedAt: Date.now(),
          cpuFeatures: host.cpu.features,
        });
      };
      if (cloud.has('server-create-slow') && order.count > 1) cloud.exactly(slowBuildMs, ready);
      else cloud.later(buildMs, ready);
    });
  }
  return servers;
}

/** Takes a server away, its own ports and the disks that were to end with it. */
export function removeServer(cloud: Cloud, server: Server): void {
  change(cloud, server, { taskState: 'deleting' });
  cloud.later(100, () => {
    for (const id of server.portIds) {
      const port = cloud.ports.get(id);
      if (server.ownPortIds.includes(id)) deletePort(cloud, id);
      else if (port) {
        bindPort(cloud, id, '');
        Object.assign(port, { deviceId: '', deviceOwner: '' });
      }
    }
    for (const disk of server.disks) {
      const volume = cloud.volumes.get(disk.volumeId);
      if (!volume) continue;
      volume.attachment = null;
      volume.status = 'available';
      if (disk.deleteOnTermination && snapshotsOf(cloud, volume.id).length === 0) deleteVolume(cloud, volume);
    }
    cloud.servers.delete(server.id);
    for (const group of cloud.serverGroups.values()) {
      group.members = group.members.filter((id) => id !== server.id);
    }
    cloud.changed();
  });
}
