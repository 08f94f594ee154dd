import type { Expr, Query, Statement, Value } from './ast.ts';
import { defineObject, dropObject } from './definitions.ts';
import { evaluate, type Relation, type Scope } from './evaluate.ts';
import { changeRows, copyRows, type Work } from './manipulation.ts';
import { routineOf, runRoutine } from './routines.ts';
import { runQuery } from './run-query.ts';
import { end, openSession, type Session } from './session.ts';
import { sqlError } from './sql-error.ts';
import { type Catalog, lock, openTransaction, qualified, type Stored, seen } from './store.ts';
import { columnsOf, systemView } from './system-views.ts';
import { textOf } from './values.ts';

/** What one statement gave: a tag as `INSERT 0 1`, and rows where there are any. */
export interface Answer {
  tag: string;
  relation?: Relation;
  /** Rows to be sent by COPY, or where those that come are to be put. */
  copyTo?: Relation;
  copyFrom?: { table: string; columns?: string[] };
}
const transactionWords = new Set([
  'begin',
  'commit',
  'rollback',
  'rollback-to',
  'savepoint',
  'release',
  'isolation',
]);

/** Runs one statement within the transaction that is open, or within one of its own. */
export async function execute(
  session: Session,
  statement: Statement,
  parameters: readonly Value[],
): Promise<Answer> {
  const { transaction } = session;
  if (transaction?.failed && !['rollback', 'rollback-to', 'commit'].includes(statement.is))
    throw sqlError(
      '25P02',
      'current transaction is aborted, commands ignored until end of transaction block',
    );
  if (transactionWords.has(statement.is)) return control(session, statement);
  session.transaction ??= openTransaction(false, 'read committed');
  try {
    const answer = await perform(session, statement, parameters);
    if (!session.transaction?.explicit) end(session, true);
    return answer;
  } catch (error) {
    if (!session.transaction?.explicit) end(session, false);
    else session.transaction.failed = true;
    throw error;
  }
}

function control(session: Session, statement: Statement): Answer {
  const { transaction } = session;
  switch (statement.is) {
    case 'begin':
      session.transaction ??= openTransaction(true, statement.isolation ?? 'read committed');
      session.activity.transactionAt = new Date();
      return { tag: 'BEGIN' };
    case 'isolation':
      if (transaction) transaction.isolation = statement.isolation;
      return { tag: 'SET' };
    case 'commit':
    case 'rollback': {
      const keep = statement.is === 'commit' && !transaction?.failed;
      end(session, keep);
      return { tag: keep ? 'COMMIT' : 'ROLLBACK' };
    }
    default:
      break;
  }
  if (!transaction?.explicit) throw sqlError('25P01', 'there is no transaction in progress');
  const { name } = statement as Statement & { is: 'savepoint' };
  const index = transaction.savepoints.findLastIndex((point) => point.name === name);
  if (statement.is === 'savepoint') {
    transaction.savepoints.push({ name, own: new Map(transaction.own) });
    return { tag: 'SAVEPOINT' };
  }
  if (index < 0) throw sqlError('3B001', `savepoint "${name}" does not exist`);
  if (statement.is === 'release') {
    transaction.savepoints.splice(index);
    return { tag: 'RELEASE' };
  }
  transaction.own = new Map(transaction.savepoints[index]!.own);
  transaction.savepoints.splice(index + 1);
  transaction.failed = false;
  return { tag: 'ROLLBACK' };
}

function scopeOf(session: Session, parameters: readonly Value[]): Scope {
  const catalog = (): Catalog => seen(session.database, session.transaction!);
  const scope: Scope = {
    parameters,
    ctes: new Map(),
    has: (defect) => session.database.defects.has(defect),
    run: (query, outer) => runQuery(query, scope, outer),
    relation(name) {
      const system = systemView(name.replace(/^pg_catalog\./, ''), session.database, session.activity);
      if (system) return system;
      if (name === 'information_schema.columns') return columnsOf(catalog());
      const stored = catalog().get(qualified(name));
      if (stored?.kind === 'table')
        return {
          columns: stored.columns.map((column) => ({ table: '', name: column.name })),
          rows: [...stored.rows.values()].map((row) => [...row]),
        };
      if (stored?.kind !== 'view') throw sqlError('42P01', `relation "${name}" does not exist`);
      const { columns, rows } = runQuery(stored.query, { ...scope, ctes: new Map() });
      return {
        columns: columns.map((column, index) => ({
          table: '',
          name: stored.columns?.[index] ?? column.name,
        })),
        rows,
      };
    },
    nextval(name) {
      const stored = catalog().get(qualified(name));
      if (stored?.kind !== 'sequence') throw sqlError('42P01', `relation "${name}" does not exist`);
      const value = stored.at.next;
      stored.at.next += stored.at.by;
      return value;
    },
    builtin(name, args) {
      if (name === 'version') return session.database.settings.get('server_version')!;
      if (name === 'current_user' || name === 'session_user') return session.activity.user;
      if (name === 'current_date') return new Date().toISOString().slice(0, 10);
      if (/^(current_timestamp|localtimestamp|now|clock_timestamp)$/.test(name))
        return new Date().toISOString();
      if (name === 'pg_backend_pid') return session.activity.pid;
      if (name === 'current_setting') return session.database.settings.get(textOf(args[0] ?? null)) ?? '';
      return undefined;
    },
  };
  return scope;
}

