import { randomUUID } from 'node:crypto';
import { type Fields, isFields, numberOr, textOr } from './body.ts';
import { cinderBody, cinderError } from './cinder.ts';
import { availabilityZone, toMicrosecond } from './cloud.ts';
import { type Call, type Reply, type Route, type Service, startService } from './http-service.ts';
import { type Caller, callerOf, isAdmin } from './identity.ts';
import { snapshotRoutes } from './snapshots.ts';
import type { Cloud, Volume } from './state.ts';

const unauthorised = {
  error: { code: 401, title: 'Unauthorized', message: 'The request you have made requires authentication.' },
};
const lowest = 0;
const highest = 70;

const undeletable =
  'Invalid volume: Volume status must be available or error or error_restoring or error_extending or error_managing and must not be migrating, attached, belong to a group, have snapshots, awaiting a transfer, or be disassociated from snapshots after volume transfer.';

export interface VolumeOrder {
  name?: string | null;
  description?: string | null;
  size: number;
  imageId?: string | null;
  type?: string;
}
export const volumeTypes = ['capacity', 'performance'] as const;

/** Makes a volume that is `available` a moment later. Throws 413 over quota. */
export function createVolume(cloud: Cloud, projectId: string, userId: string, order: VolumeOrder): Volume {
  const mine = [...cloud.volumes.values()].filter((volume) => volume.projectId === projectId);
  const used = mine.reduce((sum, volume) => sum + volume.size, 0);
  const { quota } = cloud.profile;
  if (mine.length + 1 > quota.volumes) {
    const message = `VolumeLimitExceeded: Maximum number of volumes allowed (${quota.volumes}) exceeded for quota 'volumes'.`;
    throw cinderError(413, message);
  }
  if (used + order.size > quota.gigabytes) {
    const message = `VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed gigabytes quota. Requested ${order.size}G, quota is ${quota.gigabytes}G and ${used}G has been consumed.`;
    throw cinderError(413, message);
  }
  const volume: Volume = {
    id: randomUUID(),
    name: order.name ?? null,
    description: order.description ?? null,
    projectId,
    userId,
    size: order.size,
    status: 'creating',
    type: order.type ?? volumeTypes[0],
    bootable: order.imageId !== undefined && order.imageId !== null,
    imageId: order.imageId ?? null,
    attachment: null,
    createdAt: Date.now(),
    updatedAt: null,
  };
  cloud.volumes.set(volume.id, volume);
  cloud.later(120, () => {
    if (volume.status === 'creating') volume.status = 'available';
    volume.updatedAt = Date.now();
  });
  return volume;
}

export const snapshotsOf = (cloud: Cloud, volumeId: string) =>
  [...cloud.snapshots.values()].filter((snapshot) => snapshot.volumeId === volumeId);

/** Takes a volume away after a moment. Throws 400 while it is attached or has snapshots. */
export function deleteVolume(cloud: Cloud, volume: Volume): void {
  const isFree = volume.status === 'available' || volume.status === 'error';
  if (!isFree || snapshotsOf(cloud, volume.id).length > 0) throw cinderError(400, undeletable);
  volume.status = 'deleting';
  cloud.later(80, () => cloud.volumes.delete(volume.id));
}

