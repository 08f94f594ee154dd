import Table from 'cli-table3';
import {
  type Checkable,
  checkableKindLabels,
  type Judgement,
  type Outcome,
  type OutcomeCounts,
  outcomeNames,
  outcomes,
  type Reason,
  type RequirementVerdict,
  type RunRecord,
  reasons,
  type Tender,
} from '../spec/index.ts';

const colours: Record<Outcome, number> = {
  satisfied: 32,
  'not-satisfied': 31,
  inconclusive: 33,
  'not-assessed': 90,
  'not-applicable': 90,
};

function paint(outcome: Outcome): string {
  const word = outcomes[outcome];
  return process.stdout.isTTY ? `\u001b[${colours[outcome]}m${word}\u001b[0m` : word;
}

function row(label: string, counts: OutcomeCounts): (string | number)[] {
  return [label, ...outcomeNames.map((name) => counts[name]), counts.total];
}

const bare = { style: { head: [], border: [] } };

function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** The summary in Chinese: counts over all clauses, then one line per selected checkable. */
export function printSummary(tender: Tender, record: RunRecord, judgement: Judgement): string {
  const { summary } = judgement;
  const counts = new Table({
    head: ['范围', ...outcomeNames.map((name) => outcomes[name]), '合计'],
    ...bare,
  });
  counts.push(
    row(
      `技术条款（全部 ${summary.technicalClauses.total} 条，已录入 ${summary.technicalClauses.encoded} 条）`,
      summary.technicalClauses,
    ),
    row('其中▲条款', summary.starred),
    row('本次选取的全部条目（含价格目录、考核指标）', summary.checkables),
    row('其中可由接口测试的核验项', summary.tests),
  );
  const list = new Table({ head: ['类别', '编号', '条目', '结论', '子项', '说明'], ...bare });
  const byId = new Map(tender.checkables.map((c): [string, Checkable] => [c.id, c]));
  const isShown = (verdict: RequirementVerdict) => verdict.outcome !== 'not-assessed' || verdict.starred;
  for (const verdict of judgement.requirements.filter(isShown)) {
    const checkable = byId.get(verdict.id);
    const held = verdict.parts.filter((p) => p.outcome === 'satisfied').length;
    list.push([
      checkableKindLabels[verdict.kind],
      `${verdict.starred ? '▲' : ''}${verdict.id}`,
      clip(checkable?.title ?? '', 20),
      paint(verdict.outcome),
      `${held}/${verdict.parts.length}`,
      reasons[verdict.reason].label,
    ]);
  }
  const unseen = new Map<Reason, number>();
  for (const verdict of judgement.requirements.filter((v) => !isShown(v))) {
    unseen.set(verdict.reason, (unseen.get(verdict.reason) ?? 0) + 1);
  }
  const rest = [...unseen].map(([reason, n]) => `${reasons[reason].label} ${n} 条`);
  const marks = [
    ...(record.target.simulated ? ['对象为仿真平台，不作为验收依据'] : []),
    ...(record.ended === 'finished' ? [] : ['测试未完整结束，记录不完整']),
  ];
  return [
    `${tender.title}（${tender.number}）  被测平台：${record.target.name}`,
    ...marks.map((mark) => `【${mark}】`),
    counts.toString(),
    list.toString(),
    ...(rest.length > 0 ? [`其余未评估条目（详见报告）：${rest.join('，')}`] : []),
    '说明：本结果供验收小组使用，是否通过验收由采购人组织的验收小组决定。',
    '',
  ].join('\n');
}
