import { createHash, verify, X509Certificate } from 'node:crypto';
import { publicKeyPem } from './signature.ts';
import { verifySm2 } from './signature-sm2.ts';
import { type DerNode, membersOf, oidOf, readDer, readOne, tags } from './time-stamp-der.ts';

const oids = {
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStamping: '1.3.6.1.5.5.7.3.8',
} as const;
const digests: Record<string, string> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '1.2.156.10197.1.401': 'sm3',
};
/** Digest that a signature algorithm brings along; `same` takes the signer's digest algorithm, `none` digests itself. */
const signatures: Record<string, string> = {
  '1.2.840.113549.1.1.1': 'same',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.3.101.112': 'none',
  '1.2.156.10197.1.501': 'sm2',
};

/** What an RFC 3161 response says, after its own signature was checked. */
export interface TimeStampToken {
  at: Date;
  policy: string;
  serial: string;
  /** SHA-256 that was stamped, hex. */
  imprint: string;
  nonce?: bigint;
  signer: X509Certificate;
  certificates: X509Certificate[];
  /** False: another wrote these bytes. Undefined: this machine cannot say. */
  signed: boolean | undefined;
  /** Why the token is not what RFC 3161 wants; empty for a good one. */
  problems: string[];
}

const integerOf = (node: DerNode | undefined): bigint => {
  if (node?.tag !== tags.integer || node.content.length === 0) throw new RangeError('not an integer');
  return BigInt.asIntN(node.content.length * 8, BigInt(`0x${Buffer.from(node.content).toString('hex')}`));
};

