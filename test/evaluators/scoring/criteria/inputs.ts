import { exact, printExact } from '../../../../evaluators/arithmetic/index.ts';
import type { Computation } from '../../../../evaluators/scoring/criteria/criterion.ts';
import { computeCriterion } from '../../../../evaluators/scoring/criteria/index.ts';
import {
  type Bid,
  type Criterion,
  criteriaOf,
  type Round,
  type Scoring,
  type Tender,
} from '../../../../spec/index.ts';
import { tender as builtIn, roundOf } from '../fixture.ts';

export interface Setting {
  tender?: Tender;
  /** Members of the criterion that differ from the tender's. */
  criterion?: object;
  consortium?: Partial<NonNullable<Scoring['consortium']>>;
  round?: Round;
  evaluated?: Record<string, string>;
  quoted?: Record<string, string>;
}

/** A copy of the tender whose scoring table differs in one criterion, or in what it says of consortia. */
export function tenderWhere(id: string, { tender = builtIn, criterion, consortium }: Setting): Tender {
  const scoring = structuredClone(tender.scoring!);
  Object.assign(criteriaOf(scoring).find((one) => one.id === id)!, criterion);
  if (consortium) Object.assign(scoring.consortium!, consortium);
  return { ...tender, scoring };
}

/** The first criterion of a kind in the built-in table. */
export function idOf(kind: Criterion['kind']): string {
  return criteriaOf(builtIn.scoring!).find((one) => one.kind === kind)!.id;
}

const prices = (given: Record<string, string> = {}) =>
  new Map(Object.entries(given).map(([bid, price]) => [bid, exact(price)]));

/** One criterion of one bid, with its points printed. */
export function compute(id: string, bid: Bid, setting: Setting = {}): Computation & { points?: string } {
  const tender = tenderWhere(id, setting);
  const scoring = tender.scoring!;
  const criterion = criteriaOf(scoring).find((one) => one.id === id)!;
  const computation = computeCriterion({
    tender,
    scoring,
    round: setting.round ?? roundOf({ bids: [bid] }),
    bid,
    criterion,
    rule: `scoring/criteria/${id}`,
    evaluated: prices(setting.evaluated),
    quoted: prices(setting.quoted),
  });
  const { computed } = computation;
  return { ...computation, ...(computed ? { points: printExact(computed) } : {}) };
}

/** What is said of a paper, a person or a clause. */
export function reasonsFor({ counted }: Computation, what: string): string {
  return counted
    .filter((one) => one.what === what)
    .map(({ counts, reasons }) => `${counts ? '计' : '不计'}：${reasons.join('；')}`)
    .join(' / ');
}
