import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printExact } from '../../../evaluators/arithmetic/index.ts';
import { readDigits, readWords, type Written } from '../../../evaluators/scoring/quote/written.ts';

const told = (written: Written) =>
  written.readable ? `${printExact(written.value)} ${written.decimals} ${written.mark}` : 'unreadable';

describe('digits', () => {
  it.each([
    ['85.50%', '85.5 2 percent'],
    ['85.5', '85.5 1 none'],
    ['８５．５０％', '85.5 2 percent'],
    ['85.50 %', '85.5 2 percent'],
    ['百分之85.50', '85.5 2 percent'],
    ['0.8550', '0.855 4 none'],
    ['855‰', '85.5 1 percent'],
    ['0', '0 0 none'],
    ['-1', '-1 0 none'],
    ['100.01', '100.01 2 none'],
    ['85.555', '85.555 3 none'],
    ['八十五', '85 0 none'],
    ['¥24,000,000.00', '24000000 2 yuan'],
    ['2400.5万元', '24005000 0 yuan'],
    ['0.00005万元', '0.5 1 yuan'],
  ])('%s', (raw, expected) => expect(told(readDigits(raw))).toBe(expected));

  it.each(['', 'abc', '85..5', '85,50%', '八五折', '2,4000'])('%s is not read, with a reason', (raw) => {
    const written = readDigits(raw);
    expect(written.readable).toBe(false);
    expect(!written.readable && written.why).toMatch(/./);
  });
});

describe('words', () => {
  it.each([
    ['百分之八十五点零五', '85.05 2 percent'],
    ['百分之捌拾伍点伍零', '85.5 2 percent'],
    ['捌拾伍点零伍', '85.05 2 none'],
    ['八五点五', '85.5 1 none'],
    ['八十五', '85 0 none'],
    ['百分之一百', '100 0 percent'],
    ['百分之百', '100 0 percent'],
    ['百分之十', '10 0 percent'],
    ['百分之十五', '15 0 percent'],
    ['百分之二〇点五', '20.5 1 percent'],
    ['捌拾伍点零伍%', '85.05 2 percent'],
    ['负百分之五', '-5 0 percent'],
    ['贰仟肆佰万元整', '24000000 0 yuan'],
    ['人民币贰仟肆佰万圆整', '24000000 0 yuan'],
    ['两千四百点五万元', '24005000 0 yuan'],
    ['玖角', '0.9 1 yuan'],
    ['壹佰零伍元叁角贰分', '105.32 2 yuan'],
    ['壹拾元零伍分', '10.05 2 yuan'],
    ['85.50%', '85.5 2 percent'],
  ])('%s', (raw, expected) => expect(told(readWords(raw))).toBe(expected));

  it.each(['一百五', '二万五', '二十十', '百分之八十五点五十', '一百零十五', '八点五点五', '万', '百分之'])(
    '%s is not read',
    (raw) => expect(readWords(raw).readable).toBe(false),
  );
});

// An independent way back, by recursion on the number.
const everyday = '零一二三四五六七八九';
const financial = '零壹贰叁肆伍陆柒捌玖';
function spell(n: number, digits: string, [ten, hundred, thousand]: [string, string, string]): string {
  const under = (size: number, sign: string, below: number) => {
    const rest = n % size;
    const gap = rest > 0 && rest < below ? digits[0] : '';
    const tail = rest > 0 ? gap + spell(rest, digits, [ten, hundred, thousand]) : '';
    return spell(Math.floor(n / size), digits, [ten, hundred, thousand]) + sign + tail;
  };
  if (n < 10) return digits[n]!;
  if (n < 100) return under(10, ten, 0);
  if (n < 1000) return under(100, hundred, 10);
  if (n < 10_000) return under(1000, thousand, 100);
  if (n < 100_000_000) return under(10_000, '万', 1000);
  return under(100_000_000, '亿', 10_000_000);
}
const styles = fc.constantFrom<[string, [string, string, string]]>(
  [everyday, ['十', '百', '千']],
  [financial, ['拾', '佰', '仟']],
);

it('reads back every number that is spelled', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), styles, (n, [digits, places]) => {
      expect(told(readWords(`${spell(n, digits, places)}元整`))).toBe(`${n} 0 yuan`);
    }),
    { numRuns: 2000 },
  );
});

it('reads back every rate with two decimals', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), styles, (n, [digits, places]) => {
      const fraction = String(n % 100).padStart(2, '0');
      const words = `百分之${spell(Math.floor(n / 100), digits, places)}点${[...fraction].map((c) => digits[Number(c)]).join('')}`;
      const [read, same] = [readWords(words), readDigits(`${Math.floor(n / 100)}.${fraction}%`)];
      expect(told(read)).toBe(told(same));
      expect(read).toMatchObject({ readable: true, decimals: 2, mark: 'percent' });
    }),
    { numRuns: 2000 },
  );
});

it('never throws, whatever is written', () => {
  const noise = fc.string({ unit: fc.constantFrom(...'百分之十八五点零元角万亿.%,-0859 整負x') });
  fc.assert(
    fc.property(noise, (raw) => {
      expect(typeof readDigits(raw).readable).toBe('boolean');
      expect(typeof readWords(raw).readable).toBe('boolean');
    }),
    { numRuns: 3000 },
  );
});
