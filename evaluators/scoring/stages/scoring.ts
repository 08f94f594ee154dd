import type { Bid, CriterionScore, EvaluationStep, GroupScore, ScoringGroup } from '../../../spec/index.ts';
import { type Exact, exact, printExact, printFixed, rounded, sum } from '../../arithmetic/index.ts';
import { computeCriterion } from '../criteria/index.ts';
import { scoreCriterion } from '../score-criterion.ts';
import type { Situation, StageOutcome } from '../stage.ts';

export interface ScoredBid {
  bid: string;
  groups: GroupScore[];
  /** Absent while a group is open. */
  total?: string;
  steps: EvaluationStep[];
}

/** Prices by bid: after deductions or before. */
function prices(situation: Situation, which: 'evaluated' | 'quoted'): Map<string, Exact> {
  return new Map(
    situation.valid.flatMap(({ id }) => {
      const value = situation.quotes.get(id)?.[which];
      return value === undefined ? [] : [[id, exact(value)] as const];
    }),
  );
}

/** Sum of each member over the group. What members do not mark, and what a majority settles, counts alike for all. */
function memberSums(
  situation: Situation,
  { disagreement }: ScoringGroup,
  criteria: readonly CriterionScore[],
): GroupScore['members'] {
  const settled = ({ nature }: CriterionScore) => nature === 'objective' && disagreement === 'majority';
  return situation.members.map(({ id }) => ({
    member: id,
    points: printExact(
      sum(
        criteria.map((one) => {
          const own = one.marks.find(({ member }) => member === id)?.points;
          return exact((settled(one) ? one.score : own) ?? one.score ?? '0');
        }),
      ),
    ),
  }));
}

function groupScore(situation: Situation, group: ScoringGroup, criteria: CriterionScore[]): GroupScore {
  const open = criteria.filter(({ score }) => score === undefined);
  const rule = `scoring/groups/${group.id}`;
  const base = { group: group.id, title: group.title, points: group.points, criteria };
  const terms = criteria.map(({ score }) => score ?? '？').join(' + ');
  if (open.length > 0)
    return {
      ...base,
      members: [],
      steps: [
        { label: `${group.title}待定`, value: `${open.map(({ title }) => title).join('、')}尚无结果`, rule },
      ],
    };
  if (!group.averaging || situation.members.length === 0) {
    const exactly = sum(criteria.map(({ score }) => exact(score!)));
    const value = printExact(exactly);
    return {
      ...base,
      members: [],
      exact: value,
      score: value,
      steps: [{ label: `${group.title}合计`, expression: terms, value, rule }],
    };
  }
  const members = memberSums(situation, group, criteria);
  const { rounding, clause } = group.averaging;
  const mean = sum(members.map(({ points }) => exact(points))).div(members.length);
  const score = printFixed(rounded(mean, rounding), rounding.decimals);
  return {
    ...base,
    members,
    exact: printExact(mean),
    score,
    steps: [
      {
        label: `${group.title}：各评委合计的算术平均值`,
        expression: `（${members.map(({ points }) => points).join(' + ')}）÷ ${members.length}`,
        value: printExact(mean),
        rule: `${rule}/averaging`,
        clause,
      },
      { label: `保留 ${rounding.decimals} 位小数`, value: score, rule: `${rule}/averaging/rounding`, clause },
    ],
  };
}

/** Points of every bid that is still in. Nothing is taken for what members have not marked. */
export function scoreBids(situation: Situation): StageOutcome & { scored: ScoredBid[] } {
  const { tender, round } = situation;
  const scoring = tender.scoring;
  if (!scoring) return { notApplicable: true, scored: [] };
  const evaluated = prices(situation, 'evaluated');
  const quoted = prices(situation, 'quoted');
  const outcome: Required<Pick<StageOutcome, 'awaited' | 'notices'>> = { awaited: [], notices: [] };
  const scoreBid = (bid: Bid): ScoredBid => {
    const groups = scoring.groups.map((group) =>
      groupScore(
        situation,
        group,
        group.sections.flatMap((section) =>
          section.criteria.map((criterion) => {
            const rule = `scoring/groups/${group.id}/sections/${section.id}/criteria/${criterion.id}`;
            const computation = computeCriterion({
              tender,
              scoring,
              round,
              bid,
              criterion,
              rule,
              evaluated,
              quoted,
            });
            const { score, awaited, notices } = scoreCriterion(
              situation,
              group,
              bid,
              criterion,
              rule,
              computation,
            );
            outcome.awaited.push(...awaited);
            outcome.notices.push(...notices);
            return score;
          }),
        ),
      ),
    );
    const scores = groups.map(({ score }) => score);
    if (scores.some((score) => score === undefined)) return { bid: bid.id, groups, steps: [] };
    const total = printExact(sum(scores.map((score) => exact(score!))));
    return {
      bid: bid.id,
      groups,
      total,
      steps: [
        {
          label: '综合得分',
          expression: groups.map(({ title, score }) => `${title} ${score}`).join(' + '),
          value: total,
          rule: 'scoring/total',
          clause: scoring.total.clause,
        },
      ],
    };
  };
  return { ...outcome, scored: situation.valid.map(scoreBid) };
}
