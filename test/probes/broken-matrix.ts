import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { judge } from '../../evaluators/compliance/index.ts';
import { type Probe, probes } from '../../harness/index.ts';
import { makeCertificates } from '../../scenarios/platform/certificate.ts';
import type { CheckVerdict, Observation, Outcome, Target, Tender } from '../../spec/index.ts';
import { listTenders, loadCatalogue, loadTender } from '../../spec/load/index.ts';
import { recordOf } from '../evaluators/fixture.ts';
import { backupComponent } from './backup-product.ts';
import { type BrokenKind, sight, startBroken, testTarget, writeTarget } from './support.ts';

/** Every way of being broken, in the words of the table. */
export const breakages = {
  refusing: '拒绝连接',
  silent: '接受连接后不作声',
  'closing-at-once': '一连上就关闭',
  closing: '收到请求后关闭',
  garbage: '应答不是协议内容',
  slow: '逐字节缓慢应答',
  truncated: '应答中途断开',
  endless: '应答无穷大',
  'huge-header': '应答头巨大',
  redirecting: '循环重定向',
  'bad-redirect': '重定向到非法地址',
  error500: '一律 500',
  error401: '一律 401',
  empty404: '一律 404',
  empty200: '一律空的 200',
  'wrong-type': '一律 200 的网页',
  'null-json': '一律 200 的 JSON null',
  'tls-none': 'TLS 端口上没有 TLS',
  'tls-expired': '证书已过期',
  'tls-self-signed': '证书不受信任',
  'tls-hangs': 'TLS 握手无人应答',
} as const;
export type Breakage = keyof typeof breakages;

interface Broken {
  url: string;
  ca?: string;
  close(): Promise<void>;
}

