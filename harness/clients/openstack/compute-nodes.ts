import { Fault } from '../../../spec/index.ts';
import type { OpenStack } from '../openstack.ts';
import { computeMicroversion } from './servers.ts';
import { isFields, listAt, textAt } from './shape.ts';

/** A compute node as the platform describes it; nothing of this was measured. */
export interface ComputeNode {
  host: string;
  zone: string;
  /** Vendor and model of its processor; empty when the platform does not say. */
  processor: string;
  features: ReadonlySet<string> | undefined;
  freeMemoryMiB: number | undefined;
}

/** The nodes that are up and take servers, in one zone when it is given. */
export async function computeNodes(os: OpenStack, zone?: string): Promise<ComputeNode[]> {
  const services = await os.list(
    'compute',
    '/os-services?binary=nova-compute',
    'services',
    computeMicroversion,
  );
  // From 2.88 on it no longer carries the processor.
  const answer = await os.request('compute', {
    path: '/os-hypervisors/detail',
    microversion: '2.28',
    accept: 'refusal',
  });
  const hypervisors = answer.ok ? listAt(answer.json, 'hypervisors') : [];
  return services
    .filter(
      (one) => one.state === 'up' && one.status === 'enabled' && (zone === undefined || one.zone === zone),
    )
    .map((service) => {
      const host = textAt(service, 'host');
      const hypervisor = hypervisors.find((one) => isFields(one.service) && one.service.host === host);
      const cpu = isFields(hypervisor?.cpu_info) ? hypervisor.cpu_info : {};
      return {
        host,
        zone: textAt(service, 'zone'),
        processor: [cpu.vendor, cpu.model].filter((part) => typeof part === 'string').join(' '),
        features: Array.isArray(cpu.features) ? new Set(cpu.features.map(String)) : undefined,
        freeMemoryMiB: typeof hypervisor?.free_ram_mb === 'number' ? hypervisor.free_ram_mb : undefined,
      };
    });
}

const hasAll = (node: ComputeNode, other: ComputeNode) =>
  [...(other.features ?? [])].every((one) => node.features?.has(one));
const hasMore = (node: ComputeNode, other: ComputeNode) =>
  node.features !== undefined &&
  other.features !== undefined &&
  node.features.size > other.features.size &&
  hasAll(node, other);
const reachable = (node: ComputeNode, from: ComputeNode) =>
  node.host !== from.host && node.zone === from.zone;

/** Nodes from which a move to a processor with more features is possible. Empty when all are alike or unknown. */
export function lesserNodes(nodes: readonly ComputeNode[]): ComputeNode[] {
  return nodes.filter((from) => nodes.some((to) => reachable(to, from) && hasMore(to, from)));
}

/**
 * Nodes to which a server can move: those with more features before those with the same, before the unknown.
 * Throws TARGET_PREREQUISITE when there is none.
 */
export function destinations(nodes: readonly ComputeNode[], from: ComputeNode): ComputeNode[] {
  const others = nodes.filter((to) => reachable(to, from));
  const more = others.filter((to) => hasMore(to, from));
  const same = others.filter(
    (to) => to.features !== undefined && from.features !== undefined && hasAll(to, from),
  );
  const unknown = others.filter((to) => to.features === undefined || from.features === undefined);
  const best = [more, same, unknown].find((some) => some.length > 0);
  if (!best) throw new Fault('TARGET_PREREQUISITE', `除 ${from.host} 外没有可迁往的计算节点`);
  return best;
}

/** How the report names a node. */
export function describeNode(node: ComputeNode): string {
  const features = node.features === undefined ? '' : `，特性 ${node.features.size} 项`;
  return node.processor === '' ? node.host : `${node.host}（${node.processor}${features}）`;
}
