import { randomBytes } from 'node:crypto';
import { Fault, isTargetFault, type Measurement, type ObjectStorageComponent } from '../../../spec/index.ts';
import { bucketOf, described, openS3, type S3, sameBytes } from '../../clients/s3.ts';
import type { Probe, ProbeContext, Sighting } from '../../probe.ts';

const range = { from: 100, to: 299 };

/** PUT, HEAD, GET and GET of a range, as requests built by hand. */
async function restRoundTrip(
  context: ProbeContext,
  s3: S3,
  bucket: string,
  body: Uint8Array,
): Promise<boolean> {
  const at = { bucket, key: 'rest.bin' };
  const put = await s3.call({ method: 'PUT', ...at, body });
  const head = await s3.call({ method: 'HEAD', ...at });
  const get = await s3.call({ method: 'GET', ...at });
  const part = await s3.call({ method: 'GET', ...at, headers: { range: `bytes=${range.from}-${range.to}` } });
  const steps = {
    PUT: put.ok,
    HEAD: head.ok && Number(head.headers['content-length']) === body.length,
    GET: get.ok && sameBytes(get.body, body),
    'GET Range': part.status === 206 && sameBytes(part.body, body.subarray(range.from, range.to + 1)),
  };
  const said = Object.entries(steps).map(([name, held]) => `${name} ${held ? '一致' : '不一致'}`);
  context.step('RESTful 请求存取', said.join('，'));
  const failed = said.filter((line) => line.endsWith('不一致'));
  if (failed.length > 0)
    context.note(`RESTful 请求：${failed.join('，')}（${[put, head, get, part].map(described).join('，')}）`);
  return failed.length === 0;
}

/** Uploads and fetches by links, as a browser or any HTTP tool would. */
async function linkRoundTrip(
  context: ProbeContext,
  s3: S3,
  bucket: string,
  body: Uint8Array,
): Promise<boolean> {
  const key = 'link.bin';
  const ask = async (method: 'PUT' | 'GET', sent?: Uint8Array) => {
    const url = await s3.presign(method, bucket, key, 60);
    const answer = await context.http.request({ method, url, ...(sent ? { body: sent } : {}) });
    if (answer.status >= 500 && answer.status !== 501) {
      throw new Fault('TARGET_STATUS', `${method} ${s3.endpoint}：HTTP ${answer.status}`);
    }
    return answer;
  };
  const put = await ask('PUT', body);
  const get = await ask('GET');
  const same = put.status === 200 && get.status === 200 && sameBytes(get.body, body);
  context.step(
    `${new URL(s3.endpoint).protocol.slice(0, -1)} 存取`,
    `HTTP ${put.status}，HTTP ${get.status}，${same ? '一致' : '不一致'}`,
  );
  return same;
}

async function gather(context: ProbeContext): Promise<Sighting> {
  const { endpoint, httpsEndpoint } = context.component as ObjectStorageComponent;
  const s3 = openS3(context);
  const bucket = await bucketOf(context, s3, 'proto');
  const measurements: Measurement[] = [];
  const faults: unknown[] = [];
  // One way that breaks says nothing of the others: it is left out, and noted.
  const attempt = async (measurand: string, round: (body: Uint8Array) => Promise<boolean>) => {
    try {
      measurements.push({ measurand, values: [await round(randomBytes(2048))] });
    } catch (error) {
      if (!isTargetFault(error) || context.signal.aborted) throw error;
      faults.push(error);
      context.note(`${measurand} 未能测得：${error.message}`);
    }
  };
  // Loaded only here: it is large, and no other probe needs it.
  const { sdkRoundTrip } = await import('./sdk.ts');
  await attempt('sdk-round-trip', (body) => sdkRoundTrip(context, s3, bucket, body));
  await attempt('rest-round-trip', (body) => restRoundTrip(context, s3, bucket, body));
  const addresses = {
    http: endpoint.startsWith('http:') ? endpoint : undefined,
    https: endpoint.startsWith('https:') ? endpoint : httpsEndpoint,
  };
  for (const [scheme, address] of Object.entries(addresses)) {
    if (address === undefined) context.note(`目标文件未声明 ${scheme} 地址，${scheme} 访问未测`);
    else
      await attempt(`${scheme}-access`, (body) =>
        linkRoundTrip(context, openS3(context, address), bucket, body),
      );
  }
  if (measurements.length === 0 && faults.length > 0) throw faults[0];
  return { measurements };
}

/** The same store by SDK, by plain requests, over http and over https. */
export const probe: Probe = { id: 'object-protocols', version: 1, gather };
