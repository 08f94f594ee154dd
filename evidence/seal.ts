import { createPublicKey, type KeyObject, type X509Certificate } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Fault, type RunRecord, type SealManifest } from '../spec/index.ts';
import { digestOf } from '../spec/load/index.ts';
import { readJournal } from './journal.ts';
import { manifestText, sealedFiles, sha256Sums, sm3Sums } from './manifest.ts';
import { digestOfRecord, foldRun, lockRun, writeDurably } from './run-directory.ts';
import { derivedFiles, ownListText, readSeals, type SealFolder, sealFolderName } from './seal-folder.ts';
import { algorithmOf, publicKeyPem, signByCommand, signWith, verifySignature } from './signature.ts';
import { isValidAt, subjectOf, validityOf } from './signature-certificate.ts';
import type { SigningKey } from './signature-key.ts';
import { hasSm3 } from './sm3.ts';
import { authorityOf, obtainTimeStamp } from './time-stamp.ts';
import { compareGrowth, presentFiles } from './verify-files.ts';
import { checkRecord } from './verify-record.ts';

/** Who signs: nobody, a key that we are shown, or a command that holds it. */
export interface SealOptions {
  directory: string;
  tool: { name: string; version: string };
  now: Date;
  key?: SigningKey | undefined;
  /** Reads the manifest on standard input and writes the signature. */
  command?: string | undefined;
  /** Of the command's key, when there is no certificate. */
  publicKey?: KeyObject | undefined;
  /** The signer's own first. */
  certificates: readonly X509Certificate[];
  /** Address of an RFC 3161 service. */
  timeStampService?: string | undefined;
}

export interface Sealed {
  number: number;
  folder: string;
  /** `sha256:...` */
  manifest: string;
  files: number;
  signer?: SealManifest['signer'];
  timeStamps: number;
  remarks: string[];
}

type Signer = NonNullable<SealManifest['signer']>;

/**
 * Writes seal/NNN over everything that lies in a run directory. A directory that contradicts itself or an earlier seal
 * is refused (RECORD_INVALID); without signature or time stamp that were asked for nothing is written (RECORD_UNSEALED).
 */
export async function sealRun(options: SealOptions): Promise<Sealed> {
  const { directory } = options;
  foldRun(directory);
  const unlock = lockRun(directory);
  try {
    const remarks: string[] = [];
    const record = settle(directory, remarks);
    const { seals } = readSeals(directory);
    refuseContradictions(directory, seals);
    const manifest = manifestOf(options, record, seals.at(-1));
    const files = await filesOf(manifest, options);
    writeSeal(directory, manifest.number, files);
    const last = seals.at(-1)?.manifest;
    if (last) remarks.push(saidSince(last, manifest));
    if (!manifest.signer) remarks.push('未签名：只能查出无意的改动，查不出有意的伪造');
    else if (manifest.signer.certificates.length === 0)
      remarks.push('密钥自持：证明封存之后没有改动，不证明封存者是谁');
    if (!hasSm3) remarks.push('本机的 Node.js 没有 SM3，清单只有 SHA-256');
    return {
      number: manifest.number,
      folder: join(directory, 'seal', sealFolderName(manifest.number)),
      manifest: digestOf(files.get('manifest.json')!),
      files: manifest.files.length,
      ...(manifest.signer ? { signer: manifest.signer } : {}),
      timeStamps: manifest.timeStamps.length,
      remarks,
    };
  } finally {
    unlock();
  }
}

/** What this seal covers that the one before did not; that one stays as it is. */
function saidSince(last: SealManifest, manifest: SealManifest): string {
  const before = new Map(last.files.map(({ path, sha256 }) => [path, sha256]));
  const added = manifest.files.filter(({ path }) => !before.has(path)).length;
  const changed = manifest.files.filter(
    ({ path, sha256 }) => before.has(path) && before.get(path) !== sha256,
  ).length;
  return `自第 ${last.number} 次封存以来：日志新增 ${manifest.journal.lines - last.journal.lines} 行，新增文件 ${added} 个，续写或重新写出 ${changed} 个；第 ${last.number} 次封存仍留作历史`;
}

/** record.json of a run that was killed is behind its journal: it is written anew, and said. */
function settle(directory: string, remarks: string[]): RunRecord {
  const record = foldRun(directory);
  const file = join(directory, 'record.json');
  if (isRecord(file, record)) return record;
  if (existsSync(file) && record.ended === 'finished')
    throw new Fault('RECORD_INVALID', [
      { file, message: '与日志所载的记录不一致', remedy: '从备份恢复整个测试目录' },
    ]);
  writeDurably(file, `${JSON.stringify(record, null, 2)}\n`);
  remarks.push('record.json 缺失或落后于日志（测试曾被中断），已按日志写出');
  return record;
}

function isRecord(file: string, record: RunRecord): boolean {
  try {
    return digestOfRecord(JSON.parse(readFileSync(file, 'utf8')) as RunRecord) === digestOfRecord(record);
  } catch {
    return false;
  }
}

function refuseContradictions(directory: string, seals: readonly SealFolder[]): void {
  const present = presentFiles(directory);
  const differences = [
    ...checkRecord(directory, present).differences,
    ...seals.flatMap((seal) => [
      ...seal.differences,
      ...(seal.manifest ? compareGrowth(directory, seal.manifest, present) : []),
    ]),
  ];
  if (differences.length > 0)
    throw new Fault(
      'RECORD_INVALID',
      differences.map(({ path, line, message }) => ({
        file: join(directory, path),
        ...(line === undefined ? {} : { line }),
        message,
        remedy: '查明改动的来由，从备份恢复后再封存',
      })),
    );
}

