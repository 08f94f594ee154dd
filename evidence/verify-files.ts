import { join } from 'node:path';
import type { SealedFile, SealManifest } from '../spec/index.ts';
import { digestsOfFile, listFiles } from './manifest.ts';
import type { Difference } from './seal-folder.ts';

/** What lies in a run directory now. */
export interface PresentFiles {
  files: ReadonlyMap<string, SealedFile>;
  /** Links, devices and unprintable names, with what they are. */
  strange: ReadonlyMap<string, string>;
}

/** Digests of every file of a run directory, each read once. */
export function presentFiles(directory: string): PresentFiles {
  const { paths, unlistable } = listFiles(directory);
  return {
    files: new Map(paths.map((path) => [path, { path, ...digestsOfFile(join(directory, path)) }])),
    strange: new Map(unlistable.map(({ path, why }) => [path, why])),
  };
}

export function isSame(sealed: SealedFile, now: SealedFile): boolean {
  const sm3Differs = sealed.sm3 !== undefined && now.sm3 !== undefined && sealed.sm3 !== now.sm3;
  return sealed.bytes === now.bytes && sealed.sha256 === now.sha256 && !sm3Differs;
}

/** Holds the files to the newest manifest: altered, missing, added. */
export function compareFiles(manifest: SealManifest, { files, strange }: PresentFiles): Difference[] {
  const listed = new Set(manifest.files.map(({ path }) => path));
  const differences: Difference[] = [];
  for (const sealed of manifest.files) {
    const now = files.get(sealed.path);
    if (now && isSame(sealed, now)) continue;
    const message = strange.get(sealed.path) ?? (now ? saidOfSize(sealed, now) : '封存的文件不存在');
    differences.push({
      path: sealed.path,
      kind: now || strange.has(sealed.path) ? 'altered' : 'missing',
      message,
    });
  }
  for (const path of [...files.keys(), ...strange.keys()])
    if (!listed.has(path)) differences.push({ path, kind: 'added', message: '封存之后新增，不受签名保护' });
  return differences;
}

function saidOfSize(sealed: SealedFile, now: SealedFile): string {
  return sealed.bytes === now.bytes
    ? '内容与封存时的摘要不符'
    : `封存时 ${sealed.bytes} 字节，现为 ${now.bytes} 字节`;
}

/**
 * Holds the files to an older manifest. A run only grows: evidence and judgements stay, the journal is added to;
 * record.json and the printed forms are written anew.
 */
export function compareGrowth(
  directory: string,
  manifest: SealManifest,
  { files }: PresentFiles,
): Difference[] {
  const differences: Difference[] = [];
  const since = `与第 ${manifest.number} 次封存时不同`;
  for (const sealed of manifest.files) {
    const now = files.get(sealed.path);
    const { path } = sealed;
    if (path === 'journal.ndjson') {
      const begin = now && now.bytes >= sealed.bytes && digestsOfFile(join(directory, path), sealed.bytes);
      if (begin && !isSame(sealed, { path, ...begin }))
        differences.push({ path, kind: 'altered', message: `开头 ${sealed.bytes} 字节${since}` });
      else if (!begin)
        differences.push({ path, kind: now ? 'altered' : 'missing', message: `${since}：变短或不存在` });
    } else if (/^(evidence|judgements)\//.test(path) && !(now && isSame(sealed, now)))
      differences.push({
        path,
        kind: now ? 'altered' : 'missing',
        message: `${since}：只应增加，不应改动或删除`,
      });
  }
  return differences;
}
