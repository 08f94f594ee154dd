import type { TextLine, TextTable } from '../../spec/index.ts';
import { markOf } from './mark.ts';

type Row = TextTable['rows'][number];

const cellsOf = (line: string): string[] => line.split('\t').map((cell) => cell.trim());
const isRule = (cells: string[]): boolean => cells.every((cell) => /^[-—–=_]*$/.test(cell));
const isWhole = (text: string): boolean => /[。；;！!？?：:）)》”]$/.test(text);

/** A row that a page break cut: its one cell goes on where the last one of the row above broke off. */
function goesOn(above: Row, cells: string[]): boolean {
  const filled = cells.flatMap((cell, column) => (cell === '' ? [] : [column]));
  const last = above.cells.findLastIndex((cell) => cell !== '');
  const [column] = filled;
  if (filled.length !== 1 || column !== last || column === 0) return false;
  const broken = above.cells[last]!;
  return broken.length >= 20 && !isWhole(broken) && !/^[\d.,%]+$/.test(cells[column!]!);
}

function join(row: Row, column: number, wording: string): void {
  row.cells[column] = `${row.cells[column]}${wording}`;
}

/** Lines with tabs, with the blank lines of page breaks between them; the rest of a broken cell is joined to its row. */
export function tablesOf(lines: readonly TextLine[]): TextTable[] {
  const tables: TextTable[] = [];
  let table: TextTable | undefined;
  let blankBefore = false;
  for (const { number, text } of lines) {
    if (text.trim() === '' && !text.includes('\t')) {
      blankBefore = true;
      continue;
    }
    const cells = cellsOf(text);
    const above = table?.rows.at(-1);
    if (cells.length > 1) {
      if (!table) {
        table = { lines: [number, number], rows: [] };
        tables.push(table);
      }
      table.lines[1] = number;
      if (above && goesOn(above, cells)) {
        const column = cells.findIndex((cell) => cell !== '');
        join(above, column, cells[column]!);
      } else if (!isRule(cells)) table.rows.push({ line: number, cells });
    } else if (table && above && !blankBefore && !markOf(text) && !isWhole(lastOf(above))) {
      join(
        above,
        above.cells.findLastIndex((cell) => cell !== ''),
        cells[0]!,
      );
      table.lines[1] = number;
    } else table = undefined;
    blankBefore = false;
  }
  return tables.filter(({ rows }) => rows.length > 0);
}

const lastOf = (row: Row): string => row.cells.findLast((cell) => cell !== '') ?? '';
