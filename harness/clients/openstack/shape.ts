import { Fault } from '../../../spec/index.ts';

/** One object of an answer's JSON. */
export type Fields = Readonly<Record<string, unknown>>;

const wrong = (where: string, wanted: string) => new Fault('TARGET_GARBAGE', `${where}：应答缺少${wanted}`);

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at a path of keys. Throws TARGET_GARBAGE when the answer has another shape. */
export function fieldsAt(value: unknown, ...path: string[]): Fields {
  const found = valueAt(value, ...path);
  if (!isFields(found)) throw wrong(path.join('.') || '顶层', '对象');
  return found;
}

/** The objects of the list at a path of keys. Throws TARGET_GARBAGE when the answer has another shape. */
export function listAt(value: unknown, ...path: string[]): Fields[] {
  const found = valueAt(value, ...path);
  if (!Array.isArray(found) || !found.every(isFields)) throw wrong(path.join('.') || '顶层', '列表');
  return found;
}

/** The text at a path of keys; a number is taken as its digits. Throws TARGET_GARBAGE when it is absent or empty. */
export function textAt(value: unknown, ...path: string[]): string {
  const found = valueAt(value, ...path);
  if (typeof found === 'number') return String(found);
  if (typeof found !== 'string' || found === '') throw wrong(path.join('.'), '文本');
  return found;
}

/** The number at a path of keys. Throws TARGET_GARBAGE when it is absent. */
export function numberAt(value: unknown, ...path: string[]): number {
  const found = valueAt(value, ...path);
  if (typeof found !== 'number' || !Number.isFinite(found)) throw wrong(path.join('.'), '数值');
  return found;
}

/** Whatever stands at a path of keys; undefined when nothing does. */
export function valueAt(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((at, key) => (isFields(at) ? at[key] : undefined), value);
}
