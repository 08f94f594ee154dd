import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type AdapterRole, adapterRoles, operationFileSchema, type RoleOperations } from '../index.ts';
import { specRoot } from './root.ts';
import { readYaml } from './yaml.ts';

/** What adapters may offer, by role: one file for each. Throws SPEC_INVALID. */
export function loadOperations(directory = join(specRoot, 'probes', 'operations')) {
  const operations = new Map<AdapterRole, RoleOperations>();
  for (const name of readdirSync(directory).filter((file) => file.endsWith('.yaml'))) {
    const role = adapterRoles.find((one) => one === basename(name, '.yaml'));
    if (role === undefined) throw new Error(`${name}: no role of adapters has this name`);
    const shown = `spec/probes/operations/${name}`;
    const yaml = readYaml<RoleOperations>(
      join(directory, name),
      operationFileSchema,
      'SPEC_INVALID',
      {},
      shown,
    );
    operations.set(role, yaml.value);
  }
  return operations as ReadonlyMap<AdapterRole, RoleOperations>;
}
