import type { Checkable } from '../../spec/index.ts';
import { printQuantity } from '../../spec/index.ts';

const chinese: Record<string, number> = {
  零: 0,
  单: 1,
  一: 1,
  二: 2,
  两: 2,
  双: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
};

/** Numerals of two or three characters (十六, 三十二), and 万兆, which says ten gigabits. */
function compoundNumbers(text: string): number[] {
  const tens = [...text.matchAll(/([二三四五六七八九])?十([一二三四五六七八九])?/g)].map(
    ([, left, right]) => (left ? chinese[left]! : 1) * 10 + (right ? chinese[right]! : 0),
  );
  return text.includes('万兆') ? [...tens, 10] : tens;
}

/** Every figure that a wording states, in digits or as a Chinese numeral. */
function numbersIn(wording: string): Set<number> {
  const text = wording.normalize('NFKC').replace(/(?<=\d),(?=\d{3}(?!\d))/g, '');
  return new Set([
    ...[...text.matchAll(/\d+(?:\.\d+)?/g)].map(([figure]) => Number(figure)),
    ...[...text].flatMap((character) => (character in chinese ? [chinese[character]!] : [])),
    ...compoundNumbers(text),
  ]);
}

/** Figures of the data that the wording does not state, as printed. Nought and one may be said in words alone. */
export function figuresNotIn(checkable: Checkable, wording: string): string[] {
  const stated = numbersIn(wording);
  return Object.values(checkable.figures)
    .filter(({ value }) => value > 1 && !stated.has(value))
    .map(printQuantity);
}
