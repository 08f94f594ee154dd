import { createHash, randomBytes } from 'node:crypto';

const dayMs = 86_400_000;

export interface StoredVersion {
  id: string;
  /** Platform clock, milliseconds. */
  at: number;
  body: Buffer;
  etag: string;
  contentType: string;
  marker: boolean;
}

export interface LifecycleRule {
  id: string;
  prefix: string;
  days: number;
  enabled: boolean;
  /** The prefix stood directly in the rule, as in the older form. */
  plainPrefix: boolean;
}

export interface Bucket {
  name: string;
  owner: string;
  at: number;
  versioning: '' | 'Enabled' | 'Suspended';
  rules?: LifecycleRule[];
  /** Bytes; 0 is unlimited. */
  quota: number;
  /** Oldest first. */
  objects: Map<string, StoredVersion[]>;
  /** What was deleted, for the deviation that still hands it out. */
  ghosts: Map<string, StoredVersion>;
}

export function createBucket(name: string, owner: string, at: number): Bucket {
  return { name, owner, at, versioning: '', quota: 0, objects: new Map(), ghosts: new Map() };
}

export const newest = (bucket: Bucket, key: string): StoredVersion | undefined =>
  bucket.objects.get(key)?.at(-1);

/** Keys in the order of their UTF-8 bytes, as listings give them. */
export function keysOf(bucket: Bucket): string[] {
  return [...bucket.objects.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

export function usedBytes(bucket: Bucket): number {
  return [...bucket.objects.values()].flat().reduce((sum, version) => sum + version.body.length, 0);
}

function push(bucket: Bucket, key: string, version: StoredVersion): void {
  const before = bucket.objects.get(key) ?? [];
  const kept = version.id === 'null' ? before.filter((old) => old.id !== 'null') : before;
  bucket.objects.set(key, [...kept, version]);
}

export function put(
  bucket: Bucket,
  key: string,
  body: Buffer,
  contentType: string,
  at: number,
): StoredVersion {
  const id = bucket.versioning === 'Enabled' ? randomBytes(12).toString('hex') : 'null';
  const etag = `"${createHash('md5').update(body).digest('hex')}"`;
  const version: StoredVersion = { id, at, body, etag, contentType, marker: false };
  push(bucket, key, version);
  return version;
}

/** Deletes as S3 does: by a marker where versions are kept. `loseVersions` is a deviation. */
export function remove(
  bucket: Bucket,
  key: string,
  at: number,
  loseVersions = false,
): StoredVersion | undefined {
  if (bucket.versioning === '') {
    bucket.objects.delete(key);
    return undefined;
  }
  const id = bucket.versioning === 'Enabled' ? randomBytes(12).toString('hex') : 'null';
  const marker: StoredVersion = { id, at, body: Buffer.alloc(0), etag: '', contentType: '', marker: true };
  if (loseVersions) bucket.objects.delete(key);
  push(bucket, key, marker);
  return marker;
}

export function removeVersion(bucket: Bucket, key: string, id: string): void {
  const left = (bucket.objects.get(key) ?? []).filter((version) => version.id !== id);
  if (left.length > 0) bucket.objects.set(key, left);
  else bucket.objects.delete(key);
}

/** Lets the enabled rules act on what is old enough by the platform's clock. `everyKey` is a deviation. */
export function age(bucket: Bucket, now: number, everyKey: boolean): void {
  for (const rule of bucket.rules ?? []) {
    if (!rule.enabled) continue;
    for (const key of keysOf(bucket)) {
      const current = newest(bucket, key);
      if (!current || current.marker || !(everyKey || key.startsWith(rule.prefix))) continue;
      if (now >= current.at + rule.days * dayMs) remove(bucket, key, now);
    }
  }
}
