import { type Fields, fieldsList, isFields, numberOr, textOr } from './body.ts';
import { availabilityZone } from './cloud.ts';
import { imageFor } from './image.ts';
import { invalidField, type NovaCall, novaBody, novaError } from './nova.ts';
import type { FlavorProfile } from './profile.ts';
import { defaultGroup } from './security-groups.ts';
import type { Cloud, ComputeHost, SecurityGroup, Volume } from './state.ts';

/** What a request for servers asks for, checked. */
export interface ServerOrder {
  name: string;
  count: number;
  flavor: FlavorProfile;
  imageId: string;
  networks: { networkId: string; portId?: string; fixedAddress?: string }[];
  securityGroups: SecurityGroup[];
  disks: { size: number; imageId: string | null; volumeId?: string; deleteOnTermination: boolean }[];
  groupId: string | null;
  /** The host that is forced; `unknown` when the platform has none of that name. */
  host: ComputeHost | 'unknown' | undefined;
  metadata: Record<string, string>;
}

const optional = [
  'imageRef',
  'networks',
  'security_groups',
  'min_count',
  'max_count',
  'block_device_mapping_v2',
  'availability_zone',
  'metadata',
  'adminPass',
  'key_name',
  'user_data',
  'config_drive',
  'OS-DCF:diskConfig',
  'return_reservation_id',
  'description',
  'tags',
  'host',
  'hypervisor_hostname',
  'hostname',
];

export const flavorOf = (cloud: Cloud, id: string) =>
  cloud.profile.flavors.find((flavor) => flavor.id === id);

function networksOf(cloud: Cloud, call: NovaCall, value: unknown): ServerOrder['networks'] {
  if (value === 'none') return [];
  if (value === undefined || value === 'auto') {
    const open = [...cloud.networks.values()].filter(
      (network) => !network.external && (network.shared || network.projectId === call.token.project.id),
    );
    if (open.length > 1 && value === undefined) {
      throw novaError(409, 'Multiple possible networks found, use a Network ID to be more specific.');
    }
    return open.slice(0, 1).map((network) => ({ networkId: network.id }));
  }
  if (!Array.isArray(value)) throw invalidField('networks', value, `${String(value)} is not of type 'array'`);
  return fieldsList(value).map((wanted) => {
    if (typeof wanted.port === 'string') {
      const port = cloud.ports.get(wanted.port);
      if (!port) throw novaError(400, `Port ${wanted.port} could not be found.`);
      if (port.deviceId !== '') throw novaError(409, `Port ${wanted.port} is still in use.`);
      return { networkId: port.networkId, portId: port.id };
    }
    const network = cloud.networks.get(textOr(wanted.uuid, ''));
    const isSeen = network && (network.shared || network.projectId === call.token.project.id);
    if (!isSeen) throw novaError(400, `Network ${wanted.uuid} could not be found.`);
    return {
      networkId: network.id,
      ...(typeof wanted.fixed_ip === 'string' ? { fixedAddress: wanted.fixed_ip } : {}),
    };
  });
}

function groupsOf(cloud: Cloud, call: NovaCall, value: unknown): SecurityGroup[] {
  const project = call.token.project.id;
  const fallback = defaultGroup(cloud, project);
  const wanted = fieldsList(value).map((group) => textOr(group.name, ''));
  if (wanted.length === 0) return [fallback];
  const mine = [...cloud.securityGroups.values()].filter((group) => group.projectId === project);
  return wanted.map((name) => {
    const found = mine.find((group) => group.id === name || group.name === name);
    if (!found) throw novaError(400, `Unable to find security_group with name or id '${name}'`);
    return found;
  });
}

function volumeFor(cloud: Cloud, call: NovaCall, id: string): Volume {
  const volume = cloud.volumes.get(id);
  if (!volume || volume.projectId !== call.token.project.id) {
    throw novaError(400, `Block Device Mapping is Invalid: failed to get volume ${id}.`);
  }
  if (volume.status === 'available') return volume;
  throw novaError(
    400,
    `Invalid volume: Volume ${id} status must be available, but current status is: ${volume.status}.`,
  );
}

/** Disks that are volumes; a local disk of an image stands for the flavor's own. */
function disksOf(
  cloud: Cloud,
  call: NovaCall,
  value: unknown,
): { disks: ServerOrder['disks']; localImage: string } {
  const disks: ServerOrder['disks'] = [];
  let localImage = '';
  const mappings = [...fieldsList(value)].sort((a, b) => bootIndex(a) - bootIndex(b));
  for (const mapping of mappings) {
    const source = textOr(mapping.source_type, '');
    const id = textOr(mapping.uuid, '');
    const deleteOnTermination = mapping.delete_on_termination === true;
    const size = numberOr(mapping.volume_size, 0);
    if (source === 'image' && mapping.destination_type !== 'volume') {
      localImage = imageChecked(cloud, call, id);
    } else if (source === 'volume') {
      const volume = volumeFor(cloud, call, id);
      disks.push({ size: volume.size, imageId: null, volumeId: volume.id, deleteOnTermination });
    } else if (source === 'image' || source === 'blank') {
      if (size < 1) throw novaError(400, 'Block Device Mapping is Invalid: Volume size must be specified.');
      disks.push({
        size,
        imageId: source === 'image' ? imageChecked(cloud, call, id) : null,
        deleteOnTermination,
      });
    } else {
      throw novaError(400, `Block Device Mapping is Invalid: Invalid source_type field.`);
    }
  }
  return { disks, localImage };
}
const bootIndex = (mapping: Fields) => {
  const index = numberOr(mapping.boot_index, -1);
  return index < 0 ? Number.MAX_SAFE_INTEGER : index;
};

