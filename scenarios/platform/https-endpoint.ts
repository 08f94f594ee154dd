import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { SecureVersion } from 'node:tls';
import type { Defect } from './defect.ts';

/** What may be wrong with the public endpoint. An expired certificate is the caller's to hand in. */
export const tlsDefects: Defect[] = [
  {
    name: 'tls-expired-certificate',
    title: '对外端点的证书已过期',
    turns: [{ probe: 'tls-versions', measurands: ['certificate-valid', 'https-answers'] }],
  },
  {
    name: 'tls-legacy-only',
    title: '对外端点只接受 TLS 1.0、1.1',
    turns: [{ probe: 'tls-versions', measurands: ['accepted-versions', 'https-answers'] }],
  },
  {
    name: 'tls10-accepted',
    title: '对外端点仍接受 TLS 1.0',
    turns: [
      {
        probe: 'tls-versions',
        measurands: ['accepted-versions'],
        items: { 'accepted-versions': ['TLSv1', 'TLSv1.1'] },
      },
    ],
  },
  {
    name: 'https-broken',
    title: '对外端点把 HTTPS 请求重定向到明文 HTTP',
    turns: [{ probe: 'tls-versions', measurands: ['https-answers'] }],
  },
];

export interface HttpsEndpointOptions {
  /** PEM. */
  key: string;
  /** PEM, leaf first. */
  cert: string;
  defects?: ReadonlySet<string> | undefined;
  port?: number | undefined;
}

export interface HttpsEndpoint {
  url: string;
  close(): Promise<void>;
}

const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>仿真政务云</title><p>仿真平台的对外端点。</p></html>\n`;

function versionsOf(defects: ReadonlySet<string>): { minVersion: SecureVersion; maxVersion: SecureVersion } {
  if (defects.has('tls-legacy-only')) return { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' };
  return { minVersion: defects.has('tls10-accepted') ? 'TLSv1' : 'TLSv1.2', maxVersion: 'TLSv1.3' };
}

/** A small HTTPS page on loopback; TLS 1.2 and 1.3 unless a defect says otherwise. */
export async function startHttpsEndpoint(options: HttpsEndpointOptions): Promise<HttpsEndpoint> {
  const defects = options.defects ?? new Set<string>();
  const versions = versionsOf(defects);
  const old = versions.minVersion === 'TLSv1';
  const server = createServer(
    {
      key: options.key,
      cert: options.cert,
      ...versions,
      ...(old ? { ciphers: 'ALL:!aNULL:@SECLEVEL=0' } : {}),
    },
    (request, response) => {
      response.setHeader('server', 'biaochi-stand-in');
      if (defects.has('https-broken')) {
        response.writeHead(301, {
          location: `http://${request.headers.host ?? 'localhost'}${request.url ?? '/'}`,
        });
        response.end();
        return;
      }
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(page);
    },
  );
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
