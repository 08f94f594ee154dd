import { evaluate } from '../../../evaluators/scoring/index.ts';
import { type Prepared, prepare, tenderWithoutPrices } from '../../../evaluators/simulation/index.ts';
import { criteriaOf, type Round, type Tender } from '../../../spec/index.ts';

// One trial model for both programs, taken from the tender's data.

/** Probabilities of the levels, best first, by bid; and what price policies take off, in percent. */
const strengths = [
  [0.5, 0.4, 0.1, 0],
  [0.4, 0.5, 0.1, 0],
  [0.4, 0.4, 0.2, 0],
  [0.3, 0.5, 0.2, 0],
  [0.3, 0.4, 0.2, 0.1],
];
const taken = ['0', '20', '0', '6', '20'];
const convinces = 0.5;
const quote = { from: '40.00', mode: '75.00', to: '95.00' };

const round: Round = {
  head: { id: 'bench', title: '测速', tender: 'bench', mode: 'rehearsal', synthetic: true },
  bids: [],
  admissions: [],
  proceedings: {},
  sheets: [],
  signing: {},
  texts: [],
  digest: 'sha256:0',
};

export function benchExperiment(tender: Tender, trials: number): Prepared {
  const criteria = criteriaOf(tender.scoring!);
  const rivals = strengths.map((probabilities, index) => ({
    id: `bid-${index}`,
    title: `投标 ${index}`,
    quote: { kind: 'triangular' as const, ...quote },
    deduction: taken[index]!,
    points: Object.fromEntries(
      criteria
        .filter(({ nature, kind }) => nature === 'objective' && kind !== 'price-lowest-base')
        .map(({ id, points }) => [id, points]),
    ),
    marks: Object.fromEntries(
      criteria.flatMap((criterion) =>
        criterion.kind === 'one-of-levels'
          ? [
              [
                criterion.id,
                criterion.levels.map(({ points }, level) => ({ points, probability: probabilities[level]! })),
              ],
            ]
          : [],
      ),
    ),
  }));
  const evaluation = evaluate({ tender: tenderWithoutPrices(tender), round });
  return prepare({
    round,
    assumptions: { title: '测速', convinces, rivals },
    held: [{ tender, evaluation, probability: 1 }],
    trials,
    seed: 'bench',
  });
}

/** The same model as the twin reads it: quotes in hundredths, points in whole ones. */
export function twinModel(tender: Tender, trials: number, batch: number) {
  const criteria = criteriaOf(tender.scoring!);
  const levelled = criteria.filter((criterion) => criterion.kind === 'one-of-levels');
  const averaged = tender.scoring!.groups.filter(({ averaging }) => averaging);
  const objective = criteria.filter(
    ({ nature, kind }) => nature === 'objective' && kind !== 'price-lowest-base',
  );
  const technical = averaged
    .flatMap((group) => group.sections.flatMap((section) => section.criteria))
    .filter((criterion) => objective.includes(criterion))
    .reduce((sum, { points }) => sum + Number(points), 0);
  const all = objective.reduce((sum, { points }) => sum + Number(points), 0);
  const share = (of: string) => {
    const test = tender.review!.lowPrice!.tests.find((one) => one.of === of);
    return test && 'share' in test ? test.share.value : 0;
  };
  return {
    seed: 1,
    trials,
    batch,
    bids: strengths.length,
    members: tender.committee!.members.value,
    criteria: levelled.length,
    levels: levelled[0]!.levels.map(({ points }) => Number(points)),
    probabilities: strengths,
    quote: [quote.from, quote.mode, quote.to].map((text) => Math.round(Number(text) * 100)),
    convinces,
    shareOfMean: share('mean'),
    shareOfSecond: share('second-lowest'),
    shareOfCeiling: share('ceiling'),
    ceiling: (tender.review!.quote.ceiling!.atMost?.value ?? 0) * 100,
    minimum: tender.review!.minimums.find(({ at }) => at === 'compliance')!.count.value,
    kept: taken.map((percent) => 100 - Number(percent)),
    pricePoints: Number(criteria.find(({ kind }) => kind === 'price-lowest-base')!.points),
    technical: strengths.map(() => technical),
    business: strengths.map(() => all - technical),
  };
}
