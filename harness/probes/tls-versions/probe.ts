import { Fault, type Measurement } from '../../../spec/index.ts';
import {
  type CertificateCheck,
  checkCertificate,
  type Handshake,
  shakeHands,
  type TlsEndpoint,
  type TlsVersion,
  tlsVersions,
} from '../../clients/tls.ts';
import type { Probe, ProbeContext } from '../../probe.ts';

const current: readonly TlsVersion[] = ['TLSv1.2', 'TLSv1.3'];
const outcomes = { accepted: '接受', refused: '拒绝', unclear: '未说明原因即中断' } as const;

/** Offers each TLS version alone, checks the certificate in a handshake of its own, and asks for one page. */
export const probe: Probe = {
  id: 'tls-versions',
  version: 1,
  async gather(context) {
    const endpoint = endpointOf(context);
    const handshakes: Handshake[] = [];
    for (const version of tlsVersions) {
      const handshake = await settled(endpoint, version);
      handshakes.push(handshake);
      context.step(`以 ${version} 握手`, `${outcomes[handshake.outcome]}（${handshake.detail}）`);
    }
    const accepted = tlsVersions.filter((_, index) => handshakes[index]?.outcome === 'accepted');
    const unclear = handshakes.filter((handshake) => handshake.outcome === 'unclear');
    // Who accepts no version at all is broken, shielded, or speaks what we do not: no version was seen to be refused.
    if (accepted.length === 0) {
      const heard = handshakes.map(({ version, detail }) => `${version}：${detail}`).join('；');
      const code = unclear.length > 0 ? 'TARGET_CLOSED' : 'TARGET_TLS';
      throw new Fault(code, `${context.component.endpoint}：没有任何版本完成握手（${heard}）`);
    }
    for (const { version, detail } of unclear) {
      context.note(`${version} 握手两次均被中断（${detail}），而其他版本可完成握手，记为不接受。`);
    }
    const measurements: Measurement[] = [{ measurand: 'accepted-versions', values: [accepted] }];
    const certificate = await checkCertificate(endpoint, accepted.at(-1)!, context.ca(context.component));
    tellCertificate(context, certificate);
    measurements.push({ measurand: 'certificate-valid', values: [certificate.valid] });
    const answers = await httpsAnswers(context, accepted, certificate);
    if (answers !== undefined) measurements.push({ measurand: 'https-answers', values: [answers] });
    const record = { endpoint: context.component.endpoint, handshakes, certificate };
    await context.capture('TLS 握手记录', 'application/json', `${JSON.stringify(record, null, 2)}\n`);
    return { measurements };
  },
};

function endpointOf(context: ProbeContext): TlsEndpoint {
  const url = new URL(context.component.endpoint);
  if (url.protocol !== 'https:') {
    throw new Fault('TARGET_PREREQUISITE', `${url.href}：目标文件所列地址不是 https，无从测试 TLS`);
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return { host, port: Number(url.port || 443), signal: context.signal };
}

/** A single cut connection may be an accident: only one that happens again is taken as the answer. */
async function settled(endpoint: TlsEndpoint, version: TlsVersion): Promise<Handshake> {
  const first = await shakeHands(endpoint, version);
  return first.outcome === 'unclear' ? shakeHands(endpoint, version) : first;
}

function tellCertificate(context: ProbeContext, certificate: CertificateCheck): void {
  context.step(
    '校验证书',
    `主体 ${certificate.subject}；名称 ${certificate.names}；签发者 ${certificate.issuer}；有效期 ${certificate.validFrom} 至 ${certificate.validTo}；` +
      `SHA-256 指纹 ${certificate.fingerprint256}`,
  );
  if (!certificate.valid) context.note(`证书未通过校验：${certificate.reason}`);
}

/** Whether a page comes over HTTPS to a client that verifies; undefined when that could not be seen. */
async function httpsAnswers(
  context: ProbeContext,
  accepted: readonly TlsVersion[],
  certificate: CertificateCheck,
): Promise<boolean | undefined> {
  const url = context.component.endpoint;
  if (!accepted.some((version) => current.includes(version))) {
    context.note('端点不接受 TLS 1.2 及以上版本，现行客户端无法以 HTTPS 取得应答。');
    return false;
  }
  if (!certificate.valid) {
    context.note('证书未通过校验，客户端在发出请求前即中止，未取得 HTTPS 应答，该项不作结论。');
    return undefined;
  }
  const answer = await context.http.request({ url, timeoutMs: 15_000 });
  context.step('以 HTTPS 请求', `HTTP ${answer.status}`);
  if (answer.status >= 500) throw new Fault('TARGET_STATUS', `GET ${url}：HTTP ${answer.status}`);
  const location = answer.headers.location;
  const downgraded =
    answer.status >= 300 && answer.status < 400 && location?.toLowerCase().startsWith('http:');
  if (downgraded) context.note(`以 HTTPS 请求时被重定向到明文地址 ${location}。`);
  return !downgraded;
}
