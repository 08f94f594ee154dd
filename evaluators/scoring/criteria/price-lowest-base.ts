import type { PriceCriterion, Rounding } from '../../../spec/index.ts';
import { type Exact, exact, least, printExact, printFixed, rounded, zero } from '../../arithmetic/index.ts';
import type { Computation, CriterionInput } from './criterion.ts';

const modeWords: Record<Rounding['mode'], string> = {
  'half-up': '四舍五入',
  truncate: '截去以后各位',
  'half-even': '四舍六入五成双',
};
const priceWords: Record<PriceCriterion['price'], string> = {
  evaluated: '评审价（扣除后）',
  quoted: '投标报价（未扣除）',
};
const nothing = (why: string, rule: string): Computation => ({
  counted: [],
  hints: [],
  steps: [{ label: '无法计算价格分', value: why, rule }],
});

/** What may set the base: all, or all but one highest and one lowest where the rule drops them and three or more bid. */
export function pricesForBase(prices: readonly Exact[], extremes: PriceCriterion['extremes']): Exact[] {
  const sorted = [...prices].sort((a, b) => a.compare(b));
  return extremes === 'dropped' && sorted.length > 2 ? sorted.slice(1, -1) : sorted;
}

/** Full points for the base, every other price its share of them, rounded once; never above the full points. */
export function priceLowestBase(input: CriterionInput<PriceCriterion>): Computation {
  const { criterion, rule, bid, round } = input;
  const { clause, rounding } = criterion;
  const prices = criterion.price === 'evaluated' ? input.evaluated : input.quoted;
  const own = prices.get(bid.id);
  if (!own) return nothing('没有可用的报价', rule);
  if ([...prices.values()].some((price) => price.compare(zero) <= 0)) return nothing('有报价不大于零', rule);
  const full = exact(criterion.points);
  const base = least(pricesForBase([...prices.values()], criterion.extremes))!;
  const share = full.mul(base).div(own);
  const capped = least([share, full])!;
  const computed = rounded(capped, rounding);
  const setters = [...prices].filter(([, price]) => price.equals(base)).map(([id]) => id);
  const names = setters.map((id) => round.bids.find((other) => other.id === id)?.bidder ?? id).join('、');
  const dropped = criterion.extremes === 'dropped' && prices.size > 2;
  return {
    computed,
    counted: [{ what: priceWords[criterion.price], counts: true, reasons: [`本家为 ${printExact(own)}`] }],
    hints: [],
    steps: [
      {
        label: '评标基准价',
        expression: `${prices.size} 家有效投标${priceWords[criterion.price]}中${
          dropped ? '去掉一个最高、一个最低后' : ''
        }的最低者（${names}）`,
        value: printExact(base),
        rule: `${rule}/extremes`,
        clause: criterion.extremesClause ?? clause,
      },
      {
        label: '价格分（未取整）',
        expression: `${printExact(full)} × ${printExact(base)} ÷ ${printExact(own)}${
          share.compare(full) > 0 ? '，不超过满分' : ''
        }`,
        value: printExact(capped),
        rule,
        clause,
      },
      {
        label: criterion.title,
        expression: `保留 ${rounding.decimals} 位小数，${modeWords[rounding.mode]}`,
        value: printFixed(computed, rounding.decimals),
        rule: `${rule}/rounding`,
        clause,
      },
    ],
  };
}