function volumeRoutes(cloud: Cloud): Route<Caller>[] {
  const links = (volume: Volume) => {
    const base = cloud.urls.get('block-storage') ?? '';
    return [
      { rel: 'self', href: `${base}/v3/${volume.projectId}/volumes/${volume.id}` },
      { rel: 'bookmark', href: `${base}/${volume.projectId}/volumes/${volume.id}` },
    ];
  };
  const view = (call: Caller, volume: Volume): Fields => {
    const image = volume.imageId === null ? undefined : cloud.images.get(volume.imageId);
    return {
      id: volume.id,
      status: volume.status,
      size: volume.size,
      availability_zone: availabilityZone,
      created_at: toMicrosecond(volume.createdAt),
      updated_at: volume.updatedAt === null ? null : toMicrosecond(volume.updatedAt),
      name: volume.name,
      description: volume.description,
      volume_type: volume.type,
      snapshot_id: null,
      source_volid: null,
      metadata: {},
      links: links(volume),
      user_id: volume.userId,
      bootable: String(volume.bootable),
      encrypted: false,
      replication_status: null,
      consistencygroup_id: null,
      multiattach: false,
      attachments: volume.attachment
        ? [
            {
              id: volume.id,
              attachment_id: volume.attachment.id,
              volume_id: volume.id,
              server_id: volume.attachment.serverId,
              host_name: volume.attachment.hostName,
              device: volume.attachment.device,
              attached_at: toMicrosecond(volume.attachment.at),
            },
          ]
        : [],
      migration_status: null,
      'os-vol-tenant-attr:tenant_id': volume.projectId,
      ...(isAdmin(call)
        ? {
            'os-vol-mig-status-attr:migstat': null,
            'os-vol-mig-status-attr:name_id': null,
            'os-vol-host-attr:host': `ctl@${volume.type}#${volume.type}`,
          }
        : {}),
      ...(image
        ? {
            volume_image_metadata: {
              image_id: image.id,
              image_name: image.name,
              size: String(image.size ?? 0),
            },
          }
        : {}),
    };
  };
  const mine = (call: Caller) =>
    [...cloud.volumes.values()].filter(
      (volume) =>
        (volume.projectId === call.token.project.id ||
          (isAdmin(call) && /^(1|true)$/i.test(call.query.get('all_tenants') ?? ''))) &&
        [...call.query].every(
          ([name, value]) => !(name === 'name' || name === 'status') || volume[name] === value,
        ),
    );
  const volumeOf = (call: Caller) => {
    const volume = cloud.volumes.get(call.params.id ?? '');
    if (volume && (volume.projectId === call.token.project.id || isAdmin(call))) return volume;
    throw cinderError(404, `Volume ${call.params.id} could not be found.`);
  };

  function create(call: Caller): Reply {
    const wanted = cinderBody(call, 'volume');
    const size = numberOr(wanted.size, Number.NaN);
    if (!Number.isInteger(size) || size < 1) {
      const message = `Invalid input for field/attribute size. Value: ${wanted.size}. '${wanted.size}' does not match '^[0-9]+$'`;
      throw cinderError(400, message);
    }
    const type = textOr(wanted.volume_type, volumeTypes[0]);
    if (!volumeTypes.some((one) => one === type))
      throw cinderError(404, `Volume type with name ${type} could not be found.`);
    const imageId = textOr(wanted.imageRef, '');
    if (imageId !== '' && !cloud.images.has(imageId))
      throw cinderError(400, `Invalid image identifier or unable to access requested image.`);
    const volume = createVolume(cloud, call.token.project.id, call.token.account.id, {
      name: typeof wanted.name === 'string' ? wanted.name : null,
      description: typeof wanted.description === 'string' ? wanted.description : null,
      size,
      type,
      imageId: imageId === '' ? null : imageId,
    });
    return { status: 202, body: { volume: view(call, volume) } };
  }

  function act(call: Caller): Reply {
    const volume = volumeOf(call);
    const body = isFields(call.body) ? call.body : {};
    const extend = body['os-extend'];
    if (!isFields(extend)) throw cinderError(400, `There is no such action: ${Object.keys(body)[0] ?? ''}`);
    const size = numberOr(extend.new_size, 0);
    if (volume.status !== 'available')
      throw cinderError(
        400,
        `Invalid volume: Volume ${volume.id} status must be '('available',)' to extend.`,
      );
    if (size <= volume.size) {
      const message = `Invalid input received: New size for extend must be greater than current size. (current: ${volume.size}, extended: ${size}).`;
      throw cinderError(400, message);
    }
    volume.status = 'extending';
    cloud.later(80, () => {
      volume.size = size;
      volume.status = 'available';
      volume.updatedAt = Date.now();
    });
    return { status: 202 };
  }

  const base = '/v3/:project/volumes';
  return [
    {
      method: 'GET',
      path: base,
      answer: (call) => ({
        status: 200,
        body: {
          volumes: mine(call).map((volume) => ({ id: volume.id, name: volume.name, links: links(volume) })),
        },
      }),
    },
    {
      method: 'GET',
      path: `${base}/detail`,
      answer: (call) => ({ status: 200, body: { volumes: mine(call).map((volume) => view(call, volume)) } }),
    },
    { method: 'POST', path: base, answer: create },
    {
      method: 'GET',
      path: `${base}/:id`,
      answer: (call) => ({ status: 200, body: { volume: view(call, volumeOf(call)) } }),
    },
    {
      method: 'DELETE',
      path: `${base}/:id`,
      answer: (call) => {
        deleteVolume(cloud, volumeOf(call));
        return { status: 202 };
      },
    },
    { method: 'POST', path: `${base}/:id/action`, answer: act },
  ];
}

