import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument, type Document as YamlDocument } from 'yaml';
import { Fault, type FaultCode, type Problem } from '../index.ts';
import { tooDeepAt } from './nesting.ts';
import { withPlainDecimals } from './plain-decimals.ts';
import { type Hints, schemaProblems } from './schema-problems.ts';

const maxFileBytes = 4 * 1024 * 1024;
const problemsShown = 50;

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

/** Parses YAML text and checks it; all problems of the file at once, each with file and line. */
export function parseYaml<T>(
  text: string,
  file: string,
  schema: object,
  code: FaultCode,
  hints: Hints = {},
): YamlFile<T> {
  const deep = tooDeepAt(text);
  if (deep !== undefined)
    throw new Fault(code, [
      { file, line: deep, message: '嵌套过深', remedy: '检查括号是否成对、缩进是否有误' },
    ]);
  const counter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: counter,
    uniqueKeys: true,
    strict: true,
    version: '1.2',
  });
  const syntax: Problem[] = document.errors.slice(0, problemsShown).map((error) => ({
    file,
    line: counter.linePos(error.pos[0]).line,
    message: `YAML 语法错误：${error.message.split('\n')[0]}`,
    remedy: '检查缩进、冒号后的空格与引号，键不得重复',
  }));
  if (syntax.length > 0) throw new Fault(code, syntax);
  const plain = plainValue(document, file, code);
  const value = hints.plainDecimals ? withPlainDecimals(plain, document, schema) : plain;
  const lineOf = lineFinder(document, counter);
  const placeOf = (path: (string | number)[]) => {
    const line = lineOf(path);
    return line === undefined ? {} : { line };
  };
  const problems = schemaProblems(value, schema, file, placeOf, hints);
  if (problems.length > 0) throw new Fault(code, problems);
  return { file, value: value as T, lineOf };
}

/** Aliases are bounded: what expands beyond all measure is no data. */
function plainValue(document: YamlDocument.Parsed, file: string, code: FaultCode): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new Fault(code, [
      {
        file,
        message: 'YAML 别名（*）展开过多或指向不存在的锚点（&）',
        remedy: '不用锚点与别名，把内容直接写出',
      },
    ]);
  }
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
