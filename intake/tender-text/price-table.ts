import type { TenderText } from '../../spec/index.ts';
import { decimalOf, isFigure, regionsBelow, rowsOf } from './region.ts';

/** A row of a price list as far as it can be read. */
export interface PriceRow {
  lines: [first: number, last: number];
  /** Number of the part of the list that it stands in, such as `1.2`. */
  section?: string;
  /** Filled cells before the unit and the price. */
  labels: string[];
  /** Labels of the rows above that merged cells may hand down to this one: uncertain. */
  inherited: string[];
  unit?: string;
  /** Decimal string as printed, without thousands separators. */
  price: string;
}

const isHeader = (cells: string[]): boolean => {
  const whole = cells.join(' ');
  return (
    !/预算/.test(whole) &&
    /单价|单元最高限价|价格|元\s*[/／]/.test(whole) &&
    /服务|规格|名称|项目|类别|产品/.test(whole) &&
    !cells.some((cell) => isFigure(cell))
  );
};
const unitCell =
  /^(?:1\s*)?(?:[KMGTP]B|[Mm]bps|vCPU|核|块|台|套|个|实例|系统|账户|用户|IP|U|\S{0,3}源|条|路|次|项|月|年|人[天月]?)(?:[/／]\S+)?$/;

/** The rows of every price list of the text: those below a header that names a price, with a price as last figure. */
export function priceRows(text: TenderText): PriceRow[] {
  return regionsBelow(text.lines, text.headings, isHeader).flatMap(({ lines }) => {
    let section: string | undefined;
    let path: { column: number; label: string }[] = [];
    return rowsOf(lines).flatMap(({ lines: span, row, note }): PriceRow[] => {
      if (!row) {
        const number = /^(\d+(?:\.\d+)*)[.、\s]\s*\D/.exec(note ?? '')?.[1];
        if (number !== undefined) {
          section = number;
          path = [];
        }
        return [];
      }
      const before = row.filled.slice(0, -1);
      const unit = before.length > 1 && unitCell.test(before.at(-1)!) ? before.pop() : undefined;
      const start = row.cells.findIndex((cell) => cell !== '');
      const inherited = path.filter(({ column }) => column < start).map(({ label }) => label);
      path = [
        ...path.filter(({ column }) => column < start),
        ...row.cells.flatMap((label, column) => (label === '' ? [] : [{ column, label }])),
      ];
      return [
        {
          lines: span,
          ...(section === undefined ? {} : { section }),
          labels: before,
          inherited,
          ...(unit === undefined ? {} : { unit }),
          price: decimalOf(row.filled.at(-1)!),
        },
      ];
    });
  });
}
