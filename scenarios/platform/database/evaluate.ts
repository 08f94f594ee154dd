import type { Expr, Query, Value } from './ast.ts';
import { sqlError } from './sql-error.ts';
import { castTo, compare, keyOf, likes, textOf } from './values.ts';

export interface Relation {
  columns: { table: string; name: string }[];
  rows: Value[][];
}
/** What a statement may read. */
export interface Scope {
  relation(name: string): Relation;
  run(query: Query, outer?: Env): Relation;
  nextval(name: string): number;
  /** A function that this server has by itself; undefined when there is none of the name. */
  builtin(name: string, args: Value[]): Value | undefined;
  /** Whether this server was given the defect. */
  has(defect: string): boolean;
  parameters: readonly Value[];
  ctes: ReadonlyMap<string, Relation>;
}
/** One row as an expression sees it. */
export interface Env {
  scope: Scope;
  columns: Relation['columns'];
  row: Value[];
  outer?: Env;
  /** The rows that an aggregate goes over, and by what they were grouped. */
  group?: { rows: Value[][]; by: readonly Expr[]; nulled: ReadonlySet<string> };
  windows?: Map<Expr, Value>;
}

export const aggregates = new Set(['count', 'sum', 'avg', 'min', 'max']);

/** Whether an expression has an aggregate of its own level in it. */
export function hasAggregate(expr: Expr | undefined): boolean {
  if (!expr) return false;
  switch (expr.is) {
    case 'call':
      return (aggregates.has(expr.name) && !expr.over) || expr.args.some(hasAggregate);
    case 'operation':
      return expr.operands.some(hasAggregate);
    case 'cast':
      return hasAggregate(expr.value);
    case 'case':
      return [expr.of, expr.otherwise, ...expr.whens.flatMap((w) => [w.when, w.result])].some(hasAggregate);
    case 'in':
      return hasAggregate(expr.value) || (expr.list ?? []).some(hasAggregate);
    default:
      return false;
  }
}

export const shapeOf = (expr: Expr) => JSON.stringify(expr);

function columnOf(expr: Expr & { is: 'column' }, env: Env): Value {
  for (let at: Env | undefined = env; at; at = at.outer) {
    const found = at.columns.flatMap((column, index) =>
      column.name === expr.name && (expr.table === undefined || expr.table.split('.').at(-1) === column.table)
        ? [index]
        : [],
    );
    if (found.length > 1) throw sqlError('42702', `column reference "${expr.name}" is ambiguous`);
    if (found.length === 1) {
      if (at.group && !at.group.by.some((by) => by.is === 'column' && by.name === expr.name))
        throw sqlError('42803', `column "${expr.name}" must appear in the GROUP BY clause`);
      return at.group?.nulled.has(expr.name) ? null : (at.row[found[0]!] ?? null);
    }
  }
  const code = expr.table === undefined ? '42703' : '42P01';
  throw sqlError(code, `column "${expr.table ? `${expr.table}.` : ''}${expr.name}" does not exist`);
}

export function evaluate(expr: Expr, env: Env): Value {
  const of = (inner: Expr) => evaluate(inner, env);
  switch (expr.is) {
    case 'value':
      return expr.value;
    case 'column':
      return columnOf(expr, env);
    case 'parameter':
      return env.scope.parameters[expr.index - 1] ?? null;
    case 'operation':
      return operate(expr.operator, expr.operands, env);
    case 'call':
      return callOf(expr, env);
    case 'case': {
      const subject = expr.of && of(expr.of);
      const hit = expr.whens.find(({ when }) =>
        expr.of ? compare(subject ?? null, of(when)) === 0 : of(when) === true,
      );
      if (hit) return of(hit.result);
      return expr.otherwise ? of(expr.otherwise) : null;
    }
    case 'cast':
      return castTo(of(expr.value), expr.type);
    case 'in': {
      const value = of(expr.value);
      const list = expr.query
        ? env.scope.run(expr.query, env).rows.map((row) => row[0] ?? null)
        : expr.list!.map(of);
      if (list.some((item) => compare(value, item) === 0)) return true;
      return list.length > 0 && (value === null || list.includes(null)) ? null : false;
    }
    case 'exists':
      return env.scope.run(expr.query, env).rows.length > 0;
    case 'scalar': {
      const { rows } = env.scope.run(expr.query, env);
      if (rows.length > 1)
        throw sqlError('21000', 'more than one row returned by a subquery used as an expression');
      return rows[0]?.[0] ?? null;
    }
    case 'quantified': {
      const value = of(expr.value);
      const found = env.scope
        .run(expr.query, env)
        .rows.map((row) => relate(expr.operator, compare(value, row[0] ?? null)));
      const decisive = !expr.all;
      if (found.includes(decisive)) return decisive;
      return found.includes(null) ? null : !decisive;
    }
  }
}

