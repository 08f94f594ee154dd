import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Authorisation, ConsoleRecipes, OpenstackComponent } from '../../../spec/index.ts';

/** Where the platform of up.sh lies: `OS_DIR`, or its default. */
export const platformDirectory = () => process.env.OS_DIR ?? join(tmpdir(), 'openstack');

/** The variables of the platform's openrc. Throws when the platform was never brought up. */
export function readOpenrc(directory = platformDirectory()): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(join(directory, 'openrc'), 'utf8');
  } catch {
    throw new Error(`no openrc in ${directory}: run test/real/openstack/up.sh, or set OS_DIR`);
  }
  return Object.fromEntries([...text.matchAll(/([A-Z0-9_]+)=(\S+)/g)].map((found) => [found[1]!, found[2]!]));
}

/**
 * Writes target.yaml and its secrets (0600) for the running platform into a directory; answers the file's path.
 * Swift's account URL, which S3 does not know, is read from the service catalogue.
 */
export async function writeRealTarget(
  directory: string,
  tender: string,
  more: Partial<OpenstackComponent['options']> = {},
  authorisation?: Authorisation,
): Promise<string> {
  const openrc = readOpenrc();
  const value = (name: string) => {
    const found = openrc[name];
    if (found === undefined) throw new Error(`openrc lacks ${name}`);
    return found;
  };
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const secret = (name: string, text: string) => {
    writeFileSync(join(directory, name), `${text}\n`, { mode: 0o600 });
    return { file: name };
  };
  const openstack = {
    id: 'openstack',
    role: 'openstack',
    endpoint: value('OS_AUTH_URL'),
    region: value('OS_REGION_NAME'),
    credentials: {
      username: value('OS_USERNAME'),
      password: secret('openstack-password', value('OS_PASSWORD')),
      project: value('OS_PROJECT_NAME'),
      userDomain: value('OS_USER_DOMAIN_NAME'),
      projectDomain: value('OS_PROJECT_DOMAIN_NAME'),
    },
    options: {
      image: 'probe-raw',
      flavor: 'probe.tiny',
      resizeFlavor: 'probe.small',
      // Accounts of seed.py, all with the platform's one password.
      otherTenant: { username: 'demo2', password: { file: 'openstack-password' }, project: 'demo2' },
      readOnlyAccount: { username: 'viewer', password: { file: 'openstack-password' } },
      ...more,
    },
  };
  const objectStorage = {
    id: 'object-storage',
    role: 'object-storage',
    endpoint: value('S3_ENDPOINT'),
    region: value('AWS_DEFAULT_REGION'),
    credentials: {
      accessKey: secret('s3-access-key', value('S3_ACCESS_KEY')),
      secretKey: secret('s3-secret-key', value('S3_SECRET_KEY')),
    },
    options: { quotaDialect: 'swift', quotaEndpoint: await accountUrl(value) },
  };
  const console = {
    id: 'horizon',
    role: 'console',
    endpoint: value('HORIZON_ENDPOINT'),
    credentials: {
      username: value('OS_USERNAME'),
      password: secret('openstack-password', value('OS_PASSWORD')),
    },
    shows: { running: '运行', stopped: '关机' },
    recipes: horizonRecipes,
  };
  const file = join(directory, 'target.yaml');
  const name = '本机 OpenStack Zed（真实控制面，虚拟化与存储后端为模拟驱动）';
  writeFileSync(
    file,
    stringify({
      tender,
      name,
      ...(authorisation ? { authorisation } : {}),
      components: [openstack, objectStorage, console],
    }),
  );
  return file;
}

/** A person's way through Horizon in Chinese. */
const horizonRecipes: ConsoleRecipes = {
  signIn: [
    { open: 'auth/login/' },
    { fill: { at: { css: '#id_username' }, with: '{{username}}' } },
    { fill: { at: { css: '#id_password' }, with: '{{password}}' } },
    { press: { css: '#loginBtn' } },
    { see: { css: '.navbar' } },
  ],
  compute: [
    { open: 'project/instances/' },
    { see: { css: '#instances' } },
    { find: { row: '{{name}}' } },
    { picture: 'Horizon：实例' },
  ],
  storage: [
    { open: 'project/volumes/' },
    { see: { css: '#volumes' } },
    { find: { row: '{{name}}' } },
    { picture: 'Horizon：卷' },
  ],
  network: [
    { open: 'project/networks/' },
    { see: { css: '#networks' } },
    { find: { row: '{{name}}' } },
    { picture: 'Horizon：网络' },
  ],
};

interface TokenAnswer {
  token: { catalog: { type: string; endpoints: { interface: string; url: string }[] }[] };
}

async function accountUrl(value: (name: string) => string): Promise<string> {
  const answer = await fetch(`${value('OS_AUTH_URL')}/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ['password'],
          password: {
            user: {
              name: value('OS_USERNAME'),
              domain: { name: value('OS_USER_DOMAIN_NAME') },
              password: value('OS_PASSWORD'),
            },
          },
        },
        scope: {
          project: { name: value('OS_PROJECT_NAME'), domain: { name: value('OS_PROJECT_DOMAIN_NAME') } },
        },
      },
    }),
  });
  if (!answer.ok) throw new Error(`keystone answers ${answer.status}`);
  const { catalog } = ((await answer.json()) as TokenAnswer).token;
  const service = catalog.find((one) => one.type === 'object-store');
  const url = service?.endpoints.find((one) => one.interface === 'public')?.url;
  if (url === undefined) throw new Error('the catalogue has no object-store');
  return url;
}
