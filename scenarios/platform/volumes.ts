import { randomUUID } from 'node:crypto';
import { type Fields, isFields, numberOr, textOr } from './body.ts';
import { cinderBody, cinderError } from './cinder.ts';
import { availabilityZone, toMicrosecond } from './cloud.ts';
import type { Reply, Route } from './http-service.ts';
import { type Caller, isAdmin } from './identity.ts';
import type { Cloud, Image, Volume } from './state.ts';

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

const imageFacts = (image: Image): Fields => ({
  image_id: image.id,
  image_name: image.name,
  checksum: image.id.replaceAll('-', ''),
  container_format: 'bare',
  disk_format: 'qcow2',
  min_disk: String(image.minDisk),
  min_ram: '0',
  size: String(image.size ?? 0),
});

export function volumeRoutes(cloud: Cloud): Route<Caller>[] {
  const links = (volume: Volume) => {
    const base = cloud.urls.get('block-storage') ?? '';
    return [
      { rel: 'self', href: `${base}/v3/${volume.projectId}/volumes/${volume.id}` },
      { rel: 'bookmark', href: `${base}/${volume.projectId}/volumes/${volume.id}` },
    ];
  };
  /** As the answer to its order tells it. */
  const core = (volume: Volume): Fields => ({
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
  });
  const view = (call: Caller, volume: Volume): Fields => {
    const image = volume.imageId === null ? undefined : cloud.images.get(volume.imageId);
    return {
      ...core(volume),
      'os-vol-tenant-attr:tenant_id': volume.projectId,
      ...(isAdmin(call)
        ? {
            'os-vol-mig-status-attr:migstat': null,
            'os-vol-mig-status-attr:name_id': null,
            'os-vol-host-attr:host': `ctl@${volume.type}#${volume.type}`,
          }
        : {}),
      ...(image ? { volume_image_metadata: imageFacts(image) } : {}),
    };
  };
  const mine = (call: Caller) =>
    [...cloud.volumes.values()]
      .reverse()
      .filter(
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
    return { status: 202, body: { volume: core(volume) } };
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
      method: 'PUT',
      path: `${base}/:id`,
      answer: (call) => {
        const volume = volumeOf(call);
        const wanted = cinderBody(call, 'volume');
        volume.name = textOr(wanted.name, volume.name ?? '');
        volume.description = textOr(wanted.description, volume.description ?? '');
        volume.updatedAt = Date.now();
        return { status: 200, body: { volume: core(volume) } };
      },
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