function imageChecked(cloud: Cloud, call: NovaCall, id: string): string {
  const image = imageFor(cloud, call.token.project.id, id);
  if (!image) throw novaError(400, 'Can not find requested image');
  if (image.status !== 'active') throw novaError(400, `Image ${id} is not active.`);
  if (!cloud.has('image-substituted')) return id;
  const others = [...cloud.images.values()].filter((one) => one.visibility === 'public' && one.id !== id);
  return others[0]?.id ?? id;
}

function checkQuota(cloud: Cloud, call: NovaCall, count: number, flavor: FlavorProfile): void {
  const mine = [...cloud.servers.values()].filter((server) => server.projectId === call.token.project.id);
  const { quota } = cloud.profile;
  const rows: { name: string; wanted: number; used: number; limit: number }[] = [
    {
      name: 'cores',
      wanted: count * flavor.vcpus,
      used: mine.reduce((sum, server) => sum + server.flavor.vcpus, 0),
      limit: quota.cores,
    },
    { name: 'instances', wanted: count, used: mine.length, limit: quota.instances },
    {
      name: 'ram',
      wanted: count * flavor.ram,
      used: mine.reduce((sum, server) => sum + server.flavor.ram, 0),
      limit: quota.ram,
    },
  ];
  const over = rows.filter((row) => row.used + row.wanted > row.limit);
  if (over.length === 0) return;
  const list = (of: (row: (typeof rows)[number]) => string | number) => over.map(of).join(', ');
  const names = list((row) => row.name);
  const message = `Quota exceeded for ${names}: Requested ${list((row) => row.wanted)}, but already used ${list((row) => row.used)} of ${list((row) => row.limit)} ${names}`;
  throw novaError(403, message);
}

/** Reads and checks the body of POST /servers. Throws 400, 403 over quota, 409. */
export function readServerOrder(cloud: Cloud, call: NovaCall): ServerOrder {
  const required = ['name', 'flavorRef', ...(call.minor >= 37 ? ['networks'] : [])];
  const wanted = novaBody(call.body, 'server', required, optional);
  const name = textOr(wanted.name, '');
  if (name === '') throw invalidField('name', name, "'' is too short");
  const flavor = flavorOf(cloud, String(wanted.flavorRef));
  if (!flavor) throw novaError(400, `Flavor ${wanted.flavorRef} could not be found.`);
  const least = Math.max(1, numberOr(wanted.min_count, 1));
  const count = Math.max(least, numberOr(wanted.max_count, least));
  const { disks, localImage } = disksOf(cloud, call, wanted.block_device_mapping_v2);
  const imageRef = textOr(wanted.imageRef, '');
  const boots = disks.length > 0 || localImage !== '';
  if (imageRef === '' && !boots) {
    throw novaError(400, 'Missing imageRef attribute');
  }
  const fromVolume = fieldsList(wanted.block_device_mapping_v2).some(
    (mapping) =>
      bootIndex(mapping) === 0 && (mapping.destination_type === 'volume' || mapping.source_type === 'volume'),
  );
  const imageId = fromVolume ? '' : imageRef === '' ? localImage : imageChecked(cloud, call, imageRef);
  const hints = isFields(call.body)
    ? (call.body['os:scheduler_hints'] ?? call.body['OS-SCH-HNT:scheduler_hints'])
    : {};
  const groupId = isFields(hints) && typeof hints.group === 'string' ? hints.group : null;
  if (groupId !== null && cloud.serverGroups.get(groupId)?.projectId !== call.token.project.id) {
    throw novaError(400, `Instance group ${groupId} could not be found.`);
  }
  const networks = networksOf(cloud, call, wanted.networks);
  const securityGroups = groupsOf(cloud, call, wanted.security_groups);
  checkQuota(cloud, call, count, flavor);
  return {
    name,
    count,
    flavor,
    imageId,
    networks,
    securityGroups,
    disks,
    groupId,
    host: hostOf(cloud, textOr(wanted.availability_zone, '')),
    metadata: isFields(wanted.metadata)
      ? Object.fromEntries(Object.entries(wanted.metadata).map(([key, value]) => [key, String(value)]))
      : {},
  };
}

/** `nova:cmp-001` forces a host; any other zone than ours is refused. */
function hostOf(cloud: Cloud, zone: string): ServerOrder['host'] {
  const [name = '', hostName] = zone.split(':');
  if (name !== '' && name !== availabilityZone)
    throw novaError(400, 'The requested availability zone is not available');
  if (hostName === undefined) return undefined;
  return cloud.hosts.find((one) => one.name === hostName) ?? 'unknown';
}
