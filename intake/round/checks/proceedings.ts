import type { Proceedings, RecordedVote } from '../../../spec/index.ts';
import type { Part, Path } from '../complaints.ts';
import { creditCodeFault } from '../credit-code.ts';
import { refer, refuseRepeated } from '../known.ts';
import type { Scope } from './scope.ts';

type Section = keyof Scope['names']['sections'];

/** What people found and decided: of bids that are there, items that the tender has, and members that sit. */
export function checkProceedings(scope: Scope): void {
  checkAdmission(scope);
  const part = scope.parts.proceedings;
  if (!part) return;
  for (const section of ['qualification', 'compliance', 'collusion', 'deductions'] as const)
    checkReview(scope, part, section);
  checkSearches(scope, part);
  checkExchange(scope, part);
  checkDecisions(scope, part);
}

function checkAdmission({ parts, bids, complaints }: Scope): void {
  const part = parts.admission;
  if (!part) return;
  refuseRepeated(complaints, part, [], part.value, ({ bid }) => bid, '投标文件');
  for (const [index, { bid }] of part.value.entries())
    refer(complaints, part, [index, 'bid'], bid, bids, '投标文件');
}

function checkReview(scope: Scope, part: Part<Proceedings>, section: Section): void {
  const { complaints, bids, names } = scope;
  const record = part.value[section];
  for (const [index, bid] of (record?.clear ?? []).entries())
    refer(complaints, part, [section, 'clear', index], bid, bids, '投标文件');
  const said = new Map<string, { result: string; index: number }>();
  for (const [index, finding] of (record?.findings ?? []).entries()) {
    const path = [section, 'findings', index];
    refer(complaints, part, [...path, 'item'], finding.item, names.sections[section], '审查事项');
    if (finding.clause !== undefined)
      refer(complaints, part, [...path, 'clause'], finding.clause, names.checkables, '条款');
    checkVotes(scope, part, [...path, 'votes'], finding.votes);
    refuseRepeated(complaints, part, [...path, 'bids'], finding.bids, (bid) => bid, '投标文件');
    for (const [order, bid] of finding.bids.entries())
      refer(complaints, part, [...path, 'bids', order], bid, bids, '投标文件');
    const about = [finding.item, finding.clause ?? '', ...finding.bids.toSorted()].join(' ');
    const before = said.get(about);
    if (before && before.result !== finding.result)
      complaints.of(part, path, `与第 ${before.index + 1} 条记录相反`, '只留最后认定的一条');
    said.set(about, { result: finding.result, index });
  }
}

/** A vote is of a member, and each has one. */
function checkVotes(
  { complaints, members }: Scope,
  part: Part<Proceedings>,
  path: Path,
  votes: readonly RecordedVote[] | undefined,
): void {
  refuseRepeated(complaints, part, path, votes, ({ member }) => member, '表决的评委');
  for (const [index, { member }] of (votes ?? []).entries())
    refer(complaints, part, [...path, index, 'member'], member, members, '评委');
}

function checkSearches({ complaints, names, parts, allBidsRead }: Scope, part: Part<Proceedings>): void {
  const firms = parts.bids.flatMap(({ value }) => [...value.members, ...(value.subcontract?.to ?? [])]);
  // Where a code of a bid is itself miswritten, the search may well be the one that is right.
  const areKnown = allBidsRead && firms.every(({ creditCode }) => creditCodeFault(creditCode) === undefined);
  const codes = areKnown ? new Set(firms.map(({ creditCode }) => creditCode)) : undefined;
  for (const [index, { firm, list }] of (part.value.creditSearches ?? []).entries()) {
    refer(complaints, part, ['creditSearches', index, 'firm'], firm, codes, '投标单位信用代码');
    refer(complaints, part, ['creditSearches', index, 'list'], list, names.registers, '查询名录');
  }
}

/** Questions to bidders and their answers. */
function checkExchange(scope: Scope, part: Part<Proceedings>): void {
  const { complaints, bids, members, names } = scope;
  const { clarifications, corrections, lowPrice } = part.value;
  refuseRepeated(complaints, part, ['clarifications'], clarifications, ({ id }) => id, '澄清编号');
  for (const [index, one] of (clarifications ?? []).entries()) {
    const path = ['clarifications', index];
    refer(complaints, part, [...path, 'bid'], one.bid, bids, '投标文件');
    refer(complaints, part, [...path, 'about'], one.about, names.matters, '审查事项、修正步骤或评分项');
    checkMembers(scope, part, [...path, 'signedBy'], one.signedBy);
  }
  refuseRepeated(complaints, part, ['corrections'], corrections, ({ bid }) => bid, '投标文件');
  for (const [index, { bid }] of (corrections ?? []).entries())
    refer(complaints, part, ['corrections', index, 'bid'], bid, bids, '投标文件');
  refuseRepeated(complaints, part, ['lowPrice'], lowPrice, ({ bid }) => bid, '投标文件');
  for (const [index, one] of (lowPrice ?? []).entries()) {
    const path = ['lowPrice', index];
    refer(complaints, part, [...path, 'bid'], one.bid, bids, '投标文件');
    checkVotes(scope, part, [...path, 'judgement', 'votes'], one.judgement?.votes);
    checkVotes(scope, part, [...path, 'convincing', 'votes'], one.convincing?.votes);
  }
  for (const [index, one] of (part.value.abnormalMarks ?? []).entries()) {
    const path = ['abnormalMarks', index];
    refer(complaints, part, [...path, 'bid'], one.bid, bids, '投标文件');
    refer(complaints, part, [...path, 'member'], one.member, members, '评委');
    checkVotes(scope, part, [...path, 'votes'], one.votes);
  }
}

function checkDecisions(scope: Scope, part: Part<Proceedings>): void {
  const { complaints, bids, names } = scope;
  const { resolutions, draw, purchaserOrder, cancellation } = part.value;
  refuseRepeated(complaints, part, ['resolutions'], resolutions, ({ reading }) => reading, '读法');
  for (const [index, { reading, option, signedBy }] of (resolutions ?? []).entries()) {
    const path = ['resolutions', index];
    refer(complaints, part, [...path, 'reading'], reading, new Set(names.readings.keys()), '读法');
    refer(complaints, part, [...path, 'option'], option, names.readings.get(reading), '读法取法');
    checkMembers(scope, part, [...path, 'signedBy'], signedBy);
  }
  for (const [key, order] of Object.entries({ draw: draw?.order, purchaserOrder: purchaserOrder?.order }))
    for (const [index, bid] of (order ?? []).entries())
      refer(complaints, part, [key, 'order', index], bid, bids, '投标文件');
  if (!cancellation) return;
  refer(complaints, part, ['cancellation', 'item'], cancellation.item, names.cancellationItems, '废标情形');
  checkVotes(scope, part, ['cancellation', 'votes'], cancellation.votes);
}

function checkMembers({ complaints, members }: Scope, part: Part<Proceedings>, path: Path, ids: string[]) {
  refuseRepeated(complaints, part, path, ids, (id) => id, '评委');
  for (const [index, id] of ids.entries()) refer(complaints, part, [...path, index], id, members, '评委');
}
