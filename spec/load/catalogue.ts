import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AdapterRole,
  type Catalogue,
  Fault,
  type ProbeContract,
  type Problem,
  probeContractFileSchema,
  type RoleOperations,
} from '../index.ts';
import { loadOperations } from './operations.ts';
import { specRoot } from './root.ts';
import { readYaml } from './yaml.ts';

/** Whether an operation is offered; `{input}` in a name stands for what the input may be. */
const isOffered = (operations: RoleOperations, need: string): boolean => {
  const name = new RegExp(`^${need.replaceAll(/\{\w+\}/g, '\\w+')}$`);
  return Object.keys(operations).some((operation) => name.test(operation));
};

/** All probe contracts, from every file of spec/probes. Throws SPEC_INVALID with all problems. */
export function loadCatalogue(directory = join(specRoot, 'probes')): Catalogue {
  const catalogue = new Map<string, ProbeContract>();
  const problems: Problem[] = [];
  const offered = loadOperations();
  for (const name of readdirSync(directory)
    .filter((n) => n.endsWith('.yaml'))
    .sort()) {
    const shown = `spec/probes/${name}`;
    try {
      const yaml = readYaml<ProbeContract[]>(
        join(directory, name),
        probeContractFileSchema,
        'SPEC_INVALID',
        {},
        shown,
      );
      yaml.value.forEach((raw, index) => {
        const contract = { ...raw, inputs: raw.inputs ?? {} };
        const complain = (message: string, path: (string | number)[]) => {
          const line = yaml.lineOf([index, ...path]);
          problems.push({ file: shown, ...(line === undefined ? {} : { line }), path: contract.id, message });
        };
        if (catalogue.has(contract.id)) complain(`探针 ${contract.id} 重复`, ['id']);
        for (const [measurand, { kind, unit }] of Object.entries(contract.measurands)) {
          if (kind === 'quantity' && !unit)
            complain(`测量项 ${measurand} 缺少单位`, ['measurands', measurand]);
          if (kind !== 'quantity' && unit)
            complain(`测量项 ${measurand} 不是数量，不应有单位`, ['measurands', measurand]);
        }
        const operations = offered.get(contract.role as AdapterRole) ?? {};
        for (const [measurand, { needs = [] }] of Object.entries(contract.measurands))
          for (const need of needs.filter((one) => !isOffered(operations, one)))
            complain(`角色 ${contract.role} 的适配器没有操作 ${need}`, ['measurands', measurand, 'needs']);
        for (const [input, { type, default: value }] of Object.entries(contract.inputs)) {
          const actual = type === 'integer' ? (Number.isInteger(value) ? 'integer' : 'other') : typeof value;
          if (actual !== type) complain(`输入 ${input} 的默认值与类型 ${type} 不符`, ['inputs', input]);
        }
        catalogue.set(contract.id, contract);
      });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new Fault('SPEC_INVALID', problems);
  return catalogue;
}
