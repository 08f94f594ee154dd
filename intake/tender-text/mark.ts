/** What a line begins with. `rest` is what follows the mark; `raw` the mark as written. */
export type LineMark = { raw: string; rest: string; starred: boolean } & (
  | { kind: 'part' | 'chapter' | 'article'; number: number; written: string }
  | { kind: 'annex'; word: string; number?: number; written: string }
  | { kind: 'chinese' | 'bracketed-chinese'; number: number; written: string }
  /** `1.1`, `5.1.3.`: two numbers or more. */
  | { kind: 'dotted'; numbers: number[] }
  /** `1、` or `1.` */
  | { kind: 'single'; number: number }
  | { kind: 'bracketed'; number: number }
  /** ▲ without a number. */
  | { kind: 'star' }
);

const digits = '零一二三四五六七八九';
const chineseNumber = '[零一二三四五六七八九十百]{1,5}';

/** `二十三` is 23; NaN for what is no number below a thousand. Arabic digits stay what they are. */
export function numberOf(written: string): number {
  if (/^\d+$/.test(written)) return Number(written);
  const match = /^(?:(.)百)?零?(?:(.?)(十))?(.?)$/u.exec(written.replace('两', '二'));
  if (!match) return Number.NaN;
  const [, hundreds, tens, ten, ones] = match;
  const digit = (text: string | undefined) => (text ? digits.indexOf(text) : 0);
  const parts = [digit(hundreds), ten ? (tens ? digit(tens) : 1) : 0, digit(ones)];
  return parts.includes(-1) ? Number.NaN : parts[0]! * 100 + parts[1]! * 10 + parts[2]!;
}

const counted = `(?:${chineseNumber}|\\d{1,3})`;
const structural = new RegExp(
  `^第\\s*(${counted})\\s*(部分|卷|篇|编|册|章|条)(?=[\\s:：、]|$)[\\s:：、]*(.*)$`,
  'u',
);
const annex =
  /^(附件|附表|附录|格式)\s*(\d{1,2}(?:-\d+)?|[一二三四五六七八九十]{1,3})?(?=[\s:：、]|$)[\s:：、]*(.*)$/u;
const chinese = new RegExp(`^[*＊]?\\s*(${chineseNumber})\\s*[、.．]\\s*(.*)$`, 'u');
const bracketedChinese = new RegExp(`^[（(]\\s*(${chineseNumber})\\s*[)）]\\s*(.*)$`, 'u');
const bracketed = /^[（(]\s*(\d{1,3})\s*[)）]\s*[、.．]?\s*(.*)$/u;
const single = /^(\d{1,3})\s*(?:[、．]|\.(?!\d))\s*(.*)$/u;
/** A dotted number before a unit is a figure that a line begins with, not a mark. */
const unit =
  '(?:[%％‰℃]|(?:倍|万|亿|万元|亿元|元|米|秒|分钟|小时|天|年|个月|个|人|度|吨|台|套|次|核)(?:[^\\p{Script=Han}]|以[上下内]|[的及为]|左右|$)|[KMGTP]?[Bb](?:ps)?(?![a-z])|IOPS)';
const dotted = new RegExp(
  `^(\\d{1,2}(?:\\s?[.．]\\s?\\d{1,3})+)(?:\\s*[.．、]\\s*|\\s+|(?=[\\p{Script=Han}▲★《“]))(?!${unit})(.*)$`,
  'u',
);

/** Reads the mark that a line begins with, in all spellings; undefined for plain wording. */
export function markOf(line: string): LineMark | undefined {
  const text = line.trim();
  const bullet = /^(?:[-*•·●○]\s+|[-•·●○](?=[（(▲★\d]))/u.exec(text)?.[0] ?? '';
  const star = /^[▲★]\s*/u.exec(text.slice(bullet.length))?.[0] ?? '';
  const plain = text.slice(bullet.length + star.length);
  const done = (rest: string) => {
    const late = /^[▲★]\s*/u.exec(rest)?.[0] ?? '';
    const wording = rest.slice(late.length).trim();
    return {
      raw: text.slice(0, text.length - wording.length).trim(),
      rest: wording,
      starred: star !== '' || late !== '',
    };
  };
  let match = structural.exec(plain);
  if (match) {
    const kind = match[2] === '章' ? 'chapter' : match[2] === '条' ? 'article' : 'part';
    return { kind, number: numberOf(match[1]!), written: `第${match[1]}${match[2]}`, ...done(match[3]!) };
  }
  match = annex.exec(plain);
  if (match) {
    const number = match[2] === undefined ? Number.NaN : numberOf(match[2].replace(/-.*/, ''));
    return {
      kind: 'annex',
      word: match[1]!,
      written: `${match[1]}${match[2] ?? ''}`,
      ...(Number.isNaN(number) ? {} : { number }),
      ...done(match[3]!),
    };
  }
  match = bracketed.exec(plain);
  if (match) return { kind: 'bracketed', number: Number(match[1]), ...done(match[2]!) };
  match = dotted.exec(plain);
  if (match)
    return {
      kind: 'dotted',
      numbers: match[1]!.split(/[.．]/).map((part) => Number(part)),
      ...done(match[2]!),
    };
  match = single.exec(plain);
  if (match) return { kind: 'single', number: Number(match[1]), ...done(match[2]!) };
  match = chinese.exec(plain);
  if (match) return { kind: 'chinese', number: numberOf(match[1]!), written: match[1]!, ...done(match[2]!) };
  match = bracketedChinese.exec(plain);
  if (match)
    return { kind: 'bracketed-chinese', number: numberOf(match[1]!), written: match[1]!, ...done(match[2]!) };
  return star === '' ? undefined : { kind: 'star', ...done(plain) };
}
