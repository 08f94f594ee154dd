import type { Body, Expr, Item, Query, Source } from './ast.ts';
import { readExpression, readOrder } from './parse-expression.ts';
import type { Reader } from './reader.ts';

const clauseWords = [
  'from',
  'where',
  'group',
  'having',
  'order',
  'limit',
  'offset',
  'fetch',
  'union',
  'except',
  'intersect',
];
const joinWords = [
  'on',
  'using',
  'inner',
  'left',
  'right',
  'full',
  'cross',
  'join',
  'natural',
  'set',
  'when',
  'for',
];
const notAlias = [...clauseWords, ...joinWords, 'as', 'returning'];

const expression = (reader: Reader): Expr => readExpression(reader, readQuery);

function names(reader: Reader): string[] {
  return reader.parens(() => reader.list(() => reader.word()));
}

export function readQuery(reader: Reader): Query {
  const ctes: Query['ctes'] = [];
  const recursive = reader.take('with') && (reader.take('recursive') || 'plain');
  if (recursive !== false) {
    ctes.push(
      ...reader.list(() => {
        const name = reader.word();
        const columns = reader.is('(') ? names(reader) : undefined;
        reader.expect('as');
        return { name, ...(columns ? { columns } : {}), query: reader.parens(() => readQuery(reader)) };
      }),
    );
  }
  const body = readBody(reader);
  const order = reader.take('order', 'by') ? readOrder(reader, readQuery) : [];
  let limit: Expr | undefined;
  let offset: Expr | undefined;
  for (;;) {
    if (reader.take('limit')) limit = expression(reader);
    else if (reader.take('offset')) {
      offset = expression(reader);
      if (!reader.take('rows')) reader.take('row');
    } else if (reader.take('fetch')) {
      reader.take('first');
      limit = expression(reader);
      if (!reader.take('rows')) reader.take('row');
      reader.expect('only');
    } else break;
  }
  return {
    ctes,
    recursive: recursive === true,
    body,
    order,
    ...(limit ? { limit } : {}),
    ...(offset ? { offset } : {}),
  };
}

function readBody(reader: Reader): Body {
  let left = readIntersection(reader);
  for (;;) {
    const operator = (['union', 'except'] as const).find((word) => reader.take(word));
    if (!operator) return left;
    const all = reader.take('all');
    if (!all) reader.take('distinct');
    left = { is: 'set', operator, all, left, right: readIntersection(reader) };
  }
}

function readIntersection(reader: Reader): Body {
  let left = readSimple(reader);
  while (reader.take('intersect'))
    left = { is: 'set', operator: 'intersect', all: reader.take('all'), left, right: readSimple(reader) };
  return left;
}

function readSimple(reader: Reader): Body {
  if (reader.is('(')) return reader.parens(() => readBody(reader));
  if (reader.take('values'))
    return {
      is: 'values',
      rows: reader.list(() => reader.parens(() => reader.list(() => expression(reader)))),
    };
  reader.expect('select');
  const distinct = reader.take('distinct');
  if (!distinct) reader.take('all');
  const items = reader.list(() => readItem(reader));
  const from = reader.take('from') ? readSources(reader) : undefined;
  const where = reader.take('where') ? expression(reader) : undefined;
  const groups = reader.take('group', 'by') ? readGroups(reader) : undefined;
  const having = reader.take('having') ? expression(reader) : undefined;
  return {
    is: 'select',
    distinct,
    items,
    ...(from ? { from } : {}),
    ...(where ? { where } : {}),
    ...(groups ? { groups } : {}),
    ...(having ? { having } : {}),
  };
}

function readItem(reader: Reader): Item {
  if (reader.take('*')) return { name: '*' };
  const back = reader.mark();
  if (reader.kind() === 'word' || reader.kind() === 'name') {
    const table = reader.word();
    if (reader.take('.', '*')) return { name: '*', table };
    back();
  }
  const value = expression(reader);
  const named = value.is === 'column' || value.is === 'call' ? value.name : '?column?';
  if (reader.take('as')) return { value, name: reader.word() };
  const isAlias = reader.kind() === 'word' && !reader.is(...notAlias);
  return { value, name: isAlias ? reader.word() : named };
}

function readSources(reader: Reader): Source {
  const [first, ...others] = reader.list(() => readJoined(reader));
  return others.reduce<Source>((left, right) => ({ is: 'join', kind: 'cross', left, right }), first!);
}

function readJoined(reader: Reader): Source {
  let left = readSource(reader);
  for (;;) {
    const kind = reader.take('cross')
      ? 'cross'
      : (['left', 'right', 'full'] as const).find((word) => reader.take(word));
    if (kind && kind !== 'cross') reader.take('outer');
    if (!kind) reader.take('inner');
    if (!reader.take('join')) return left;
    const right = readSource(reader);
    const on = reader.take('on') ? expression(reader) : undefined;
    const using = reader.take('using') ? names(reader) : undefined;
    left = {
      is: 'join',
      kind: kind ?? 'inner',
      left,
      right,
      ...(on ? { on } : {}),
      ...(using ? { using } : {}),
    };
  }
}

export function readSource(reader: Reader): Source {
  const alias = (): string | undefined => {
    if (reader.take('as')) return reader.word();
    const isAlias = (reader.kind() === 'word' && !reader.is(...notAlias)) || reader.kind() === 'name';
    return isAlias ? reader.word() : undefined;
  };
  if (reader.is('(')) {
    const query = reader.parens(() => readQuery(reader));
    const named = alias();
    const columns = named !== undefined && reader.is('(') ? names(reader) : undefined;
    return { is: 'derived', query, alias: named ?? '', ...(columns ? { columns } : {}) };
  }
  const name = reader.name();
  return { is: 'table', name, alias: alias() ?? name.split('.').at(-1)! };
}

/** GROUP BY a list, GROUPING SETS or ROLLUP, as the sets that they stand for. */
function readGroups(reader: Reader): Expr[][] {
  if (reader.take('grouping', 'sets')) {
    return reader.parens(() =>
      reader.list(() => {
        if (!reader.is('(')) return [expression(reader)];
        return reader.parens(() => (reader.is(')') ? [] : reader.list(() => expression(reader))));
      }),
    );
  }
  if (reader.take('rollup')) {
    const all = reader.parens(() => reader.list(() => expression(reader)));
    return Array.from({ length: all.length + 1 }, (_, index) => all.slice(0, all.length - index));
  }
  return [reader.list(() => expression(reader))];
}
