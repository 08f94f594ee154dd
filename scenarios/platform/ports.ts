import { randomBytes, randomUUID } from 'node:crypto';
import { contains, slaacAddress, toAddress, toCidr, toNumber } from './address.ts';
import { type Fields, fieldsList, textList, textOr } from './body.ts';
import { toSecond } from './cloud.ts';
import type { Route } from './http-service.ts';
import type { Caller } from './identity.ts';
import { invalidInput, maySee, neutronBody, neutronError, neutronList } from './neutron.ts';
import { defaultGroup } from './security-groups.ts';
import type { Cloud, FixedAddress, Network, Port, Subnet } from './state.ts';

export const subnetsOf = (cloud: Cloud, networkId: string) =>
  [...cloud.subnets.values()].filter((subnet) => subnet.networkId === networkId);

const isAutomatic = (subnet: Subnet) =>
  subnet.addressMode === 'slaac' || subnet.addressMode === 'dhcpv6-stateless';

function isTaken(cloud: Cloud, networkId: string, address: string): boolean {
  return [...cloud.ports.values()].some(
    (port) => port.networkId === networkId && port.fixed.some((fixed) => fixed.ip_address === address),
  );
}

function freeAddress(cloud: Cloud, subnet: Subnet, mac: string): string {
  const cidr = toCidr(subnet.cidr);
  if (!cidr) throw new Error(`a subnet without a prefix: ${subnet.cidr}`);
  if (isAutomatic(subnet)) return slaacAddress(cidr, mac);
  for (const pool of subnet.pools) {
    const first = toNumber(pool.start)?.value ?? 0n;
    const last = toNumber(pool.end)?.value ?? -1n;
    for (let value = first; value <= last; value++) {
      const address = toAddress(subnet.version, value);
      if (!isTaken(cloud, subnet.networkId, address)) return address;
    }
  }
  throw neutronError(
    409,
    'IpAddressGenerationFailure',
    `No more IP addresses available on network ${subnet.networkId}.`,
  );
}

function chosenAddress(cloud: Cloud, network: Network, wanted: Fields, mac: string): FixedAddress {
  const subnets = subnetsOf(cloud, network.id);
  const address = typeof wanted.ip_address === 'string' ? wanted.ip_address : undefined;
  const subnet =
    wanted.subnet_id === undefined
      ? subnets.find((one) => address !== undefined && containedIn(one, address))
      : subnets.find((one) => one.id === wanted.subnet_id);
  if (!subnet) {
    if (wanted.subnet_id === undefined)
      throw invalidInput(
        `IP address ${address} is not a valid IP for any of the subnets on the specified network.`,
      );
    if (cloud.subnets.has(String(wanted.subnet_id))) {
      throw invalidInput(
        `Failed to create port on network ${network.id}, because fixed_ips included invalid subnet ${wanted.subnet_id}.`,
      );
    }
    throw neutronError(404, 'SubnetNotFound', `Subnet ${wanted.subnet_id} could not be found.`);
  }
  if (address === undefined) return { subnet_id: subnet.id, ip_address: freeAddress(cloud, subnet, mac) };
  if (!containedIn(subnet, address)) {
    throw neutronError(
      400,
      'InvalidIpForSubnet',
      `IP address ${address} is not a valid IP for the specified subnet.`,
    );
  }
  if (isTaken(cloud, network.id, address)) {
    throw neutronError(
      409,
      'IpAddressAlreadyAllocated',
      `IP address ${address} already allocated in subnet ${subnet.id}`,
    );
  }
  return { subnet_id: subnet.id, ip_address: address };
}

function containedIn(subnet: Subnet, address: string): boolean {
  const cidr = toCidr(subnet.cidr);
  return cidr !== undefined && contains(cidr, address);
}

export interface PortOrder {
  name?: string;
  description?: string;
  /** Addresses or subnets that were asked for; absent: one of each family that the network has. */
  fixed?: Fields[];
  groups?: string[];
  deviceId?: string;
  deviceOwner?: string;
  mac?: string;
}

/** Makes a port and gives it its addresses. */
export function createPort(cloud: Cloud, projectId: string, network: Network, order: PortOrder): Port {
  const mac =
    order.mac ??
    `fa:16:3e:${[...randomBytes(3)].map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`;
  const subnets = subnetsOf(cloud, network.id);
  const fixed: FixedAddress[] = [];
  const give = (subnet: Subnet | undefined) => {
    if (subnet) fixed.push({ subnet_id: subnet.id, ip_address: freeAddress(cloud, subnet, mac) });
  };
  if (order.fixed) {
    for (const wanted of order.fixed) fixed.push(chosenAddress(cloud, network, wanted, mac));
  } else {
    give(subnets.find((subnet) => subnet.version === 4));
    give(subnets.find((subnet) => subnet.version === 6 && !isAutomatic(subnet)));
  }
  const isRouter = order.deviceOwner?.startsWith('network:') ?? false;
  if (!isRouter && (order.fixed === undefined || order.fixed.length > 0)) {
    for (const subnet of subnets) {
      if (isAutomatic(subnet) && !fixed.some((one) => one.subnet_id === subnet.id)) give(subnet);
    }
  }
  const single =
    cloud.has('port-single-family') && fixed.some((one) => one.ip_address.includes('.')) && !isRouter;
  const now = Date.now();
  const port: Port = {
    id: randomUUID(),
    name: order.name ?? '',
    description: order.description ?? '',
    projectId,
    networkId: network.id,
    mac,
    deviceId: order.deviceId ?? '',
    deviceOwner: order.deviceOwner ?? '',
    fixed: single ? fixed.filter((one) => one.ip_address.includes('.')) : fixed,
    groups: order.groups ?? (isRouter ? [] : [defaultGroup(cloud, projectId).id]),
    hostName: '',
    status: 'DOWN',
    createdAt: now,
    updatedAt: now,
  };
  cloud.ports.set(port.id, port);
  return port;
}