const answers: Partial<Record<Breakage, RequestListener>> = {
  'bad-redirect': (_, response) => response.writeHead(302, { location: 'http://[::bad/' }).end(),
  error401: (_, response) => response.writeHead(401, { 'content-type': 'application/json' }).end('{}'),
  'wrong-type': (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Welcome</body></html>'),
  'null-json': (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('null'),
  truncated: (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"a":', () => response.destroy());
  },
};

async function listen(server: Server, url: (port: number) => string, ca?: string): Promise<Broken> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: url((server.address() as AddressInfo).port),
    ...(ca === undefined ? {} : { ca }),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

const plain = (port: number) => `http://127.0.0.1:${port}`;
const secure = (port: number) => `https://127.0.0.1:${port}`;

async function startBreakage(kind: Breakage): Promise<Broken> {
  const answer = answers[kind];
  if (answer) return listen(createHttpServer(answer), plain);
  const fine: RequestListener = (_, response) => response.writeHead(200).end();
  switch (kind) {
    case 'closing-at-once':
      return listen(
        createTcpServer((socket) => socket.destroy()),
        plain,
      );
    case 'huge-header':
      return listen(
        createTcpServer((socket) =>
          socket.once('data', () =>
            socket.write(`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(1 << 20)}\r\n\r\n`),
          ),
        ),
        plain,
      );
    case 'tls-none':
      return listen(createHttpServer(fine), secure);
    case 'tls-hangs':
      return listen(
        createTcpServer(() => undefined),
        secure,
      );
    case 'tls-expired': {
      const { ca, expired } = await makeCertificates();
      return listen(createHttpsServer(expired, fine), secure, ca);
    }
    case 'tls-self-signed': {
      const { valid } = await makeCertificates();
      return listen(createHttpsServer(valid, fine), secure);
    }
    default:
      return startBroken(kind as BrokenKind);
  }
}

/** A target file on which every component is the broken server. */
function targetOn(url: string, ca: string | undefined): Target {
  const secret = { file: 'secret' };
  const trust = ca === undefined ? {} : { caFile: 'ca.pem' };
  // A public endpoint is https by nature; whoever speaks none there is broken in that way too.
  const https = url.replace(/^http:/, 'https:');
  return testTarget(
    {
      id: 'cloud',
      role: 'openstack',
      testTenant: true,
      endpoint: `${url}/v3`,
      credentials: { username: 'u', password: secret, project: 'p' },
      options: {
        image: 'i',
        flavor: 'f',
        resizeFlavor: 'g',
        externalNetwork: 'n',
        guestPort: 7,
        echoPoints: [{ host: new URL(url).hostname, port: Number(new URL(url).port) }],
        readOnlyAccount: { username: 'r', password: secret },
        otherTenant: { username: 'o', password: secret, project: 'q' },
      },
      ...trust,
    },
    {
      id: 'objects',
      role: 'object-storage',
      endpoint: url,
      httpsEndpoint: https,
      credentials: { accessKey: secret, secretKey: secret },
      options: { quotaDialect: 'obs' },
      ...trust,
    },
    { id: 'portal', role: 'public-endpoint', endpoint: https, ...trust },
    {
      id: 'machines',
      role: 'management-controller',
      endpoint: url,
      credentials: { username: 'u', password: secret },
    },
    {
      id: 'console',
      role: 'console',
      endpoint: url,
      credentials: { username: 'u', password: secret },
      recipes: { signIn: [{ open: '' }], compute: [{ find: { row: '{{name}}' } }] },
      ...trust,
    },
    backupComponent(url),
    {
      id: 'tenant-database',
      role: 'database',
      endpoint: url.replace(/^https?:/, 'postgresql:'),
      credentials: { username: 'u', password: secret },
      ...trust,
    },
    {
      id: 'test-host',
      role: 'host',
      endpoint: url.replace(/^https?:/, 'ssh:'),
      hostKey: `SHA256:${'A'.repeat(43)}`,
      credentials: { username: 'u', password: secret },
    },
    {
      id: 'monitor',
      role: 'monitoring',
      endpoint: url,
      credentials: { username: 'u', password: secret },
      options: {
        operatedBy: 'purchaser',
        series: { service: 'up', platform: 'up', network: 'up' },
        alertmanager: url,
      },
      ...trust,
    },
  );
}

export interface BrokenLook {
  probe: string;
  kind: Breakage;
  state: Observation['state'];
  fault?: string;
  message?: string;
  measurands: string[];
  seconds: number;
  outcomes: Outcome[];
  /** Checks that came out satisfied, with what they measured. */
  satisfied: CheckVerdict[];
}

/** Seconds given to each attempt; what waits longer than this is ended by the limit. */
export const lookLimit = 1.5;

const catalogue = loadCatalogue();
const tender: Tender = loadTender(listTenders()[0]!, { catalogue });

function verdictsOf(probe: Probe, observation: Observation): CheckVerdict[] {
  const checkables = tender.checkables.filter((c) =>
    c.verification.some((v) => v.method === 'test' && v.probe === probe.id),
  );
  const { planItem: id, component, inputs } = observation;
  const item = { id, probe: probe.id, probeVersion: probe.version, component, inputs };
  const plan = { digest: observation.planDigest, items: [item], plannedProbes: [], absentRoles: [] };
  const record = recordOf([observation], { plan, stage: 'service-end' });
  return judge({
    tender: { ...tender, checkables },
    catalogue,
    record,
    recordDigest: 'sha256:0',
    asOf: observation.window.to,
  })
    .requirements.flatMap((r) => r.parts.flatMap((p) => p.checks))
    .filter((check) => check.probe === probe.id);
}

async function lookAtBroken(probe: Probe, kind: Breakage): Promise<BrokenLook> {
  const broken = await startBreakage(kind);
  const { targetFile, remove } = writeTarget(targetOn(broken.url, broken.ca), broken.ca);
  try {
    const started = performance.now();
    const observation = await sight(probe, targetFile, { timeLimit: lookLimit });
    const seconds = (performance.now() - started) / 1000;
    const verdicts = verdictsOf(probe, observation);
    return {
      probe: probe.id,
      kind,
      state: observation.state,
      ...(observation.fault ? { fault: observation.fault.code, message: observation.fault.message } : {}),
      measurands: observation.measurements.map((m) => `${m.measurand}=${m.values.join()}`),
      seconds,
      outcomes: verdicts.map((v) => v.outcome),
      satisfied: verdicts.filter((v) => v.outcome === 'satisfied'),
    };
  } finally {
    await broken.close();
    remove();
  }
}

const sideBySide = 12;

/** Every built probe against every breakage. */
export async function lookAtAllBroken(): Promise<BrokenLook[]> {
  const kinds = Object.keys(breakages) as Breakage[];
  const queue = [...probes.values()].flatMap((probe) => kinds.map((kind) => ({ probe, kind })));
  const looks: BrokenLook[] = [];
  const lanes = Array.from({ length: sideBySide }, async () => {
    for (let next = queue.shift(); next; next = queue.shift())
      looks.push(await lookAtBroken(next.probe, next.kind));
  });
  await Promise.all(lanes);
  const order = (look: BrokenLook) => `${look.probe} ${String(kinds.indexOf(look.kind)).padStart(3, '0')}`;
  return looks.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}
