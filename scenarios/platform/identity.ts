import { randomBytes } from 'node:crypto';
import { isFields } from './body.ts';
import { plainId } from './cloud.ts';
import { type Call, type Reply, refusal, type Service, startService } from './http-service.ts';
import type { Cloud, Token } from './state.ts';

const tokenLifetimeMs = 3_600_000;

const unauthorised = {
  error: { code: 401, message: 'The request you have made requires authentication.', title: 'Unauthorized' },
};

export interface Caller extends Call {
  token: Token;
}

const disallowed = { forbidden: { code: 403, message: "Policy doesn't allow this to be performed." } };

/** The caller by its token. Throws 401 with `body`, and 403 with `forbidden` for what a role may not, as each service words it. */
export function callerOf(
  cloud: Cloud,
  call: Call,
  body: unknown = unauthorised,
  forbidden: unknown = disallowed,
): Caller {
  const token = cloud.tokens.get(call.headers['x-auth-token'] ?? '');
  if (!token || token.expiresAt <= Date.now()) {
    throw refusal(401, body, { 'WWW-Authenticate': `Keystone uri="${cloud.urls.get('identity') ?? ''}"` });
  }
  if (token.roles.every((role) => role === 'reader') && call.path !== '/v3/auth/tokens') {
    const isReading = call.method === 'GET' || call.method === 'HEAD';
    if (
      isReading
        ? cloud.has('reader-cannot-read') && /\/[0-9a-f-]{32,36}$/.test(call.path)
        : !cloud.has('reader-may-change')
    )
      throw refusal(403, forbidden);
  }
  return { ...call, token };
}

export const isAdmin = (caller: Caller) => caller.token.roles.includes('admin');

const catalogueNames: Record<string, string> = {
  compute: 'nova',
  placement: 'placement',
  image: 'glance',
  network: 'neutron',
  'block-storage': 'cinder',
  volumev3: 'cinderv3',
  identity: 'keystone',
};

function addressOf(type: string, url: string, projectId: string): string {
  if (type === 'compute') return `${url}/v2.1`;
  if (type === 'identity') return `${url}/v3`;
  if (type === 'block-storage' || type === 'volumev3') return `${url}/v3/${projectId}`;
  return url;
}

/** The keystone of the stand-in. `url` ends without a version; the target file names `url`/v3. */
export async function startIdentity(cloud: Cloud): Promise<Service> {
  const ids = new Map<string, string>();
  const idOf = (name: string) => {
    const known = ids.get(name) ?? plainId();
    ids.set(name, known);
    return known;
  };
  const catalogue = (projectId: string) =>
    [...cloud.urls].map(([type, url]) => ({
      endpoints: (['admin', 'public', 'internal'] as const).map((kind) => ({
        id: idOf(`${type}/${kind}`),
        interface: kind,
        region_id: cloud.region,
        region: cloud.region,
        url: addressOf(type, url, projectId),
      })),
      id: idOf(type),
      type,
      name: catalogueNames[type] ?? type,
    }));

  const domain = { id: 'default', name: 'Default' };
  const instant = (ms: number) => new Date(ms).toISOString().replace('Z', '000Z');
  const describe = (token: Token) => ({
    token: {
      methods: ['password'],
      user: { domain, id: token.account.id, name: token.account.name, password_expires_at: null },
      audit_ids: [idOf(`audit/${token.id}`).slice(0, 22)],
      expires_at: instant(token.expiresAt),
      issued_at: instant(token.issuedAt),
      project: { domain, id: token.project.id, name: token.project.name },
      is_domain: false,
      roles: token.roles.map((name) => ({ id: idOf(`role/${name}`), name })),
      catalog: catalogue(token.project.id),
    },
  });

  function signIn(call: Call): Reply {
    const wanted = readSignIn(call.body);
    const account = [...cloud.accounts.values()].find(
      (one) => one.id === wanted.user.id || one.name === wanted.user.name,
    );
    const project = [...cloud.projects.values()].find(
      (one) => one.id === wanted.project.id || one.name === wanted.project.name,
    );
    const roles = account && project ? account.roles.get(project.id) : undefined;
    if (!account || account.password !== wanted.password || !project || !roles) {
      throw refusal(401, unauthorised, {
        'WWW-Authenticate': `Keystone uri="${cloud.urls.get('identity') ?? ''}"`,
      });
    }
    const now = Date.now();
    const id = `gAAAAA${randomBytes(96).toString('base64url')}`;
    const token: Token = { id, account, project, roles, issuedAt: now, expiresAt: now + tokenLifetimeMs };
    cloud.tokens.set(id, token);
    return { status: 201, body: describe(token), headers: { 'X-Subject-Token': id } };
  }

  function subject(call: Call): Token {
    const id = call.headers['x-subject-token'];
    if (!id) throw notFound('No token in the request');
    const token = cloud.tokens.get(id);
    if (!token || token.expiresAt <= Date.now()) throw notFound('Could not recognize Fernet token');
    return token;
  }
  const notFound = (message: string) => refusal(404, { error: { code: 404, message, title: 'Not Found' } });
  const version = () => ({
    id: 'v3.14',
    status: 'stable',
    updated: '2020-04-07T00:00:00Z',
    links: [{ rel: 'self', href: `${cloud.urls.get('identity') ?? ''}/v3/` }],
    'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
  });

  const service = await startService<Caller>({
    headers: () => ({ Vary: 'X-Auth-Token' }),
    enter: (call) => callerOf(cloud, call),
    open: [
      {
        method: 'GET',
        path: '/',
        answer: () => ({ status: 300, body: { versions: { values: [version()] } } }),
      },
      { method: 'GET', path: '/v3', answer: () => ({ status: 200, body: { version: version() } }) },
      { method: 'POST', path: '/v3/auth/tokens', answer: signIn },
    ],
    routes: [
      {
        method: 'GET',
        path: '/v3/auth/tokens',
        answer: (call) => {
          const token = subject(call);
          return { status: 200, body: describe(token), headers: { 'X-Subject-Token': token.id } };
        },
      },
      {
        method: 'DELETE',
        path: '/v3/auth/tokens',
        answer: (call) => {
          cloud.tokens.delete(subject(call).id);
          return { status: 204 };
        },
      },
      {
        method: 'GET',
        path: '/v3/auth/catalog',
        answer: (call) => ({ status: 200, body: { catalog: catalogue(call.token.project.id), links: {} } }),
      },
    ],
    notFound: () => ({
      status: 404,
      body: { error: { code: 404, message: 'The resource could not be found.', title: 'Not Found' } },
    }),
    malformed: () => ({
      status: 400,
      body: { error: { code: 400, message: 'invalid JSON in request body', title: 'Bad Request' } },
    }),
  });
  cloud.urls.set('identity', service.url);
  return service;
}

interface SignIn {
  user: { id?: unknown; name?: unknown };
  password: unknown;
  project: { id?: unknown; name?: unknown };
}

function readSignIn(body: unknown): SignIn {
  const at = (value: unknown, key: string): unknown => {
    const found =
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
    if (found === undefined) {
      throw refusal(400, {
        error: {
          code: 400,
          message: `Expecting to find ${key} in request body. The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.`,
          title: 'Bad Request',
        },
      });
    }
    return found;
  };
  const auth = at(body, 'auth');
  const project = at(at(auth, 'scope'), 'project');
  const user = at(at(at(auth, 'identity'), 'password'), 'user');
  return {
    user: isFields(user) ? user : {},
    password: at(user, 'password'),
    project: isFields(project) ? project : {},
  };
}
