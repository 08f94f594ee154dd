import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Fault, holdsOn, type Problem, type Statute, statuteSchema } from '../index.ts';
import { bareNumber } from './figures.ts';
import type { Complain } from './origin.ts';
import { specRoot } from './root.ts';
import { readYaml, type YamlFile } from './yaml.ts';

function checkRule(rule: Statute['rules'][number], at: (string | number)[], complain: Complain): void {
  const values = { ...rule.figures, ...rule.amounts };
  for (const [, name] of rule.says.matchAll(/\{([^}]*)\}/g)) {
    if (!(name! in values))
      complain([...at, 'says'], `没有名为 ${name} 的数值`, '在 figures 或 amounts 中登记');
  }
  for (const name of Object.keys(values)) {
    if (!rule.says.includes(`{${name}}`)) complain([...at, 'says'], `数值 ${name} 未在 says 中引用`);
  }
  const bare = bareNumber.exec(rule.says.replace(/\{[^}]*\}/g, ''));
  if (bare) complain([...at, 'says'], `数字 ${bare[0]} 没有单位`, '写入 figures，并以 {名称} 引用');
  if (rule.from && rule.until && rule.until < rule.from) complain([...at, 'until'], '终止日早于施行日');
}

/** The shared statutes, from every file of spec/statutes. Throws SPEC_INVALID with all problems. */
export function loadStatutes(directory = join(specRoot, 'statutes')): Statute[] {
  if (!existsSync(directory)) return [];
  const problems: Problem[] = [];
  const files: YamlFile<Statute>[] = [];
  for (const name of readdirSync(directory)
    .filter((n) => n.endsWith('.yaml'))
    .sort()) {
    try {
      files.push(
        readYaml<Statute>(join(directory, name), statuteSchema, 'SPEC_INVALID', {}, `spec/statutes/${name}`),
      );
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      problems.push(...error.problems);
    }
  }
  const known = new Set(files.flatMap(({ value }) => value.rules.map((rule) => `${value.id}/${rule.id}`)));
  for (const { file, value, lineOf } of files) {
    const complain: Complain = (path, message, remedy) => {
      const line = lineOf(path);
      problems.push({
        file,
        ...(line === undefined ? {} : { line }),
        path: [value.id, ...path].join('/'),
        message,
        ...(remedy ? { remedy } : {}),
      });
    };
    if (!file.endsWith(`/${value.id}.yaml`)) complain(['id'], `编号 ${value.id} 与文件名不同`);
    const seen = new Set<string>();
    value.rules.forEach((rule, index) => {
      const at = ['rules', index];
      if (seen.has(rule.id)) complain([...at, 'id'], `编号 ${rule.id} 重复`);
      seen.add(rule.id);
      checkRule(rule, at, complain);
      if (rule.replacedBy && !known.has(rule.replacedBy))
        complain([...at, 'replacedBy'], `没有法规条目 ${rule.replacedBy}`);
    });
  }
  if (problems.length > 0) throw new Fault('SPEC_INVALID', problems);
  return files.map(({ value }) => value);
}

/** The statutes with those of their rules that held on that day (YYYY-MM-DD). */
export function inForce(statutes: Statute[], day: string): Statute[] {
  return statutes
    .map((statute) => ({ ...statute, rules: statute.rules.filter((rule) => holdsOn(statute, rule, day)) }))
    .filter(({ rules }) => rules.length > 0);
}
