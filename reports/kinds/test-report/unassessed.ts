import {
  type Block,
  type Outcome,
  type Reason,
  reasonNames,
  reasons,
  type Section,
} from '../../../spec/index.ts';
import { clauseNumber, type Judged, type Material, partTitle } from './material.ts';

interface OpenItem {
  number: string;
  title: string;
  part: string;
  reason: Reason;
  remark: string;
}

/** Chapter 7: everything that was not assessed or could not be told, grouped by its reason. */
export function unassessedChapter(material: Material): Section[] {
  const notAssessed = material.judged.flatMap((judged) => openItems(judged, 'not-assessed'));
  const inconclusive = material.judged.flatMap((judged) => openItems(judged, 'inconclusive'));
  return [
    {
      id: 'unassessed',
      heading: '7 未评估项及原因',
      level: 1,
      blocks: [reasonTable(notAssessed, material.clausesNotEncoded), ...grouped(notAssessed)],
    },
    {
      id: 'inconclusive',
      heading: '7.1 无法判定项及原因',
      level: 2,
      blocks: inconclusive.length > 0 ? grouped(inconclusive) : [{ kind: 'paragraph', text: '无。' }],
    },
  ];
}

/** Checks with that outcome, parts that no check covers, and checkables that have no parts judged at all. */
function openItems({ checkable, verdict }: Judged, outcome: Outcome): OpenItem[] {
  const item = (part: string, reason: Reason, remark = ''): OpenItem => ({
    number: clauseNumber(checkable),
    title: checkable.title,
    part,
    reason,
    remark,
  });
  if (verdict.parts.length === 0) return verdict.outcome === outcome ? [item('全部', verdict.reason)] : [];
  return verdict.parts.flatMap((part) =>
    part.checks.length === 0
      ? part.outcome === outcome
        ? [item(partTitle(checkable, part.id), part.reason)]
        : []
      : part.checks
          .filter((check) => check.outcome === outcome)
          .map((check) => item(partTitle(checkable, check.part), check.reason, check.remark)),
  );
}

function reasonTable(items: OpenItem[], notEncoded: number): Block {
  const rows = reasonNames
    .map((reason) => ({
      reason,
      count:
        items.filter((item) => item.reason === reason).length +
        (reason === 'clause-not-encoded' ? notEncoded : 0),
    }))
    .filter(({ count }) => count > 0);
  return {
    kind: 'table',
    caption: '按原因汇总（未录入的按条款计，其余按核验项计）',
    columns: [
      { title: '原因', width: 78 },
      { title: '数量', width: 22, align: 'right' },
    ],
    rows: [
      ...rows.map(({ reason, count }) => [{ text: reasons[reason].label }, { text: String(count) }]),
      [
        { text: '合计', strong: true },
        { text: String(rows.reduce((sum, row) => sum + row.count, 0)), strong: true },
      ],
    ],
  };
}

function grouped(items: OpenItem[]): Block[] {
  return reasonNames
    .map((reason) => ({ reason, members: items.filter((item) => item.reason === reason) }))
    .filter(({ members }) => members.length > 0)
    .map(({ reason, members }) => ({
      kind: 'table',
      caption: `${reasons[reason].label}（${members.length} 项）`,
      columns: [
        { title: '条款号', width: 18 },
        { title: '要求', width: 30 },
        { title: '子项', width: 24 },
        { title: '说明', width: 28 },
      ],
      rows: members.map((item) => [
        { text: item.number },
        { text: item.title },
        { text: item.part },
        { text: item.remark },
      ]),
    }));
}
