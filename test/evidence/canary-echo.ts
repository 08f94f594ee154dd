import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a malicious platform gives back what it was sent. */
export const echoKinds = [
  'json',
  'text',
  'html',
  'xml',
  'form',
  'multipart',
  'redirect',
  'binary',
  'long',
] as const;
export type EchoKind = (typeof echoKinds)[number];

export const canaryOf = (what: string) => `${what}7${randomBytes(12).toString('hex')}Z`;

export interface EchoServer {
  url: string;
  /** Every secret that went either way, with what it was. */
  canaries: Map<string, string>;
  close(): Promise<void>;
}

interface Echo {
  status: number;
  headers: Record<string, string | string[]>;
  body: string | Buffer;
}

/** A platform that accepts any account and then tells everyone, wherever it can, what it was told in confidence. */
export async function startEcho(kind: EchoKind): Promise<EchoServer> {
  const canaries = new Map<string, string>();
  const plant = (what: string): string => {
    const value = canaryOf('can');
    canaries.set(value, what);
    return value;
  };
  const token = plant('issued token');
  let url = '';
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { status, headers, body } = answer(request, Buffer.concat(chunks).toString('utf8'));
      send(response, status, headers, request.method === 'HEAD' ? '' : body);
    });
    request.on('error', () => undefined);
  });

  function answer(request: IncomingMessage, body: string): Echo {
    const told = heard(request, canaries);
    if (request.method === 'POST' && request.url?.endsWith('/auth/tokens')) return issue();
    const cookie = plant('cookie');
    const headers = {
      'set-cookie': [`session=${cookie}; HttpOnly`, `JSESSIONID=${plant('second cookie')}`],
      'x-subject-token': token,
      'x-echo': told.join(' '),
      'x-api-key': plant('key in a header'),
      'x-next': `${url}/n?X-Amz-Signature=${plant('signature in a header')}`,
      'www-authenticate': `Bearer realm="x", error="${told[0] ?? ''}"`,
    };
    return { ...shaped(kind, told, body), headers: { ...headers, ...shaped(kind, told, body).headers } };
  }

  function issue(): Echo {
    const endpoints = (type: string) => ({
      type,
      name: type,
      endpoints: ['public', 'internal', 'admin'].map((face) => ({
        interface: face,
        region: 'r',
        region_id: 'r',
        url,
      })),
    });
    const document = {
      token: {
        project: { id: 'p1', name: 'p' },
        user: { id: 'u1', name: 'u', password: plant('password in a token answer') },
        roles: [{ name: 'admin' }],
        issued_at: '2026-01-01T00:00:00Z',
        expires_at: '2036-01-01T00:00:00Z',
        catalog: ['identity', 'compute', 'network', 'image', 'volumev3', 'block-storage', 'placement'].map(
          endpoints,
        ),
        audit_ids: ['a'],
        refresh_token: plant('refresh token'),
      },
    };
    return {
      status: 201,
      headers: { 'x-subject-token': token, 'content-type': 'application/json' },
      body: JSON.stringify(document),
    };
  }

  function shaped(how: EchoKind, told: string[], body: string): Echo {
    const words = told.join(' | ');
    const address = `https://root:${plant('userinfo')}@h.example/p?token=${plant('token in an address')}&a=1`;
    if (how === 'json')
      return {
        status: 400,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          badRequest: {
            code: 400,
            message: `we were told ${words} by ${body}, see ${address}; password=${plant('password in prose')}`,
          },
          adminPass: plant('adminPass'),
          user_data: Buffer.from(`#cloud-config\npassword: ${plant('cloud-init')}`).toString('base64'),
          passwords: { password: [plant('password in a list'), { value: plant('password in an object') }] },
          headers: [{ name: 'X-Auth-Token', value: plant('token as name and value') }],
          nested: JSON.stringify({ secret: plant('secret in JSON in JSON') }),
          jwt: jwt(plant('claim of a JWT')),
          pem: pem(plant('private key')),
          connection_info: {
            auth_password: plant('auth_password'),
            data: [{ secretKey: plant('secretKey') }],
          },
        }),
      };
    if (how === 'text')
      return {
        status: 400,
        headers: { 'content-type': 'text/plain' },
        body: `Authorization: Bearer ${plant('bearer')}\r\nX-Auth-Token: ${plant('token line')}\r\nCookie: a=${plant('cookie line')}\r\n\r\n${words}\n${address}\nsecret_key = "${plant('quoted')}"\n${pem(plant('private key'))}`,
      };
    if (how === 'html')
      return {
        status: 403,
        headers: { 'content-type': 'text/html' },
        body: `<html><body><h1>403</h1><p>${words}</p><a href="${address.replaceAll('&', '&amp;')}">x</a> pwd='${plant('pwd')}'</body></html>`,
      };
    if (how === 'xml')
      return {
        status: 403,
        headers: { 'content-type': 'application/xml' },
        body: `<?xml version="1.0"?><Error><Code>InvalidRequest</Code><Message>${words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</Message><SecretAccessKey>${plant('SecretAccessKey')}</SecretAccessKey><s:Password xmlns:s="x">${plant('Password element')}</s:Password><StringToSign>${told.at(-1) ?? ''}</StringToSign></Error>`,
      };
    if (how === 'form')
      return {
        status: 400,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `a=1&password=${plant('form password')}&client_secret=${plant('client secret')}&note=${encodeURIComponent(words)}`,
      };
    if (how === 'multipart')
      return {
        status: 400,
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
        body: `--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n${plant('multipart password')}\r\n--b\r\nContent-Disposition: form-data; name="note"\r\n\r\n${words}\r\n--b--\r\n`,
      };
    if (how === 'redirect')
      return {
        status: 302,
        headers: {
          location: `${url}/next?access_token=${plant('token in a redirect')}&echo=${encodeURIComponent(words)}`,
        },
        body: '',
      };
    if (how === 'binary')
      return {
        status: 200,
        headers: { 'content-type': 'application/octet-stream' },
        body: Buffer.concat([Buffer.from([1, 0, 2]), Buffer.from(words), Buffer.from([0])]),
      };
    // Cut off in the middle of a secret by what is kept of a body.
    const secret = told[0] ?? token;
    return {
      status: 400,
      headers: { 'content-type': 'text/plain' },
      body: `${'.'.repeat(16 * 1024 - Math.floor(secret.length / 2))}${secret}${words}`,
    };
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    canaries,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

