import { Fault, type Problem } from '../../spec/index.ts';

export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.slice(0, 500) : typeof value === 'number' ? String(value) : '';

/** Gathers all problems of one file, each with its place in the JSON. */
export class Refusals {
  readonly problems: Problem[] = [];
  readonly #file: string;
  constructor(file: string) {
    this.#file = file;
  }
  add(path: string, message: string, remedy = '排除错误后重新测试，提交新的结果文件'): void {
    this.problems.push({ file: this.#file, path, message, remedy });
  }
  /** A finite number of sane size; anything else is a problem. */
  number(value: unknown, path: string): number {
    if (typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= 1e18) return value;
    this.add(path, value === undefined ? '缺少该数值' : '不是合理的数值', '检查文件是否为该工具的原始输出');
    return 0;
  }
  /** Throws INTAKE_INVALID with all of them, when there are any. */
  end(): void {
    if (this.problems.length > 0) throw new Fault('INTAKE_INVALID', this.problems.slice(0, 50));
  }
}
