import { Fault, type Problem } from '../../spec/index.ts';
import { columnLetters, readWorkbook } from '../xlsx.ts';
import type { PaperFormat } from './recognise.ts';
import { textOf } from './text.ts';

export type DataValue = string | number | boolean;
export interface DataTable {
  /** Titles of the head row by column. */
  titles: ReadonlyMap<number, string>;
  rows: { cells: ReadonlyMap<number, DataValue>; placeOf(column: number): Pick<Problem, 'line' | 'cell'> }[];
}

const rowLimit = 2_000_000;

/** Rows of RFC 4180, parted by comma, tab or semicolon; undefined for a quote that never ends. */
export function parseCsv(text: string): { line: number; cells: string[] }[] | undefined {
  const firstLine = text.slice(0, text.search(/\r?\n|$/));
  const separator = [',', '\t', ';'].find((one) => firstLine.includes(one)) ?? ',';
  const rows: { line: number; cells: string[] }[] = [];
  let cells: string[] = [];
  let line = 1;
  let start = 1;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const endRow = () => {
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ line: start, cells });
    cells = [];
  };
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      for (at += 1; ; at++) {
        if (at >= text.length) return undefined;
        if (text[at] === '\n') line += 1;
        if (text[at] === '"') {
          if (text[at + 1] !== '"') break;
          at += 1;
        }
        cell += text[at];
      }
      at += 1;
    }
    const from = at;
    while (at < text.length && text[at] !== separator && text[at] !== '\n') at += 1;
    cells.push((cell + text.slice(from, at)).replace(/\r$/, ''));
    if (at >= text.length || text[at] === '\n') {
      endRow();
      line += 1;
      start = line;
    }
    at += 1;
  }
  endRow();
  return rows;
}

function tableOfText(file: string, bytes: Uint8Array): DataTable {
  const rows = parseCsv(textOf(bytes) ?? '');
  const [head, ...rest] = rows ?? [];
  if (!rows || !head)
    throw new Fault('INTAKE_INVALID', [
      { file, message: '不是完整的 CSV：没有表头，或引号没有成对', remedy: '首行写列名，重新导出 CSV' },
    ]);
  if (rest.length > rowLimit)
    throw new Fault('INTAKE_INVALID', [{ file, message: `超过 ${rowLimit} 行`, remedy: '按时段拆成多份' }]);
  return {
    titles: new Map(head.cells.map((title, column) => [column, title.trim()])),
    rows: rest.map(({ line, cells }) => ({
      cells: new Map(cells.map((cell, column): [number, DataValue] => [column, cell])),
      placeOf: () => ({ line }),
    })),
  };
}

function tableOfWorkbook(file: string, bytes: Uint8Array, sheet: string | undefined): DataTable {
  const sheets = readWorkbook(file, bytes).filter(({ cells, hidden }) => cells.length > 0 && !hidden);
  const chosen =
    sheet === undefined && sheets.length === 1 ? sheets[0] : sheets.find(({ name }) => name === sheet);
  if (!chosen)
    throw new Fault('INTAKE_INVALID', [
      {
        file,
        message: sheet === undefined ? '有内容的工作表不止一个或一个也没有' : `没有工作表 ${sheet}`,
        remedy: '在 attest.yaml 的 sheet 写明工作表的名称',
      },
    ]);
  const problems = chosen.cells
    .filter(({ formula, error }) => formula !== undefined || error !== undefined)
    .map(
      ({ address, formula }): Problem => ({
        file,
        cell: address,
        message: formula === undefined ? '单元格出错' : '是公式，不是记录下来的数值',
        remedy: '以“选择性粘贴—数值”填入后重新保存',
      }),
    );
  if (problems.length > 0) throw new Fault('INTAKE_INVALID', problems.slice(0, 50));
  const rows = new Map<number, Map<number, DataValue>>();
  for (const { row, column, value } of chosen.cells)
    if (value !== undefined)
      rows.set(row, (rows.get(row) ?? new Map<number, DataValue>()).set(column, value));
  const [head, ...rest] = [...rows].sort(([a], [b]) => a - b);
  return {
    titles: new Map([...(head?.[1] ?? [])].map(([column, title]) => [column, String(title).trim()])),
    rows: rest.map(([row, cells]) => ({
      cells,
      placeOf: (column) => ({ cell: `${columnLetters(column)}${row}` }),
    })),
  };
}

/** The table of a CSV or XLSX file, its first row the head. Throws INTAKE_INVALID or INTAKE_UNREADABLE by place. */
export function readTable(file: string, bytes: Uint8Array, format: PaperFormat, sheet?: string): DataTable {
  if (format === 'xlsx') return tableOfWorkbook(file, bytes, sheet);
  if (format === 'text') return tableOfText(file, bytes);
  throw new Fault('INTAKE_INVALID', [
    { file, message: '数据须以 CSV、XLSX 或纯文本日志提交', remedy: '由监测或日志系统导出后提交' },
  ]);
}

/** The column of a title; throws INTAKE_INVALID and names the titles that are there. */
export function columnOf(file: string, table: DataTable, title: string): number {
  const found = [...table.titles].filter(([, one]) => one === title);
  if (found.length === 1) return found[0]![0];
  throw new Fault('INTAKE_INVALID', [
    {
      file,
      message: found.length === 0 ? `没有名为 ${title} 的列` : `名为 ${title} 的列不止一个`,
      remedy: '使 attest.yaml 所写的列名与表头一致，且各列名不同',
    },
  ]);
}
