import {
  type Awaited,
  type Bid,
  type CommitteeMember,
  type Criterion,
  compareDecimals,
  criteriaOf,
  type EvaluationStep,
  type Notice,
  type ScoreSheet,
  sumDecimals,
} from '../../../spec/index.ts';
import { type Exact, exact, printExact, sum } from '../../arithmetic/index.ts';
import { markOf, marksOf, outOfRange } from '../sheets.ts';
import type { Situation, StageOutcome } from '../stage.ts';

const statute = ['mof-87/64'];
/** From this share of the full subjective points apart from the others' median on, a mark is shown. Ours, not the law's. */
const unusualShare = '30';

interface Found {
  awaited: Awaited[];
  notices: Notice[];
  steps: EvaluationStep[];
}

/** The four grounds on which marks may be looked at again. The program shows; members correct, and only their own. */
export function recheck(situation: Situation): StageOutcome {
  const { tender, round, members, valid } = situation;
  if (!tender.scoring) return { notApplicable: true };
  const criteria = criteriaOf(tender.scoring).filter(({ kind }) => kind !== 'price-lowest-base');
  const found: Found = { awaited: [], notices: [], steps: [] };
  for (const member of members) {
    const sheet = round.sheets.find((one) => one.member === member.id);
    if (!sheet) continue;
    for (const bid of valid) {
      checkSum(found, member, sheet, bid);
      for (const criterion of criteria) checkRange(found, member, sheet, bid, criterion);
    }
  }
  for (const bid of valid) {
    for (const criterion of criteria) checkAgreement(found, situation, bid, criterion);
    checkUnusual(found, situation, bid, criteria);
  }
  const corrections = round.sheets.flatMap((sheet) => sheet.corrections ?? []).length;
  found.steps.push({
    label: '复核评分表',
    value: `${round.sheets.length} 张，评委本人更正 ${corrections} 处，待更正 ${found.awaited.length} 处`,
    statute,
  });
  return found;
}

function checkSum(found: Found, member: CommitteeMember, sheet: ScoreSheet, bid: Bid): void {
  const written =
    sheet.corrections?.findLast((one) => one.bid === bid.id && one.criterion === undefined)?.to ??
    sheet.totals?.[bid.id];
  if (written === undefined) return;
  const marked = Object.keys(sheet.marks[bid.id] ?? {});
  const right = sumDecimals(marked.map((criterion) => markOf(sheet, bid.id, criterion)!));
  if (compareDecimals(written, right) === 0) return;
  found.awaited.push({
    stage: 'recheck',
    who: 'member',
    member: member.id,
    bid: bid.id,
    what: `${member.name}对该投标人的合计写作 ${written} 分，各项相加为 ${right} 分，请本人更正`,
    statute,
  });
}

function checkRange(
  found: Found,
  member: CommitteeMember,
  sheet: ScoreSheet,
  bid: Bid,
  criterion: Criterion,
): void {
  const points = markOf(sheet, bid.id, criterion.id);
  const wrong = points === undefined ? undefined : outOfRange(criterion, points);
  if (!wrong) return;
  found.awaited.push({
    stage: 'recheck',
    who: 'member',
    member: member.id,
    bid: bid.id,
    item: criterion.id,
    what: `${member.name}对“${criterion.title}”的评分${wrong}，请本人更正`,
    clause: criterion.clause,
    statute,
  });
}

function checkAgreement(
  found: Found,
  { tender, round, members }: Situation,
  bid: Bid,
  criterion: Criterion,
): void {
  if (criterion.nature !== 'objective') return;
  const marks = marksOf(round, members, bid.id, criterion.id);
  if (marks.every(({ points }) => compareDecimals(points, marks[0]!.points) === 0)) return;
  const group = tender.scoring!.groups.find(({ sections }) =>
    sections.some((section) => section.criteria.includes(criterion)),
  );
  const list = marks.map(({ member, points }) => `${nameOf(members, member)} ${points}`).join('、');
  const common = { stage: 'recheck', item: criterion.id, clause: criterion.clause, statute } as const;
  found.notices.push({
    ...common,
    kind: 'disagreement',
    bids: [bid.id],
    text: `客观项“${criterion.title}”评委评分不一致：${list}`,
  });
  const disagreement = group?.disagreement ?? 'members-correct';
  const settled =
    disagreement === 'average' ||
    (disagreement === 'majority' &&
      marks.some(
        ({ points }) =>
          marks.filter((other) => compareDecimals(other.points, points) === 0).length * 2 > members.length,
      ));
  if (settled) return;
  found.awaited.push({
    ...common,
    who: 'committee',
    bid: bid.id,
    what: `客观项“${criterion.title}”评委评分须一致，请有关评委核对后更正：${list}`,
  });
}

const nameOf = (members: readonly CommitteeMember[], id: string) =>
  members.find((member) => member.id === id)?.name ?? id;

function medianOf(values: readonly Exact[]): Exact {
  const sorted = [...values].sort((a, b) => a.compare(b));
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : sorted[middle - 1]!.add(sorted[middle]!).div(2);
}

/** A member whose subjective marks for a bid lie far from the others'. */
function checkUnusual(found: Found, situation: Situation, bid: Bid, criteria: readonly Criterion[]): void {
  const { round, members } = situation;
  const subjective = criteria.filter(({ nature }) => nature === 'subjective');
  const sums = members.flatMap(({ id }) => {
    const sheet = round.sheets.find(({ member }) => member === id);
    const marks = subjective.map(({ id: criterion }) => sheet && markOf(sheet, bid.id, criterion));
    return marks.includes(undefined) ? [] : [{ member: id, points: sum(marks.map((mark) => exact(mark!))) }];
  });
  if (sums.length < 3) return;
  const full = sum(subjective.map(({ points }) => exact(points)));
  const limit = full.mul(exact(round.head.screening?.shareOfFullMark ?? unusualShare)).div(100);
  for (const { member, points } of sums) {
    const others = medianOf(sums.filter((one) => one.member !== member).map((one) => one.points));
    const apart = points.sub(others).abs();
    if (apart.compare(limit) < 0) continue;
    const name = nameOf(members, member);
    const text = `${name}的主观分合计 ${printExact(points)} 分，其余评委中位数 ${printExact(others)} 分，相差达满分的 ${round.head.screening?.shareOfFullMark ?? unusualShare}% 以上（提示线由程序设定，非法定标准）`;
    found.notices.push({ stage: 'recheck', kind: 'abnormal-mark', bids: [bid.id], member, text, statute });
    const said = round.proceedings.abnormalMarks?.find((one) => one.member === member && one.bid === bid.id);
    if (said?.upheld) continue;
    if (said === undefined && round.head.mode === 'rehearsal') continue;
    found.awaited.push({
      stage: 'recheck',
      who: said ? 'member' : 'committee',
      member,
      bid: bid.id,
      what: said
        ? `评标委员会认为${name}的评分畸高或畸低，待本人更正`
        : `${name}的评分是否畸高、畸低，待评标委员会认定`,
      statute,
    });
  }
}
