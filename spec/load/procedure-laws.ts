import {
  type Assessment,
  type Committee,
  criteriaOf,
  dimensionOf,
  type Forms,
  type Procedure,
  type Review,
  type Scoring,
  type TenderFile,
  type Timetable,
} from '../index.ts';
import type { Complain } from './origin.ts';

/** The members add up, and experts hold at least the share that the tender demands. */
export function checkCommittee(committee: Committee, head: TenderFile, complain: Complain): void {
  const all = committee.composition.reduce((sum, { count }) => sum + count.value, 0);
  const experts = committee.composition.reduce((sum, one) => sum + (one.expert ? one.count.value : 0), 0);
  for (const [path, quantity] of [
    [['members'], committee.members] as const,
    ...committee.composition.map((one, i) => [['composition', i, 'count'], one.count] as const),
  ]) {
    if (dimensionOf(quantity.unit) !== 'person' || !Number.isInteger(quantity.value))
      complain([...path], '人数应为整数，单位为 person');
  }
  if (all !== committee.members.value)
    complain(['members'], `各类成员之和 ${all} 人，应为 ${committee.members.value} 人`);
  if (head.counts.members !== committee.members.value)
    complain(
      ['members'],
      `成员 ${committee.members.value} 人与 tender.yaml 的 counts.members（${head.counts.members ?? '未给出'}）不符`,
    );
  const least = committee.minimumExpertShare;
  if (least && experts * least.denominator < all * least.numerator)
    complain(['composition'], `专家 ${experts} 人，不足 ${all} 人的 ${least.numerator}/${least.denominator}`);
}

/** Instants name dates of tender.yaml; spans are spans of time. */
export function checkTimetable(timetable: Timetable, head: TenderFile, complain: Complain): void {
  timetable.instants.forEach((instant, i) => {
    if (head.dates[instant.date] === undefined)
      complain(['instants', i, 'date'], `tender.yaml 的 dates 没有 ${instant.date}`);
  });
  timetable.periods.forEach((period, i) => {
    if (!['time', 'working-time', 'calendar-time'].includes(dimensionOf(period.length.unit)))
      complain(['periods', i, 'length'], `${period.length.unit} 不是时间单位`);
  });
}

/** Forms are numbered without gaps, as many as tender.yaml says. */
export function checkForms(forms: Forms, head: TenderFile, complain: Complain): void {
  const numbers = [
    ...new Set(forms.forms.flatMap(({ number }) => (number ? [Number.parseInt(number, 10)] : []))),
  ];
  numbers.forEach((number, i) => {
    if (number !== i + 1) complain(['forms'], `格式 ${i + 1} 缺失或次序不对，该处为格式 ${number}`);
  });
  if (head.counts.forms !== numbers.length)
    complain(
      ['forms'],
      `编号格式 ${numbers.length} 个，与 tender.yaml 的 counts.forms（${head.counts.forms ?? '未给出'}）不符`,
    );
  forms.forms.forEach((form, i) => {
    if ((form.number !== undefined) !== (form.format === 'given'))
      complain(['forms', i, 'number'], '有编号的应为给定格式，无编号的应为自拟');
  });
}

const sections = ['admission', 'qualification', 'compliance', 'collusion', 'cancellation'] as const;

/** Papers that items name exist among the forms; shares are shares; limits can be met. */
export function checkReview(
  review: Review,
  { forms }: Procedure,
  head: TenderFile,
  complain: Complain,
): void {
  const known = new Set([...(forms?.forms ?? []), ...(forms?.demandedWithoutForm ?? [])].map(({ id }) => id));
  const mustExist = (ids: readonly string[] | undefined, path: (string | number)[]) => {
    for (const id of ids ?? []) if (!known.has(id)) complain(path, `forms.yaml 没有 ${id}`);
  };
  for (const section of sections) {
    review[section].items.forEach((item, i) => {
      mustExist(item.forms, [section, 'items', i, 'forms']);
    });
  }
  review.priceDeductions?.items.forEach((item, i) => {
    const at = ['priceDeductions', 'items', i];
    mustExist(item.papers, [...at, 'papers']);
    for (const share of ['share', 'minimumShare', 'costShare'] as const) {
      const unit = item[share]?.unit;
      if (unit && dimensionOf(unit) !== 'ratio') complain([...at, share], `${unit} 不是比例单位`);
    }
  });
  review.lowPrice?.tests.forEach((test, i) => {
    if ('share' in test && dimensionOf(test.share.unit) !== 'ratio')
      complain(['lowPrice', 'tests', i, 'share'], `${test.share.unit} 不是比例单位`);
  });
  const { ceiling, kind } = review.quote;
  if (ceiling?.of === 'amount' && head.ceiling === undefined)
    complain(['quote', 'ceiling'], 'tender.yaml 没有 ceiling');
  if (ceiling?.of === 'rate' && (kind !== 'rate' || ceiling.atMost === undefined))
    complain(['quote', 'ceiling'], '以费率为限的，报价须为费率并给出 atMost');
  const { atLeast, atMost } = review.award.candidates;
  if (atLeast.value > atMost.value) complain(['award', 'candidates'], '候选人数下限大于上限');
}

/** A limit of handling that a class of events takes from the bid is one of the promises that are scored. */
export function checkHandlingPromises(
  { eventClasses }: Assessment,
  scoring: Scoring | undefined,
  complain: Complain,
): void {
  const criteria = scoring ? criteriaOf(scoring) : [];
  const promises = criteria.flatMap((one) =>
    one.kind === 'hours-saved' ? one.promises.map(({ id }) => id) : [],
  );
  eventClasses.forEach(({ handlingPromise }, i) => {
    if (handlingPromise && handlingPromise !== 'none' && !promises.includes(handlingPromise))
      complain(['eventClasses', i, 'handlingPromise'], `scoring.yaml 没有承诺 ${handlingPromise}`);
  });
}
