import { randomUUID } from 'node:crypto';
import { type Cidr, toAddress, toCidr, toNumber } from './address.ts';
import { type Fields, fieldsList, textList, textOr } from './body.ts';
import { toSecond } from './cloud.ts';
import type { Route } from './http-service.ts';
import type { Caller } from './identity.ts';
import { invalidAttribute, invalidInput, maySee, neutronBody, neutronError, neutronList } from './neutron.ts';
import { subnetsOf } from './ports.ts';
import type { Cloud, FixedAddress, Network, Subnet } from './state.ts';

const writable = [
  'name',
  'description',
  'gateway_ip',
  'dns_nameservers',
  'host_routes',
  'enable_dhcp',
  'allocation_pools',
];
const creatable = [
  ...writable,
  'network_id',
  'ip_version',
  'cidr',
  'ipv6_ra_mode',
  'ipv6_address_mode',
  'tenant_id',
  'project_id',
  'subnetpool_id',
];

/** The range without its edges and without the gateway, as neutron hands addresses out. */
function poolsOf(cidr: Cidr, gateway: string | null): { start: string; end: string }[] {
  const first = cidr.first + 1n;
  const last = cidr.version === 4 ? cidr.last - 1n : cidr.last;
  const hole = gateway === null ? undefined : toNumber(gateway)?.value;
  const ranges: [bigint, bigint][] =
    hole === undefined || hole < first || hole > last
      ? [[first, last]]
      : [
          [first, hole - 1n],
          [hole + 1n, last],
        ];
  return ranges
    .filter(([start, end]) => start <= end)
    .map(([start, end]) => ({ start: toAddress(cidr.version, start), end: toAddress(cidr.version, end) }));
}

/** What neutron takes when no gateway is named: the first address, in IPv6 the prefix itself. */
const usualGateway = (cidr: Cidr) =>
  toAddress(cidr.version, cidr.version === 4 ? cidr.first + 1n : cidr.first);

/** Makes a subnet. Throws 400 when prefix, version, gateway or overlap do not fit. */
export function createSubnet(cloud: Cloud, projectId: string, network: Network, wanted: Fields): Subnet {
  const text = textOr(wanted.cidr, '');
  const cidr = toCidr(text);
  if (!cidr) throw invalidInput(`${text} is not in a CIDR format.`);
  const version = Number(wanted.ip_version);
  if (version !== cidr.version)
    throw invalidInput(`cidr '${text}' does not match the ip_version '${wanted.ip_version}'.`);
  const dns = dnsOf(cloud, wanted.dns_nameservers);
  const routes = routesOf(cloud, wanted.host_routes);
  const overlap = subnetsOf(cloud, network.id).find((other) => {
    const range = toCidr(other.cidr);
    return range?.version === cidr.version && range.first <= cidr.last && cidr.first <= range.last;
  });
  if (overlap) {
    throw invalidInput(
      `Requested subnet with cidr: ${text} for network: ${network.id} overlaps with another subnet.`,
    );
  }
  const asked = wanted.gateway_ip === undefined ? usualGateway(cidr) : wanted.gateway_ip;
  if (asked !== null && (typeof asked !== 'string' || toNumber(asked)?.version !== cidr.version)) {
    throw invalidAttribute('gateway_ip', `'${asked}' is not a valid IP address.`);
  }
  const gateway =
    cloud.has('gateway-ignored') && asked !== null && !network.external ? usualGateway(cidr) : asked;
  const pools = fieldsList(wanted.allocation_pools).map((pool) => ({
    start: String(pool.start),
    end: String(pool.end),
  }));
  const now = Date.now();
  const subnet: Subnet = {
    id: randomUUID(),
    name: textOr(wanted.name, ''),
    description: textOr(wanted.description, ''),
    projectId,
    networkId: network.id,
    version: cidr.version,
    cidr: `${toAddress(cidr.version, cidr.first)}/${cidr.prefix}`,
    gateway,
    pools: pools.length > 0 ? pools : poolsOf(cidr, gateway),
    dns,
    routes,
    dhcp: wanted.enable_dhcp !== false,
    raMode: typeof wanted.ipv6_ra_mode === 'string' ? wanted.ipv6_ra_mode : null,
    addressMode: typeof wanted.ipv6_address_mode === 'string' ? wanted.ipv6_address_mode : null,
    createdAt: now,
    updatedAt: now,
  };
  cloud.subnets.set(subnet.id, subnet);
  return subnet;
}

function dnsOf(cloud: Cloud, value: unknown): string[] {
  const servers = textList(value);
  const wrong = servers.find((server) => !toNumber(server));
  if (wrong !== undefined)
    throw invalidAttribute(
      'dns_nameservers',
      `'${wrong}' is not a valid nameserver. '${wrong}' is not a valid IP address.`,
    );
  return cloud.has('dns-ignored') ? [] : servers;
}

