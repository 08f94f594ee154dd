import { Fault, type OpenstackComponent } from '../../spec/index.ts';
import type { ProbeContext } from '../probe.ts';
import { endpointOf, type ServiceName, services } from './openstack/catalogue.ts';
import { errorText, faultOf, isRefusal } from './openstack/errors.ts';
import { signIn } from './openstack/session.ts';
import { type Fields, isFields, listAt } from './openstack/shape.ts';

export type { ServiceName } from './openstack/catalogue.ts';
export { type Fields, fieldsAt, isFields, listAt, numberAt, textAt } from './openstack/shape.ts';
export { waitFor } from './openstack/wait.ts';

export interface OpenStackRequest {
  method?: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'PATCH' | 'HEAD';
  /** Below the service's versioned address, e.g. `/servers/detail?name=x`. */
  path: string;
  /** Sent as JSON. */
  body?: unknown;
  /** E.g. `2.47`; none sent means the service's lowest. */
  microversion?: string;
  headers?: Record<string, string>;
  /**
   * What is handed back instead of thrown: listed statuses, or `refusal`, the platform's clear no
   * (4xx but for our account, our quota and rate limits; and 501).
   */
  accept?: number[] | 'refusal';
  timeoutMs?: number;
}

export interface OpenStackAnswer {
  status: number;
  ok: boolean;
  /** Lower-case names. */
  headers: Record<string, string>;
  /** Parsed body; undefined when it is empty, and on a handed-back error that is no JSON. */
  json: unknown;
  /** What an error body says; empty on success. */
  problem: string;
}

/** A signed-in account of one project. Throws TARGET_* for whatever is not 2xx and was not asked to be handed back. */
export interface OpenStack {
  readonly component: OpenstackComponent;
  readonly projectId: string;
  readonly userId: string;
  readonly roles: readonly string[];
  /** The service's address by the catalogue; undefined when the platform does not list it. */
  endpoint(service: ServiceName): string | undefined;
  request(service: ServiceName, request: OpenStackRequest): Promise<OpenStackAnswer>;
  /** GET of one JSON document. */
  read(service: ServiceName, path: string, microversion?: string): Promise<unknown>;
  /** All pages of a list; `key` is its name in the answer. */
  list(service: ServiceName, path: string, key: string, microversion?: string): Promise<Fields[]>;
}

const pagesAtMost = 500;

/**
 * Signs in to the component's keystone, with its test account or with another one that the target file names.
 * A component of another role is a defect of the caller.
 */
export async function connectOpenStack(
  context: Pick<ProbeContext, 'component' | 'http' | 'secret'>,
  account?: OpenstackComponent['credentials'],
): Promise<OpenStack> {
  if (context.component.role !== 'openstack') throw new Error(`no OpenStack: ${context.component.role}`);
  const own = context.component as OpenstackComponent;
  const component = account ? { ...own, credentials: account } : own;
  const password = context.secret(component.credentials.password);
  let session = await signIn(context.http, component, password);

  const endpoint = (service: ServiceName) =>
    endpointOf(session.catalogue, service, {
      region: component.region,
      interface: component.interface,
      projectId: session.projectId,
    });

  const exchange = (service: ServiceName, wanted: OpenStackRequest, base: string) => {
    const microversion = services[service].microversion;
    return context.http.request({
      method: wanted.method ?? 'GET',
      url: base + wanted.path,
      headers: {
        accept: 'application/json',
        'x-auth-token': session.token,
        ...(wanted.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(wanted.microversion && microversion
          ? { 'openstack-api-version': `${microversion} ${wanted.microversion}` }
          : {}),
        ...wanted.headers,
      },
      ...(wanted.body === undefined ? {} : { body: JSON.stringify(wanted.body) }),
      ...(wanted.timeoutMs === undefined ? {} : { timeoutMs: wanted.timeoutMs }),
    });
  };

  async function request(service: ServiceName, wanted: OpenStackRequest): Promise<OpenStackAnswer> {
    if (performance.now() >= session.renewAt) session = await signIn(context.http, component, password);
    const base = endpoint(service);
    if (base === undefined)
      throw new Fault('TARGET_PREREQUISITE', `服务目录中没有${services[service].label}服务`);
    let answer = await exchange(service, wanted, base);
    if (answer.status === 401) {
      session = await signIn(context.http, component, password);
      answer = await exchange(service, wanted, base);
    }
    const ok = answer.status >= 200 && answer.status <= 299;
    const problem = ok ? '' : errorText(answer.text());
    const { accept } = wanted;
    const handedBack =
      accept === 'refusal' ? isRefusal(answer.status, problem) : accept?.includes(answer.status);
    if (!ok && !handedBack)
      throw faultOf(answer.status, `${wanted.method ?? 'GET'} ${base}${wanted.path}`, problem);
    const empty =
      answer.body.length === 0 || (service === 'object-store' && !isJson(answer.headers['content-type']));
    return {
      status: answer.status,
      ok,
      headers: answer.headers,
      problem,
      json: empty ? undefined : ok ? answer.json() : parsed(answer.text()),
    };
  }

  const read = async (service: ServiceName, path: string, microversion?: string) =>
    (await request(service, { path, ...(microversion ? { microversion } : {}) })).json;

  async function list(
    service: ServiceName,
    path: string,
    key: string,
    microversion?: string,
  ): Promise<Fields[]> {
    const all: Fields[] = [];
    const seen = new Set<string>();
    for (let at: string | undefined = path; at !== undefined; ) {
      seen.add(at);
      const json: unknown = await read(service, at, microversion);
      all.push(...listAt(json, key));
      at = nextPage(json, key, path);
      if (at !== undefined && (seen.has(at) || seen.size >= pagesAtMost)) {
        throw new Fault('TARGET_GARBAGE', `GET ${path}：分页链接循环或过多`);
      }
    }
    return all;
  }

  return {
    component,
    projectId: session.projectId,
    userId: session.userId,
    roles: session.roles,
    endpoint,
    request,
    read,
    list,
  };
}

/** Only the query of a next link is used: behind a proxy its scheme and host are often the inner ones. */
function nextPage(json: unknown, key: string, path: string): string | undefined {
  if (!isFields(json)) return undefined;
  const links = json[`${key}_links`] ?? json.links;
  const link = Array.isArray(links)
    ? links.filter(isFields).find((entry) => entry.rel === 'next')?.href
    : json.next;
  if (typeof link !== 'string' || !link.includes('?')) return undefined;
  return `${path.split('?')[0]}${link.slice(link.indexOf('?'))}`;
}

const isJson = (type: string | undefined) => (type ?? '').includes('json');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
