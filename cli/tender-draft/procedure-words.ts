import type { TenderDocument } from '../../intake/index.ts';
import { clauseDigest } from '../../spec/load/index.ts';
import { type Known, read } from './blank.ts';
import { deadlineIn, obtainableIn, openingIn } from './head.ts';
import { placeOf } from './yaml.ts';

const doubt = '按通用规则从文本读出';

export const wholeText = (text: TenderDocument): string => text.lines.map((line) => line.text).join('\n');

const chinese = '〇一二三四五六七八九';
function figure(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  return /^\d+$/.test(text)
    ? String(Number(text))
    : chinese.includes(text)
      ? String(chinese.indexOf(text))
      : undefined;
}
const number = `(\\d+|[一二三四五六七八九])`;
const found = (pattern: string, whole: string) => figure(new RegExp(pattern).exec(whole)?.[1]);

/** How many sit on the committee, and how many of each kind, where a sentence says it. */
export function committeeSize(text: TenderDocument): {
  members: string | undefined;
  groups: { id: string; title: string; count: string; expert: boolean }[];
} {
  const whole = wholeText(text).normalize('NFKC');
  const members =
    found(`评(?:标|审)(?:委员会|小组)[^。\\n]{0,20}?${number}\\s*人(?:以上)?\\s*(?:单数)?\\s*组成`, whole) ??
    found(`评(?:标|审)(?:委员会|小组)[^。\\n]{0,20}?${number}\\s*人`, whole);
  const owners = found(`采购人代表[^。\\n\\d]{0,4}?${number}\\s*(?:人|名)`, whole);
  const experts = found(`专家[^。\\n\\d]{0,4}?${number}\\s*(?:人|名)`, whole);
  return {
    members,
    groups: [
      ...(owners ? [{ id: 'purchaser', title: '采购人代表', count: owners, expert: false }] : []),
      ...(experts ? [{ id: 'experts', title: '评审专家', count: experts, expert: true }] : []),
    ],
  };
}

/** Forms by their headings, each once: 格式1, 格式 4-1. */
export function formsIn(text: TenderDocument): { number: string; title: string; place: string }[] {
  const seen = new Map<string, { number: string; title: string; place: string }>();
  const parts = text.headings.filter(({ level }) => level === 1);
  for (const { number: line, text: words } of text.lines) {
    const [, mark, title] =
      /^\s*格式\s*(\d+(?:-\d+)?)\s*[:：、.]?\s*([^\t.…]{2,40})$/.exec(words.normalize('NFKC')) ?? [];
    if (!mark || !title) continue;
    const part = parts.filter((heading) => heading.line <= line).length || 1;
    const digest = clauseDigest(words);
    // A list of contents comes first; the heading of the form itself is the last.
    seen.set(mark, {
      number: mark,
      title: title.trim(),
      place: placeOf({ part, chapter: 0 }, [line, line], digest),
    });
  }
  return [...seen.values()];
}

/** The instants that tender.yaml has been given. */
export function momentKnown(text: TenderDocument): Known[] {
  const obtainable = obtainableIn(text);
  const rows: [string, string, string, boolean][] = [
    ['obtainable-from', '招标文件开始获取', 'obtainableFrom', obtainable.length === 2],
    ['obtainable-until', '招标文件获取截止', 'obtainableUntil', obtainable.length === 2],
    ['bid-deadline', '投标截止', 'bidDeadline', deadlineIn(text) !== undefined],
    ['opening', '开标', 'opening', openingIn(text) !== undefined],
  ];
  const known = rows.filter(([, , , is]) => is);
  return known.length === 0
    ? [{}]
    : known.map(([id, title, date]) => ({ id: read(id), title: read(title), date: read(date) }));
}

/** Spans that a text gives by the usual words. */
export function periodsIn(text: TenderDocument): Known[] {
  const whole = wholeText(text).normalize('NFKC');
  const rows: [string, string, RegExp, string][] = [
    ['bid-validity', '投标有效期', /投标有效期[^。\n\d]{0,12}(\d+)\s*个?\s*(?:日历)?[日天]/, 'd'],
    ['decryption', '投标文件解密', /解密[^。\n\d]{0,16}(\d+)\s*分钟/, 'min'],
  ];
  const known = rows.flatMap(([id, title, pattern, unit]) => {
    const value = pattern.exec(whole)?.[1];
    return value === undefined
      ? []
      : [{ id: read(id), title: read(title), length: read(`{ value: ${value}, unit: ${unit} }`, doubt) }];
  });
  return known.length === 0 ? [{}] : known;
}

/** How many forms have a number of their own; 4-1 and 4-2 are both of form 4. */
export const formNumbers = (text: TenderDocument): number =>
  new Set(formsIn(text).map(({ number: mark }) => Number.parseInt(mark, 10))).size;
