import type { Awaited, Committee, CommitteeMember } from '../../../spec/index.ts';
import { exact } from '../../arithmetic/index.ts';
import type { Situation } from '../stage.ts';
import { citable, type Seats } from './seats.ts';

/** What keeps the committee from sitting as the tender wants it. */
type Fault = Omit<Awaited, 'stage'>;

/** Numbers are uneven, so that a majority always forms. */
const unevenNumber = 'mof-87/47';

/** Those members who sit as experts. */
export const expertsAmong = ({ composition }: Committee, members: readonly CommitteeMember[]) =>
  members.filter(({ group }) => composition.find(({ id }) => id === group)?.expert);

/** Counts in each group, the experts’ share, an uneven number, and who may lead; of those whose opinions count. */
export function compositionFaults(
  situation: Situation,
  rules: Committee,
  { counting, voided }: Seats,
): Fault[] {
  const fill = rules.replacement?.find(({ voids }) => voids === 'opinions-of-replaced');
  const lost = voided.map(({ member, reason }) => `${member.name}（${reason}）`).join('；');
  const groups = rules.composition.flatMap((group): Fault[] => {
    const found = counting.filter((one) => one.group === group.id).length;
    if (found === group.count.value) return [];
    const short = found < group.count.value;
    return [
      {
        who: group.chosenBy === 'purchaser' ? 'purchaser' : 'agency',
        what: `${group.title}应为 ${group.count.value} 人，意见有效的有 ${found} 人${
          short ? `，须补足${lost ? `；不计意见的：${lost}` : ''}` : '，超出的须退出'
        }`,
        item: group.id,
        clause: short && lost && fill ? fill.clause : rules.clause,
      },
    ];
  });
  const strangers = counting.filter(({ group }) => !rules.composition.some(({ id }) => id === group));
  const share = rules.minimumExpertShare;
  const enough =
    !share ||
    counting.length === 0 ||
    exact(expertsAmong(rules, counting).length)
      .mul(share.denominator)
      .compare(exact(counting.length).mul(share.numerator)) >= 0;
  const uneven = citable(situation, unevenNumber) && rules.statute?.includes(unevenNumber);
  return [
    ...groups,
    ...strangers.map(({ id, name }) => ({
      who: 'purchaser' as const,
      what: `${name}不属于招标文件规定的任何一类成员`,
      member: id,
      clause: rules.clause,
    })),
    ...(share && !enough
      ? [
          {
            who: 'agency' as const,
            what: `评审专家 ${expertsAmong(rules, counting).length} 人，不足 ${counting.length} 人的 ${share.numerator}/${share.denominator}`,
            clause: share.clause,
          },
        ]
      : []),
    ...(uneven && counting.length > 0 && counting.length % 2 === 0
      ? [
          {
            who: 'purchaser' as const,
            what: `意见有效的成员 ${counting.length} 人，应为单数`,
            clause: rules.clause,
            statute: [unevenNumber],
          },
        ]
      : []),
    ...leaderFaults(rules, counting),
  ];
}

function leaderFaults({ composition, clause }: Committee, members: readonly CommitteeMember[]): Fault[] {
  const leaders = members.filter(({ leads }) => leads);
  const barred = leaders.flatMap((member): Fault[] => {
    const group = composition.find(({ id }) => id === member.group);
    if (group?.mayLead !== false) return [];
    return [
      {
        who: 'committee',
        what: `${group.title}${member.name}不得担任组长，须另行推选`,
        member: member.id,
        clause,
        ...(group.statute ? { statute: [group.statute] } : {}),
      },
    ];
  });
  const several = leaders.length > 1 ? leaders.map(({ name }) => name).join('、') : '';
  return several ? [...barred, { who: 'committee', what: `登记了多名组长：${several}`, clause }] : barred;
}
