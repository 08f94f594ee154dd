import { canonicalJson, type Tender } from '../../spec/index.ts';
import { printCell, truth } from './cell-text.ts';
import type { Column, Item, RowTable } from './table.ts';
import { valueAt } from './value-path.ts';

/** What stands in a cell, and whether people write there. */
export interface PrintedCell {
  text: string;
  input: boolean;
}

/** Columns of a table in the order of the sheet, those of its repeated parts behind its own. */
export const columnsOf = (table: RowTable): Column[] => [
  ...table.columns,
  ...(table.children ?? []).flatMap(({ columns }) => columns),
];

interface Line {
  item: Item;
  /** Whether it comes from a value, not from the template. */
  real: boolean;
}

/** Rows of a table: what the template gives, with what the value has of it, then the rest of the value. */
export function printRows(table: RowTable, tender: Tender, value: unknown): PrintedCell[][] {
  return linesOf(table, tender, value).flatMap(({ item, real }) => {
    const parts = (table.children ?? []).map(({ path, columns }) => ({
      columns,
      items: (item[path] as Item[] | undefined) ?? [],
    }));
    const height = Math.max(1, ...parts.map(({ items }) => items.length));
    return Array.from({ length: height }, (_, index) => [
      ...table.columns.map((column) =>
        index === 0 || column.head === table.key ? print(column, item, real, tender) : blank(column),
      ),
      ...parts.flatMap(({ columns, items }) =>
        columns.map((column) => (items[index] ? print(column, items[index], real, tender) : blank(column))),
      ),
    ]);
  });
}

function linesOf(table: RowTable, tender: Tender, value: unknown): Line[] {
  const rest = itemsIn(table, value);
  const lines = (table.given?.(tender) ?? []).flatMap((given): Line[] => {
    const own = rest.filter((item) =>
      Object.entries(given).every(
        ([name, wanted]) => canonicalJson(item[name] ?? null) === canonicalJson(wanted),
      ),
    );
    for (const item of own) rest.splice(rest.indexOf(item), 1);
    return own.length > 0 ? own.map((item) => ({ item, real: true })) : [{ item: given, real: false }];
  });
  return [...lines, ...rest.map((item) => ({ item, real: true }))];
}

function itemsIn(table: RowTable, value: unknown): Item[] {
  const found = valueAt(value, table.into);
  if (!table.keyedBy) return Array.isArray(found) ? [...found] : [];
  const key = table.columns.find(({ head }) => head === table.keyedBy)!;
  return Object.keys(key.labels ?? {}).flatMap((name) => {
    const item = valueAt(found, [name]);
    return item === undefined ? [] : [{ [key.path[0]!]: name, ...(item as Item) }];
  });
}

function print(column: Column, item: Item, real: boolean, tender: Tender): PrintedCell {
  if (column.kind === 'shown') return { text: column.shows?.(item, tender) ?? '', input: false };
  if (column.kind === 'presence') return { text: real ? truth.true : '', input: true };
  return { text: printCell(column, valueAt(item, column.path)), input: !column.given };
}

export const blank = (column: Column): PrintedCell => ({ text: '', input: column.kind !== 'shown' });
