import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { Judgement, RunRecord, SealManifest, SealState } from '../spec/index.ts';
import { digestsOfFile, listFiles } from './manifest.ts';
import { digestOfRecord } from './run-directory.ts';
import { isSignedByOwnKey, readSeals } from './seal-folder.ts';
import { subjectOf } from './signature-certificate.ts';

/** How a record and its newest judgement stand sealed right now. Whole bundles are held to their seal by verify. */
export function sealStateOf(
  directory: string,
  record: RunRecord,
  judgement: Judgement | undefined,
): SealState {
  const newest = readSeals(directory).seals.at(-1);
  if (!newest) return { state: 'unsealed' };
  const { manifest, number } = newest;
  if (!manifest || newest.differences.length > 0) return { state: 'broken', number };
  const known = { number, manifest: newest.digest, sealedAt: manifest.sealedAt };
  if (!covers(directory, manifest, record, judgement)) return { state: 'outdated', ...known };
  const { signer } = manifest;
  if (!signer) return { state: 'unsigned', ...known };
  const signed = isSignedByOwnKey(newest);
  if (signed !== true) return { state: signed === undefined ? 'unchecked' : 'broken', ...known };
  const subject = subjectIn(signer.certificates[0]);
  return {
    state: 'signed',
    ...known,
    algorithm: signer.algorithm,
    ...(subject === undefined ? {} : { subject }),
    timeStamped: manifest.timeStamps.length > 0,
  };
}

function covers(
  directory: string,
  manifest: SealManifest,
  record: RunRecord,
  judgement: Judgement | undefined,
): boolean {
  if (manifest.run.record !== digestOfRecord(record)) return false;
  if (judgement?.revision !== manifest.judgement?.revision) return false;
  const spoken = /^(evidence|judgements)\//;
  const now = new Set(listFiles(directory).paths);
  // Evidence and judgements are what a report speaks of; they must be the sealed ones, byte by byte.
  return manifest.files
    .filter(({ path }) => spoken.test(path))
    .every(({ path, sha256 }) => now.has(path) && digestsOfFile(join(directory, path)).sha256 === sha256);
}

function subjectIn(pem: string | undefined): string | undefined {
  try {
    return pem === undefined ? undefined : subjectOf(new X509Certificate(pem));
  } catch {
    return undefined;
  }
}
