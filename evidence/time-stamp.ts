import { createHash, randomBytes } from 'node:crypto';
import { request } from 'undici';
import { Fault } from '../spec/index.ts';
import { der, tags } from './time-stamp-der.ts';
import { readTimeStamp, type TimeStampToken } from './time-stamp-token.ts';

const sha256 = Buffer.from('0609608648016503040201', 'hex');
const longest = 1 << 18;
const patience = 30_000;

/** TimeStampReq of RFC 3161 over SHA-256, with a nonce, asking for the certificates. */
function timeStampRequest(digest: Uint8Array, nonce: Uint8Array): Uint8Array {
  return der(
    tags.sequence,
    der(tags.integer, Uint8Array.of(1)),
    der(tags.sequence, der(tags.sequence, sha256, der(tags.null)), der(tags.octetString, digest)),
    der(tags.integer, nonce),
    der(tags.boolean, Uint8Array.of(0xff)),
  );
}

const refused = (authority: string, message: string): Fault =>
  new Fault('RECORD_UNSEALED', [
    {
      message: `时间戳服务 ${authority}：${message}`,
      remedy: '核对 --tsa 的地址后重新封存；不用时间戳则去掉 --tsa',
    },
  ]);

/** The address as it may stand in a manifest: no account, no query. */
export function authorityOf(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw refused(url, '不是网址');
  }
  if (!/^https?:$/.test(parsed.protocol) || parsed.username || parsed.password)
    throw refused(`${parsed.protocol}//${parsed.host}`, '只用 http 或 https，地址中不得带账号口令');
  return `${parsed.origin}${parsed.pathname}`;
}

async function post(url: string, body: Uint8Array): Promise<Uint8Array> {
  const answer = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
    body: Buffer.from(body),
    reset: true,
    signal: AbortSignal.timeout(patience),
  });
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer.body) {
    length += (chunk as Buffer).length;
    if (length > longest) throw new RangeError('应答过大');
    chunks.push(chunk as Buffer);
  }
  if (answer.statusCode !== 200) throw new RangeError(`HTTP 状态 ${answer.statusCode}`);
  return Buffer.concat(chunks);
}

/**
 * Has bytes stamped by an RFC 3161 service and checks the answer: granted, our digest, our nonce, its own signature.
 * Answers the response as it came. Throws RECORD_UNSEALED.
 */
export async function obtainTimeStamp(url: string, data: Uint8Array): Promise<Uint8Array> {
  const authority = authorityOf(url);
  const nonce = randomBytes(12);
  nonce[0] = (nonce[0]! & 0x3f) | 0x40;
  const digest = createHash('sha256').update(data).digest();
  let response: Uint8Array;
  let token: TimeStampToken;
  try {
    response = await post(url, timeStampRequest(digest, nonce));
    token = readTimeStamp(response);
  } catch (error) {
    throw refused(authority, `未取得时间戳（${(error as Error).message}）`);
  }
  const problems = [
    ...token.problems,
    ...(token.imprint === digest.toString('hex') ? [] : ['所盖的不是本清单的摘要']),
    ...(token.nonce === BigInt(`0x${nonce.toString('hex')}`) ? [] : ['应答的随机数不是本次请求的']),
  ];
  if (problems.length > 0) throw refused(authority, problems.join('；'));
  return response;
}
