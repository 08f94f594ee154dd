import { SignatureV4 } from '@smithy/signature-v4';
import type { ObjectStorageComponent } from '../../spec/index.ts';
import type { ProbeContext } from '../probe.ts';
import { readAnswer } from './s3/answer.ts';
import type { S3 } from './s3/call.ts';
import { Sha256 } from './s3/sha256.ts';

export { described, elementsAt, type S3Answer, textAt } from './s3/answer.ts';
export { bucketOf, removeBucket, sameBytes } from './s3/bucket.ts';
export type { S3 } from './s3/call.ts';
export { listBuckets, listObjects, listVersions } from './s3/listing.ts';

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
const contentHash = 'x-amz-content-sha256';

/** Opens the component's object store, or the same store at another of its endpoints. */
export function openS3(
  context: Pick<ProbeContext, 'component' | 'secret' | 'http'>,
  endpoint = context.component.endpoint,
): S3 {
  if (context.component.role !== 'object-storage')
    throw new Error(`no object storage: ${context.component.role}`);
  const component = context.component as ObjectStorageComponent;
  const credentials = {
    accessKeyId: context.secret(component.credentials.accessKey),
    secretAccessKey: context.secret(component.credentials.secretKey),
  };
  const region = component.region ?? 'us-east-1';
  const signer = new SignatureV4({
    service: 's3',
    region,
    credentials,
    sha256: Sha256,
    uriEscapePath: false,
  });
  const base = new URL(endpoint);

  const unsigned = (
    method: string,
    bucket: string | undefined,
    key: string | undefined,
    query: Record<string, string>,
  ) => ({
    method,
    protocol: base.protocol,
    hostname: base.hostname,
    ...(base.port === '' ? {} : { port: Number(base.port) }),
    path: [
      base.pathname.replace(/\/+$/, ''),
      ...(bucket === undefined ? [''] : [bucket]),
      ...(key?.split('/') ?? []),
    ]
      .map((segment, index) => (index === 0 ? segment : encode(segment)))
      .join('/'),
    query,
    headers: { host: base.host } as Record<string, string>,
  });
  const addressOf = (path: string, query: Record<string, string>) => {
    const pairs = Object.entries(query).map(([name, value]) => `${encode(name)}=${encode(value)}`);
    return `${base.origin}${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
  };

  return {
    endpoint,
    region,
    credentials,
    async call({ method, bucket, key, query = {}, headers = {}, body }) {
      const request = unsigned(method, bucket, key, query);
      Object.assign(request.headers, headers);
      const signed = await signer.sign(body === undefined ? request : { ...request, body });
      const url = addressOf(request.path, query);
      const answer = await context.http.request({
        method,
        url,
        headers: signed.headers,
        ...(body === undefined ? {} : { body }),
      });
      return readAnswer(answer, `${method} ${url}`, method === 'HEAD');
    },
    async presign(method, bucket, key, seconds, at) {
      const request = unsigned(method, bucket, key, {});
      request.headers[contentHash] = 'UNSIGNED-PAYLOAD';
      const signed = await signer.presign(request, {
        expiresIn: seconds,
        ...(at ? { signingDate: at } : {}),
      });
      return addressOf(request.path, signed.query as Record<string, string>);
    },
  };
}
