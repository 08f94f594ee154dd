import { type EvaluationStep, type ReviewItem, rulingOf } from '../../../spec/index.ts';
import { acceptance, gradeSteps } from '../facts/consortium.ts';
import { isConsortium } from '../facts/parties.ts';
import { quoteFacts } from '../facts/quote-facts.ts';
import { seatsOf } from '../facts/seats.ts';
import { type Examination, examine, settleItem } from '../facts/section.ts';
import { see } from '../facts/see.ts';
import { type Question, together } from '../facts/sight.ts';
import { belowMinimum, type Situation, type Stage } from '../stage.ts';

const stage = 'qualification' as const;

/** Qualification, by whoever the tender says: papers, promises, registers and relations of every firm that bids. */
export const qualification: Stage = (given) => {
  const { review } = given.tender;
  if (!review) return { notApplicable: true };
  const section = review.qualification;
  const items = section.items.filter(({ fact }) => !(fact && quoteFacts.has(fact)));
  // Where the committee reviews, it votes here already.
  const byCommittee = items.some((item) => rulingOf(section, item).decidedBy === 'committee');
  const situation: Situation = byCommittee ? { ...given, members: seatsOf(given)?.counting ?? [] } : given;
  const examination: Examination = {
    stage,
    section,
    path: 'review/qualification',
    record: given.round.proceedings.qualification,
  };
  const carrier =
    items.find(({ when, forms }) => when === 'consortium' && forms) ??
    items.find(({ when }) => when === 'consortium');
  const { results, invalid, awaited, notices } = examine(situation, examination, items, (question) =>
    question.item.id === carrier?.id ? withAcceptance(question) : see(question),
  );
  const apart = carrier ? [] : acceptances(situation, examination);
  const out = [...invalid];
  for (const one of apart)
    if (one.invalid && !out.some(({ bid }) => bid === one.invalid?.bid)) out.push(one.invalid);
  const qualified = situation.valid.filter(({ id }) => !out.some(({ bid }) => bid === id)).length;
  const end = belowMinimum(situation, 'qualification', qualified, stage);
  const steps: EvaluationStep[] = [
    ...situation.valid.flatMap((bid) => gradeSteps(bid, review.consortium)),
    { label: '资格审查合格的投标人', value: String(qualified), rule: 'review/minimums' },
  ];
  return {
    results: [...results, ...apart.map(({ result }) => result)],
    invalid: out,
    awaited: [...awaited, ...apart.flatMap((one) => one.awaited)],
    notices: [...notices, ...apart.flatMap((one) => one.notices)],
    steps,
    ...(end ? { end } : {}),
  };
};

/** The item on the agreement of a consortium also says whether the tender takes it. */
function withAcceptance(question: Question) {
  return together([acceptance(question.bid, question.situation.tender.review?.consortium), see(question)]);
}

/** Of a tender without any item on consortiums: the rule by itself. */
function acceptances(situation: Situation, examination: Examination) {
  const rules = situation.tender.review?.consortium;
  if (!rules) return [];
  const item: ReviewItem = { id: 'consortium', title: '联合体的接受与家数', clause: rules.clause };
  const rule = 'review/consortium';
  return situation.valid.filter(isConsortium).map((bid) => {
    const one = settleItem(situation, examination, item, bid, acceptance(bid, rules));
    return {
      ...one,
      result: { ...one.result, rule },
      ...(one.invalid ? { invalid: { ...one.invalid, rule } } : {}),
    };
  });
}
