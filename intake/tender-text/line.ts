import type { TextLine } from '../../spec/index.ts';
import { type LineMark, markOf } from './mark.ts';

/** A line that is not blank, with its mark. */
export interface Line extends TextLine {
  plain: string;
  isTable: boolean;
  afterBlank: boolean;
  mark: LineMark | undefined;
}

export const entryOfContents = /[.．·…]{3,}\s*(?:所在页码|\d*)\s*$/;
export const isWhole = (text: string): boolean => /[。；;！!？?.：:）)]$/.test(text);
/** Short and without the punctuation of a sentence. */
export const couldBeHeading = (text: string): boolean =>
  text.length > 0 && text.length <= 40 && !/[。；;！!？?，,]|[：:].|_{3}/u.test(text);
/** `甲 方：_____`, `地址：`: lines of a form, not wording of the clause before. */
export const isFormLabel = (text: string): boolean =>
  /_{3,}/.test(text) || (text.length <= 16 && /[：:]$/.test(text));
export const isNote = (text: string): boolean => /^(?:注|备注|说明|特别说明|重要提示)\s*[：:]/.test(text);

export function readLines(lines: readonly TextLine[], tableLines: ReadonlySet<number>): Line[] {
  let blank = true;
  const read: Line[] = [];
  for (const { number, text } of lines) {
    const plain = text.trim();
    if (plain === '') {
      blank = true;
      continue;
    }
    const isTable = text.includes('\t') || tableLines.has(number);
    const mark = isTable || entryOfContents.test(plain) ? undefined : markOf(plain);
    read.push({ number, text, plain, isTable, afterBlank: blank, mark });
    blank = false;
  }
  return read;
}

/** Whether a number may come after another of the same family: the next one, the first one below, or the next one above. */
export function follows(before: readonly number[], next: readonly number[]): boolean {
  const common = next.slice(0, -1);
  const last = next.at(-1)!;
  if (next.length === before.length + 1) return last === 1 && common.every((n, i) => n === before[i]);
  return (
    next.length <= before.length &&
    common.every((n, i) => n === before[i]) &&
    last === before[next.length - 1]! + 1
  );
}

/** Whether something that belongs below a numbered line comes next. */
export function hasInside(mark: LineMark & { kind: 'dotted' | 'single' }, next: Line | undefined): boolean {
  if (!next || entryOfContents.test(next.plain)) return false;
  if (next.isTable || !next.mark) return true;
  if (next.mark.starred) return true;
  const own = mark.kind === 'single' ? [mark.number] : mark.numbers;
  if (next.mark.kind === 'dotted')
    return (
      next.mark.numbers.length > own.length &&
      own.every((n, i) => n === (next.mark as typeof mark & { kind: 'dotted' }).numbers[i])
    );
  if (next.mark.kind === 'single') return next.mark.number === 1;
  return ['bracketed', 'bracketed-chinese', 'star'].includes(next.mark.kind);
}
