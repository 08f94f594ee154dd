import { type Exact, exact } from '../../arithmetic/index.ts';
import { readNumeral, spelledDigits } from './numerals.ts';

/**
 * What a written number says. `mark` is the unit that stands with it; a number without one is readable, and what
 * it means is another question. `decimals` are as written: 85.5 has one.
 */
export type Written =
  | { readable: true; raw: string; value: Exact; decimals: number; mark: 'percent' | 'yuan' | 'none' }
  | { readable: false; raw: string; why: string };

type Readable = Extract<Written, { readable: true }>;
type Figure = { value: Exact; decimals: number } | { why: string };

const grouped = /^\d{1,3}(,\d{3})+(\.\d+)?$/;
/** Zeros that a sign behind the figure stands for. */
const zerosOf: Record<string, number> = { 万: 4, 萬: 4, 亿: 8, 億: 8 };
const timesTen = (value: Exact, zeros: number) => value.mul(exact(`1${'0'.repeat(zeros)}`));

function tidy(raw: string): string {
  return raw
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/[﹪٪]/g, '%')
    .replace(/[﹣－−]/g, '-');
}

/** Arabic digits, with groups of three and a multiple of ten thousand behind. */
function arabicFigure(text: string): Figure {
  const [, sign, number, multiple] = /^([-+]?)([\d.,]+)([万萬亿億]?)$/.exec(text) ?? [];
  if (number === undefined) return { why: `“${text}”不是数字` };
  const plain = grouped.test(number) ? number.replaceAll(',', '') : number;
  if (!/^\d+(\.\d+)?$/.test(plain)) return { why: `“${text}”的数字写法有误` };
  const zeros = multiple ? zerosOf[multiple]! : 0;
  const value = timesTen(exact(plain), zeros);
  const decimals = Math.max(0, (plain.split('.')[1]?.length ?? 0) - zeros);
  return { value: sign === '-' ? value.neg() : value, decimals };
}

/** A number in words with its decimals after 点; a figure in Arabic digits is let through. */
function wordFigure(text: string): Figure {
  if (/^[-+]?[\d.,]/.test(text)) return arabicFigure(text);
  const negative = /^[负負]/.test(text);
  const [whole = '', fraction, ...more] = (negative ? text.slice(1) : text).split(/[点點]/);
  if (more.length > 0) return { why: `“${text}”有多个“点”` };
  // 点 may stand before 万: the multiple then belongs to the whole figure.
  const zeros = fraction === undefined ? undefined : zerosOf[fraction.slice(-1)];
  const numeral = readNumeral(whole);
  if ('why' in numeral) return numeral;
  const spelled = fraction === undefined ? '' : spelledDigits(zeros ? fraction.slice(0, -1) : fraction);
  if (spelled === undefined) return { why: `“点”后的“${fraction}”应逐位写出` };
  const figure = exact(spelled === '' ? numeral.value : `${numeral.value}.${spelled}`);
  const value = timesTen(figure, zeros ?? 0);
  return {
    value: negative ? value.neg() : value,
    decimals: Math.max(0, spelled.length - (zeros ?? 0)),
  };
}

const written = (
  raw: string,
  figure: Figure,
  mark: Readable['mark'],
  divisor: number = 1,
  shift: number = 0,
): Written =>
  'why' in figure
    ? { readable: false, raw, why: figure.why }
    : {
        readable: true,
        raw,
        value: figure.value.div(divisor),
        decimals: figure.decimals + shift,
        mark,
      };

/** A quote in Arabic digits: `85.50%`, `８５．５０％`, `百分之85.50`, `0.8550`, `¥1,200,000.00`, `120万元`. */
function inDigits(raw: string): Written {
  const text = tidy(raw);
  const percent = /^百分之(.+)$/.exec(text) ?? /^(.+)%$/.exec(text);
  if (percent) return written(raw, arabicFigure(percent[1]!), 'percent');
  const permille = /^千分之(.+)$/.exec(text) ?? /^(.+)‰$/.exec(text);
  if (permille) return written(raw, arabicFigure(permille[1]!), 'percent', 10, 1);
  const yuan = /^(?:人民币|RMB|CNY)?[¥￥]?(.+?)(?:元|圆|人民币|RMB|CNY)?[整正]?$/i.exec(text);
  const bare = yuan?.[1] ?? text;
  return written(raw, arabicFigure(bare), bare === text ? 'none' : 'yuan');
}

/** A quote in words: `百分之八十五点零五`, `捌拾伍点零伍`, `壹佰贰拾万元整`, `玖角`, `百分之一百`. */
function inWords(raw: string): Written {
  const text = tidy(raw).replace(/^(?:大写|人民币)[::]?/, '');
  const ratio = /^([负負]?)([百佰千仟])分之(.+?)[整正]?$/.exec(text);
  if (ratio) {
    const figure = wordFigure(`${ratio[1]}${ratio[3]}`);
    return /[百佰]/.test(ratio[2]!)
      ? written(raw, figure, 'percent')
      : written(raw, figure, 'percent', 10, 1);
  }
  const signed = /^(.+)(?:%|个百分点)$/.exec(text);
  if (signed) return written(raw, wordFigure(signed[1]!), 'percent');
  const money = /^(?:(.+?)[元圆])?(?:零?(.)角)?(?:零?(.)分)?[整正]?$/.exec(text);
  if (money && (money[1] ?? money[2] ?? money[3]) !== undefined)
    return written(raw, yuanFigure(money), 'yuan');
  return written(raw, wordFigure(text.replace(/[整正]$/, '')), 'none');
}

function yuanFigure([, yuan, jiao, fen]: RegExpExecArray): Figure {
  const whole: Figure = yuan === undefined ? { value: exact(0), decimals: 0 } : wordFigure(yuan);
  if ('why' in whole) return whole;
  const [tens, ones] = [jiao, fen].map((char) => (char === undefined ? '0' : spelledDigits(char)));
  if (tens === undefined || ones === undefined) return { why: '角、分的写法有误' };
  return {
    value: whole.value.add(exact(`0.${tens}${ones}`)),
    decimals: fen !== undefined ? 2 : jiao !== undefined ? 1 : whole.decimals,
  };
}

/** A quote as it stands in the column of digits; words there are read as words. */
export function readDigits(raw: string): Written {
  const digits = inDigits(raw);
  if (digits.readable) return digits;
  const words = inWords(raw);
  return words.readable ? words : digits;
}

/** A quote as it stands in the column of words; digits there are read as digits. */
export function readWords(raw: string): Written {
  const words = inWords(raw);
  if (words.readable) return words;
  const digits = inDigits(raw);
  return digits.readable ? digits : words;
}