function routesOf(cloud: Cloud, value: unknown): { destination: string; nexthop: string }[] {
  const routes = fieldsList(value).map((route) => ({
    destination: String(route.destination),
    nexthop: String(route.nexthop),
  }));
  const wrong = routes.find((route) => !toCidr(route.destination) || !toNumber(route.nexthop));
  if (wrong) throw invalidAttribute('host_routes', `'${wrong.destination}' is not a valid CIDR.`);
  return cloud.has('host-routes-ignored') ? [] : routes;
}

export function subnetRoutes(cloud: Cloud): Route<Caller>[] {
  const view = (subnet: Subnet): Fields => ({
    id: subnet.id,
    name: subnet.name,
    tenant_id: subnet.projectId,
    network_id: subnet.networkId,
    ip_version: subnet.version,
    subnetpool_id: null,
    enable_dhcp: subnet.dhcp,
    ipv6_ra_mode: subnet.raMode,
    ipv6_address_mode: subnet.addressMode,
    gateway_ip: subnet.gateway,
    cidr: subnet.cidr,
    allocation_pools: subnet.pools,
    host_routes: subnet.routes,
    dns_nameservers: subnet.dns,
    description: subnet.description,
    service_types: [],
    segment_id: null,
    tags: [],
    created_at: toSecond(subnet.createdAt),
    updated_at: toSecond(subnet.updatedAt),
    revision_number: 0,
    project_id: subnet.projectId,
  });
  const seenBy = (call: Caller, subnet: Subnet) =>
    maySee(call, subnet.projectId) || cloud.networks.get(subnet.networkId)?.shared === true;
  const subnetOf = (call: Caller, id: string) => {
    const subnet = cloud.subnets.get(id);
    if (subnet && seenBy(call, subnet)) return subnet;
    throw neutronError(404, 'SubnetNotFound', `Subnet ${id} could not be found.`);
  };
  const networkFor = (call: Caller, id: unknown) => {
    const network = cloud.networks.get(String(id));
    if (network && maySee(call, network.projectId)) return network;
    throw neutronError(404, 'NetworkNotFound', `Network ${id} could not be found.`);
  };

  function create(call: Caller) {
    const wanted = neutronBody(call, 'subnet', creatable);
    const network = networkFor(call, wanted.network_id);
    const narrowed = cloud.has('subnet-v6-ignored') && Number(wanted.ip_version) === 6;
    const cidr = narrowed ? String(wanted.cidr).replace(/\/\d+$/, '/80') : wanted.cidr;
    const subnet = createSubnet(cloud, call.token.project.id, network, { ...wanted, cidr });
    return { status: 201, body: { subnet: view(subnet) } };
  }

  function update(call: Caller) {
    const subnet = subnetOf(call, call.params.id ?? '');
    const wanted = neutronBody(call, 'subnet', writable, creatable);
    subnet.name = textOr(wanted.name, subnet.name);
    subnet.description = textOr(wanted.description, subnet.description);
    if (wanted.dns_nameservers !== undefined) subnet.dns = dnsOf(cloud, wanted.dns_nameservers);
    if (wanted.host_routes !== undefined) subnet.routes = routesOf(cloud, wanted.host_routes);
    if (wanted.gateway_ip !== undefined && !cloud.has('gateway-ignored')) {
      subnet.gateway = typeof wanted.gateway_ip === 'string' ? wanted.gateway_ip : null;
    }
    subnet.updatedAt = Date.now();
    return { status: 200, body: { subnet: view(subnet) } };
  }

  function remove(call: Caller) {
    const subnet = subnetOf(call, call.params.id ?? '');
    const isIn = (fixed: FixedAddress) => fixed.subnet_id === subnet.id;
    // Addresses that ports gave themselves do not hold a subnet; a router's leg does.
    const selfGiven = subnet.addressMode === 'slaac' || subnet.addressMode === 'dhcpv6-stateless';
    const users = [...cloud.ports.values()].filter((port) => port.fixed.some(isIn));
    if (users.some((port) => !selfGiven || port.deviceOwner.startsWith('network:'))) {
      const message = `Unable to complete operation on subnet ${subnet.id}: One or more ports have an IP allocation from this subnet.`;
      throw neutronError(409, 'SubnetInUse', message);
    }
    for (const port of users) port.fixed = port.fixed.filter((fixed) => !isIn(fixed));
    cloud.subnets.delete(subnet.id);
    return { status: 204 };
  }

  return [
    {
      method: 'GET',
      path: '/v2.0/subnets',
      answer: (call) =>
        neutronList(
          call,
          'subnets',
          [...cloud.subnets.values()].filter((subnet) => seenBy(call, subnet)).map(view),
        ),
    },
    { method: 'POST', path: '/v2.0/subnets', answer: create },
    {
      method: 'GET',
      path: '/v2.0/subnets/:id',
      answer: (call) => ({ status: 200, body: { subnet: view(subnetOf(call, call.params.id ?? '')) } }),
    },
    { method: 'PUT', path: '/v2.0/subnets/:id', answer: update },
    { method: 'DELETE', path: '/v2.0/subnets/:id', answer: remove },
  ];
}
