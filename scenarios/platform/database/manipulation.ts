import type { Expr, Statement, Value } from './ast.ts';
import { assertReferences, assertUnique, envOf, fitted, placeOf } from './constraints.ts';
import { type Env, evaluate, type Relation, type Scope } from './evaluate.ts';
import { runQuery } from './run-query.ts';
import { sqlError } from './sql-error.ts';
import { type Catalog, qualified, type Stored, type Table } from './store.ts';

/** What a statement that changes something works with. */
export interface Work {
  scope: Scope;
  catalog(): Catalog;
  /** Locks an object until the transaction ends. */
  take(name: string): Promise<void>;
  put(name: string, stored: Stored | undefined): void;
  perform(statement: Statement): Promise<void>;
  /** Runs statements in a transaction of their own, which the end of this one does not touch. */
  performApart(statements: readonly Statement[]): Promise<void>;
  /** Whether this already runs apart from the transaction of whoever called. */
  readonly isApart: boolean;
  routine(name: string): Promise<unknown>;
  has(defect: string): boolean;
}
type Change = Statement & { is: 'insert' | 'update' | 'delete' | 'merge' };

export function tableOf(catalog: Catalog, name: string): Table {
  const found = catalog.get(qualified(name));
  if (found?.kind !== 'table') throw sqlError('42P01', `relation "${name}" does not exist`);
  return found;
}

/** Carries one change out and answers its tag; all of its rows or none. */
export async function changeRows(work: Work, change: Change): Promise<string> {
  const name = qualified(change.table);
  const before = tableOf(work.catalog(), name);
  await work.take(name);
  const table =
    work.has('database-updates-lost') && change.is === 'update' ? before : tableOf(work.catalog(), name);
  const rows = new Map(table.rows);
  const draft = { ...table, rows };
  const made: Value[][] = [];
  const add = (values: readonly Value[], columns: readonly string[] | undefined) => {
    const row = fitted(work.scope, table, name, completed(work.scope, table, values, columns));
    rows.set(draft.nextRow++, row);
    made.push(row);
  };
  let count = 0;
  switch (change.is) {
    case 'insert': {
      const given = change.query ? runQuery(change.query, work.scope).rows : [[]];
      for (const values of given) add(values, change.query ? change.columns : []);
      count = given.length;
      break;
    }
    case 'merge':
      count = mergeRows(work, change, table, rows, add);
      break;
    default:
      for (const [key, row] of table.rows) {
        const env = envOf(work.scope, table, change.table.split('.').at(-1)!, row);
        if (change.where && evaluate(change.where, env) !== true) continue;
        count += 1;
        if (change.is === 'delete') rows.delete(key);
        else rows.set(key, altered(work.scope, table, name, row, change.set, env));
      }
  }
  assertUnique(draft);
  work.put(name, draft);
  if (!work.has('database-foreign-key-ignored')) assertReferences(work.catalog(), name);
  if (change.is === 'insert') await fire(work, name, made);
  return change.is === 'insert' ? `INSERT 0 ${count}` : `${change.is.toUpperCase()} ${count}`;
}

function altered(
  scope: Scope,
  table: Table,
  name: string,
  row: readonly Value[],
  set: readonly { column: string; value: Expr }[],
  env: Env,
): Value[] {
  const next = [...row];
  for (const { column, value } of set) next[placeOf(table.columns, column)] = evaluate(value, env);
  return fitted(scope, table, name, next);
}

/** A whole row out of the columns that were named: defaults, identities, nulls. */
function completed(
  scope: Scope,
  table: Table,
  values: readonly Value[],
  columns: readonly string[] | undefined,
): Value[] {
  const given = columns ?? table.columns.slice(0, values.length).map(({ name }) => name);
  if (given.length !== values.length)
    throw sqlError('42601', 'INSERT has another number of expressions than target columns');
  const places = new Map(given.map((name, index) => [placeOf(table.columns, name), values[index]!]));
  return table.columns.map((column, index) => {
    if (places.has(index)) {
      if (column.identity === 'always')
        throw sqlError('428C9', `cannot insert a value into column "${column.name}"`);
      if (column.generated) throw sqlError('428C9', `cannot insert a value into column "${column.name}"`);
      return places.get(index)!;
    }
    if (column.identity) return table.identity.next++;
    return column.byDefault ? evaluate(column.byDefault, { scope, columns: [], row: [] }) : null;
  });
}

function mergeRows(
  work: Work,
  merge: Change & { is: 'merge' },
  table: Table,
  rows: Map<number, readonly Value[]>,
  add: (values: readonly Value[], columns: readonly string[] | undefined) => void,
): number {
  const query = { ctes: [], recursive: false, order: [] };
  const items = [{ name: '*' }];
  const source = runQuery(
    { ...query, body: { is: 'select', distinct: false, items, from: merge.source } },
    work.scope,
  );
  const alias = merge.source.is === 'join' ? '' : merge.source.alias;
  const columns = source.columns.map(({ name }) => ({ table: alias, name }));
  let count = 0;
  for (const from of source.rows) {
    const partners = [...table.rows].filter(([, row]) => {
      const env = envOf(work.scope, table, merge.alias, row);
      return (
        evaluate(merge.on, { ...env, columns: [...env.columns, ...columns], row: [...env.row, ...from] }) ===
        true
      );
    });
    const when = merge.whens.find(({ matched }) => matched === partners.length > 0);
    if (!when) continue;
    count += Math.max(1, partners.length);
    if (when.values) {
      const env = { scope: work.scope, columns, row: from };
      add(
        when.values.map((value) => evaluate(value, env)),
        when.columns,
      );
    }
    for (const [key, row] of partners) {
      const env = envOf(work.scope, table, merge.alias, row);
      const both = { ...env, columns: [...env.columns, ...columns], row: [...env.row, ...from] };
      rows.set(key, altered(work.scope, table, qualified(merge.table), row, when.set ?? [], both));
    }
  }
  return count;
}

async function fire(work: Work, table: string, made: readonly Value[][]): Promise<void> {
  for (const trigger of work.catalog().values()) {
    if (trigger.kind !== 'trigger' || trigger.table !== table || trigger.event !== 'insert') continue;
    for (const row of made) {
      if ('routine' in trigger.action) await work.routine(trigger.action.routine);
      else {
        const columns = tableOf(work.catalog(), table).columns;
        const values = new Map(columns.map(({ name }, index) => [name, row[index] ?? null]));
        await work.perform(bound(trigger.action, trigger.row, values) as Statement);
      }
    }
  }
}

/** The statement of a trigger with the columns of the new row put in. */
function bound(part: unknown, alias: string, values: ReadonlyMap<string, Value>): unknown {
  if (Array.isArray(part)) return part.map((one) => bound(one, alias, values));
  if (part === null || typeof part !== 'object') return part;
  const expr = part as Expr;
  if (expr.is === 'column' && expr.table === alias)
    return { is: 'value', value: values.get(expr.name) ?? null };
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, bound(value, alias, values)]));
}

/** What COPY TO sends: a query, or columns of a table. */
export function copyRows(work: Work, copy: Statement & { is: 'copy' }): Relation {
  if (copy.query) return runQuery(copy.query, work.scope);
  const table = tableOf(work.catalog(), copy.table);
  const names = copy.columns ?? table.columns.map(({ name }) => name);
  const places = names.map((name) => placeOf(table.columns, name));
  return {
    columns: names.map((name) => ({ table: '', name })),
    rows: [...table.rows.values()].map((row) => places.map((place) => row[place] ?? null)),
  };
}
