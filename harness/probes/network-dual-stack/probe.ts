import { Fault, type Measurement } from '../../../spec/index.ts';
import { createUnlessRefused } from '../../clients/openstack/refusable.ts';
import { remove } from '../../clients/openstack/removal.ts';
import {
  connectOpenStack,
  type Fields,
  listAt,
  type OpenStack,
  type OpenStackAnswer,
  textAt,
} from '../../clients/openstack.ts';
import type { Probe, ProbeContext } from '../../probe.ts';
import { isWithin } from './address.ts';
import {
  asOrdered,
  createSubnet,
  hasDns,
  hasRoutes,
  type MadeSubnet,
  ordered4,
  ordered6,
  post,
  readOne,
} from './subnet.ts';

/** Builds a private dual-stack network and compares every part with what was ordered. */
export const probe: Probe = {
  id: 'network-dual-stack',
  version: 1,
  async gather(context) {
    const os = await connectOpenStack(context);
    const measurements: Measurement[] = [];
    const see = (measurand: string, value: boolean | undefined) => {
      if (value !== undefined) measurements.push({ measurand, values: [value] });
    };
    const networkId = await createNetwork(context, os, see);
    if (networkId === undefined) return { measurements };
    const v4 = await createSubnet(context, os, networkId, ordered4);
    const v6 = await createSubnet(context, os, networkId, ordered6);
    see('ipv4-subnet-as-ordered', asOrdered(v4));
    see('ipv6-subnet-as-ordered', asOrdered(v6));
    see('dns-as-ordered', every([v4, v6], 'dns', hasDns));
    see('static-route-as-ordered', every([v4, v6], 'routes', hasRoutes));
    const standing = [v4, v6].filter((subnet) => subnet.id !== undefined);
    if (standing.length > 0) see('router-connected', await connectRouter(context, os, standing));
    // A platform that takes no IPv6 subnet has already been seen to fail there; a port could not be tried.
    if (standing.length === 2)
      see('port-has-both-families', await portHasBoth(context, os, networkId, [v4, v6]));
    const read = {
      network: networkId,
      subnets: [v4, v6].map(({ order, fields }) => ({ ordered: order, read: fields })),
    };
    await context.capture('子网读回内容', 'application/json', `${JSON.stringify(read, null, 2)}\n`);
    return { measurements };
  },
};

async function createNetwork(
  context: ProbeContext,
  os: OpenStack,
  see: (measurand: string, value: boolean) => void,
): Promise<string | undefined> {
  const order = async () => {
    const answer = await post(os, '/networks', { network: { name: context.marker } })();
    // Without its first collection this is no network service: an address gone wrong, not a refusal.
    if (answer.status === 404)
      throw new Fault('TARGET_STATUS', `POST /networks：HTTP 404，${answer.problem}`);
    return answer;
  };
  const made = await createUnlessRefused(
    context,
    '网络',
    order,
    (answer) => textAt(answer.json, 'network', 'id'),
    (id) => remove(os, 'network', `/networks/${id}`),
  );
  if (made.id === undefined) {
    context.step('建私有网络被拒绝', made.refused);
    see('private-network-created', false);
    return undefined;
  }
  const network = await readOne(os, `/networks/${made.id}`, 'network');
  const own =
    network.name === context.marker && network.shared !== true && network['router:external'] !== true;
  context.step('建私有网络', `${made.id}，${own ? '仅本项目可用' : `读回不符：${JSON.stringify(network)}`}`);
  see('private-network-created', own);
  return made.id;
}

/** What holds of all subnets that stand; undefined when none does. */
function every(
  subnets: readonly MadeSubnet[],
  what: 'dns' | 'routes',
  holds: (subnet: MadeSubnet) => boolean,
): boolean | undefined {
  const standing = subnets.filter((subnet) => subnet.fields !== undefined);
  if (standing.length === 0) return undefined;
  return standing.every((subnet) => !subnet.refused.has(what) && holds(subnet));
}

/** A router with an interface in each subnet, read back from its ports. */
async function connectRouter(
  context: ProbeContext,
  os: OpenStack,
  subnets: readonly MadeSubnet[],
): Promise<boolean> {
  const router = await createUnlessRefused(
    context,
    '虚拟路由器',
    post(os, '/routers', { router: { name: context.marker } }),
    (answer) => textAt(answer.json, 'router', 'id'),
    (id) => remove(os, 'network', `/routers/${id}`),
  );
  if (router.id === undefined) {
    context.step('建虚拟路由器被拒绝', router.refused);
    return false;
  }
  const change = (
    verb: 'add' | 'remove',
    subnetId: string,
    accept: number[] | 'refusal',
  ): Promise<OpenStackAnswer> => {
    const path = `/routers/${router.id}/${verb}_router_interface`;
    return os.request('network', { method: 'PUT', path, body: { subnet_id: subnetId }, accept });
  };
  for (const { id = '', order } of subnets) {
    const joined = await createUnlessRefused(
      context,
      '路由器接口',
      () => change('add', id, 'refusal'),
      (answer) => textAt(answer.json, 'port_id'),
      async () => void (await change('remove', id, [404])),
    );
    if (joined.refused === undefined) continue;
    context.step(`虚拟路由器接入 ${order.family} 子网被拒绝`, joined.refused);
    return false;
  }
  const ports = await os.list('network', `/ports?device_id=${encodeURIComponent(router.id)}`, 'ports');
  const addresses = ports.flatMap((port) => listAt(port, 'fixed_ips'));
  context.step('读回虚拟路由器接口', addresses.map((entry) => entry.ip_address).join('、'));
  return subnets.every((subnet) => addresses.some((entry) => lies(entry, subnet)));
}

/** Whether an address is of a subnet as that stands, be it the ordered one or not. */
const lies = (entry: Fields, { id, fields }: MadeSubnet) =>
  entry.subnet_id === id && isWithin(entry.ip_address, String(fields?.cidr));

async function portHasBoth(
  context: ProbeContext,
  os: OpenStack,
  networkId: string,
  subnets: readonly MadeSubnet[],
): Promise<boolean> {
  const fixed = subnets.map(({ id }) => ({ subnet_id: id }));
  const made = await createUnlessRefused(
    context,
    '端口',
    post(os, '/ports', { port: { name: context.marker, network_id: networkId, fixed_ips: fixed } }),
    (answer) => textAt(answer.json, 'port', 'id'),
    (id) => remove(os, 'network', `/ports/${id}`),
  );
  if (made.id === undefined) {
    context.step('建双栈端口被拒绝', made.refused);
    return false;
  }
  const port = await readOne(os, `/ports/${made.id}`, 'port');
  const addresses = listAt(port, 'fixed_ips');
  context.step('读回端口地址', addresses.map((entry) => entry.ip_address).join('、'));
  return subnets.every((subnet) => addresses.some((entry) => lies(entry, subnet)));
}
