import type { ResourceEntry, Section } from '../../../spec/index.ts';
import type { Material } from './material.ts';

const stateLabels: Record<ResourceEntry['state'], string> = {
  intended: '已登记，未确认建成',
  created: '已建立，未见清除',
  removed: '已清除',
  kept: '按计划保留',
  left: '未能清除',
};

/** Chapter 9: what the test made on the platform and what became of it. */
export function resourcesChapter({ record }: Material): Section {
  const { resources } = record;
  const states = Object.keys(stateLabels) as ResourceEntry['state'][];
  const counted = states.map((state) => ({
    state,
    count: resources.filter((each) => each.state === state).length,
  }));
  const open = resources.filter(
    (each) => each.state === 'left' || each.state === 'created' || each.state === 'intended',
  );
  const rest = resources.filter((each) => each.state !== 'removed');
  const columns = [
    { title: '类型', width: 18 },
    { title: '标记', width: 32 },
    { title: '标识', width: 30 },
    { title: '状态', width: 20 },
  ];
  return {
    id: 'resources',
    heading: '9 测试资源清理情况',
    level: 1,
    blocks: [
      {
        kind: 'paragraph',
        text:
          resources.length === 0
            ? '本次测试没有在平台上建立资源。'
            : `本次测试登记资源 ${resources.length} 个：${counted.map(({ state, count }) => `${stateLabels[state]} ${count}`).join('、')}。`,
      },
      ...(open.length > 0
        ? [
            {
              kind: 'paragraph',
              tone: 'notice',
              text: `有 ${open.length} 个资源未确认清除，请按下表人工核对。`,
            } as const,
          ]
        : []),
      ...(rest.length > 0
        ? [
            {
              kind: 'table',
              caption: '未清除的资源',
              columns,
              rows: rest.map((each) => [
                { text: each.kind },
                { text: each.marker },
                { text: each.id ?? '' },
                { text: stateLabels[each.state] },
              ]),
            } as const,
          ]
        : []),
    ],
  };
}
