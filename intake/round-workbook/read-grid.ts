import type { Cell, Sheet } from '../xlsx.ts';
import { readCell } from './cell-text.ts';
import { addressOf, readHead, rowsBelow } from './read-head.ts';
import { heard, type Intake } from './read-rows.ts';
import { totalsLine } from './score-tables.ts';
import { column, type GridTable } from './table.ts';
import { setAt } from './value-path.ts';

const bidColumn = column('reference', '投标编号', 'bid');
const markColumn = column('decimal', '分数', 'mark');

/** Reads marks, a line a criterion and a column a bid; heads that are no fixed ones are ids of bids. */
export function readGrid(table: GridTable, sheet: Sheet, intake: Intake): void {
  const { root, places, named, complain } = intake;
  const head = readHead(sheet, table.columns, complain);
  setAt(root, ['marks'], {});
  places.mark(['marks'], named(`A${head?.row ?? 1}`));
  if (!head) return;
  const bids = new Map<number, string>();
  const unreadable = new Set<number>();
  for (const cell of head.others) {
    const { value } = heard(readCell(bidColumn, cell), cell.address, complain);
    if (typeof value !== 'string') unreadable.add(cell.column);
    else if ([...bids.values()].includes(value)) {
      complain(cell.address, `投标编号“${value}”出现两次`, '每份投标只留一列');
      unreadable.add(cell.column);
    } else {
      bids.set(cell.column, value);
      setAt(root, ['marks', value], {});
      places.mark(['marks', value], named(cell.address));
      places.mark(['totals', value], named(cell.address));
    }
  }
  const keyNumber = [...head.columns].find(([, { head: title }]) => title === table.columns[0]!.head)?.[0];
  if (keyNumber === undefined) return;
  const seen = new Map<string, number>();
  for (const [row, cells] of rowsBelow(sheet, head.row)) {
    const marks = [...cells.values()].filter((cell) => !head.columns.has(cell.column));
    for (const cell of marks)
      if (!bids.has(cell.column) && !unreadable.has(cell.column)) {
        complain(cell.address, '所在列的表头没有投标编号', '在表头填写投标编号，或删去该列');
        unreadable.add(cell.column);
      }
    const line = lineOf(cells.get(keyNumber), addressOf(keyNumber, row), marks, intake);
    if (line === undefined) continue;
    const before = seen.get(line);
    if (before !== undefined) {
      complain(addressOf(keyNumber, row), `“${line}”与第 ${before} 行重复`, '每个评分项只留一行');
      continue;
    }
    seen.set(line, row);
    for (const [number, bid] of bids) {
      const address = addressOf(number, row);
      const path = line === totalsLine ? ['totals', bid] : ['marks', bid, line];
      const { value } = heard(readCell(markColumn, cells.get(number)), address, complain);
      if (value !== undefined) setAt(root, path, value);
      places.mark(path, named(address));
    }
  }
}

function lineOf(
  cell: Cell | undefined,
  address: string,
  marks: readonly Cell[],
  { complain }: Intake,
): string | undefined {
  if (cell && String(cell.value).trim() === totalsLine) return totalsLine;
  const key = column('reference', '评分项编号', '');
  const { value } = heard(readCell(key, cell), address, complain);
  if (cell === undefined && marks.length > 0)
    complain(address, '填有分数，但没有评分项编号', '填写评分项编号，或清空这一行');
  return value as string | undefined;
}
