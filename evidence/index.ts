// The door of the safe.

export { digestOf, digestOfJson } from '../spec/load/index.ts';
export { type HandedIn, keepAttestations } from './attestations.ts';
export { keepEarlier, openEarlier, readEarlier } from './earlier.ts';
export { keepImport } from './imports.ts';
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
export { type Sealed, type SealOptions, sealRun } from './seal.ts';
export type { Difference } from './seal-folder.ts';
export { sealStateOf } from './seal-state.ts';
export { subjectOf } from './signature-certificate.ts';
export { makeSigningKey, readCertificates, readPublicKey, readSigningKey } from './signature-key.ts';
export { hasSm2Program } from './signature-sm2.ts';
export { type BundleVerification, verifyBundle } from './verify.ts';
export type { Check, Trust } from './verify-signature.ts';
