import type { OpenStack } from '../openstack.ts';
import type { Flavor } from './choices.ts';
import { volumesOf } from './servers.ts';
import { type Fields, fieldsAt, isFields, listAt, textAt, valueAt } from './shape.ts';

/** Whether a server has the processors and memory of the flavor. */
export function hasFlavor(server: Fields, flavor: Flavor): boolean {
  const shown = fieldsAt(server, 'flavor');
  return shown.vcpus === flavor.vcpus && shown.ram === flavor.ram;
}

/** The root disk's volume; undefined when the server boots from its node's disk. */
export async function rootVolumeOf(os: OpenStack, server: Fields): Promise<Fields | undefined> {
  for (const id of volumesOf(server)) {
    const volume = fieldsAt(await os.read('block-storage', `/volumes/${id}`), 'volume');
    if (String(volume.bootable) === 'true') return volume;
  }
  return undefined;
}

/** The image a server was made from, by its root volume or by itself; undefined when neither says. */
export function imageIdOf(server: Fields, rootVolume: Fields | undefined): string | undefined {
  const id = rootVolume
    ? valueAt(rootVolume, 'volume_image_metadata', 'image_id')
    : valueAt(server, 'image', 'id');
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** Names of the networks on which a server has an address. */
export const networkNamesOf = (server: Fields) => Object.keys(fieldsAt(server, 'addresses'));

/** The ports that the network service holds for a server. */
export const portsOf = (os: OpenStack, server: Fields) =>
  os.list('network', `/ports?device_id=${textAt(server, 'id')}`, 'ports');

/** Names of the server's security groups as the compute service shows them; undefined when it does not. */
export function securityGroupNamesOf(server: Fields): string[] | undefined {
  const groups = server.security_groups;
  return Array.isArray(groups)
    ? [...new Set(groups.filter(isFields).map((group) => textAt(group, 'name')))]
    : undefined;
}

/** The items of information that can really be read of a server. */
export async function informationOf(os: OpenStack, server: Fields, orderedName: string): Promise<string[]> {
  const interfaces = await os.request('compute', {
    path: `/servers/${textAt(server, 'id')}/os-interface`,
    accept: 'refusal',
  });
  const attached = interfaces.ok ? listAt(interfaces.json, 'interfaceAttachments') : [];
  const filled = (value: unknown) => typeof value === 'string' && value !== '';
  const shown: Record<string, boolean> = {
    name: String(server.name).startsWith(orderedName),
    status: filled(server.status),
    location: filled(server['OS-EXT-AZ:availability_zone']),
    network: Object.values(isFields(server.addresses) ? server.addresses : {}).some(
      (addresses) =>
        Array.isArray(addresses) && addresses.some((address) => filled(valueAt(address, 'addr'))),
    ),
    flavor:
      typeof valueAt(server, 'flavor', 'vcpus') === 'number' &&
      typeof valueAt(server, 'flavor', 'ram') === 'number',
    interfaces: attached.length > 0 && attached.every((one) => filled(one.port_id) && filled(one.mac_addr)),
    created: Number.isFinite(Date.parse(String(server.created))),
  };
  return Object.keys(shown).filter((item) => shown[item]);
}
