import type { EvaluationStep, Lead, LeadStrength } from '../../spec/index.ts';
import { exact, printFixed } from '../arithmetic/index.ts';
import {
  type BidPages,
  type Boilerplate,
  boilerplateOf,
  excerptOf,
  type Page,
  pageAt,
  without,
} from './page-text.ts';
import { type Indexed, indexed, type Passage, sharedPassages } from './shared-passages.ts';
import { leastPassage } from './winnow.ts';

/** Shorter than this, one passage alone is a turn of phrase of the trade. Ours, like all limits here. */
const leastLongest = 50;
const leastTogether = 300;
const pairsShown = 12;

/** Two pages and what they share. */
interface PagePair {
  one: Page;
  other: Page;
  length: number;
  longest: Passage;
}

/**
 * Leads from passages that bids share once the tender's text is taken out. Where nobody gave the tender's text, what
 * all of at least three bids hold may well be of the tender or of its forms: it is shown once, as weak, and left out of
 * the comparison of pairs.
 */
export function passageLeads(texts: readonly BidPages[], boilerplate: Boilerplate | undefined): Lead[] {
  const own = boilerplate ? without(texts, boilerplate) : [...texts];
  const all = own.map(indexed);
  if (boilerplate || all.length < 3) return pairLeads(all, boilerplate !== undefined);
  const everywhere = heldByAll(all);
  if (everywhere.length === 0) return pairLeads(all, false);
  const rest = without(own, boilerplateOf(everywhere)).map(indexed);
  return [...heldByAllLead(all, everywhere), ...pairLeads(rest, false)];
}

function pairLeads(all: readonly Indexed[], cleaned: boolean): Lead[] {
  return all.flatMap((one, index) => all.slice(index + 1).flatMap((other) => pairLead(one, other, cleaned)));
}

function pairLead(one: Indexed, other: Indexed, cleaned: boolean): Lead[] {
  const passages = sharedPassages(one, other);
  const longest = Math.max(0, ...passages.map(({ length }) => length));
  const together = passages.reduce((sum, { length }) => sum + length, 0);
  if (longest < leastLongest && together < leastTogether) return [];
  const pairs = pagePairs(one, other, passages);
  const widest = Math.max(...pairs.map(({ one: page, length }) => length / Math.max(page.own, length)));
  const strength: LeadStrength = !cleaned
    ? 'weak'
    : widest >= 0.5 && together >= leastTogether
      ? 'strong'
      : longest >= 2 * leastLongest
        ? 'medium'
        : 'weak';
  const shown = pairs.slice(0, pairsShown);
  return [
    {
      sign: 'shared-passages',
      title: '正文有相同的段落',
      bids: [one.bid, other.bid],
      fact: 'alike-or-patterned',
      strength,
      note: cleaned
        ? '已去除招标文件原文与格式文件的固定文字；只比对文字，不论图片'
        : '未提供招标文件原文，相同文字可能来自招标文件或格式文件，须先对照',
      evidence: shown.flatMap((pair) => [
        evidenceOf(one.bid, pair.one, pair.length, pair.longest.one, pair.longest.length, pair.other),
        evidenceOf(other.bid, pair.other, pair.length, pair.longest.other, pair.longest.length, pair.one),
      ]),
      steps: [
        {
          label: '相同段落',
          expression: `不短于 ${leastPassage} 字（不计标点与空白）`,
          value: `${passages.length} 段`,
        },
        { label: '合计字数', value: `${together} 字` },
        { label: '最长一段', value: `${longest} 字` },
        shareStep('占前者自有文字', together, one),
        shareStep('占后者自有文字', together, other),
        { label: '涉及页对', value: `${pairs.length} 对，列出 ${shown.length} 对` },
      ],
      innocent: ['均引自同一标准、法规或产品公开资料', '使用同一厂商的方案模板', '沿用格式文件的固定表述'],
    },
  ];
}

const percent = (part: number, whole: number) =>
  `${printFixed(whole === 0 ? exact(0) : exact(`${100 * Math.min(part, whole)}/${whole}`), 1)}%`;

function shareStep(label: string, part: number, { bid, pages }: BidPages): EvaluationStep {
  const whole = pages.reduce((sum, { own }) => sum + own, 0);
  return { label: `${label}（${bid}）`, expression: `${part} / ${whole}`, value: percent(part, whole) };
}

function evidenceOf(bid: string, page: Page, shared: number, from: number, length: number, against: Page) {
  const excerpt = excerptOf(page, from, from + length);
  return {
    bid,
    document: page.document,
    page: page.page,
    text: `与《${against.document}》第 ${against.page} 页相同 ${shared} 字，占本页自有文字 ${percent(shared, page.own)}；最长 ${length} 字：“${excerpt}”`,
  };
}

/** Page pairs, those that share most first. */
function pagePairs(one: Indexed, other: Indexed, passages: readonly Passage[]): PagePair[] {
  const pairs = new Map<string, PagePair>();
  for (const passage of passages) {
    const [left, right] = [pageAt(one, passage.one), pageAt(other, passage.other)];
    const key = `${left.from}-${right.from}`;
    const pair = pairs.get(key);
    if (!pair) pairs.set(key, { one: left, other: right, length: passage.length, longest: passage });
    else {
      pair.length += passage.length;
      if (passage.length > pair.longest.length) pair.longest = passage;
    }
  }
  return [...pairs.values()].sort(
    (left, right) =>
      right.length - left.length || left.one.from - right.one.from || left.other.from - right.other.from,
  );
}

/** Stretches of the first bid's text that every other bid holds. */
function heldByAll(all: readonly Indexed[]): string[] {
  const [first, ...others] = all;
  const holders = new Uint16Array(first!.text.length);
  for (const other of others)
    for (const { one, length } of sharedPassages(first!, other))
      for (let i = one; i < one + length; i++) holders[i]! += 1;
  const found: string[] = [];
  for (let i = 0, start = 0; i <= holders.length; i++) {
    if (i < holders.length && holders[i] === others.length) continue;
    if (i - start >= leastPassage) found.push(first!.text.slice(start, i));
    start = i + 1;
  }
  return found;
}

function heldByAllLead(all: readonly Indexed[], passages: readonly string[]): Lead[] {
  const longest = passages.reduce((best, one) => (one.length > best.length ? one : best), '');
  const together = passages.reduce((sum, { length }) => sum + length, 0);
  if (longest.length < leastLongest && together < leastTogether) return [];
  return [
    {
      sign: 'passages-of-all',
      title: '各份投标文件共有的文字',
      bids: all.map(({ bid }) => bid),
      fact: 'alike-or-patterned',
      strength: 'weak',
      note: '未提供招标文件原文；各家均有的文字多半来自招标文件或格式文件，提供原文后可予去除',
      evidence: all.map((bid) => {
        const from = bid.text.indexOf(longest);
        const page = from < 0 ? undefined : pageAt(bid, from);
        return {
          bid: bid.bid,
          ...(page ? { document: page.document, page: page.page } : {}),
          text: page ? `共有文字最长一段：“${excerptOf(page, from, from + longest.length)}”` : '分散见于各页',
        };
      }),
      steps: [
        { label: '共有段落', value: `${passages.length} 段` },
        { label: '合计字数', value: `${together} 字` },
      ],
      innocent: ['来自招标文件、格式文件或法规'],
    },
  ];
}
