import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface S3Account {
  accessKey: string;
  secretKey: string;
}

/** Who asked, or why the asking is refused. */
export type Admission =
  | { by: 'account' | 'link'; account: S3Account }
  | { by: 'nobody' }
  | { by: 'refused'; status: number; code: string; message: string };

const skewMs = 15 * 60_000;
const algorithm = 'AWS4-HMAC-SHA256';
const refused = (code: string, message: string, status = 403): Admission => ({
  by: 'refused',
  status,
  code,
  message,
});

const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest();
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** `20260102T030405Z` to milliseconds; NaN when it is none. */
function instant(text: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  return parts
    ? Date.parse(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}Z`)
    : Number.NaN;
}

interface Claim {
  credential: string;
  signedHeaders: string[];
  signature: string;
  at: string;
  payload: string;
  expires?: number;
}

function claimOf(request: IncomingMessage, query: URLSearchParams): Claim | undefined {
  const header = request.headers.authorization;
  if (header?.startsWith(`${algorithm} `)) {
    const fields = new Map(
      header
        .slice(algorithm.length)
        .split(',')
        .map((field) => {
          const [name = '', ...value] = field.trim().split('=');
          return [name, value.join('=')] as const;
        }),
    );
    return {
      credential: fields.get('Credential') ?? '',
      signedHeaders: (fields.get('SignedHeaders') ?? '').split(';'),
      signature: fields.get('Signature') ?? '',
      at: String(request.headers['x-amz-date'] ?? ''),
      payload: String(request.headers['x-amz-content-sha256'] ?? ''),
    };
  }
  if (query.get('X-Amz-Algorithm') === algorithm) {
    return {
      credential: query.get('X-Amz-Credential') ?? '',
      signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
      signature: query.get('X-Amz-Signature') ?? '',
      at: query.get('X-Amz-Date') ?? '',
      payload: query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
      expires: Number(query.get('X-Amz-Expires')),
    };
  }
  return undefined;
}

function canonicalRequest(request: IncomingMessage, url: URL, claim: Claim): string {
  const path = url.pathname
    .split('/')
    .map((segment) => encode(decodeURIComponent(segment)))
    .join('/');
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const headers = claim.signedHeaders.map((name) => {
    const value = request.headers[name];
    return `${name}:${(Array.isArray(value) ? value.join(',') : (value ?? '')).trim().replace(/\s+/g, ' ')}\n`;
  });
  return [request.method, path, query, headers.join(''), claim.signedHeaders.join(';'), claim.payload].join(
    '\n',
  );
}

/**
 * Checks signature version 4, in the header or in the link. Signatures and links age by `now`;
 * `platformNow` only widens the accepted skew, since SDKs follow the Date header of the answers.
 */
export function admit(
  request: IncomingMessage,
  url: URL,
  body: Buffer,
  accounts: readonly S3Account[],
  now: number,
  platformNow: number,
  linksExpire: boolean,
): Admission {
  const claim = claimOf(request, url.searchParams);
  if (!claim) return { by: 'nobody' };
  const scope = claim.credential.split('/');
  const [day = '', region = '', service = '', terminal = ''] = scope.slice(-4);
  const account = accounts.find((known) => known.accessKey === scope.slice(0, -4).join('/'));
  if (!account) return refused('InvalidAccessKeyId', 'The access key does not exist in our records.');
  const at = instant(claim.at);
  if (Number.isNaN(at) || claim.at.slice(0, 8) !== day || terminal !== 'aws4_request') {
    return refused('AuthorizationHeaderMalformed', 'The credential scope is malformed.', 400);
  }
  if (!claim.signedHeaders.includes('host'))
    return refused('AccessDenied', 'The host header must be signed.');
  const key = [region, service, terminal].reduce(hmac, hmac(`AWS4${account.secretKey}`, day));
  const text = [
    algorithm,
    claim.at,
    scope.slice(-4).join('/'),
    sha256(canonicalRequest(request, url, claim)),
  ].join('\n');
  const expected = hmac(key, text);
  const given = Buffer.from(claim.signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return refused('SignatureDoesNotMatch', 'The request signature we calculated does not match.');
  }
  if (claim.expires !== undefined) {
    if (!(claim.expires > 0 && claim.expires <= 604_800)) {
      return refused('AuthorizationQueryParametersError', 'X-Amz-Expires is out of range.', 400);
    }
    if (at > now + skewMs) return refused('AccessDenied', 'Request is not valid yet.');
    if (linksExpire && now > at + claim.expires * 1000)
      return refused('AccessDenied', 'Request has expired.');
    return { by: 'link', account };
  }
  if (at < now - skewMs || at > Math.max(now, platformNow) + skewMs) {
    return refused(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
    );
  }
  if (/^[0-9a-f]{64}$/.test(claim.payload)) {
    if (claim.payload !== sha256(body)) {
      return refused(
        'XAmzContentSHA256Mismatch',
        'The provided x-amz-content-sha256 does not match the body.',
        400,
      );
    }
  } else if (claim.payload !== 'UNSIGNED-PAYLOAD') {
    return refused('NotImplemented', 'Chunked payload signatures are not implemented.', 501);
  }
  return { by: 'account', account };
}
