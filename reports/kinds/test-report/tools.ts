import type { Section } from '../../../spec/index.ts';
import type { Material } from './material.ts';

/** Chapter 3: with what was measured, to the version. */
export function toolsChapter({ record, catalogue }: Material): Section {
  const probes = new Map(record.plan.items.map((item) => [item.probe, item.probeVersion]));
  return {
    id: 'tools',
    heading: '3 测试工具及版本',
    level: 1,
    blocks: [
      {
        kind: 'table',
        caption: '程序与运行环境',
        columns: [
          { title: '名称', width: 60 },
          { title: '版本', width: 40 },
        ],
        rows: record.tools.map((tool) => [{ text: tool.name }, { text: tool.version }]),
      },
      {
        kind: 'table',
        caption: '本次测试计划用到的探针',
        columns: [
          { title: '探针', width: 34 },
          { title: '测试内容', width: 50 },
          { title: '版本', width: 16, align: 'center' },
        ],
        rows: [...probes].map(([id, version]) => [
          { text: id },
          { text: catalogue.get(id)?.title ?? id },
          { text: String(version) },
        ]),
      },
      {
        kind: 'facts',
        rows: [
          { label: '测试计划摘要', value: record.plan.digest },
          { label: '计划测试项', value: `${record.plan.items.length} 项` },
          { label: '留有结果', value: `${record.observations.length} 项` },
        ],
      },
    ],
  };
}
