import type { TenderText } from '../../spec/index.ts';
import { decimalOf, regionsBelow, rowsOf } from './region.ts';

/** A row of an assessment table as far as it can be read; a merged cell stands where it was printed. */
export interface KpiRow {
  lines: [first: number, last: number];
  /** From the row itself or the nearest one above; `isOwn` says which. */
  group?: { title: string; isOwn: boolean };
  category?: { title: string; isOwn: boolean };
  title: string;
  target: string;
  /** Decimal string. */
  points: string;
}

const isHeader = (cells: string[]): boolean =>
  /指标/.test(cells.join(' ')) &&
  cells.some((cell) => /^(?:分值|权重|分数|满分)/.test(cell)) &&
  cells.length >= 4;

/** The rows of every table of indicators: read from the right, where points, target and title always stand. */
export function kpiRows(text: TenderText): KpiRow[] {
  return regionsBelow(text.lines, text.headings, isHeader).flatMap(({ lines }) => {
    let group: string | undefined;
    let category: string | undefined;
    return rowsOf(lines).flatMap(({ lines: span, row }): KpiRow[] => {
      if (!row || row.filled.length < 3) return [];
      const cells = row.filled;
      const ownCategory = cells.at(-4);
      const ownGroup = cells.at(-5);
      // A bare `(30分)` is the rest of a group's name that a page break cut off.
      const isRest = ownCategory !== undefined && /^[（(]\d+\s*分[)）]$/.test(ownCategory);
      if (ownGroup !== undefined) group = ownGroup;
      if (ownCategory !== undefined && !isRest) category = ownCategory;
      return [
        {
          lines: span,
          ...(group === undefined ? {} : { group: { title: group, isOwn: ownGroup !== undefined } }),
          ...(category === undefined
            ? {}
            : { category: { title: category, isOwn: ownCategory !== undefined && !isRest } }),
          title: cells.at(-3)!,
          target: cells.at(-2)!,
          points: decimalOf(cells.at(-1)!),
        },
      ];
    });
  });
}
