import { randomBytes } from 'node:crypto';
import { Fault, type Measurement } from '../../../spec/index.ts';
import {
  bucketOf,
  described,
  openS3,
  removeBucket,
  type S3,
  type S3Answer,
  sameBytes,
} from '../../clients/s3.ts';
import { type Probe, type ProbeContext, pause, type Sighting } from '../../probe.ts';
import { expiringPrefix, storeRule } from './rule.ts';

const expiring = `${expiringPrefix}a`;
const kept = 'keep/b';
const dayMs = 86_400_000;
const pollMs = 500;
/** Where the platform's days are short, an object may be gone before it was first looked at. */
const uploadsAtMost = 5;
/** Between seeing one object gone and looking at the other: a rule that reaches too far may take it a moment later. */
const settleMs = 2000;
/** Date headers are whole seconds, at both ends. */
const roundingMs = 2000;

/** What a later look needs. Instants in milliseconds by the platform's clock. */
interface Carry extends Record<string, unknown> {
  bucket: string;
  marker: string;
  createdAt: number;
  /** From here on, by the platform's clock, an object that is still there was not deleted by its rule. */
  deadline: number;
  days: number;
  /** What was uploaded, hexadecimal. */
  content: string;
}

const iso = (ms: number) => new Date(ms).toISOString();

function clockOf(context: ProbeContext, answer: S3Answer): number {
  const ours = Date.now();
  if (!Number.isNaN(answer.platformTime)) return answer.platformTime;
  context.note('应答没有日期（Date），以本机时钟代替平台时钟');
  return ours;
}

/** Whether an object is there. Anything but its own content or a plain "no such key" is no answer to that. */
async function look(
  s3: S3,
  bucket: string,
  key: string,
  body: Uint8Array,
): Promise<{ there: boolean; answer: S3Answer }> {
  const answer = await s3.call({ method: 'GET', bucket, key });
  if (answer.code === 'NoSuchKey') return { there: false, answer };
  if (!answer.ok) throw new Fault('TARGET_STATE', `查看对象 ${key}：${described(answer)}`);
  if (!sameBytes(answer.body, body)) throw new Fault('TARGET_GARBAGE', `对象 ${key} 的内容与上传不一致`);
  return { there: true, answer };
}

/**
 * Uploads both, the one to be kept first, and makes sure that both are there. Answers the age's beginning,
 * or what was missing: `late` when a rule could already have acted by the platform's clock.
 */
async function upload(
  context: ProbeContext,
  s3: S3,
  bucket: string,
): Promise<{ createdAt: number; content: string } | 'missing' | 'late'> {
  const body = randomBytes(1024);
  const began = await s3.call({ method: 'PUT', bucket, key: kept, body });
  const ended = await s3.call({ method: 'PUT', bucket, key: expiring, body });
  if (!began.ok || !ended.ok)
    throw new Fault('TARGET_STATE', `上传：${described(began)}，${described(ended)}`);
  const seen = await look(s3, bucket, expiring, body);
  const other = await look(s3, bucket, kept, body);
  const early = clockOf(context, began);
  const late = clockOf(context, ended);
  context.step('上传受规则影响与不受影响的对象', `平台时钟 ${iso(late)}，本机时钟 ${iso(Date.now())}`);
  if (!seen.there || !other.there) {
    const passed = clockOf(context, other.answer) - early;
    return passed + roundingMs >= Number(context.inputs.days) * dayMs ? 'late' : 'missing';
  }
  // The object's own time is finer than the answers', but only believed between them.
  const own = Date.parse(seen.answer.headers['last-modified'] ?? '');
  const createdAt = Number.isNaN(own) ? late : Math.min(late, Math.max(early, own));
  return { createdAt, content: body.toString('hex') };
}

/** Expiry in days often takes effect at the next midnight UTC; the grace runs from there. */
function deadlineOf(createdAt: number, days: number, graceHours: number): number {
  return Math.ceil((createdAt + days * dayMs) / dayMs) * dayMs + graceHours * 3_600_000;
}

async function lookOnce(
  context: ProbeContext,
  s3: S3,
  carry: Carry,
): Promise<Sighting | { platformTime: number }> {
  const { bucket, createdAt, deadline, days } = carry;
  const body = Buffer.from(carry.content, 'hex');
  const { there, answer } = await look(s3, bucket, expiring, body);
  const now = clockOf(context, answer);
  if (there && now <= deadline) return { platformTime: now };
  context.step(
    there ? '过了宽限，到期对象仍在' : '到期对象已不在',
    `平台时钟 ${iso(now)}，本机时钟 ${iso(Date.now())}`,
  );
  const due = now - createdAt + roundingMs >= days * dayMs;
  if (!there && !due)
    context.note(`对象在到期之前即已消失：创建于平台时钟 ${iso(createdAt)}，${iso(now)} 已不在`);
  await pause(settleMs, context.signal);
  const other = await look(s3, bucket, kept, body);
  context.step('查看不受规则影响的对象', described(other.answer));
  return {
    measurements: [
      { measurand: 'rule-stored', values: [true] },
      { measurand: 'expired-object-deleted', values: [!there && due] },
      { measurand: 'other-object-kept', values: [other.there] },
    ],
  };
}

function waiting(context: ProbeContext, carry: Carry, platformTime: number): Sighting {
  context.resources.keep(carry.bucket);
  const until = iso(Date.now() + Math.max(0, carry.deadline - platformTime) + 1000);
  context.note(`规则按天生效，${until} 之后续测收取`);
  return { measurements: [{ measurand: 'rule-stored', values: [true] }], awaiting: { until, carry } };
}

async function gather(context: ProbeContext): Promise<Sighting> {
  const s3 = openS3(context);
  const bucket = await bucketOf(context, s3, 'life');
  const stored = await storeRule(context, s3, bucket);
  if (!stored) return { measurements: [{ measurand: 'rule-stored', values: [false] }] };
  let uploaded = await upload(context, s3, bucket);
  for (let again = 1; uploaded === 'late' && again < uploadsAtMost; again++) {
    uploaded = await upload(context, s3, bucket);
  }
  const seen: Measurement[] = [{ measurand: 'rule-stored', values: [true] }];
  if (typeof uploaded === 'string') {
    context.note('上传后对象即不可取得，未能查看其到期');
    return { measurements: seen };
  }
  const days = Number(context.inputs.days);
  const deadline = deadlineOf(uploaded.createdAt, days, Number(context.inputs.graceHours));
  const carry: Carry = { bucket, marker: context.marker, deadline, days, ...uploaded };
  const patience = performance.now() + Number(context.inputs.patienceSeconds) * 1000;
  for (;;) {
    const found = await lookOnce(context, s3, carry);
    if ('measurements' in found) return found;
    if (performance.now() >= patience) return waiting(context, carry, found.platformTime);
    await pause(pollMs, context.signal);
  }
}

async function collect(context: ProbeContext, carried: Record<string, unknown>): Promise<Sighting> {
  const carry = carried as Carry;
  const s3 = openS3(context);
  context.resources.adopt('bucket', carry.bucket, () => removeBucket(s3, carry.bucket, carry.marker));
  const found = await lookOnce(context, s3, carry);
  return 'measurements' in found ? found : waiting(context, carry, found.platformTime);
}

/** A rule by age and prefix: the object under it must go when it is due, the one beside it must stay. */
export const probe: Probe = { id: 'object-lifecycle', version: 1, gather, collect };
