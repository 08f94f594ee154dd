import type { ProbeContext } from '../../probe.ts';
import type { OpenStack } from '../openstack.ts';
import { findNetwork } from './choices.ts';
import { create, type PrivateNetwork } from './private-network.ts';
import { portsOf } from './read-back.ts';
import { type Fields, textAt } from './shape.ts';

/** A router to the external network with a foot in the private one; the network must be reachable before servers get addresses. */
export async function joinExternal(
  context: ProbeContext,
  os: OpenStack,
  network: PrivateNetwork,
  external: string,
): Promise<string> {
  const outside = await findNetwork(os, external);
  const router = await create(context, os, '路由器', '/routers', 'router', {
    name: `${context.marker}-router`,
    external_gateway_info: { network_id: outside.id },
  });
  const attach = (verb: 'add' | 'remove', accept: number[]) =>
    os.request('network', {
      method: 'PUT',
      path: `/routers/${router}/${verb}_router_interface`,
      body: { subnet_id: network.subnetId },
      accept,
    });
  await context.resources.create(
    '路由器接口',
    () => attach('add', []),
    () => `${router}/${network.subnetId}`,
    async () => {
      await attach('remove', [404]);
    },
  );
  return outside.id;
}

/** An address of the external network for a server; answers the address. */
export async function addFloatingAddress(
  context: ProbeContext,
  os: OpenStack,
  server: Fields,
  externalId: string,
): Promise<string> {
  const [port] = await portsOf(os, server);
  const id = await create(context, os, '浮动地址', '/floatingips', 'floatingip', {
    // It has no name: the marker stands here.
    description: context.marker,
    floating_network_id: externalId,
    port_id: textAt(port, 'id'),
  });
  return textAt(await os.read('network', `/floatingips/${id}`), 'floatingip', 'floating_ip_address');
}
