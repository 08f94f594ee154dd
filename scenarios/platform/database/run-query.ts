import type { Body, Expr, OrderKey, Query, Source, Value, Window } from './ast.ts';
import {
  aggregate,
  aggregates,
  type Env,
  evaluate,
  hasAggregate,
  type Relation,
  type Scope,
  shapeOf,
} from './evaluate.ts';
import { sqlError } from './sql-error.ts';
import { compare, keyOf } from './values.ts';

interface Produced {
  columns: Relation['columns'];
  /** What is given out, and what an ORDER BY can still see. */
  rows: { out: Value[]; env?: Env }[];
}
const recursionLimit = 100_000;

export function runQuery(query: Query, scope: Scope, outer?: Env): Relation {
  const inner: Scope = { ...scope, run: (other, at) => runQuery(other, inner, at) };
  for (const cte of query.ctes) {
    const found = query.recursive ? recurse(cte, inner) : runQuery(cte.query, inner, outer);
    inner.ctes = new Map([...inner.ctes, [cte.name, named(found, cte.name, cte.columns)]]);
  }
  const { columns, rows } = runBody(query.body, inner, outer);
  if (query.order.length > 0) sortRows(rows, query.order, columns, inner);
  const count = (expr: Expr | undefined) =>
    expr === undefined ? undefined : Number(evaluate(expr, { scope: inner, columns: [], row: [] }));
  const from = count(query.offset) ?? 0;
  const limit = count(query.limit);
  return {
    columns,
    rows: rows.slice(from, limit === undefined ? undefined : from + limit).map(({ out }) => out),
  };
}

const named = ({ columns, rows }: Relation, table: string, names?: readonly string[]): Relation => ({
  columns: columns.map(({ name }, index) => ({ table, name: names?.[index] ?? name })),
  rows,
});

/** The first branch once, then the second over what the last round gave, until it gives nothing. */
function recurse({ name, columns, query }: Query['ctes'][number], scope: Scope): Relation {
  const { body } = query;
  if (body.is !== 'set' || body.operator !== 'union') return runQuery(query, scope);
  const first = runBody(body.left, scope);
  const all: Value[][] = [];
  const seen = new Set<string>();
  const fresh = (rows: Value[][]) =>
    rows.filter((row) => {
      if (body.all) return true;
      const key = keyOf(row);
      return !seen.has(key) && seen.add(key);
    });
  for (let last = fresh(first.rows.map(({ out }) => out)); last.length > 0; ) {
    all.push(...last);
    if (all.length > recursionLimit) throw sqlError('54001', 'recursion does not end');
    const round = named({ columns: first.columns, rows: last }, name, columns);
    last = fresh(
      runBody(body.right, { ...scope, ctes: new Map([...scope.ctes, [name, round]]) }).rows.map(
        ({ out }) => out,
      ),
    );
  }
  return { columns: first.columns, rows: all };
}

function runBody(body: Body, scope: Scope, outer?: Env): Produced {
  if (body.is === 'select') return runSelect(body, scope, outer);
  const bare: Env = { scope, columns: [], row: [], ...(outer ? { outer } : {}) };
  if (body.is === 'values') {
    const rows = body.rows.map((row) => ({ out: row.map((expr) => evaluate(expr, bare)) }));
    return { columns: rows[0]!.out.map((_, index) => ({ table: '', name: `column${index + 1}` })), rows };
  }
  const left = runBody(body.left, scope, outer);
  const right = runBody(body.right, scope, outer);
  if (left.columns.length !== right.columns.length)
    throw sqlError('42601', `each ${body.operator.toUpperCase()} query must have the same number of columns`);
  const rights = right.rows.map(({ out }) => out);
  const outs = left.rows.map(({ out }) => out);
  return { columns: left.columns, rows: combine(body, outs, rights).map((out) => ({ out })) };
}

