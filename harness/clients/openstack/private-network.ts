import type { ProbeContext } from '../../probe.ts';
import type { OpenStack } from '../openstack.ts';
import { remove } from './removal.ts';
import { textAt } from './shape.ts';

export interface PrivateNetwork {
  id: string;
  name: string;
  subnetId: string;
}

/** A network and subnet of the probe's own. The addresses are those reserved for benchmarks (RFC 2544). */
export async function createPrivateNetwork(
  context: ProbeContext,
  os: OpenStack,
  suffix = 'net',
  cidr = '198.18.0.0/24',
): Promise<PrivateNetwork> {
  const name = `${context.marker}-${suffix}`;
  const id = await create(context, os, '网络', '/networks', 'network', { name });
  const subnetId = await create(context, os, '子网', '/subnets', 'subnet', {
    name,
    network_id: id,
    ip_version: 4,
    cidr,
  });
  return { id, name, subnetId };
}

/** A security group that admits the given TCP ports. */
export async function createSecurityGroup(
  context: ProbeContext,
  os: OpenStack,
  tcpPorts: readonly number[] = [],
): Promise<{ id: string; name: string }> {
  const name = `${context.marker}-sg`;
  const id = await create(context, os, '安全组', '/security-groups', 'security_group', { name });
  for (const port of tcpPorts) {
    await os.request('network', {
      method: 'POST',
      path: '/security-group-rules',
      body: {
        security_group_rule: {
          security_group_id: id,
          direction: 'ingress',
          ethertype: 'IPv4',
          protocol: 'tcp',
          port_range_min: port,
          port_range_max: port,
        },
      },
    });
  }
  return { id, name };
}

/** Creates one thing of the network service, to be removed with the observation; answers its id. */
export function create(
  context: ProbeContext,
  os: OpenStack,
  kind: string,
  path: string,
  key: string,
  body: Record<string, unknown>,
): Promise<string> {
  return context.resources.create(
    kind,
    async () =>
      textAt((await os.request('network', { method: 'POST', path, body: { [key]: body } })).json, key, 'id'),
    (id) => id,
    (id) => remove(os, 'network', `${path}/${id}`),
  );
}
