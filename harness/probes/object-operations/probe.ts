import { randomBytes } from 'node:crypto';
import { Fault, type Measurement } from '../../../spec/index.ts';
import { bucketOf, described, listObjects, openS3, type S3, sameBytes } from '../../clients/s3.ts';
import { type Probe, type ProbeContext, pause, type Sighting } from '../../probe.ts';

/** What signature V4 allows clocks to differ by; beyond it a Date header is no guide to the signing clock. */
const skewAtMostMs = 15 * 60_000;
const redirectsAtMost = 3;

interface Sent {
  key: string;
  body: Uint8Array;
}

async function upload(
  context: ProbeContext,
  s3: S3,
  bucket: string,
): Promise<{ sent: Sent[]; refused: number }> {
  const sent: Sent[] = [];
  let refused = 0;
  const count = Number(context.inputs.objects);
  for (let index = 0; index < count; index++) {
    // One name in Chinese with a blank: where keys are mishandled, it shows there first.
    const key = index === count - 1 && index > 0 ? `归档/测试 对象-${index}.bin` : `object-${index}.bin`;
    const body = randomBytes(Number(context.inputs.objectBytes));
    const answer = await s3.call({ method: 'PUT', bucket, key, body });
    context.step('上传对象', `${key} ${body.length} 字节：${described(answer)}`);
    const head = answer.ok ? await s3.call({ method: 'HEAD', bucket, key }) : answer;
    if (head.ok && Number(head.headers['content-length']) === body.length) {
      sent.push({ key, body });
      continue;
    }
    refused++;
    context.note(`上传 ${key} 未成：${described(answer)}${answer.ok ? `，随后查询 ${described(head)}` : ''}`);
  }
  return { sent, refused };
}

/** `other`: answered well, but with something else than the object. */
type Plainly = 'content' | 'refused' | 'other';
const spoken: Record<Plainly, string> = { content: '取得了内容', refused: '被拒绝', other: '取得了别的内容' };

/** Fetches without our signature; a server that breaks is a fault, any clear answer is handed back. */
async function fetchPlainly(
  context: ProbeContext,
  url: string,
  body: Uint8Array,
  redirects = 0,
): Promise<Plainly> {
  const answer = await context.http.request({ url, redirects });
  if (answer.status >= 500 && answer.status !== 501) {
    throw new Fault('TARGET_STATUS', `匿名取得对象：HTTP ${answer.status}`);
  }
  if (answer.status < 200 || answer.status >= 300) return 'refused';
  if (sameBytes(answer.body, body)) return 'content';
  context.note(`匿名取得的内容与上传不一致（HTTP ${answer.status}，${answer.body.length} 字节）`);
  return 'other';
}

/** A link of seconds needs the platform's own seconds where its clock is a little off ours; SDKs sign so too. */
async function signingTime(context: ProbeContext, s3: S3, bucket: string, key: string): Promise<Date> {
  const { platformTime } = await s3.call({ method: 'HEAD', bucket, key });
  const ours = Date.now();
  const off = Math.abs(platformTime - ours);
  if (!(off > 2000 && off < skewAtMostMs)) return new Date(ours);
  context.note(`平台时钟与本机相差约 ${Math.round(off / 1000)} 秒，限时链接按平台时钟签发`);
  return new Date(platformTime);
}

async function share(
  context: ProbeContext,
  s3: S3,
  bucket: string,
  { key, body }: Sent,
): Promise<Measurement[]> {
  const seconds = Number(context.inputs.linkSeconds);
  const bare = `${s3.endpoint.replace(/\/+$/, '')}/${bucket}/${key}`;
  const unsigned = await fetchPlainly(context, bare, body);
  context.step('未签名访问', spoken[unsigned]);
  const link = await s3.presign('GET', bucket, key, seconds, await signingTime(context, s3, bucket, key));
  const within = await fetchPlainly(context, link, body, redirectsAtMost);
  context.step(`限时链接（${seconds} 秒）有效期内访问`, spoken[within]);
  const seen: Measurement[] = [{ measurand: 'shared', values: [within === 'content'] }];
  if (unsigned !== 'other') seen.push({ measurand: 'unsigned-refused', values: [unsigned === 'refused'] });
  if (within !== 'content') return seen;
  await pause((seconds + 1) * 1000, context.signal);
  const after = await fetchPlainly(context, link, body, redirectsAtMost);
  context.step('限时链接期满后访问', spoken[after]);
  if (after !== 'other') seen.push({ measurand: 'share-expires', values: [after === 'refused'] });
  return seen;
}

async function gather(context: ProbeContext): Promise<Sighting> {
  const s3 = openS3(context);
  const bucket = await bucketOf(context, s3, 'ops');
  const { sent, refused } = await upload(context, s3, bucket);
  const measurements: Measurement[] = [{ measurand: 'uploaded', values: [refused === 0 && sent.length > 0] }];
  const first = sent[0];
  if (!first) return { measurements };

  const identical: boolean[] = [];
  for (const { key, body } of sent) {
    const answer = await s3.call({ method: 'GET', bucket, key });
    identical.push(answer.ok && sameBytes(answer.body, body));
    context.step('下载对象', `${key}：${described(answer)}，${identical.at(-1) ? '一致' : '不一致'}`);
  }
  measurements.push({ measurand: 'downloaded-identical', values: [identical.every(Boolean)] });

  // Pages of two, so that the second page is seen as well.
  const listed = await listObjects(s3, bucket, { pageSize: 2 });
  const expected = sent.map(({ key }) => key).sort();
  measurements.push({ measurand: 'listed', values: [expected.join('\n') === [...listed].sort().join('\n')] });
  context.step('列出对象', `${listed.length} 个，应为 ${expected.length} 个`);

  measurements.push(...(await share(context, s3, bucket, first)));

  const absent: boolean[] = [];
  for (const { key } of sent) {
    const answer = await s3.call({ method: 'DELETE', bucket, key });
    const later = await s3.call({ method: 'GET', bucket, key });
    absent.push(answer.ok && later.code === 'NoSuchKey');
    context.step('删除对象后再取', `${key}：${described(answer)}，${described(later)}`);
  }
  measurements.push({ measurand: 'deleted', values: [absent.every(Boolean)] });
  return { measurements };
}

/** Upload, download, list, delete and share, each against what was really sent. */
export const probe: Probe = { id: 'object-operations', version: 1, gather };
