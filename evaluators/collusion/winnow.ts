import { gramHashes } from './gram-hash.ts';
import { border } from './page-text.ts';

/** Characters of one gram, and grams of one window: a common passage of k + w - 1 characters is always met. */
export const gramLength = 12;
const windowLength = 9;
export const leastPassage = gramLength + windowLength - 1;

/** A gram that stands for its window: the place where it begins, and its hash. */
export interface Fingerprint {
  place: number;
  hash: number;
}

/** Winnowing (Schleimer, Wilkerson, Aiken 2003): of each window of grams the rightmost with the least hash. */
export function fingerprints(text: string): Fingerprint[] {
  const found: Fingerprint[] = [];
  let start = 0;
  for (let end = 0; end <= text.length; end++) {
    if (end < text.length && text[end] !== border) continue;
    if (end - start >= gramLength) winnowRun(text, start, end, found);
    start = end + 1;
  }
  return found;
}

function winnowRun(text: string, start: number, end: number, found: Fingerprint[]): void {
  const hashes = gramHashes(text, gramLength, start, end);
  const count = hashes.length;
  let last = -1;
  for (let from = 0; from === 0 || from + windowLength <= count; from++) {
    let least = from;
    const to = Math.min(count, from + windowLength);
    if (last >= from) {
      least = hashes[to - 1]! <= hashes[last]! ? to - 1 : last;
    } else for (let i = from; i < to; i++) if (hashes[i]! <= hashes[least]!) least = i;
    if (least === last) continue;
    last = least;
    found.push({ place: start + least, hash: hashes[least]! });
  }
}
