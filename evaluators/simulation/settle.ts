import { divided, type LowPriceLimit, type Model } from './model.ts';

/** What chance gave in one trial. Indexed by bid, points and marks by group × bids + bid. */
export interface Draws {
  /** Objective points that were drawn, in units. */
  points: Float64Array;
  /** Sums over the members of what they mark, in units. */
  marks: Float64Array;
  quotes: Float64Array;
  passes: Uint8Array;
  convinces: Uint8Array;
  judgedLow: Uint8Array;
  /** Who is drawn first among equals: the lowest. */
  lots: Float64Array;
}

export interface Outcome {
  state: 'ranked' | 'cancelled' | 'stopped';
  /** Bids that are ranked, best first; only the first `ranked` members count. */
  order: Int32Array;
  ranked: number;
  /** In units; of bids that are ranked. */
  totals: Float64Array;
  /** 1: out, for whatever reason. */
  invalid: Uint8Array;
  /** Only lots part the first from the second. */
  byLot: boolean;
}

/** The evaluation of one trial. The outcome is written into one object, which the next call writes again. */
export function settler(model: Model): (draws: Draws) => Outcome {
  const { bids, groups, members, constants, multipliers, scale, lowPrice, tie } = model;
  const outcome: Outcome = {
    state: 'ranked',
    order: new Int32Array(bids),
    ranked: 0,
    totals: new Float64Array(bids),
    invalid: new Uint8Array(bids),
    byLot: false,
  };
  const { order, totals, invalid } = outcome;
  const evaluated = new Float64Array(bids);
  const quoted = new Float64Array(bids);
  const technical = new Float64Array(bids);
  const priced = new Float64Array(groups.length * bids);
  const sorted = new Float64Array(bids);
  const hit = new Uint8Array(bids);

  const countValid = (): number => {
    let count = 0;
    for (let bid = 0; bid < bids; bid++) count += 1 - invalid[bid]!;
    return count;
  };
  /** Prices of bids that are in, ascending, into `sorted`. */
  const sort = (prices: Float64Array): number => {
    let count = 0;
    for (let bid = 0; bid < bids; bid++) {
      if (invalid[bid]) continue;
      let at = count++;
      for (; at > 0 && sorted[at - 1]! > prices[bid]!; at--) sorted[at] = sorted[at - 1]!;
      sorted[at] = prices[bid]!;
    }
    return count;
  };
  const isLow = (limit: LowPriceLimit, price: number, sum: number, count: number): boolean => {
    let left = price * limit.denominator;
    let right = limit.numerator;
    if (limit.of === 'mean') {
      const others = limit.self ? count : count - 1;
      if (others === 0) return false;
      left *= others;
      right *= limit.self ? sum : sum - price;
    } else if (limit.of === 'second-lowest') {
      let second = 1;
      if (limit.distinct) while (second < count && sorted[second] === sorted[0]) second++;
      if (second >= count) return false;
      right *= sorted[second]!;
    }
    return limit.orEqual ? left <= right : left < right;
  };
  /** Removes bids whose price is too low and not explained; answers whether it removed any. */
  const removeLow = (prices: Float64Array, draws: Draws): boolean => {
    const count = sort(prices);
    let sum = 0;
    for (let index = 0; index < count; index++) sum += sorted[index]!;
    let removed = false;
    for (let bid = 0; bid < bids; bid++) {
      hit[bid] = 0;
      if (invalid[bid]) continue;
      let low = lowPrice!.judged && draws.judgedLow[bid] === 1;
      for (const limit of lowPrice!.tests) low ||= isLow(limit, prices[bid]!, sum, count);
      if (low && !draws.convinces[bid]) {
        hit[bid] = 1;
        removed = true;
      }
    }
    for (let bid = 0; bid < bids; bid++) invalid[bid]! |= hit[bid]!;
    return removed;
  };
  const addPrices = (): void => {
    for (const rule of model.prices) {
      const prices = rule.of === 'evaluated' ? evaluated : quoted;
      const count = sort(prices);
      const base = sorted[rule.extremes === 'dropped' && count > 2 ? 1 : 0]!;
      for (let bid = 0; bid < bids; bid++) {
        if (invalid[bid]) continue;
        const price = prices[bid]!;
        // A lowest price that was dropped does not bring more than the full points.
        priced[rule.group * bids + bid]! +=
          divided(rule.numerator * Math.min(base, price), rule.denominator * price, rule.mode) * rule.step;
      }
    }
  };
  /** Below zero where the first goes before the second; lots apart. */
  const compare = (a: number, b: number, draws: Draws): number => {
    if (totals[a] !== totals[b]) return totals[b]! - totals[a]!;
    for (const rule of tie) {
      const difference =
        rule === 'quoted'
          ? draws.quotes[a]! - draws.quotes[b]!
          : rule === 'evaluated'
            ? evaluated[a]! - evaluated[b]!
            : rule === 'technical'
              ? technical[b]! - technical[a]!
              : undefined;
      // What people or a seed decide, chance decides here.
      if (difference === undefined) return 0;
      if (difference !== 0) return difference;
    }
    return 0;
  };

  return (draws) => {
    const { quotes } = draws;
    outcome.ranked = 0;
    outcome.byLot = false;
    for (let bid = 0; bid < bids; bid++) {
      const quote = quotes[bid]!;
      invalid[bid] =
        draws.passes[bid] && !model.out[bid] && quote > model.moreThan && quote <= model.atMost ? 0 : 1;
      evaluated[bid] = quote * multipliers[bid]!;
      quoted[bid] = quote * scale;
    }
    const end = (state: 'cancelled' | 'stopped'): Outcome => {
      outcome.state = state;
      return outcome;
    };
    const before = countValid();
    if (before === 0 || before < model.minimum) return end('cancelled');
    if (lowPrice) {
      const prices = lowPrice.of === 'evaluated' ? evaluated : quoted;
      let removed = removeLow(prices, draws);
      if (removed && lowPrice.ends) return end(lowPrice.ends);
      while (removed && lowPrice.untilStable) removed = removeLow(prices, draws);
      const after = countValid();
      if (after === 0 || (lowPrice.stopsBelowMinimum && after < model.minimum)) return end('stopped');
    }
    outcome.state = 'ranked';
    priced.fill(0);
    technical.fill(0);
    // Price points of a group that is averaged are the same from every member.
    addPrices();
    for (let bid = 0; bid < bids; bid++) {
      if (invalid[bid]) continue;
      let total = 0;
      for (let group = 0; group < groups.length; group++) {
        const slot = group * bids + bid;
        const objective = constants[slot]! + draws.points[slot]! + priced[slot]!;
        const { averaged } = groups[group]!;
        const sum = draws.marks[slot]! + members * objective;
        const points = averaged
          ? divided(sum, members * averaged.step, averaged.mode) * averaged.step
          : sum / members;
        if (averaged) technical[bid]! += points;
        total += points;
      }
      totals[bid] = total;
      let at = outcome.ranked++;
      for (; at > 0; at--) {
        const other = order[at - 1]!;
        const difference = compare(bid, other, draws) || draws.lots[bid]! - draws.lots[other]!;
        if (difference >= 0) break;
        order[at] = other;
      }
      order[at] = bid;
    }
    outcome.byLot = outcome.ranked > 1 && compare(order[0]!, order[1]!, draws) === 0;
    return outcome;
  };
}
