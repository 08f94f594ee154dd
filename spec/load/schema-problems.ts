import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { dateSchema, decimalSchema, digestSchema, idSchema, instantSchema, type Problem } from '../index.ts';

const ajv = new Ajv2020({
  allErrors: true,
  coerceTypes: false,
  removeAdditional: false,
  useDefaults: false,
  discriminator: true,
  strict: false,
  verbose: true,
  // Schemas are compiled at each start; making their code shorter costs more than it saves.
  code: { optimize: false },
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

/** What a value must look like, where the pattern alone would say little to people. */
const written: Record<string, { name: string; remedy: string }> = {
  [decimalSchema.pattern]: { name: '十进制数', remedy: '只写数字与小数点，如 85.50，不带单位、逗号或百分号' },
  [idSchema.pattern]: {
    name: '编号',
    remedy: '编号以字母或数字开头，只用字母、数字、点、下划线与连字符',
  },
  [digestSchema.pattern]: { name: '摘要', remedy: '写作 sha256: 加 64 位小写十六进制数' },
};
const formats: Record<string, { name: string; remedy: string }> = {
  [instantSchema.format]: { name: '时刻', remedy: '写存在的时刻并带时区，如 2030-01-31T09:00:00+08:00' },
  [dateSchema.format]: { name: '日期', remedy: '写存在的日期，如 2030-01-31' },
};

/** What stands there, short; nothing of it where it is personal. */
function shown(error: ErrorObject, hints: Hints): string {
  const data: unknown = error.data;
  if (Array.isArray(data)) return '列表';
  if (typeof data === 'object' && data !== null) return '键值表';
  const member = error.instancePath.split('/').findLast((segment) => !/^\d+$/.test(segment)) ?? '';
  if (hints.personal?.includes(member)) return '（个人信息，不显示）';
  const text = JSON.stringify(data);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/** One sentence for a schema error: what stands there, what was expected, what to do. */
function explain(error: ErrorObject, hints: Hints): { message: string; remedy?: string } | undefined {
  const p = error.params as Record<string, unknown>;
  const given = shown(error, hints);
  const pattern = (error.parentSchema as { pattern?: string } | undefined)?.pattern ?? '';
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
      if (Object.hasOwn(written, pattern))
        return {
          message: `应为字符串形式的${written[pattern]!.name}，现为 ${given}`,
          remedy: `加上引号；${written[pattern]!.remedy}`,
        };
      return {
        message: `应为${typeNames[String(p.type)] ?? String(p.type)}，现为 ${given}`,
        remedy: p.type === 'string' && typeof error.data !== 'object' ? '加上引号' : '照说明改写',
      };
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
      if (Object.hasOwn(written, pattern))
        return { message: `${given} 不是${written[pattern]!.name}`, remedy: written[pattern]!.remedy };
      return { message: `${given} 的格式不对`, remedy: `应匹配 ${String(p.pattern)}` };
    case 'format':
      if (Object.hasOwn(formats, String(p.format))) {
        const { name, remedy } = formats[String(p.format)]!;
        return { message: `${given} 不是合法的${name}`, remedy };
      }
      return { message: `${given} 不是合法的 ${String(p.format)}` };
    case 'maxLength':
      return { message: `超过 ${String(p.limit)} 个字符`, remedy: '写得短些' };
    case 'uniqueItems':
      return { message: '列表中有重复的项', remedy: '删去重复的项' };
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return { message: '不得为空', remedy: '填写内容，或删去该键' };
    case 'maxProperties':
      return { message: '只能给出一种写法', remedy: '留下一种，删去其余' };
    case 'oneOf':
      if (typeof error.data !== 'object') return undefined;
      return { message: '须恰好给出其中一种写法', ...(hints.oneOf ? { remedy: hints.oneOf } : {}) };
    case 'anyOf':
    case 'const':
    case 'if':
    case 'propertyNames':
      return undefined;
    default:
      return { message: `不符合规定（${error.keyword}）：${error.message ?? ''}` };
  }
}

export interface Hints {
  /** Is the place a secret? Then a plain string gets the sentence about references. */
  secret?: (schemaPath: string, data: unknown) => boolean;
  /** Keys whose values are personal and never shown. */
  personal?: readonly string[];
  /** Numbers without quotes are taken as they are written where the schema wants a decimal. */
  plainDecimals?: boolean;
  discriminator?: string;
  oneOf?: string;
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

/** A value's misfits as problems, each at its place; none if it fits. `placeOf` answers line or cell of a path. */
export function schemaProblems(
  value: unknown,
  schema: object,
  file: string,
  placeOf: (path: (string | number)[]) => Pick<Problem, 'line' | 'cell'>,
  hints: Hints = {},
): Problem[] {
  const validate = validator(schema);
  if (validate(value)) return [];
  const problems = new Map<string, Problem>();
  for (const error of validate.errors ?? []) {
    const said = explain(error, hints);
    if (!said) continue;
    const path = error.instancePath
      .split('/')
      .slice(1)
      .map((s) => s.replaceAll('~1', '/').replaceAll('~0', '~'));
    const steps = path.map((s) => (/^\d+$/.test(s) ? Number(s) : s));
    const { additionalProperty, missingProperty } = error.params as Record<string, string | undefined>;
    const key = additionalProperty ?? missingProperty ?? error.propertyName;
    const deeper = key === undefined ? steps : [...steps, key];
    const problem: Problem = { file, ...placeOf(deeper), path: path.join('/') || '(文件)', ...said };
    const same = `${problem.line}|${problem.path}|${problem.message}`;
    if (!problems.has(same)) problems.set(same, problem);
  }
  return problems.size > 0 ? [...problems.values()] : [{ file, message: '文件内容不合规定' }];
}
