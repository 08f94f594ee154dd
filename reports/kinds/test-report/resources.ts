import {
  type Block,
  beijingTime,
  type Column,
  type Inventory,
  type ResourceEntry,
  type Section,
} from '../../../spec/index.ts';
import type { Material } from './material.ts';

const stateLabels: Record<ResourceEntry['state'], string> = {
  intended: '已登记，未确认建成',
  created: '已建立，未见清除',
  removing: '已着手清除，未见结果',
  removed: '已清除',
  kept: '按计划保留',
  left: '未能清除',
  absent: '经查未建成',
};
const inventoryColumns: Column[] = [
  { title: '部件', width: 16 },
  { title: '类型', width: 14 },
  { title: '测试前', width: 10, align: 'right' },
  { title: '测试后', width: 10, align: 'right' },
  { title: '其中本次测试的', width: 20 },
  { title: '其他变动', width: 30 },
];
const closed: readonly ResourceEntry['state'][] = ['removed', 'absent'];

/** Chapter 9: what the test made on the platform, what became of it, and what the test tenants held before and after. */
export function resourcesChapter({ record }: Material): Section {
  const { resources } = record;
  const states = Object.keys(stateLabels) as ResourceEntry['state'][];
  const counted = states
    .map((state) => ({ state, count: resources.filter((each) => each.state === state).length }))
    .filter(({ count }) => count > 0);
  const rest = resources.filter((each) => !closed.includes(each.state));
  const open = rest.filter((each) => each.state !== 'kept');
  const columns = [
    { title: '类型', width: 14 },
    { title: '标记', width: 32 },
    { title: '标识', width: 30 },
    { title: '状态', width: 24 },
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
              text: `有 ${open.length} 个资源未确认清除，请运行 biaochi cleanup 清理，或按下表人工核对。`,
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
                { text: each.why ? `${stateLabels[each.state]}：${each.why}` : stateLabels[each.state] },
              ]),
            } as const,
          ]
        : []),
      ...inventoryBlocks(record.inventories),
    ],
  };
}

/** What the test tenants held, kind by kind; what differs and is not of this test is named one by one. */
function inventoryBlocks(inventories: { before: Inventory[]; after: Inventory[] } | undefined): Block[] {
  if (inventories === undefined) return [];
  const { before, after } = inventories;
  const components = [...new Set([...before, ...after].map((each) => each.component))];
  const pairs = components.map((component) => ({
    component,
    first: before.find((each) => each.component === component),
    last: after.find((each) => each.component === component),
  }));
  const rows = pairs.flatMap(({ component, first, last }) => compare(component, first, last));
  const gaps = pairs.flatMap(({ component, first, last }) => [
    ...gapsOf(component, '测试前', first),
    ...gapsOf(component, '测试后', last),
  ]);
  const times = [...before, ...after].map((each) => each.at).sort();
  if (times.length === 0) return [];
  return [
    {
      kind: 'paragraph',
      text: `测试账号名下资源的前后盘点，${beijingTime(times[0]!)}至${beijingTime(times.at(-1)!)}（北京时间）。“本次测试的”指名称等处带有本次测试标记的资源；他人在此期间的增减列为其他变动，本程序不作改动。`,
    },
    ...(rows.length > 0
      ? [
          {
            kind: 'table',
            caption: '测试前后资源盘点',
            columns: inventoryColumns,
            rows,
          } satisfies Block,
        ]
      : []),
    ...(gaps.length > 0 ? [{ kind: 'list', items: gaps } satisfies Block] : []),
  ];
}

function compare(component: string, first: Inventory | undefined, last: Inventory | undefined) {
  const kinds = [...new Set([...(first?.kinds ?? []), ...(last?.kinds ?? [])].map((each) => each.kind))];
  return kinds.map((kind) => {
    const was = first?.kinds.find((each) => each.kind === kind);
    const is = last?.kinds.find((each) => each.kind === kind);
    const ours = new Set([...(was?.ours ?? []), ...(is?.ours ?? [])]);
    const added = was && is ? is.ids.filter((id) => !was.ids.includes(id) && !ours.has(id)) : [];
    const gone = was && is ? was.ids.filter((id) => !is.ids.includes(id) && !ours.has(id)) : [];
    const changes = [
      ...(added.length > 0 ? [`增加 ${added.join('、')}`] : []),
      ...(gone.length > 0 ? [`减少 ${gone.join('、')}`] : []),
    ];
    return [
      { text: component },
      { text: kind },
      { text: was ? String(was.count) : '未盘点' },
      { text: is ? String(is.count) : '未盘点' },
      { text: is === undefined ? '' : is.ours.length === 0 ? '无' : is.ours.join('、') },
      { text: was && is ? changes.join('；') || '无' : '无法比较' },
    ];
  });
}

function gapsOf(component: string, when: string, inventory: Inventory | undefined): string[] {
  if (inventory === undefined) return [`${component} ${when}没有盘点。`];
  return [
    ...(inventory.fault === undefined ? [] : [`${component} ${when}未能盘点：${inventory.fault}`]),
    ...(inventory.unlisted.length === 0
      ? []
      : [`${component} ${when}无法列出：${inventory.unlisted.join('、')}，不计为零。`]),
  ];
}
