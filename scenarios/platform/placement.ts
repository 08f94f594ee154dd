import type { Fields } from './body.ts';
import { type Call, refusal, type Service, startService } from './http-service.ts';
import { type Caller, callerOf, isAdmin } from './identity.ts';
import type { Cloud, ComputeHost } from './state.ts';

const highest = 39;
const unauthorised = {
  error: { code: 401, title: 'Unauthorized', message: 'The request you have made requires authentication.' },
};
const titles: Record<number, string> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  406: 'Not Acceptable',
};

const placementError = (call: Call, status: number, detail: string, more: Fields = {}) =>
  refusal(status, {
    errors: [{ status, title: titles[status], detail, request_id: call.requestId, ...more }],
  });

function versionOf(call: Call): number {
  const asked = /(?:^|,)\s*placement\s+(\S+)/.exec(call.headers['openstack-api-version'] ?? '')?.[1];
  if (asked === undefined) return 0;
  if (asked === 'latest') return highest;
  const minor = /^1\.(\d+)$/.exec(asked)?.[1];
  if (minor !== undefined && Number(minor) <= highest) return Number(minor);
  const detail = `The resource could not be generated that was acceptable to your browser (content of type application/json. \n\n Invalid microversion: Unacceptable version header: ${asked}`;
  throw placementError(call, 406, detail, { max_version: `1.${highest}`, min_version: '1.0' });
}

/** What one host offers and what its guests take. */
function inventoryOf(cloud: Cloud, host: ComputeHost) {
  const { allocationRatio, reservedMemoryMiB } = cloud.profile;
  const entry = (total: number, reserved: number, ratio: number) => ({
    total,
    reserved,
    min_unit: 1,
    max_unit: total,
    step_size: 1,
    allocation_ratio: ratio,
  });
  return {
    VCPU: entry(host.threads, 0, cloud.has('overcommit-excessive') ? 32 : allocationRatio.vcpu),
    MEMORY_MB: entry(host.memoryMiB, reservedMemoryMiB, allocationRatio.memory),
    DISK_GB: entry(host.diskGiB, 0, allocationRatio.disk),
  };
}

/** What the guests of a host hold. */
export function usageOf(cloud: Cloud, host: ComputeHost) {
  const guests = [...cloud.servers.values()].filter((server) => server.host === host);
  const sum = (of: 'vcpus' | 'ram' | 'disk') => guests.reduce((total, guest) => total + guest.flavor[of], 0);
  return { VCPU: sum('vcpus'), MEMORY_MB: sum('ram'), DISK_GB: sum('disk') };
}

const traits = [
  'COMPUTE_DEVICE_TAGGING',
  'COMPUTE_IMAGE_TYPE_QCOW2',
  'COMPUTE_IMAGE_TYPE_RAW',
  'COMPUTE_NET_ATTACH_INTERFACE',
  'COMPUTE_NODE',
  'COMPUTE_VOLUME_EXTEND',
  'COMPUTE_VOLUME_MULTI_ATTACH',
];
const cpuTrait = (feature: string) => `HW_CPU_X86_${feature.toUpperCase().replaceAll('-', '_')}`;

/** The placement service of the stand-in. It is the operator's: an ordinary member gets 403. */
export async function startPlacement(cloud: Cloud): Promise<Service> {
  const generation = 2;
  const view = (call: Caller, host: ComputeHost): Fields => {
    const version = versionOf(call);
    const path = `/resource_providers/${host.providerId}`;
    const rels = ['inventories', 'usages', 'aggregates', 'traits', 'allocations'];
    return {
      uuid: host.providerId,
      name: host.name,
      generation,
      links: [
        { rel: 'self', href: path },
        ...rels
          .slice(0, version >= 11 ? 5 : version >= 6 ? 4 : 2)
          .map((rel) => ({ rel, href: `${path}/${rel}` })),
      ],
      ...(version >= 14 ? { parent_provider_uuid: null, root_provider_uuid: host.providerId } : {}),
    };
  };
  const hostOf = (call: Caller) => {
    const id = call.params.id ?? '';
    const host = cloud.hosts.find((one) => one.providerId === id);
    if (host) return host;
    const detail = `The resource could not be found.\n\n No resource provider with uuid ${id} found  `;
    throw placementError(call, 404, detail);
  };
  const ok = (body: Fields) => ({ status: 200, body });
  const one = '/resource_providers/:id';
  const service = await startService<Caller>({
    headers: (call) => {
      const asked = /placement (1\.\d+)/.exec(call.headers['openstack-api-version'] ?? '')?.[1];
      return { 'openstack-api-version': `placement ${asked ?? '1.0'}`, vary: 'openstack-api-version' };
    },
    enter(call) {
      const caller = callerOf(cloud, call, unauthorised);
      versionOf(call);
      if (isAdmin(caller)) return caller;
      const policy = 'Policy does not allow placement:resource_providers:list to be performed.';
      throw placementError(call, 403, `Access was denied to this resource.\n\n ${policy}  `);
    },
    open: [
      {
        method: 'GET',
        path: '/',
        answer: () =>
          ok({
            versions: [
              {
                id: 'v1.0',
                max_version: `1.${highest}`,
                min_version: '1.0',
                status: 'CURRENT',
                links: [{ rel: 'self', href: '' }],
              },
            ],
          }),
      },
    ],
    routes: [
      {
        method: 'GET',
        path: '/resource_providers',
        answer: (call) => {
          const name = call.query.get('name');
          const forgotten = (host: ComputeHost) => cloud.has('pool-totals-differ') && host.index % 8 === 0;
          const hosts = cloud.hosts.filter(
            (host) => (name === null || host.name === name) && !forgotten(host),
          );
          return ok({ resource_providers: hosts.map((host) => view(call, host)) });
        },
      },
      { method: 'GET', path: one, answer: (call) => ok(view(call, hostOf(call))) },
      {
        method: 'GET',
        path: `${one}/inventories`,
        answer: (call) =>
          ok({ resource_provider_generation: generation, inventories: inventoryOf(cloud, hostOf(call)) }),
      },
      {
        method: 'GET',
        path: `${one}/usages`,
        answer: (call) =>
          ok({ resource_provider_generation: generation, usages: usageOf(cloud, hostOf(call)) }),
      },
      {
        method: 'GET',
        path: `${one}/traits`,
        answer: (call) => {
          const host = hostOf(call);
          return ok({
            traits: [...traits, ...host.cpu.features.map(cpuTrait)],
            resource_provider_generation: generation,
          });
        },
      },
      {
        method: 'GET',
        path: `${one}/aggregates`,
        answer: (call) => {
          hostOf(call);
          return ok({ aggregates: [], resource_provider_generation: generation });
        },
      },
    ],
    notFound: (call) => ({
      status: 404,
      body: {
        errors: [
          {
            status: 404,
            title: 'Not Found',
            detail: 'The resource could not be found.\n\n The resource could not be found.  ',
            request_id: call.requestId,
          },
        ],
      },
    }),
    malformed: () => ({
      status: 400,
      body: { errors: [{ status: 400, title: 'Bad Request', detail: 'Malformed JSON' }] },
    }),
  });
  cloud.urls.set('placement', service.url);
  return service;
}
