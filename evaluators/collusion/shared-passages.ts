import { type BidPages, border } from './page-text.ts';
import { type Fingerprint, fingerprints, gramLength, leastPassage } from './winnow.ts';

/** A passage that stands in both of two bids, as places in their joined texts. */
export interface Passage {
  one: number;
  other: number;
  length: number;
}

/** Of equal grams of one bid so many are looked at: headers repeat on every page. */
const placesAtMost = 4;

export interface Indexed extends BidPages {
  prints: Fingerprint[];
  places: ReadonlyMap<number, number[]>;
}

export function indexed(bid: BidPages): Indexed {
  const prints = fingerprints(bid.text);
  const places = new Map<number, number[]>();
  for (const { place, hash } of prints) {
    const known = places.get(hash);
    if (!known) places.set(hash, [place]);
    else if (known.length < placesAtMost) known.push(place);
  }
  return { ...bid, prints, places };
}

/**
 * Passages of the first bid that stand in the second, in their order and apart from one another. Every common passage
 * of `leastPassage` characters is met; each is as long as it can be made. Linear in the length of the texts.
 */
export function sharedPassages(one: Indexed, other: Indexed): Passage[] {
  const found: Passage[] = [];
  let covered = 0;
  for (const { place, hash } of one.prints) {
    if (place + gramLength <= covered) continue;
    let best: Passage | undefined;
    for (const against of other.places.get(hash) ?? []) {
      const passage = extend(one.text, other.text, place, against, covered);
      if (passage && (!best || passage.length > best.length)) best = passage;
    }
    if (!best || best.length < leastPassage) continue;
    found.push(best);
    covered = best.one + best.length;
  }
  return found;
}

function extend(one: string, other: string, i: number, j: number, covered: number): Passage | undefined {
  let length = 0;
  while (i + length < one.length && same(one, other, i + length, j + length)) length += 1;
  if (length < gramLength) return undefined;
  let before = 0;
  while (i - before > covered && j > before && same(one, other, i - before - 1, j - before - 1)) before += 1;
  return { one: i - before, other: j - before, length: length + before };
}

const same = (one: string, other: string, i: number, j: number) =>
  one.charCodeAt(i) === other.charCodeAt(j) && one[i] !== border;
