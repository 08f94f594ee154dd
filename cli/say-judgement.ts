import {
  beijingTime,
  type DeferralStanding,
  deferralStates,
  isRetestOpen,
  type Judgement,
  outcomes,
  printDeferral,
  type RunRecord,
  retestStandings,
  type Tender,
} from '../spec/index.ts';

/** One deferral beside the outcome that it does not turn. */
export function sayDeferral(entry: DeferralStanding): string {
  const { checkable, state, outcome, owner, approvedBy } = entry;
  return state === 'not-refuted'
    ? `  · 问题：${checkable} ${outcomes[outcome]}，暂缓整改${deferralStates[state]}`
    : `  · ${checkable} ${outcomes[outcome]}${printDeferral(entry)}，责任人 ${owner}，批准 ${approvedBy}`;
}

function sayRetests({ retest }: Judgement): string[] {
  return (retest?.checks ?? []).map(
    (check) =>
      `  · ${check.check} ${retestStandings[check.state]}（${check.sights
        .map(({ at, outcome, absent }) => `${beijingTime(at)} ${absent ? '未列入' : outcomes[outcome]}`)
        .join(' → ')}）`,
  );
}

/** What lies beside the verdicts: deferrals, each with its worth, and the checks that a retest followed. */
export function sayBeside(judgement: Judgement): string {
  const deferrals = (judgement.deferrals?.entries ?? []).map(sayDeferral);
  const retests = sayRetests(judgement);
  const open = judgement.retest?.checks.filter(isRetestOpen).length ?? 0;
  return [
    ...(deferrals.length > 0 ? ['暂缓整改（不改变结论）：', ...deferrals] : []),
    ...(judgement.retest
      ? [`复测自 ${judgement.retest.of.run}：曾不符合 ${retests.length} 项，未关闭 ${open} 项`, ...retests]
      : []),
    '',
  ].join('\n');
}

/** Clauses that were selected for the run and that the tender data do not have: they must not fall silent. */
export function sayDropped(record: RunRecord, tender: Tender): string {
  const known = new Set(tender.checkables.map(({ id }) => id));
  const dropped = (record.plan.only ?? []).filter((id) => !known.has(id));
  return dropped.length > 0 ? `注意：测试时选取而本规格中没有的条目：${dropped.join('、')}\n` : '';
}
