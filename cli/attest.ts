import { foldRun, keepAttestations, readJudgements } from '../evidence/index.ts';
import { attestTemplate, readAttestations } from '../intake/index.ts';
import type { Attestation, Checkable, Judgement, RunRecord, Tender } from '../spec/index.ts';
import { judgeRun, openTender, type SpecChoice } from './pipeline.ts';

export interface AttestOptions extends SpecChoice {
  directory: string;
  file: string;
  asOf?: string | undefined;
}

export interface Attested {
  tender: Tender;
  record: RunRecord;
  judgement: Judgement;
  isNew: boolean;
  kept: Attestation[];
  unfilled: string[];
  repeated: string[];
}

/** The readings of the newest judgement go on to hold, unless others are named. */
function readingsOf(directory: string, choice: SpecChoice): string[] | undefined {
  const chosen = readJudgements(directory)
    .at(-1)
    ?.readings.filter(({ isPick }) => !isPick)
    .map(({ id, chosen }) => `${id}=${chosen}`);
  return choice.reading ?? chosen;
}

function selectionOf(directory: string, choice: SpecChoice): { record: RunRecord; checkables: Checkable[] } {
  const record = foldRun(directory);
  const { tender } = openTender(record.tender.id, choice);
  const { only } = record.plan;
  return { record, checkables: tender.checkables.filter(({ id }) => !only || only.includes(id)) };
}

/** The attest.yaml of a run, to be filled: every examination and visit of its selection. */
export function templateOf(directory: string, choice: SpecChoice): string {
  return attestTemplate(selectionOf(directory, choice).checkables);
}

/** Keeps what attest.yaml hands in and judges anew. Throws INTAKE_INVALID, and then nothing was kept. */
export async function attest(options: AttestOptions): Promise<Attested> {
  const { directory } = options;
  const choice = { ...options, reading: readingsOf(directory, options) };
  const { record, checkables } = selectionOf(directory, choice);
  const now = new Date().toISOString();
  const read = readAttestations(options.file, { checkables, earlier: record.attestations ?? [], now });
  const kept = read.drafts.length > 0 ? await keepAttestations(directory, read, now) : [];
  const { unfilled, repeated } = read;
  return { ...judgeRun(directory, choice), kept, unfilled, repeated };
}
