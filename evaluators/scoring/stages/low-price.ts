import type {
  EvaluationStep,
  Invalidity,
  ItemResult,
  LowPrice,
  Notice,
  QuoteRecord,
} from '../../../spec/index.ts';
import { exact } from '../../arithmetic/index.ts';
import { type Heard, hear } from '../low-price/explanation.ts';
import { type Pass, testAll } from '../low-price/pass.ts';
import { type PricedBid, perhapsMeantAsDiscount } from '../low-price/tests.ts';
import { evaluatedPrices } from '../policy/evaluated.ts';
import { sayQuote } from '../quote/meaning.ts';
import { belowMinimum, type End, type Situation, type Stage } from '../stage.ts';
import { countedBidders } from './same-brand.ts';

/** Abnormally low quotes: computed tests, the committee's own judgement, the explanation and the vote on it. */
export const lowPrice: Stage = (situation) => {
  const rules = situation.tender.review?.lowPrice;
  if (!rules) return { notApplicable: true };
  const population = pricedBids(situation, rules);
  const heard = new Map<string, Heard>();
  const out = new Set<string>();
  const passes: Pass[] = [];
  for (;;) {
    const left = population.filter(({ bid }) => !out.has(bid));
    const pass = testAll(situation, rules, left);
    passes.push(pass);
    for (const bid of pass.called) if (!heard.has(bid)) heard.set(bid, hear(situation, bid));
    const removed = [...pass.called].filter((bid) => heard.get(bid)!.verdict === 'invalid');
    if (rules.effect === 'invalid') for (const bid of removed) out.add(bid);
    if (rules.passes === 'single' || rules.effect !== 'invalid' || removed.length === 0) break;
  }
  const outcomes = [...heard].map(([bid, one]) => outcomeOf(rules, bid, one));
  const end = endOf(situation, rules, out, outcomes);
  const ofPass = (steps: readonly EvaluationStep[], index: number) =>
    passes.length === 1
      ? steps
      : steps.map((step) => ({ ...step, label: `第 ${index + 1} 次核算 ${step.label}` }));
  const comparisons = (bid: string) =>
    passes.flatMap(({ ofBid }, index) => ofPass(ofBid.get(bid) ?? [], index));
  const quotes = new Map(
    [...situation.quotes].map(([bid, record]): [string, QuoteRecord] => [
      bid,
      { ...record, steps: [...record.steps, ...comparisons(bid)] },
    ]),
  );
  return {
    quotes,
    results: [...passes.flatMap(({ results }) => results), ...outcomes.map(({ result }) => result)],
    steps: passes.flatMap(({ steps }, index) => ofPass(steps, index)),
    invalid: outcomes.flatMap(({ invalid }) => invalid ?? []),
    awaited: [...heard.values()].flatMap(({ awaited }) => awaited),
    notices: [
      ...[...heard.values()].flatMap(({ notices }) => notices),
      ...population.flatMap((priced) => (heard.has(priced.bid) ? advice(situation, rules, priced) : [])),
      ...(end && 'notice' in end ? [end.notice] : []),
    ],
    ...(end && 'kind' in end ? { end } : {}),
  };
};

function pricedBids(situation: Situation, rules: LowPrice): PricedBid[] {
  const evaluated = rules.price === 'evaluated' ? evaluatedPrices(situation) : undefined;
  return situation.valid.flatMap(({ id, quote }) => {
    const price = evaluated ? evaluated.get(id) : situation.quotes.get(id)?.quoted;
    if (price === undefined) return [];
    const { declaredTotal } = quote;
    return [
      {
        bid: id,
        price: exact(price),
        ...(declaredTotal === undefined ? {} : { declaredTotal: exact(declaredTotal) }),
      },
    ];
  });
}

function outcomeOf(rules: LowPrice, bid: string, heard: Heard): { result: ItemResult; invalid?: Invalidity } {
  const clause = rules.outcomeClause ?? rules.explanation.clause;
  const statute = rules.statute ? { statute: [rules.statute] } : {};
  const told = { bid, item: 'explanation', title: '异常低价的说明', rule: 'review/lowPrice/explanation' };
  const { verdict, reasons, vote } = heard;
  const results = { stays: 'clear', invalid: 'hit', open: 'unknown' } as const;
  return {
    result: {
      ...told,
      clause,
      ...statute,
      result: results[verdict],
      ...(verdict === 'invalid' ? { effect: rules.effect } : {}),
      decided: verdict === 'open' ? 'computed' : 'recorded',
      reasons,
      ...(vote ? { vote } : {}),
    },
    ...(verdict === 'invalid' && rules.effect === 'invalid'
      ? { invalid: { ...told, stage: 'low-price', reasons, clause, ...statute } }
      : {}),
  };
}

/** A rate that may have been meant as what is taken off: said where it is looked at, never assumed. */
function advice({ tender }: Situation, rules: LowPrice, { bid, price }: PricedBid): Notice[] {
  const complement = perhapsMeantAsDiscount(tender, price);
  if (!complement) return [];
  const { quote } = tender.review!;
  return [
    {
      stage: 'low-price',
      kind: 'advice',
      text: `报价 ${sayQuote(price, quote)} 为支付比例；若投标人意指优惠 ${sayQuote(price, quote)}（支付 ${sayQuote(complement, quote)}），与本项目报价方式不同，请在要求说明时核实`,
      bids: [bid],
      clause: rules.clause,
    },
  ];
}

/** What happens where removals leave too few, or where a finding ends more than one bid. */
function endOf(
  situation: Situation,
  rules: LowPrice,
  out: ReadonlySet<string>,
  outcomes: readonly { result: ItemResult }[],
): End | { notice: Notice } | undefined {
  const refused = outcomes.find(({ result }) => result.result === 'hit')?.result;
  if (refused && (rules.effect === 'suspend' || rules.effect === 'cancel'))
    return {
      kind: rules.effect === 'cancel' ? 'cancelled' : 'stopped',
      item: refused.item,
      title: refused.title,
      reasons: refused.reasons,
      clause: refused.clause,
    };
  if (out.size === 0) return undefined;
  const left = { ...situation, valid: situation.valid.filter(({ id }) => !out.has(id)) };
  const end = belowMinimum(situation, 'compliance', countedBidders(left), 'low-price');
  if (!end) return undefined;
  if (rules.belowMinimum === 'continue')
    return {
      notice: {
        stage: 'low-price',
        kind: 'advice',
        text: `${end.reasons.join('；')}，按所选读法继续评审`,
        clause: rules.clause,
      },
    };
  // Whether too few are left by this review is for the committee to say, under the clause of cancellation.
  const resolved = situation.round.proceedings.cancellation;
  return resolved?.item === end.item
    ? { ...end, kind: 'cancelled', reasons: [...end.reasons, resolved.reasons] }
    : { ...end, kind: 'stopped', reasons: [...end.reasons, '停止评审，由评标委员会按废标条款处理'] };
}