function combine({ operator, all }: Body & { is: 'set' }, left: Value[][], right: Value[][]): Value[][] {
  const unique = (rows: Value[][]) => [...new Map(rows.map((row) => [keyOf(row), row])).values()];
  if (operator === 'union') return all ? [...left, ...right] : unique([...left, ...right]);
  const counts = new Map<string, number>();
  for (const row of right) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  const kept = left.filter((row) => {
    const count = counts.get(keyOf(row)) ?? 0;
    if (all && count > 0) counts.set(keyOf(row), count - 1);
    return operator === 'intersect' ? count > 0 : count === 0;
  });
  return all ? kept : unique(kept);
}

function runSelect(body: Body & { is: 'select' }, scope: Scope, outer?: Env): Produced {
  const from = body.from ? runSource(body.from, scope, outer) : { columns: [], rows: [[]] };
  const envOf = (row: Value[]): Env => ({ scope, columns: from.columns, row, ...(outer ? { outer } : {}) });
  const { where } = body;
  if (where && hasAggregate(where)) throw sqlError('42803', 'aggregate functions are not allowed in WHERE');
  const rows = where ? from.rows.filter((row) => evaluate(where, envOf(row)) === true) : from.rows;
  const items = body.items.flatMap((item) => {
    if (item.value) return [{ value: item.value, name: item.name }];
    const wanted = from.columns.filter(({ table }) => item.table === undefined || item.table === table);
    return wanted.map(({ table, name }) => ({ value: { is: 'column', table, name } as Expr, name }));
  });
  const isGrouped =
    body.groups !== undefined || [body.having, ...items.map(({ value }) => value)].some(hasAggregate);
  let envs = isGrouped ? groupsOf(body.groups ?? [[]], rows, envOf, from) : rows.map(envOf);
  const { having } = body;
  if (having) envs = envs.filter((env) => evaluate(having, env) === true);
  envs = windowed(
    items.map(({ value }) => value),
    envs,
  );
  let produced = envs.map((env) => ({ out: items.map(({ value }) => evaluate(value, env)), env }));
  if (body.distinct) produced = [...new Map(produced.map((row) => [keyOf(row.out), row])).values()];
  return { columns: items.map(({ name }) => ({ table: '', name })), rows: produced };
}

function groupsOf(
  sets: readonly Expr[][],
  rows: Value[][],
  envOf: (row: Value[]) => Env,
  from: Relation,
): Env[] {
  const everything = sets.flat();
  return sets.flatMap((by) => {
    const groups = new Map<string, Value[][]>();
    if (by.length === 0) groups.set('', rows);
    else
      for (const row of rows) {
        const key = keyOf(by.map((expr) => evaluate(expr, envOf(row))));
        groups.set(key, [...(groups.get(key) ?? []), row]);
      }
    const nulled = new Set(
      everything.flatMap((e) =>
        e.is === 'column' && !by.some((b) => shapeOf(b) === shapeOf(e)) ? [e.name] : [],
      ),
    );
    return [...groups.values()].map((group) => ({
      ...envOf(group[0] ?? from.columns.map(() => null)),
      group: { rows: group, by: everything, nulled },
    }));
  });
}

function runSource(source: Source, scope: Scope, outer?: Env): Relation {
  if (source.is === 'derived')
    return named(runQuery(source.query, scope, outer), source.alias, source.columns);
  if (source.is === 'table')
    return named(scope.ctes.get(source.name) ?? scope.relation(source.name), source.alias);
  const left = runSource(source.left, scope, outer);
  const right = runSource(source.right, scope, outer);
  const columns = [...left.columns, ...right.columns];
  const at = (relation: Relation, name: string) =>
    relation.columns.findIndex((column) => column.name === name);
  const fits = (a: Value[], b: Value[]) => {
    if (source.using)
      return source.using.every((name) => compare(a[at(left, name)]!, b[at(right, name)]!) === 0);
    if (!source.on) return true;
    return evaluate(source.on, { scope, columns, row: [...a, ...b], ...(outer ? { outer } : {}) }) === true;
  };
  const rows: Value[][] = [];
  const matched = new Set<Value[]>();
  const nulls = (relation: Relation): Value[] => relation.columns.map(() => null);
  for (const a of left.rows) {
    const partners = right.rows.filter((b) => fits(a, b));
    for (const b of partners) {
      matched.add(b);
      rows.push([...a, ...b]);
    }
    const isOuter = !scope.has('database-outer-join-drops');
    if (isOuter && partners.length === 0 && (source.kind === 'left' || source.kind === 'full'))
      rows.push([...a, ...nulls(right)]);
  }
  if (source.kind === 'right' || source.kind === 'full')
    for (const b of right.rows) if (!matched.has(b)) rows.push([...nulls(left), ...b]);
  return { columns, rows };
}

