import type { ProbeContext } from '../../probe.ts';
import type { OpenStack } from '../openstack.ts';
import { findFlavor, findImage } from './choices.ts';
import { createPrivateNetwork, createSecurityGroup } from './private-network.ts';
import { startServer } from './servers.ts';
import { textAt } from './shape.ts';
import type { TenantKit } from './tenancy.ts';
import { createVolume, volumeAtRest } from './volumes.ts';

/** A server, a network with a subnet and a volume for one account, at rest; removed with the observation. */
export async function furnishTenant(
  context: ProbeContext,
  os: OpenStack,
  suffix: string,
  cidr: string,
): Promise<TenantKit> {
  const { options } = os.component;
  const flavor = await findFlavor(os, options.flavor);
  const image = await findImage(os, options.image);
  const privateNetwork = await createPrivateNetwork(context, os, `${suffix}-net`, cidr);
  const group = await createSecurityGroup(context, os);
  const volume = await createVolume(context, os, `${suffix}-disk`);
  const server = await startServer(context, os, {
    suffix: `${suffix}-vm`,
    flavorId: flavor.id,
    imageId: image.id,
    diskGiB: Math.max(image.diskGiB, flavor.disk),
    networkId: privateNetwork.id,
    securityGroup: group.name,
  });
  await volumeAtRest(context, os, volume);
  return { server: textAt(server, 'id'), volume, network: privateNetwork.id };
}
