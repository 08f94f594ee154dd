import {
  beijingTime,
  beijingWindow,
  type Document,
  dueLabels,
  sealFacts,
  sealMark,
} from '../../../spec/index.ts';
import type { TestReportInput } from './material.ts';

export function coverFacts({ tender, record, judgement, seal }: TestReportInput): Document['cover'] {
  const { target } = record;
  return [
    { label: '项目名称', value: tender.title },
    { label: '项目编号', value: tender.number },
    { label: '采购人', value: tender.purchaser },
    { label: '被测平台', value: target.operator ? `${target.name}（${target.operator}）` : target.name },
    { label: '测试阶段', value: dueLabels[judgement.stage] },
    { label: '测试时间', value: beijingWindow(record.startedAt, record.finishedAt) },
    { label: '报告编号', value: `${record.id}-R${judgement.revision}` },
    {
      label: '修订号',
      value:
        judgement.replaces === undefined
          ? `第 ${judgement.revision} 次评判`
          : `第 ${judgement.revision} 次评判，替代第 ${judgement.replaces} 次`,
    },
    { label: '封存状态', value: sealFacts(seal) },
    { label: '评判基准时间', value: `${beijingTime(judgement.asOf)}（北京时间）` },
    {
      label: '工具版本',
      value: record.tools.map((tool) => `${tool.name} ${tool.version}`).join('；') || '未记录',
    },
  ];
}

/** What every page must say; unsigned unless a seal over this record and judgement held while it was printed. */
export function pageMarks({ record, seal }: TestReportInput): string[] {
  return [
    ...(record.target.simulated ? ['对象为仿真平台，不作为验收依据'] : []),
    sealMark(seal),
    ...(record.ended === 'finished' ? [] : ['测试中断，记录不完整']),
  ];
}