function timeOf(node: DerNode | undefined): Date {
  const text = node?.tag === tags.generalizedTime ? Buffer.from(node.content).toString('latin1') : '';
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(text);
  if (!match) throw new RangeError('not a time');
  const [, year, month, day, hour, minute, second, fraction = ''] = match;
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}Z`);
  if (Number.isNaN(at.getTime())) throw new RangeError('no such time');
  return at;
}

const hashed = (algorithm: string | undefined, bytes: Uint8Array): Buffer => {
  if (algorithm === undefined) throw new RangeError('unknown digest');
  return createHash(algorithm).update(bytes).digest();
};
const digestOfAlgorithm = (node: DerNode | undefined) => digests[oidOf(membersOf(node, tags.sequence)[0])];

/** Reads a response and checks status and signature. Throws RangeError (or a plain Error of crypto) on garbage. */
export function readTimeStamp(response: Uint8Array): TimeStampToken {
  const [status, token] = membersOf(readOne(response), tags.sequence);
  const granted = integerOf(membersOf(status, tags.sequence)[0]);
  if (granted !== 0n && granted !== 1n) throw new RangeError(`status ${granted}`);
  const [type, wrapped] = membersOf(token, tags.sequence);
  if (oidOf(type) !== oids.signedData) throw new RangeError('not signed data');
  const data = membersOf(membersOf(wrapped, 0xa0)[0], tags.sequence);
  const [contentType, boxed] = membersOf(data[2], tags.sequence);
  const content = membersOf(boxed, 0xa0)[0];
  if (oidOf(contentType) !== oids.tstInfo || content?.tag !== tags.octetString)
    throw new RangeError('not a time stamp');
  const certificates = data
    .filter((node) => node.tag === 0xa0)
    .flatMap((node) => membersOf(node, 0xa0).map((each) => new X509Certificate(each.whole)));
  const signers = membersOf(data.at(-1), tags.set);
  if (signers.length !== 1) throw new RangeError('not one signer');
  return {
    ...readInfo(content.content),
    ...checkSigner(signers[0]!, content.content, certificates),
    certificates,
  };
}

function readInfo(bytes: Uint8Array): Pick<TimeStampToken, 'at' | 'policy' | 'serial' | 'imprint' | 'nonce'> {
  const [, policy, imprint, serial, time, ...more] = membersOf(readOne(bytes), tags.sequence);
  const [algorithm, digest] = membersOf(imprint, tags.sequence);
  if (digestOfAlgorithm(algorithm) !== 'sha256' || digest?.tag !== tags.octetString)
    throw new RangeError('imprint of another kind');
  const nonce = more.find((node) => node.tag === tags.integer);
  return {
    at: timeOf(time),
    policy: oidOf(policy),
    serial: integerOf(serial).toString(),
    imprint: Buffer.from(digest.content).toString('hex'),
    ...(nonce ? { nonce: integerOf(nonce) } : {}),
  };
}

function checkSigner(
  signerInfo: DerNode,
  content: Uint8Array,
  certificates: X509Certificate[],
): Pick<TimeStampToken, 'signer' | 'signed' | 'problems'> {
  const [, name, digestAlgorithm, attributes, algorithm, signature] = membersOf(signerInfo, tags.sequence);
  const digest = digestOfAlgorithm(digestAlgorithm);
  const values = new Map(
    membersOf(attributes, 0xa0).map((each) => {
      const [type, set] = membersOf(each, tags.sequence);
      return [oidOf(type), membersOf(set, tags.set)[0]];
    }),
  );
  const problems: string[] = [];
  const type = values.get(oids.contentType);
  if (!type || oidOf(type) !== oids.tstInfo) problems.push('签名未注明内容是时间戳');
  const stated = values.get(oids.messageDigest);
  if (stated?.tag !== tags.octetString || !hashed(digest, content).equals(stated.content))
    problems.push('时间戳的内容与其签名所记的摘要不符');
  const signer = namedSigner(values, certificates);
  if (!signer) throw new RangeError('signer certificate is not in the token');
  if (!signer.keyUsage?.includes(oids.timeStamping)) problems.push('签发时间戳的证书不是时间戳用途');
  if (!isNamed(signer, name)) problems.push('签名所指的证书不是签发时间戳的证书');
  // What is signed is the set of attributes under its universal tag.
  const body = Buffer.from(attributes!.whole);
  body[0] = tags.set;
  const kind = signatures[oidOf(membersOf(algorithm, tags.sequence)[0])];
  const signed = signatureHolds(kind === 'same' ? digest : kind, signer, body, signature!.content);
  if (signed === false) problems.push('时间戳的签名不成立');
  return { signer, signed, problems };
}

/** Issuer and serial number as in the certificate; a key identifier says no more than the digest already did. */
function isNamed(signer: X509Certificate, name: DerNode | undefined): boolean {
  if (name?.tag !== tags.sequence) return name?.tag === 0x80;
  const [issuer, serial] = readDer(name.content);
  const body = membersOf(membersOf(readOne(signer.raw), tags.sequence)[0], tags.sequence);
  const [ownSerial, , ownIssuer] = body[0]?.tag === 0xa0 ? body.slice(1) : body;
  const same = (a: DerNode | undefined, b: DerNode | undefined) =>
    a !== undefined && b !== undefined && Buffer.from(a.whole).equals(b.whole);
  return same(issuer, ownIssuer) && same(serial, ownSerial);
}

/** The certificate whose digest the signer signed for; ESSCertID of RFC 2634 (SHA-1) or RFC 5035. */
function namedSigner(
  values: ReadonlyMap<string, DerNode | undefined>,
  certificates: X509Certificate[],
): X509Certificate | undefined {
  const version2 = values.get(oids.signingCertificateV2);
  const named = version2 ?? values.get(oids.signingCertificate);
  const [first] = membersOf(membersOf(named, tags.sequence)[0], tags.sequence);
  const members = membersOf(first, tags.sequence);
  let algorithm: string | undefined = version2 ? 'sha256' : 'sha1';
  if (version2 && members[0]?.tag === tags.sequence) algorithm = digestOfAlgorithm(members.shift());
  const digest = members[0];
  if (digest?.tag !== tags.octetString) throw new RangeError('no certificate digest');
  return certificates.find((each) => hashed(algorithm, each.raw).equals(digest.content));
}

function signatureHolds(
  kind: string | undefined,
  signer: X509Certificate,
  body: Uint8Array,
  signature: Uint8Array,
): boolean | undefined {
  if (kind === undefined) return undefined;
  if (kind === 'sm2') return verifySm2(publicKeyPem(signer.publicKey), body, signature);
  return verify(kind === 'none' ? null : kind, body, signer.publicKey, signature);
}
