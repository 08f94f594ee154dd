// The door of the safe.
export { type HandedIn, keepAttestations } from './attestations.ts';
export { digestOf, digestOfJson } from './digest.ts';
export { keepEarlier, openEarlier, readEarlier } from './earlier.ts';
export type { Journal, JournalEntry, RunHead } from './journal.ts';
export { createRedactor, type Redactor } from './redaction.ts';
export {
  createRun,
  digestOfRecord,
  foldRun,
  hasBegun,
  keepJudgement,
  type RunDirectory,
  readJudgements,
  readRun,
  resumeRun,
} from './run-directory.ts';
export { readEvidence } from './safe.ts';
