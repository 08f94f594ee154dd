import type { ColumnOrder, Expr, Query, RoutineOrder, Statement, TableConstraint } from './ast.ts';
import { readExpression } from './parse-expression.ts';
import { readQuery, readSource } from './parse-query.ts';
import { type Reader, readerOf } from './reader.ts';

/** Reads all statements of a text. Throws a syntax error of SQLSTATE 42601. */
export function statementsOf(sql: string): Statement[] {
  const reader = readerOf(sql);
  const statements: Statement[] = [];
  while (reader.kind() !== 'end') {
    if (reader.take(';')) continue;
    statements.push(readStatement(reader));
    if (reader.kind() !== 'end' && !reader.is(';')) throw reader.unexpected();
  }
  return statements;
}

const expression = (reader: Reader): Expr => readExpression(reader, readQuery);
const names = (reader: Reader) => reader.parens(() => reader.list(() => reader.word()));
const isQuery = (reader: Reader) => reader.is('select', 'with', 'values', '(');

function isolationOf(reader: Reader): string {
  reader.expect('isolation', 'level');
  if (reader.take('serializable')) return 'serializable';
  if (reader.take('repeatable', 'read')) return 'repeatable read';
  reader.expect('read');
  if (!reader.take('committed')) reader.expect('uncommitted');
  return 'read committed';
}

export function readStatement(reader: Reader): Statement {
  if (isQuery(reader)) return { is: 'query', query: readQuery(reader) };
  switch (reader.word()) {
    case 'insert':
      return readInsert(reader);
    case 'update': {
      const table = reader.name();
      reader.expect('set');
      return { is: 'update', table, set: assignments(reader), ...where(reader) };
    }
    case 'delete':
      reader.expect('from');
      return { is: 'delete', table: reader.name(), ...where(reader) };
    case 'merge':
      return readMerge(reader);
    case 'create':
      return readCreate(reader);
    case 'alter': {
      reader.expect('table');
      const table = reader.name();
      reader.expect('add');
      reader.take('column');
      return { is: 'add-column', table, column: readColumn(reader, []) };
    }
    case 'drop':
      return readDrop(reader);
    case 'call': {
      const name = reader.name();
      reader.parens(() => undefined);
      return { is: 'call', name };
    }
    case 'do':
      return { is: 'do', body: reader.next().text };
    case 'start':
      reader.expect('transaction');
      return { is: 'begin', ...(reader.is('isolation') ? { isolation: isolationOf(reader) } : {}) };
    case 'begin':
      if (!reader.take('transaction')) reader.take('work');
      return { is: 'begin', ...(reader.is('isolation') ? { isolation: isolationOf(reader) } : {}) };
    case 'commit':
      reader.take('work');
      return { is: 'commit' };
    case 'rollback':
      reader.take('work');
      if (!reader.take('to')) return { is: 'rollback' };
      reader.take('savepoint');
      return { is: 'rollback-to', name: reader.word() };
    case 'savepoint':
      return { is: 'savepoint', name: reader.word() };
    case 'release':
      reader.take('savepoint');
      return { is: 'release', name: reader.word() };
    case 'declare': {
      const cursor = reader.word();
      reader.expect('cursor', 'for');
      return { is: 'declare', cursor, query: readQuery(reader) };
    }
    case 'fetch': {
      const count = reader.kind() === 'number' ? Number(reader.next().text) : 1;
      reader.take('next');
      reader.expect('from');
      return { is: 'fetch', cursor: reader.word(), count };
    }
    case 'close':
      return { is: 'close', cursor: reader.word() };
    case 'copy':
      return readCopy(reader);
    case 'set':
      if (reader.take('transaction')) return { is: 'isolation', isolation: isolationOf(reader) };
      return readSetting(reader);
    case 'show':
      return { is: 'show', name: reader.name() };
    default:
      throw reader.unexpected();
  }
}

const where = (reader: Reader) => (reader.take('where') ? { where: expression(reader) } : {});

function assignments(reader: Reader) {
  return reader.list(() => {
    const column = reader.word();
    reader.expect('=');
    return { column, value: expression(reader) };
  });
}

function readInsert(reader: Reader): Statement {
  reader.expect('into');
  const table = reader.name();
  if (reader.take('default', 'values')) return { is: 'insert', table };
  const columns = reader.is('(') ? names(reader) : undefined;
  return { is: 'insert', table, ...(columns ? { columns } : {}), query: readQuery(reader) };
}

function readMerge(reader: Reader): Statement {
  reader.expect('into');
  const table = reader.name();
  reader.take('as');
  const alias = reader.is('using') ? table.split('.').at(-1)! : reader.word();
  reader.expect('using');
  const source = readSource(reader);
  reader.expect('on');
  const on = expression(reader);
  const whens: (Statement & { is: 'merge' })['whens'] = [];
  while (reader.take('when')) {
    const matched = !reader.take('not');
    reader.expect('matched', 'then');
    if (reader.take('update', 'set')) whens.push({ matched, set: assignments(reader) });
    else {
      reader.expect('insert');
      const columns = reader.is('(') ? names(reader) : undefined;
      reader.expect('values');
      const values = reader.parens(() => reader.list(() => expression(reader)));
      whens.push({ matched, values, ...(columns ? { columns } : {}) });
    }
  }
  return { is: 'merge', table, alias, source, on, whens };
}