const jwt = (claim: string) =>
  ['{"alg":"HS256","typ":"JWT"}', JSON.stringify({ sub: claim })]
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.')
    .concat('.c2lnbmF0dXJlLW9mLXRoaXM');
const pem = (text: string) => `-----BEGIN RSA PRIVATE KEY-----\n${text}\n-----END RSA PRIVATE KEY-----\n`;

/** What the request bore in confidence, in the forms in which it could be given back. */
function heard(request: IncomingMessage, canaries: Map<string, string>): string[] {
  const told: string[] = [];
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value !== 'string' || !/^(authorization|x-auth-token|cookie)$/.test(name)) continue;
    if (!canaries.has(value)) canaries.set(value, `our ${name}`);
    told.push(value);
    const basic = /^Basic (.+)$/.exec(value)?.[1];
    if (basic) told.push(Buffer.from(basic, 'base64').toString('utf8'), basic);
    const signature = /Signature=([0-9a-f]{64})/.exec(value)?.[1];
    if (signature) {
      canaries.set(signature, 'our signature');
      told.push(`Signature=${signature}`);
    }
  }
  return told;
}

function send(
  response: ServerResponse,
  status: number,
  headers: Echo['headers'],
  body: string | Buffer,
): void {
  response.writeHead(status, headers);
  response.end(body);
}
