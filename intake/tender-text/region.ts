import type { TextHeading, TextLine } from '../../spec/index.ts';

/** A line of a table, its filled cells, and the column that the first of them stands in. */
export interface RegionLine {
  number: number;
  cells: string[];
  filled: string[];
}

export const isFigure = (cell: string | undefined): cell is string =>
  cell !== undefined && /^\d+(?:,\d{3})*(?:\.\d+)?$/.test(cell);
export const decimalOf = (cell: string): string => cell.replaceAll(',', '');

/**
 * The lines below each header that `isHeader` knows, up to the next part, chapter or annex or the next header.
 * Works on lines, not on tables: a printed document loses the empty cells that tell where a table goes on.
 */
export function regionsBelow(
  lines: readonly TextLine[],
  headings: readonly TextHeading[],
  isHeader: (cells: string[]) => boolean,
): { header: number; lines: RegionLine[] }[] {
  const ends = new Set(headings.filter(({ level }) => level <= 3).map(({ line }) => line));
  const regions: { header: number; lines: RegionLine[] }[] = [];
  let region: RegionLine[] | undefined;
  for (const { number, text } of lines) {
    const cells = text.split('\t').map((cell) => cell.trim());
    const filled = cells.filter((cell) => cell !== '');
    if (ends.has(number)) region = undefined;
    if (filled.length === 0 || filled.every((cell) => /^[-—–=_]+$/.test(cell))) continue;
    if (filled.length > 1 && isHeader(filled)) {
      region = [];
      regions.push({ header: number, lines: region });
    } else region?.push({ number, cells, filled });
  }
  return regions;
}

/** Joins lines of a row that was printed over several ones: until a line ends in a figure, at most six. */
export function rowsOf(
  lines: readonly RegionLine[],
): { lines: [number, number]; row?: RegionLine; note?: string }[] {
  const rows: { lines: [number, number]; row?: RegionLine; note?: string }[] = [];
  let begun: RegionLine[] = [];
  const drop = () => {
    for (const line of begun) rows.push({ lines: [line.number, line.number], note: line.filled.join(' ') });
    begun = [];
  };
  for (const line of lines) {
    if (isFigure(line.filled.at(-1)) && line.filled.length > 1) {
      const parts = [...begun, line];
      rows.push({
        lines: [parts[0]!.number, line.number],
        row: {
          number: parts[0]!.number,
          cells: parts.flatMap((part) => part.cells),
          filled: parts.flatMap((part) => part.filled),
        },
      });
      begun = [];
    } else if (begun.length > 0 && begun.length < 6 && line.filled.length >= 1) begun.push(line);
    else {
      drop();
      if (line.filled.length > 1) begun.push(line);
      else rows.push({ lines: [line.number, line.number], note: line.filled[0]! });
    }
  }
  drop();
  return rows;
}
