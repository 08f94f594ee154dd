import type { Value } from './ast.ts';
import { sqlError } from './sql-error.ts';

const wholeTypes = new Set(['integer', 'int', 'bigint', 'smallint', 'int4', 'int8']);
const exactTypes = new Set(['numeric', 'decimal', 'real', 'double', 'float']);
const textTypes = new Set(['text', 'varchar', 'character', 'char', 'name', 'bytea', 'json']);
const timeTypes = new Set(['date', 'timestamp', 'timestamptz', 'time']);

export const knowsType = (type: string) =>
  [wholeTypes, exactTypes, textTypes, timeTypes].some((types) => types.has(type)) ||
  type === 'boolean' ||
  type === 'bool';

/** Halves are rounded away from zero, as SQL:2003 leaves open and most products do. */
const whole = (value: number) => Math.sign(value) * Math.round(Math.abs(value));

export function textOf(value: Value): string {
  if (value === true) return 't';
  return value === false ? 'f' : String(value);
}

/** A value in another type; a text that does not fit is SQLSTATE 22P02. */
export function castTo(value: Value, type: string): Value {
  if (value === null) return null;
  const unfit = () => sqlError('22P02', `invalid input syntax for type ${type}: "${textOf(value)}"`);
  if (textTypes.has(type)) return typeof value === 'boolean' ? String(value) : textOf(value);
  if (wholeTypes.has(type) || exactTypes.has(type)) {
    const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
    if (!Number.isFinite(number)) throw unfit();
    return wholeTypes.has(type) ? whole(number) : number;
  }
  if (type === 'boolean' || type === 'bool') {
    if (typeof value === 'boolean') return value;
    if (/^(t|true|1)$/i.test(String(value))) return true;
    if (/^(f|false|0)$/i.test(String(value))) return false;
    throw unfit();
  }
  if (timeTypes.has(type)) {
    if (Number.isNaN(Date.parse(String(value))))
      throw sqlError('22007', `invalid input syntax for type ${type}: "${value}"`);
    return type === 'date' ? String(value).slice(0, 10) : String(value);
  }
  throw sqlError('42704', `type "${type}" does not exist`);
}

/** Below, equal or above; undefined when either is null. */
export function compare(a: Value, b: Value): number | undefined {
  if (a === null || b === null) return undefined;
  if (typeof a === 'number' || typeof b === 'number') {
    const [left, right] = [castTo(a, 'numeric') as number, castTo(b, 'numeric') as number];
    return left < right ? -1 : left > right ? 1 : 0;
  }
  if (typeof a === 'boolean' || typeof b === 'boolean')
    return Number(castTo(a, 'boolean')) - Number(castTo(b, 'boolean'));
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Groups, DISTINCT and set operations take nulls as alike. */
export const keyOf = (values: readonly Value[]): string => JSON.stringify(values);

export function likes(text: string, shape: string, mark: string | undefined): boolean {
  let source = '';
  for (let index = 0; index < shape.length; index++) {
    let letter = shape[index]!;
    const isEscaped = mark !== undefined && letter === mark && index + 1 < shape.length;
    if (isEscaped) letter = shape[++index]!;
    if (!isEscaped && letter === '%') source += '[\\s\\S]*';
    else if (!isEscaped && letter === '_') source += '[\\s\\S]';
    else source += letter.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  }
  return new RegExp(`^${source}$`, 'u').test(text);
}
