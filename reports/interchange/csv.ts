import type { TestReportInput } from '../kinds/test-report.ts';
import { printable } from '../theme/printable.ts';
import { factsObject } from './run-fact.ts';
import { verdictLines } from './verdict-line.ts';
import { verdictColumns } from './verdict-table.ts';

const runColumns = {
  测试编号: 'run',
  记录摘要: 'run-digest',
  判定修订: 'judgement-revision',
  判定摘要: 'judgement-digest',
  规格摘要: 'tender-digest',
  评判基准时间: 'as-of',
  标记: 'marks',
} as const;

/**
 * All verdict lines as RFC 4180 with a byte order mark, for spreadsheets: CRLF, every cell quoted. Run, digests and
 * marks stand in every row, since rows are what is copied.
 */
export function verdictCsv(input: TestReportInput): string {
  const facts = factsObject(input);
  const ofRun = Object.values(runColumns).map((name) => facts[name] ?? '');
  const rows = [
    [...verdictColumns.map(({ title }) => title), ...Object.keys(runColumns)],
    ...verdictLines(input).map((line) => [...verdictColumns.map(({ of }) => of(line)), ...ofRun]),
  ];
  return `\uFEFF${rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`;
}

/**
 * A quoted cell. Text that a spreadsheet may take for a formula (`=` `+` `-` `@`, also in full width or behind white
 * space, and a leading tab or line end) gets a leading apostrophe, also where it is an honest negative figure.
 */
export function csvCell(text: string): string {
  const shown = printable(text);
  const guarded = /^[\t\r\n]/.test(text) || /^\s*[=+\-@＝＋－＠]/.test(shown) ? `'${shown}` : shown;
  return `"${guarded.replaceAll('"', '""')}"`;
}
