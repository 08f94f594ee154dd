import { type Answer, noSuchKey, notImplemented, problem } from './answer.ts';
import { type Bucket, newest, put, remove, removeVersion, type StoredVersion, usedBytes } from './store.ts';

export interface ObjectRequest {
  method: string;
  key: string;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  body: Buffer;
  /** Platform clock, milliseconds. */
  now: number;
  over: 'http' | 'https';
  byLink: boolean;
  has(defect: string): boolean;
}

/** From this size on, in bytes, the deviation s3-object-corrupted spoils what is read. */
const spoiltFrom = 32 * 1024;

function spoil(body: Buffer): Buffer {
  const spoilt = Buffer.from(body);
  const last = spoilt.length - 1;
  spoilt[last] = spoilt[last]! ^ 0xff;
  return spoilt;
}

function read(version: StoredVersion, request: ObjectRequest): Answer {
  const whole =
    request.has('s3-object-corrupted') && version.body.length >= spoiltFrom
      ? spoil(version.body)
      : version.body;
  const headers: Record<string, string> = {
    'content-type': version.contentType,
    etag: version.etag,
    'last-modified': new Date(version.at).toUTCString(),
    'accept-ranges': 'bytes',
    ...(version.id === 'null' ? {} : { 'x-amz-version-id': version.id }),
  };
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '');
  if (!range || (range[1] === '' && range[2] === '')) return { status: 200, headers, body: whole };
  const last = whole.length - 1;
  const from = range[1] === '' ? Math.max(0, whole.length - Number(range[2])) : Number(range[1]);
  const to = range[1] === '' || range[2] === '' ? last : Math.min(last, Number(range[2]));
  if (from > last || from > to)
    return problem(416, 'InvalidRange', 'The requested range is not satisfiable.');
  const shift = request.has('s3-range-wrong') && from > 0 ? 1 : 0;
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${from}-${to}/${whole.length}` },
    body: whole.subarray(from - shift, to + 1 - shift),
  };
}

function upload(bucket: Bucket, request: ObjectRequest): Answer {
  const { key, body, headers, has } = request;
  if (headers['x-amz-copy-source'] !== undefined) return notImplemented('Copy');
  if (has('s3-upload-refused') && /[^\x20-\x7e]/.test(key)) {
    return problem(400, 'InvalidURI', 'The object name is not supported.');
  }
  if (has('s3-http-upload-refused') && request.over === 'http' && request.byLink) {
    return problem(403, 'SecureTransportRequired', 'Uploads by link need https.');
  }
  if (has('s3-https-upload-refused') && request.over === 'https') return notImplemented('Upload over https');
  if (bucket.quota > 0 && usedBytes(bucket) + body.length > bucket.quota && !has('s3-quota-not-enforced')) {
    return problem(403, 'InsufficientStorageSpace', 'The bucket quota would be exceeded.');
  }
  bucket.ghosts.delete(key);
  const made = put(bucket, key, body, headers['content-type'] ?? 'application/octet-stream', request.now);
  return {
    status: 200,
    headers: { etag: made.etag, ...(made.id === 'null' ? {} : { 'x-amz-version-id': made.id }) },
  };
}

function erase(bucket: Bucket, request: ObjectRequest): Answer {
  const { key, now, has } = request;
  const id = request.query.get('versionId');
  if (id !== null) {
    removeVersion(bucket, key, id);
    return { status: 204, headers: { 'x-amz-version-id': id } };
  }
  const current = newest(bucket, key);
  if (current && bucket.versioning === '' && has('s3-delete-ignored')) bucket.ghosts.set(key, current);
  const marker = remove(bucket, key, now, has('s3-versions-lost-on-delete'));
  return {
    status: 204,
    ...(marker ? { headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker.id } } : {}),
  };
}

/** PUT, GET, HEAD and DELETE of one object or one of its versions. */
export function answerObject(bucket: Bucket, request: ObjectRequest): Answer {
  const { method, key, query, has } = request;
  if (method === 'PUT') return upload(bucket, request);
  if (method === 'DELETE') return erase(bucket, request);
  if (method !== 'GET' && method !== 'HEAD')
    return problem(405, 'MethodNotAllowed', 'The method is not allowed.');
  const id = query.get('versionId');
  if (id !== null && !has('s3-version-id-ignored')) {
    const version = bucket.objects.get(key)?.find((one) => one.id === id);
    if (!version) return problem(404, 'NoSuchVersion', 'The specified version does not exist.');
    return version.marker
      ? problem(405, 'MethodNotAllowed', 'A delete marker has no content.')
      : read(version, request);
  }
  const current = newest(bucket, key) ?? bucket.ghosts.get(key);
  return !current || current.marker ? noSuchKey : read(current, request);
}
