import type { EvaluationStep, LowPriceTest, Tender } from '../../../spec/index.ts';
import { type Exact, exact, printExact, quantityIn, sum } from '../../arithmetic/index.ts';
import { ceilingOf, sayQuote } from '../quote/meaning.ts';

/** A bid with the price that is looked at, and the total that it declares where it does. */
export interface PricedBid {
  bid: string;
  price: Exact;
  declaredTotal?: Exact;
}

type Measured = Exclude<LowPriceTest, { of: 'judgement' }>;

/** How one bid stands under one test: exactly below its threshold or not, or why that cannot be computed. */
export type Comparison = { bid: string; below: boolean; says: string } | { bid: string; why: string };

export interface TestOutcome {
  comparisons: Comparison[];
  /** The base and its threshold, where one holds for all. */
  steps: EvaluationStep[];
}

function secondLowest(prices: readonly Exact[], second: 'by-rank' | 'next-distinct'): Exact | undefined {
  const sorted = [...prices].sort((a, b) => a.compare(b));
  if (second === 'by-rank') return sorted[1];
  return sorted.find((price) => price.compare(sorted[0]!) > 0);
}

/** Every bid of the population against one test. */
export function applyTest(tender: Tender, test: Measured, population: readonly PricedBid[]): TestOutcome {
  const { quote } = tender.review!;
  const share = quantityIn(test.share, 'ratio');
  const percent = printExact(share.mul(100));
  const rule = `review/lowPrice/tests/${test.id}`;
  const below = (price: Exact, threshold: Exact) =>
    test.comparator === 'lessThan' ? price.compare(threshold) < 0 : price.compare(threshold) <= 0;
  const sign = (is: boolean) => (test.comparator === 'lessThan' ? (is ? '<' : '≥') : is ? '≤' : '>');
  const against = (
    bid: string,
    price: Exact,
    base: Exact | undefined,
    what: string,
    print: (value: Exact) => string = (value) => sayQuote(value, quote),
  ): Comparison => {
    if (!base) return { bid, why: `没有${what}，不能比较` };
    const threshold = base.mul(share);
    const is = below(price, threshold);
    return {
      bid,
      below: is,
      says: `${print(price)} ${sign(is)} ${what} ${print(base)} × ${percent}% = ${print(threshold)}`,
    };
  };
  const stepOf = (label: string, expression: string, base: Exact | undefined): EvaluationStep[] =>
    base
      ? [
          { label, expression, value: sayQuote(base, quote), rule, clause: test.clause },
          {
            label: `${label}的 ${percent}%`,
            expression: `${sayQuote(base, quote)} × ${percent}%`,
            value: sayQuote(base.mul(share), quote),
            rule,
            clause: test.clause,
          },
        ]
      : [{ label, value: '没有', rule, clause: test.clause }];
  const prices = population.map(({ price }) => price);
  switch (test.of) {
    case 'mean': {
      const total = sum(prices);
      if (test.self === 'excluded')
        return {
          comparisons: population.map(({ bid, price }) => {
            const others = prices.length - 1;
            return against(
              bid,
              price,
              others > 0 ? total.sub(price).div(others) : undefined,
              '其他报价的平均值',
            );
          }),
          steps: [],
        };
      const mean = prices.length > 0 ? total.div(prices.length) : undefined;
      return {
        comparisons: population.map(({ bid, price }) => against(bid, price, mean, '平均报价')),
        steps: stepOf('平均报价', `${sayQuote(total, quote)} ÷ ${prices.length}`, mean),
      };
    }
    case 'second-lowest': {
      const second = secondLowest(prices, test.second);
      const how = test.second === 'by-rank' ? '按位次第二低' : '高于最低报价的次一报价';
      return {
        comparisons: population.map(({ bid, price }) => against(bid, price, second, '次低报价')),
        steps: stepOf('次低报价', how, second),
      };
    }
    case 'ceiling': {
      const ceiling = ceilingOf(tender);
      if (ceiling.of === 'none')
        return {
          comparisons: population.map(({ bid }) => ({ bid, why: ceiling.why })),
          steps: [
            { label: '最高限价', value: ceiling.why, rule: 'review/quote/ceiling', clause: test.clause },
          ],
        };
      if (ceiling.of === 'declared-total') {
        const yuan = (value: Exact) => `${printExact(value)} 元`;
        return {
          comparisons: population.map(({ bid, declaredTotal }) =>
            declaredTotal
              ? against(bid, declaredTotal, ceiling.limit, '最高限价', yuan)
              : { bid, why: '未申报总额，不能与最高限价比较' },
          ),
          steps: [],
        };
      }
      return {
        comparisons: population.map(({ bid, price }) => against(bid, price, ceiling.limit, '最高限价')),
        steps: stepOf('最高限价', '招标文件', ceiling.limit),
      };
    }
  }
}

/** A rate so low that its complement would be the higher figure: `15%` may have been meant as 15 % off. */
export function perhapsMeantAsDiscount(tender: Tender, price: Exact): Exact | undefined {
  const ceiling = ceilingOf(tender);
  if (tender.review!.quote.kind !== 'rate') return undefined;
  const whole = ceiling.of === 'quote' ? ceiling.limit : exact(100);
  const complement = whole.sub(price);
  return complement.compare(price) > 0 ? complement : undefined;
}
