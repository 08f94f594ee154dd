import { type Cell, columnLetters, type Sheet } from '../xlsx.ts';
import type { Column } from './table.ts';

/** Tells a problem by its cell; the sheet's name is put before it. */
export type Complain = (cell: string, message: string, remedy: string) => void;

const rowsSearched = 20;
const plain = (cell: Cell) =>
  String(cell.value ?? '')
    .normalize('NFKC')
    .replace(/\s+|\*/g, '');
const plainHead = (head: string) => head.normalize('NFKC').replace(/\s+/g, '');

export interface Head {
  row: number;
  /** Column of the sheet -> what it is. */
  columns: Map<number, Column>;
  /** Cells of the head that name no known column. */
  others: Cell[];
}

/** Finds the row of heads: that which has the most of them. Complains of merged cells from there on, and of missing and repeated heads. */
export function readHead(sheet: Sheet, known: readonly Column[], complain: Complain): Head | undefined {
  const headOf = (cell: Cell) => known.find(({ head }) => plainHead(head) === plain(cell));
  const counts = new Map<number, number>();
  for (const cell of sheet.cells)
    if (cell.row <= rowsSearched && headOf(cell)) counts.set(cell.row, (counts.get(cell.row) ?? 0) + 1);
  const row = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  if (row === undefined) {
    complain('A1', '没有找到表头', `表头应有：${known.map(({ head }) => head).join('、')}；可重新取用模板`);
    return undefined;
  }
  for (const range of sheet.merges) {
    const last = Number(/(\d+)$/.exec(range)?.[1]);
    if (!(last < row)) complain(range, '有合并的单元格', '取消合并，每个单元格单独填写');
  }
  const columns = new Map<number, Column>();
  const others: Cell[] = [];
  for (const cell of sheet.cells.filter((one) => one.row === row)) {
    const found = headOf(cell);
    if (!found) others.push(cell);
    else if ([...columns.values()].includes(found))
      complain(cell.address, `表头“${found.head}”出现两次`, '每项只留一列');
    else columns.set(cell.column, found);
  }
  for (const { head, needed } of known)
    if (needed && ![...columns.values()].some((one) => one.head === head))
      complain(`A${row}`, `缺少表头“${head}”`, `在表头行加上“${head}”一列，或重新取用模板`);
  return { row, columns, others };
}

/** Rows below the head: row -> column -> cell. */
export function rowsBelow(sheet: Sheet, row: number): Map<number, Map<number, Cell>> {
  const rows = new Map<number, Map<number, Cell>>();
  for (const cell of sheet.cells) {
    if (cell.row <= row) continue;
    rows.set(cell.row, (rows.get(cell.row) ?? new Map<number, Cell>()).set(cell.column, cell));
  }
  return rows;
}

export const addressOf = (column: number, row: number) => `${columnLetters(column)}${row}`;
