import { Fault } from '../../../spec/index.ts';
import { fieldsAt, isFields, numberAt, type OpenStack, textAt } from '../../clients/openstack.ts';

/** What the scheduler has registered of all compute hosts, before and after its allocation ratio. */
export interface PlacementTotals {
  hosts: number;
  /** Processors before the ratio: hardware threads, or cores where hyper-threading is off. */
  processors: number;
  /** (total - reserved) x ratio. */
  vcpus: number;
  memoryBytes: number;
  diskBytes: number;
  /** CPU allocation ratios that occur, ascending. */
  ratios: number[];
}

// 1.14 tells the root of nested providers.
const microversion = '1.14';
const mib = 1024 ** 2;
const gib = 1024 ** 3;
/** A host's processors may be pinned (PCPU), shared (VCPU) or both. */
const processorClasses = ['VCPU', 'PCPU'];

interface Inventory {
  total: number;
  reserved: number;
  ratio: number;
}

/** Adds up the inventories of every provider with processors, and of the parts of such hosts. */
export async function readPlacement(os: OpenStack): Promise<PlacementTotals> {
  const providers = await os.list('placement', '/resource_providers', 'resource_providers', microversion);
  const hosts = new Map<string, Map<string, Inventory[]>>();
  for (const provider of providers) {
    const id = textAt(provider, 'uuid');
    const json = await os.read('placement', `/resource_providers/${id}/inventories`, microversion);
    const host = textAt(provider, 'root_provider_uuid');
    const classes = hosts.get(host) ?? new Map<string, Inventory[]>();
    for (const [name, inventory] of Object.entries(fieldsAt(json, 'inventories'))) {
      if (!isFields(inventory)) throw new Fault('TARGET_GARBAGE', `资源登记 ${id} 的 ${name} 不是对象`);
      const one = {
        total: numberAt(inventory, 'total'),
        reserved: numberAt(inventory, 'reserved'),
        ratio: numberAt(inventory, 'allocation_ratio'),
      };
      classes.set(name, [...(classes.get(name) ?? []), one]);
    }
    hosts.set(host, classes);
  }
  const computes = [...hosts.values()].filter((classes) =>
    processorClasses.some((name) => classes.has(name)),
  );
  const all = (...names: string[]) =>
    computes.flatMap((classes) => names.flatMap((name) => classes.get(name) ?? []));
  const add = (inventories: Inventory[], of: (inventory: Inventory) => number) =>
    inventories.reduce((sum, inventory) => sum + of(inventory), 0);
  const processors = all(...processorClasses);
  return {
    hosts: computes.length,
    processors: add(processors, ({ total }) => total),
    vcpus: add(processors, ({ total, reserved, ratio }) => Math.floor((total - reserved) * ratio)),
    memoryBytes: add(all('MEMORY_MB'), ({ total }) => total) * mib,
    diskBytes: add(all('DISK_GB'), ({ total }) => total) * gib,
    ratios: [...new Set(processors.map(({ ratio }) => ratio))].sort((a, b) => a - b),
  };
}
