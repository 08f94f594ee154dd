import {
  CreateBucketCommand,
  GetBucketTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3Defects } from '../../scenarios/platform/s3.ts';
import { loadCatalogue } from '../../spec/load/index.ts';
import { account, openStore, type Store } from './object-store.ts';

const bucket = 'shelf';
const probes = [
  'object-operations',
  'object-versioning',
  'object-lifecycle',
  'object-bucket-quota',
  'object-protocols',
];
let store: Store;

function clientOf(options: {
  accessKey?: string;
  secretKey?: string;
  offsetMs?: number;
  tamper?: (path: string) => string;
}) {
  const client = new S3Client({
    endpoint: store.url,
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: {
      accessKeyId: options.accessKey ?? account.accessKey,
      secretAccessKey: options.secretKey ?? account.secretKey,
    },
    systemClockOffset: options.offsetMs ?? 0,
  });
  const { tamper } = options;
  if (tamper) {
    client.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { path: string };
        request.path = tamper(request.path);
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
  }
  return client;
}

beforeAll(async () => {
  store = await openStore();
  const client = clientOf({});
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  for (const key of ['a/1', 'a/2', 'b/1', '中 文', 'z']) {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: key }));
  }
});
afterAll(() => store.close());

describe('the stand-in object store', () => {
  const head = () => new ListObjectsV2Command({ Bucket: bucket });
  it.each([
    ['an unknown key', { accessKey: 'nobody-here' }, 'InvalidAccessKeyId'],
    ['another secret', { secretKey: 'not-the-secret' }, 'SignatureDoesNotMatch'],
    ['an address changed after signing', { tamper: (path: string) => `${path}x` }, 'SignatureDoesNotMatch'],
    ['a clock an hour behind', { offsetMs: -3_600_000 }, 'RequestTimeTooSkewed'],
    ['a clock ten years ahead', { offsetMs: 10 * 365 * 86_400_000 }, 'RequestTimeTooSkewed'],
  ])('refuses %s', async (_, options, name) => {
    await expect(clientOf(options).send(head())).rejects.toMatchObject({ name });
  });

  it('takes signatures by its own clock, which SDKs follow', async () => {
    await expect(clientOf({ offsetMs: 3_600_000 }).send(head())).resolves.toMatchObject({ KeyCount: 5 });
  });

  it('refuses a body that differs from its digest', async () => {
    const { status } = await fetch(`${store.url}/${bucket}/z`);
    expect(status).toBe(403);
    const client = clientOf({});
    client.middlewareStack.add(
      (next) => (args) => {
        (args.request as { body: unknown }).body = 'wxyz';
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    const put = new PutObjectCommand({ Bucket: bucket, Key: 'y', Body: 'abcd' });
    await expect(client.send(put)).rejects.toMatchObject({ name: 'XAmzContentSHA256Mismatch' });
  });

  it('refuses a subresource that it does not know, instead of listing the bucket', async () => {
    const asked = clientOf({}).send(new GetBucketTaggingCommand({ Bucket: bucket }));
    await expect(asked).rejects.toMatchObject({ name: 'NotImplemented' });
  });

  it('lists by pages, prefixes and groups', async () => {
    const client = clientOf({});
    const first = await client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 2, Delimiter: '/' }));
    expect(first.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['a/', 'b/']);
    expect(first.IsTruncated).toBe(true);
    const next = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Delimiter: '/',
        ContinuationToken: first.NextContinuationToken,
      }),
    );
    expect(next.Contents?.map(({ Key }) => Key)).toEqual(['z', '中 文']);
    expect(next.IsTruncated).toBe(false);
    const some = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: 'a/', StartAfter: 'a/1' }),
    );
    expect(some.Contents?.map(({ Key }) => Key)).toEqual(['a/2']);
  });

  it('keeps versions apart from what was there before', async () => {
    const client = clientOf({});
    await client.send(
      new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    );
    const { VersionId } = await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: 'z', Body: 'newer' }),
    );
    const all = await client.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: 'z' }));
    expect(all.Versions?.map((version) => [version.VersionId, version.IsLatest])).toEqual([
      [VersionId, true],
      ['null', false],
    ]);
    const old = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'z', VersionId: 'null' }));
    expect(old.ContentLength).toBe(1);
  });

  it('declares defects by known probes and measurands, and one for every measurand', () => {
    const catalogue = loadCatalogue();
    const turns = s3Defects.flatMap((defect) => defect.turns);
    for (const { probe, measurands } of turns) {
      expect(Object.keys(catalogue.get(probe)?.measurands ?? {})).toEqual(expect.arrayContaining(measurands));
    }
    const mine = probes.map((id) => catalogue.get(id)!);
    const missing = mine.flatMap(({ id, measurands }) =>
      Object.keys(measurands).filter(
        (name) => !turns.some((t) => t.probe === id && t.measurands.includes(name)),
      ),
    );
    expect(missing).toEqual([]);
    expect(new Set(s3Defects.map(({ name }) => name)).size).toBe(s3Defects.length);
  });
});
