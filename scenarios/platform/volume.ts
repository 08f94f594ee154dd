import { cinderError } from './cinder.ts';
import { type Call, notFoundPage, type Service, startService } from './http-service.ts';
import { type Caller, callerOf } from './identity.ts';
import { snapshotRoutes } from './snapshots.ts';
import type { Cloud } from './state.ts';
import { poolRoutes } from './volume-pools.ts';
import { volumeRoutes } from './volumes.ts';

const unauthorised = {
  error: { code: 401, title: 'Unauthorized', message: 'The request you have made requires authentication.' },
};
const lowest = 0;
const highest = 70;

/** The version that a call asks for, 3.0 by default. Throws 400 and 406. */
function versionOf(call: Call): number {
  const header = call.headers['openstack-api-version'];
  const asked = header
    ?.split(',')
    .map((part) => part.trim().split(/\s+/))
    .find(([service]) => service === 'volume' || service === 'block-storage')?.[1];
  if (asked === undefined) return lowest;
  if (asked === 'latest') return highest;
  const found = /^3\.(\d+)$/.exec(asked);
  if (!/^\d+\.\d+$/.test(asked)) {
    throw cinderError(
      400,
      `API Version String ${asked} is of invalid format. Must be of format MajorNum.MinorNum.`,
    );
  }
  const minor = found ? Number(found[1]) : -1;
  if (minor >= lowest && minor <= highest) return minor;
  const message = `Version ${asked} is not supported by the API. Minimum is 3.${lowest} and maximum is 3.${highest}.`;
  throw cinderError(406, message);
}

/** The cinder of the stand-in. */
export async function startVolume(cloud: Cloud): Promise<Service> {
  const version = {
    id: 'v3.0',
    status: 'CURRENT',
    version: `3.${highest}`,
    min_version: `3.${lowest}`,
    updated: '2022-08-31T00:00:00Z',
  };
  const service = await startService<Caller>({
    requestIdHeader: 'X-Compute-Request-Id',
    headers: (call) => {
      const asked = /volume (3\.\d+)/.exec(call.headers['openstack-api-version'] ?? '')?.[1];
      return { 'OpenStack-API-Version': `volume ${asked ?? `3.${lowest}`}`, Vary: 'OpenStack-API-Version' };
    },
    enter(call) {
      const caller = callerOf(cloud, call, unauthorised);
      versionOf(call);
      const project = /^\/v3\/([^/]+)\//.exec(call.path)?.[1];
      if (project !== undefined && project !== caller.token.project.id)
        throw cinderError(400, 'Malformed request url');
      return caller;
    },
    open: [{ method: 'GET', path: '/', answer: () => ({ status: 300, body: { versions: [version] } }) }],
    routes: [...volumeRoutes(cloud), ...snapshotRoutes(cloud), ...poolRoutes(cloud)],
    notFound: () => notFoundPage,
    malformed: () => ({
      status: 400,
      body: { badRequest: { code: 400, message: 'Malformed request body' } },
    }),
  });
  cloud.urls.set('block-storage', service.url);
  cloud.urls.set('volumev3', service.url);
  return service;
}
