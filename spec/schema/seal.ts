import type { FromSchema } from 'json-schema-to-ts';
import { beijingTime } from '../beijing-time.ts';
import { digestSchema, instantSchema, textSchema } from './primitives.ts';

/** Who can be held to a seal: nobody, the holder of a key, or whom a certificate names. */
export const signatureAlgorithms = {
  Ed25519: 'Ed25519',
  'SM2-SM3': 'SM2（SM3 摘要）',
  'ECDSA-SHA256': 'ECDSA（SHA-256 摘要）',
  'RSA-SHA256': 'RSA（SHA-256 摘要）',
} as const;
export type SignatureAlgorithm = keyof typeof signatureAlgorithms;

const hex = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const;
const pem = { type: 'string', pattern: '^-----BEGIN ', maxLength: 16384 } as const;
const count = { type: 'integer', minimum: 0 } as const;

/** What a seal covers: every file of a run directory but seal/ and the lock. The signature is over these bytes. */
export const sealManifestSchema = {
  type: 'object',
  required: ['format', 'number', 'sealedAt', 'tool', 'run', 'journal', 'timeStamps', 'sums', 'files'],
  additionalProperties: false,
  properties: {
    format: { const: 'biaochi-seal/1' },
    number: { type: 'integer', minimum: 1 },
    /** By the clock of the machine that sealed; only a time stamp proves it. */
    sealedAt: instantSchema,
    tool: {
      type: 'object',
      required: ['name', 'version'],
      additionalProperties: false,
      properties: { name: textSchema, version: textSchema },
    },
    run: {
      type: 'object',
      required: ['id', 'record', 'ended'],
      additionalProperties: false,
      properties: { id: textSchema, record: digestSchema, ended: textSchema },
    },
    journal: {
      type: 'object',
      required: ['lines', 'head'],
      additionalProperties: false,
      properties: { lines: count, head: digestSchema, chainedFrom: { type: 'integer', minimum: 1 } },
    },
    judgement: {
      type: 'object',
      required: ['revision', 'file'],
      additionalProperties: false,
      properties: { revision: { type: 'integer', minimum: 1 }, file: textSchema },
    },
    previous: {
      type: 'object',
      required: ['number', 'manifest'],
      additionalProperties: false,
      properties: { number: { type: 'integer', minimum: 1 }, manifest: digestSchema },
    },
    signer: {
      type: 'object',
      required: ['algorithm', 'publicKey', 'certificates'],
      additionalProperties: false,
      properties: {
        algorithm: { enum: ['Ed25519', 'SM2-SM3', 'ECDSA-SHA256', 'RSA-SHA256'] },
        /** SPKI, PEM. */
        publicKey: pem,
        /** PEM, the signer's own first; none for a self-held key. */
        certificates: { type: 'array', items: pem },
      },
    },
    /** Files of the seal that hold RFC 3161 responses, so that their removal shows. */
    timeStamps: {
      type: 'array',
      items: {
        type: 'object',
        required: ['file', 'over', 'authority'],
        additionalProperties: false,
        properties: {
          file: textSchema,
          over: { enum: ['manifest.json', 'signature'] },
          authority: textSchema,
        },
      },
    },
    /** Digest of each list of digests that stands beside the manifest. */
    sums: {
      type: 'object',
      required: ['SHA256SUMS'],
      additionalProperties: false,
      properties: { SHA256SUMS: digestSchema, SM3SUMS: digestSchema },
    },
    files: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'bytes', 'sha256'],
        additionalProperties: false,
        properties: { path: textSchema, bytes: count, sha256: hex, sm3: hex },
      },
    },
  },
} as const;
export type SealManifest = FromSchema<typeof sealManifestSchema>;
export type SealedFile = SealManifest['files'][number];

/** How a run stands sealed at the moment of asking; what a report prints of it. */
export interface SealState {
  /**
   * `unsealed`: never. `outdated`: record or judgement changed since. `broken`: the newest seal does not hold.
   * `unchecked`: signed with SM2 where no openssl can say. Only `signed` is ever printed as signed.
   */
  state: 'unsealed' | 'unsigned' | 'signed' | 'outdated' | 'broken' | 'unchecked';
  number?: number;
  /** `sha256:...` of the newest manifest. */
  manifest?: string;
  sealedAt?: string;
  algorithm?: SignatureAlgorithm;
  /** Subject of the signer's certificate; absent for a self-held key. */
  subject?: string;
  timeStamped?: boolean;
}

/** `未签名`, or which seal is signed: the mark on every page. */
export function sealMark(seal: SealState | undefined): string {
  if (seal?.state !== 'signed') return '未签名';
  return `已签名（第 ${seal.number} 次封存，清单 ${seal.manifest?.slice(0, 'sha256:'.length + 12)}）`;
}

/** The same at length, for the cover of a report. */
export function sealFacts(seal: SealState | undefined): string {
  const nth = `第 ${seal?.number} 次封存`;
  switch (seal?.state) {
    case undefined:
    case 'unsealed':
      return '未封存，未签名';
    case 'outdated':
      return `未签名：${nth}之后记录或判定有变动`;
    case 'broken':
      return `未签名：${nth}核验不通过`;
    case 'unchecked':
      return `未签名：${nth}的 SM2 签名在出具本报告的机器上未能核验`;
    case 'unsigned':
      return `未签名：${nth}没有签名，清单摘要 ${seal.manifest}`;
    case 'signed':
      return [
        `已签名：${nth}，${beijingTime(seal.sealedAt ?? '')}（北京时间，封存者的时钟）`,
        `清单摘要 ${seal.manifest}`,
        `${seal.algorithm ? signatureAlgorithms[seal.algorithm] : ''}，${seal.subject === undefined ? '密钥自持，不表明签名人身份' : `证书主体 ${seal.subject}`}`,
        seal.timeStamped ? '有时间戳' : '无时间戳',
        '签名所及为记录、证据与判定；本报告文件由其后的封存保护',
      ].join('；');
  }
}
