import { digestOf } from '../evidence/index.ts';
import { normalisation, normaliseClause, type Tender } from '../spec/index.ts';
import { readSource, wordingOf } from '../spec/load/index.ts';

export interface SourceCheck {
  bound: { id: string; lines: number[] }[];
  /** With the digest that the passage has in the text that was offered. */
  changed: { id: string; lines: number[]; offered: string }[];
}

/** The digest of a passage under today's normalisation, as spec data carry it. */
export function clauseDigest(wording: string): string {
  return `${normalisation}-${digestOf(normaliseClause(wording))}`;
}

/** Holds every bound passage against a text of the tender, by line and digest. */
export function checkSource(tender: Tender, file: string): SourceCheck {
  const text = readSource(file);
  const check: SourceCheck = { bound: [], changed: [] };
  for (const checkable of tender.checkables) {
    const { lines, digest } = checkable.clause;
    if (!lines || !digest) continue;
    const wording = wordingOf(text, checkable.clause) ?? '';
    const offered = clauseDigest(wording);
    if (offered === digest) check.bound.push({ id: checkable.id, lines });
    else check.changed.push({ id: checkable.id, lines, offered });
  }
  return check;
}
