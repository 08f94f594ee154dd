import type { BidText } from '../../spec/index.ts';
import { gramHashes } from './gram-hash.ts';

/** Stands for a character that is not compared: text of the tender, or the border of a page. */
export const border = '\u0000';

/** Runs of this many characters that stand in the tender's own text are taken out. */
const boilerplateRun = 10;
const sieveSize = 1 << 22;

/** A text in the form in which it is compared, with the way back to the page as it was handed in. */
interface Plain {
  text: string;
  /** `at[i]` is the offset of character i in the original. */
  at: number[];
}

/** Letters and digits alone, in narrow form and small letters. */
export function plainText(original: string): Plain {
  let text = '';
  const at: number[] = [];
  for (let i = 0; i < original.length; i++) {
    const code = original.charCodeAt(i);
    if (code >= 0x4e00 && code <= 0x9fff) {
      text += original[i];
      at.push(i);
    } else if (code > 0x20 && code !== 0x3000) {
      const folded = original[i]!.normalize('NFKC')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]/gu, '');
      text += folded;
      for (let j = 0; j < folded.length; j++) at.push(i);
    }
  }
  return { text, at };
}

/** Text that every bidder was given, prepared once. */
export interface Boilerplate {
  text: string;
  runs: ReadonlySet<string>;
  /** By the low bits of a run's hash, whether there may be one: most runs of a bid need no further look. */
  sieve: Uint8Array;
  lines: ReadonlySet<string>;
}

export function boilerplateOf(texts: readonly string[]): Boilerplate {
  const text = texts.map((one) => plainText(one).text).join('');
  const runs = new Set<string>();
  const sieve = new Uint8Array(sieveSize);
  gramHashes(text, boilerplateRun).forEach((hash, i) => {
    runs.add(text.slice(i, i + boilerplateRun));
    sieve[hash & (sieveSize - 1)] = 1;
  });
  const lines = texts.flatMap((one) => one.split(/\r?\n/).map((line) => plainText(line).text));
  return { text, runs, sieve, lines: new Set(lines.filter((line) => line !== '')) };
}

/** One page within the joined text of a bid. */
export interface Page {
  document: string;
  /** Counts from 1. */
  page: number;
  from: number;
  to: number;
  /** Characters that are the bidder's own. */
  own: number;
  original: string;
  at: number[];
}

/** All texts of one bid behind one another. `text` has borders where it is not compared, `plain` has all of it. */
export interface BidPages {
  bid: string;
  text: string;
  plain: string;
  pages: Page[];
}

/** The texts of each bid, by id, in the order of their documents' names. */
export function pagesOf(texts: readonly BidText[]): BidPages[] {
  const sorted = [...texts].sort((one, other) =>
    one.bid === other.bid ? (one.document < other.document ? -1 : 1) : one.bid < other.bid ? -1 : 1,
  );
  const found = new Map<string, BidPages>();
  for (const { bid, document, pages } of sorted) {
    const all = found.get(bid) ?? { bid, text: border, plain: border, pages: [] };
    found.set(bid, all);
    pages.forEach((original, index) => {
      const { text, at } = plainText(original);
      const from = all.plain.length;
      all.plain += text + border;
      all.pages.push({
        document,
        page: index + 1,
        from,
        to: from + text.length,
        own: text.length,
        original,
        at,
      });
    });
  }
  for (const all of found.values()) all.text = all.plain;
  return [...found.values()];
}

/** The same texts without what stands in the boilerplate: whole lines of it, and runs of it within lines. */
export function without(bids: readonly BidPages[], { runs, sieve, lines }: Boilerplate): BidPages[] {
  return bids.map((bid) => {
    const taken = new Uint8Array(bid.text.length);
    gramHashes(bid.plain, boilerplateRun).forEach((hash, i) => {
      if (sieve[hash & (sieveSize - 1)] === 1 && runs.has(bid.plain.slice(i, i + boilerplateRun)))
        taken.fill(1, i, i + boilerplateRun);
    });
    for (const page of bid.pages) takeLines(page, lines, taken);
    const pages = bid.pages.map((page) => {
      let own = 0;
      for (let i = page.from; i < page.to; i++) if (taken[i] === 0 && bid.text[i] !== border) own += 1;
      return { ...page, own };
    });
    return { ...bid, text: leftOf(bid.text, taken), pages };
  });
}

function leftOf(text: string, taken: Uint8Array): string {
  const pieces: string[] = [];
  for (let from = 0, to = 0; from < text.length; from = to) {
    while (to < text.length && taken[to] === taken[from]) to += 1;
    pieces.push(taken[from] === 1 ? border.repeat(to - from) : text.slice(from, to));
  }
  return pieces.join('');
}

function takeLines({ original, at, from }: Page, lines: ReadonlySet<string>, taken: Uint8Array): void {
  let index = 0;
  let start = 0;
  for (const line of original.split('\n')) {
    const end = start + line.length;
    const first = index;
    while (index < at.length && at[index]! < end) index += 1;
    if (index > first && lines.has(plainText(line).text)) taken.fill(1, from + first, from + index);
    start = end + 1;
  }
}

/** The page that a place of the joined text lies on. */
export function pageAt({ pages }: BidPages, place: number): Page {
  let [low, high] = [0, pages.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pages[middle]!.from <= place) low = middle;
    else high = middle - 1;
  }
  return pages[low]!;
}

const excerptAtMost = 80;

/** The words as they stand on the page, cut short. */
export function excerptOf(page: Page, from: number, to: number): string {
  const start = page.at[from - page.from]!;
  const end = page.at[to - 1 - page.from]! + 1;
  const words = page.original.slice(start, end).replace(/\s+/g, ' ');
  return words.length > excerptAtMost ? `${words.slice(0, excerptAtMost)}…` : words;
}
