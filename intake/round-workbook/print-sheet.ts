import type { Tender } from '../../spec/index.ts';
import { columnLetters } from '../xlsx.ts';
import { printCell, truth } from './cell-text.ts';
import { blank, columnsOf, type PrintedCell, printRows } from './print-items.ts';
import { allowedMarks, totalsLine } from './score-tables.ts';
import {
  type CellKind,
  type Column,
  type FormTable,
  formHeads,
  type GridTable,
  type RowTable,
  type Table,
} from './table.ts';
import { markedCriteria } from './tender-options.ts';
import { valueAt } from './value-path.ts';

/** A list from which the cells of a range are chosen; a strict one takes nothing else. */
export interface DropDown {
  range: string;
  words: string[];
  strict: boolean;
}

/** A sheet before it has a format: a note, notes on the columns, heads, and cells. */
export interface PrintedSheet {
  name: string;
  note: string;
  heads: { title: string; note: string; width: number; input?: boolean }[];
  rows: PrintedCell[][];
  dropDowns: DropDown[];
}

/** Note, notes on columns, heads: then come the rows. */
export const firstRow = 4;
const lastRow = 1000;
/** Empty rows that keep what is typed as text. */
const spareRows = 30;
const spareBids = 10;
const formWidths = [28, 44, 60];

const widths: Record<CellKind, number> = {
  text: 18,
  code: 16,
  'as-written': 20,
  decimal: 14,
  integer: 12,
  boolean: 12,
  date: 14,
  month: 14,
  instant: 24,
  choice: 16,
  reference: 20,
  shown: 18,
  presence: 10,
};

const titleOf = ({ head, needed }: Column) => (needed ? `${head}*` : head);
const wordsOf = (column: Column, tender: Tender): string[] => {
  if (column.options) return column.options(tender);
  if (column.labels) return Object.values(column.labels);
  return ['boolean', 'presence'].includes(column.kind) ? Object.values(truth) : [];
};
/** Ids may be typed without their titles, and several words stand in no list. */
const isStrict = (column: Column) => !column.many && !column.options;

function dropDownOf(column: Column, range: string, tender: Tender): DropDown[] {
  const words = wordsOf(column, tender);
  return words.length > 0 ? [{ range, words, strict: isStrict(column) }] : [];
}

/** A table as a sheet: a template, or filled with what a value has. */
export function printSheet(table: Table, tender: Tender, value: unknown): PrintedSheet {
  if (table.layout === 'form') return printForm(table, tender, value);
  if (table.layout === 'grid') return printGrid(table, tender, value);
  return printTable(table, tender, value);
}

function printTable(table: RowTable, tender: Tender, value: unknown): PrintedSheet {
  const columns = columnsOf(table);
  const spare = Array.from({ length: table.keyedBy ? 0 : spareRows }, () => columns.map(blank));
  return {
    name: table.sheet,
    note: table.note,
    heads: columns.map((column) => ({
      title: titleOf(column),
      note: column.note ?? '',
      width: column.width ?? widths[column.kind],
    })),
    rows: [...printRows(table, tender, value), ...spare],
    dropDowns: columns.flatMap((column, index) => {
      const letters = columnLetters(index + 1);
      return dropDownOf(column, `${letters}${firstRow}:${letters}${lastRow}`, tender);
    }),
  };
}

function printForm(table: FormTable, tender: Tender, value: unknown): PrintedSheet {
  return {
    name: table.sheet,
    note: table.note,
    heads: formHeads.map((title, index) => ({ title, note: '', width: formWidths[index]! })),
    rows: table.columns.map((column) => [
      { text: titleOf(column), input: false },
      { text: printCell(column, valueAt(value, [...table.into, ...column.path])), input: true },
      { text: column.note ?? '', input: false },
    ]),
    dropDowns: table.columns.flatMap((column, index) => dropDownOf(column, `B${firstRow + index}`, tender)),
  };
}

function printGrid(table: GridTable, tender: Tender, value: unknown): PrintedSheet {
  const marks = (valueAt(value, ['marks']) ?? {}) as Record<string, Record<string, string>>;
  const bids = Object.keys(marks);
  const heads = [...bids, ...Array.from({ length: bids.length > 0 ? 0 : spareBids }, () => '')];
  const criteria = markedCriteria(tender);
  const fixed = table.columns.length;
  const line = (id: string, markOf: (bid: string) => unknown): PrintedCell[] => [
    ...table.columns.map((column) => ({
      text: column.shows ? column.shows({ criterion: id }, tender) : id,
      input: false,
    })),
    ...heads.map((bid) => ({ text: String(markOf(bid) ?? ''), input: true })),
  ];
  const [from, to] = [columnLetters(fixed + 1), columnLetters(fixed + heads.length)];
  return {
    name: table.sheet,
    note: table.note,
    heads: [
      ...table.columns.map((column) => ({
        title: titleOf(column),
        note: column.note ?? '',
        width: column.width ?? widths[column.kind],
      })),
      ...heads.map((title, index) => ({
        title,
        note: index === 0 ? '投标编号' : '',
        width: 10,
        input: true,
      })),
    ],
    rows: [
      ...criteria.map(({ id }) => line(id, (bid) => marks[bid]?.[id])),
      line(totalsLine, (bid) => valueAt(value, ['totals', bid])),
    ],
    dropDowns: criteria.flatMap((criterion, index) => {
      const row = firstRow + index;
      const words = allowedMarks(criterion);
      return words.length > 0 ? [{ range: `${from}${row}:${to}${row}`, words, strict: false }] : [];
    }),
  };
}
