import { Fault } from '../../../spec/index.ts';
import { createUnlessRefused } from '../../clients/openstack/refusable.ts';
import { remove } from '../../clients/openstack/removal.ts';
import { type Fields, fieldsAt, type OpenStack, textAt } from '../../clients/openstack.ts';
import type { ProbeContext } from '../../probe.ts';
import { sameAddress, sameAddresses, samePrefix } from './address.ts';

/** What is asked of one subnet. */
export interface SubnetOrder {
  family: 'IPv4' | 'IPv6';
  cidr: string;
  gateway: string;
  dns: string[];
  routes: { destination: string; nexthop: string }[];
  modes: Record<string, string>;
}
// Addresses for benchmarks (RFC 2544), unique local ones (RFC 4193); the gateway is not the one a platform would pick.
export const ordered4: SubnetOrder = {
  family: 'IPv4',
  cidr: '198.18.64.0/24',
  gateway: '198.18.64.254',
  dns: ['198.18.64.10', '198.18.64.11'],
  routes: [{ destination: '198.19.7.0/24', nexthop: '198.18.64.253' }],
  modes: {},
};
export const ordered6: SubnetOrder = {
  family: 'IPv6',
  cidr: 'fd3e:91c7:20a5:64::/64',
  gateway: 'fd3e:91c7:20a5:64::fe',
  dns: ['fd3e:91c7:20a5:64::10', 'fd3e:91c7:20a5:64::11'],
  routes: [{ destination: 'fd3e:91c7:20a5:7::/64', nexthop: 'fd3e:91c7:20a5:64::fd' }],
  modes: { ipv6_ra_mode: 'dhcpv6-stateful', ipv6_address_mode: 'dhcpv6-stateful' },
};
const compared = ['ip_version', 'cidr', 'gateway_ip', 'dns_nameservers', 'host_routes'];

/** A subnet as it was read back; `refused` names what the platform would not take. */
export interface MadeSubnet {
  order: SubnetOrder;
  id?: string;
  fields?: Fields;
  refused: Set<'subnet' | 'dns' | 'routes'>;
}

/** A request whose refusal is handed back. */
export const post = (os: OpenStack, path: string, body: unknown) => () =>
  os.request('network', { method: 'POST', path, body, accept: 'refusal' });

export const readOne = async (os: OpenStack, path: string, key: string) =>
  fieldsAt(await os.read('network', path), key);

/** One subnet with all that is ordered; what is refused is taken out and asked for again by itself. */
export async function createSubnet(
  context: ProbeContext,
  os: OpenStack,
  networkId: string,
  order: SubnetOrder,
): Promise<MadeSubnet> {
  const made: MadeSubnet = { order, refused: new Set() };
  const core = {
    name: `${context.marker}-${order.family.toLowerCase()}`,
    network_id: networkId,
    ip_version: order.family === 'IPv4' ? 4 : 6,
    cidr: order.cidr,
    gateway_ip: order.gateway,
    enable_dhcp: true,
    ...order.modes,
  };
  const extras = { dns: { dns_nameservers: order.dns }, routes: { host_routes: order.routes } };
  const create = (subnet: Record<string, unknown>) =>
    createUnlessRefused(
      context,
      '子网',
      post(os, '/subnets', { subnet }),
      (answer) => textAt(answer.json, 'subnet', 'id'),
      (id) => remove(os, 'network', `/subnets/${id}`),
    );
  const whole = await create({ ...core, ...extras.dns, ...extras.routes });
  made.id = whole.id;
  if (whole.refused !== undefined) {
    context.step(`${order.family} 子网连同 DNS、静态路由被拒绝，改为分项设置`, whole.refused);
    const bare = await create(core);
    if (bare.refused !== undefined) {
      context.step(`建 ${order.family} 子网被拒绝`, bare.refused);
      made.refused.add('subnet');
      return made;
    }
    made.id = bare.id;
    for (const [what, subnet] of Object.entries(extras) as ['dns' | 'routes', object][]) {
      const path = `/subnets/${bare.id}`;
      const answer = await os.request('network', {
        method: 'PUT',
        path,
        body: { subnet },
        accept: 'refusal',
      });
      if (answer.ok) continue;
      made.refused.add(what);
      context.step(`${order.family} 子网设置${what === 'dns' ? ' DNS ' : '静态路由'}被拒绝`, answer.problem);
    }
  }
  made.fields = await readOne(os, `/subnets/${made.id}`, 'subnet');
  const missing = compared.filter((name) => !(name in made.fields!));
  if (missing.length > 0)
    throw new Fault('TARGET_GARBAGE', `GET /subnets/${made.id}：应答缺少 ${missing.join('、')}`);
  const { cidr, gateway_ip, dns_nameservers, host_routes } = made.fields;
  context.step(
    `读回 ${order.family} 子网`,
    `网段 ${cidr}，网关 ${gateway_ip}，DNS ${JSON.stringify(dns_nameservers)}，静态路由 ${JSON.stringify(host_routes)}`,
  );
  return made;
}

export function asOrdered({ order, fields }: MadeSubnet): boolean {
  if (fields === undefined) return false;
  const version = order.family === 'IPv4' ? 4 : 6;
  return (
    fields.ip_version === version &&
    samePrefix(fields.cidr, order.cidr) &&
    sameAddress(fields.gateway_ip, order.gateway)
  );
}

export const hasDns = ({ fields, order }: MadeSubnet): boolean =>
  sameAddresses(fields?.dns_nameservers, order.dns);

export function hasRoutes({ order, fields }: MadeSubnet): boolean {
  const found = fields?.host_routes;
  if (!Array.isArray(found)) return false;
  return order.routes.every((route) =>
    (found as Partial<Record<string, unknown>>[]).some(
      (entry) =>
        samePrefix(entry?.destination, route.destination) && sameAddress(entry?.nexthop, route.nexthop),
    ),
  );
}
