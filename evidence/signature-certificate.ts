import type { X509Certificate } from 'node:crypto';
import { publicKeyPem } from './signature.ts';
import { verifySm2 } from './signature-sm2.ts';
import { membersOf, oidOf, readOne, tags } from './time-stamp-der.ts';

const sm2WithSm3 = '1.2.156.10197.1.501';
const longestChain = 8;

/** `failed` was seen to be wrong; `unproven` could not be seen here. */
export interface ChainResult {
  state: 'trusted' | 'unproven' | 'failed';
  message: string;
}

/** `C=CN, O=…, CN=…` on one line. */
export function subjectOf(certificate: X509Certificate): string {
  return certificate.subject.split('\n').join(', ');
}

export function validityOf(certificate: X509Certificate): { from: Date; to: Date } {
  return { from: new Date(certificate.validFrom), to: new Date(certificate.validTo) };
}

export function isValidAt(certificate: X509Certificate, at: Date): boolean {
  const { from, to } = validityOf(certificate);
  return from <= at && at <= to;
}

/** Did `issuer` sign it? Undefined where this machine cannot say. */
function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean | undefined {
  try {
    const [body, algorithm, signature] = membersOf(readOne(certificate.raw), tags.sequence);
    if (oidOf(membersOf(algorithm, tags.sequence)[0]) === sm2WithSm3)
      return verifySm2(publicKeyPem(issuer.publicKey), body!.whole, signature!.content.subarray(1));
    return certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

/**
 * Follows a certificate to one of the anchors, every link signed, issued by a CA and valid at the instant.
 * Revocation, path length and name constraints are not looked at.
 */
export function checkChain(
  leaf: X509Certificate,
  between: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
  at: Date,
): ChainResult {
  if (anchors.length === 0) return { state: 'unproven', message: '未给出 --ca，签发者未经核对' };
  let current = leaf;
  for (let depth = 0; depth < longestChain; depth++) {
    if (!isValidAt(current, at))
      return {
        state: 'failed',
        message: `证书（${subjectOf(current)}）在 ${at.toISOString()} 不在有效期内（${validityOf(current).from.toISOString()} 至 ${validityOf(current).to.toISOString()}）`,
      };
    const raw = current.raw;
    if (anchors.some((anchor) => anchor.raw.equals(raw)))
      return { state: 'trusted', message: `证书链到达 ${subjectOf(current)}` };
    const child = current;
    const issuers = [...anchors, ...between].filter((each) => each.ca && child.checkIssued(each));
    const answers = issuers.map((issuer) => ({ issuer, signed: isSignedBy(child, issuer) }));
    const next = answers.find(({ signed }) => signed === true)?.issuer;
    if (!next) {
      return answers.some(({ signed }) => signed === undefined)
        ? { state: 'unproven', message: '证书以 SM2 签发，本机没有可用的 openssl，无法核对' }
        : { state: 'failed', message: `证书（${subjectOf(child)}）不是由 --ca 所给的机构签发` };
    }
    current = next;
  }
  return { state: 'failed', message: '证书链过长' };
}
