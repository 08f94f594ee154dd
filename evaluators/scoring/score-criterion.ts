import {
  type Awaited,
  type Bid,
  type Criterion,
  type CriterionScore,
  compareDecimals,
  type EvaluationStep,
  type Notice,
  type ScoringGroup,
} from '../../spec/index.ts';
import { exact, printExact, sum } from '../arithmetic/index.ts';
import type { Computation } from './criteria/criterion.ts';
import { type Mark, marksOf, outOfRange } from './sheets.ts';
import type { Situation } from './stage.ts';

export interface Scored {
  score: CriterionScore;
  awaited: Awaited[];
  notices: Notice[];
}

const same = (a: string, b: string) => compareDecimals(a, b) === 0;

/** The value that more than half of the members gave. */
function majorityOf(marks: readonly Mark[], members: number): string | undefined {
  return marks.find(({ points }) => marks.filter((other) => same(other.points, points)).length * 2 > members)
    ?.points;
}

/**
 * What enters the total for one criterion of one bid. Members mark; the price is computed. Marks for what is
 * objective must agree; the program's own count is shown beside them and stands in for them only in a rehearsal
 * for which nobody has marked.
 */
export function scoreCriterion(
  situation: Situation,
  group: ScoringGroup,
  bid: Bid,
  criterion: Criterion,
  rule: string,
  computation: Computation,
): Scored {
  const { round, members } = situation;
  const awaited: Awaited[] = [];
  const notices: Notice[] = [];
  const at = { stage: 'scoring', clause: criterion.clause } as const;
  const computed = computation.computed && printExact(computation.computed);
  const marks = criterion.kind === 'price-lowest-base' ? [] : marksOf(round, members, bid.id, criterion.id);
  const steps: EvaluationStep[] = [...computation.steps];
  const result = (value?: string): Scored => ({
    score: {
      criterion: criterion.id,
      title: criterion.title,
      points: criterion.points,
      nature: criterion.nature,
      ...(computed === undefined ? {} : { computed }),
      marks,
      ...(value === undefined ? {} : { score: value }),
      counted: computation.counted,
      hints: computation.hints,
      steps,
      rule,
    },
    awaited,
    notices,
  });
  const say = (label: string, value: string, expression?: string) =>
    steps.push({ label, value, rule, clause: criterion.clause, ...(expression ? { expression } : {}) });
  if (criterion.kind === 'price-lowest-base') return result(computed);

  const strange = marks.filter(({ points }) => outOfRange(criterion, points) !== undefined);
  const missing = members.filter(({ id }) => !marks.some((mark) => mark.member === id));
  if (criterion.nature === 'objective' && marks.length === 0) {
    if (computed === undefined || round.head.mode !== 'rehearsal') {
      awaited.push({
        ...at,
        who: 'committee',
        bid: bid.id,
        item: criterion.id,
        what: `“${criterion.title}”尚无评委评分`,
      });
      return result();
    }
    say('尚无评委评分，演练中取程序核算值', computed);
    return result(computed);
  }
  for (const { id, name } of missing)
    awaited.push({
      ...at,
      who: 'member',
      member: id,
      bid: bid.id,
      item: criterion.id,
      what: `${name}未给“${criterion.title}”评分`,
    });
  if (members.length === 0)
    awaited.push({
      ...at,
      who: 'committee',
      bid: bid.id,
      item: criterion.id,
      what: `“${criterion.title}”待评委评分`,
    });
  if (strange.length > 0 || missing.length > 0 || members.length === 0) return result();
  const list = marks.map(({ points }) => points).join('、');
  if (criterion.nature === 'subjective') {
    const mean = printExact(sum(marks.map(({ points }) => exact(points))).div(marks.length));
    say('各评委评分', mean, `（${list}）÷ ${marks.length}`);
    return result(mean);
  }
  const [first] = marks;
  if (marks.every(({ points }) => same(points, first!.points))) {
    say('评委一致评分', first!.points);
    if (computed !== undefined && !same(computed, first!.points))
      notices.push({
        ...at,
        kind: 'contradiction',
        bids: [bid.id],
        item: criterion.id,
        text: `“${criterion.title}”评委一致给 ${first!.points} 分，程序按材料核算为 ${computed} 分，以评委评分为准，请复核`,
        evidence: computation.counted
          .filter(({ counts }) => !counts)
          .map(({ what, reasons }) => `${what}：${reasons.join('；')}`),
      });
    return result(first!.points);
  }
  const disagreement = group.disagreement ?? 'members-correct';
  const majority = disagreement === 'majority' ? majorityOf(marks, members.length) : undefined;
  if (majority !== undefined) {
    say('评委评分不一致，按多数', majority, list);
    return result(majority);
  }
  if (disagreement === 'average') {
    const mean = printExact(sum(marks.map(({ points }) => exact(points))).div(marks.length));
    say('评委评分不一致，取平均', mean, `（${list}）÷ ${marks.length}`);
    return result(mean);
  }
  return result();
}
