import type { Lead } from '../../spec/index.ts';
import {
  type BidPages,
  type Boilerplate,
  border,
  excerptOf,
  type Page,
  pageAt,
  without,
} from './page-text.ts';

/** Characters on both sides by which a place of the tender's text is found again. */
const context = 10;
const longestChange = 2;
const placesAtMost = 20;

/** Words of duty, which whoever answers a clause turns into words of his own. */
const duty = /^[应须需宜将要请必当]+$/;

interface Deviation {
  key: string;
  /** The passage with the other character. */
  passage: string;
  bid: string;
  page: Page;
  place: number;
  length: number;
  original: string;
  written: string;
}

/** One place at which bids copied the tender's text and wrote the same other character: a shared slip. */
export function sharedDeviations(texts: readonly BidPages[], boilerplate: Boilerplate): Lead[] {
  const found = new Map<string, Deviation[]>();
  for (const bid of without(texts, boilerplate))
    for (const deviation of deviationsOf(bid, boilerplate))
      found.set(deviation.key, [...(found.get(deviation.key) ?? []), deviation]);
  const groups = new Map<string, Deviation[]>();
  const joined = texts.map(({ plain }) => plain.replaceAll(border, ''));
  for (const same of found.values()) {
    const bids = [...new Set(same.map(({ bid }) => bid))].sort();
    // What all of them write alike may be a correction of the tender that the given text does not have.
    const byAll = joined.every((text) => text.includes(same[0]!.passage));
    if (bids.length < 2 || (byAll && texts.length > 2)) continue;
    const key = bids.join('\n');
    groups.set(key, [...(groups.get(key) ?? []), ...same]);
  }
  return [...groups].map(([key, same]): Lead => {
    const slips = new Set(same.map((one) => one.key)).size;
    return {
      sign: 'shared-deviations',
      title: '照抄招标文件时有相同的改字',
      bids: key.split('\n'),
      fact: 'alike-or-patterned',
      strength: slips >= 3 ? 'strong' : slips === 2 ? 'medium' : 'weak',
      note: '同一处与招标文件原文不同，而写法相同',
      evidence: same.map(({ bid, page, place, length, original, written }) => ({
        bid,
        document: page.document,
        page: page.page,
        text: `招标文件作“${original}”，此处作“${written}”：“${excerptOf(page, place - context, place + length + context)}”`,
      })),
      steps: [{ label: '相同的改字', value: `${slips} 处` }],
      innocent: ['招标文件澄清、更正后的文字', '使用同一版格式文件', '输入法或识别软件的常见误字'],
    };
  });
}

function deviationsOf(bid: BidPages, { text: source }: Boilerplate): Deviation[] {
  const found: Deviation[] = [];
  const run = new RegExp(
    `(?<=${border}{${context}})[^${border}]{1,${longestChange}}(?=${border}{${context}})`,
    'gu',
  );
  for (const match of bid.text.matchAll(run)) {
    const [written, place] = [match[0], match.index];
    const before = bid.plain.slice(place - context, place);
    const after = bid.plain.slice(place + written.length, place + written.length + context);
    if (before.includes(border) || after.includes(border) || !/^\p{L}+$/u.test(written)) continue;
    const original = originalOf(source, before, after, written.length);
    if (original === undefined || original === written || !/^\p{L}+$/u.test(original)) continue;
    if (duty.test(original)) continue;
    const page = pageAt(bid, place);
    const key = [before, original, written, after].join('|');
    found.push({
      key,
      passage: before + written + after,
      bid: bid.bid,
      page,
      place,
      length: written.length,
      original,
      written,
    });
  }
  return found;
}

function originalOf(source: string, before: string, after: string, length: number): string | undefined {
  let from = source.indexOf(before);
  for (let tries = 0; from >= 0 && tries < placesAtMost; tries++) {
    const place = from + before.length;
    if (source.startsWith(after, place + length)) return source.slice(place, place + length);
    from = source.indexOf(before, from + 1);
  }
  return undefined;
}
