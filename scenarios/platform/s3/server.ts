import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { standInName } from '../http-service.ts';
import { type Answer, noSuchBucket, notImplemented, problem } from './answer.ts';
import { answerBucket, listBuckets, unknownSubresource } from './buckets.ts';
import { type PlatformClock, startClock } from './clock.ts';
import { answerObject } from './objects.ts';
import { type Admission, admit, type S3Account } from './signature.ts';
import { age, type Bucket } from './store.ts';

interface S3Options {
  accounts: readonly S3Account[];
  /** Ages objects and writes the Date header; one day a second when absent. */
  clock?: PlatformClock;
  /** Ages signatures and links; the real one when absent. */
  signingClock?: PlatformClock;
  /** Names out of `s3Defects`. */
  defects?: ReadonlySet<string>;
  /** PEM; with it a second listener speaks TLS. */
  tls?: { key: string; cert: string };
  /** 0 or absent: any free port. */
  port?: number;
  httpsPort?: number;
}

export interface RunningS3 {
  url: string;
  httpsUrl?: string;
  /** For tests of cleanliness: the names of the buckets that stand. */
  buckets(): string[];
  close(): Promise<void>;
}

const bodyLimit = 64 * 1024 * 1024;

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= bodyLimit) chunks.push(chunk);
  }
  return size > bodyLimit ? undefined : Buffer.concat(chunks);
}

function send(response: ServerResponse, method: string | undefined, answer: Answer, now: number): void {
  const body = Buffer.from(answer.body ?? '');
  response.writeHead(answer.status, {
    server: standInName,
    date: new Date(now).toUTCString(),
    'x-amz-request-id': 'stand-in',
    ...(answer.status === 204 ? {} : { 'content-length': String(body.length) }),
    ...answer.headers,
  });
  response.end(method === 'HEAD' || answer.status === 204 ? undefined : body);
}

const listen = (server: Server, port: number) =>
  new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
const close = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** The stand-in's object store: signature V4, buckets, versions, lifecycle on its own clock, OBS quota. Loopback only. */
export async function startS3(options: S3Options): Promise<RunningS3> {
  const clock = options.clock ?? startClock();
  const has = (defect: string) => options.defects?.has(defect) === true;
  const buckets = new Map<string, Bucket>();

  function refusal(admission: Admission, method: string, key: string): Answer | undefined {
    if (admission.by === 'refused') return problem(admission.status, admission.code, admission.message);
    if (admission.by === 'link' && has('s3-share-refused'))
      return problem(403, 'AccessDenied', 'Links are not accepted.');
    if (admission.by !== 'nobody') return undefined;
    return has('s3-anonymous-read') && method === 'GET' && key !== ''
      ? undefined
      : problem(403, 'AccessDenied', 'Access Denied.');
  }

  function answer(request: IncomingMessage, body: Buffer, over: 'http' | 'https'): Answer {
    const now = clock.now();
    const method = request.method ?? 'GET';
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const [, rawName = '', ...rawKey] = url.pathname.split('/');
    const name = decodeURIComponent(rawName);
    const key = decodeURIComponent(rawKey.join('/'));
    const admission = admit(
      request,
      url,
      body,
      options.accounts,
      options.signingClock?.now() ?? Date.now(),
      now,
      !has('s3-share-never-expires'),
    );
    const refused = refusal(admission, method, key);
    if (refused) return refused;
    const query = url.searchParams;
    if (has('s3-sdk-refused') && query.has('x-id'))
      return problem(400, 'InvalidArgument', 'Unknown parameter x-id.');
    const bucket = buckets.get(name);
    const owner =
      admission.by === 'account' || admission.by === 'link'
        ? admission.account.accessKey
        : (bucket?.owner ?? '');
    if (name === '') {
      if (method !== 'GET') return problem(405, 'MethodNotAllowed', 'The method is not allowed.');
      return listBuckets(buckets, owner, has('s3-bucket-list-incomplete'));
    }
    if (bucket && !has('s3-lifecycle-ignored')) age(bucket, now, has('s3-lifecycle-overreaches'));
    if (key === '')
      return answerBucket(buckets, { method, name, query, body: body.toString(), owner, now, has });
    const unknown = unknownSubresource(query, []);
    if (unknown !== undefined) return notImplemented(unknown);
    if (!bucket) return noSuchBucket;
    if (bucket.owner !== owner) return problem(403, 'AccessDenied', 'Access Denied.');
    const headers = request.headers as Record<string, string | undefined>;
    return answerObject(bucket, {
      method,
      key,
      query,
      headers,
      body,
      now,
      over,
      byLink: admission.by === 'link',
      has,
    });
  }

  const listener =
    (over: 'http' | 'https'): RequestListener =>
    async (request, response) => {
      try {
        const body = await bodyOf(request);
        const given = body
          ? answer(request, body, over)
          : problem(400, 'EntityTooLarge', 'The upload is too large.');
        send(response, request.method, given, clock.now());
      } catch (error) {
        const given =
          error instanceof URIError
            ? problem(400, 'InvalidURI', 'The address could not be parsed.')
            : problem(500, 'InternalError', String(error));
        if (response.headersSent) response.destroy();
        else send(response, request.method, given, clock.now());
      }
    };

  const plain = createServer(listener('http'));
  const url = `http://127.0.0.1:${await listen(plain, options.port ?? 0)}`;
  const secure = options.tls ? createTlsServer(options.tls, listener('https')) : undefined;
  const httpsUrl = secure ? `https://127.0.0.1:${await listen(secure, options.httpsPort ?? 0)}` : undefined;
  return {
    url,
    ...(httpsUrl === undefined ? {} : { httpsUrl }),
    buckets: () => [...buckets.keys()],
    async close() {
      await Promise.all([close(plain), ...(secure ? [close(secure)] : [])]);
    },
  };
}
