import {
  type BidEvaluation,
  canonicalJson,
  type Evaluation,
  type EvaluationChanges,
  type EvaluationStage,
} from '../../spec/index.ts';

export const winnerOf = ({ candidates }: Evaluation): string | undefined => candidates[0];

const standingOf = ({ standing, invalid }: BidEvaluation): string =>
  invalid ? `${standing}：${invalid.title}` : standing;

/**
 * What of a stage counts: who left, what was found, what waits. Thresholds in its steps do not; and that a rule does
 * not apply is the same to a bid as that nothing was found under it.
 */
function facts(evaluation: Evaluation, id: EvaluationStage): string {
  const stage = evaluation.stages.find((one) => one.id === id);
  const own: unknown[] = [
    stage?.state === 'not-applicable' ? 'done' : stage?.state,
    stage?.left,
    stage?.results.flatMap(({ bid, item, result, effect }) =>
      ['clear', 'not-applicable'].includes(result) ? [] : [[bid, item, result, effect]],
    ),
    evaluation.awaited.filter((one) => one.stage === id).map(({ bid, item, member }) => [bid, item, member]),
  ];
  if (id === 'corrections' || id === 'quote')
    own.push(evaluation.bids.map(({ quote }) => [quote.quoted, quote.corrections.length]));
  if (id === 'deductions') own.push(evaluation.bids.map(({ quote }) => quote.evaluated));
  if (id === 'scoring')
    own.push(
      evaluation.bids.map(({ groups }) =>
        groups.map((group) => [group.score, group.criteria.map(({ score, computed }) => [score, computed])]),
      ),
    );
  if (id === 'ranking')
    own.push(
      evaluation.bids.map(({ rank }) => rank),
      evaluation.candidates,
    );
  return canonicalJson(own);
}

const reached = ({ stages }: Evaluation, id: EvaluationStage): boolean =>
  stages.some((one) => one.id === id && one.state !== 'not-reached');

/** Stages that both came to and whose facts differ; what lies behind an earlier end differs of itself. */
export function stagesTouched(a: Evaluation, b: Evaluation): EvaluationStage[] {
  return a.stages
    .map(({ id }) => id)
    .filter((id) => reached(a, id) && reached(b, id) && facts(a, id) !== facts(b, id));
}

export function changesBetween(base: Evaluation, other: Evaluation): EvaluationChanges {
  const pairs = base.bids.map((bid, index) => [bid, other.bids[index]!] as const);
  const [from, to] = [winnerOf(base), winnerOf(other)];
  return {
    ...(base.state === other.state ? {} : { state: { from: base.state, to: other.state } }),
    ...(from === to ? {} : { winner: { ...(from ? { from } : {}), ...(to ? { to } : {}) } }),
    validity: pairs.flatMap(([a, b]) =>
      standingOf(a) === standingOf(b) ? [] : [{ bid: a.bid, from: standingOf(a), to: standingOf(b) }],
    ),
    points: pairs.flatMap(([a, b]) =>
      a.total === b.total
        ? []
        : [{ bid: a.bid, ...(a.total ? { from: a.total } : {}), ...(b.total ? { to: b.total } : {}) }],
    ),
    rank: pairs.flatMap(([a, b]) =>
      a.rank === b.rank
        ? []
        : [{ bid: a.bid, ...(a.rank ? { from: a.rank } : {}), ...(b.rank ? { to: b.rank } : {}) }],
    ),
    ...(canonicalJson(base.candidates) === canonicalJson(other.candidates)
      ? {}
      : { candidates: { from: base.candidates, to: other.candidates } }),
    stages: stagesTouched(base, other),
    awaited: other.awaited
      .filter(({ what }) => !base.awaited.some((one) => one.what === what))
      .map(({ what }) => what),
  };
}

/** The result in one word, for comparing many: who stands where, with what points. */
export function fingerprint(evaluation: Evaluation): string {
  return canonicalJson([
    evaluation.state,
    evaluation.bids.map((bid) => [standingOf(bid), bid.total, bid.rank]),
    evaluation.candidates,
  ]);
}