/** Types, limits, quota and what the pools hold. */
function poolRoutes(cloud: Cloud): Route<Caller>[] {
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

/** The version that a call asks for, 3.0 by default. Throws 400 and 406. */
function versionOf(call: Call): number {
  const header = call.headers['openstack-api-version'];
  const asked = header
    ?.split(',')
    .map((part) => part.trim().split(/\s+/))
    .find(([service]) => service === 'volume' || service === 'block-storage')?.[1];
  if (asked === undefined) return lowest;
  if (asked === 'latest') return highest;
  const found = /^3\.(\d+)$/.exec(asked);
  if (!/^\d+\.\d+$/.test(asked)) {
    throw cinderError(
      400,
      `API Version String ${asked} is of invalid format. Must be of format MajorNum.MinorNum.`,
    );
  }
  const minor = found ? Number(found[1]) : -1;
  if (minor >= lowest && minor <= highest) return minor;
  const message = `Version ${asked} is not supported by the API. Minimum is 3.${lowest} and maximum is 3.${highest}.`;
  throw cinderError(406, message);
}

/** The cinder of the stand-in. */
export async function startVolume(cloud: Cloud): Promise<Service> {
  const version = {
    id: 'v3.0',
    status: 'CURRENT',
    version: `3.${highest}`,
    min_version: `3.${lowest}`,
    updated: '2022-08-31T00:00:00Z',
  };
  const service = await startService<Caller>({
    headers: (call) => {
      const asked = /volume (3\.\d+)/.exec(call.headers['openstack-api-version'] ?? '')?.[1];
      return { 'OpenStack-API-Version': `volume ${asked ?? `3.${lowest}`}`, Vary: 'OpenStack-API-Version' };
    },
    enter(call) {
      const caller = callerOf(cloud, call, unauthorised);
      versionOf(call);
      const project = /^\/v3\/([^/]+)\//.exec(call.path)?.[1];
      if (project !== undefined && project !== caller.token.project.id)
        throw cinderError(400, 'Malformed request url');
      return caller;
    },
    open: [{ method: 'GET', path: '/', answer: () => ({ status: 300, body: { versions: [version] } }) }],
    routes: [...volumeRoutes(cloud), ...snapshotRoutes(cloud), ...poolRoutes(cloud)],
    notFound: () => ({
      status: 404,
      body: {
        message: 'The resource could not be found.<br /><br />\n\n\n',
        code: '404 Not Found',
        title: 'Not Found',
      },
    }),
    malformed: () => ({
      status: 400,
      body: { badRequest: { code: 400, message: 'Malformed request body' } },
    }),
  });
  cloud.urls.set('block-storage', service.url);
  cloud.urls.set('volumev3', service.url);
  return service;
}
