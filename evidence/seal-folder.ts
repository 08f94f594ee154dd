import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault, type SealManifest } from '../spec/index.ts';
import { digestOf } from '../spec/load/index.ts';
import { manifestText, parseManifest, sha256Sums, sm3Sums } from './manifest.ts';
import { publicKeyPem, verifySignature } from './signature.ts';

/** One thing in a bundle that is not as it was sealed or as the rest of the bundle says. */
export interface Difference {
  /** Inside the run directory, `/` between folders. */
  path: string;
  kind: 'altered' | 'missing' | 'added' | 'inconsistent' | 'grown';
  message: string;
  line?: number;
}

/** A folder seal/NNN as read; `manifest` is absent when it cannot be read as one. */
export interface SealFolder {
  number: number;
  /** `seal/001` */
  path: string;
  files: ReadonlyMap<string, Buffer>;
  manifest?: SealManifest;
  /** `sha256:...` of manifest.json. */
  digest: string;
  differences: Difference[];
}

/** The seal's own files with their digests, and the digest of that list: finds accidents, not forgers. */
const ownList = 'seal.sha256';
const hex = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

export function sealFolderName(number: number): string {
  return String(number).padStart(3, '0');
}

/** Bytes of seal.sha256 for these files. */
export function ownListText(files: ReadonlyMap<string, Uint8Array>): string {
  const lines = [...files.keys()].sort().map((name) => `${hex(files.get(name)!)}  ${name}\n`);
  return `${lines.join('')}# ${hex(lines.join(''))}\n`;
}

/** What must stand beside a manifest because the manifest says so, but for signature and time stamps. */
export function derivedFiles(manifest: SealManifest): Map<string, string> {
  const files = new Map([['SHA256SUMS', sha256Sums(manifest.files)]]);
  const sm3 = sm3Sums(manifest.files);
  if (sm3 !== undefined) files.set('SM3SUMS', sm3);
  const { signer } = manifest;
  if (signer) files.set('public-key.pem', signer.publicKey);
  if (signer && signer.certificates.length > 0) files.set('certificate.pem', signer.certificates.join(''));
  return files;
}

function regularFiles(folder: string): Map<string, Buffer> {
  return new Map(
    readdirSync(folder)
      .filter((name) => lstatSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name))]),
  );
}

/** Reads all seals of a run, oldest first, and holds each folder to itself; what lies between them is listed too. */
export function readSeals(directory: string): { seals: SealFolder[]; differences: Difference[] } {
  const root = join(directory, 'seal');
  if (!existsSync(root)) return { seals: [], differences: [] };
  const seals: SealFolder[] = [];
  const differences: Difference[] = [];
  for (const entry of readdirSync(root, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory() && /^\d{3,}$/.test(entry.name)) seals.push(readSeal(directory, entry.name));
    else
      differences.push({
        path: `seal/${entry.name}`,
        kind: 'added',
        message: entry.name === '.draft' ? '封存中断留下的残余，可删除' : '不属于任何一次封存',
      });
  }
  seals.sort((a, b) => a.number - b.number);
  const newest = seals.at(-1)?.number ?? 0;
  for (let number = 1; number < newest; number++)
    if (!seals.some((seal) => seal.number === number))
      differences.push({
        path: `seal/${sealFolderName(number)}`,
        kind: 'missing',
        message: '缺少这一次封存',
      });
  return { seals, differences };
}

function readSeal(directory: string, name: string): SealFolder {
  const path = `seal/${name}`;
  const folder = join(directory, 'seal', name);
  const files = regularFiles(folder);
  const differences: Difference[] = [];
  const say = (file: string, kind: Difference['kind'], message: string) =>
    differences.push({ path: `${path}/${file}`, kind, message });
  for (const entry of readdirSync(folder)) if (!files.has(entry)) say(entry, 'added', '不是普通文件');
  const bytes = files.get('manifest.json');
  let manifest: SealManifest | undefined;
  if (!bytes) say('manifest.json', 'missing', '清单不存在');
  else {
    try {
      manifest = parseManifest(bytes.toString('utf8'), `${path}/manifest.json`);
      if (!Buffer.from(manifestText(manifest)).equals(bytes) || sealFolderName(manifest.number) !== name) {
        say('manifest.json', 'altered', '清单的写法或编号不是封存时的');
      }
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      say('manifest.json', 'altered', error.problems.map((p) => p.message).join('；'));
    }
  }
  holdToOwnList(files, say);
  if (manifest) holdToManifest(manifest, files, say);
  return {
    number: Number(name),
    path,
    files,
    ...(manifest ? { manifest } : {}),
    digest: digestOf(bytes ?? ''),
    differences,
  };
}

type Say = (file: string, kind: Difference['kind'], message: string) => void;

function holdToOwnList(files: ReadonlyMap<string, Buffer>, say: Say): void {
  const list = files.get(ownList)?.toString('latin1');
  if (list === undefined) {
    say(ownList, 'missing', '封存文件的摘要表不存在');
    return;
  }
  const [, body = '', sum] = /^((?:.*\n)*)# ([0-9a-f]{64})\n$/.exec(list) ?? [];
  if (sum === undefined || hex(body) !== sum) {
    say(ownList, 'altered', '摘要表本身被改动');
    return;
  }
  const listed = new Map(
    body
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  );
  for (const [name, digest] of listed) {
    const bytes = files.get(name);
    if (!bytes) say(name, 'missing', '封存的文件不存在');
    else if (hex(bytes) !== digest) say(name, 'altered', '内容与摘要表不符');
  }
  for (const name of files.keys())
    if (name !== ownList && !listed.has(name)) say(name, 'added', '不在摘要表内');
}

/** The manifest is what is signed: everything beside it must follow from it. */
function holdToManifest(manifest: SealManifest, files: ReadonlyMap<string, Buffer>, say: Say): void {
  const derived = derivedFiles(manifest);
  for (const [name, text] of derived)
    if (files.get(name)?.equals(Buffer.from(text)) !== true)
      say(name, files.has(name) ? 'altered' : 'missing', '与清单所载不符');
  const { SHA256SUMS, SM3SUMS } = manifest.sums;
  const sm3 = derived.get('SM3SUMS');
  if (digestOf(derived.get('SHA256SUMS')!) !== SHA256SUMS || (sm3 && digestOf(sm3)) !== SM3SUMS)
    say('manifest.json', 'altered', '清单所记的摘要表与文件列表不符');
  const stamps = manifest.timeStamps.map(({ file }) => file);
  const expected = [
    'manifest.json',
    ownList,
    ...derived.keys(),
    ...stamps,
    ...(manifest.signer ? ['signature'] : []),
  ];
  for (const name of expected) if (!files.has(name)) say(name, 'missing', '清单要求有这个文件');
  for (const name of files.keys()) if (!expected.includes(name)) say(name, 'added', '清单没有这个文件');
}

/** The key that a manifest names; undefined when it names none or none that can be read. */
export function keyOf(manifest: SealManifest): KeyObject | undefined {
  try {
    const key = manifest.signer && createPublicKey(manifest.signer.publicKey);
    return key && publicKeyPem(key) === manifest.signer?.publicKey ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Does the key that the manifest names take the signature? Undefined where this machine cannot say. */
export function isSignedByOwnKey({ manifest, files }: SealFolder): boolean | undefined {
  const key = manifest && keyOf(manifest);
  const signature = files.get('signature');
  if (!manifest?.signer || !key || !signature) return false;
  return verifySignature(manifest.signer.algorithm, key, files.get('manifest.json')!, signature);
}
