import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import {
  Fault,
  type Problem,
  type SealedFile,
  type SealManifest,
  sealManifestSchema,
} from '../spec/index.ts';
import { schemaProblems } from '../spec/load/index.ts';
import { createSm3 } from './sm3.ts';

/** Beside the run, never part of it: the seals themselves and the lock of whoever writes. */
const outside = new Set(['seal', '.lock']);

/** What a list of digests cannot hold: links, devices, and names that a line of text would break. */
export interface Unlistable {
  path: string;
  why: string;
}

/** Paths of all files of a run directory, `/` between folders, sorted; and what cannot be listed. */
export function listFiles(directory: string): { paths: string[]; unlistable: Unlistable[] } {
  const paths: string[] = [];
  const unlistable: Unlistable[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(directory, folder), { withFileTypes: true })) {
      if (folder === '' && outside.has(entry.name)) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      if (/[\u0000-\u001f\u007f\\\ufffd]/.test(entry.name))
        unlistable.push({ path, why: '文件名含控制字符或反斜杠' });
      else if (entry.isDirectory()) visit(path);
      else if (entry.isFile()) paths.push(path);
      else unlistable.push({ path, why: '不是普通文件（链接、设备或管道）' });
    }
  };
  visit('');
  return { paths: paths.sort(byCodeUnit), unlistable };
}

const byCodeUnit = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const piece = 1 << 20;

/** Digests of a file's first `bytes`, or of all of it, read once in pieces. */
export function digestsOfFile(file: string, bytes = Number.POSITIVE_INFINITY): Omit<SealedFile, 'path'> {
  const sha256 = createHash('sha256');
  const sm3 = createSm3();
  const buffer = Buffer.allocUnsafe(piece);
  const handle = openSync(file, 'r');
  let done = 0;
  try {
    for (;;) {
      const got = readSync(handle, buffer, 0, Math.min(piece, bytes - done), done);
      if (got === 0) break;
      sha256.update(buffer.subarray(0, got));
      sm3?.update(buffer.subarray(0, got));
      done += got;
    }
  } finally {
    closeSync(handle);
  }
  return { bytes: done, sha256: sha256.digest('hex'), ...(sm3 ? { sm3: sm3.digest('hex') } : {}) };
}

/** Every file of a run directory with its digests. Throws RECORD_UNSEALED for what cannot be listed. */
export function sealedFiles(directory: string): SealedFile[] {
  const { paths, unlistable } = listFiles(directory);
  if (unlistable.length > 0)
    throw new Fault(
      'RECORD_UNSEALED',
      unlistable.map(({ path, why }) => ({
        file: join(directory, path),
        message: why,
        remedy: '移出测试目录',
      })),
    );
  return paths.map((path) => ({ path, ...digestsOfFile(join(directory, path)) }));
}

/** As `sha256sum` writes it, and `sha256sum -c` reads it, inside the run directory. */
export function sha256Sums(files: readonly SealedFile[]): string {
  return files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('');
}

/** As `openssl dgst -sm3` writes it, and `cksum -a sm3 -c` reads it; undefined unless every file has an SM3. */
export function sm3Sums(files: readonly SealedFile[]): string | undefined {
  if (files.some(({ sm3 }) => sm3 === undefined)) return undefined;
  return files.map(({ path, sm3 }) => `SM3(${path})= ${sm3}\n`).join('');
}

/** The bytes that are signed. */
export function manifestText(manifest: SealManifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Reads a manifest strictly; throws RECORD_INVALID when it is not one. */
export function parseManifest(text: string, file: string): SealManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Fault('RECORD_INVALID', [{ file, message: '清单不是 JSON', remedy: '从备份恢复' }]);
  }
  const problems: Problem[] = schemaProblems(value, sealManifestSchema, file, () => ({}));
  if (problems.length > 0) throw new Fault('RECORD_INVALID', problems.slice(0, 5));
  return value as SealManifest;
}
