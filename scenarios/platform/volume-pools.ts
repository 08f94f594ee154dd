import { cinderError } from './cinder.ts';
import { toMicrosecond } from './cloud.ts';
import type { Route } from './http-service.ts';
import { type Caller, isAdmin } from './identity.ts';
import type { Cloud } from './state.ts';
import { volumeTypes } from './volumes.ts';

/** Types, limits, quota and what the pools hold. */
export function poolRoutes(cloud: Cloud): Route<Caller>[] {
  const { quota } = cloud.profile;
  const usage = (call: Caller) => {
    const mine = [...cloud.volumes.values()].filter((volume) => volume.projectId === call.token.project.id);
    const snapshots = [...cloud.snapshots.values()].filter((one) => one.projectId === call.token.project.id);
    return {
      volumes: mine.length,
      gigabytes: mine.reduce((sum, volume) => sum + volume.size, 0),
      snapshots: snapshots.length,
    };
  };
  const usableGiB = cloud.profile.machines
    .filter((machine) => machine.purpose === 'storage')
    .reduce(
      (sum, { count, disks, replicaFactor }) => sum + (count * disks.count * disks.bytes) / replicaFactor,
      0,
    );
  const pool = (type: string, share: number) => {
    const total = Math.floor((usableGiB * share) / 1024 ** 3);
    return {
      name: `ctl@${type}#${type}`,
      capabilities: {
        pool_name: type,
        volume_backend_name: type,
        total_capacity_gb: total,
        free_capacity_gb: Math.floor(total * 0.9),
        allocated_capacity_gb: Math.floor(total * 0.1),
        provisioned_capacity_gb: Math.floor(total * 0.1),
        reserved_percentage: 0,
        max_over_subscription_ratio: '1.0',
        thin_provisioning_support: true,
        backend_state: 'up',
        storage_protocol: 'ceph',
        vendor_name: 'Open Source',
        driver_version: '1.3.0',
        timestamp: toMicrosecond(Date.now()),
      },
    };
  };
  return [
    {
      method: 'GET',
      path: '/v3/:project/types',
      answer: () => ({
        status: 200,
        body: {
          volume_types: volumeTypes.map((name, index) => ({
            id: `00000000-0000-4000-8000-00000000000${index + 1}`,
            name,
            is_public: true,
            description: null,
            extra_specs: { volume_backend_name: name },
            qos_specs_id: null,
            'os-volume-type-access:is_public': true,
          })),
        },
      }),
    },
    {
      method: 'GET',
      path: '/v3/:project/limits',
      answer: (call) => {
        const used = usage(call);
        return {
          status: 200,
          body: {
            limits: {
              rate: [],
              absolute: {
                maxTotalVolumes: quota.volumes,
                maxTotalSnapshots: quota.snapshots,
                maxTotalVolumeGigabytes: quota.gigabytes,
                totalVolumesUsed: used.volumes,
                totalGigabytesUsed: used.gigabytes,
                totalSnapshotsUsed: used.snapshots,
              },
            },
          },
        };
      },
    },
    {
      method: 'GET',
      path: '/v3/:project/os-quota-sets/:id',
      answer: (call) => {
        const used = usage(call);
        const withUsage = /^true$/i.test(call.query.get('usage') ?? '');
        const entry = (name: 'volumes' | 'gigabytes' | 'snapshots') =>
          withUsage ? { limit: quota[name], in_use: used[name], reserved: 0 } : quota[name];
        return {
          status: 200,
          body: {
            quota_set: {
              id: call.params.id,
              volumes: entry('volumes'),
              gigabytes: entry('gigabytes'),
              snapshots: entry('snapshots'),
            },
          },
        };
      },
    },
    {
      method: 'GET',
      path: '/v3/:project/scheduler-stats/get_pools',
      answer: (call) => {
        if (!isAdmin(call))
          throw cinderError(
            403,
            "Policy doesn't allow scheduler_extension:scheduler_stats:get_pools to be performed.",
          );
        const pools = [pool(volumeTypes[0], 0.75), pool(volumeTypes[1], 0.25)];
        const detailed = /^true$/i.test(call.query.get('detail') ?? '');
        return { status: 200, body: { pools: detailed ? pools : pools.map(({ name }) => ({ name })) } };
      },
    },
  ];
}
