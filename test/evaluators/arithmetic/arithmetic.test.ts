import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exact, printExact, printFixed, quantityIn, rounded } from '../../../evaluators/arithmetic/index.ts';
import { printApproximate } from '../../../spec/index.ts';

describe('exact numbers', () => {
  it.each([
    ['8.125', '8.13', '8.12', '8.12'],
    ['8.135', '8.14', '8.13', '8.14'],
    ['8.1249', '8.12', '8.12', '8.12'],
    ['8.126', '8.13', '8.12', '8.13'],
    ['25/3', '8.33', '8.33', '8.33'],
    ['-8.125', '-8.13', '-8.12', '-8.12'],
    ['7', '7.00', '7.00', '7.00'],
  ])('%s is cut to two decimals as the mode says', (value, halfUp, truncate, halfEven) => {
    const cut = (mode: 'half-up' | 'truncate' | 'half-even') =>
      printFixed(rounded(exact(value), { decimals: 2, mode }), 2);
    expect([cut('half-up'), cut('truncate'), cut('half-even')]).toEqual([halfUp, truncate, halfEven]);
  });

  it('are printed as decimals where these end, else as fractions, and read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 10_000 }), (n, d) => {
        const value = exact(n).div(d);
        const text = printExact(value);
        expect(exact(text).equals(value)).toBe(true);
        expect(text.includes('/')).toBe(!/^[25]*$/.test(primesOf(Number(value.d))));
      }),
    );
  });

  it('take quantities into another unit without loss', () => {
    expect(printExact(quantityIn({ value: 20, unit: '%' }, 'ratio'))).toBe('0.2');
    expect(printExact(quantityIn({ value: 0.35, unit: 'ratio' }, '%'))).toBe('35');
    expect(printExact(quantityIn({ value: 6, unit: 'h' }, 'min'))).toBe('360');
  });

  it('refuse what is no number', () => {
    for (const text of ['', '1e3', '八', '1/2/3', ' 1']) expect(() => exact(text)).toThrow('not exact');
  });

  it('are shown to people with a mark where digits were cut', () => {
    expect(printApproximate('25/3', 4)).toBe('≈8.3333');
    expect(printApproximate('8.5', 4)).toBe('8.5');
    expect(printApproximate('-1/8', 2)).toBe('≈-0.13');
    expect(printApproximate('6/3', 2)).toBe('2');
    expect(() => printApproximate('1/0', 2)).toThrow('not exact');
  });
});

/** The different primes of a number, as digits where they are 2 or 5 and `x` otherwise. */
function primesOf(value: number): string {
  let rest = value;
  let found = '';
  for (let prime = 2; rest > 1; prime++)
    while (rest % prime === 0) {
      found += prime === 2 || prime === 5 ? prime : 'x';
      rest /= prime;
    }
  return found;
}
