import {
  type BidStanding,
  bidStandings,
  type Evaluation,
  type EvaluationChanges,
  evaluationStates,
} from '../../spec/index.ts';

/** Words of a standing as `changesBetween` gives it, with the ground behind the colon. */
function sayStanding(standing: string): string {
  const [word, ground] = standing.split('：');
  return `${bidStandings[word as BidStanding] ?? word}${ground ? `（${ground}）` : ''}`;
}

/** What changed from what to what, in words. */
export function sayChanges(
  base: Evaluation,
  { state, winner, validity, rank, points, candidates }: EvaluationChanges,
): string[] {
  const name = (id?: string) =>
    id === undefined ? '无' : (base.bids.find(({ bid }) => bid === id)?.bidder ?? id);
  const both = <T extends { from?: unknown; to?: unknown }>(list: readonly T[]) =>
    list.filter(({ from, to }) => from !== undefined && to !== undefined);
  return [
    ...(winner ? [`第一名：${name(winner.from)} → ${name(winner.to)}`] : []),
    ...(state ? [`评审状态：${evaluationStates[state.from]} → ${evaluationStates[state.to]}`] : []),
    ...validity
      .filter(({ from, to }) => from !== 'open' && to !== 'open')
      .map(({ bid, from, to }) => `${name(bid)}：${sayStanding(from)} → ${sayStanding(to)}`),
    ...both(points).map(({ bid, from, to }) => `${name(bid)}得分：${from} → ${to}`),
    ...both(rank).map(({ bid, from, to }) => `${name(bid)}名次：${from} → ${to}`),
    ...(candidates && !winner
      ? [
          `中标候选人：${candidates.from.map(name).join('、') || '无'} → ${candidates.to.map(name).join('、') || '无'}`,
        ]
      : []),
  ];
}

/** What the other evaluation finds of a bid that this one does not: results of review, and points of criteria. */
export function reasonsBetween(base: Evaluation, other: Evaluation): string[] {
  const results = other.stages.flatMap(({ id, results: found }) => {
    const before = base.stages.find((stage) => stage.id === id)?.results ?? [];
    return found.flatMap((one) => {
      const was = before.find(({ bid, item }) => bid === one.bid && item === one.item);
      if (one.reasons.length === 0 || (was?.result === one.result && was.effect === one.effect)) return [];
      const bidder = base.bids.find(({ bid }) => bid === one.bid)?.bidder ?? one.bid;
      return one.result === 'hit' || was?.result === 'hit'
        ? [`${bidder}“${one.title}”：${one.reasons.join('；')}`]
        : [];
    });
  });
  const points = other.bids.flatMap(({ bid, bidder, groups }) =>
    groups.flatMap((group) =>
      group.criteria.flatMap(({ criterion, title, score }) => {
        const before = base.bids
          .find((one) => one.bid === bid)
          ?.groups.flatMap(({ criteria }) => criteria)
          .find((one) => one.criterion === criterion)?.score;
        return before === undefined || score === undefined || before === score
          ? []
          : [`${bidder}“${title}”：${before} 分 → ${score} 分`];
      }),
    ),
  );
  const awaited = other.awaited
    .filter(({ what }) => !base.awaited.some((one) => one.what === what))
    .map(({ what }) => `待处理：${what}`);
  return [...new Set([...results, ...points, ...awaited])];
}
