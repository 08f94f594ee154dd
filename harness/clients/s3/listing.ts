import { Fault } from '../../../spec/index.ts';
import { described, elementsAt, type S3Answer, textAt } from './answer.ts';
import type { S3, S3Call } from './call.ts';

interface ListedVersion {
  key: string;
  versionId: string;
  deleteMarker: boolean;
}

const pagesAtMost = 200;

/** Walks the pages of a listing; throws TARGET_GARBAGE when an answer is not that listing or never ends. */
async function pages(
  s3: S3,
  call: S3Call,
  root: string,
  next: (page: S3Answer) => Record<string, string> | undefined,
): Promise<S3Answer[]> {
  const all: S3Answer[] = [];
  for (let more: Record<string, string> | undefined = {}; more !== undefined; ) {
    const page: S3Answer = await s3.call({ ...call, query: { ...call.query, ...more } });
    if (!page.ok && page.code !== '') throw new Fault('TARGET_STATE', `列表被拒绝：${described(page)}`);
    if (page.root !== root)
      throw new Fault('TARGET_GARBAGE', `列表应为 <${root}>，应答为 ${described(page)}`);
    all.push(page);
    more = next(page);
    if (all.length >= pagesAtMost && more) throw new Fault('TARGET_GARBAGE', `列表超过 ${pagesAtMost} 页`);
  }
  return all;
}

/** Keys of a bucket by version 2 of the call, in the order given. */
export async function listObjects(
  s3: S3,
  bucket: string,
  options: { pageSize?: number } = {},
): Promise<string[]> {
  const size: Record<string, string> =
    options.pageSize === undefined ? {} : { 'max-keys': String(options.pageSize) };
  const all = await pages(
    s3,
    { method: 'GET', bucket, query: { 'list-type': '2', ...size } },
    'ListBucketResult',
    (page) => {
      const token = textAt(page.xml, 'NextContinuationToken');
      return textAt(page.xml, 'IsTruncated') === 'true' && token !== ''
        ? { 'continuation-token': token }
        : undefined;
    },
  );
  return all.flatMap((page) => elementsAt(page.xml, 'Contents').map((entry) => textAt(entry, 'Key')));
}

/** Versions and delete markers of a bucket, newest first within a key. */
export async function listVersions(s3: S3, bucket: string): Promise<ListedVersion[]> {
  const all = await pages(
    s3,
    { method: 'GET', bucket, query: { versions: '' } },
    'ListVersionsResult',
    (page) => {
      if (textAt(page.xml, 'IsTruncated') !== 'true') return undefined;
      const version = textAt(page.xml, 'NextVersionIdMarker');
      const marker = { 'key-marker': textAt(page.xml, 'NextKeyMarker') };
      return version === '' ? marker : { ...marker, 'version-id-marker': version };
    },
  );
  const read = (deleteMarker: boolean) => (entry: Record<string, unknown>) => ({
    key: textAt(entry, 'Key'),
    versionId: textAt(entry, 'VersionId'),
    deleteMarker,
  });
  return all.flatMap((page) => [
    ...elementsAt(page.xml, 'Version').map(read(false)),
    ...elementsAt(page.xml, 'DeleteMarker').map(read(true)),
  ]);
}

/** Names of all buckets of the account. */
export async function listBuckets(s3: S3): Promise<string[]> {
  const all = await pages(s3, { method: 'GET' }, 'ListAllMyBucketsResult', (page) => {
    const token = textAt(page.xml, 'ContinuationToken');
    return token === '' ? undefined : { 'continuation-token': token };
  });
  return all.flatMap((page) => {
    const buckets = page.xml.Buckets;
    return typeof buckets === 'object' && buckets !== null
      ? elementsAt(buckets as Record<string, unknown>, 'Bucket').map((entry) => textAt(entry, 'Name'))
      : [];
  });
}
