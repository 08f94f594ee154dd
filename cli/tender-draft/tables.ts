import {
  type KpiRow,
  kpiRows,
  type PriceRow,
  priceRows,
  scoringRows,
  type TenderDocument,
} from '../../intake/index.ts';
import type { Passage } from '../source-check/passage.ts';
import { field, indent, placeOf, quoted } from './yaml.ts';

const passageAt = (passages: Passage[], kind: Passage['kind'], lines: readonly number[]): Passage =>
  passages.find((passage) => passage.kind === kind && passage.lines[0] === lines[0])!;

function tariffRow(row: PriceRow, index: number, passages: Passage[]): string[] {
  const passage = passageAt(passages, 'tariff', row.lines);
  const service = quoted([...row.inherited, ...row.labels].join(' ').slice(0, 200));
  const doubt = row.inherited.length > 0 ? '前几格取自上方合并的单元格' : '按列读出';
  return [
    `- id: price-${index + 1}`,
    ...indent([
      field('service', service, doubt),
      field('unit', row.unit === undefined ? undefined : quoted(row.unit)),
      field('price', `'${row.price}'`),
      field('clause', placeOf(passage.place, passage.lines, passage.digest)),
      field('statement', undefined),
      'parts: [] # 待填',
      'verification: [] # 待填',
    ]),
  ];
}

export function tariffFile(text: TenderDocument, passages: Passage[]): string | undefined {
  const rows = priceRows(text);
  return rows.length === 0
    ? undefined
    : `${rows.flatMap((row, i) => tariffRow(row, i, passages)).join('\n')}\n`;
}

const pointsIn = (title: string): string | undefined =>
  /[（(]\s*(\d+(?:\.\d+)?)\s*分\s*[)）]/.exec(title)?.[1];

function kpiItem(row: KpiRow, index: number, group: string | undefined, passages: Passage[]): string[] {
  const passage = passageAt(passages, 'kpi', row.lines);
  const inherited = row.category && !row.category.isOwn ? '取自上方合并的单元格' : undefined;
  return [
    `- id: kpi-${index + 1}`,
    ...indent([
      field('group', group, group && !row.group?.isOwn ? '取自上方合并的单元格' : undefined),
      field('category', row.category ? quoted(row.category.title) : undefined, inherited),
      field('title', quoted(row.title)),
      field('statement', undefined),
      field('points', `'${row.points}'`),
      field('deduction', undefined),
      field('dataSource', undefined),
      field('clause', placeOf(passage.place, passage.lines, passage.digest)),
      'parts: [] # 待填',
      'verification: [] # 待填',
    ]),
  ];
}

export function kpiFile(text: TenderDocument, passages: Passage[]): string | undefined {
  const rows = kpiRows(text);
  if (rows.length === 0) return undefined;
  const groups = [...new Set(rows.flatMap((row) => (row.group ? [row.group.title] : [])))];
  const idOf = (title: string | undefined) => {
    const index = groups.indexOf(title ?? '');
    return index < 0 ? undefined : `group-${index + 1}`;
  };
  return [
    'fullMark: # 待填',
    'passMark: # 待填',
    'eventClasses: # 待填',
    'eventDeductions: # 待填',
    'groups:',
    ...groups.flatMap((title) => {
      const points = pointsIn(title);
      return indent([
        `- id: ${idOf(title)}`,
        ...indent([
          field('title', quoted(title.replace(/\s*[（(]\s*\d+(?:\.\d+)?\s*分\s*[)）]\s*/, ''))),
          field('points', points === undefined ? undefined : `'${points}'`),
        ]),
      ]);
    }),
    'items:',
    ...indent(rows.flatMap((row, index) => kpiItem(row, index, idOf(row.group?.title), passages))),
    '',
  ].join('\n');
}

/** What a scoring table says, for whoever writes scoring.yaml; the loader does not read it. */
export function scoringNotes(text: TenderDocument): string | undefined {
  const rows = scoringRows(text);
  if (rows.length === 0) return undefined;
  return [
    '# 读出的评分表，供编写 scoring.yaml 时核对；装载时不读此文件',
    ...rows.flatMap((row) => [
      `- lines: [${row.lines.join(', ')}]`,
      ...indent([
        field('part', row.part && quoted(row.part)),
        field('criterion', row.criterion && quoted(row.criterion), '合并的单元格可能错位'),
        field('points', row.points && `'${row.points}'`),
      ]),
    ]),
    '',
  ].join('\n');
}
