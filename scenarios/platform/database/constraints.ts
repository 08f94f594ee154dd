import type { ColumnOrder, TableConstraint, Value } from './ast.ts';
import { type Env, evaluate, type Scope } from './evaluate.ts';
import { sqlError } from './sql-error.ts';
import { type Catalog, qualified, type Table } from './store.ts';
import { castTo, compare, keyOf } from './values.ts';

export const envOf = (scope: Scope, table: Table, alias: string, row: readonly Value[]): Env => ({
  scope,
  columns: table.columns.map(({ name }) => ({ table: alias, name })),
  row: [...row],
});

export const placeOf = (columns: readonly ColumnOrder[], name: string): number => {
  const index = columns.findIndex((column) => column.name === name);
  if (index < 0) throw sqlError('42703', `column "${name}" does not exist`);
  return index;
};

/** A row with its types, its generated columns and its demands; SQLSTATE 23502 and 23514 where they are not met. */
export function fitted(scope: Scope, table: Table, name: string, row: readonly Value[]): Value[] {
  const typed = row.map((value, index) => castTo(value, table.columns[index]!.type));
  const env = envOf(scope, table, name.split('.').at(-1)!, typed);
  table.columns.forEach((column, index) => {
    if (column.generated) typed[index] = castTo(evaluate(column.generated, env), column.type);
  });
  env.row = typed;
  const breach = table.columns.find((column, index) => column.notNull && typed[index] === null);
  if (breach) throw sqlError('23502', `null value in column "${breach.name}" violates not-null constraint`);
  for (const { check } of table.constraints)
    if (check && evaluate(check, env) === false) throw sqlError('23514', `new row violates check constraint`);
  return typed;
}

const picked = (table: Table, columns: readonly string[], row: readonly Value[]) =>
  columns.map((column) => row[placeOf(table.columns, column)] ?? null);

/** Uniqueness over the whole table: SQLSTATE 23505. */
export function assertUnique(table: Table): void {
  for (const { unique } of table.constraints) {
    if (!unique) continue;
    const taken = new Set<string>();
    for (const row of table.rows.values()) {
      const values = picked(table, unique, row);
      if (values.includes(null)) continue;
      const key = keyOf(values);
      if (taken.has(key)) throw sqlError('23505', 'duplicate key value violates unique constraint');
      taken.add(key);
    }
  }
}

function refersTo(table: Table, { foreign }: TableConstraint, other: Table): (readonly Value[])[] {
  return [...table.rows.values()].filter((row) => {
    const values = picked(table, foreign!.columns, row);
    if (values.includes(null)) return false;
    return ![...other.rows.values()].some((parent) =>
      picked(other, foreign!.references, parent).every(
        (value, index) => compare(value, values[index]!) === 0,
      ),
    );
  });
}

/** Every row that refers to another one still finds it, seen from both of the tables: SQLSTATE 23503. */
export function assertReferences(catalog: Catalog, changed: string): void {
  for (const [name, table] of catalog) {
    if (table.kind !== 'table') continue;
    for (const constraint of table.constraints) {
      if (!constraint.foreign) continue;
      const parent = qualified(constraint.foreign.table);
      if (name !== changed && parent !== changed) continue;
      const other = catalog.get(parent);
      if (other?.kind !== 'table') throw sqlError('42P01', `relation "${parent}" does not exist`);
      if (refersTo(table, constraint, other).length > 0)
        throw sqlError('23503', 'violates foreign key constraint');
    }
  }
}