function readCreate(reader: Reader): Statement {
  const replace = reader.take('or', 'replace');
  const kind = reader.word();
  if (kind === 'schema') return { is: 'create-schema', name: reader.name() };
  if (kind === 'view') {
    const name = reader.name();
    const columns = reader.is('(') ? names(reader) : undefined;
    reader.expect('as');
    return { is: 'create-view', name, ...(columns ? { columns } : {}), query: readQuery(reader) };
  }
  if (kind === 'sequence') {
    const name = reader.name();
    let start = 1;
    let by = 1;
    for (;;) {
      if (reader.take('start', 'with')) start = Number(reader.next().text);
      else if (reader.take('increment', 'by')) by = Number(reader.next().text);
      else return { is: 'create-sequence', name, start, by };
    }
  }
  if (kind === 'procedure' || kind === 'function') return readRoutine(reader, kind, replace);
  if (kind === 'trigger') return readTrigger(reader);
  if (kind !== 'table') throw reader.unexpected();
  const name = reader.name();
  const columns: ColumnOrder[] = [];
  const constraints: TableConstraint[] = [];
  reader.parens(() =>
    reader.list(() => {
      if (reader.is('primary', 'unique', 'check', 'foreign', 'constraint'))
        readTableConstraint(reader, columns, constraints);
      else columns.push(readColumn(reader, constraints));
    }),
  );
  return { is: 'create-table', name, columns, constraints };
}

function readTableConstraint(reader: Reader, columns: ColumnOrder[], constraints: TableConstraint[]): void {
  const named = reader.take('constraint') ? { name: reader.word() } : {};
  if (reader.take('primary', 'key')) {
    const unique = names(reader);
    for (const column of columns) if (unique.includes(column.name)) column.notNull = true;
    constraints.push({ ...named, unique });
  } else if (reader.take('unique')) constraints.push({ ...named, unique: names(reader) });
  else if (reader.take('check'))
    constraints.push({ ...named, check: reader.parens(() => expression(reader)) });
  else {
    reader.expect('foreign', 'key');
    const own = names(reader);
    reader.expect('references');
    constraints.push({
      ...named,
      foreign: { columns: own, table: reader.name(), references: names(reader) },
    });
  }
}

function readColumn(reader: Reader, constraints: TableConstraint[]): ColumnOrder {
  const column: ColumnOrder = { name: reader.word(), type: reader.type(), notNull: false };
  for (;;) {
    const named = reader.take('constraint') ? { name: reader.word() } : {};
    if (reader.take('not', 'null')) column.notNull = true;
    else if (reader.take('default')) column.byDefault = expression(reader);
    else if (reader.take('primary', 'key')) {
      column.notNull = true;
      constraints.push({ ...named, unique: [column.name] });
    } else if (reader.take('unique')) constraints.push({ ...named, unique: [column.name] });
    else if (reader.take('check'))
      constraints.push({ ...named, check: reader.parens(() => expression(reader)) });
    else if (reader.take('references')) {
      const table = reader.name();
      constraints.push({ ...named, foreign: { columns: [column.name], table, references: names(reader) } });
    } else if (reader.take('generated')) {
      const always = reader.take('always');
      if (!always) reader.expect('by', 'default');
      reader.expect('as');
      if (reader.take('identity')) {
        column.identity = always ? 'always' : 'by default';
        column.notNull = true;
      } else column.generated = reader.parens(() => expression(reader));
    } else return column;
  }
}

function readRoutine(reader: Reader, kind: RoutineOrder['kind'], replace: boolean): Statement {
  const name = reader.name();
  reader.parens(() => undefined);
  let body: string | undefined;
  for (;;) {
    if (reader.take('returns')) reader.type();
    else if (reader.take('language')) reader.word();
    else if (reader.take('as') && reader.kind() === 'string') body = reader.next().text;
    else break;
  }
  if (body === undefined) throw reader.unexpected();
  return { is: 'create-routine', kind, name, replace, body };
}

function readTrigger(reader: Reader): Statement {
  const name = reader.word();
  reader.expect('after');
  const event = reader.word();
  reader.expect('on');
  const table = reader.name();
  let row = 'new';
  if (reader.take('referencing', 'new')) {
    reader.take('row');
    reader.take('as');
    row = reader.word();
  }
  reader.expect('for', 'each', 'row');
  if (reader.take('execute')) {
    if (!reader.take('function')) reader.expect('procedure');
    const routine = reader.name();
    reader.parens(() => undefined);
    return { is: 'create-trigger', name, table, event, row, action: { routine } };
  }
  return { is: 'create-trigger', name, table, event, row, action: readStatement(reader) };
}

function readDrop(reader: Reader): Statement {
  const kind = reader.word();
  const ifExists = reader.take('if', 'exists');
  const name = reader.name();
  if (reader.is('(')) reader.parens(() => undefined);
  const cascade = reader.take('cascade');
  if (!cascade) reader.take('restrict');
  return { is: 'drop', kind, name, ifExists, cascade };
}

function readCopy(reader: Reader): Statement {
  let query: Query | undefined;
  let table = '';
  if (reader.is('(')) query = reader.parens(() => readQuery(reader));
  else table = reader.name();
  const columns = reader.is('(') ? names(reader) : undefined;
  const direction = reader.take('to') ? 'to' : 'from';
  if (direction === 'from') reader.expect('from');
  reader.expect(direction === 'to' ? 'stdout' : 'stdin');
  return { is: 'copy', table, direction, ...(columns ? { columns } : {}), ...(query ? { query } : {}) };
}

function readSetting(reader: Reader): Statement {
  if (!reader.take('session')) reader.take('local');
  const name = reader.name();
  if (!reader.take('to')) reader.expect('=');
  const minus = reader.take('-') ? '-' : '';
  return { is: 'set', name, value: minus + reader.next().text };
}
