import type { EvidenceItem, ImportedResult } from '../spec/index.ts';
import { resumeRun } from './run-directory.ts';

/** Puts the file into the safe and then the import into the journal, so that none is without its file. */
export async function keepImport(
  directory: string,
  file: { label: string; bytes: Uint8Array },
  importOf: (evidence: EvidenceItem) => ImportedResult,
): Promise<ImportedResult> {
  const { run } = resumeRun(directory);
  try {
    const imported = importOf(await run.putEvidence(file.label, 'application/json', file.bytes));
    run.journal.append({ type: 'import', imported });
    return imported;
  } finally {
    run.close();
  }
}
