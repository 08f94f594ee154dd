import type { Bid, EvaluationStep, Review } from '../../../spec/index.ts';
import { isConsortium, isOf, leaderOf } from './parties.ts';
import { clear, hit, notApplicable, type Sight, unknown } from './sight.ts';

/** Whether the tender takes a consortium, and one of this size. */
export function acceptance(bid: Bid, rules: Review['consortium']): Sight {
  if (!isConsortium(bid)) return notApplicable('不是联合体投标');
  if (!rules) return unknown('招标文件未载明是否接受联合体');
  if (!rules.accepted) return hit('本项目不接受联合体投标');
  const most = rules.maxMembers?.value;
  const fact = `联合体成员 ${bid.members.length} 家`;
  return most !== undefined && bid.members.length > most
    ? hit(`${fact}，规定不超过 ${most} 家`)
    : clear(fact);
}

const gradeWords = { 'lowest-grade': '按较低等级认定', 'highest-grade': '按较高等级认定' } as const;

/** Qualifications of one kind that several members hold: all grades, and which of them counts. */
export function gradeSteps(bid: Bid, rules: Review['consortium']): EvaluationStep[] {
  if (!isConsortium(bid) || !rules?.sameQualification) return [];
  const { sameQualification, clause } = rules;
  const graded = (bid.papers ?? []).filter(({ grade }) => grade !== undefined);
  const kinds = new Set(graded.map(({ name }) => name ?? ''));
  return [...kinds].flatMap((kind) => {
    const held = graded.filter(({ name }) => (name ?? '') === kind);
    const holders = bid.members.flatMap((firm) => {
      const one = held.find((paper) => isOf(firm, paper.firm ?? leaderOf(bid).id));
      return one ? [`${firm.name} ${one.grade}`] : [];
    });
    if (holders.length < 2) return [];
    return [
      {
        label: `${bid.bidder}：各成员的同类资质${kind ? `“${kind}”` : ''}`,
        expression: holders.join('；'),
        value: gradeWords[sameQualification],
        rule: 'review/consortium/sameQualification',
        clause,
      },
    ];
  });
}
