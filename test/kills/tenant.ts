import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { parse } from 'yaml';
import type {
  ObjectStorageComponent,
  OpenstackComponent,
  SecretReference,
  Target,
} from '../../spec/index.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

type Json = Record<string, unknown>;

const lists: [service: string, path: string, key: string][] = [
  ['compute', '/servers/detail', 'servers'],
  ['compute', '/os-server-groups', 'server_groups'],
  ['volumev3', '/volumes/detail', 'volumes'],
  ['volumev3', '/snapshots/detail', 'snapshots'],
  ['image', '/images', 'images'],
  ['network', '/networks', 'networks'],
  ['network', '/subnets', 'subnets'],
  ['network', '/routers', 'routers'],
  ['network', '/ports', 'ports'],
  ['network', '/floatingips', 'floatingips'],
  ['network', '/security-groups', 'security_groups'],
];

async function ask(url: string, token: string): Promise<Json> {
  const answer = await fetch(url, { headers: { 'x-auth-token': token } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return (await answer.json()) as Json;
}

/**
 * `kind id name` of everything that the test accounts of a target hold. It shares no code with the cleaning, so that
 * it does not overlook the same things.
 */
export async function tenantHoldings(targetFile: string): Promise<string[]> {
  const target = parse(readFileSync(targetFile, 'utf8')) as Target;
  const secret = ({ file }: SecretReference) =>
    readFileSync(resolve(dirname(targetFile), file ?? ''), 'utf8').trim();
  const cloud = target.components.find((one): one is OpenstackComponent => one.role === 'openstack')!;
  const store = target.components.find(
    (one): one is ObjectStorageComponent => one.role === 'object-storage',
  )!;
  const { username, project, password } = cloud.credentials;
  const signIn = await fetch(`${cloud.endpoint}/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ['password'],
          password: {
            user: {
              name: username,
              domain: { name: 'Default' },
              password: secret(password as SecretReference),
            },
          },
        },
        scope: { project: { name: project, domain: { name: 'Default' } } },
      },
    }),
  });
  const token = signIn.headers.get('x-subject-token') ?? '';
  const { token: issued } = (await signIn.json()) as {
    token: { project: { id: string }; catalog: { type: string; endpoints: Json[] }[] };
  };
  const held: string[] = [];
  for (const [service, path, key] of lists) {
    const types = service === 'volumev3' ? ['block-storage', 'volumev3'] : [service];
    const entry = issued.catalog.find(({ type }) => types.includes(type));
    const base = String(entry?.endpoints.find((one) => one.interface === 'public')?.url).replace(/\/+$/, '');
    const versions: Record<string, string> = {
      compute: '/v2.1',
      image: '/v2',
      network: '/v2.0',
      volumev3: `/v3/${issued.project.id}`,
    };
    const url = /\/v\d/.test(new URL(base).pathname) ? base : base + versions[service];
    const all = (await ask(`${url}${path}`, token))[key] as Json[];
    for (const item of all) {
      const owner = item.project_id ?? item.tenant_id ?? item.owner;
      if (owner !== undefined && owner !== issued.project.id) continue;
      held.push(`${key} ${String(item.id)} ${String(item.name ?? item.description ?? '')}`);
    }
  }
  const client = new S3Client({
    endpoint: store.endpoint,
    region: store.region ?? 'us-east-1',
    forcePathStyle: true,
    credentials: {
      accessKeyId: secret(store.credentials.accessKey as SecretReference),
      secretAccessKey: secret(store.credentials.secretKey as SecretReference),
    },
  });
  const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
  client.destroy();
  return [...held, ...Buckets.map(({ Name }) => `buckets ${Name}`)];
}