/** Takes a port away, and whatever floating address pointed at it. */
export function deletePort(cloud: Cloud, id: string): void {
  cloud.ports.delete(id);
  for (const floating of cloud.floatingIps.values()) {
    if (floating.portId !== id) continue;
    floating.portId = null;
    floating.fixedAddress = null;
    floating.routerId = null;
  }
  cloud.changed();
}

const portFields = [
  'network_id',
  'name',
  'description',
  'fixed_ips',
  'security_groups',
  'mac_address',
  'device_id',
  'device_owner',
  'admin_state_up',
  'port_security_enabled',
  'tenant_id',
  'project_id',
  'binding:vnic_type',
  'binding:host_id',
  'allowed_address_pairs',
];

export function portRoutes(cloud: Cloud): Route<Caller>[] {
  const view = (port: Port): Fields => ({
    id: port.id,
    name: port.name,
    network_id: port.networkId,
    tenant_id: port.projectId,
    mac_address: port.mac,
    admin_state_up: true,
    status: port.status,
    device_id: port.deviceId,
    device_owner: port.deviceOwner,
    fixed_ips: port.fixed,
    allowed_address_pairs: [],
    extra_dhcp_opts: [],
    security_groups: port.groups,
    description: port.description,
    'binding:vnic_type': 'normal',
    'binding:profile': {},
    'binding:host_id': port.hostName,
    'binding:vif_type': port.hostName === '' ? 'unbound' : 'ovs',
    'binding:vif_details': port.hostName === '' ? {} : { port_filter: true, connectivity: 'l2' },
    port_security_enabled: !port.deviceOwner.startsWith('network:'),
    dns_name: '',
    ip_allocation: 'immediate',
    tags: [],
    created_at: toSecond(port.createdAt),
    updated_at: toSecond(port.updatedAt),
    revision_number: 1,
    project_id: port.projectId,
  });
  const portOf = (call: Caller, id: string) => {
    const port = cloud.ports.get(id);
    if (port && maySee(call, port.projectId)) return port;
    throw neutronError(404, 'PortNotFound', `Port ${id} could not be found.`);
  };
  const groupsOf = (value: unknown) => {
    for (const id of textList(value)) {
      if (!cloud.securityGroups.has(id)) {
        throw neutronError(404, 'SecurityGroupNotFound', `Security group ${id} does not exist`);
      }
    }
    return textList(value);
  };
  return [
    {
      method: 'GET',
      path: '/v2.0/ports',
      answer: (call) =>
        neutronList(
          call,
          'ports',
          [...cloud.ports.values()].filter((port) => maySee(call, port.projectId)).map(view),
        ),
    },
    {
      method: 'POST',
      path: '/v2.0/ports',
      answer: (call) => {
        const wanted = neutronBody(call, 'port', portFields);
        const network = cloud.networks.get(textOr(wanted.network_id, ''));
        if (!network || !(network.shared || maySee(call, network.projectId))) {
          throw neutronError(404, 'NetworkNotFound', `Network ${wanted.network_id} could not be found.`);
        }
        const port = createPort(cloud, call.token.project.id, network, {
          name: textOr(wanted.name, ''),
          description: textOr(wanted.description, ''),
          deviceId: textOr(wanted.device_id, ''),
          deviceOwner: textOr(wanted.device_owner, ''),
          ...(wanted.fixed_ips === undefined ? {} : { fixed: fieldsList(wanted.fixed_ips) }),
          ...(wanted.security_groups === undefined ? {} : { groups: groupsOf(wanted.security_groups) }),
          ...(typeof wanted.mac_address === 'string' ? { mac: wanted.mac_address } : {}),
        });
        return { status: 201, body: { port: view(port) } };
      },
    },
    {
      method: 'GET',
      path: '/v2.0/ports/:id',
      answer: (call) => ({ status: 200, body: { port: view(portOf(call, call.params.id ?? '')) } }),
    },
    {
      method: 'PUT',
      path: '/v2.0/ports/:id',
      answer: (call) => {
        const port = portOf(call, call.params.id ?? '');
        const wanted = neutronBody(call, 'port', portFields);
        port.name = textOr(wanted.name, port.name);
        port.description = textOr(wanted.description, port.description);
        if (wanted.security_groups !== undefined) port.groups = groupsOf(wanted.security_groups);
        port.updatedAt = Date.now();
        cloud.changed();
        return { status: 200, body: { port: view(port) } };
      },
    },
    {
      method: 'DELETE',
      path: '/v2.0/ports/:id',
      answer: (call) => {
        const port = portOf(call, call.params.id ?? '');
        if (port.deviceOwner.startsWith('network:')) {
          const message = `Port ${port.id} cannot be deleted directly via the port API: has device owner ${port.deviceOwner}.`;
          throw neutronError(409, 'ServicePortInUse', message);
        }
        deletePort(cloud, port.id);
        return { status: 204 };
      },
    },
  ];
}
