import { type Answer, problem, xml } from './answer.ts';
import { type Bucket, keysOf, newest } from './store.ts';

const instant = (ms: number) => new Date(ms).toISOString();
const pageOf = (query: URLSearchParams) => Math.min(1000, Math.max(0, Number(query.get('max-keys') ?? 1000)));

/** Objects of a bucket, version 1 or 2 of the call; `hide` is a deviation that drops the last key. */
export function listObjects(bucket: Bucket, query: URLSearchParams, hide: boolean): Answer {
  const second = query.get('list-type') === '2';
  const size = pageOf(query);
  if (Number.isNaN(size)) return problem(400, 'InvalidArgument', 'max-keys must be an integer.');
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const token = query.get('continuation-token');
  const after =
    token === null
      ? (query.get(second ? 'start-after' : 'marker') ?? '')
      : Buffer.from(token, 'base64url').toString();
  const visible = keysOf(bucket).filter(
    (key) => key.startsWith(prefix) && newest(bucket, key)?.marker === false,
  );
  const listed = hide ? visible.slice(0, -1) : visible;
  const entries = listed.map((key) => {
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    return cut < 0
      ? { name: key, group: false }
      : { name: key.slice(0, cut + delimiter.length), group: true };
  });
  const later = entries.filter(
    (entry, index) =>
      entries.findIndex((other) => other.name === entry.name) === index &&
      (after === '' || Buffer.compare(Buffer.from(entry.name), Buffer.from(after)) > 0),
  );
  const page = later.slice(0, size);
  const more = later.length > page.length && page.length > 0;
  const last = page.at(-1)?.name ?? '';
  const url = query.get('encoding-type') === 'url';
  const shown = (name: string) => (url ? encodeURIComponent(name).replaceAll('%2F', '/') : name);
  return xml('ListBucketResult', {
    Name: bucket.name,
    Prefix: shown(prefix),
    MaxKeys: size,
    Delimiter: delimiter === '' ? undefined : delimiter,
    EncodingType: url ? 'url' : undefined,
    KeyCount: second ? page.length : undefined,
    IsTruncated: more,
    NextContinuationToken: more && second ? Buffer.from(last).toString('base64url') : undefined,
    NextMarker: more && !second ? shown(last) : undefined,
    Contents: page
      .filter((entry) => !entry.group)
      .map((entry) => {
        const version = newest(bucket, entry.name)!;
        return {
          Key: shown(entry.name),
          LastModified: instant(version.at),
          ETag: version.etag,
          Size: version.body.length,
          StorageClass: 'STANDARD',
        };
      }),
    CommonPrefixes: page.filter((entry) => entry.group).map((entry) => ({ Prefix: shown(entry.name) })),
  });
}

/** All versions and delete markers, newest first within a key; pages break between keys. */
export function listVersions(bucket: Bucket, query: URLSearchParams): Answer {
  const size = pageOf(query);
  if (Number.isNaN(size)) return problem(400, 'InvalidArgument', 'max-keys must be an integer.');
  const prefix = query.get('prefix') ?? '';
  const after = query.get('key-marker') ?? '';
  const keys = keysOf(bucket).filter(
    (key) =>
      key.startsWith(prefix) && (after === '' || Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0),
  );
  const page: string[] = [];
  let count = 0;
  for (const key of keys) {
    const here = bucket.objects.get(key)!.length;
    if (page.length > 0 && count + here > size) break;
    page.push(key);
    count += here;
  }
  const more = page.length < keys.length;
  const entries = page.flatMap((key) =>
    [...bucket.objects.get(key)!].reverse().map((version, index) => ({ key, version, latest: index === 0 })),
  );
  const common = ({ key, version, latest }: (typeof entries)[number]) => ({
    Key: key,
    VersionId: version.id,
    IsLatest: latest,
    LastModified: instant(version.at),
  });
  return xml('ListVersionsResult', {
    Name: bucket.name,
    Prefix: prefix,
    MaxKeys: size,
    IsTruncated: more,
    NextKeyMarker: more ? page.at(-1) : undefined,
    Version: entries
      .filter((entry) => !entry.version.marker)
      .map((entry) => ({ ...common(entry), ETag: entry.version.etag, Size: entry.version.body.length })),
    DeleteMarker: entries.filter((entry) => entry.version.marker).map(common),
  });
}
