import { type Block, roleLabels, type Section } from '../../../spec/index.ts';
import type { Material } from './material.ts';

/** Chapter 8: what the probes noted beside their figures, and what the target file does not name. */
export function findingsChapter({ record, catalogue }: Material): Section {
  const notes = record.observations.flatMap((observation, index) =>
    observation.notes.map((note) => [
      { text: `6.${index + 1}` },
      { text: catalogue.get(observation.probe)?.title ?? observation.probe },
      { text: note },
    ]),
  );
  const absent = record.plan.absentRoles.map((role) => roleLabels[role]);
  const planned = record.plan.plannedProbes.map((id) => catalogue.get(id)?.title ?? id);
  const blocks: Block[] = [
    notes.length > 0
      ? {
          kind: 'table',
          caption: '测试中的附注',
          columns: [
            { title: '详见', width: 10 },
            { title: '测试内容', width: 28 },
            { title: '附注', width: 62 },
          ],
          rows: notes,
        }
      : { kind: 'paragraph', text: '测试中没有附注。' },
    {
      kind: 'paragraph',
      text:
        absent.length > 0
          ? `缺失部件：目标文件未列出${absent.join('、')}，相关要求未评估。`
          : '缺失部件：无。',
    },
  ];
  if (planned.length > 0)
    blocks.push({ kind: 'paragraph', text: `已设计而尚未实现的测试：${planned.join('、')}。` });
  return { id: 'findings', heading: '8 附注与发现', level: 1, blocks };
}
