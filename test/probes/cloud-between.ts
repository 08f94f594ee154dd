import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { alterTarget } from './support.ts';

/** An answer in the platform's place, or a way of giving none. */
export type Instead = { status: number; body?: unknown; raw?: string } | 'hang' | 'drop';

export interface Between {
  /** Answers in the platform's place; lets a request through when undefined. `path` begins after the service's port. */
  before?: (method: string, path: string, body: string) => Instead | undefined;
  /** Changes what the platform answered. */
  after?: (method: string, path: string, json: unknown) => unknown;
}

export interface CloudBetween {
  targetFile: string;
  /** Whether requests are interfered with; removal should not be. */
  on: boolean;
  /** Method and path of every request, in order. */
  seen: string[];
  close(): void;
}

const passed = ['x-auth-token', 'openstack-api-version', 'content-type', 'accept'];
const returned = ['x-subject-token', 'x-openstack-request-id', 'content-type'];

/** Stands between a probe and all services of an OpenStack whose catalogue names loopback addresses. */
export async function startBetween(targetFile: string, between: Between): Promise<CloudBetween> {
  let self = '';
  const state = { on: true, seen: [] as string[] };
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const { method = 'GET', url = '/' } = request;
    const [, port, path = '/'] = url.match(/^\/(\d+)(\/.*)?$/) ?? [];
    state.seen.push(`${method} ${path}`);
    const own = state.on ? between.before?.(method, path, body) : undefined;
    if (own === 'hang') return;
    if (own === 'drop') return void response.destroy();
    if (own) {
      response.writeHead(own.status, { 'content-type': 'application/json' });
      return void response.end(own.raw ?? JSON.stringify(own.body ?? {}));
    }
    const headers = Object.fromEntries(
      passed.flatMap((name) => (request.headers[name] ? [[name, String(request.headers[name])]] : [])),
    );
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers,
      ...(body === '' ? {} : { body }),
    });
    let text = (await answer.text()).replace(/http:\/\/127\.0\.0\.1:(\d+)/g, `${self}/$1`);
    if (state.on && between.after && text !== '')
      text = JSON.stringify(between.after(method, path, JSON.parse(text)));
    const back = returned.flatMap((name) =>
      answer.headers.get(name) ? [[name, answer.headers.get(name)!]] : [],
    );
    response.writeHead(answer.status, Object.fromEntries(back));
    response.end(answer.status === 204 ? undefined : text);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  self = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const altered = alterTarget(targetFile, (target) => {
    const cloud = target.components.find((one) => one.role === 'openstack')!;
    cloud.endpoint = cloud.endpoint.replace(/^http:\/\/127\.0\.0\.1:(\d+)/, `${self}/$1`);
  });
  return Object.assign(state, {
    targetFile: altered.targetFile,
    close() {
      server.closeAllConnections();
      server.close();
      altered.remove();
    },
  });
}
