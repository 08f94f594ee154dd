import { Fault, isTargetFault } from '../../spec/index.ts';
import { remove } from '../clients/openstack/removal.ts';
import { computeMicroversion, markerKey, markVolumes, volumesOf } from '../clients/openstack/servers.ts';
import { valueAt } from '../clients/openstack/shape.ts';
import { type Fields, type OpenStack, type ServiceName, textAt } from '../clients/openstack.ts';
import type { Holding, HoldingKind, Listing } from './kinds.ts';

const removalLimitMs = 30_000;
const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** Lists what the signed-in project holds, kind by kind. A kind that the platform does not list is named, not counted as none. */
export async function openstackHoldings(os: OpenStack): Promise<Listing> {
  const holdings: Holding[] = [];
  const unlisted = new Map<HoldingKind, string>();
  const own = (item: Fields) => {
    const project = item.project_id ?? item.tenant_id;
    return project === undefined || project === os.projectId;
  };
  const read = async (
    kind: HoldingKind,
    service: ServiceName,
    path: string,
    key: string,
    make: (item: Fields) => Holding | undefined,
  ) => {
    try {
      if (os.endpoint(service) === undefined) return;
      const version = service === 'compute' ? computeMicroversion : undefined;
      const all = await os.list(service, path, key, version);
      for (const item of all.filter(own)) {
        const holding = make(item);
        if (holding) holdings.push(holding);
      }
    } catch (error) {
      if (!isTargetFault(error)) throw error;
      unlisted.set(kind, error.message);
    }
  };
  const plain =
    (kind: HoldingKind, service: ServiceName, path: string, id = 'id') =>
    (item: Fields): Holding => ({
      kind,
      id: textAt(item, id),
      name: text(item.name),
      texts: [text(item.name), text(item.description)],
      remove: () => remove(os, service, `${path}/${encodeURIComponent(textAt(item, id))}`, removalLimitMs),
    });

  await Promise.all([
    read('server', 'compute', '/servers/detail', 'servers', (item) => ({
      ...plain('server', 'compute', '/servers')(item),
      // A name can be anyone's; the metadata are ours.
      texts: [text(valueAt(item, 'metadata', markerKey))],
      remove: () => removeServer(os, item),
    })),
    read(
      'server-group',
      'compute',
      '/os-server-groups',
      'server_groups',
      plain('server-group', 'compute', '/os-server-groups'),
    ),
    read('keypair', 'compute', '/os-keypairs', 'keypairs', (item) => {
      const inner = valueAt(item, 'keypair');
      return plain('keypair', 'compute', '/os-keypairs', 'name')((inner ?? item) as Fields);
    }),
    read('image', 'image', '/images?visibility=private', 'images', (item) =>
      item.owner === undefined || item.owner === os.projectId
        ? plain('image', 'image', '/images')(item)
        : undefined,
    ),
    read(
      'volume',
      'block-storage',
      '/volumes/detail',
      'volumes',
      plain('volume', 'block-storage', '/volumes'),
    ),
    read(
      'volume-snapshot',
      'block-storage',
      '/snapshots/detail',
      'snapshots',
      plain('volume-snapshot', 'block-storage', '/snapshots'),
    ),
    read('network', 'network', '/networks', 'networks', plain('network', 'network', '/networks')),
    read('subnet', 'network', '/subnets', 'subnets', plain('subnet', 'network', '/subnets')),
    read('router', 'network', '/routers', 'routers', plain('router', 'network', '/routers')),
    read('port', 'network', '/ports', 'ports', (item) => portHolding(os, item, plain)),
    read(
      'floating-ip',
      'network',
      '/floatingips',
      'floatingips',
      plain('floating-ip', 'network', '/floatingips'),
    ),
    read(
      'security-group',
      'network',
      '/security-groups',
      'security_groups',
      plain('security-group', 'network', '/security-groups'),
    ),
  ]);
  if (unlisted.has('port')) unlisted.set('router-interface', unlisted.get('port')!);
  return { holdings, unlisted };
}

type Plain = (kind: HoldingKind, service: ServiceName, path: string) => (item: Fields) => Holding;

/** The leg of a router is taken away by the router; what the network keeps for itself is left out. */
function portHolding(os: OpenStack, item: Fields, plain: Plain): Holding | undefined {
  const owner = text(item.device_owner);
  const port = plain('port', 'network', '/ports')(item);
  if (!owner.startsWith('network:')) return port;
  if (!owner.startsWith('network:router_interface') && owner !== 'network:ha_router_replicated_interface')
    return undefined;
  const router = text(item.device_id);
  return {
    ...port,
    kind: 'router-interface',
    partOf: { kind: 'router', id: router },
    remove: async () => {
      const answer = await os.request('network', {
        method: 'PUT',
        path: `/routers/${router}/remove_router_interface`,
        body: { port_id: port.id },
        accept: [404, 409],
      });
      if (answer.status === 409)
        throw new Fault('TARGET_STATE', `路由器接口 ${port.id} 未能移除：${answer.problem}`);
    },
  };
}

/** The server and the disks that were its own: marked first, so that one which outlives it can still be proven ours. */
async function removeServer(os: OpenStack, server: Fields): Promise<void> {
  await markVolumes(os, server, textAt(server, 'metadata', markerKey));
  await remove(os, 'compute', `/servers/${textAt(server, 'id')}`, removalLimitMs);
  for (const id of volumesOf(server)) await remove(os, 'block-storage', `/volumes/${id}`, removalLimitMs);
}
