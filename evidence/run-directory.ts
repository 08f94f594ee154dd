import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  canonicalJson,
  type EvidenceItem,
  evidenceOfAttestation,
  Fault,
  type Judgement,
  type ResourceEntry,
  type RunRecord,
} from '../spec/index.ts';
import { digestOf } from '../spec/load/index.ts';
import { type Journal, type JournalEntry, openJournal, type RunHead, readJournal } from './journal.ts';
import { putEvidence } from './safe.ts';

/**
 * One run on disk: journal.ndjson is the record as it grew, record.json its fold for other readers,
 * evidence/ the safe, judgements/ the numbered revisions, report/ the printed forms.
 */
export interface RunDirectory {
  readonly directory: string;
  readonly journal: Journal;
  putEvidence(label: string, mediaType: string, bytes: Uint8Array): Promise<EvidenceItem>;
  /** Writes record.json from the journal and lets go of the directory. */
  close(): RunRecord;
}

const journalOf = (directory: string) => join(directory, 'journal.ndjson');

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** One writer at a time; a lock whose process is gone is taken over. */
export function lockRun(directory: string): () => void {
  const file = join(directory, '.lock');
  for (let attempt = 0; ; attempt++) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return () => unlinkSync(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const pid = Number(readFileSync(file, 'utf8').trim());
      if (attempt > 0 || (pid > 0 && alive(pid))) {
        throw new Fault('RECORD_BUSY', [
          {
            file: directory,
            message: `进程 ${pid} 正在使用该测试目录`,
            remedy: '等它结束，或换一个 --out 目录',
          },
        ]);
      }
      unlinkSync(file);
    }
  }
}

export function writeDurably(file: string, text: string): void {
  const draft = `${file}.draft`;
  writeFileSync(draft, text, { flush: true });
  renameSync(draft, file);
}

function handleOf(directory: string, journal: Journal, unlock: () => void): RunDirectory {
  return {
    directory,
    journal,
    putEvidence: (label, mediaType, bytes) => putEvidence(directory, label, mediaType, bytes),
    close() {
      journal.close();
      const record = foldRun(directory);
      writeDurably(join(directory, 'record.json'), `${JSON.stringify(record, null, 2)}\n`);
      unlock();
      return record;
    },
  };
}

/** Whether a run stands in the directory: its journal has at least one whole line. */
export function hasBegun(directory: string): boolean {
  return existsSync(journalOf(directory)) && readFileSync(journalOf(directory)).includes(10);
}

/** Starts a run in a new or empty directory. */
export function createRun(directory: string, head: RunHead): RunDirectory {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (hasBegun(directory)) {
    throw new Fault('RECORD_BUSY', [
      {
        file: directory,
        message: '该目录已有一次测试的记录',
        remedy: '换一个 --out 目录，或用 --resume 续测',
      },
    ]);
  }
  const unlock = lockRun(directory);
  // What has not one whole line is a start that was killed before it had begun.
  if (existsSync(journalOf(directory))) unlinkSync(journalOf(directory));
  const journal = openJournal(journalOf(directory));
  journal.append({ type: 'run', head });
  return handleOf(directory, journal, unlock);
}

/** Goes on with a run that was cut off, interrupted, or has results to collect. */
export function resumeRun(directory: string): { run: RunDirectory; record: RunRecord } {
  const record = foldRun(directory);
  const unlock = lockRun(directory);
  const { bytes } = readJournal(journalOf(directory));
  return { run: handleOf(directory, openJournal(journalOf(directory), bytes), unlock), record };
}

/** A line with an intent answers exactly that; older ledgers have none, and the oldest open intent of the kind is meant. */
function foldResource(resources: Map<string, ResourceEntry>, entry: ResourceEntry): void {
  const { observation, kind, id, marker, intent } = entry;
  if (intent !== undefined) {
    resources.set(intent, entry);
  } else if (id !== undefined) {
    const open = [...resources].find(
      ([, r]) =>
        r.intent === undefined && r.state === 'intended' && r.observation === observation && r.kind === kind,
    );
    if (open && entry.state === 'created') resources.delete(open[0]);
    resources.set(`${observation} ${kind} ${id}`, entry);
  } else resources.set(`${observation} ${kind} ${marker} ${resources.size}`, entry);
}

