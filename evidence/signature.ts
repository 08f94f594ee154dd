import { spawnSync } from 'node:child_process';
import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { Fault, type SignatureAlgorithm } from '../spec/index.ts';
import { signSm2, verifySm2 } from './signature-sm2.ts';

const curveSm2 = Buffer.from('06082a811ccf5501822d', 'hex');

/** Which signature a public key calls for; undefined for a kind that we do not know. */
export function algorithmOf(key: KeyObject): SignatureAlgorithm | undefined {
  if (key.asymmetricKeyType === 'ed25519') return 'Ed25519';
  if (key.asymmetricKeyType === 'rsa') return 'RSA-SHA256';
  if (key.export({ type: 'spki', format: 'der' }).includes(curveSm2)) return 'SM2-SM3';
  return key.asymmetricKeyType === 'ec' ? 'ECDSA-SHA256' : undefined;
}

/** A public key as PEM, the same for the same key however it was written. */
export function publicKeyPem(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

/** Signs with a key that we hold. Throws USAGE_KEY_INVALID when it cannot. */
export function signWith(privateKey: { pem: string; key: KeyObject }, data: Uint8Array): Buffer {
  const algorithm = algorithmOf(createPublicKey(privateKey.key));
  if (algorithm === 'Ed25519') return sign(null, data, privateKey.key);
  if (algorithm === 'SM2-SM3') {
    const { signature, complaint } = signSm2(privateKey.pem, data);
    if (signature) return signature;
    throw new Fault('USAGE_KEY_INVALID', [
      {
        message: `openssl 未能以 SM2 签名：${complaint.trim()}`,
        remedy: '安装支持 SM2 的 openssl，或以 --signer 指定签名程序',
      },
    ]);
  }
  throw new Fault('USAGE_KEY_INVALID', [
    {
      message: '密钥不是 Ed25519 或 SM2',
      remedy: '换用 Ed25519 或 SM2 密钥；其他密钥以 --signer 指定签名程序',
    },
  ]);
}

/** Lets a command sign: manifest on its standard input, signature (binary or base64) on its standard output. */
export function signByCommand(
  command: string,
  data: Uint8Array,
  accepts: (signature: Uint8Array) => boolean,
): Buffer {
  const done = spawnSync(command, {
    shell: true,
    input: data,
    stdio: ['pipe', 'pipe', 'inherit'],
    maxBuffer: 1 << 20,
    timeout: 300_000,
  });
  if (done.status !== 0)
    throw new Fault('RECORD_UNSEALED', [
      {
        message: `签名程序以状态 ${done.status ?? done.signal ?? done.error?.message} 结束`,
        remedy: '单独运行该程序查明原因',
      },
    ]);
  const written = done.stdout as Buffer;
  const forms = [written, Buffer.from(written.toString('latin1').trim(), 'base64')];
  const signature = forms.find((form) => form.length > 0 && accepts(form));
  if (!signature)
    throw new Fault('RECORD_UNSEALED', [
      {
        message: '签名程序给出的签名与公钥不符',
        remedy: '核对 --public-key 或 --certificate 是否属于该签名程序的密钥',
      },
    ]);
  return signature;
}

/** True or false; undefined when this machine cannot say (SM2 without openssl). Never throws on garbage. */
export function verifySignature(
  algorithm: SignatureAlgorithm,
  key: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
): boolean | undefined {
  if (algorithmOf(key) !== algorithm) return false;
  if (algorithm === 'SM2-SM3') return verifySm2(publicKeyPem(key), data, signature);
  try {
    return verify(algorithm === 'Ed25519' ? null : 'sha256', data, key, signature);
  } catch {
    return false;
  }
}
