import { join } from 'node:path';
import type { SealedFile, SealManifest } from '../spec/index.ts';
import { digestsOfFile, listFiles } from './manifest.ts';
import type { Difference } from './seal-folder.ts';
import type { RecordFindings } from './verify-record.ts';

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

function isSame(sealed: SealedFile, now: SealedFile): boolean {
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

/** Written anew by whatever goes on with a run, from what only grows. */
const rewritten = /^(record\.json|resume\.json|deferrals\.yaml|report\/report\.[a-z0-9.]+)$/;
const judgementFile = /^judgements\/judgement-\d{3,}\.json$/;

/** What came after a seal by ways that a run goes on, and what did not. */
export interface SinceSeal {
  differences: Difference[];
  /** Lines of the journal, evidence that these name, judgements, forms printed anew: not covered by the seal. */
  growth: Difference[];
}

/**
 * Parts what a sealed run grew by from what was altered. A run goes on by lines of its journal and by judgements;
 * without either nothing is written anew, and evidence that no line names is nobody's.
 */
export function partGrowth(
  directory: string,
  manifest: SealManifest,
  differences: readonly Difference[],
  { present, found }: { present: PresentFiles; found: RecordFindings },
): SinceSeal {
  const journal = manifest.files.find(({ path }) => path === 'journal.ndjson');
  const now = present.files.get('journal.ndjson');
  const longer =
    journal !== undefined &&
    now !== undefined &&
    now.bytes > journal.bytes &&
    (found.chain?.lines ?? 0) > manifest.journal.lines &&
    isSame(journal, { path: journal.path, ...digestsOfFile(join(directory, journal.path), journal.bytes) });
  const unsound = new Set(found.differences.map(({ path }) => path));
  const judged = differences.some(
    ({ path, kind }) => kind === 'added' && judgementFile.test(path) && !unsound.has(path),
  );
  const named = new Set((found.record?.evidence ?? []).map(({ digest }) => digest.slice('sha256:'.length)));
  const isGrowth = ({ path, kind }: Difference): boolean => {
    if (kind === 'missing' || present.strange.has(path) || unsound.has(path)) return false;
    if (path === 'journal.ndjson') return longer;
    if (!longer && !judged) return false;
    if (rewritten.test(path)) return true;
    if (kind !== 'added') return false;
    const [, name] = /^evidence\/[0-9a-f]{2}\/([0-9a-f]{64})$/.exec(path) ?? [];
    return (
      judgementFile.test(path) || /^earlier\/.+\.json$/.test(path) || (name !== undefined && named.has(name))
    );
  };
  const said = (each: Difference): Difference => ({
    ...each,
    kind: each.kind === 'added' ? 'added' : 'grown',
    message:
      each.path === 'journal.ndjson'
        ? `封存所及的 ${journal?.bytes ?? 0} 字节未改动，其后新增 ${(now?.bytes ?? 0) - (journal?.bytes ?? 0)} 字节`
        : each.kind === 'added'
          ? '封存之后新增'
          : '封存之后重新写出',
  });
  return {
    differences: differences.filter((each) => !isGrowth(each)),
    growth: differences.filter(isGrowth).map(said),
  };
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
