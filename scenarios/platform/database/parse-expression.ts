import type { Expr, OrderKey, Query, Window } from './ast.ts';
import type { Reader } from './reader.ts';
import { sqlError } from './sql-error.ts';

/** What reads a query within parentheses; given, since the two readers need each other. */
export type ReadQuery = (reader: Reader) => Query;

const call = (name: string, args: Expr[]): Expr => ({ is: 'call', name, args, distinct: false, star: false });
const operation = (operator: string, ...operands: Expr[]): Expr => ({ is: 'operation', operator, operands });
const comparisons = ['=', '<>', '!=', '<', '<=', '>', '>='];
const bare = new Set(['current_date', 'current_timestamp', 'current_user', 'session_user', 'localtimestamp']);

export function readExpression(reader: Reader, query: ReadQuery): Expr {
  const expression = () => readExpression(reader, query);
  const either = (): Expr => {
    let left = both();
    while (reader.take('or')) left = operation('or', left, both());
    return left;
  };
  const both = (): Expr => {
    let left = negated();
    while (reader.take('and')) left = operation('and', left, negated());
    return left;
  };
  const negated = (): Expr => (reader.take('not') ? operation('not', negated()) : predicate());
  const predicate = (): Expr => {
    let left = sum();
    for (;;) {
      const operator = comparisons.find((symbol) => reader.take(symbol));
      if (operator !== undefined) {
        const all = reader.take('all');
        if (all || reader.take('any') || reader.take('some')) {
          left = { is: 'quantified', operator, value: left, all, query: reader.parens(() => query(reader)) };
        } else left = operation(operator === '!=' ? '<>' : operator, left, sum());
        continue;
      }
      if (reader.take('is')) {
        const not = reader.take('not');
        reader.expect('null');
        left = operation(not ? 'is not null' : 'is null', left);
        continue;
      }
      const not = reader.take('not');
      const wrap = (found: Expr) => (not ? operation('not', found) : found);
      if (reader.take('between')) {
        const low = sum();
        reader.expect('and');
        left = wrap(operation('and', operation('>=', left, low), operation('<=', left, sum())));
      } else if (reader.take('like')) {
        const shape = sum();
        const mark = reader.take('escape') ? sum() : undefined;
        left = wrap(operation('like', left, shape, ...(mark ? [mark] : [])));
      } else if (reader.take('in')) {
        const value = left;
        left = wrap(
          reader.parens(
            (): Expr =>
              reader.is('select', 'with', 'values')
                ? { is: 'in', value, query: query(reader) }
                : { is: 'in', value, list: reader.list(expression) },
          ),
        );
      } else if (not) throw reader.unexpected();
      else return left;
    }
  };
  const sum = (): Expr => {
    let left = product();
    for (;;) {
      const operator = ['+', '-', '||'].find((symbol) => reader.take(symbol));
      if (operator === undefined) return left;
      left = operation(operator, left, product());
    }
  };
  const product = (): Expr => {
    let left = signed();
    for (;;) {
      const operator = ['*', '/', '%'].find((symbol) => reader.take(symbol));
      if (operator === undefined) return left;
      left = operation(operator, left, signed());
    }
  };
  const signed = (): Expr => {
    if (reader.take('-')) return operation('negate', signed());
    let value = primary();
    while (reader.take('::')) value = { is: 'cast', value, type: reader.type() };
    return value;
  };
  const primary = (): Expr => {
    const token = reader.next();
    if (token.kind === 'number') return { is: 'value', value: Number(token.text) };
    if (token.kind === 'string') return { is: 'value', value: token.text };
    if (token.kind === 'parameter') return { is: 'parameter', index: Number(token.text) };
    if (token.kind === 'symbol' && token.text === '(') {
      if (reader.is('select', 'with', 'values')) {
        const inner = query(reader);
        reader.expect(')');
        return { is: 'scalar', query: inner };
      }
      const inner = expression();
      reader.expect(')');
      return inner;
    }
    if (token.kind !== 'word' && token.kind !== 'name')
      throw sqlError('42601', `syntax error at or near "${token.text}"`);
    if (token.kind === 'name') return named(token.text);
    switch (token.text) {
      case 'null':
        return { is: 'value', value: null };
      case 'true':
      case 'false':
        return { is: 'value', value: token.text === 'true' };
      case 'date':
      case 'timestamp':
        if (reader.kind() === 'string') return { is: 'cast', value: primary(), type: token.text };
        return named(token.text);
      case 'case':
        return readCase();
      case 'cast':
        return reader.parens((): Expr => {
          const value = expression();
          reader.expect('as');
          return { is: 'cast', value, type: reader.type() };
        });
      case 'exists':
        return { is: 'exists', query: reader.parens(() => query(reader)) };
      case 'next':
        reader.expect('value');
        reader.expect('for');
        return call('nextval', [{ is: 'value', value: reader.name() }]);
      case 'substring':
        return reader.parens(() => {
          const text = expression();
          if (!reader.take('from')) reader.expect(',');
          const from = expression();
          return call(
            'substring',
            reader.take('for') || reader.take(',') ? [text, from, expression()] : [text, from],
          );
        });
      case 'position':
        return reader.parens(() => {
          const part = sum();
          reader.expect('in');
          return call('position', [part, sum()]);
        });
      case 'extract':
        return reader.parens(() => {
          const field = reader.word();
          reader.expect('from');
          return call('extract', [{ is: 'value', value: field }, expression()]);
        });
      case 'trim':
        return reader.parens(() => {
          const side = ['leading', 'trailing', 'both'].find((word) => reader.take(word)) ?? 'both';
          const what = reader.is('from') ? undefined : expression();
          const text = reader.take('from') ? expression() : what!;
          const of = text === what || what === undefined ? { is: 'value' as const, value: ' ' } : what;
          return call(`trim ${side}`, [text, of]);
        });
      default:
        return bare.has(token.text) ? call(token.text, []) : named(token.text);
    }
  };
  const readCase = (): Expr => {
    const of = reader.is('when') ? undefined : expression();
    const whens: { when: Expr; result: Expr }[] = [];
    while (reader.take('when')) {
      const when = expression();
      reader.expect('then');
      whens.push({ when, result: expression() });
    }
    const otherwise = reader.take('else') ? expression() : undefined;
    reader.expect('end');
    return { is: 'case', ...(of ? { of } : {}), whens, ...(otherwise ? { otherwise } : {}) };
  };
  const named = (first: string): Expr => {
    const names = [first];
    while (reader.take('.')) names.push(reader.word());
    if (!reader.take('(')) {
      const name = names.pop()!;
      return { is: 'column', name, ...(names.length > 0 ? { table: names.join('.') } : {}) };
    }
    const distinct = reader.take('distinct');
    const star = reader.take('*');
    const args = star || reader.is(')') ? [] : reader.list(expression);
    reader.expect(')');
    const over = reader.take('over') ? reader.parens(readWindow) : undefined;
    return { is: 'call', name: names.join('.'), args, distinct, star, ...(over ? { over } : {}) };
  };
  const readWindow = (): Window => {
    const partition = reader.take('partition', 'by') ? reader.list(expression) : [];
    const order = reader.take('order', 'by') ? readOrder(reader, query) : [];
    return { partition, order };
  };
  return either();
}

export function readOrder(reader: Reader, query: ReadQuery): OrderKey[] {
  return reader.list(() => {
    const by = readExpression(reader, query);
    const descending = reader.take('desc');
    if (!descending) reader.take('asc');
    return { by, descending };
  });
}
