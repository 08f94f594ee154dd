import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { textAt } from '../../harness/clients/openstack/shape.ts';
import type { Platform } from '../../scenarios/index.ts';
import type { Target } from '../../spec/index.ts';

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed body; undefined when it is empty. */
  json: unknown;
}

export interface Ask {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  token?: string | undefined;
}

/** One exchange, without opinions. */
export async function ask(
  url: string,
  { method = 'GET', body, headers = {}, token }: Ask = {},
): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { 'x-auth-token': token }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, json: text === '' ? undefined : JSON.parse(text) };
}

export const targetOf = (platform: Platform) => parse(readFileSync(platform.targetFile, 'utf8')) as Target;
export const secretOf = (platform: Platform, name: string) =>
  readFileSync(join(dirname(platform.targetFile), name), 'utf8').trim();

export interface Tenant {
  token: string;
  project: string;
  /** Asks one service by its path below the version; compute at microversion 2.87 unless told. */
  on(service: Service, path: string, ask?: Ask & { microversion?: string }): Promise<Answer>;
}
export type Service = 'compute' | 'network' | 'image' | 'block-storage' | 'placement' | 'identity';

export const signInBody = (user: string, password: string, project: string) => ({
  auth: {
    identity: {
      methods: ['password'],
      password: { user: { name: user, domain: { name: 'Default' }, password } },
    },
    scope: { project: { name: project, domain: { name: 'Default' } } },
  },
});

/** Signs in as one of the stand-in's accounts. */
export async function tenant(platform: Platform, user: string, project: string): Promise<Tenant> {
  const body = signInBody(user, secretOf(platform, 'openstack.password'), project);
  const answer = await ask(`${platform.endpoints.identity}/v3/auth/tokens`, { method: 'POST', body });
  if (answer.status !== 201) throw new Error(`sign-in answered ${answer.status}`);
  const token = answer.headers.get('x-subject-token') ?? '';
  const id = textAt(answer.json, 'token', 'project', 'id');
  const paths: Record<Service, string> = {
    compute: '/v2.1',
    network: '/v2.0',
    image: '/v2',
    'block-storage': `/v3/${id}`,
    placement: '',
    identity: '/v3',
  };
  return {
    token,
    project: id,
    on: (service, path, { microversion = '2.87', headers, ...rest } = {}) =>
      ask(`${platform.endpoints[service]}${paths[service]}${path}`, {
        token,
        headers: {
          ...(service === 'compute' ? { 'openstack-api-version': `compute ${microversion}` } : {}),
          ...headers,
        },
        ...rest,
      }),
  };
}

/** Asks until it holds; throws after five seconds. */
export async function until<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const started = performance.now();
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (performance.now() - started > 5000) throw new Error(`never: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
