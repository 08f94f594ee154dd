import {
  type Assumptions,
  type BidEvaluation,
  type Criterion,
  criteriaOf,
  type Evaluation,
  type PointsDistribution,
  type QuoteDistribution,
  type Round,
  type Tender,
} from '../../spec/index.ts';
import { type Exact, exact, one } from '../arithmetic/index.ts';
import type { BidConstants } from './compile.ts';
import { type Complain, checkPoints } from './draw-plan.ts';

type OfBid = Omit<NonNullable<Assumptions['rivals']>[number], 'id' | 'title' | 'quote'> & {
  quote?: QuoteDistribution;
};

/** A bid of the round, or a rival who is only assumed, with what is assumed of it. */
export interface Participant {
  id: string;
  bidder: string;
  assumed: boolean;
  path: string;
  says: OfBid;
}

/** Everybody who takes part, bids of the round first; complains about names that are unknown or twice there. */
export function participantsOf(round: Round, assumptions: Assumptions, complain: Complain): Participant[] {
  const said = assumptions.bids ?? [];
  said.forEach(({ bid }, index) => {
    if (!round.bids.some(({ id }) => id === bid))
      complain(`bids/${index}`, `评审项目中没有投标 ${bid}`, '只在假设中存在的投标人写入 rivals');
    if (said.findIndex((other) => other.bid === bid) !== index) complain(`bids/${index}`, `投标 ${bid} 重复`);
  });
  const bids = round.bids.map(({ id, bidder }): Participant => {
    const index = said.findIndex(({ bid }) => bid === id);
    return { id, bidder, assumed: false, path: `bids/${index < 0 ? id : index}`, says: said[index] ?? {} };
  });
  const rivals = (assumptions.rivals ?? []).map(({ id, title, ...says }, index): Participant => {
    if ([...bids, ...assumptions.rivals!.slice(0, index)].some((other) => other.id === id))
      complain(`rivals/${index}`, `${id} 重复`, '另取一个编号');
    return { id, bidder: title, assumed: true, path: `rivals/${index}`, says };
  });
  return [...bids, ...rivals];
}

export const isDrawn = (points: string | PointsDistribution | undefined): points is PointsDistribution =>
  Array.isArray(points);

/** What every member may give this bid under a criterion; complains when nothing is assumed. */
export function marksOf(
  participant: Participant,
  common: Assumptions['marks'],
  criterion: Criterion,
  complain: Complain,
): PointsDistribution | undefined {
  const own = participant.says.marks?.[criterion.id];
  const assumed = own ?? common?.[criterion.id];
  if (!assumed) {
    complain(
      `${participant.path}/marks`,
      `没有假设评委对“${criterion.title}”（${criterion.id}）的评分`,
      '在 marks 中写明各分值的概率',
    );
    return undefined;
  }
  checkPoints(
    criterion,
    assumed,
    own ? `${participant.path}/marks/${criterion.id}` : `marks/${criterion.id}`,
    complain,
  );
  return assumed;
}

/** Keys that name no criterion of the right nature. */
export function checkNames(tender: Tender, assumptions: Assumptions, all: Participant[], complain: Complain) {
  const criteria = tender.scoring ? criteriaOf(tender.scoring) : [];
  const check = (keys: object | undefined, nature: Criterion['nature'], path: string) => {
    for (const key of Object.keys(keys ?? {}))
      if (!criteria.some((c) => c.id === key && c.nature === nature && c.kind !== 'price-lowest-base'))
        complain(
          `${path}/${key}`,
          `没有这个${nature === 'subjective' ? '由评委酌定的' : '客观'}评分项`,
          `可用：${criteria
            .filter((c) => c.nature === nature && c.kind !== 'price-lowest-base')
            .map((c) => c.id)
            .join('、')}`,
        );
  };
  check(assumptions.marks, 'subjective', 'marks');
  for (const { says, path } of all) {
    check(says.marks, 'subjective', `${path}/marks`);
    check(says.points, 'objective', `${path}/points`);
  }
}

function keptOf(participant: Participant, found: BidEvaluation | undefined): Exact | undefined {
  const { deduction } = participant.says;
  if (deduction !== undefined) return one.sub(exact(deduction).div(100));
  const { quoted, evaluated } = found?.quote ?? {};
  if (quoted === undefined || evaluated === undefined || exact(quoted).equals(exact(0))) return undefined;
  return exact(evaluated).div(exact(quoted));
}

/** What stays the same of a bid under one tender: as stated, else as the evaluation has it; complains about what is missing. */
export function constantsOf(
  participant: Participant,
  tender: Tender,
  evaluation: Evaluation,
  complain: Complain,
): BidConstants {
  const found = participant.assumed ? undefined : evaluation.bids.find(({ bid }) => bid === participant.id);
  const isOut = found?.standing === 'invalid' || found?.standing === 'withdrawn';
  if (isOut && participant.says.passes === undefined) return { kept: one, points: new Map(), out: true };
  const kept = keptOf(participant, found);
  if (!kept)
    complain(`${participant.path}/deduction`, '没有写明价格扣除的比例', '写明百分数，不享受扣除的写 "0"');
  else if (kept.compare(exact(0)) <= 0 || kept.compare(one) > 0)
    complain(`${participant.path}/deduction`, '价格扣除须不小于 0 且小于 100%');
  const scores = found?.groups.flatMap((group) => group.criteria) ?? [];
  const points = new Map<string, Exact>();
  for (const criterion of tender.scoring ? criteriaOf(tender.scoring) : []) {
    if (criterion.nature === 'subjective' || criterion.kind === 'price-lowest-base') continue;
    const stated = participant.says.points?.[criterion.id];
    const path = `${participant.path}/points/${criterion.id}`;
    if (isDrawn(stated)) {
      checkPoints(criterion, stated, path, complain);
      continue;
    }
    const score = scores.find((one) => one.criterion === criterion.id);
    const value = stated ?? score?.score ?? score?.computed;
    if (stated !== undefined) checkPoints(criterion, [{ points: stated, probability: 1 }], path, complain);
    if (value === undefined)
      complain(
        path,
        `没有“${criterion.title}”的得分`,
        participant.assumed ? '写明分值或其概率' : '评审尚未算到评分，须在假设中写明分值或其概率',
      );
    else points.set(criterion.id, exact(value));
  }
  return {
    kept: kept && kept.compare(exact(0)) > 0 ? kept : one,
    points,
    out: false,
  };
}
