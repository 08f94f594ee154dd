import { type Block, beijingTime, dueLabels, type Section } from '../../../spec/index.ts';
import type { Material } from './material.ts';

/** Chapter 1: which tender, how its text is read where it allows more than one reading, and what was selected. */
export function scopeChapter({ tender, record, judgement }: Material): Section[] {
  const selected = record.plan.only === undefined ? '全部已录入的条款与指标' : record.plan.only.join('、');
  return [
    {
      id: 'scope',
      heading: '1 测试范围与依据',
      level: 1,
      blocks: [
        {
          kind: 'facts',
          rows: [
            { label: '招标文件', value: tender.source.title },
            { label: '文件摘要', value: tender.source.digest },
            { label: '项目编号', value: tender.number },
            { label: '采购人', value: tender.purchaser },
            { label: '代理机构', value: tender.agency },
            { label: '规格摘要', value: tender.digest },
            { label: '测试阶段', value: dueLabels[judgement.stage] },
            { label: '选取范围', value: selected },
            { label: '评判基准时间', value: `${beijingTime(judgement.asOf)}（北京时间）` },
          ],
        },
        {
          kind: 'paragraph',
          text: '各项要求由本程序按招标文件归纳，原文以招标文件为准。每项结论只依据本次测试实际取得的结果；没有取得结果的，一律不计为符合。',
        },
      ],
    },
    { id: 'readings', heading: '1.1 所选读法', level: 2, blocks: readings(judgement.readings) },
  ];
}

function readings(chosen: Material['judgement']['readings']): Block[] {
  if (chosen.length === 0) return [{ kind: 'paragraph', text: '本次评判未涉及需选择读法之处。' }];
  return [
    { kind: 'paragraph', text: '招标文件文字可有多种读法之处，本次评判按下表所选读法进行。' },
    {
      kind: 'table',
      columns: [
        { title: '编号', width: 8 },
        { title: '问题', width: 34 },
        { title: '所选读法', width: 28 },
        { title: '默认', width: 8, align: 'center' },
        { title: '依据', width: 22 },
      ],
      rows: chosen.map((reading) => [
        { text: reading.id },
        { text: reading.question },
        { text: reading.title },
        { text: reading.isPick ? '是' : '否' },
        { text: reading.basis || '尚无依据' },
      ]),
    },
  ];
}
