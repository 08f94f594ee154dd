import type { Bid, Lead } from '../../spec/index.ts';
import { type Exact, exact, printExact, zero } from '../arithmetic/index.ts';
import { folded } from './meaningless.ts';

/** Fewer equal ratios or differences than this are no pattern. */
const leastLines = 3;

/** Unit prices of two bids that stand in one ratio, or lie one amount apart, on every item that both price. */
export function unitPricePatterns(bids: readonly Bid[]): Lead[] {
  const priced = [...bids]
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .map((bid) => ({ bid, prices: pricesOf(bid) }));
  return priced.flatMap((one, index) =>
    priced.slice(index + 1).flatMap((other): Lead[] => {
      const lines = [...one.prices].flatMap(([item, price]) => {
        const against = other.prices.get(item);
        return against ? [{ item, price, against }] : [];
      });
      if (lines.length < leastLines || new Set(lines.map(({ price }) => printExact(price))).size < 2)
        return [];
      const ratio = constant(lines.map(({ price, against }) => price.div(against)));
      const difference = constant(lines.map(({ price, against }) => price.sub(against)));
      const [kind, value] = ratio ? (['比例', ratio] as const) : (['差额', difference] as const);
      if (!value) return [];
      const text = `${lines.length} 项单价的${kind}均为 ${printExact(value)}`;
      return [
        {
          sign: 'unit-price-pattern',
          title: `逐项单价成固定${kind}`,
          bids: [one.bid.id, other.bid.id],
          fact: 'alike-or-patterned',
          strength: 'medium',
          note: '两份投标文件共有的单价逐项比对；若各家均按同一价目表统一打折，固定比例即属正常',
          evidence: [
            { bid: one.bid.id, text },
            { bid: other.bid.id, text },
          ],
          steps: lines.slice(0, 20).map(({ item, price, against }) => ({
            label: item,
            expression: `${printExact(price)} 与 ${printExact(against)}`,
            value: printExact(ratio ? price.div(against) : price.sub(against)),
          })),
          innocent: ['均按公布的单元最高限价或同一价目表统一打折', '采用同一上游供应商的报价'],
        },
      ];
    }),
  );
}

function pricesOf({ quote }: Bid): Map<string, Exact> {
  const lines = (quote.lines ?? []).map(({ item, unitPrice }) => [folded(item), exact(unitPrice)] as const);
  return new Map(lines.filter(([, price]) => price.compare(zero) > 0));
}

function constant(values: readonly Exact[]): Exact | undefined {
  const first = values[0];
  return first && values.every((value) => value.equals(first)) ? first : undefined;
}
