const digits: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  壹: 1,
  二: 2,
  两: 2,
  贰: 2,
  三: 3,
  叁: 3,
  四: 4,
  肆: 4,
  五: 5,
  伍: 5,
  六: 6,
  陆: 6,
  七: 7,
  柒: 7,
  八: 8,
  捌: 8,
  九: 9,
  玖: 9,
};
const powers: Record<string, number> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 };

/** Characters of a whole number in digits or Chinese numerals, for use inside a pattern. */
export const numeral = '(?:\\d+(?:\\.\\d+)?|[一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾]+)';

/** `7`, `七`, `三十二`, `2,400.00`; NaN for anything else. */
export function numberOf(word: string): number {
  const plain = word.replaceAll(',', '');
  if (/^\d+(\.\d+)?$/.test(plain)) return Number(plain);
  let total = 0;
  let pending: number | undefined;
  for (const char of plain) {
    const digit = digits[char];
    const power = powers[char];
    if (digit !== undefined) pending = digit;
    else if (power !== undefined) {
      total += (pending ?? 1) * power;
      pending = undefined;
    } else return Number.NaN;
  }
  return plain === '' ? Number.NaN : total + (pending ?? 0);
}

/** Sums of points and money without the dust of floating point. */
export const sum = (values: number[]): number =>
  Math.round(values.reduce((total, value) => total + value, 0) * 1e4) / 1e4;
