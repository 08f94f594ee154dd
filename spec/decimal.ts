/** Exact arithmetic on decimal strings, as money and points are written. No rounding ever happens here. */

interface Scaled {
  digits: bigint;
  scale: number;
}

function scaled(text: string): Scaled {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new Error(`not a decimal: ${text}`);
  const fraction = match[3] ?? '';
  return { digits: BigInt(`${match[1]}${match[2]}${fraction}`), scale: fraction.length };
}

function printed({ digits, scale }: Scaled): string {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  const fraction = text.slice(text.length - scale).replace(/0+$/, '');
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The sum, in shortest form: `['1.50', '0.5']` gives `2`. */
export function sumDecimals(terms: string[]): string {
  const all = terms.map(scaled);
  const scale = Math.max(0, ...all.map((one) => one.scale));
  const digits = all.reduce((sum, one) => sum + one.digits * 10n ** BigInt(scale - one.scale), 0n);
  return printed({ digits, scale });
}

/** The product, in shortest form. */
export function multiplyDecimals(a: string, b: string): string {
  const [x, y] = [scaled(a), scaled(b)];
  return printed({ digits: x.digits * y.digits, scale: x.scale + y.scale });
}

/** Negative, zero or positive, as `a` is below, equal to or above `b`; `1.0` equals `1`. */
export function compareDecimals(a: string, b: string): number {
  const [x, y] = [scaled(a), scaled(b)];
  const difference = x.digits * 10n ** BigInt(y.scale) - y.digits * 10n ** BigInt(x.scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/**
 * An exact number (decimal or `p/q`) for people, half-up to at most `decimals` places; `≈` stands before what was cut.
 * Throws on text that is no exact number.
 */
export function printApproximate(text: string, decimals: number): string {
  const match = /^(-?)(\d+(?:\.\d+)?)(?:\/(\d+))?$/.exec(text);
  if (!match || match[3] === '0') throw new Error(`not exact: ${text}`);
  const { digits, scale } = scaled(match[2]!);
  const divisor = 10n ** BigInt(scale) * BigInt(match[3] ?? '1');
  const raised = digits * 10n ** BigInt(decimals);
  const cut = (raised * 2n + divisor) / (divisor * 2n);
  const shown = printed({ digits: match[1] === '-' ? -cut : cut, scale: decimals });
  return cut * divisor === raised ? shown : `≈${shown}`;
}
