import { type Exact, exact, quantityIn, rounded, sum, zero } from '../../../evaluators/arithmetic/index.ts';
import type { Criterion, Tender } from '../../../spec/index.ts';

/** One bid of one trial, as plainly as it can be written down. */
export interface NaiveBid {
  quote: Exact;
  kept: Exact;
  points: Map<string, Exact>;
  /** By criterion, one mark a member. */
  marks: Map<string, Exact[]>;
  passes: boolean;
  convinces: boolean;
  judgedLow: boolean;
  lot: number;
}

export interface NaiveOutcome {
  state: 'ranked' | 'cancelled' | 'stopped';
  order: number[];
  totals: Map<number, Exact>;
  invalid: number[];
}

const ascending = (a: Exact, b: Exact) => a.compare(b);

/** A second evaluation of a trial, slow and exact, straight from the tender's data and sharing nothing with the fast one. */
export function naiveTrial(tender: Tender, bids: readonly NaiveBid[], members: number): NaiveOutcome {
  const review = tender.review!;
  const { ceiling, moreThan } = review.quote;
  const top = ceiling?.of === 'rate' && ceiling.atMost ? quantityIn(ceiling.atMost, '%') : undefined;
  let valid = bids
    .map((_, index) => index)
    .filter((index) => bids[index]!.passes)
    .filter((index) => !top || bids[index]!.quote.compare(top) <= 0)
    .filter((index) => !moreThan || bids[index]!.quote.compare(quantityIn(moreThan, '%')) > 0);
  const minimum = review.minimums.find(({ at }) => at === 'compliance')?.count.value ?? 0;
  const out = (state: NaiveOutcome['state']): NaiveOutcome => ({
    state,
    order: [],
    totals: new Map(),
    invalid: [],
  });
  if (valid.length < Math.max(1, minimum)) return out('cancelled');
  const evaluated = (index: number) => bids[index]!.quote.mul(bids[index]!.kept);
  const quoted = (index: number) => bids[index]!.quote;
  const low = review.lowPrice;
  if (low) {
    const price = low.price === 'evaluated' ? evaluated : quoted;
    for (;;) {
      const prices = valid.map(price).sort(ascending);
      const isLow = (index: number): boolean =>
        low.tests.some((test) => {
          if (test.of === 'judgement') return bids[index]!.judgedLow;
          let against: Exact | undefined;
          if (test.of === 'ceiling') against = top;
          else if (test.of === 'second-lowest')
            against =
              test.second === 'by-rank' ? prices[1] : prices.find((other) => !other.equals(prices[0]!));
          else {
            const others = test.self === 'included' ? valid : valid.filter((other) => other !== index);
            against = others.length === 0 ? undefined : sum(others.map(price)).div(others.length);
          }
          if (!against) return false;
          const difference = price(index).compare(against.mul(quantityIn(test.share, 'ratio')));
          return test.comparator === 'atMost' ? difference <= 0 : difference < 0;
        });
      const removed = valid.filter((index) => isLow(index) && !bids[index]!.convinces);
      valid = valid.filter((index) => !removed.includes(index));
      if (removed.length === 0 || low.passes === 'single') break;
    }
    if (valid.length === 0 || (low.belowMinimum === 'stop' && valid.length < minimum)) return out('stopped');
  }
  const priceOf = (criterion: Extract<Criterion, { kind: 'price-lowest-base' }>, index: number): Exact => {
    const of = criterion.price === 'evaluated' ? evaluated : quoted;
    let prices = valid.map(of).sort(ascending);
    if (criterion.extremes === 'dropped' && prices.length > 2) prices = prices.slice(1, -1);
    const full = exact(criterion.points);
    const share = full.mul(prices[0]!).div(of(index));
    return rounded(share.compare(full) > 0 ? full : share, criterion.rounding);
  };
  const totals = new Map<number, Exact>();
  const technical = new Map<number, Exact>();
  for (const index of valid) {
    const bid = bids[index]!;
    const scores = tender.scoring!.groups.map((group) => {
      const criteria = group.sections.flatMap((section) => section.criteria);
      const one = (criterion: Criterion, member: number): Exact =>
        criterion.kind === 'price-lowest-base'
          ? priceOf(criterion, index)
          : criterion.nature === 'subjective'
            ? bid.marks.get(criterion.id)![member]!
            : (bid.points.get(criterion.id) ?? zero);
      const alike = new Map(criteria.map((criterion) => [criterion.id, one(criterion, 0)]));
      const sheets = Array.from({ length: members }, (_, member) =>
        sum(
          criteria.map((criterion) =>
            criterion.nature === 'subjective' ? one(criterion, member) : alike.get(criterion.id)!,
          ),
        ),
      );
      const mean = sum(sheets).div(members);
      return group.averaging ? rounded(mean, group.averaging.rounding) : mean;
    });
    totals.set(index, sum(scores));
    technical.set(index, sum(scores.filter((_, group) => tender.scoring!.groups[group]!.averaging)));
  }
  const before = (a: number, b: number): number => {
    const byTotal = totals.get(b)!.compare(totals.get(a)!);
    if (byTotal !== 0) return byTotal;
    for (const rule of review.ranking.tie) {
      if (rule !== 'quoted' && rule !== 'evaluated' && rule !== 'technical') break;
      const difference =
        rule === 'quoted'
          ? quoted(a).compare(quoted(b))
          : rule === 'evaluated'
            ? evaluated(a).compare(evaluated(b))
            : technical.get(b)!.compare(technical.get(a)!);
      if (difference !== 0) return difference;
    }
    return bids[a]!.lot - bids[b]!.lot;
  };
  return {
    state: 'ranked',
    order: [...valid].sort(before),
    totals,
    invalid: bids.map((_, index) => index).filter((index) => !valid.includes(index)),
  };
}
