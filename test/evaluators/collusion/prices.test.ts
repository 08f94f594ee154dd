import { describe, expect, it } from 'vitest';
import { exact } from '../../../evaluators/arithmetic/index.ts';
import { priceSteps } from '../../../evaluators/collusion/index.ts';
import { gridOf } from '../../../evaluators/collusion/price-grid.ts';
import { priceScreens } from '../../../evaluators/collusion/price-screens.ts';
import type { Bid } from '../../../spec/index.ts';
import { bidOf, tender } from '../scoring/fixture.ts';
import { brief, leadsOf, three } from './fixture.ts';

const letters = (quotes: string[]) => Object.fromEntries(quotes.map((quote, i) => [`b${i}`, quote]));
const priceLeads = (...quotes: string[]) => leadsOf({ bids: [], quotes: letters(quotes) });
const screensOf = (...quotes: string[]) =>
  Object.fromEntries(
    priceScreens(quotes.map((one) => exact(one))).map(({ id, value, why }) => [id, value ?? why]),
  );

describe('screens', () => {
  it('are those of the literature, to four places', () => {
    // 80, 85, 87, 96: mean 87; sums of powers of the distances 134, 378, 8978; s = √(134/3).
    expect(screensOf('96', '80', '87', '85')).toEqual({
      cv: '0.0768',
      spd: '0.2000',
      diffp: '0.0625',
      // Of 85, 87, 96: mean 268/3, s = √(103/3).
      rd: '0.8533',
      rdnor: '0.9375',
      rdalt: '0.9091',
      skewness: '0.8442',
      kurtosis: '1.5000',
      ks: '0.3125',
    });
  });

  it('cannot be computed of fewer than three, and say so', () => {
    const values = Object.values(screensOf('80', '85'));
    expect(values).toHaveLength(9);
    for (const value of values) expect(value).toContain('少于 3 家，无法计算');
    expect(screensOf('80', '85', '90').kurtosis).toContain('少于 4 家');
  });

  it('divide by nothing nowhere', () => {
    const same = screensOf('85', '85', '85');
    expect([same.rd, same.rdnor, same.rdalt, same.skewness, same.ks]).toEqual(
      Array(5).fill('分母为零，无法计算'),
    );
    expect([same.cv, same.spd, same.diffp]).toEqual(['0.0000', '0.0000', '0.0000']);
    expect(screensOf('85', '85', '85', '85').kurtosis).toBe('分母为零，无法计算');
  });

  it('carry the caveat of the figure whose sign is doubted, and set no limit', () => {
    const steps = priceSteps(
      tender.review,
      new Map(['80.13', '85.20', '91.77'].map((stated, i) => [`b${i}`, { unit: '%' as const, stated }])),
    );
    expect(steps.find(({ label }) => label.includes('RDALT'))!.expression).toContain('符号可能有误');
    expect(steps.map(({ label }) => label)).toContain('全部 3 家报价的等差检验');
    expect(steps.find(({ label }) => label.includes('等差'))!.expression).toContain('零假设');
  });
});

