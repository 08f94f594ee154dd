import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import {
  type ComponentSurvey,
  Fault,
  type Observation,
  type Plan,
  type ResourceEntry,
  type RunRecord,
} from '../spec/index.ts';

/** The head of a run: everything that is known before anything is touched. */
export type RunHead = Omit<
  RunRecord,
  'plan' | 'before' | 'after' | 'observations' | 'resources' | 'evidence' | 'finishedAt' | 'ended'
>;

export type JournalEntry =
  | { type: 'run'; head: RunHead }
  | { type: 'plan'; plan: Plan }
  | { type: 'survey'; when: 'before' | 'after'; surveys: ComponentSurvey[] }
  | { type: 'observation'; observation: Observation }
  | { type: 'resource'; entry: ResourceEntry }
  | { type: 'end'; ended: 'finished' | 'interrupted'; at: string };

/** Append-only and synced: once `append` returns, the entry survives kill -9. */
export interface Journal {
  append(entry: JournalEntry): void;
  close(): void;
}

/** Complete entries and the byte length they take; a torn last line is what a crash leaves and is cut off. */
export function readJournal(file: string): { entries: JournalEntry[]; bytes: number } {
  const text = readFileSync(file);
  const entries: JournalEntry[] = [];
  let from = 0;
  for (let end = text.indexOf(10, from); end >= 0; end = text.indexOf(10, from)) {
    try {
      entries.push(JSON.parse(text.toString('utf8', from, end)) as JournalEntry);
    } catch {
      throw new Fault('RECORD_INVALID', [
        {
          file,
          line: entries.length + 1,
          message: '日志行不是完整的 JSON，可能被改动',
          remedy: '从备份恢复整个测试目录',
        },
      ]);
    }
    from = end + 1;
  }
  return { entries, bytes: from };
}

export function openJournal(file: string, keepBytes = 0): Journal {
  const handle = openSync(file, keepBytes > 0 ? 'r+' : 'wx', 0o600);
  if (keepBytes > 0) ftruncateSync(handle, keepBytes);
  let position = keepBytes;
  return {
    append(entry) {
      position += writeSync(handle, `${JSON.stringify(entry)}\n`, position);
      fsyncSync(handle);
    },
    close: () => closeSync(handle),
  };
}
