import { createHash } from 'node:crypto';
import { normalisation, normaliseClause } from '../index.ts';

/** The digest of a passage under today's normalisation, as spec data carry it: `n1-sha256:…`. */
export function clauseDigest(wording: string): string {
  return `${normalisation}-sha256:${createHash('sha256').update(normaliseClause(wording)).digest('hex')}`;
}
