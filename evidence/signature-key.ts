import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  X509Certificate,
} from 'node:crypto';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { Fault } from '../spec/index.ts';

const invalid = (message: string, remedy: string, file?: string): Fault =>
  new Fault('USAGE_KEY_INVALID', [{ ...(file === undefined ? {} : { file }), message, remedy }]);

/** A key that signs; it never leaves memory. */
export interface SigningKey {
  pem: string;
  key: KeyObject;
}

function read(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw invalid(`${what}无法读取`, '检查路径与权限', file);
  }
}

/** Reads the key behind `env:NAME` or `file:PATH`; one inside the run directory would be handed over with it. */
export function readSigningKey(reference: string, directory: string): SigningKey {
  const [, kind, name] = /^(env|file):(.+)$/s.exec(reference) ?? [];
  if (!kind || !name) throw invalid('密钥须以引用给出', '写作 --key env:环境变量名 或 --key file:文件路径');
  if (kind === 'file') refuseInside(name, directory);
  const pem = kind === 'env' ? process.env[name] : read(name, '密钥文件');
  if (!pem)
    throw new Fault('USAGE_SECRET_MISSING', [{ message: `环境变量 ${name} 没有值`, remedy: '设置后重试' }]);
  try {
    return { pem, key: createPrivateKey(pem) };
  } catch {
    throw invalid(
      `${kind === 'env' ? `环境变量 ${name}` : name} 不是未加密的 PKCS#8 PEM 私钥`,
      '以 openssl pkcs8 -topk8 -nocrypt 转换；不便取出的密钥以 --signer 指定签名程序',
    );
  }
}

function refuseInside(file: string, directory: string): void {
  let path = resolve(file);
  try {
    path = realpathSync(path);
  } catch {
    // Reading it says so.
  }
  if (!relative(realpathSync(directory), path).startsWith('..'))
    throw invalid('私钥位于测试目录之内，会随测试包一同交出', '移到测试目录之外', file);
}

/** A public key from a PEM file (public key or certificate). */
export function readPublicKey(file: string): KeyObject {
  const pem = read(file, '公钥文件');
  if (/PRIVATE KEY-----/.test(pem)) throw invalid('这是私钥', '核验与登记只用公钥', file);
  try {
    return pem.includes('BEGIN CERTIFICATE') ? new X509Certificate(pem).publicKey : createPublicKey(pem);
  } catch {
    throw invalid('不是 PEM 格式的公钥', '以 openssl pkey -pubout 导出公钥', file);
  }
}

/** All certificates of a PEM file, in its order. */
export function readCertificates(file: string): X509Certificate[] {
  const blocks = read(file, '证书文件').match(
    /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g,
  );
  if (!blocks) throw invalid('没有 PEM 格式的证书', '以 openssl x509 -outform PEM 转换', file);
  try {
    return blocks.map((pem) => new X509Certificate(pem));
  } catch {
    throw invalid('证书无法解析', '检查文件是否完整', file);
  }
}

/**
 * Makes an Ed25519 key because somebody asked for it: FILE (0600, never overwritten) and FILE.pub.
 * It is self-held: what it signs is unchanged, but it names nobody.
 */
export function makeSigningKey(file: string): { privateKey: string; publicKey: string } {
  const pair = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const publicKey = `${file}.pub`;
  for (const [name, pem, mode] of [
    [file, pair.privateKey, 0o600],
    [publicKey, pair.publicKey, 0o644],
  ] as const) {
    try {
      writeFileSync(name, pem, { flag: 'wx', mode, flush: true });
    } catch (error) {
      throw invalid(
        (error as NodeJS.ErrnoException).code === 'EEXIST' ? '文件已存在，不予覆盖' : '无法写入',
        '换一个文件名',
        name,
      );
    }
  }
  return { privateKey: file, publicKey };
}
