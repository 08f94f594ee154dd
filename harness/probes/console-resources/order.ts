import { findFlavor, findImage } from '../../clients/openstack/choices.ts';
import { createPrivateNetwork, createSecurityGroup } from '../../clients/openstack/private-network.ts';
import { remove } from '../../clients/openstack/removal.ts';
import { startServer } from '../../clients/openstack/servers.ts';
import { type OpenStack, textAt } from '../../clients/openstack.ts';
import type { ProbeContext } from '../../probe.ts';

interface One {
  id: string;
  name: string;
  title: string;
}
export type Ordered = Record<'compute' | 'storage' | 'network', One>;

/** A network, a volume and a server, each with the marker in its name, removed with the observation. */
export async function orderOneOfEach(context: ProbeContext, os: OpenStack): Promise<Ordered> {
  const flavor = await findFlavor(os, os.component.options.flavor);
  const image = await findImage(os, os.component.options.image);
  const network = await createPrivateNetwork(context, os);
  const security = await createSecurityGroup(context, os);
  const disk = `${context.marker}-disk`;
  const volume = await context.resources.create(
    '云硬盘',
    async () => {
      const answer = await os.request('block-storage', {
        method: 'POST',
        path: '/volumes',
        body: { volume: { name: disk, size: 1 } },
      });
      return textAt(answer.json, 'volume', 'id');
    },
    (id) => id,
    (id) => remove(os, 'block-storage', `/volumes/${id}`),
  );
  const server = await startServer(context, os, {
    suffix: 'vm',
    flavorId: flavor.id,
    imageId: image.id,
    networkId: network.id,
    securityGroup: security.name,
  });
  return {
    compute: { id: textAt(server, 'id'), name: textAt(server, 'name'), title: '云主机' },
    storage: { id: volume, name: disk, title: '云硬盘' },
    network: { id: network.id, name: network.name, title: '网络' },
  };
}
