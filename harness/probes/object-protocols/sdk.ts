import { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { Fault } from '../../../spec/index.ts';
import { type S3, sameBytes } from '../../clients/s3.ts';
import type { ProbeContext } from '../../probe.ts';

// The pinned SDK runs on Node 20; its advice about later ones is not for the operator of a test.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** What of a request of the SDK goes over the wire. */
interface SdkRequest {
  method: string;
  protocol: string;
  hostname: string;
  port?: number;
  path: string;
  query?: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: unknown;
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** Lets the SDK speak through the bounded client, so that its exchanges are kept and its waits end. */
function carrierOf(context: ProbeContext) {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request: SdkRequest) {
      const pairs = Object.entries(request.query ?? {}).flatMap(([name, value]) =>
        (Array.isArray(value) ? value : [value ?? '']).map((one) => `${encode(name)}=${encode(one)}`),
      );
      const port = request.port === undefined ? '' : `:${request.port}`;
      const query = pairs.length > 0 ? `?${pairs.join('&')}` : '';
      const { body } = request;
      if (body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array)) {
        throw new Error('the SDK sent a stream where bytes were given');
      }
      const answer = await context.http.request({
        method: request.method as 'GET' | 'PUT',
        url: `${request.protocol}//${request.hostname}${port}${request.path}${query}`,
        headers: request.headers,
        ...(body === undefined ? {} : { body }),
      });
      if (answer.status >= 500 && answer.status !== 501) {
        throw new Fault('TARGET_STATUS', `SDK 请求 ${request.method} ${request.path}：HTTP ${answer.status}`);
      }
      return {
        response: { statusCode: answer.status, headers: answer.headers, body: Readable.from([answer.body]) },
      };
    },
  };
}

/** One upload and download by the AWS SDK for JavaScript. `refusal` is there when the store clearly said no. */
async function attempt(
  context: ProbeContext,
  s3: S3,
  bucket: string,
  body: Uint8Array,
  checksums: 'WHEN_SUPPORTED' | 'WHEN_REQUIRED',
): Promise<{ same: boolean; refusal?: string }> {
  const client = new S3Client({
    endpoint: s3.endpoint,
    region: s3.region,
    credentials: s3.credentials,
    forcePathStyle: true,
    maxAttempts: 1,
    requestChecksumCalculation: checksums,
    responseChecksumValidation: checksums,
    requestHandler: carrierOf(context),
  });
  try {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'sdk.bin', Body: body }));
    const got = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'sdk.bin' }));
    const back = (await got.Body?.transformToByteArray()) ?? new Uint8Array();
    return { same: sameBytes(back, body) };
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    return { same: false, refusal: `${error.name}（HTTP ${error.$metadata.httpStatusCode ?? '?'}）` };
  } finally {
    client.destroy();
  }
}

/** Round trip by the SDK: as it comes, and where that is refused, without the newer checksums that many stores do not know. */
export async function sdkRoundTrip(
  context: ProbeContext,
  s3: S3,
  bucket: string,
  body: Uint8Array,
): Promise<boolean> {
  const plain = await attempt(context, s3, bucket, body, 'WHEN_SUPPORTED');
  context.step('SDK 存取', plain.refusal ?? (plain.same ? '内容一致' : '内容不一致'));
  if (plain.refusal === undefined) return plain.same;
  const older = await attempt(context, s3, bucket, body, 'WHEN_REQUIRED');
  context.step('SDK 存取（不附带校验和）', older.refusal ?? (older.same ? '内容一致' : '内容不一致'));
  context.note(`SDK 以默认设置存取被拒绝：${plain.refusal}${older.same ? '；不附带校验和时可以存取' : ''}`);
  return older.same;
}
