import type { Fields } from './body.ts';
import { availabilityZone } from './cloud.ts';
import type { Reply, Route } from './http-service.ts';
import type { NovaCall } from './nova.ts';
import { novaError } from './nova.ts';
import { flavorOf } from './server-order.ts';
import { flavorBrief, flavorView } from './server-views.ts';
import type { Cloud } from './state.ts';

const ok = (body: Fields): Reply => ({ status: 200, body });

/** What a project may use and uses. */
export function quotaRoutes(cloud: Cloud): Route<NovaCall>[] {
  const { quota } = cloud.profile;
  const fixed = { key_pairs: 100, metadata_items: 128, server_group_members: 10, server_groups: 10 };
  const usage = (projectId: string) => {
    const mine = [...cloud.servers.values()].filter((server) => server.projectId === projectId);
    return {
      instances: mine.length,
      cores: mine.reduce((sum, server) => sum + server.flavor.vcpus, 0),
      ram: mine.reduce((sum, server) => sum + server.flavor.ram, 0),
    };
  };
  const limits = { instances: quota.instances, cores: quota.cores, ram: quota.ram, ...fixed };
  return [
    {
      method: 'GET',
      path: '/v2.1/os-quota-sets/:id',
      answer: (call) => ok({ quota_set: { id: call.params.id, ...limits } }),
    },
    {
      method: 'GET',
      path: '/v2.1/os-quota-sets/:id/detail',
      answer: (call) => {
        const used: Record<string, number> = usage(call.params.id ?? '');
        const rows = Object.entries(limits).map(([name, limit]) => [
          name,
          { limit, in_use: used[name] ?? 0, reserved: 0 },
        ]);
        return ok({ quota_set: { id: call.params.id, ...Object.fromEntries(rows) } });
      },
    },
    {
      method: 'GET',
      path: '/v2.1/limits',
      answer: (call) => {
        const used = usage(call.token.project.id);
        return ok({
          limits: {
            rate: [],
            absolute: {
              maxTotalInstances: quota.instances,
              maxTotalCores: quota.cores,
              maxTotalRAMSize: quota.ram,
              maxServerMeta: 128,
              maxTotalKeypairs: 100,
              maxServerGroups: 10,
              maxServerGroupMembers: 10,
              totalRAMUsed: used.ram,
              totalCoresUsed: used.cores,
              totalInstancesUsed: used.instances,
              totalServerGroupsUsed: cloud.serverGroups.size,
            },
          },
        });
      },
    },
    {
      method: 'GET',
      path: '/v2.1/os-availability-zone',
      answer: () =>
        ok({
          availabilityZoneInfo: [{ zoneName: availabilityZone, zoneState: { available: true }, hosts: null }],
        }),
    },
  ];
}

export function flavorRoutes(cloud: Cloud): Route<NovaCall>[] {
  const { flavors } = cloud.profile;
  return [
    {
      method: 'GET',
      path: '/v2.1/flavors',
      answer: (call) => ok({ flavors: flavors.map((flavor) => flavorBrief(cloud, call, flavor)) }),
    },
    {
      method: 'GET',
      path: '/v2.1/flavors/detail',
      answer: (call) => ok({ flavors: flavors.map((flavor) => flavorView(cloud, call, flavor)) }),
    },
    {
      method: 'GET',
      path: '/v2.1/flavors/:id',
      answer: (call) => {
        const flavor = flavorOf(cloud, call.params.id ?? '');
        if (!flavor) throw novaError(404, `Flavor ${call.params.id} could not be found.`);
        return ok({ flavor: flavorView(cloud, call, flavor) });
      },
    },
  ];
}
