import type { Committee, CommitteeMember, RoundHead } from '../../../spec/index.ts';
import type { Situation } from '../stage.ts';
import { secondsOf } from './instants.ts';
import { isOf, takingPart } from './parties.ts';

type Replacement = NonNullable<NonNullable<RoundHead['committee']>['replacements']>[number];

/** Why a member’s opinions do not count. */
export interface Voided {
  member: CommitteeMember;
  reason: string;
  statute?: string[];
}

export interface Seats {
  /** Who sits now. */
  sitting: CommitteeMember[];
  /** Those of them whose opinions count. */
  counting: CommitteeMember[];
  voided: Voided[];
  /** The whole committee was dissolved, and nobody has been named since. */
  dissolved?: Replacement;
}

/** Members may not attend the opening. */
const awayFromOpening = 'mof-87/40';

export function citable({ tender }: Situation, rule: string): boolean {
  return tender.statutes?.some(({ id, rules }) => rules.some((one) => `${id}/${one.id}` === rule)) ?? false;
}

/** Goes through the replacements in their order: who sits, and whose opinions are void. */
export function seatsOf(situation: Situation): Seats | undefined {
  const rules = situation.tender.committee;
  const seated = situation.round.head.committee;
  if (!rules || !seated) return undefined;
  const all = [...new Map(seated.members.map((one) => [one.id, one])).values()];
  const rows = (seated.replacements ?? []).toSorted((a, b) => secondsOf(a.at).compare(secondsOf(b.at)));
  const dissolves = ({ kind }: Replacement) => voidsOf(rules, kind) === 'all-opinions';
  const arrivesAfter = ({ signedInAt }: CommitteeMember, row: Replacement) =>
    signedInAt !== undefined && secondsOf(signedInAt).compare(secondsOf(row.at)) >= 0;
  const later = new Set(rows.flatMap((row) => (row.in === undefined ? [] : [row.in])));
  for (const row of rows.filter(dissolves))
    for (const one of all) if (arrivesAfter(one, row)) later.add(one.id);

  const voided: Voided[] = [];
  let sitting = new Set(all.map(({ id }) => id).filter((id) => !later.has(id)));
  let last: Replacement | undefined;
  const memberOf = (id: string) => all.find((one) => one.id === id);
  const leave = (id: string, reason: string) => {
    const member = memberOf(id);
    if (sitting.delete(id) && member) voided.push({ member, reason });
  };
  for (const row of rows) {
    if (dissolves(row) && row.at !== last?.at) {
      for (const id of [...sitting]) leave(id, `评标委员会重新组建：${row.reasons}`);
      sitting = new Set(all.filter((one) => arrivesAfter(one, row)).map(({ id }) => id));
      last = row;
    }
    if (row.out !== undefined) leave(row.out, `已被更换：${row.reasons}`);
    if (row.in !== undefined && memberOf(row.in)) sitting.add(row.in);
  }
  const now = all.filter(({ id }) => sitting.has(id));
  const unfit = now.flatMap((member) => grounds(situation, rules, member));
  return {
    sitting: now,
    counting: now.filter(({ id }) => !unfit.some(({ member }) => member.id === id)),
    voided: [...voided, ...unfit],
    ...(last && now.length === 0 ? { dissolved: last } : {}),
  };
}

function voidsOf({ replacement }: Committee, kind: string) {
  return replacement?.find(({ id }) => id === kind)?.voids;
}

/** What voids the opinions of a member who still sits. */
function grounds(situation: Situation, rules: Committee, member: CommitteeMember): Voided[] {
  const misconduct = (situation.round.head.committee?.misconduct ?? []).flatMap((act) => {
    const kind = rules.misconduct?.find(({ id, voidsOpinion }) => id === act.kind && voidsOpinion);
    return act.member === member.id && kind ? [{ member, reason: `${kind.title}：${act.fact}` }] : [];
  });
  const related = takingPart(situation)
    .flatMap(({ members }) => members)
    .filter((firm) => member.relatedTo?.some((one) => isOf(firm, one)))
    .map(({ name }) => ({ member, reason: `与投标人${name}有利害关系，应当回避` }));
  const attended =
    member.attendedOpening && citable(situation, awayFromOpening)
      ? [{ member, reason: '参加了开标活动，不得担任评标委员会成员', statute: [awayFromOpening] }]
      : [];
  return [...misconduct, ...related, ...attended];
}
