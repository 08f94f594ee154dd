import { randomBytes } from 'node:crypto';
import { type Fields, isFields, textOr } from './body.ts';
import { flavorRoutes, quotaRoutes } from './compute-quotas.ts';
import { notFoundPage, type Reply, type Route, type Service, startService } from './http-service.ts';
import { hypervisorRoutes } from './hypervisors.ts';
import { isAdmin } from './identity.ts';
import { instanceActionRoutes } from './instance-actions.ts';
import {
  adminOnly,
  enterNova,
  highestMinor,
  lowestMinor,
  type NovaCall,
  novaBody,
  novaError,
  policyOf,
} from './nova.ts';
import { actOn } from './server-actions.ts';
import { serverGroupRoutes } from './server-groups.ts';
import { readServerOrder } from './server-order.ts';
import { addressesOf, serverBrief, serverLinks, serverView } from './server-views.ts';
import { change, createServers, removeServer } from './servers.ts';
import type { Cloud, Server } from './state.ts';
import { attachmentRoutes } from './volume-attachments.ts';

const ok = (body: Fields): Reply => ({ status: 200, body });

/** The server that a path names; another tenant's is as good as absent. */
function serverOf(cloud: Cloud, call: NovaCall): Server {
  const server = cloud.servers.get(call.params.id ?? '');
  const shown = call.method === 'GET' && cloud.has('tenant-servers-visible');
  if (server && (server.projectId === call.token.project.id || isAdmin(call) || shown)) return server;
  throw novaError(404, `Instance ${call.params.id} could not be found.`);
}

function listed(cloud: Cloud, call: NovaCall): { servers: Server[]; more: Fields } {
  const { query } = call;
  const asked = /^(1|true)$/i.test(query.get('all_tenants') ?? '');
  if (asked && !isAdmin(call)) throw novaError(403, policyOf('servers:detail:get_all_tenants'));
  const all = asked || cloud.has('tenant-servers-visible');
  const name = query.get('name');
  const status = query.get('status');
  const host = query.get('host');
  const limit = Number(query.get('limit') ?? '1000');
  const marker = query.get('marker');
  const kept = [...cloud.servers.values()]
    .filter((server) => all || server.projectId === call.token.project.id)
    .filter((server) => name === null || server.name.includes(name))
    .filter((server) => host === null || !isAdmin(call) || server.host?.name === host)
    .filter((server) => status === null || server.status === status.toUpperCase())
    .reverse();
  const from = marker === null ? 0 : kept.findIndex((server) => server.id === marker) + 1;
  const servers = kept.slice(from, from + limit);
  const last = servers.at(-1);
  if (!last || from + limit >= kept.length) return { servers, more: {} };
  const next = new URLSearchParams(query);
  next.set('marker', last.id);
  const href = `${cloud.urls.get('compute') ?? ''}${call.path}?${next}`;
  return { servers, more: { servers_links: [{ rel: 'next', href }] } };
}

