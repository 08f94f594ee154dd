import type { EvidenceItem, ImportedResult } from '../spec/index.ts';
import { resumeRun } from './run-directory.ts';

/** Puts the file into the safe and then the import, numbered in its order, into the journal, so that none is without its file. */
export async function keepImport(
  directory: string,
  file: { label: string; bytes: Uint8Array },
  importOf: (evidence: EvidenceItem, number: number) => ImportedResult,
): Promise<ImportedResult> {
  const { run, record } = resumeRun(directory);
  try {
    const evidence = await run.putEvidence(file.label, 'application/json', file.bytes);
    const imported = importOf(evidence, (record.imports ?? []).length + 1);
    run.journal.append({ type: 'import', imported });
    return imported;
  } finally {
    run.close();
  }
}
