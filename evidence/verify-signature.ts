import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { type SealManifest, signatureAlgorithms } from '../spec/index.ts';
import { isSignedByOwnKey, type SealFolder } from './seal-folder.ts';
import { publicKeyPem } from './signature.ts';
import { checkChain, isValidAt, subjectOf, validityOf } from './signature-certificate.ts';
import { readTimeStamp } from './time-stamp-token.ts';

/** One thing that was looked at. `unproven` could not be shown here; `absent` is not in the bundle. */
export interface Check {
  id: 'files' | 'chain' | 'record' | 'earlier-seals' | 'signature' | 'signer' | 'certificate' | 'time-stamp';
  state: 'passed' | 'failed' | 'unproven' | 'absent';
  message: string;
}

/** What the verifier brings: who should have signed, and whom to believe. */
export interface Trust {
  publicKey?: KeyObject | undefined;
  anchors: readonly X509Certificate[];
  now: Date;
}

/** Signature, signer, certificate and time stamps of one seal, each looked at by itself. */
export function checkSignature(seal: SealFolder & { manifest: SealManifest }, trust: Trust): Check[] {
  const stamp = checkTimeStamps(seal, trust);
  const { signer } = seal.manifest;
  if (!signer) {
    const asked = trust.publicKey !== undefined;
    return [
      asked
        ? { id: 'signature', state: 'failed', message: '给了公钥，而封存未签名（签名可能被剥去）' }
        : { id: 'signature', state: 'absent', message: '未签名' },
      stamp.check,
    ];
  }
  const name = signatureAlgorithms[signer.algorithm];
  const signed = isSignedByOwnKey(seal);
  const signature: Check =
    signed === undefined
      ? { id: 'signature', state: 'unproven', message: `${name} 签名：本机没有支持 SM2 的 openssl，未能核验` }
      : signed
        ? { id: 'signature', state: 'passed', message: `${name} 签名与清单相符` }
        : { id: 'signature', state: 'failed', message: `${name} 签名与清单不符` };
  const certificate = checkCertificate(
    signer,
    trust,
    stamp.signedAt ?? new Date(seal.manifest.sealedAt),
    stamp.signedAt,
  );
  return [signature, checkSigner(signer, trust, certificate), certificate, stamp.check];
}

type Signer = NonNullable<SealManifest['signer']>;

function checkSigner(signer: Signer, { publicKey }: Trust, certificate: Check): Check {
  if (publicKey) {
    return publicKeyPem(publicKey) === signer.publicKey
      ? { id: 'signer', state: 'passed', message: '签名所用的密钥就是所给公钥的密钥' }
      : { id: 'signer', state: 'failed', message: '签名所用的密钥不是所给公钥的密钥' };
  }
  if (certificate.state === 'passed') return { id: 'signer', state: 'passed', message: '签名人由证书表明' };
  return {
    id: 'signer',
    state: 'unproven',
    message:
      '只核对了包内自带的公钥，任何人都可自造一对；请以 --public-key 给出从可靠途径得到的公钥，或以 --ca 给出签发机构',
  };
}

function checkCertificate(signer: Signer, trust: Trust, at: Date, proven: Date | undefined): Check {
  const say = (state: Check['state'], message: string): Check => ({ id: 'certificate', state, message });
  if (signer.certificates.length === 0) return say('absent', '没有证书：密钥由封存者自持，不表明其身份');
  let chain: X509Certificate[];
  try {
    chain = signer.certificates.map((pem) => new X509Certificate(pem));
  } catch {
    return say('failed', '证书无法解析');
  }
  const leaf = chain[0]!;
  const { from, to } = validityOf(leaf);
  const who = `${subjectOf(leaf)}，有效期 ${from.toISOString()} 至 ${to.toISOString()}`;
  if (publicKeyPem(leaf.publicKey) !== signer.publicKey)
    return say('failed', `证书（${who}）不是签名密钥的证书`);
  if (!isValidAt(leaf, at))
    return say(
      'failed',
      `证书（${who}）在${proven ? '时间戳所证的' : '清单自称的'}封存时刻 ${at.toISOString()} 不在有效期内`,
    );
  const result = checkChain(leaf, chain.slice(1), trust.anchors, at);
  if (result.state === 'failed') return say('failed', `${who}：${result.message}`);
  if (!proven && !isValidAt(leaf, trust.now))
    return say('unproven', `${who}：证书现已过期，没有可信的时间戳证明签名作于有效期内`);
  return say(
    result.state === 'trusted' ? 'passed' : 'unproven',
    `${who}：${result.message}（未核对吊销状态）`,
  );
}

/** The time stamps; `signedAt` is the instant before which the signature is shown to have existed. */
function checkTimeStamps(
  { manifest, files }: SealFolder & { manifest: SealManifest },
  { anchors }: Trust,
): { check: Check; signedAt?: Date } {
  const say = (state: Check['state'], message: string): Check => ({ id: 'time-stamp', state, message });
  if (manifest.timeStamps.length === 0)
    return { check: say('absent', '没有时间戳：封存时刻只是封存者自己的时钟') };
  const said: string[] = [];
  let state: Check['state'] = 'passed';
  let signedAt: Date | undefined;
  for (const { file, over, authority } of manifest.timeStamps) {
    const response = files.get(file);
    const data = files.get(over);
    if (!response || !data) return { check: say('failed', `${file} 或其所盖的 ${over} 不存在`) };
    try {
      const token = readTimeStamp(response);
      const imprint = createHash('sha256').update(data).digest('hex');
      const problems = [...token.problems, ...(token.imprint === imprint ? [] : [`所盖的不是 ${over}`])];
      if (problems.length > 0) return { check: say('failed', `${file}：${problems.join('；')}`) };
      const chain = checkChain(token.signer, token.certificates, anchors, token.at);
      const trusted = token.signed === true && chain.state === 'trusted';
      if (!trusted) state = 'unproven';
      if (trusted && over === 'signature') signedAt = token.at;
      said.push(
        `${over} 不晚于 ${token.at.toISOString()}（${subjectOf(token.signer)}，${authority}；${token.signed === undefined ? '签名算法本机无法核验' : chain.message}）`,
      );
    } catch {
      return { check: say('failed', `${file} 不是完整的 RFC 3161 时间戳`) };
    }
  }
  return { check: say(state, said.join('；')), ...(signedAt ? { signedAt } : {}) };
}
