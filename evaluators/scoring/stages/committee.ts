import { type Committee, deciders, type EvaluationStep, type Notice } from '../../../spec/index.ts';
import { compositionFaults, expertsAmong } from '../facts/composition.ts';
import { type Seats, seatsOf } from '../facts/seats.ts';
import type { Situation, Stage, StageOutcome } from '../stage.ts';

const stage = 'committee' as const;

/**
 * The committee: who sits after replacements, whose opinions count, and whether what is left is the committee that
 * the tender asks for. A wrong committee waits to be filled up; a dissolved one stops the evaluation.
 */
export const committee: Stage = (situation) => {
  const rules = situation.tender.committee;
  if (!rules) return { notApplicable: true };
  const seats = seatsOf(situation);
  if (!seats) return withoutCommittee(situation, rules);
  const { counting, dissolved } = seats;
  const notices = noticesOf(situation, rules, seats);
  const steps = stepsOf(rules, seats);
  if (dissolved) {
    const rule = rules.replacement?.find(({ id }) => id === dissolved.kind);
    return {
      members: [],
      notices,
      steps,
      end: {
        kind: 'stopped',
        item: dissolved.kind,
        title: rule?.title ?? '停止评标，重新组建评标委员会',
        reasons: [`${dissolved.reasons}，尚未重新组建`],
        clause: rule?.clause ?? rules.clause,
      },
    };
  }
  const faults = compositionFaults(situation, rules, seats);
  // Nobody else sits in a bidder's own rehearsal.
  if (situation.round.head.alone)
    return {
      members: [...counting],
      steps,
      notices: [
        ...notices,
        ...faults.map(
          ({ what, clause }): Notice => ({
            stage,
            kind: 'provisional',
            text: what,
            ...(clause ? { clause } : {}),
          }),
        ),
      ],
    };
  return {
    members: [...counting],
    steps,
    notices,
    awaited: faults.map((fault) => ({ stage, ...fault })),
  };
};

function withoutCommittee({ round }: Situation, { clause }: Committee): StageOutcome {
  const what = '没有评标委员会的记录';
  if (round.head.mode !== 'rehearsal')
    return { members: [], awaited: [{ stage, who: 'purchaser', what, clause }] };
  return {
    members: [],
    notices: [{ stage, kind: 'provisional', text: `${what}，演练中不计表决与评分`, clause }],
  };
}

function noticesOf({ round }: Situation, rules: Committee, { sitting, voided }: Seats): Notice[] {
  const undeclared = sitting.filter(({ noInterest, secrecy }) => !noInterest || !secrecy);
  const names = sitting.map(({ name }) => name);
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  const minor = (round.head.committee?.misconduct ?? []).flatMap((act) => {
    const kind = rules.misconduct?.find(({ id }) => id === act.kind);
    const member = sitting.find(({ id }) => id === act.member);
    return kind && !kind.voidsOpinion && member ? [{ kind, member, fact: act.fact }] : [];
  });
  const about = { stage, clause: rules.clause } as const;
  return [
    ...voided.map(
      ({ member, reason, statute }): Notice => ({
        ...about,
        kind: 'advice',
        text: `${member.name}的评审意见无效：${reason}`,
        member: member.id,
        ...(statute ? { statute } : {}),
      }),
    ),
    ...minor.map(
      ({ kind, member, fact }): Notice => ({
        stage,
        kind: 'advice',
        text: `${member.name}：${kind.title}（${fact}），招标文件未规定其意见无效`,
        member: member.id,
        clause: kind.clause,
      }),
    ),
    ...twice.map((name): Notice => ({ ...about, kind: 'contradiction', text: `成员${name}登记了不止一次` })),
    ...(sitting.some(({ leads }) => leads)
      ? []
      : [{ ...about, kind: 'advice' as const, text: `${deciders.committee}尚未登记组长` }]),
    ...undeclared.map(
      ({ id, name }): Notice => ({
        ...about,
        kind: 'advice',
        text: `${name}未登记无回避情形的声明或保密承诺`,
        member: id,
      }),
    ),
  ];
}

function stepsOf(rules: Committee, { counting }: Seats): EvaluationStep[] {
  const share = rules.minimumExpertShare;
  return [
    ...rules.composition.map(({ id, title, count }) => ({
      label: title,
      expression: `应为 ${count.value} 人`,
      value: `${counting.filter(({ group }) => group === id).length} 人`,
      rule: `committee/composition/${id}`,
      clause: rules.clause,
    })),
    {
      label: '评审专家占比',
      value: `${expertsAmong(rules, counting).length}/${counting.length}`,
      ...(share
        ? { expression: `不少于 ${share.numerator}/${share.denominator}`, clause: share.clause }
        : {}),
      rule: 'committee/minimumExpertShare',
    },
  ];
}