function signerOf({ key, command, publicKey, certificates, now }: SealOptions): Signer | undefined {
  const invalid = (message: string, remedy: string) => new Fault('USAGE_KEY_INVALID', [{ message, remedy }]);
  const leaf = certificates[0];
  if (!key && !command) {
    if (leaf || publicKey) throw invalid('给了证书或公钥，却没有签名的密钥', '加上 --key 或 --signer');
    return undefined;
  }
  const own = key ? createPublicKey(key.key) : (leaf?.publicKey ?? publicKey);
  if (!own) throw invalid('不知道签名程序用的是哪把密钥', '以 --certificate 或 --public-key 给出');
  const pem = publicKeyPem(own);
  if (leaf && publicKeyPem(leaf.publicKey) !== pem)
    throw invalid('证书不是这把密钥的证书', '核对 --certificate 与 --key');
  if (publicKey && publicKeyPem(publicKey) !== pem)
    throw invalid('公钥与密钥或证书不是一对', '核对 --public-key');
  if (leaf && !isValidAt(leaf, now))
    throw invalid(
      `证书（${subjectOf(leaf)}）不在有效期内（至 ${validityOf(leaf).to.toISOString()}）`,
      '换用有效的证书',
    );
  const algorithm = algorithmOf(own);
  if (!algorithm) throw invalid('不认识这种公钥', '用 Ed25519、SM2、ECDSA 或 RSA 密钥');
  return { algorithm, publicKey: pem, certificates: certificates.map((each) => each.toString()) };
}

function manifestOf(options: SealOptions, record: RunRecord, previous: SealFolder | undefined): SealManifest {
  const { directory, tool, now, timeStampService } = options;
  const files = sealedFiles(directory);
  const { lines, head, chainedFrom } = readJournal(join(directory, 'journal.ndjson')).chain;
  const judgement = files.filter(({ path }) => /^judgements\/judgement-\d{3,}\.json$/.test(path)).at(-1);
  const signer = signerOf(options);
  const sm3 = sm3Sums(files);
  const authority = timeStampService === undefined ? undefined : authorityOf(timeStampService);
  const stamped =
    authority === undefined ? [] : (['manifest.json', ...(signer ? ['signature'] : [])] as const);
  return {
    format: 'biaochi-seal/1',
    number: (previous?.number ?? 0) + 1,
    sealedAt: now.toISOString(),
    tool: { name: tool.name, version: tool.version },
    run: { id: record.id, record: digestOfRecord(record), ended: record.ended },
    journal: { lines, head, ...(chainedFrom === undefined ? {} : { chainedFrom }) },
    ...(judgement
      ? {
          judgement: {
            revision: Number(/\d+/.exec(judgement.path.split('-').at(-1)!)![0]),
            file: `sha256:${judgement.sha256}`,
          },
        }
      : {}),
    ...(previous ? { previous: { number: previous.number, manifest: previous.digest } } : {}),
    ...(signer ? { signer } : {}),
    timeStamps: stamped.map((over) => ({
      file: over === 'signature' ? 'signature.tsr' : 'manifest.tsr',
      over: over as 'manifest.json' | 'signature',
      authority: authority!,
    })),
    sums: {
      SHA256SUMS: digestOf(sha256Sums(files)),
      ...(sm3 === undefined ? {} : { SM3SUMS: digestOf(sm3) }),
    },
    files,
  };
}

/** All files of the seal: what follows from the manifest, the signature over it, the time stamps over both. */
async function filesOf(manifest: SealManifest, options: SealOptions): Promise<Map<string, Uint8Array>> {
  const text = Buffer.from(manifestText(manifest));
  const files = new Map<string, Uint8Array>([['manifest.json', text]]);
  for (const [name, derived] of derivedFiles(manifest)) files.set(name, Buffer.from(derived));
  const { signer } = manifest;
  if (signer) {
    const key = createPublicKey(signer.publicKey);
    // A machine without openssl cannot check an SM2 signature; whoever verifies is told so again.
    const accepts = (signature: Uint8Array) =>
      verifySignature(signer.algorithm, key, text, signature) !== false;
    const signature = options.key
      ? signWith(options.key, text)
      : signByCommand(options.command!, text, accepts);
    if (!accepts(signature))
      throw new Fault('RECORD_UNSEALED', [{ message: '签名与公钥不符', remedy: '核对密钥文件是否完整' }]);
    files.set('signature', signature);
  }
  for (const { file, over } of manifest.timeStamps)
    files.set(file, await obtainTimeStamp(options.timeStampService!, files.get(over)!));
  files.set('seal.sha256', Buffer.from(ownListText(files)));
  return files;
}

/** All or nothing: a seal whose making was cut off never stands under its number. */
function writeSeal(directory: string, number: number, files: ReadonlyMap<string, Uint8Array>): void {
  const draft = join(directory, 'seal', '.draft');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  for (const [name, bytes] of files) writeFileSync(join(draft, name), bytes, { flush: true });
  renameSync(draft, join(directory, 'seal', sealFolderName(number)));
  const handle = openSync(join(directory, 'seal'), 'r');
  fsyncSync(handle);
  closeSync(handle);
}
