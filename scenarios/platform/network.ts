import { randomInt, randomUUID } from 'node:crypto';
import { type Fields, textOr } from './body.ts';
import { toSecond } from './cloud.ts';
import { floatingIpRoutes } from './floating-ips.ts';
import { type Route, type Service, startService } from './http-service.ts';
import { type Caller, callerOf, isAdmin } from './identity.ts';
import { maySee, neutronBody, neutronError, neutronList } from './neutron.ts';
import { portRoutes, subnetsOf } from './ports.ts';
import { routerRoutes } from './routers.ts';
import { securityGroupRoutes } from './security-groups.ts';
import type { Cloud, Network } from './state.ts';
import { createSubnet, subnetRoutes } from './subnets.ts';

const unauthorised = {
  error: { code: 401, title: 'Unauthorized', message: 'The request you have made requires authentication.' },
};

function addNetwork(cloud: Cloud, projectId: string, name: string, more: Partial<Network> = {}): Network {
  const now = Date.now();
  const network: Network = {
    id: randomUUID(),
    name,
    description: '',
    projectId,
    external: false,
    shared: false,
    segment: randomInt(1, 1000),
    createdAt: now,
    updatedAt: now,
    ...more,
  };
  cloud.networks.set(network.id, network);
  return network;
}

/** The networks that the operator gives to every tenant: a shared one, and the outer one if its addresses can be had. */
export interface ProviderNetworks {
  shared: Network;
  external?: Network;
}
export const sharedNetworkName = 'gov-shared';
export const externalNetworkName = 'gov-extranet';

export function addProviderNetworks(cloud: Cloud, outerCidr: string | undefined): ProviderNetworks {
  const { id } = cloud.admin;
  const shared = addNetwork(cloud, id, sharedNetworkName, { shared: true });
  createSubnet(cloud, id, shared, { ip_version: 4, cidr: '10.200.0.0/16', name: 'gov-shared-v4' });
  if (outerCidr === undefined) return { shared };
  const external = addNetwork(cloud, id, externalNetworkName, { external: true });
  createSubnet(cloud, id, external, {
    ip_version: 4,
    cidr: outerCidr,
    name: 'gov-extranet-v4',
    enable_dhcp: false,
  });
  return { shared, external };
}

