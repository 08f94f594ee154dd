// Chinese numerals, everyday and financial, as exact decimal text.

const digitsOf: Record<string, number> = {};
for (const [index, forms] of [
  '零〇○',
  '一壹弌',
  '二贰貳弍两兩',
  '三叁參叄',
  '四肆',
  '五伍',
  '六陆陸',
  '七柒',
  '八捌',
  '九玖',
].entries())
  for (const form of forms) digitsOf[form] = index;

const placesOf: Record<string, number> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 };
const myriads: [RegExp, bigint][] = [
  [/[亿億]/, 100_000_000n],
  [/[万萬]/, 10_000n],
];

export type Numeral = { value: bigint } | { why: string };

/** Digits one by one, e.g. `八五` or `零伍`; answers the Arabic digits, or undefined when something else stands there. */
export function spelledDigits(text: string): string | undefined {
  const digits = [...text].map((char) => digitsOf[char]);
  return text === '' || digits.some((digit) => digit === undefined) ? undefined : digits.join('');
}

/** Below ten thousand, with its places in order. `whole`: nothing stands before it. */
function section(text: string, whole: boolean): Numeral {
  let value = 0;
  let pending: number | undefined;
  let lastPlace = 10_000;
  let zero = false;
  let zeroBefore = whole;
  for (const char of text) {
    const digit = digitsOf[char];
    const place = placesOf[char];
    if (digit === 0) {
      if (pending !== undefined) return { why: `“${text}”的数位写法有误` };
      zero = true;
    } else if (digit !== undefined) {
      if (pending !== undefined) return { why: `“${text}”的数位写法有误` };
      pending = digit;
      zeroBefore = zero || (value === 0 && whole);
      zero = false;
    } else if (place !== undefined) {
      if (place >= lastPlace) return { why: `“${text}”的数位次序有误` };
      // A ten may stand without its one, a hundred only by itself.
      const bare = pending === undefined && (place === 10 || text.length === 1) ? 1 : undefined;
      const count = pending ?? bare;
      if (count === undefined || (bare && zero)) return { why: `“${text}”的数位写法有误` };
      value += count * place;
      lastPlace = place;
      pending = undefined;
      zero = false;
    } else return { why: `“${char}”不是数字` };
  }
  if (pending !== undefined) {
    const skips = lastPlace > 10 && !zeroBefore;
    if (skips) return { why: `“${text}”末位省略了数位，不能确定` };
    value += pending;
  }
  return { value: BigInt(value) };
}

/** A whole number in words, e.g. `壹佰贰拾万`, `八十五`, `八五`, `一百零五`; says why when it cannot be read as one. */
export function readNumeral(text: string): Numeral {
  const spelled = spelledDigits(text);
  return spelled === undefined ? places(text, true) : { value: BigInt(spelled) };
}

/** `whole`: nothing stands before it, so that no zero has to fill a gap. */
function places(text: string, whole: boolean): Numeral {
  if (text === '') return { why: '没有数字' };
  for (const [sign, size] of myriads) {
    const at = text.search(sign);
    if (at < 0) continue;
    const high = places(text.slice(0, at), whole);
    if ('why' in high) return high;
    const after = text.slice(at + 1);
    if (after === '') return { value: high.value * size };
    const low = places(after, false);
    return 'why' in low ? low : { value: high.value * size + low.value };
  }
  return section(text, whole);
}
