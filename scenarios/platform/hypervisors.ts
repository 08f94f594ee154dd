import type { Fields } from './body.ts';
import { availabilityZone, toMicrosecond } from './cloud.ts';
import type { Route } from './http-service.ts';
import { adminOnly, type NovaCall, novaError } from './nova.ts';
import { usageOf } from './placement.ts';
import type { Cloud, ComputeHost } from './state.ts';

const capacityUntil = 87;

function capacityOf(cloud: Cloud, host: ComputeHost): Fields {
  const used = usageOf(cloud, host);
  const guests = [...cloud.servers.values()].filter((server) => server.host === host).length;
  const memory = used.MEMORY_MB + cloud.profile.reservedMemoryMiB;
  return {
    vcpus: host.threads,
    memory_mb: host.memoryMiB,
    local_gb: host.diskGiB,
    vcpus_used: used.VCPU,
    memory_mb_used: memory,
    local_gb_used: used.DISK_GB,
    free_ram_mb: host.memoryMiB - memory,
    free_disk_gb: host.diskGiB - used.DISK_GB,
    current_workload: 0,
    running_vms: guests,
    disk_available_least: host.diskGiB - used.DISK_GB,
  };
}

/** Hosts, services and migrations: what only an operator sees. */
export function hypervisorRoutes(cloud: Cloud): Route<NovaCall>[] {
  const brief = (call: NovaCall, host: ComputeHost): Fields => ({
    id: call.minor >= 53 ? host.providerId : host.index,
    hypervisor_hostname: host.name,
    state: host.off ? 'down' : 'up',
    status: 'enabled',
  });
  const cpuOf = (call: NovaCall, host: ComputeHost) => {
    const { vendor, model, features, cores, threads, sockets } = host.cpu;
    const cpu = { arch: 'x86_64', model, vendor, features, topology: { cores, threads, sockets } };
    return call.minor >= 28 ? cpu : JSON.stringify(cpu);
  };
  const full = (call: NovaCall, host: ComputeHost): Fields => ({
    ...brief(call, host),
    hypervisor_type: 'QEMU',
    hypervisor_version: 6_002_000,
    host_ip: `10.250.${Math.floor(host.index / 250)}.${(host.index % 250) + 1}`,
    service: {
      id: call.minor >= 53 ? host.serviceId : host.index,
      host: host.name,
      disabled_reason: null,
    },
    ...(call.minor <= capacityUntil
      ? { ...capacityOf(cloud, host), cpu_info: cpuOf(call, host) }
      : { uptime: null }),
  });
  const matching = (call: NovaCall) => {
    const pattern = call.query.get('hypervisor_hostname_pattern') ?? '';
    return cloud.hosts.filter((host) => host.name.includes(pattern));
  };
  const services = (call: NovaCall) => {
    const row = (binary: string, host: string, id: unknown, zone: string, state = 'up'): Fields => ({
      binary,
      host,
      id,
      zone,
      status: 'enabled',
      state,
      updated_at: toMicrosecond(Date.now()),
      disabled_reason: null,
      ...(call.minor >= 11 ? { forced_down: false } : {}),
    });
    const uuids = call.minor >= 53;
    const control = ['nova-scheduler', 'nova-conductor'].map((binary, i) =>
      row(binary, 'ctl', uuids ? `00000000-0000-4000-8000-0000000000c${i}` : 900 + i, 'internal'),
    );
    const compute = cloud.hosts.map((host) =>
      row(
        'nova-compute',
        host.name,
        uuids ? host.serviceId : host.index,
        availabilityZone,
        host.off ? 'down' : 'up',
      ),
    );
    const binary = call.query.get('binary');
    const host = call.query.get('host');
    return [...control, ...compute].filter(
      (one) => (binary === null || one.binary === binary) && (host === null || one.host === host),
    );
  };
  const migrations = (call: NovaCall) => {
    const wanted = (name: string, actual: string | null) => (call.query.get(name) ?? actual) === actual;
    const kept = cloud.migrations.filter(
      (one) =>
        wanted('instance_uuid', one.serverId) &&
        wanted('status', one.status) &&
        wanted('migration_type', one.type) &&
        wanted('source_compute', one.source),
    );
    const shown = kept.map((one) => ({
      id: one.number,
      ...(call.minor >= 59 ? { uuid: one.id } : {}),
      source_compute: one.source,
      dest_compute: one.destination,
      source_node: one.source,
      dest_node: one.destination,
      dest_host: null,
      old_instance_type_id: cloud.profile.flavors.findIndex((flavor) => flavor.id === one.oldFlavor) + 1,
      new_instance_type_id: cloud.profile.flavors.findIndex((flavor) => flavor.id === one.newFlavor) + 1,
      instance_uuid: one.serverId,
      status: one.status,
      ...(call.minor >= 23 ? { migration_type: one.type } : {}),
      ...(call.minor >= 80 ? { user_id: one.userId, project_id: one.projectId } : {}),
      created_at: toMicrosecond(one.createdAt),
      updated_at: toMicrosecond(one.updatedAt),
    }));
    return call.minor >= 59 ? shown.reverse() : shown;
  };
  const ok = (body: Fields) => ({ status: 200, body });

  return [
    {
      method: 'GET',
      path: '/v2.1/os-hypervisors',
      answer: (call) => {
        adminOnly(call, 'os-hypervisors:list');
        return ok({ hypervisors: matching(call).map((host) => brief(call, host)) });
      },
    },
    {
      method: 'GET',
      path: '/v2.1/os-hypervisors/detail',
      answer: (call) => {
        adminOnly(call, 'os-hypervisors:list-detail');
        return ok({ hypervisors: matching(call).map((host) => full(call, host)) });
      },
    },
    {
      method: 'GET',
      path: '/v2.1/os-hypervisors/statistics',
      answer: (call) => {
        adminOnly(call, 'os-hypervisors:statistics');
        if (call.minor > capacityUntil) throw novaError(404, 'The resource could not be found.');
        const rows = cloud.hosts.map((host) => capacityOf(cloud, host));
        const keys = Object.keys(rows[0] ?? {});
        const sums = keys.map((key) => [key, rows.reduce((sum, row) => sum + Number(row[key]), 0)]);
        return ok({ hypervisor_statistics: { count: cloud.hosts.length, ...Object.fromEntries(sums) } });
      },
    },
    {
      method: 'GET',
      path: '/v2.1/os-hypervisors/:id',
      answer: (call) => {
        adminOnly(call, 'os-hypervisors:show');
        const { id } = call.params;
        const host = cloud.hosts.find(
          (one) => (call.minor >= 53 ? one.providerId : String(one.index)) === id,
        );
        if (!host) throw novaError(404, `Compute host ${id} could not be found.`);
        return ok({ hypervisor: full(call, host) });
      },
    },
    {
      method: 'GET',
      path: '/v2.1/os-services',
      answer: (call) => {
        adminOnly(call, 'os-services:list');
        return ok({ services: services(call) });
      },
    },
    {
      method: 'GET',
      path: '/v2.1/os-migrations',
      answer: (call) => {
        adminOnly(call, 'os-migrations:index');
        return ok({ migrations: migrations(call) });
      },
    },
  ];
}
