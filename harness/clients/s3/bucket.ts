import { Fault } from '../../../spec/index.ts';
import type { ProbeContext } from '../../probe.ts';
import { described, type S3Answer, textAt } from './answer.ts';
import type { S3 } from './call.ts';
import { listObjects, listVersions } from './listing.ts';

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

const gone = new Set(['NoSuchBucket', 'NoSuchKey', 'NoSuchVersion', 'NoSuchUpload']);

function mustBeGone(answer: S3Answer, what: string): void {
  if (!answer.ok && !gone.has(answer.code))
    throw new Fault('TARGET_STATE', `${what}未能删除：${described(answer)}`);
}

/** Empties and deletes a bucket that carries the marker, versions and delete markers first; already gone is done. */
export async function removeBucket(s3: S3, bucket: string, marker: string): Promise<void> {
  if (marker === '' || !bucket.startsWith(marker))
    throw new Error(`bucket ${bucket} does not carry ${marker}`);
  const listing = await s3.call({ method: 'GET', bucket, query: { versions: '' } });
  if (listing.code === 'NoSuchBucket') return;
  // A store without versions refuses the call, or answers with the plain listing.
  const versions = listing.root === 'ListVersionsResult' ? await listVersions(s3, bucket) : [];
  for (const { key, versionId } of versions) {
    const query: Record<string, string> = versionId === '' ? {} : { versionId };
    mustBeGone(await s3.call({ method: 'DELETE', bucket, key, query }), `对象版本 ${key} `);
  }
  for (const key of await listObjects(s3, bucket)) {
    mustBeGone(await s3.call({ method: 'DELETE', bucket, key }), `对象 ${key} `);
  }
  let removed = await s3.call({ method: 'DELETE', bucket });
  if (removed.code === 'BucketNotEmpty') {
    await abortUploads(s3, bucket);
    removed = await s3.call({ method: 'DELETE', bucket });
  }
  mustBeGone(removed, `桶 ${bucket} `);
}

/** Ends multipart uploads that nobody completed: some stores count them as content. */
async function abortUploads(s3: S3, bucket: string): Promise<void> {
  const listing = await s3.call({ method: 'GET', bucket, query: { uploads: '' } });
  if (listing.root !== 'ListMultipartUploadsResult') return;
  const uploads = [listing.xml.Upload].flat().filter((upload) => typeof upload === 'object');
  for (const upload of uploads as Record<string, unknown>[]) {
    const key = textAt(upload, 'Key');
    const query = { uploadId: textAt(upload, 'UploadId') };
    mustBeGone(await s3.call({ method: 'DELETE', bucket, key, query }), `未完成的上传 ${key} `);
  }
}

/**
 * Creates a bucket of our own, to be removed at the end. A refusal throws TARGET_PREREQUISITE;
 * an answer that is no bucket of S3 throws TARGET_GARBAGE.
 */
export async function bucketOf(context: ProbeContext, s3: S3, purpose: string): Promise<string> {
  const bucket = `${context.marker}-${purpose}`;
  await context.resources.create(
    'bucket',
    async () => {
      const made = await s3.call({ method: 'PUT', bucket });
      if (!made.ok) throw new Fault('TARGET_PREREQUISITE', `测试桶未能创建：${described(made)}`);
      return bucket;
    },
    (name) => name,
    (name) => removeBucket(s3, name, context.marker),
  );
  context.step('创建测试桶', bucket);
  const keys = await listObjects(s3, bucket);
  if (keys.length > 0) throw new Fault('TARGET_GARBAGE', `新建的桶 ${bucket} 已有 ${keys.length} 个对象`);
  return bucket;
}
