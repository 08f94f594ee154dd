import type { EvaluationStep, ItemResult, LowPrice, LowPriceTest } from '../../../spec/index.ts';
import type { Situation } from '../stage.ts';
import { rowOf, voteOn } from './explanation.ts';
import { applyTest, type Comparison, type PricedBid } from './tests.ts';

/** One pass of the tests over the bids that are left. */
export interface Pass {
  results: ItemResult[];
  steps: EvaluationStep[];
  /** Bids that some test calls to explain. */
  called: Set<string>;
  /** Comparisons of each bid, for its own record. */
  ofBid: Map<string, EvaluationStep[]>;
}

/** Every test of the tender over the bids that are left. */
export function testAll(situation: Situation, rules: LowPrice, population: readonly PricedBid[]): Pass {
  const pass: Pass = { results: [], steps: [], called: new Set(), ofBid: new Map() };
  for (const test of rules.tests) {
    if (test.of === 'judgement') {
      for (const { bid } of population) {
        const result = judged(situation, test, bid);
        if (result.result === 'hit') pass.called.add(bid);
        pass.results.push(result);
      }
      continue;
    }
    const { comparisons, steps } = applyTest(situation.tender, test, population);
    pass.steps.push(...steps);
    for (const one of comparisons) {
      const result = compared(test, one);
      if (result.result === 'hit') pass.called.add(one.bid);
      pass.results.push(result);
      const step: EvaluationStep = {
        label: test.title,
        ...('says' in one ? { expression: one.says } : {}),
        value: 'why' in one ? one.why : one.below ? '低于，须说明' : '不低于',
        rule: result.rule,
        clause: test.clause,
      };
      pass.ofBid.set(one.bid, [...(pass.ofBid.get(one.bid) ?? []), step]);
    }
  }
  return pass;
}

const resultOf = (test: LowPriceTest, bid: string) => ({
  bid,
  item: test.id,
  title: test.title,
  rule: `review/lowPrice/tests/${test.id}`,
  clause: test.clause,
});

function compared(test: LowPriceTest, one: Comparison): ItemResult {
  const seen = 'why' in one ? undefined : one.below ? 'hit' : 'clear';
  return {
    ...resultOf(test, one.bid),
    result: seen ?? 'not-applicable',
    decided: 'computed',
    ...(seen ? { seen } : {}),
    reasons: ['why' in one ? one.why : one.says],
  };
}

/** The committee's own view; silence of the record is no view. */
function judged(situation: Situation, test: LowPriceTest, bid: string): ItemResult {
  const judgement = rowOf(situation, bid)?.judgement;
  const vote = judgement && voteOn(situation, judgement.votes);
  return {
    ...resultOf(test, bid),
    result: vote ? (vote.carried ? 'hit' : 'clear') : 'not-applicable',
    decided: 'recorded',
    reasons: judgement ? [judgement.reasons] : ['评标委员会未提出'],
    ...(vote ? { vote } : {}),
  };
}
