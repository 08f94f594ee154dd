import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { LineCounter, parseDocument, type Document as YamlDocument } from 'yaml';
import { Fault, type FaultCode, type Problem } from '../index.ts';

const maxFileBytes = 4 * 1024 * 1024;
const ajv = new Ajv2020({
  allErrors: true,
  coerceTypes: false,
  removeAdditional: false,
  useDefaults: false,
  discriminator: true,
  strict: false,
  verbose: true,
});
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);

const compiled = new WeakMap<object, ValidateFunction>();
function validator(schema: object): ValidateFunction {
  let validate = compiled.get(schema);
  if (!validate) {
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  return validate;
}

const typeNames: Record<string, string> = {
  string: '字符串',
  number: '数字',
  integer: '整数',
  boolean: 'true 或 false',
  object: '键值表',
  array: '列表',
};

/** One sentence for a schema error: what stands there, what was expected, what to do. */
function explain(error: ErrorObject, hints: Hints): { message: string; remedy?: string } | undefined {
  const p = error.params as Record<string, unknown>;
  const given = JSON.stringify(error.data);
  switch (error.keyword) {
    case 'additionalProperties': {
      const known = Object.keys((error.parentSchema as { properties?: object }).properties ?? {});
      return {
        message: `不认识的键 ${String(p.additionalProperty)}`,
        remedy: known.length > 0 ? `可用的键：${known.join('、')}` : '删去该键',
      };
    }
    case 'required':
      return { message: `缺少 ${String(p.missingProperty)}`, remedy: '补上该键' };
    case 'type':
      if (hints.secret?.(error.schemaPath, error.data)) {
        return { message: '密钥不得以明文写入', remedy: '改为 {env: 环境变量名} 或 {file: 文件路径}' };
      }
      return { message: `应为${typeNames[String(p.type)] ?? String(p.type)}，现为 ${given}` };
    case 'enum':
      return {
        message: `${given} 不在允许的取值中`,
        remedy: `可取：${(p.allowedValues as unknown[]).join('、')}`,
      };
    case 'discriminator':
      return {
        message: `${String(p.tag)} 的取值 ${JSON.stringify(p.tagValue)} 不认识`,
        ...(hints.discriminator ? { remedy: hints.discriminator } : {}),
      };
    case 'pattern':
      return { message: `${given} 的格式不对`, remedy: `应匹配 ${String(p.pattern)}` };
    case 'format':
      return {
        message: `${given} 不是合法的${p.format === 'date-time' ? '时刻（须带时区）' : String(p.format)}`,
      };
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return { message: '不得为空' };
    case 'oneOf':
      if (typeof error.data !== 'object') return undefined;
      return { message: '须恰好给出其中一种写法', ...(hints.oneOf ? { remedy: hints.oneOf } : {}) };
    case 'anyOf':
    case 'const':
    case 'if':
      return undefined;
    default:
      return { message: `不符合规定（${error.keyword}）：${error.message ?? ''}` };
  }
}

export interface Hints {
  /** Is the place a secret? Then a plain string gets the sentence about references. */
  secret?: (schemaPath: string, data: unknown) => boolean;
  discriminator?: string;
  oneOf?: string;
}

/** A checked YAML file and where each of its members stands. */
export interface YamlFile<T> {
  file: string;
  value: T;
  lineOf(path: (string | number)[]): number | undefined;
}

function lineFinder(document: YamlDocument.Parsed, counter: LineCounter) {
  return (path: (string | number)[]): number | undefined => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
      const range = (node as { range?: [number, number, number] | null } | undefined)?.range;
      if (range) return counter.linePos(range[0]).line;
    }
    return undefined;
  };
}

/** Sentences about what in a value does not fit a schema; none if it does. */
export function misfits(value: unknown, schema: object): string[] {
  const validate = validator(schema);
  if (validate(value)) return [];
  const sentences = (validate.errors ?? []).flatMap((error) => {
    const said = explain(error, {});
    return said ? [`${error.instancePath.slice(1)} ${said.message}`.trim()] : [];
  });
  return sentences.length > 0 ? [...new Set(sentences)] : ['内容不合规定'];
}

/** Parses YAML text and checks it; all problems of the file at once, each with file and line. */
export function parseYaml<T>(
  text: string,
  file: string,
  schema: object,
  code: FaultCode,
  hints: Hints = {},
): YamlFile<T> {
  const counter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: counter,
    uniqueKeys: true,
    strict: true,
    version: '1.2',
  });
  const syntax: Problem[] = document.errors.map((error) => ({
    file,
    line: counter.linePos(error.pos[0]).line,
    message: `YAML 语法错误：${error.message.split('\n')[0]}`,
    remedy: '检查缩进、冒号后的空格与引号，键不得重复',
  }));
  if (syntax.length > 0) throw new Fault(code, syntax);
  const value: unknown = document.toJS({ maxAliasCount: 50 });
  const lineOf = lineFinder(document, counter);
  const validate = validator(schema);
  if (!validate(value)) {
    const problems: Problem[] = [];
    const seen = new Set<string>();
    for (const error of validate.errors ?? []) {
      const said = explain(error, hints);
      if (!said) continue;
      const path = error.instancePath
        .split('/')
        .slice(1)
        .map((s) => s.replaceAll('~1', '/').replaceAll('~0', '~'));
      const steps = path.map((s) => (/^\d+$/.test(s) ? Number(s) : s));
      const deeper =
        error.keyword === 'additionalProperties'
          ? [...steps, String((error.params as { additionalProperty: string }).additionalProperty)]
          : steps;
      const line = lineOf(deeper);
      const problem: Problem = {
        file,
        ...(line === undefined ? {} : { line }),
        path: path.join('/') || '(文件)',
        ...said,
      };
      const key = `${problem.line}|${problem.path}|${problem.message}`;
      if (!seen.has(key)) problems.push(problem);
      seen.add(key);
    }
    throw new Fault(code, problems.length > 0 ? problems : [{ file, message: '文件内容不合规定' }]);
  }
  return { file, value: value as T, lineOf };
}

/** Reads and checks a YAML file. `shown` is the name that messages use. */
export function readYaml<T>(
  path: string,
  schema: object,
  code: FaultCode,
  hints: Hints = {},
  shown = path,
): YamlFile<T> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? '文件不存在'
        : `文件无法读取（${(error as Error).message}）`;
    throw new Fault(code, [{ file: shown, message: reason, remedy: '检查路径与权限' }]);
  }
  if (bytes.length > maxFileBytes)
    throw new Fault(code, [{ file: shown, message: `文件过大（${bytes.length} 字节）`, remedy: '拆分文件' }]);
  return parseYaml<T>(bytes.toString('utf8'), shown, schema, code, hints);
}
