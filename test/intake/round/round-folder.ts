import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { stringify } from 'yaml';
import { readRound } from '../../../intake/index.ts';
import { Fault, type Problem, type Round } from '../../../spec/index.ts';
import { roundOf, tender } from '../../evaluators/scoring/fixture.ts';

/** Files of a round by their path; what is no text or bytes is written as YAML, undefined is left out. */
export type RoundFiles = Record<string, unknown>;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The plain round of the evaluators' tests as a folder would hold it. */
export function filesOf(round: Round = roundOf()): RoundFiles {
  return {
    'round.yaml': round.head,
    'admission.yaml': round.admissions,
    'proceedings.yaml': round.proceedings,
    'signing.yaml': round.signing,
    ...Object.fromEntries(round.bids.map((bid) => [`bids/${bid.id}.yaml`, bid])),
    ...Object.fromEntries(round.sheets.map((sheet) => [`scores/${sheet.member}.yaml`, sheet])),
  };
}

export function writeRound(files: RoundFiles): string {
  const folder = mkdtempSync(join(tmpdir(), 'biaochi-round-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    if (content === undefined) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    const isRaw = typeof content === 'string' || content instanceof Uint8Array;
    const text = name.endsWith('.json') ? JSON.stringify(content, undefined, 2) : stringify(content);
    writeFileSync(join(folder, name), isRaw ? content : text);
  }
  return folder;
}

export const readFiles = (files: RoundFiles) => readRound(writeRound(files), { tender });

/** The fault of reading; fails where the round is taken. */
export async function faultOf(folder: string): Promise<Fault> {
  const fault = await readRound(folder, { tender }).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(fault instanceof Fault)) throw fault ?? new Error('the round was taken');
  return fault;
}

export const problemsOf = async (files: RoundFiles): Promise<Problem[]> =>
  (await faultOf(writeRound(files))).problems;