function serverRoutes(cloud: Cloud): Route<NovaCall>[] {
  const one = '/v2.1/servers/:id';
  const created = (call: NovaCall): Reply => {
    const order = readServerOrder(cloud, call);
    const servers = createServers(cloud, call, order);
    const [first] = servers;
    if (!first) throw new Error('an order of no server');
    const body = isFields(call.body) && isFields(call.body.server) ? call.body.server : {};
    if (body.return_reservation_id === true)
      return { status: 202, body: { reservation_id: first.reservationId } };
    return {
      status: 202,
      headers: { Location: `${cloud.urls.get('compute') ?? ''}/v2.1/servers/${first.id}` },
      body: {
        server: {
          id: first.id,
          links: serverLinks(cloud, first.id),
          'OS-DCF:diskConfig': 'MANUAL',
          security_groups: order.securityGroups.map(({ name }) => ({ name })),
          adminPass: randomBytes(9).toString('base64url'),
        },
      },
    };
  };
  return [
    {
      method: 'GET',
      path: '/v2.1/servers',
      answer: (call) => {
        const { servers, more } = listed(cloud, call);
        return ok({ servers: servers.map((server) => serverBrief(cloud, server)), ...more });
      },
    },
    {
      method: 'GET',
      path: '/v2.1/servers/detail',
      answer: (call) => {
        const { servers, more } = listed(cloud, call);
        return ok({ servers: servers.map((server) => serverView(cloud, call, server, false)), ...more });
      },
    },
    { method: 'POST', path: '/v2.1/servers', answer: created },
    {
      method: 'GET',
      path: one,
      answer: (call) => ok({ server: serverView(cloud, call, serverOf(cloud, call), true) }),
    },
    {
      method: 'PUT',
      path: one,
      answer: (call) => {
        const server = serverOf(cloud, call);
        const known = ['name', 'accessIPv4', 'accessIPv6', 'OS-DCF:diskConfig', 'description'];
        const { name, description } = novaBody(call.body, 'server', [], known);
        change(cloud, server, {
          name: textOr(name, server.name),
          description: textOr(description, server.description ?? ''),
        });
        return ok({ server: serverView(cloud, call, server, true) });
      },
    },
    {
      method: 'DELETE',
      path: one,
      answer: (call) => {
        removeServer(cloud, serverOf(cloud, call));
        return { status: 204 };
      },
    },
    { method: 'POST', path: `${one}/action`, answer: (call) => actOn(cloud, call, serverOf(cloud, call)) },
    {
      method: 'GET',
      path: `${one}/ips`,
      answer: (call) => {
        const addresses = Object.entries(addressesOf(cloud, serverOf(cloud, call))).map(([name, list]) => [
          name,
          list.map(({ version, addr }) => ({ version, addr })),
        ]);
        return ok({ addresses: Object.fromEntries(addresses) });
      },
    },
    {
      method: 'GET',
      path: `${one}/os-interface`,
      answer: (call) => {
        const ports = serverOf(cloud, call).portIds.flatMap((id) => cloud.ports.get(id) ?? []);
        return ok({
          interfaceAttachments: ports.map((port) => ({
            net_id: port.networkId,
            port_id: port.id,
            mac_addr: port.mac,
            port_state: port.status,
            fixed_ips: port.fixed,
            ...(call.minor >= 70 ? { tag: null } : {}),
          })),
        });
      },
    },
    {
      method: 'GET',
      path: `${one}/os-security-groups`,
      answer: (call) => {
        const server = serverOf(cloud, call);
        const ids = new Set(server.portIds.flatMap((id) => cloud.ports.get(id)?.groups ?? []));
        const groups = [...ids].flatMap((id) => cloud.securityGroups.get(id) ?? []);
        return ok({
          security_groups: groups.map((group) => ({
            id: group.id,
            name: group.name,
            description: group.description,
            tenant_id: group.projectId,
            rules: [...cloud.securityRules.values()]
              .filter((rule) => rule.groupId === group.id && rule.direction === 'ingress')
              .map((rule) => ({
                id: rule.id,
                parent_group_id: group.id,
                ip_protocol: rule.protocol,
                from_port: rule.portMin,
                to_port: rule.portMax,
                group: {},
                ip_range: { cidr: rule.remotePrefix ?? '0.0.0.0/0' },
              })),
          })),
        });
      },
    },
    {
      method: 'GET',
      path: `${one}/migrations`,
      answer: (call) => {
        adminOnly(call, 'servers:migrations:index');
        const server = serverOf(cloud, call);
        const running = cloud.migrations.filter(
          (migration) =>
            migration.serverId === server.id && ['queued', 'preparing', 'running'].includes(migration.status),
        );
        const shown = running.map(({ number, id, status, source, destination }) => ({
          id: number,
          uuid: id,
          status,
          source_compute: source,
          dest_compute: destination,
          server_uuid: server.id,
        }));
        return ok({ migrations: shown });
      },
    },
    ...instanceActionRoutes((call) => serverOf(cloud, call)),
    ...attachmentRoutes(cloud, (call) => serverOf(cloud, call)),
  ];
}

/** The nova of the stand-in: microversions 2.1 to 2.93. */
export async function startCompute(cloud: Cloud): Promise<Service> {
  const version = (href: string) => ({
    id: 'v2.1',
    status: 'CURRENT',
    version: `2.${highestMinor}`,
    min_version: `2.${lowestMinor}`,
    updated: '2013-07-23T11:33:21Z',
    links: [{ rel: 'self', href }],
  });
  const self = () => `${cloud.urls.get('compute') ?? ''}/v2.1/`;
  const service = await startService<NovaCall>({
    requestIdHeader: 'X-Compute-Request-Id',
    headers(call) {
      const asked = call.headers['openstack-api-version'] ?? '';
      const minor =
        /compute 2\.(\d+)/.exec(asked)?.[1] ??
        /^2\.(\d+)/.exec(call.headers['x-openstack-nova-api-version'] ?? '')?.[1];
      const told = `2.${minor ?? (asked.includes('compute latest') ? highestMinor : lowestMinor)}`;
      return {
        'Content-Type': 'application/json',
        'OpenStack-API-Version': `compute ${told}`,
        'X-OpenStack-Nova-API-Version': told,
        Vary: 'OpenStack-API-Version, X-OpenStack-Nova-API-Version',
      };
    },
    enter: (call) => enterNova(cloud, call),
    open: [
      { method: 'GET', path: '/', answer: () => ok({ versions: [version(self())] }) },
      { method: 'GET', path: '/v2.1', answer: () => ok({ version: version(self()) }) },
    ],
    routes: [
      ...serverRoutes(cloud),
      ...flavorRoutes(cloud),
      ...hypervisorRoutes(cloud),
      ...serverGroupRoutes(cloud),
      ...quotaRoutes(cloud),
    ],
    notFound: () => notFoundPage,
    malformed: () => ({
      status: 400,
      body: { badRequest: { code: 400, message: 'Malformed request body' } },
    }),
  });
  cloud.urls.set('compute', service.url);
  return service;
}
