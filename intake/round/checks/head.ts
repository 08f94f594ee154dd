import { checkFreeze } from '../freeze.ts';
import { refer, refuseRepeated } from '../known.ts';
import type { Scope } from './scope.ts';

/** The round itself: its tender, committee, readings, the opening and what allows it. */
export function checkHead({ parts, tender, names, bids, members, complaints }: Scope): void {
  const part = parts.round;
  if (!part) return;
  const head = part.value;
  if (head.tender !== tender.id)
    complaints.of(
      part,
      ['tender'],
      `招标规格是 ${head.tender}，载入的却是 ${tender.id}`,
      '改正招标规格的编号',
    );
  if (head.mode === 'authorised') {
    if (!head.authorisation)
      complaints.of(
        part,
        ['mode'],
        '经授权评审缺少授权文件',
        '补上 authorisation（标题与摘要），或改为 rehearsal',
      );
    if (!parts.freeze)
      complaints.of(
        part,
        ['mode'],
        '经授权评审缺少可用的读法冻结记录',
        '投标截止前冻结读法，把 freeze.json 放入文件夹',
      );
  }
  refuseRepeated(complaints, part, ['readings'], head.readings, ({ id }) => id, '读法');
  for (const [index, { id, option }] of (head.readings ?? []).entries()) {
    refer(complaints, part, ['readings', index, 'id'], id, new Set(names.readings.keys()), '读法');
    refer(complaints, part, ['readings', index, 'option'], option, names.readings.get(id), '读法取法');
  }
  const committee = head.committee;
  const path = ['committee', 'members'];
  refuseRepeated(complaints, part, path, committee?.members, ({ id }) => id, '评委编号');
  for (const [index, { group }] of (committee?.members ?? []).entries())
    refer(complaints, part, [...path, index, 'group'], group, names.groups, '评委组别');
  for (const [index, one] of (committee?.replacements ?? []).entries()) {
    const at = ['committee', 'replacements', index];
    refer(complaints, part, [...at, 'kind'], one.kind, names.replacements, '更换情形');
    for (const side of ['out', 'in'] as const)
      if (one[side] !== undefined) refer(complaints, part, [...at, side], one[side], members, '评委');
  }
  for (const [index, one] of (committee?.misconduct ?? []).entries()) {
    const at = ['committee', 'misconduct', index];
    refer(complaints, part, [...at, 'kind'], one.kind, names.misconduct, '违规情形');
    refer(complaints, part, [...at, 'member'], one.member, members, '评委');
  }
  for (const [index, { bid }] of (head.opening?.objections ?? []).entries())
    refer(complaints, part, ['opening', 'objections', index, 'bid'], bid, bids, '投标文件');
  for (const [index, { item }] of (head.opening?.faults ?? []).entries())
    if (item !== undefined)
      refer(complaints, part, ['opening', 'faults', index, 'item'], item, names.admissionItems, '接收事项');
}

/** A freeze that is there must be that of this round. */
export function checkFrozen({ parts, tender, complaints }: Scope): void {
  const { freeze, round } = parts;
  if (!freeze || !round || round.value.tender !== tender.id) return;
  for (const { path, message, remedy } of checkFreeze(freeze.value, round.value, tender))
    complaints.of(freeze, path, message, remedy);
}