describe('regular quotes', () => {
  it('three on an arithmetic progression of odd hundredths are a weak prompt with an exact chance', () => {
    const [lead, ...rest] = priceLeads('84.79', '80.13', '82.46');
    expect(rest).toEqual([]);
    expect(lead).toMatchObject({ sign: 'price-arithmetic', strength: 'weak', bids: ['b0', 'b1', 'b2'] });
    expect(lead!.note).toContain('不是结论');
    const chance = lead!.steps.find(({ label }) => label.startsWith('偶然'))!;
    expect(chance.value).toBe('1/467 ≈ 0.002141');
    expect(chance.expression).toContain('以 0.01% 为一档');
    expect(lead!.steps.find(({ label }) => label.startsWith('按检验次数'))!.value).toBe('0.004283');
  });

  it('a geometric progression is told from an arithmetic one', () => {
    expect(brief(priceLeads('40.01', '56.58', '80.02'))).toEqual(['price-geometric: b0+b1+b2']);
  });

  it('four of six are found after allowing for the number of groups', () => {
    const leads = priceLeads('61.07', '68.38', '75.69', '83.00', '97.13', '99.41');
    expect(brief(leads)).toEqual(['price-arithmetic: b0+b1+b2+b3']);
    expect(leads[0]!.steps.at(-1)!.expression).toContain('p × 70');
  });

  it.each([
    ['whole percents, evenly spaced by custom', ['80', '85', '90']],
    ['quarters of a percent', ['85.25', '85.50', '85.75']],
    ['three close quotes by chance', ['85.11', '85.14', '85.18']],
    ['three close quotes that happen to be evenly spaced', ['85.11', '85.14', '85.17']],
    ['quotes without any order', ['80.13', '81.02', '93.40', '97.77', '99.10']],
    ['one triple among five that is evenly spaced by chance', ['80.13', '82.46', '84.79', '85.01', '99.93']],
    ['four quotes that are spaced evenly by and large', ['80.13', '85.55', '91.02', '97.31']],
    ['two quotes', ['80.13', '82.46']],
    ['equal round quotes', ['85', '85', '90.31']],
    ['all at the ceiling', ['100', '100', '100']],
  ])('not %s', (_, quotes) => {
    expect(priceLeads(...quotes)).toEqual([]);
  });

  it('two equal quotes to the hundredth, where the range is wide', () => {
    const [lead, ...rest] = priceLeads('82.37', '82.37', '71.06');
    expect(rest).toEqual([]);
    expect(lead).toMatchObject({ sign: 'price-equal', bids: ['b0', 'b1'], strength: 'weak' });
    expect(lead!.steps[0]!.value).toContain('≈ 0.0010');
  });

  it('reads a quote with more decimals than the tender asks for without losing any', () => {
    const quotes = new Map([['a', { unit: '%' as const, stated: '85.555' }]]);
    expect(gridOf(tender.review!.quote, quotes)).toMatchObject({ decimals: 3, ceiling: 100_000n });
  });

  it('tests groups of at most twelve bids, and all of any number', () => {
    const many = Array.from({ length: 30 }, (_, i) => (60 + i * 1.17).toFixed(2));
    const [lead, ...rest] = priceLeads(...many);
    expect(rest).toEqual([]);
    expect(lead!.bids).toHaveLength(30);
  });
});

describe('unit prices', () => {
  const priced = (id: string, prices: string[]): Bid => {
    const bid = bidOf(id);
    return {
      ...bid,
      quote: {
        ...bid.quote,
        lines: prices.map((unitPrice, i) => ({ item: `第 ${i + 1} 项`, quantity: '1', unitPrice })),
      },
    };
  };
  it('in one ratio on every item', () => {
    const bids = [
      priced('alpha', ['10.00', '25.00', '7.20']),
      priced('beta', ['9.50', '23.75', '6.84']),
      bidOf('gamma'),
    ];
    const leads = leadsOf({ bids });
    expect(brief(leads)).toEqual(['unit-price-pattern: alpha+beta']);
    expect(leads[0]!.title).toContain('比例');
    expect(leads[0]!.evidence[0]!.text).toContain('20/19');
  });
  it('one amount apart on every item', () => {
    const [lead] = leadsOf({
      bids: [priced('alpha', ['10.00', '25.00', '7.20']), priced('beta', ['9.00', '24.00', '6.20'])],
    });
    expect(lead!.title).toContain('差额');
  });
  it.each([
    ['two items', ['9.50', '23.75']],
    ['one item that differs', ['9.50', '23.75', '6.85']],
  ])('not of %s', (_, prices) => {
    expect(
      leadsOf({
        bids: [priced('alpha', ['10.00', '25.00', '7.20']), priced('beta', prices), ...three().slice(2)],
      }),
    ).toEqual([]);
  });
});
