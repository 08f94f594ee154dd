import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault, type Judgement, type RunRecord } from '../spec/index.ts';
import type { ChainState } from './chain.ts';
import { type JournalEntry, readJournal } from './journal.ts';
import { digestOfRecord, foldEntries } from './run-directory.ts';
import type { Difference } from './seal-folder.ts';
import type { PresentFiles } from './verify-files.ts';

/** What the journal tells, and where the rest of the directory does not agree with it. */
export interface RecordFindings {
  /** Absent when the journal cannot be read. */
  record?: RunRecord;
  chain?: ChainState;
  judgements: number;
  differences: Difference[];
  remarks: string[];
}

const journalName = 'journal.ndjson';

/** Holds record, evidence and judgements to the journal. Needs nothing but the directory. */
export function checkRecord(directory: string, present: PresentFiles): RecordFindings {
  const findings: RecordFindings = { judgements: 0, differences: [], remarks: [] };
  const entries = readEntries(directory, findings);
  checkEvidence(findings, present);
  if (!entries) return findings;
  let record: RunRecord;
  try {
    record = foldEntries(entries, join(directory, journalName));
  } catch (error) {
    // Chained lines that tell no run: not ours, or a field of another kind than any version writes.
    const message =
      error instanceof Fault ? error.problems.map((p) => p.message).join('；') : '日志内容不成记录';
    findings.differences.push({ path: journalName, kind: 'inconsistent', message });
    return findings;
  }
  findings.record = record;
  checkRecordFile(directory, record, findings);
  checkJudgements(directory, entries, record, present, findings);
  return findings;
}

function readEntries(directory: string, findings: RecordFindings): JournalEntry[] | undefined {
  try {
    const { entries, chain } = readJournal(join(directory, journalName));
    findings.chain = chain;
    if (chain.chainedFrom === undefined) findings.remarks.push('日志各行之间没有摘要链（由较早的版本写成）');
    else if (chain.chainedFrom > 1)
      findings.remarks.push(`日志前 ${chain.chainedFrom - 1} 行由较早的版本写成，其后各行有摘要链`);
    return entries;
  } catch (error) {
    if (!(error instanceof Fault)) {
      findings.differences.push({ path: journalName, kind: 'missing', message: '日志无法读取' });
      return undefined;
    }
    for (const { line, message } of error.problems)
      findings.differences.push({
        path: journalName,
        kind: 'altered',
        message,
        ...(line === undefined ? {} : { line }),
      });
    return undefined;
  }
}

function checkEvidence(findings: RecordFindings, { files }: PresentFiles): void {
  for (const { path, sha256 } of files.values()) {
    const [, folder, name = ''] = /^evidence\/(?:(.*)\/)?([^/]+)$/.exec(path) ?? [];
    if (!path.startsWith('evidence/') || /^[0-9a-f]{64}\.\d+\.[0-9a-z]+$/.test(name)) continue;
    if (name !== sha256 || folder !== sha256.slice(0, 2))
      findings.differences.push({ path, kind: 'altered', message: '内容与文件名所记的摘要不符' });
  }
}

/** The same file as others read it; a run that was cut off may have none, or one from before it was resumed. */
function checkRecordFile(directory: string, record: RunRecord, findings: RecordFindings): void {
  for (const { digest, label } of record.evidence) {
    const hex = digest.slice('sha256:'.length);
    const path = `evidence/${hex.slice(0, 2)}/${hex}`;
    if (!existsSync(join(directory, path)))
      findings.differences.push({ path, kind: 'missing', message: `记录所引的证据（${label}）不存在` });
  }
  const path = 'record.json';
  if (!existsSync(join(directory, path))) {
    findings.remarks.push('没有 record.json（测试被中断），以日志为准');
    return;
  }
  const kept = readJson(directory, path);
  if (kept === undefined || digestOfRecord(kept as RunRecord) !== digestOfRecord(record))
    findings.differences.push({ path, kind: 'inconsistent', message: '与日志所载的记录不一致' });
}

function readJson(directory: string, path: string): unknown {
  try {
    return JSON.parse(readFileSync(join(directory, path), 'utf8'));
  } catch {
    return undefined;
  }
}

function checkJudgements(
  directory: string,
  entries: JournalEntry[],
  record: RunRecord,
  { files }: PresentFiles,
  findings: RecordFindings,
): void {
  const paths = [...files.keys()].filter((path) => /^judgements\/judgement-\d{3,}\.json$/.test(path)).sort();
  findings.judgements = paths.length;
  paths.forEach((path, index) => {
    const say = (message: string) => findings.differences.push({ path, kind: 'inconsistent', message });
    const judgement = readJson(directory, path) as Judgement | null | undefined;
    if (typeof judgement !== 'object' || judgement === null || typeof judgement.run?.digest !== 'string') {
      say('判定文件不完整');
      return;
    }
    if (judgement.revision !== index + 1 || judgement.replaces !== (index === 0 ? undefined : index))
      say('判定的版次与所替代的版次不连续，可能缺少一版');
    const lines = linesJudged(entries, judgement.run.digest, record);
    if (lines === undefined || judgement.run.id !== record.id) say('判定所依据的记录摘要与日志不符');
    else if (lines < entries.length)
      findings.remarks.push(
        `第 ${judgement.revision} 版判定依据的是日志前 ${lines} 行${index === paths.length - 1 ? '，其后记录又有增加，应重新判定' : ''}`,
      );
  });
}

/** How many lines of the journal a judgement had before it; undefined when no beginning of it has that digest. */
function linesJudged(entries: JournalEntry[], digest: string, record: RunRecord): number | undefined {
  if (digestOfRecord(record) === digest) return entries.length;
  for (let lines = entries.length - 1; lines > 0; lines--)
    if (digestOfRecord(foldEntries(entries.slice(0, lines), journalName)) === digest) return lines;
  return undefined;
}
