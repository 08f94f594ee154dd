import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isFields } from './body.ts';
import { standInName } from './http-service.ts';
import type { Cloud, ComputeHost } from './state.ts';

/** How soon the platform notices that a host is gone, or is back. */
const noticeMs = 200;

export interface HostPower {
  /** Address of the host's ComputerSystem.Reset. */
  reset: string;
  close(): Promise<void>;
}

/** The controller of one compute host, as far as Redfish's Reset goes, behind Basic authentication. */
export async function startHostPower(
  cloud: Cloud,
  host: ComputeHost,
  account: { username: string; password: string },
): Promise<HostPower> {
  const path = `/redfish/v1/Systems/${host.name}/Actions/ComputerSystem.Reset`;
  const expected = `Basic ${Buffer.from(`${account.username}:${account.password}`).toString('base64')}`;
  const orders: Record<string, boolean> = { ForceOff: true, On: false };
  const statusOf = (method: string | undefined, url: string | undefined, authorization = '', text = '') => {
    if (authorization !== expected) return 401;
    if (url !== path) return 404;
    if (method !== 'POST') return 405;
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      return 400;
    }
    const order = isFields(body) ? orders[String(body.ResetType)] : undefined;
    if (order === undefined) return 400;
    cloud.later(noticeMs, () => {
      host.off = order;
    });
    return 204;
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      const status = statusOf(method, url, headers.authorization, Buffer.concat(chunks).toString('utf8'));
      response.writeHead(status, { Server: standInName, 'OData-Version': '4.0' }).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    reset: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
