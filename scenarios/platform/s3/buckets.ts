import { type Answer, noSuchBucket, notImplemented, problem, xml } from './answer.ts';
import { listObjects, listVersions } from './listing.ts';
import { type Bucket, createBucket } from './store.ts';
import { lifecycle, quota, versioning } from './subresources.ts';

export interface BucketRequest {
  method: string;
  name: string;
  query: URLSearchParams;
  body: string;
  owner: string;
  /** Platform clock, milliseconds. */
  now: number;
  has(defect: string): boolean;
}

const listingParameters = [
  'list-type',
  'prefix',
  'delimiter',
  'max-keys',
  'marker',
  'continuation-token',
  'start-after',
  'encoding-type',
  'fetch-owner',
  'key-marker',
  'version-id-marker',
  'versions',
  'versionId',
  'x-id',
];

/** The first query name that nobody here knows; such a call is refused, never answered as something else. */
export function unknownSubresource(query: URLSearchParams, known: readonly string[]): string | undefined {
  return [...query.keys()].find(
    (name) =>
      !known.includes(name) && !listingParameters.includes(name) && !/^(x-amz-|response-)/i.test(name),
  );
}

export function listBuckets(buckets: Map<string, Bucket>, owner: string, hide: boolean): Answer {
  const own = [...buckets.values()].filter((bucket) => bucket.owner === owner);
  const newestName = [...own].sort((a, b) => a.at - b.at).at(-1)?.name;
  const listed = own
    .filter((bucket) => !(hide && bucket.name === newestName))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return xml('ListAllMyBucketsResult', {
    Owner: { ID: owner, DisplayName: owner },
    Buckets: {
      Bucket: listed.map(({ name, at }) => ({ Name: name, CreationDate: new Date(at).toISOString() })),
    },
  });
}

function create(buckets: Map<string, Bucket>, request: BucketRequest): Answer {
  const { name, owner, now, has } = request;
  if (has('s3-bucket-create-refused')) return notImplemented('Creating a bucket');
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
    return problem(400, 'InvalidBucketName', 'The specified bucket is not valid.');
  }
  const there = buckets.get(name);
  if (there?.owner === owner) return problem(409, 'BucketAlreadyOwnedByYou', 'You already own this bucket.');
  if (there) return problem(409, 'BucketAlreadyExists', 'The requested bucket name is not available.');
  buckets.set(name, createBucket(name, owner, now));
  return { status: 200, headers: { location: `/${name}` } };
}

/** A bucket and its subresources. */
export function answerBucket(buckets: Map<string, Bucket>, request: BucketRequest): Answer {
  const { method, name, query, body, owner, has } = request;
  const unknown = unknownSubresource(query, ['versioning', 'lifecycle', 'quota', 'location']);
  if (unknown !== undefined) return notImplemented(unknown);
  const plain = !['versioning', 'lifecycle', 'quota', 'location'].some((known) => query.has(known));
  if (method === 'PUT' && plain) return create(buckets, request);
  const bucket = buckets.get(name);
  if (!bucket) return noSuchBucket;
  if (bucket.owner !== owner) return problem(403, 'AccessDenied', 'Access Denied.');
  if (query.has('versioning')) return versioning(bucket, method, body, has('s3-versioning-ignored'));
  if (query.has('lifecycle')) return lifecycle(bucket, method, body, has('s3-lifecycle-unsupported'));
  if (query.has('quota')) return quota(bucket, method, body, has('s3-quota-unsupported'));
  if (query.has('location')) return xml('LocationConstraint', {});
  if (method === 'HEAD') return { status: 200 };
  if (method === 'GET') {
    return query.has('versions')
      ? listVersions(bucket, query)
      : listObjects(bucket, query, has('s3-list-incomplete'));
  }
  if (method !== 'DELETE') return problem(405, 'MethodNotAllowed', 'The method is not allowed.');
  if (bucket.objects.size > 0)
    return problem(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty.');
  if (!has('s3-bucket-delete-ignored')) buckets.delete(name);
  return { status: 204 };
}