function sortRows(
  rows: Produced['rows'],
  order: readonly OrderKey[],
  columns: Relation['columns'],
  scope: Scope,
): void {
  const keys = new Map(
    rows.map((row) => [
      row,
      order.map(({ by }) => {
        if (by.is === 'value' && typeof by.value === 'number') return row.out[by.value - 1] ?? null;
        const index =
          by.is === 'column' && by.table === undefined ? columns.findIndex((c) => c.name === by.name) : -1;
        if (index >= 0) return row.out[index] ?? null;
        return evaluate(by, row.env ?? { scope, columns, row: row.out });
      }),
    ]),
  );
  rows.sort((a, b) => inOrder(keys.get(a)!, keys.get(b)!, order));
}

/** Nulls last, as when they were greater than all else. */
function inOrder(a: readonly Value[], b: readonly Value[], order: readonly OrderKey[]): number {
  for (const [index, { descending }] of order.entries()) {
    const [x, y] = [a[index] ?? null, b[index] ?? null];
    const rank = compare(x, y) ?? Number(x === null) - Number(y === null);
    if (rank !== 0) return descending ? -rank : rank;
  }
  return 0;
}

const windowFunctions = new Set(['row_number', 'rank', 'dense_rank', ...aggregates]);

/** Computes every window function among the items, for each row of the result. */
function windowed(items: readonly Expr[], envs: Env[]): Env[] {
  const calls: (Expr & { is: 'call'; over?: Window })[] = [];
  const visit = (expr: Expr): void => {
    if (expr.is === 'call' && expr.over) calls.push(expr);
    else if (expr.is === 'operation') expr.operands.forEach(visit);
    else if (expr.is === 'cast') visit(expr.value);
  };
  items.forEach(visit);
  if (calls.length === 0) return envs;
  const all = envs.map((env) => ({ ...env, windows: new Map<Expr, Value>() }));
  for (const call of calls) {
    if (!windowFunctions.has(call.name)) throw sqlError('42809', `${call.name} is not a window function`);
    const { partition, order } = call.over!;
    const parts = new Map<string, typeof all>();
    for (const env of all) {
      const key = keyOf(partition.map((expr) => evaluate(expr, env)));
      parts.set(key, [...(parts.get(key) ?? []), env]);
    }
    for (const part of parts.values()) fillWindow(call, order, part);
  }
  return all;
}

function fillWindow(
  call: Expr & { is: 'call' },
  order: OrderKey[],
  part: (Env & { windows: Map<Expr, Value> })[],
): void {
  const keyed = part.map((env) => ({ env, keys: order.map(({ by }) => evaluate(by, env)) }));
  keyed.sort((a, b) => inOrder(a.keys, b.keys, order));
  keyed.forEach(({ env, keys }, index) => {
    const before = keyed.filter((other) => inOrder(other.keys, keys, order) < 0);
    if (call.name === 'row_number') env.windows.set(call, index + 1);
    else if (call.name === 'rank') env.windows.set(call, before.length + 1);
    else if (call.name === 'dense_rank')
      env.windows.set(call, new Set(before.map((b) => keyOf(b.keys))).size + 1);
    else {
      const frame =
        order.length === 0 ? keyed : keyed.filter((other) => inOrder(other.keys, keys, order) <= 0);
      const values = frame.map((other) => (call.star ? 1 : evaluate(call.args[0]!, other.env)));
      env.windows.set(call, aggregate(call.name, values, call.distinct));
    }
  });
}
