// The door of the safe.
export { digestOf, digestOfJson } from './digest.ts';
export { createRedactor, type Redactor } from './redaction.ts';
export { readEvidence } from './safe.ts';
export type { Journal, JournalEntry, RunHead } from './journal.ts';
export {
  createRun,
  digestOfRecord,
  foldRun,
  keepJudgement,
  readJudgements,
  readRun,
  resumeRun,
  type RunDirectory,
} from './run-directory.ts';
