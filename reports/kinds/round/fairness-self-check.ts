import type { Block, Cell, Document } from '../../../spec/index.ts';
import { fairnessPoints } from './fairness-points.ts';
import { paper } from './frame.ts';
import type { Material } from './material.ts';
import { signingSection } from './signing.ts';

/** 中标结果公平性审查自查表: what the records show of each point; the answer is ticked by people. */
export function fairnessSelfCheck(material: Material, id: string): Document {
  const table: Block = {
    kind: 'table',
    columns: [
      { title: '序号', width: 6, align: 'center' },
      { title: '审查内容', width: 32 },
      { title: '程序从记录所见', width: 42 },
      { title: '人工审查结果', width: 20 },
    ],
    rows: fairnessPoints(material).map(({ says, seen }, index): Cell[] => [
      { text: String(index + 1) },
      { text: says },
      { text: seen ?? '程序不能说明，由人工核对' },
      { text: '□ 符合　□ 不符合' },
    ]),
  };
  return paper(material, '政府采购中标结果公平性审查自查表', [
    {
      id: 'about',
      heading: '1 说明',
      level: 1,
      blocks: [
        {
          kind: 'paragraph',
          text: '当地财政部门另有格式的，按其格式填报，本表供核对。程序只陈述记录所见，是否符合由采购人和采购代理机构逐项勾选。',
        },
      ],
    },
    { id: 'points', heading: '2 逐项审查', level: 1, blocks: [table] },
    {
      id: 'opinion',
      heading: '3 审查意见',
      level: 1,
      blocks: [
        { kind: 'paragraph', text: '审查意见：＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿' },
      ],
    },
    signingSection(material, id, ['采购人（盖章）', '采购代理机构（盖章）'], '4 签署'),
  ]);
}
