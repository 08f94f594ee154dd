import { criteriaOf, type ScoreSheet } from '../../../spec/index.ts';
import type { Part } from '../complaints.ts';
import { refer, refuseRepeated } from '../known.ts';
import type { Scope } from './scope.ts';

/** One sheet a member, each of bids and criteria that are there, and none with a gap. */
export function checkSheets(scope: Scope): void {
  const { parts, complaints, members } = scope;
  const first = new Map<string, Part<ScoreSheet>>();
  for (const part of parts.sheets) {
    const { member } = part.value;
    refer(complaints, part, ['member'], member, members, '评委');
    const before = first.get(member);
    if (before)
      complaints.of(part, ['member'], `评委 ${member} 已有一份评分表 ${before.file}`, '每名评委只留一份');
    else first.set(member, part);
    checkMarks(scope, part);
  }
  if (parts.sheets.length === 0) return;
  const excused = excusedMembers(scope);
  if (!excused) return;
  for (const [index, { id, name }] of (parts.round?.value.committee?.members ?? []).entries())
    if (!first.has(id) && !excused.has(id) && !scope.sheetsUnread.has(id))
      complaints.of(
        parts.round!,
        ['committee', 'members', index],
        `评委 ${id}（${name}）没有评分表`,
        `补上 scores/${id}.yaml；已被更换的，记入 replacements`,
      );
  checkGaps(scope, excused);
}

function checkMarks({ complaints, bids, names }: Scope, part: Part<ScoreSheet>): void {
  const { marks, totals, corrections } = part.value;
  for (const [bid, ofBid] of Object.entries(marks)) {
    refer(complaints, part, ['marks', bid], bid, bids, '投标文件');
    for (const criterion of Object.keys(ofBid))
      refer(complaints, part, ['marks', bid, criterion], criterion, names.criteria, '评分项');
  }
  for (const bid of Object.keys(totals ?? {}))
    refer(complaints, part, ['totals', bid], bid, bids, '投标文件');
  for (const [index, { bid, criterion }] of (corrections ?? []).entries()) {
    refer(complaints, part, ['corrections', index, 'bid'], bid, bids, '投标文件');
    if (criterion !== undefined)
      refer(complaints, part, ['corrections', index, 'criterion'], criterion, names.criteria, '评分项');
  }
}

/** Members whose marks may be wanting: replaced, or with an opinion that is void. Undefined where nobody can say who. */
function excusedMembers({ parts, tender }: Scope): Set<string> | undefined {
  const committee = parts.round?.value.committee;
  if (!committee) return undefined;
  const voiding = new Set(
    tender.committee?.misconduct?.flatMap(({ id, voidsOpinion }) => (voidsOpinion ? [id] : [])),
  );
  if (committee.replacements?.some(({ out }) => out === undefined)) return undefined;
  return new Set([
    ...(committee.replacements ?? []).map(({ out }) => out!),
    ...(committee.misconduct ?? []).flatMap(({ member, kind }) => (voiding.has(kind) ? [member] : [])),
  ]);
}

/** What one member marks, all mark: each bid, by each criterion. What a formula gives nobody has to mark. */
function checkGaps({ parts, tender, complaints, bids }: Scope, excused: ReadonlySet<string>): void {
  if (!tender.scoring) return;
  const sheets = parts.sheets.filter(({ value }) => !excused.has(value.member));
  const marked = new Set(
    sheets.flatMap(({ value }) => Object.values(value.marks).flatMap((ofBid) => Object.keys(ofBid))),
  );
  const wanted = criteriaOf(tender.scoring).filter(
    ({ id, kind, nature }) => kind !== 'price-lowest-base' && (nature === 'subjective' || marked.has(id)),
  );
  const markedBids = new Set(sheets.flatMap(({ value }) => Object.keys(value.marks)));
  for (const part of sheets)
    for (const bid of markedBids) {
      if (!bids.has(bid)) continue;
      const ofBid = part.value.marks[bid];
      const missing = wanted.filter(({ id }) => !ofBid || !Object.hasOwn(ofBid, id));
      if (!ofBid)
        complaints.of(part, ['marks'], `没有给 ${bid} 评分，其他评委评了`, '补上该投标文件各项的评分');
      else if (missing.length > 0)
        complaints.of(
          part,
          ['marks', bid],
          `缺评分：${missing.map(({ id, title }) => `${id}（${title}）`).join('、')}`,
          '由该评委补评',
        );
    }
}

/** What came back signed, and who said what of it. */
export function checkSigning({ parts, complaints, members }: Scope): void {
  const part = parts.signing;
  if (!part) return;
  for (const key of ['dissent', 'refusals'] as const) {
    refuseRepeated(complaints, part, [key], part.value[key], ({ member }) => member, '评委');
    for (const [index, { member }] of (part.value[key] ?? []).entries())
      refer(complaints, part, [key, index, 'member'], member, members, '评委');
  }
}
