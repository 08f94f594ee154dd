import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Every stand-in server says on every answer what it is. */
export const standInName = 'biaochi-stand-in';

/** What compute, image and volume answer to a path that they do not know. */
export const notFoundPage: Reply = {
  status: 404,
  body: {
    message: 'The resource could not be found.<br /><br />\n\n\n',
    code: '404 Not Found',
    title: 'Not Found',
  },
};

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Record<string, string>;
  /** Parsed JSON; undefined when there is none. */
  body: unknown;
  /** What the path's `:names` stand for. */
  params: Record<string, string>;
  requestId: string;
}
export interface Reply {
  status: number;
  /** Sent as JSON; nothing is sent when it is absent. */
  body?: unknown;
  headers?: Record<string, string>;
}
export interface Route<C extends Call> {
  method: string;
  /** E.g. `/v2.1/servers/:id`. */
  path: string;
  answer: (call: C) => Reply | Promise<Reply>;
}
export interface ServiceOptions<C extends Call> {
  routes: Route<C>[];
  /** Checks token and version, and answers the richer call; throws a refusal. Not asked for routes in `open`. */
  enter: (call: Call) => C;
  /** Routes without a token: the version documents. */
  open?: Route<Call>[];
  notFound: (call: Call) => Reply;
  malformed: () => Reply;
  /** Headers of every answer but 401, by the call's. */
  headers?: (call: Call) => Record<string, string>;
  /** A second name under which the request's id is told. */
  requestIdHeader?: string;
}
export interface Service {
  url: string;
  close(): Promise<void>;
}

const refusals = new WeakMap<Error, Reply>();

/** An answer to be thrown from anywhere below a route. */
export function refusal(status: number, body?: unknown, headers?: Record<string, string>): Error {
  const error = new Error(`refused with ${status}`);
  refusals.set(error, {
    status,
    ...(body === undefined ? {} : { body }),
    ...(headers ? { headers } : {}),
  });
  return error;
}

/** The answer that was thrown; undefined for any other error. */
export function refusalOf(error: unknown): Reply | undefined {
  return error instanceof Error ? refusals.get(error) : undefined;
}

const largestBody = 4 * 1024 * 1024;

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw refusal(413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function matcher(path: string): (path: string) => Record<string, string> | undefined {
  const names: string[] = [];
  const pattern = path.replace(/:([a-zA-Z]+)/g, (_, name: string) => {
    names.push(name);
    return '([^/]+)';
  });
  const expression = new RegExp(`^${pattern.replaceAll('.', '\\.')}/?$`);
  return (actual) => {
    const found = expression.exec(actual);
    if (!found) return undefined;
    return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]));
  };
}

function finder<C extends Call>(routes: Route<C>[]) {
  const compiled = routes.map((route) => ({ route, match: matcher(route.path) }));
  return (method: string, path: string) => {
    for (const { route, match } of compiled) {
      if (route.method !== method) continue;
      const params = match(path);
      if (params) return { route, params };
    }
    return undefined;
  };
}

/** Starts one service on a free port of 127.0.0.1. */
export async function startService<C extends Call>(options: ServiceOptions<C>): Promise<Service> {
  const findOpen = finder(options.open ?? []);
  const find = finder(options.routes);

  async function answer(request: IncomingMessage): Promise<{ call: Call; reply: Reply }> {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    );
    const call: Call = {
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers,
      body: undefined,
      params: {},
      requestId: `req-${randomUUID()}`,
    };
    try {
      const bytes = await readBody(request);
      if (bytes.length > 0) {
        try {
          call.body = JSON.parse(bytes.toString('utf8'));
        } catch {
          return { call, reply: options.malformed() };
        }
      }
      const open = findOpen(call.method, call.path);
      if (open) return { call, reply: await open.route.answer({ ...call, params: open.params }) };
      const entered = options.enter(call);
      const found = find(call.method, call.path);
      if (!found) return { call, reply: options.notFound(call) };
      return { call, reply: await found.route.answer({ ...entered, params: found.params }) };
    } catch (error) {
      const reply = refusalOf(error);
      if (!reply) throw error;
      return { call, reply };
    }
  }

  function send(response: ServerResponse, call: Call, reply: Reply): void {
    const body = reply.body === undefined ? '' : JSON.stringify(reply.body);
    response.writeHead(reply.status, {
      Server: standInName,
      ...(reply.status === 204 ? {} : { 'Content-Length': Buffer.byteLength(body) }),
      ...(body === '' ? {} : { 'Content-Type': 'application/json' }),
      'X-Openstack-Request-Id': call.requestId,
      ...(options.requestIdHeader ? { [options.requestIdHeader]: call.requestId } : {}),
      ...(reply.status === 401 ? {} : options.headers?.(call)),
      ...reply.headers,
    });
    response.end(call.method === 'HEAD' ? undefined : body);
  }

  const server = createServer((request, response) => {
    answer(request).then(
      ({ call, reply }) => send(response, call, reply),
      (error: unknown) => {
        // A defect of the stand-in itself: loud, and never mistaken for a platform's refusal.
        console.error(error);
        response.writeHead(500, { Server: standInName, 'X-Stand-In-Defect': '1' }).end();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
