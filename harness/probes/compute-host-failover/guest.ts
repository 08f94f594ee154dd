import { findFlavor, findImage } from '../../clients/openstack/choices.ts';
import { createPrivateNetwork, createSecurityGroup } from '../../clients/openstack/private-network.ts';
import { portsOf } from '../../clients/openstack/read-back.ts';
import { startServer, volumesOf } from '../../clients/openstack/servers.ts';
import { createVolume, volumeAtRest } from '../../clients/openstack/volumes.ts';
import { type Fields, listAt, type OpenStack, textAt } from '../../clients/openstack.ts';
import type { ProbeContext } from '../../probe.ts';

/** A running server on the node, with a disk of volumes only, so that none of its data lies on that node. */
export async function startGuest(
  context: ProbeContext,
  os: OpenStack,
  node: { zone: string; host: string },
): Promise<Fields> {
  const flavor = await findFlavor(os, os.component.options.flavor);
  const image = await findImage(os, os.component.options.image);
  const network = await createPrivateNetwork(context, os);
  const group = await createSecurityGroup(context, os);
  const disk = await createVolume(context, os, 'disk');
  const server = await startServer(context, os, {
    suffix: 'vm',
    flavorId: flavor.id,
    imageId: image.id,
    diskGiB: Math.max(image.diskGiB, flavor.disk),
    networkId: network.id,
    securityGroup: group.name,
    node,
  });
  await volumeAtRest(context, os, disk);
  await os.request('compute', {
    method: 'POST',
    path: `/servers/${textAt(server, 'id')}/os-volume_attachments`,
    body: { volumeAttachment: { volumeId: disk } },
  });
  await volumeAtRest(context, os, disk, ['in-use']);
  return server;
}

/** What a server must bring along to another node: its volumes, ports and addresses, in one order. */
export async function belongingsOf(os: OpenStack, server: Fields): Promise<string[]> {
  const ports = await portsOf(os, server);
  return [
    ...volumesOf(server).map((id) => `云硬盘 ${id}`),
    ...ports.flatMap((port) =>
      listAt(port, 'fixed_ips').map(
        (address) => `网卡 ${textAt(port, 'mac_address')} ${textAt(address, 'ip_address')}`,
      ),
    ),
  ].sort();
}
