import type { TenderText } from '../../spec/index.ts';
import { decimalOf, isFigure, regionsBelow, rowsOf } from './region.ts';

/** A row of a scoring table as far as it can be read. */
export interface ScoringRow {
  lines: [first: number, last: number];
  /** Part and criterion as printed, with their stated points; from the rows above where cells are merged. */
  part?: string;
  criterion?: string;
  standard: string;
  /** Decimal string; absent where the cell is empty or was cut off. */
  points?: string;
}

const isHeader = (cells: string[]): boolean =>
  /评审|评分|评标/.test(cells.join(' ')) && cells.some((cell) => /^(?:分值|权重|分数|得分|满分)/.test(cell));
const stated = /[（(]\s*\d+(?:\.\d+)?\s*分\s*[)）]/;

/** The rows of every scoring table; a row that lost its points is kept without them, never guessed. */
export function scoringRows(text: TenderText): ScoringRow[] {
  return regionsBelow(text.lines, text.headings, isHeader).flatMap(({ header, lines }) => {
    const table = text.tables.find(({ lines: [first, last] }) => first <= header && header <= last);
    const inTable = lines.filter(({ number }) => !table || number <= table.lines[1]);
    let part: string | undefined;
    let criterion: string | undefined;
    return rowsOf(inTable).flatMap(({ lines: span, row, note }): ScoringRow[] => {
      const points = row ? row.filled.at(-1)! : isFigure(note) ? note : undefined;
      const cells = row ? row.filled.slice(0, -1) : note === undefined || points ? [] : [note];
      const labels = cells.filter((cell, index) => stated.test(cell) && cell.length <= 40 && index < 3);
      const rest = cells.filter((cell) => !labels.includes(cell));
      if (labels.length > 1) part = labels[0];
      if (labels.length > 0) criterion = labels.at(-1);
      if (rest.length === 0 && points === undefined) return [];
      return [
        {
          lines: span,
          ...(part === undefined ? {} : { part }),
          ...(criterion === undefined ? {} : { criterion }),
          standard: rest.join('\n'),
          ...(points === undefined ? {} : { points: decimalOf(points) }),
        },
      ];
    });
  });
}
