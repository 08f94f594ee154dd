import { evaluate } from '../../../evaluators/scoring/index.ts';
import {
  alternativesOf,
  type Prepared,
  prepare,
  tenderWithoutPrices,
} from '../../../evaluators/simulation/index.ts';
import {
  type Assumptions,
  type Criterion,
  criteriaOf,
  type Round,
  type Tender,
  tenderUnder,
} from '../../../spec/index.ts';
import { tender } from '../scoring/fixture.ts';

// Assumptions built from the tender's own table, so that nothing here knows its points.

export const criteria: Criterion[] = criteriaOf(tender.scoring!);
export const subjective = criteria.filter(({ nature }) => nature === 'subjective');
export const objective = criteria.filter(
  ({ nature, kind }) => nature === 'objective' && kind !== 'price-lowest-base',
);

type Points = NonNullable<Assumptions['marks']>[string];

/** The levels of a criterion that has them, best first, with these probabilities. */
export function levels(criterion: Criterion, probabilities: readonly number[]): Points {
  if (criterion.kind !== 'one-of-levels') throw new Error('no levels');
  return criterion.levels.map(({ points }, index) => ({ points, probability: probabilities[index] ?? 0 }));
}

export const marksFor = (...probabilities: number[]): NonNullable<Assumptions['marks']> =>
  Object.fromEntries(subjective.map((criterion) => [criterion.id, levels(criterion, probabilities)]));

/** Full points for everything that is objective. */
export const fullPoints = (): Record<string, string> =>
  Object.fromEntries(objective.map(({ id, points }) => [id, points]));

export type Rival = NonNullable<Assumptions['rivals']>[number];

export function rivalOf(id: string, quote: Rival['quote'] | string, patch: Partial<Rival> = {}): Rival {
  return {
    id,
    title: `对手${id}`,
    quote: typeof quote === 'string' ? { kind: 'fixed', value: quote } : quote,
    deduction: '0',
    points: fullPoints(),
    ...patch,
  };
}

export const emptyRound: Round = {
  head: { id: 'none', title: '只有假设', tender: tender.id, mode: 'rehearsal', synthetic: true },
  bids: [],
  admissions: [],
  proceedings: {},
  sheets: [],
  signing: {},
  texts: [],
  digest: 'sha256:0',
};

export interface Setting {
  assumptions: Omit<Assumptions, 'title'>;
  round?: Round;
  tender?: Tender;
  trials?: number;
  seed?: string;
}

/** An experiment from assumptions, by the way that the command takes. */
export function preparedFor({
  assumptions,
  round = emptyRound,
  trials = 1,
  seed = '1',
  ...rest
}: Setting): Prepared {
  const base = rest.tender ?? tender;
  const problems: never[] = [];
  const held = alternativesOf(base.readings, assumptions.readings, problems).map(
    ({ options, probability }) => {
      const under = Object.keys(options).length === 0 ? base : tenderUnder(base, options)!;
      return {
        tender: under,
        evaluation: evaluate({ tender: tenderWithoutPrices(under), round }),
        probability,
      };
    },
  );
  return prepare({ round, assumptions: { title: '假设', ...assumptions }, held, trials, seed });
}
