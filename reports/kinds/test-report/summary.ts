import {
  type Block,
  type Cell,
  type CheckableKind,
  type Column,
  checkableKindLabels,
  outcomeNames,
  outcomes,
  type Section,
} from '../../../spec/index.ts';
import { deferredMark } from './deferrals.ts';
import { clauseNumber, type Judged, type Material } from './material.ts';
import {
  type Counts,
  clauses,
  spellCounts,
  starredClauses,
  tally,
  technicalClauses,
  totalOf,
} from './tally.ts';

/** Chapter 4: counts over all technical clauses, the starred ones, and each section. It never concludes acceptance. */
export function summaryChapter(material: Material): Section[] {
  const all = technicalClauses(material);
  const starred = starredClauses(material);
  return [
    {
      id: 'summary',
      heading: '4 结果汇总',
      level: 1,
      blocks: [
        {
          kind: 'paragraph',
          text: `招标文件技术条款共 ${totalOf(all)} 条，其中${spellCounts(all)}。▲ 条款共 ${totalOf(starred)} 条，其中${spellCounts(starred)}。未评估的条款一并计入总数，其中 ${material.clausesNotEncoded} 条尚未录入、无人核验。`,
        },
        {
          kind: 'paragraph',
          text: '本报告只陈述测试结果；是否验收由采购人组织的验收小组决定。',
          tone: 'notice',
        },
        { kind: 'chart', caption: '图 1 全部技术条款', chart: { kind: 'outcome-ring', counts: all } },
        {
          kind: 'chart',
          caption: '图 2 分组对照',
          chart: { kind: 'outcome-bars', groups: groups(material, all, starred) },
        },
        kindTable(material, all),
      ],
    },
    { id: 'summary-starred', heading: '4.1 ▲ 条款', level: 2, blocks: starredTable(material) },
    { id: 'summary-sections', heading: '4.2 各节结果', level: 2, blocks: [sectionTable(material, all)] },
  ];
}

function groups(material: Material, all: Counts, starred: Counts) {
  const chapters = groupBy(clauses(material), (judged) => sectionOf(judged).split('.')[0]!);
  return [
    { label: '全部技术条款', counts: all },
    { label: '▲ 条款', counts: starred },
    ...[...chapters].map(([top, members]) => ({ label: `第 ${top} 节（已录入）`, counts: tally(members) })),
    ...(material.clausesNotEncoded > 0
      ? [{ label: '尚未录入', counts: tally([], material.clausesNotEncoded) }]
      : []),
  ];
}

const countColumns: Column[] = outcomeNames.map((name) => ({
  title: outcomes[name],
  width: 11,
  align: 'right',
}));

function countCells(counts: Counts, strong = false): Cell[] {
  return [totalOf(counts), ...outcomeNames.map((name) => counts[name])].map((count) => ({
    text: String(count),
    strong,
  }));
}

function kindTable(material: Material, all: Counts): Block {
  const kinds: CheckableKind[] = ['commercial', 'other', 'tariff', 'kpi', 'obligation'];
  const others = kinds
    .map((kind) => ({ kind, members: material.judged.filter(({ checkable }) => checkable.kind === kind) }))
    .filter(({ members }) => members.length > 0);
  return {
    kind: 'table',
    caption: '表 1 各类检查对象（技术条款按招标文件全部条款计，其余按已录入项计）',
    columns: [{ title: '类别', width: 34 }, { title: '总数', width: 11, align: 'right' }, ...countColumns],
    rows: [
      [{ text: '技术条款' }, ...countCells(all)],
      ...others.map(({ kind, members }): Cell[] => [
        { text: checkableKindLabels[kind] },
        ...countCells(tally(members)),
      ]),
    ],
  };
}

function starredTable(material: Material): Block[] {
  const starred = material.judged.filter(({ checkable }) => checkable.starred);
  const missing = material.tender.counts.starred - starred.length;
  const rows = starred.map(({ checkable, verdict }): Cell[] => [
    { text: clauseNumber(checkable) },
    { text: checkable.title },
    { text: partsHeld({ checkable, verdict }) },
    {
      outcome: verdict.outcome,
      text: `${outcomes[verdict.outcome]}${deferredMark(material, checkable.id)}`,
    },
  ]);
  return [
    {
      kind: 'table',
      columns: [
        { title: '条款号', width: 18 },
        { title: '要求', width: 42 },
        { title: '子项', width: 24 },
        { title: '结论', width: 16 },
      ],
      rows,
    },
    ...(missing > 0
      ? [
          {
            kind: 'paragraph',
            text: `另有 ${missing} 条 ▲ 条款尚未录入，计为未评估。`,
            tone: 'notice',
          } as const,
        ]
      : []),
  ];
}

function sectionTable(material: Material, all: Counts): Block {
  const sections = groupBy(clauses(material), sectionOf);
  return {
    kind: 'table',
    caption: '表 2 技术条款各节结果',
    columns: [{ title: '节', width: 34 }, { title: '条款数', width: 11, align: 'right' }, ...countColumns],
    rows: [
      ...[...sections].map(([section, members]): Cell[] => [
        { text: section },
        ...countCells(tally(members)),
      ]),
      ...(material.clausesNotEncoded > 0
        ? [[{ text: '尚未录入' }, ...countCells(tally([], material.clausesNotEncoded))] as Cell[]]
        : []),
      [{ text: '合计', strong: true }, ...countCells(all, true)],
    ],
  };
}

function sectionOf({ checkable }: Judged): string {
  return checkable.clause.section ?? `附件${checkable.clause.annex ?? ''}`;
}

function groupBy(judged: readonly Judged[], key: (each: Judged) => string): Map<string, Judged[]> {
  const found = new Map<string, Judged[]>();
  for (const each of judged) found.set(key(each), [...(found.get(key(each)) ?? []), each]);
  return found;
}

/** `3 个子项中 2 个符合`: beside an outcome, never instead of it. */
export function partsHeld({ checkable, verdict }: Judged): string {
  const held = verdict.parts.filter((part) => part.outcome === 'satisfied').length;
  return `${Math.max(checkable.parts.length, verdict.parts.length)} 个子项中 ${held} 个符合`;
}
