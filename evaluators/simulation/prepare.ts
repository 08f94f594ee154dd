import {
  type Assumptions,
  criteriaOf,
  Fault,
  type Problem,
  type Round,
  type Tender,
} from '../../spec/index.ts';
import { type Exact, exact } from '../arithmetic/index.ts';
import type { Held } from './alternatives.ts';
import { compileModel, lcm, quoteDecimals, quoteUnit, unitOf } from './compile.ts';
import { type Distribution, distribution, thresholdOf } from './distribution.ts';
import { type Complain, complainInto, inSteps, marksIn, quotePlan } from './draw-plan.ts';
import { notesOf } from './notes.ts';
import { assertAlone, ownQuotes } from './own.ts';
import {
  checkNames,
  constantsOf,
  isDrawn,
  marksOf,
  type Participant,
  participantsOf,
} from './participants.ts';
import type { DrawPlan, Experiment } from './trials.ts';

export interface SimulationInput {
  round: Round;
  assumptions: Assumptions;
  held: readonly Held[];
  trials: number;
  seed: string;
  /** Name of the assumptions' file, for complaints. */
  file?: string;
}

/** An experiment with what its numbers are called. */
export interface Prepared {
  experiment: Experiment;
  participants: Pick<Participant, 'id' | 'bidder' | 'assumed'>[];
  unit: '%' | 'yuan';
  decimals: number;
  notes: string[];
}

/**
 * The tender with what the trials decide taken out, so that an evaluation of the round gives every bid's objective
 * points and deductions, also where a low price or too few bidders would end it.
 */
export function tenderWithoutPrices(tender: Tender): Tender {
  if (!tender.review) return tender;
  const { lowPrice: _, ...review } = tender.review;
  return { ...tender, review: { ...review, minimums: [] } };
}

