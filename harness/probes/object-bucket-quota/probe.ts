import { randomBytes } from 'node:crypto';
import { isTargetFault, type Measurement } from '../../../spec/index.ts';
import { bucketOf, described, listBuckets, openS3, type S3 } from '../../clients/s3.ts';
import type { Probe, ProbeContext, Sighting } from '../../probe.ts';
import { quotaDialectOf } from './quota.ts';

/** Creates a bucket and looks whether it is really there; undefined for a clear refusal. */
async function create(context: ProbeContext, s3: S3, purpose: string): Promise<string | undefined> {
  try {
    return await bucketOf(context, s3, purpose);
  } catch (error) {
    if (!isTargetFault(error) || error.code !== 'TARGET_PREREQUISITE') throw error;
    context.note(error.problems.map((problem) => problem.message).join('；'));
    return undefined;
  }
}

async function remove(context: ProbeContext, s3: S3, bucket: string): Promise<boolean> {
  const removed = await s3.call({ method: 'DELETE', bucket });
  const later = await s3.call({ method: 'GET', bucket, query: { 'list-type': '2' } });
  const listed = await listBuckets(s3);
  context.step('删除桶', `${bucket}：${described(removed)}，随后查看 ${described(later)}`);
  return removed.ok && later.code === 'NoSuchBucket' && !listed.includes(bucket);
}

/** A quota is enforced when what fits is taken and what exceeds it is refused; left out when the first was not seen. */
async function enforced(
  context: ProbeContext,
  s3: S3,
  bucket: string,
  bytes: number,
): Promise<Measurement[]> {
  const within = await s3.call({
    method: 'PUT',
    bucket,
    key: 'within.bin',
    body: randomBytes(Math.ceil(bytes / 4)),
  });
  context.step('上传未超配额的对象', described(within));
  if (!within.ok) {
    context.note(`未超配额的上传也被拒绝（${described(within)}），配额是否生效无法判断`);
    return [];
  }
  const key = 'above.bin';
  const above = await s3.call({ method: 'PUT', bucket, key, body: randomBytes(bytes + 1) });
  const later = await s3.call({ method: 'GET', bucket, key });
  context.step('上传超过配额的对象', `${bytes + 1} 字节：${described(above)}，随后查看 ${described(later)}`);
  return [{ measurand: 'quota-enforced', values: [!above.ok && later.code === 'NoSuchKey'] }];
}

async function gather(context: ProbeContext): Promise<Sighting> {
  const s3 = openS3(context);
  const first = await create(context, s3, 'a');
  const second = first === undefined ? undefined : await create(context, s3, 'b');
  const measurements: Measurement[] = [{ measurand: 'bucket-created', values: [second !== undefined] }];
  if (first === undefined || second === undefined) return { measurements };

  const listed = await listBuckets(s3);
  const both = listed.includes(first) && listed.includes(second);
  context.step('查询所有桶', `共 ${listed.length} 个，${both ? '含' : '缺少'}新建的两个桶`);
  measurements.push({ measurand: 'bucket-listed', values: [both] });

  const dialect = await quotaDialectOf(context, s3);
  if (dialect) {
    const bytes = Number(context.inputs.quotaBytes);
    const stored = (await dialect.set(first, bytes)) === true && (await dialect.read(first)) === bytes;
    measurements.push({ measurand: 'quota-stored', values: [stored] });
    if (stored) measurements.push(...(await enforced(context, s3, first, bytes)));
    else context.note('配额未能设置并读回，未再验证超额上传');
  }

  measurements.push({ measurand: 'bucket-deleted', values: [await remove(context, s3, second)] });
  return { measurements };
}

/** Buckets made, listed and deleted, and a quota that refuses what exceeds it. */
export const probe: Probe = { id: 'object-bucket-quota', version: 1, gather };
