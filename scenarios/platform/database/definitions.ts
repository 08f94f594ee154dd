import type { Statement, Value } from './ast.ts';
import { blockOf } from './block.ts';
import { assertReferences, placeOf } from './constraints.ts';
import { evaluate } from './evaluate.ts';
import { tableOf, type Work } from './manipulation.ts';
import { runQuery } from './run-query.ts';
import { sqlError } from './sql-error.ts';
import { qualified, type Stored } from './store.ts';
import { knowsType } from './values.ts';

async function define(work: Work, name: string, stored: Stored, replace = false): Promise<void> {
  const full = stored.kind === 'schema' ? name : qualified(name);
  const [schema] = full.split('.');
  if (stored.kind !== 'schema' && stored.kind !== 'trigger' && work.catalog().get(schema!)?.kind !== 'schema')
    throw sqlError('3F000', `schema "${schema}" does not exist`);
  await work.take(full);
  if (work.catalog().has(full) && !replace)
    throw sqlError(stored.kind === 'schema' ? '42P06' : '42P07', `"${name}" already exists`);
  work.put(full, stored);
}

/** Carries a CREATE or ALTER out and answers its tag. */
export async function defineObject(work: Work, order: Statement): Promise<string> {
  switch (order.is) {
    case 'create-schema':
      await define(work, order.name, { kind: 'schema' });
      return 'CREATE SCHEMA';
    case 'create-table': {
      const unknown = order.columns.find(({ type }) => !knowsType(type));
      if (unknown) throw sqlError('42704', `type "${unknown.type}" does not exist`);
      const { columns, constraints } = order;
      for (const { unique, foreign } of constraints)
        for (const name of [...(unique ?? []), ...(foreign?.columns ?? [])]) placeOf(columns, name);
      const made = { columns, constraints, rows: new Map(), nextRow: 1, identity: { next: 1 } };
      await define(work, order.name, { kind: 'table', ...made });
      assertReferences(work.catalog(), qualified(order.name));
      return 'CREATE TABLE';
    }
    case 'add-column': {
      const name = qualified(order.table);
      await work.take(name);
      const table = tableOf(work.catalog(), name);
      const { byDefault } = order.column;
      const value: Value = byDefault
        ? evaluate(byDefault, { scope: work.scope, columns: [], row: [] })
        : null;
      if (value === null && order.column.notNull && table.rows.size > 0)
        throw sqlError('23502', `column "${order.column.name}" contains null values`);
      const rows = new Map([...table.rows].map(([key, row]) => [key, [...row, value]]));
      work.put(name, { ...table, columns: [...table.columns, order.column], rows });
      return 'ALTER TABLE';
    }
    case 'create-view':
      runQuery(order.query, work.scope);
      await define(work, order.name, {
        kind: 'view',
        query: order.query,
        ...(order.columns ? { columns: order.columns } : {}),
      });
      return 'CREATE VIEW';
    case 'create-sequence':
      await define(work, order.name, { kind: 'sequence', at: { next: order.start, by: order.by } });
      return 'CREATE SEQUENCE';
    case 'create-routine':
      blockOf(order.body);
      await define(work, order.name, { kind: order.kind, body: order.body }, order.replace);
      return `CREATE ${order.kind.toUpperCase()}`;
    case 'create-trigger': {
      const table = qualified(order.table);
      tableOf(work.catalog(), table);
      const { event, row, action } = order;
      await define(work, `${table}#${order.name}`, { kind: 'trigger', table, event, row, action });
      return 'CREATE TRIGGER';
    }
    default:
      throw sqlError('0A000', `${order.is} is not supported`);
  }
}

export async function dropObject(work: Work, order: Statement & { is: 'drop' }): Promise<string> {
  const name = order.kind === 'schema' ? order.name : qualified(order.name);
  const tag = `DROP ${order.kind.toUpperCase()}`;
  const found = work.catalog().get(name);
  if (found?.kind !== order.kind) {
    if (order.ifExists) return tag;
    throw sqlError('42P01', `${order.kind} "${order.name}" does not exist`);
  }
  await work.take(name);
  if (order.kind === 'schema') {
    const members = [...work.catalog().keys()].filter((member) => member.startsWith(`${name}.`));
    if (members.length > 0 && !order.cascade) throw sqlError('2BP01', `schema "${name}" is not empty`);
    for (const member of members) {
      await work.take(member);
      work.put(member, undefined);
    }
  }
  work.put(name, undefined);
  return tag;
}