/** Turns assumptions into an experiment; throws INTAKE_INVALID with everything that is missing or does not fit. */
export function prepare(input: SimulationInput): Prepared {
  const { round, assumptions, held, file } = input;
  if (assumptions.own) assertAlone(round, assumptions.own.bid);
  const problems: Problem[] = [];
  const complain = complainInto(problems, file);
  const tender = held[0]!.tender;
  const decimals = quoteDecimals(tender);
  if (
    held.some((one) => quoteDecimals(one.tender) !== decimals || quoteUnit(one.tender) !== quoteUnit(tender))
  )
    complain('readings', '所列读法改变报价的位数，不能在同一次模拟中抽取', '取定该读法，分别模拟');
  const participants = participantsOf(round, assumptions, complain);
  if (participants.length === 0) complain('rivals', '没有任何投标人');
  for (const one of held) checkNames(one.tender, assumptions, participants, complain);
  const members =
    assumptions.judges?.members ??
    tender.committee?.members.value ??
    round.head.committee?.members.length ??
    1;
  const { severity = 0, agreement = 0 } = assumptions.judges ?? {};
  if (severity + agreement > 1 + 1e-9) complain('judges', 'severity 与 agreement 之和不得超过 1');

  const quotes = participants.map(({ says, path, id }): Distribution | undefined => {
    if (says.quote) return quotePlan(says.quote, decimals, `${path}/quote`, complain);
    const quoted = held[0]!.evaluation.bids.find(({ bid }) => bid === id)?.quote.quoted;
    if (quoted === undefined) {
      complain(`${path}/quote`, '评审项目中没有可用的报价', '在假设中写明报价');
      return undefined;
    }
    const value = inSteps(quoted, decimals, `${path}/quote`, complain);
    return value === undefined ? undefined : distribution([{ value, probability: 1 }]);
  });
  if (tender.review?.lowPrice)
    for (const { says, path } of participants)
      if (says.convinces === undefined && assumptions.convinces === undefined)
        complain(`${path}/convinces`, '没有假设低价说明被采信的概率', '写明 convinces（可在最外层统一写）');
  const own = ownQuotes(assumptions, participants, decimals, complain);
  const constants = held.map((one) =>
    participants.map((participant) => constantsOf(participant, one.tender, one.evaluation, complain)),
  );
  const marks = marksByGroup(tender, assumptions, participants, complain);
  if (problems.length > 0) throw new Fault('INTAKE_INVALID', distinct(problems));

  const drawn = participants.flatMap(({ says }) =>
    Object.values(says.points ?? {}).flatMap((one) => (isDrawn(one) ? one : [])),
  );
  const allPoints: Exact[] = [
    ...constants.flat().flatMap(({ points }) => [...points.values()]),
    ...drawn.map(({ points }) => exact(points)),
    ...marks.flatMap((one) => one.assumed.map(({ points }) => exact(points))),
  ];
  const unit = held.map((one) => unitOf(one.tender, members, allPoints)).reduce((a, b) => lcm(a, b), 1n);
  const plan: DrawPlan = {
    bids: participants.length,
    groups: tender.scoring?.groups.length ?? 0,
    members,
    weights: {
      severity: Math.sqrt(severity),
      agreement: Math.sqrt(agreement),
      rest: Math.sqrt(Math.max(0, 1 - severity - agreement)),
    },
    marks: marks.map(({ slot, assumed }) => ({ slot, ...marksIn(assumed, unit) })),
    points: pointsByGroup(tender, participants, unit),
    quotes: quotes.map((one) => one!),
    passes: Float64Array.from(participants, ({ says }) => thresholdOf(says.passes ?? 1)),
    convinces: Float64Array.from(participants, ({ says }) =>
      thresholdOf(says.convinces ?? assumptions.convinces ?? 0),
    ),
    judgedLow: Float64Array.from(participants, ({ says }) => thresholdOf(says.judgedLow ?? 0)),
  };
  const highest = [...plan.quotes.map(({ values }) => values), own?.quotes ?? []]
    .flatMap((values) => [...values])
    .reduce((top, value) => Math.max(top, value), 1);
  const models = held.map((one, index) =>
    compileModel(one.tender, constants[index]!, { members, unit, highest }),
  );
  return {
    experiment: {
      seed: input.seed,
      trials: input.trials,
      plan,
      models,
      choose: distribution(held.map(({ probability }, value) => ({ value, probability }))),
      ...(own ? { own } : {}),
    },
    participants: participants.map(({ id, bidder, assumed }) => ({ id, bidder, assumed })),
    unit: quoteUnit(tender),
    decimals,
    notes: notesOf(held, constants, participants),
  };
}

const distinct = (problems: Problem[]): Problem[] => [
  ...new Map(problems.map((one) => [`${one.path}|${one.message}`, one])).values(),
];

/** A slot is group × bids + bid. */
function marksByGroup(
  tender: Tender,
  assumptions: Assumptions,
  participants: Participant[],
  complain: Complain,
) {
  return (tender.scoring?.groups ?? []).flatMap((group, index) =>
    group.sections
      .flatMap((section) => section.criteria)
      .filter(({ nature }) => nature === 'subjective')
      .flatMap((criterion) =>
        participants.flatMap((participant, bid) => {
          const assumed = marksOf(participant, assumptions.marks, criterion, complain);
          return assumed ? [{ slot: index * participants.length + bid, assumed }] : [];
        }),
      ),
  );
}

function pointsByGroup(tender: Tender, participants: Participant[], unit: bigint): DrawPlan['points'] {
  return (tender.scoring?.groups ?? []).flatMap((group, index) => {
    const ids = criteriaOf({ ...tender.scoring!, groups: [group] }).map(({ id }) => id);
    return participants.flatMap(({ says }, bid) =>
      ids.flatMap((id) => {
        const assumed = says.points?.[id];
        return isDrawn(assumed)
          ? [{ slot: index * participants.length + bid, points: marksIn(assumed, unit).marks }]
          : [];
      }),
    );
  });
}