/** The record that these entries tell; throws RECORD_INVALID when they have no beginning. */
export function foldEntries(entries: JournalEntry[], file: string): RunRecord {
  const first = entries[0];
  if (first?.type !== 'run') throw new Fault('RECORD_INVALID', [{ file, line: 1, message: '记录没有开头' }]);
  const record: RunRecord = {
    ...first.head,
    ended: 'cut-off',
    plan: { digest: '', items: [], plannedProbes: [], absentRoles: [] },
    before: [],
    after: [],
    observations: [],
    resources: [],
    evidence: [],
  };
  const observations = new Map<string, RunRecord['observations'][number]>();
  const resources = new Map<string, ResourceEntry>();
  for (const entry of entries) {
    if (entry.type === 'plan') record.plan = entry.plan;
    else if (entry.type === 'survey') record[entry.when] = entry.surveys;
    else if (entry.type === 'observation') observations.set(entry.observation.planItem, entry.observation);
    else if (entry.type === 'resource') {
      foldResource(resources, entry.entry);
    } else if (entry.type === 'inventory') {
      record.inventories ??= { before: [], after: [] };
      record.inventories[entry.when] = entry.inventories;
    } else if (entry.type === 'attestation') {
      record.attestations = [...(record.attestations ?? []), entry.attestation];
    } else if (entry.type === 'import') {
      record.imports = [...(record.imports ?? []), entry.imported];
    } else if (entry.type === 'instruments') {
      record.instruments = entry.register;
    } else if (entry.type === 'end') {
      record.ended = entry.ended;
      record.finishedAt = entry.at;
    } else if (entry.type === 'run' && entry !== first) {
      // A resumed run states its head again; until its end is written it is cut off.
      record.ended = 'cut-off';
      delete record.finishedAt;
    }
  }
  record.observations = [...observations.values()];
  record.resources = [...resources.values()];
  const evidence = new Map<string, EvidenceItem>();
  for (const item of record.observations.flatMap((o) => o.evidence)) evidence.set(item.digest, item);
  for (const item of (record.attestations ?? []).flatMap(evidenceOfAttestation))
    if (!evidence.has(item.digest)) evidence.set(item.digest, item);
  for (const item of (record.imports ?? []).flatMap(({ observation }) => observation.evidence))
    if (!evidence.has(item.digest)) evidence.set(item.digest, item);
  record.evidence = [...evidence.values()];
  return record;
}

/** The record as the journal tells it, also of a run that was killed. */
export function foldRun(directory: string): RunRecord {
  const file = journalOf(directory);
  if (!hasBegun(directory))
    throw new Fault('RECORD_MISSING', [
      {
        file: directory,
        message: existsSync(file) ? 'journal.ndjson 还没有一行完整的记录' : '目录中没有 journal.ndjson',
        remedy: '检查目录是否为 accept 的 --out 目录；刚开始就被中断的，以同一 --out 目录重新开始',
      },
    ]);
  return foldEntries(readJournal(file).entries, file);
}

/** Digest of the record, by which a judgement names what it judged. */
export function digestOfRecord(record: RunRecord): string {
  return digestOf(canonicalJson(record));
}

const judgementFile = (directory: string, revision: number) =>
  join(directory, 'judgements', `judgement-${String(revision).padStart(3, '0')}.json`);

/** All revisions, oldest first. */
export function readJudgements(directory: string): Judgement[] {
  const folder = join(directory, 'judgements');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^judgement-\d{3,}\.json$/.test(name))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Judgement);
}

/**
 * Keeps a judgement. Equal to the newest revision but for its number: nothing is written and that revision is answered.
 * Otherwise it becomes the next revision and names what it replaces, and why in the words of whoever asked for it.
 */
export function keepJudgement(
  directory: string,
  draft: Omit<Judgement, 'revision' | 'replaces' | 'reason'>,
  because?: string,
): { judgement: Judgement; isNew: boolean } {
  const newest = readJudgements(directory).at(-1);
  if (newest) {
    const { revision, replaces, reason, ...rest } = newest;
    if (canonicalJson(rest) === canonicalJson(draft)) return { judgement: newest, isNew: false };
  }
  const { format, ...rest } = draft;
  const judgement: Judgement = {
    format,
    revision: (newest?.revision ?? 0) + 1,
    ...(newest ? { replaces: newest.revision } : {}),
    ...(newest && because !== undefined ? { reason: because } : {}),
    ...rest,
  };
  mkdirSync(join(directory, 'judgements'), { recursive: true });
  writeDurably(judgementFile(directory, judgement.revision), `${JSON.stringify(judgement, null, 2)}\n`);
  return { judgement, isNew: true };
}

/** A run for readers: its record and its revisions, the newest last. */
export function readRun(directory: string): { record: RunRecord; judgements: Judgement[] } {
  return { record: foldRun(directory), judgements: readJudgements(directory) };
}
