import { Fault } from '../../../spec/index.ts';
import type { OpenStack } from '../openstack.ts';
import { computeMicroversion } from './servers.ts';
import { type Fields, isFields, textAt } from './shape.ts';

export interface Migration {
  id: string;
  status: string;
}

/** All live migrations of a server, finished ones too: the server's own list holds only those under way. */
export async function liveMigrationsOf(os: OpenStack, serverId: string): Promise<Migration[]> {
  const records = await os.list(
    'compute',
    `/os-migrations?instance_uuid=${serverId}`,
    'migrations',
    computeMicroversion,
  );
  return records
    .filter((record) => record.instance_uuid === serverId && record.migration_type === 'live-migration')
    .map((record) => ({ id: textAt(record, 'id'), status: textAt(record, 'status') }));
}

/** The host by its name, which only an administrator sees. Throws TARGET_PREREQUISITE otherwise. */
export function hostNameOf(server: Fields): string {
  const host = server['OS-EXT-SRV-ATTR:host'];
  if (typeof host === 'string' && host !== '') return host;
  throw new Fault('TARGET_PREREQUISITE', '账号看不到宿主机名称，热迁移须用管理员账号测试');
}

/** Hosts in the same zone to which a server could be moved. Throws TARGET_PREREQUISITE when there is none. */
export async function otherHosts(os: OpenStack, origin: string): Promise<string[]> {
  const services = await os.list(
    'compute',
    '/os-services?binary=nova-compute',
    'services',
    computeMicroversion,
  );
  const zone = services.find((service) => service.host === origin)?.zone;
  const others = services.filter((service) => {
    const fit = service.host !== origin && service.state === 'up' && service.status === 'enabled';
    return fit && (zone === undefined || service.zone === zone);
  });
  if (others.length === 0) throw new Fault('TARGET_PREREQUISITE', `除 ${origin} 外没有可用的计算节点`);
  return others.map((service) => textAt(service, 'host'));
}

/** What the platform says of the hosts' processors; empty where it says nothing. */
export async function processorsOf(os: OpenStack, hosts: readonly string[]): Promise<string[]> {
  // Later microversions no longer carry the processor.
  const answer = await os.request('compute', {
    path: '/os-hypervisors/detail',
    microversion: '2.28',
    accept: 'refusal',
  });
  const list =
    isFields(answer.json) && Array.isArray(answer.json.hypervisors)
      ? answer.json.hypervisors.filter(isFields)
      : [];
  return list.flatMap((hypervisor) => {
    const host = isFields(hypervisor.service) ? hypervisor.service.host : hypervisor.hypervisor_hostname;
    const cpu = hypervisor.cpu_info;
    if (!hosts.includes(String(host)) || !isFields(cpu)) return [];
    const features = Array.isArray(cpu.features) ? `，特性 ${cpu.features.length} 项` : '';
    return [`${String(host)} 为 ${[cpu.vendor, cpu.model].filter(Boolean).join(' ')}${features}`];
  });
}
