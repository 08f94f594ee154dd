import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { createRedactor, digestOf } from '../evidence/index.ts';
import {
  type ConsoleRecipe,
  type ConsoleRecipes,
  componentRoleLabels,
  Fault,
  type Problem,
  recipeNames,
  type SecretReference,
  type Target,
  targetFileSchema,
} from '../spec/index.ts';
import { readYaml } from '../spec/load/index.ts';
import { checkAdapter } from './adapter/check.ts';
import { operationsOf } from './adapter/operations.ts';

/** A checked target file. Secrets are references until a probe asks for one. */
export interface LoadedTarget {
  target: Target;
  /** Digest of the file's bytes. */
  fileDigest: string;
  /** Resolves a path that the file names, relative to the file. */
  pathOf(name: string): string;
  /** The value behind a reference; throws USAGE_SECRET_MISSING. */
  secret(reference: SecretReference): string;
  /** PEM of a component's private CA. */
  ca(component: Target['components'][number]): string | undefined;
}

interface Addresses {
  endpoint: string;
  httpsEndpoint?: string;
}

/** Names between braces that nothing will stand for. */
function unknownNames(recipes: ConsoleRecipes) {
  return (Object.keys(recipes) as ConsoleRecipe[]).flatMap((recipe) => {
    const known: readonly string[] = recipeNames[recipe];
    return recipes[recipe]!.flatMap((step, index) =>
      [...JSON.stringify(step).matchAll(/\{\{(.*?)\}\}/g)]
        .map(([, name]) => name!)
        .filter((name) => !known.includes(name))
        .map((name) => ({ path: [recipe, index], name, known })),
    );
  });
}

const roles = Object.entries(componentRoleLabels).map(([role, label]) => `${role}（${label}）`);

/** Reads and checks a target file; all problems at once, each with line and remedy. */
export function loadTarget(file: string): LoadedTarget {
  const yaml = readYaml<Target>(file, targetFileSchema, 'USAGE_TARGET_INVALID', {
    secret: (schemaPath, data) =>
      typeof data === 'string' &&
      /\/(password|accessKey|secretKey|privateKey|passphrase|token|secrets\/additionalProperties)\//.test(
        schemaPath,
      ),
    discriminator: `已知的部件角色：${roles.join('、')}`,
    oneOf: '密钥以 {env: 环境变量名} 或 {file: 文件路径} 引用，二者取一',
  });
  const target = yaml.value;
  const problems: Problem[] = [];
  const seen = new Set<string>();
  target.components.forEach((component, index) => {
    if (component.role === 'console')
      for (const { path, name, known } of unknownNames(component.recipes)) {
        const steps = ['components', index, 'recipes', ...path];
        const line = yaml.lineOf(steps);
        problems.push({
          file,
          ...(line === undefined ? {} : { line }),
          path: steps.join('/'),
          message: `控制台脚本中的 {{${name}}} 没有对应的值`,
          remedy: `可用：${known.map((one) => `{{${one}}}`).join('、')}`,
        });
      }
    const line = yaml.lineOf(['components', index, 'id']);
    const place = { file, ...(line === undefined ? {} : { line }), path: `components/${index}/id` };
    if (seen.has(component.id))
      problems.push({ ...place, message: `部件编号 ${component.id} 重复`, remedy: '每个部件取不同的 id' });
    seen.add(component.id);
    if ('adapter' in component)
      checkAdapter(component, target.components, operationsOf(component.role), (path, message, remedy) => {
        const at = ['components', index, 'adapter', ...path];
        const line = yaml.lineOf(at);
        problems.push({ file, ...(line === undefined ? {} : { line }), path: at.join('/'), message, remedy });
      });
    for (const name of ['endpoint', 'httpsEndpoint'] as const) {
      const address = name === 'endpoint' || name in component ? (component as Addresses)[name] : undefined;
      if (address === undefined) continue;
      const url = URL.canParse(address) ? new URL(address) : undefined;
      const path = `components/${index}/${name}`;
      if (!url)
        problems.push({ ...place, path, message: '地址的写法不对', remedy: '写作 协议://主机:端口/路径' });
      else if (url.username || url.password)
        problems.push({
          ...place,
          path,
          message: '地址中不得带账号口令',
          remedy: '写入 credentials，口令以引用给出',
        });
      else if (createRedactor().url(url.search + url.hash) !== url.search + url.hash)
        problems.push({
          ...place,
          path,
          message: '地址中不得带令牌或签名',
          remedy: '去掉地址中的令牌或签名',
        });
    }
  });
  if (problems.length > 0) throw new Fault('USAGE_TARGET_INVALID', problems);
  const pathOf = (name: string) => (isAbsolute(name) ? name : resolve(dirname(file), name));
  const read = (name: string, what: string): string => {
    try {
      return readFileSync(pathOf(name), 'utf8');
    } catch {
      throw new Fault('USAGE_SECRET_MISSING', [
        {
          file,
          message: `${what} ${name} 无法读取`,
          remedy: '检查路径与权限；相对路径以目标文件所在目录为准',
        },
      ]);
    }
  };
  return {
    target,
    fileDigest: digestOf(readFileSync(file)),
    pathOf,
    secret(reference) {
      const value =
        reference.env !== undefined
          ? process.env[reference.env]
          : read(reference.file!, '密钥文件').replace(/\r?\n$/, '');
      const name = reference.env !== undefined ? `环境变量 ${reference.env}` : `密钥文件 ${reference.file}`;
      if (value === undefined || value === '')
        throw new Fault('USAGE_SECRET_MISSING', [{ file, message: `${name} 没有值`, remedy: '设置后重试' }]);
      if (value.length < 4)
        throw new Fault('USAGE_SECRET_MISSING', [
          { file, message: `${name} 不足 4 个字符，无法可靠隐去`, remedy: '换用更长的密钥' },
        ]);
      return value;
    },
    ca: (component) => (component.caFile === undefined ? undefined : read(component.caFile, '证书文件')),
  };
}

/** Every secret of a target, resolved before anything is touched, so that a missing one is said at the start. */
export function secretsOf(loaded: LoadedTarget): string[] {
  // The templates of an adapter may hold members of any name; its secrets stand in one place.
  const places = loaded.target.components.map((component) =>
    'adapter' in component ? component.adapter.secrets : component,
  );
  return referencesIn(places).map((reference) => loaded.secret(reference));
}

/** All secret references within a value, wherever the schema lets one stand. */
function referencesIn(value: unknown): SecretReference[] {
  if (typeof value !== 'object' || value === null) return [];
  const [[key, named] = [], ...others] = Object.entries(value);
  if (others.length === 0 && (key === 'env' || key === 'file') && typeof named === 'string') return [value];
  return Object.values(value).flatMap(referencesIn);
}
