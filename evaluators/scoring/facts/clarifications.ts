import type { Awaited, Clarification, Notice } from '../../../spec/index.ts';
import type { Situation } from '../stage.ts';

type Told = Omit<Notice, 'stage'>;
type Owed = Omit<Awaited, 'stage'>;

/**
 * What was wrong with the asking and the answering: requests that not every member signed, answers that bring
 * nothing because they are unsigned or change the substance, and what bidders volunteered.
 */
export function clarificationMatters(situation: Situation): { awaited: Owed[]; notices: Told[] } {
  const { round, tender, valid } = situation;
  const rule = tender.committee?.votes.find(({ vote }) => vote === 'all');
  const awaited: Owed[] = [];
  const notices: Told[] = [];
  const place = rule ? { clause: rule.clause } : {};
  for (const one of round.proceedings.clarifications ?? []) {
    if (!valid.some(({ id }) => id === one.bid)) continue;
    for (const text of unacceptable(one)) notices.push({ kind: 'advice', text, bids: [one.bid], ...place });
    const unsigned = situation.members.filter(({ id }) => !one.signedBy.includes(id));
    if (one.unsolicited || !rule || unsigned.length === 0) continue;
    const text = `澄清 ${one.id} 的书面要求未经全体成员签字，尚缺：${unsigned.map(({ name }) => name).join('、')}`;
    if (round.head.mode === 'rehearsal') notices.push({ kind: 'advice', text, bids: [one.bid], ...place });
    else awaited.push({ who: 'committee', what: text, bid: one.bid, ...place });
  }
  return { awaited, notices };
}

function unacceptable({ id, unsolicited, reply }: Clarification): string[] {
  if (unsolicited) return [`澄清 ${id} 由投标人主动提出，不予接受`];
  return [
    ...(reply?.signed === false ? [`澄清 ${id} 的答复未盖章或签字，不计`] : []),
    ...(reply?.changesSubstance ? [`澄清 ${id} 的答复改变投标文件实质性内容，不予采纳`] : []),
  ];
}
