import Table from 'cli-table3';
import { probes } from '../harness/index.ts';
import {
  type Checkable,
  checkableKindLabels,
  methodLabels,
  type Tender,
  type Verification,
} from '../spec/index.ts';

export const groupings = ['section', 'method'] as const;
export type Grouping = (typeof groupings)[number];

interface Row {
  kind: string;
  group: string;
  checkables: number;
  starred: number;
  parts: number;
  test: number;
  planned: number;
  examine: number;
  interview: number;
}
export interface TenderTable {
  rows: Row[];
  probes: { used: number; implemented: string[]; planned: string[] };
}

const methods = Object.keys(methodLabels) as Verification['method'][];

function rowOf(kind: string, group: string, members: Checkable[]): Row {
  const checks = members.flatMap((member) => member.verification);
  const of = (method: Verification['method']) => checks.filter((check) => check.method === method).length;
  return {
    kind,
    group,
    checkables: members.length,
    starred: members.filter((member) => member.starred).length,
    parts: members.reduce((sum, member) => sum + member.parts.length, 0),
    test: of('test'),
    planned: checks.filter((check) => check.method === 'test' && !probes.has(check.probe)).length,
    examine: of('examine'),
    interview: of('interview'),
  };
}

const placeOf = ({ clause: { part, chapter, annex, section } }: Checkable): string =>
  [`第${part}部分第${chapter}章`, annex === undefined ? '' : `附件${annex}`, section ?? '']
    .filter(Boolean)
    .join(' ');

/** The requirements counted by section, or by the methods that they are verified with; and the probes they use. */
export function tenderTable(tender: Tender, by: Grouping): TenderTable {
  const groups = new Map<string, { kind: string; group: string; members: Checkable[] }>();
  for (const checkable of tender.checkables) {
    const kind = checkableKindLabels[checkable.kind];
    const used = methods.filter((method) => checkable.verification.some((check) => check.method === method));
    const group =
      by === 'section' ? placeOf(checkable) : used.map((method) => methodLabels[method]).join(' + ');
    const entry = groups.get(`${kind}/${group}`) ?? { kind, group, members: [] };
    entry.members.push(checkable);
    groups.set(`${kind}/${group}`, entry);
  }
  const used = new Set(
    tender.checkables.flatMap(({ verification }) =>
      verification.flatMap((check) => (check.method === 'test' ? [check.probe] : [])),
    ),
  );
  const sorted = [...used].sort();
  return {
    rows: [
      ...[...groups.values()].map(({ kind, group, members }) => rowOf(kind, group, members)),
      rowOf('合计', '', tender.checkables),
    ],
    probes: {
      used: used.size,
      implemented: sorted.filter((id) => probes.has(id)),
      planned: sorted.filter((id) => !probes.has(id)),
    },
  };
}

export function sayTenderTable(tender: Tender, by: Grouping): string {
  const counted = tenderTable(tender, by);
  const table = new Table({
    head: [
      '类别',
      by === 'section' ? '章节' : '方法',
      '条目',
      '▲',
      '子项',
      '测试',
      '其中待实现',
      '审查',
      '访谈/现场',
    ],
    style: { head: [], border: [] },
  });
  for (const row of counted.rows)
    table.push([
      row.kind,
      row.group,
      row.checkables,
      row.starred,
      row.parts,
      row.test,
      row.planned,
      row.examine,
      row.interview,
    ]);
  const { used, implemented, planned } = counted.probes;
  return [
    `${tender.title}（${tender.number}）`,
    table.toString(),
    `所用探针 ${used} 个：已实现 ${implemented.length} 个，待实现 ${planned.length} 个`,
    ...(planned.length === 0 ? [] : [`待实现：${planned.join('、')}`]),
    '',
  ].join('\n');
}
