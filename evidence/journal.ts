import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import type {
  Attempt,
  Attestation,
  ComponentSurvey,
  ImportedResult,
  InstrumentRegister,
  Inventory,
  Observation,
  Plan,
  ResourceEntry,
  RunRecord,
} from '../spec/index.ts';
import { digestOf } from '../spec/load/index.ts';
import { type ChainState, chainedLine, chainStart, readChain } from './chain.ts';

/** The head of a run: everything that is known before anything is touched. */
export type RunHead = Omit<
  RunRecord,
  | 'plan'
  | 'before'
  | 'after'
  | 'observations'
  | 'resources'
  | 'inventories'
  | 'attestations'
  | 'imports'
  | 'instruments'
  | 'evidence'
  | 'finishedAt'
  | 'ended'
>;

export type JournalEntry =
  | { type: 'run'; head: RunHead }
  | { type: 'plan'; plan: Plan }
  | { type: 'survey'; when: 'before' | 'after'; surveys: ComponentSurvey[] }
  | { type: 'attempt'; planItem: string; attempt: Attempt }
  | { type: 'observation'; observation: Observation }
  | { type: 'resource'; entry: ResourceEntry }
  | { type: 'inventory'; when: 'before' | 'after'; inventories: Inventory[] }
  | { type: 'attestation'; attestation: Attestation }
  | { type: 'import'; imported: ImportedResult }
  | { type: 'instruments'; register: InstrumentRegister }
  | { type: 'end'; ended: 'finished' | 'interrupted'; at: string };

/** Append-only and synced: once `append` returns, the entry survives kill -9. */
export interface Journal {
  append(entry: JournalEntry): void;
  close(): void;
}

/**
 * Complete entries, the byte length they take and how they are chained; a torn last line is what a crash leaves and is
 * cut off. Throws RECORD_INVALID with the line where the chain breaks.
 */
export function readJournal(file: string): { entries: JournalEntry[]; bytes: number; chain: ChainState } {
  const text = readFileSync(file);
  const { entries, state } = readChain(text, file);
  return { entries: entries as JournalEntry[], bytes: text.lastIndexOf(10) + 1, chain: state };
}

/** Opens a journal to append to it: a new file, or the first `keepBytes` of one that is there. */
export function openJournal(file: string, keepBytes = 0): Journal {
  let head =
    keepBytes > 0 ? readChain(readFileSync(file).subarray(0, keepBytes), file).state.head : chainStart;
  const handle = openSync(file, keepBytes > 0 ? 'r+' : 'wx', 0o600);
  if (keepBytes > 0) ftruncateSync(handle, keepBytes);
  let position = keepBytes;
  return {
    append(entry) {
      const line = Buffer.from(chainedLine(entry, head));
      const bytes = Buffer.concat([line, Buffer.from('\n')]);
      try {
        for (let done = 0; done < bytes.length; )
          done += writeSync(handle, bytes, done, bytes.length - done, position + done);
        fsyncSync(handle);
      } catch (error) {
        // What was not acknowledged must not stand between the lines that are.
        ftruncateSync(handle, position);
        throw error;
      }
      position += bytes.length;
      head = digestOf(line);
    },
    close: () => closeSync(handle),
  };
}
