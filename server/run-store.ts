import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readRun, sealStateOf } from '../evidence/index.ts';
import { type InterchangeFormat, interchangeFormats } from '../reports/index.ts';
import type { EvidenceItem, Judgement, RunRecord, SealState } from '../spec/index.ts';

/** The forms of a report that people read, and those for other programs, as their files are named. */
export const reportFiles = {
  html: 'report.html',
  pdf: 'report.pdf',
  docx: 'report.docx',
  json: 'report.json',
  xlsx: 'report.xlsx',
  ...(Object.fromEntries(
    Object.entries(interchangeFormats).map(([format, { extension }]) => [format, `report.${extension}`]),
  ) as Record<InterchangeFormat, string>),
};
export type ReportFormat = keyof typeof reportFiles;
export const reportFormats = Object.keys(reportFiles) as ReportFormat[];

/** One run as it lies in its directory at the moment of asking. */
export interface StoredRun {
  record: RunRecord;
  /** The newest revision; absent while nothing has been judged. */
  judgement: Judgement | undefined;
  /** All revisions, oldest first. */
  revisions: Judgement[];
  seal: SealState;
  /** The printed forms that are there. */
  reports: ReportFormat[];
  /** Everything in the safe that the record names, by digest. */
  evidence: ReadonlyMap<string, EvidenceItem>;
}

export interface RunStore {
  /** Reads again only when something changed on disk. Throws RECORD_MISSING or RECORD_INVALID. */
  read(): StoredRun;
  reportFile(format: ReportFormat): string;
}

export function createRunStore(directory: string): RunStore {
  let cached: { version: string; run: Omit<StoredRun, 'reports'> } | undefined;
  const reportFile = (format: ReportFormat) => join(directory, 'report', reportFiles[format]);
  return {
    reportFile,
    read() {
      const version = versionOf(directory);
      if (cached?.version !== version) {
        const { record, judgements } = readRun(directory);
        const evidence = new Map(record.evidence.map((item) => [item.digest, item]));
        const judgement = judgements.at(-1);
        const seal = sealStateOf(directory, record, judgement);
        cached = { version, run: { record, judgement, revisions: judgements, seal, evidence } };
      }
      return { ...cached.run, reports: reportFormats.filter((format) => existsSync(reportFile(format))) };
    },
  };
}

/** Differs whenever the record has grown, a judgement was added or the run was sealed. */
function versionOf(directory: string): string {
  const mark = (file: string) => {
    const found = statSync(file, { throwIfNoEntry: false });
    return found ? `${file} ${found.mtimeMs} ${found.size}` : '';
  };
  const folder = join(directory, 'judgements');
  const judgements = existsSync(folder) ? readdirSync(folder).map((name) => mark(join(folder, name))) : [];
  return [mark(join(directory, 'journal.ndjson')), mark(join(directory, 'seal')), ...judgements].join('\n');
}