function relate(operator: string, order: number | undefined): boolean | null {
  if (order === undefined) return null;
  switch (operator) {
    case '=':
      return order === 0;
    case '<>':
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

function operate(operator: string, operands: readonly Expr[], env: Env): Value {
  const [left, right] = operands;
  const a = evaluate(left!, env);
  if (operator === 'and' || operator === 'or') {
    const decisive = operator === 'or';
    if (a === decisive) return decisive;
    const b = evaluate(right!, env);
    if (b === decisive) return decisive;
    return a === null || b === null ? null : !decisive;
  }
  if (operator === 'is null') return a === null;
  if (operator === 'is not null') return a !== null;
  if (a === null) return null;
  if (operator === 'not') return !a;
  if (operator === 'negate') return -(castTo(a, 'numeric') as number);
  const b = evaluate(right!, env);
  if (b === null) return null;
  if (operator === '||') return textOf(a) + textOf(b);
  if (operator === 'like') {
    const mark = operands[2] && evaluate(operands[2], env);
    return likes(textOf(a), textOf(b), mark === undefined || mark === null ? undefined : textOf(mark));
  }
  if (!['+', '-', '*', '/', '%'].includes(operator)) return relate(operator, compare(a, b));
  const [x, y] = [castTo(a, 'numeric') as number, castTo(b, 'numeric') as number];
  if ((operator === '/' || operator === '%') && y === 0) throw sqlError('22012', 'division by zero');
  const areWhole = Number.isInteger(x) && Number.isInteger(y);
  if (operator === '+') return x + y;
  if (operator === '-') return x - y;
  if (operator === '*') return x * y;
  if (operator === '%') return x % y;
  return areWhole ? Math.trunc(x / y) : x / y;
}

function callOf(expr: Expr & { is: 'call' }, env: Env): Value {
  if (expr.over) {
    const found = env.windows?.get(expr);
    if (found === undefined) throw sqlError('42P20', 'window functions are not allowed here');
    return found;
  }
  if (aggregates.has(expr.name)) {
    if (!env.group) throw sqlError('42803', 'aggregate functions are not allowed here');
    const { group: _, ...single } = env;
    const values = env.group.rows.map((row) => (expr.star ? 1 : evaluate(expr.args[0]!, { ...single, row })));
    return aggregate(expr.name, values, expr.distinct);
  }
  const args = expr.args.map((arg) => evaluate(arg, env));
  if (expr.name === 'nextval') return env.scope.nextval(textOf(args[0] ?? null));
  if (expr.name === 'coalesce') return args.find((arg) => arg !== null) ?? null;
  if (expr.name === 'nullif') return compare(args[0]!, args[1]!) === 0 ? null : args[0]!;
  const own = env.scope.builtin(expr.name, args);
  if (own !== undefined) return own;
  if (args.includes(null)) return null;
  const [text, from, count] = args as Exclude<Value, null>[];
  const string = text === undefined ? '' : textOf(text);
  switch (expr.name) {
    case 'upper':
      return string.toUpperCase();
    case 'lower':
      return string.toLowerCase();
    case 'char_length':
    case 'character_length':
      return [...string].length;
    case 'position':
      return textOf(from!).indexOf(string) + 1;
    case 'substring':
      return [...string]
        .slice(Number(from) - 1, count === undefined ? undefined : Number(from) - 1 + Number(count))
        .join('');
    case 'trim both':
    case 'trim leading':
    case 'trim trailing': {
      let [start, end] = [0, string.length];
      if (expr.name !== 'trim trailing') while (start < end && string[start] === from) start++;
      if (expr.name !== 'trim leading') while (end > start && string[end - 1] === from) end--;
      return string.slice(start, end);
    }
    case 'abs':
      return Math.abs(Number(text));
    case 'mod':
      return Number(text) % Number(from);
    case 'extract': {
      const parts = textOf(from!)
        .split(/[-T :]/)
        .map(Number);
      return parts[['year', 'month', 'day', 'hour', 'minute', 'second'].indexOf(string)] ?? null;
    }
    default:
      throw sqlError(
        '42883',
        `function ${expr.name}(${args.map((arg) => typeof arg).join(', ')}) does not exist`,
      );
  }
}

export function aggregate(name: string, all: readonly Value[], distinct: boolean): Value {
  let values = all.filter((value) => value !== null);
  if (distinct) values = [...new Map(values.map((value) => [keyOf([value]), value])).values()];
  if (name === 'count') return values.length;
  if (values.length === 0) return null;
  if (name === 'min' || name === 'max') {
    const sign = name === 'min' ? 1 : -1;
    return values.reduce((best, value) => ((compare(value, best) ?? 0) * sign < 0 ? value : best));
  }
  const sum = values.reduce<number>((total, value) => total + (castTo(value, 'numeric') as number), 0);
  return name === 'sum' ? sum : sum / values.length;
}
