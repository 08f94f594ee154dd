import { join } from 'node:path';
import type { SealManifest } from '../spec/index.ts';
import { digestsOfFile } from './manifest.ts';
import type { Difference } from './seal-folder.ts';
import { isSame, type PresentFiles } from './verify-files.ts';
import type { RecordFindings } from './verify-record.ts';

/** Written anew by whatever goes on with a run, from what only grows. */
const rewritten = /^(record\.json|resume\.json|deferrals\.yaml|report\/report\.[a-z0-9.]+)$/;
const judgementFile = /^judgements\/judgement-\d{3,}\.json$/;

/** What came after a seal by ways that a run goes on, and what did not. */
interface SinceSeal {
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
