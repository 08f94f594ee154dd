// Exact numbers for points, prices and shares. Nothing here rounds unless it is told where and how.
import Fraction from 'fraction.js';
import { convert, type Quantity, type Rounding, type Unit } from '../../spec/index.ts';

export type Exact = Fraction;
export const zero: Exact = new Fraction(0);
export const one: Exact = new Fraction(1);

/** A decimal, or a fraction `p/q`, as an exact number; throws on anything else, which is a defect of the caller. */
export function exact(text: string | number | bigint): Exact {
  if (typeof text === 'string' && !/^-?\d+(\.\d+)?(\/\d+)?$/.test(text))
    throw new Error(`not exact: ${text}`);
  return new Fraction(text);
}

/** The value of a quantity in a unit of its dimension; `%` to `ratio` makes 20 % one fifth. */
export function quantityIn(quantity: Quantity, unit: Unit): Exact {
  const factor = convert(1, quantity.unit, unit);
  const exactFactor = factor < 1 ? one.div(Math.round(1 / factor)) : new Fraction(factor);
  return exact(String(quantity.value)).mul(exactFactor);
}

/** In shortest exact form: a decimal where it ends, else `p/q`. */
export function printExact(value: Exact): string {
  let rest = value.d;
  for (const prime of [2n, 5n]) while (rest % prime === 0n) rest /= prime;
  if (rest !== 1n) return value.toFraction();
  // A denominator of twos and fives ends after at most as many places as it has binary digits.
  const places = value.d.toString(2).length;
  const scale = 10n ** BigInt(places);
  const digits = ((value.n * scale) / value.d).toString().padStart(places + 1, '0');
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  const whole = digits.slice(0, digits.length - places);
  return `${value.s < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Cuts to decimals as a clause says. Ties of `half-up` go away from zero, of `half-even` to the even neighbour. */
export function rounded(value: Exact, { decimals, mode }: Rounding): Exact {
  const scale = 10n ** BigInt(decimals);
  const scaled = value.n * scale;
  let whole = scaled / value.d;
  const twice = (scaled % value.d) * 2n;
  const up =
    mode === 'half-up'
      ? twice >= value.d
      : mode === 'half-even' && (twice > value.d || (twice === value.d && whole % 2n === 1n));
  if (up) whole += 1n;
  return new Fraction(value.s * whole, scale);
}

/** With a fixed number of decimals, for what has been rounded to them: `8.5` with 2 is `8.50`. */
export function printFixed(value: Exact, decimals: number): string {
  const text = printExact(rounded(value, { decimals, mode: 'half-up' }));
  if (decimals === 0) return text;
  const [whole, fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(decimals, '0')}`;
}

export function sum(values: Iterable<Exact>): Exact {
  let total = zero;
  for (const value of values) total = total.add(value);
  return total;
}

export function least(values: readonly Exact[]): Exact | undefined {
  return values.reduce<Exact | undefined>(
    (low, value) => (low === undefined || value.compare(low) < 0 ? value : low),
    undefined,
  );
}
