import type { Cell, Sheet } from '../xlsx.ts';
import { type CellReading, readCell } from './cell-text.ts';
import { addressOf, type Complain, type Head, readHead, rowsBelow } from './read-head.ts';
import type { Column, RowTable } from './table.ts';
import { type PathStep, type Places, setAt, valueAt } from './value-path.ts';

/** Where what is read is put, and where the cells are noted. */
export interface Intake {
  root: object;
  places: Places;
  /** Cell with its sheet. */
  named: (cell: string) => string;
  complain: Complain;
}

interface ReadField {
  column: Column;
  address: string;
  filled: boolean;
  value?: unknown;
}

/** Reads a table of rows into the array at `into`. Rows that say nothing are passed over; what cannot be read is told by cell. */
export function readRows(table: RowTable, sheet: Sheet, intake: Intake): void {
  const childColumns = (table.children ?? []).flatMap(({ columns }) => columns);
  const head = readHead(sheet, [...table.columns, ...childColumns], intake.complain);
  const { root, places, named } = intake;
  for (let length = 1; length <= table.into.length; length++)
    places.mark(table.into.slice(0, length), named(`A${head?.row ?? 1}`));
  if (table.always && table.into.length > 0 && valueAt(root, table.into) === undefined)
    setAt(root, table.into, []);
  if (!head) return;
  refuseStrangers(sheet, head, intake.complain);
  const keys = new Map<string, { path: PathStep[]; row: number }>();
  let next = 0;
  for (const [row, cells] of rowsBelow(sheet, head.row)) {
    const fields = readFields(head, row, cells, intake.complain);
    if (!saysSomething(fields, row, intake.complain)) continue;
    const keyField = fields.find(({ column }) => column.head === (table.key ?? table.keyedBy));
    const key = keyField?.value;
    if (keyField && key === undefined) {
      const reason = '未填，不知这一行属于谁';
      if (!keyField.filled) intake.complain(keyField.address, `${keyField.column.head}${reason}`, '逐行填写');
      continue;
    }
    const before = key === undefined ? undefined : keys.get(String(key));
    if (before && table.keyedBy) {
      intake.complain(keyField!.address, `与第 ${before.row} 行重复`, '合并为一行');
      continue;
    }
    const path = before?.path ?? [...table.into, table.keyedBy ? String(key) : next++];
    if (!before) {
      setAt(root, path, {});
      places.mark(path, named(keyField?.address ?? fields[0]!.address));
      if (key !== undefined) keys.set(String(key), { path, row });
    }
    const own = fields.filter(
      ({ column }) => table.columns.includes(column) && column.head !== table.keyedBy,
    );
    if (before) refuseContradiction(own, path, before.row, intake);
    else for (const field of own) putField(field, path, intake);
    for (const child of table.children ?? []) {
      const members = fields.filter(({ column }) => child.columns.includes(column));
      putChild([...path, child.path], members, child.always === true, intake);
    }
  }
}

function refuseStrangers(sheet: Sheet, head: Head, complain: Complain): void {
  const strange = new Set(head.others.map(({ column }) => column));
  for (const cell of head.others)
    complain(
      cell.address,
      `表头“${String(cell.value ?? cell.formula ?? cell.error)}”无法识别`,
      '删去该列，或改用模板中的表头',
    );
  for (const cell of sheet.cells) {
    if (cell.row <= head.row || head.columns.has(cell.column) || strange.has(cell.column)) continue;
    strange.add(cell.column);
    complain(cell.address, '所在列没有表头', '把内容移到有表头的列，或删去');
  }
}

function readFields(
  head: Head,
  row: number,
  cells: ReadonlyMap<number, Cell>,
  complain: Complain,
): ReadField[] {
  return [...head.columns].map(([number, column]) => {
    const cell = cells.get(number);
    const address = addressOf(number, row);
    return {
      column,
      address,
      filled: cell !== undefined,
      ...heard(readCell(column, cell), address, complain),
    };
  });
}

/** The value, or a complaint. */
export function heard(reading: CellReading, address: string, complain: Complain): { value?: unknown } {
  if (reading.message === undefined) return reading.value === undefined ? {} : { value: reading.value };
  complain(address, reading.message, reading.remedy);
  return {};
}

/** Whether somebody filled in the row; what the template gave does not count, and a thing marked as not there is not there. */
function saysSomething(fields: readonly ReadField[], row: number, complain: Complain): boolean {
  const presence = fields.find(({ column }) => column.kind === 'presence');
  const filled = fields.filter(
    ({ column, filled: has }) => has && !column.given && !['shown', 'presence'].includes(column.kind),
  );
  if (!presence || presence.value === true) return presence !== undefined || filled.length > 0;
  // What could not be read has been told already.
  if (presence.filled && presence.value === undefined) return false;
  const [first] = filled;
  if (first) {
    const state = presence.filled ? '填为“否”' : '未填';
    complain(
      presence.address,
      `第 ${row} 行填有${first.column.head}，${presence.column.head}却${state}`,
      `${presence.column.head}填“是”，或清空这一行`,
    );
  }
  return false;
}

/** Puts what was read at its path, and notes the cell also where there is nothing. */
export function putField(
  { column, address, value }: ReadField,
  base: readonly PathStep[],
  intake: Intake,
): void {
  const { root, places, named } = intake;
  if (column.path.length === 0) return;
  const path = [...base, ...column.path];
  if (column.many && Array.isArray(value)) {
    const before = (valueAt(root, path) as unknown[] | undefined) ?? [];
    for (const index of value.keys()) places.mark([...path, before.length + index], named(address));
    setAt(root, path, [...before, ...value]);
  } else if (value !== undefined) setAt(root, path, value);
  // A member that is missing is told at the cell where it would stand.
  for (let length = base.length + 1; length <= path.length; length++)
    places.mark(path.slice(0, length), named(address));
}

function putChild(path: PathStep[], fields: readonly ReadField[], always: boolean, intake: Intake): void {
  const { root, places, named } = intake;
  const present = (valueAt(root, path) as unknown[] | undefined) ?? [];
  const [first] = fields;
  if (!first) return;
  places.mark(path, named(first.address));
  if (fields.some(({ filled, column }) => filled && column.kind !== 'shown')) {
    const member = [...path, present.length];
    setAt(root, member, {});
    places.mark(member, named(first.address));
    for (const field of fields) putField(field, member, intake);
  } else if (always && present.length === 0) setAt(root, path, []);
}

/** Further rows of one item may leave its own columns empty or repeat them. */
function refuseContradiction(
  fields: readonly ReadField[],
  path: readonly PathStep[],
  row: number,
  { root, complain }: Intake,
): void {
  for (const { column, address, value } of fields) {
    if (value === undefined || column.path.length === 0) continue;
    if (JSON.stringify(valueAt(root, [...path, ...column.path])) === JSON.stringify(value)) continue;
    complain(address, `${column.head}与第 ${row} 行不一致`, '同一编号各行填写一致，或只在首行填写');
  }
}