const pause = (session: Session, ms: number) =>
  Promise.race([new Promise<void>((resolve) => setTimeout(resolve, ms)), session.ended]);

/** `SELECT f()` without a table, f being a routine of the catalog or one that waits. */
function soleCall(query: Query): (Expr & { is: 'call' }) | undefined {
  const { body } = query;
  if (body.is !== 'select' || body.from || body.items.length !== 1) return undefined;
  const value = body.items[0]!.value;
  return value?.is === 'call' ? value : undefined;
}

async function select(session: Session, query: Query, scope: Scope): Promise<Relation> {
  const call = soleCall(query);
  const columns = [{ table: '', name: call?.name ?? '' }];
  if (call?.name === 'pg_sleep') {
    const seconds = Number(evaluate(call.args[0]!, { scope, columns: [], row: [] }));
    await pause(session, seconds * 1000);
    return { columns, rows: [['']] };
  }
  const routine = call && seen(session.database, session.transaction!).get(qualified(call.name));
  if (routine?.kind === 'function')
    return { columns, rows: [[await runRoutine(workOf(session, scope), routine, 'function')]] };
  return runQuery(query, scope);
}

function workOf(session: Session, scope: Scope): Work {
  const own = () => session.transaction!.own;
  return {
    scope,
    catalog: () => seen(session.database, session.transaction!),
    async take(name) {
      await lock(session.database, session, session.held, name, session.ended);
      const { snapshot } = session.transaction!;
      if (snapshot && snapshot.get(name) !== session.database.committed.get(name) && !own().has(name))
        throw sqlError('40001', 'could not serialize access due to concurrent update');
    },
    put: (name: string, stored: Stored | undefined) => void own().set(name, stored),
    perform: (statement) => perform(session, statement, scope.parameters).then(() => undefined),
    performApart: (statements) => performApart(session, statements),
    isApart: session.parent !== undefined,
    routine: async (name) => {
      const found = routineOf(seen(session.database, session.transaction!), name);
      return runRoutine(workOf(session, scope), found, 'trigger');
    },
    has: (defect) => session.database.defects.has(defect),
  };
}

async function performApart(session: Session, statements: readonly Statement[]): Promise<void> {
  const own = openSession(session.database, { ...session.activity }, session);
  own.ended = session.ended;
  try {
    for (const statement of statements) {
      own.transaction ??= openTransaction(true, 'read committed');
      if (statement.is === 'commit' || statement.is === 'rollback') end(own, statement.is === 'commit');
      else await perform(own, statement, []);
    }
    end(own, true);
  } catch (error) {
    end(own, false);
    throw error;
  }
}

async function perform(
  session: Session,
  statement: Statement,
  parameters: readonly Value[],
): Promise<Answer> {
  const scope = scopeOf(session, parameters);
  const work = workOf(session, scope);
  switch (statement.is) {
    case 'query': {
      const relation = await select(session, statement.query, scope);
      return { tag: `SELECT ${relation.rows.length}`, relation };
    }
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
      return { tag: await changeRows(work, statement) };
    case 'copy':
      if (statement.direction === 'to') return { tag: '', copyTo: copyRows(work, statement) };
      return {
        tag: '',
        copyFrom: { table: statement.table, ...(statement.columns ? { columns: statement.columns } : {}) },
      };
    case 'call':
      await runRoutine(work, routineOf(work.catalog(), statement.name), 'procedure');
      return { tag: 'CALL' };
    case 'do':
      await runRoutine(work, { kind: 'procedure', body: statement.body }, 'anonymous-block');
      return { tag: 'DO' };
    case 'declare': {
      const relation = runQuery(statement.query, scope);
      session.cursors.set(statement.cursor, { relation, at: 0 });
      session.activity.held = [...session.cursors.values()]
        .flatMap((cursor) => cursor.relation.rows)
        .reduce(
          (sum, row) => sum + row.reduce<number>((size, value) => size + 16 + textOf(value).length, 0),
          0,
        );
      return { tag: 'DECLARE CURSOR' };
    }
    case 'fetch': {
      const cursor = session.cursors.get(statement.cursor);
      if (!cursor) throw sqlError('34000', `cursor "${statement.cursor}" does not exist`);
      const rows = cursor.relation.rows.slice(cursor.at, cursor.at + statement.count);
      cursor.at += rows.length;
      return { tag: `FETCH ${rows.length}`, relation: { columns: cursor.relation.columns, rows } };
    }
    case 'close':
      if (!session.cursors.delete(statement.cursor))
        throw sqlError('34000', `cursor "${statement.cursor}" does not exist`);
      session.activity.held = 0;
      return { tag: 'CLOSE CURSOR' };
    case 'set':
      session.settings.set(statement.name, statement.value);
      return { tag: 'SET' };
    case 'show': {
      const value = session.settings.get(statement.name) ?? session.database.settings.get(statement.name);
      if (value === undefined)
        throw sqlError('42704', `unrecognized configuration parameter "${statement.name}"`);
      return { tag: 'SHOW', relation: { columns: [{ table: '', name: statement.name }], rows: [[value]] } };
    }
    case 'drop':
      return { tag: await dropObject(work, statement) };
    default:
      return { tag: await defineObject(work, statement) };
  }
}