function networkRoutes(cloud: Cloud): Route<Caller>[] {
  const view = (call: Caller, network: Network): Fields => ({
    id: network.id,
    name: network.name,
    tenant_id: network.projectId,
    admin_state_up: true,
    mtu: 1450,
    status: 'ACTIVE',
    subnets: subnetsOf(cloud, network.id).map((subnet) => subnet.id),
    shared: network.shared,
    availability_zone_hints: [],
    availability_zones: [],
    ipv4_address_scope: null,
    ipv6_address_scope: null,
    'router:external': network.external,
    description: network.description,
    port_security_enabled: true,
    dns_domain: '',
    l2_adjacency: true,
    tags: [],
    created_at: toSecond(network.createdAt),
    updated_at: toSecond(network.updatedAt),
    revision_number: 1,
    project_id: network.projectId,
    ...(isAdmin(call)
      ? {
          'provider:network_type': 'vxlan',
          'provider:physical_network': null,
          'provider:segmentation_id': network.segment,
        }
      : {}),
  });
  const seenBy = (call: Caller, network: Network) =>
    network.shared || network.external || maySee(call, network.projectId);
  const networkOf = (call: Caller) => {
    const network = cloud.networks.get(call.params.id ?? '');
    if (network && seenBy(call, network)) return network;
    throw neutronError(404, 'NetworkNotFound', `Network ${call.params.id} could not be found.`);
  };
  /** What is shared with all is changed by its owner alone. */
  const changedBy = (call: Caller, verb: string) => {
    const network = networkOf(call);
    if (maySee(call, network.projectId)) return network;
    throw neutronError(403, 'PolicyNotAuthorized', `rule:${verb}_network is disallowed by policy`);
  };
  const writable = ['name', 'description', 'admin_state_up', 'shared', 'port_security_enabled', 'mtu'];

  function remove(call: Caller) {
    const network = changedBy(call, 'delete');
    const used = [...cloud.ports.values()].filter((port) => port.networkId === network.id);
    if (used.length > 0) {
      const ids = used.map((port) => port.id).join(',');
      const message = `Unable to complete operation on network ${network.id}. There are one or more ports still in use on the network, id for these ports is: ${ids}.`;
      throw neutronError(409, 'NetworkInUse', message);
    }
    for (const subnet of subnetsOf(cloud, network.id)) cloud.subnets.delete(subnet.id);
    cloud.networks.delete(network.id);
    return { status: 204 };
  }

  const one = '/v2.0/networks/:id';
  return [
    {
      method: 'GET',
      path: '/v2.0/networks',
      answer: (call) =>
        neutronList(
          call,
          'networks',
          [...cloud.networks.values()]
            .filter((network) => seenBy(call, network))
            .map((network) => view(call, network)),
        ),
    },
    {
      method: 'POST',
      path: '/v2.0/networks',
      answer: (call) => {
        const wanted = neutronBody(call, 'network', [
          ...writable,
          'tenant_id',
          'project_id',
          'router:external',
        ]);
        const network = addNetwork(cloud, call.token.project.id, textOr(wanted.name, ''), {
          description: textOr(wanted.description, ''),
          shared: cloud.has('network-shared'),
        });
        return { status: 201, body: { network: view(call, network) } };
      },
    },
    {
      method: 'GET',
      path: one,
      answer: (call) => ({ status: 200, body: { network: view(call, networkOf(call)) } }),
    },
    {
      method: 'PUT',
      path: one,
      answer: (call) => {
        const network = changedBy(call, 'update');
        const wanted = neutronBody(call, 'network', writable);
        network.name = textOr(wanted.name, network.name);
        network.description = textOr(wanted.description, network.description);
        network.updatedAt = Date.now();
        return { status: 200, body: { network: view(call, network) } };
      },
    },
    { method: 'DELETE', path: one, answer: remove },
    {
      method: 'GET',
      path: '/v2.0/quotas/:id',
      answer: () => ({
        status: 200,
        body: {
          quota: {
            network: 100,
            subnet: 100,
            subnetpool: -1,
            port: 500,
            router: 10,
            floatingip: 50,
            rbac_policy: 10,
            security_group: 10,
            security_group_rule: 100,
          },
        },
      }),
    },
    {
      method: 'GET',
      path: '/v2.0/extensions',
      answer: () => ({
        status: 200,
        body: { extensions: extensions.map((alias) => ({ alias, name: alias, links: [] })) },
      }),
    },
  ];
}

const extensions = [
  'external-net',
  'extraroute',
  'router',
  'security-group',
  'subnet_allocation',
  'quotas',
  'port-security',
];

/** The neutron of the stand-in. */
export async function startNetwork(cloud: Cloud): Promise<Service> {
  const service = await startService<Caller>({
    enter: (call) =>
      callerOf(cloud, call, unauthorised, {
        NeutronError: { type: 'PolicyNotAuthorized', message: 'disallowed by policy', detail: '' },
      }),
    open: [
      {
        method: 'GET',
        path: '/',
        answer: () => ({
          status: 200,
          body: {
            versions: [
              {
                id: 'v2.0',
                status: 'CURRENT',
                links: [{ rel: 'self', href: `${cloud.urls.get('network') ?? ''}/v2.0/` }],
              },
            ],
          },
        }),
      },
    ],
    routes: [
      ...networkRoutes(cloud),
      ...subnetRoutes(cloud),
      ...portRoutes(cloud),
      ...routerRoutes(cloud),
      ...floatingIpRoutes(cloud),
      ...securityGroupRoutes(cloud),
    ],
    notFound: () => ({
      status: 404,
      body: {
        NeutronError: { type: 'HTTPNotFound', message: 'The resource could not be found.', detail: '' },
      },
    }),
    malformed: () => ({
      status: 400,
      body: { NeutronError: { type: 'HTTPBadRequest', message: 'Malformed request body', detail: '' } },
    }),
  });
  cloud.urls.set('network', service.url);
  return service;
}
