import type { Fields } from './body.ts';
import { toMicrosecond, toSecond } from './cloud.ts';
import { isAdmin } from './identity.ts';
import { hostDigest, type NovaCall } from './nova.ts';
import type { FlavorProfile } from './profile.ts';
import type { Cloud, Server } from './state.ts';

const link = (cloud: Cloud, kind: string, id: string) => {
  const base = cloud.urls.get('compute') ?? '';
  return [
    { rel: 'self', href: `${base}/v2.1/${kind}/${id}` },
    { rel: 'bookmark', href: `${base}/${kind}/${id}` },
  ];
};
export const serverLinks = (cloud: Cloud, id: string) => link(cloud, 'servers', id);

export function flavorView(cloud: Cloud, call: NovaCall, flavor: FlavorProfile): Fields {
  return {
    id: flavor.id,
    name: flavor.name,
    ram: flavor.ram,
    disk: flavor.disk,
    swap: call.minor >= 75 ? 0 : '',
    'OS-FLV-EXT-DATA:ephemeral': 0,
    'OS-FLV-DISABLED:disabled': false,
    vcpus: flavor.vcpus,
    'os-flavor-access:is_public': true,
    rxtx_factor: 1.0,
    links: link(cloud, 'flavors', flavor.id),
    ...(call.minor >= 55 ? { description: null } : {}),
    ...(call.minor >= 61 ? { extra_specs: {} } : {}),
  };
}
export const flavorBrief = (cloud: Cloud, call: NovaCall, flavor: FlavorProfile): Fields => ({
  id: flavor.id,
  name: flavor.name,
  links: link(cloud, 'flavors', flavor.id),
  ...(call.minor >= 55 ? { description: null } : {}),
});

/** Addresses by the network's name, floating ones among them. */
export function addressesOf(cloud: Cloud, server: Server): Record<string, Fields[]> {
  const addresses: Record<string, Fields[]> = {};
  for (const id of server.portIds) {
    const port = cloud.ports.get(id);
    const network = port && cloud.networks.get(port.networkId);
    if (!port || !network) continue;
    const entry = (address: string, type: string) => ({
      version: address.includes(':') ? 6 : 4,
      addr: address,
      'OS-EXT-IPS:type': type,
      'OS-EXT-IPS-MAC:mac_addr': port.mac,
    });
    const floating = [...cloud.floatingIps.values()].filter((one) => one.portId === port.id);
    addresses[network.name] = [
      ...(addresses[network.name] ?? []),
      ...port.fixed.map((fixed) => entry(fixed.ip_address, 'fixed')),
      ...floating.map((one) => entry(one.address, 'floating')),
    ];
  }
  return addresses;
}

function embeddedFlavor(cloud: Cloud, call: NovaCall, flavor: FlavorProfile): Fields {
  if (call.minor < 47) return { id: flavor.id, links: link(cloud, 'flavors', flavor.id).slice(1) };
  return {
    vcpus: flavor.vcpus,
    ram: flavor.ram,
    disk: flavor.disk,
    ephemeral: 0,
    swap: 0,
    original_name: flavor.name,
    extra_specs: {},
  };
}

function placeOf(call: NovaCall, server: Server): Fields {
  if (!isAdmin(call)) return {};
  const name = server.host?.name ?? null;
  const rootDevice = server.launchedAt === null ? null : '/dev/vda';
  return {
    'OS-EXT-SRV-ATTR:host': name,
    'OS-EXT-SRV-ATTR:instance_name': `instance-${server.number.toString(16).padStart(8, '0')}`,
    'OS-EXT-SRV-ATTR:hypervisor_hostname': name,
    ...(call.minor >= 3
      ? {
          'OS-EXT-SRV-ATTR:reservation_id': server.reservationId,
          'OS-EXT-SRV-ATTR:launch_index': server.launchIndex,
          'OS-EXT-SRV-ATTR:hostname': server.name.toLowerCase(),
          'OS-EXT-SRV-ATTR:kernel_id': '',
          'OS-EXT-SRV-ATTR:ramdisk_id': '',
          'OS-EXT-SRV-ATTR:root_device_name': rootDevice,
          'OS-EXT-SRV-ATTR:user_data': null,
        }
      : {}),
    ...(call.minor >= 16 ? { host_status: name === null ? '' : 'UP' } : {}),
  };
}

const progressing = new Set(['ACTIVE', 'BUILD', 'RESIZE', 'VERIFY_RESIZE', 'MIGRATING']);

/** A server in full. `single` is a show, which tells more than a list. */
export function serverView(cloud: Cloud, call: NovaCall, server: Server, single: boolean): Fields {
  const launched = server.launchedAt === null ? null : toMicrosecond(server.launchedAt);
  const groups = server.securityGroups.map((name) => ({ name }));
  return {
    id: server.id,
    name: server.name,
    status: server.status,
    tenant_id: server.projectId,
    user_id: server.userId,
    metadata: server.metadata,
    hostId: hostDigest(server.projectId, server.host?.name ?? ''),
    image:
      server.imageId === ''
        ? ''
        : { id: server.imageId, links: link(cloud, 'images', server.imageId).slice(1) },
    flavor: embeddedFlavor(cloud, call, server.flavor),
    ...(cloud.has('server-information-missing') ? {} : { created: toSecond(server.createdAt) }),
    updated: toSecond(server.updatedAt),
    addresses: addressesOf(cloud, server),
    accessIPv4: '',
    accessIPv6: '',
    links: serverLinks(cloud, server.id),
    'OS-DCF:diskConfig': 'MANUAL',
    ...(progressing.has(server.status) ? { progress: 0 } : {}),
    'OS-EXT-AZ:availability_zone': server.host ? server.zone : '',
    config_drive: '',
    key_name: null,
    'OS-SRV-USG:launched_at': launched,
    'OS-SRV-USG:terminated_at': null,
    ...(server.host && groups.length > 0 ? { security_groups: groups } : {}),
    ...placeOf(call, server),
    'OS-EXT-STS:task_state': server.taskState,
    'OS-EXT-STS:vm_state': server.vmState,
    'OS-EXT-STS:power_state': server.powerState,
    'os-extended-volumes:volumes_attached': server.disks.map((disk) => ({
      id: disk.volumeId,
      ...(call.minor >= 3 ? { delete_on_termination: disk.deleteOnTermination } : {}),
    })),
    ...(call.minor >= 9 ? { locked: false } : {}),
    ...(call.minor >= 73 ? { locked_reason: null } : {}),
    ...(call.minor >= 19 ? { description: server.description } : {}),
    ...(call.minor >= 26 ? { tags: [] } : {}),
    ...(call.minor >= 63 ? { trusted_image_certificates: null } : {}),
    ...(call.minor >= 71 && single ? { server_groups: server.groupId === null ? [] : [server.groupId] } : {}),
    ...(server.fault
      ? {
          fault: {
            code: server.fault.code,
            created: toSecond(server.fault.at),
            message: server.fault.message,
            ...(isAdmin(call) ? { details: server.fault.message } : {}),
          },
        }
      : {}),
  };
}
export const serverBrief = (cloud: Cloud, server: Server): Fields => ({
  id: server.id,
  name: server.name,
  links: serverLinks(cloud, server.id),
});
