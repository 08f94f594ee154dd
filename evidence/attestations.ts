import { type Attestation, type AttestationDraft, evidenceOfAttestation, Fault } from '../spec/index.ts';
import { resumeRun } from './run-directory.ts';

/** What was handed in for a run: attestations, and the bytes of the files that they name, by digest. */
export interface HandedIn {
  drafts: readonly AttestationDraft[];
  bytes: ReadonlyMap<string, Uint8Array>;
}

/**
 * Puts the files into the safe and then the attestations into the journal, numbered in its order.
 * A crash between the two leaves files that nothing names, never an attestation without its files.
 */
export async function keepAttestations(
  directory: string,
  handedIn: HandedIn,
  recordedAt: string,
): Promise<Attestation[]> {
  const { run, record } = resumeRun(directory);
  try {
    const first = (record.attestations ?? []).length + 1;
    const kept = handedIn.drafts.map(
      (draft, index): Attestation => ({
        ...draft,
        id: `A${String(first + index).padStart(3, '0')}`,
        recordedAt,
      }),
    );
    for (const item of kept.flatMap(evidenceOfAttestation)) {
      const bytes = handedIn.bytes.get(item.digest);
      if (bytes === undefined) throw new Error(`no bytes of ${item.digest}`);
      const stored = await run.putEvidence(item.label, item.mediaType, bytes);
      if (stored.digest !== item.digest)
        throw new Fault('INTAKE_UNREADABLE', [
          { message: `${item.label}在读取期间有变动`, remedy: '待文件不再变动后重新提交' },
        ]);
    }
    for (const attestation of kept) run.journal.append({ type: 'attestation', attestation });
    return kept;
  } finally {
    run.close();
  }
}
