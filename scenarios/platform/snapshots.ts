import { randomUUID } from 'node:crypto';
import { type Fields, textOr } from './body.ts';
import { cinderBody, cinderError } from './cinder.ts';
import { toMicrosecond } from './cloud.ts';
import type { Route } from './http-service.ts';
import { type Caller, isAdmin } from './identity.ts';
import type { Cloud, Volume, VolumeSnapshot } from './state.ts';

/** Makes a snapshot of a volume that is `available` a moment later, or `error` when it is to fail. */
export function createSnapshot(
  cloud: Cloud,
  volume: Volume,
  name: string | null,
  description: string | null,
  fails = false,
): VolumeSnapshot {
  const snapshot: VolumeSnapshot = {
    id: randomUUID(),
    name,
    description,
    projectId: volume.projectId,
    volumeId: volume.id,
    size: volume.size,
    status: 'creating',
    createdAt: Date.now(),
    updatedAt: null,
  };
  cloud.snapshots.set(snapshot.id, snapshot);
  cloud.later(100, () => {
    snapshot.status = fails ? 'error' : 'available';
    snapshot.updatedAt = Date.now();
  });
  return snapshot;
}

export function snapshotRoutes(cloud: Cloud): Route<Caller>[] {
  const view = (snapshot: VolumeSnapshot): Fields => ({
    id: snapshot.id,
    created_at: toMicrosecond(snapshot.createdAt),
    updated_at: snapshot.updatedAt === null ? null : toMicrosecond(snapshot.updatedAt),
    name: snapshot.name,
    description: snapshot.description,
    volume_id: snapshot.volumeId,
    status: snapshot.status,
    size: snapshot.size,
    metadata: {},
  });
  const detail = (snapshot: VolumeSnapshot): Fields => ({
    ...view(snapshot),
    'os-extended-snapshot-attributes:project_id': snapshot.projectId,
    'os-extended-snapshot-attributes:progress': snapshot.status === 'available' ? '100%' : '0%',
  });
  const mine = (call: Caller) =>
    [...cloud.snapshots.values()]
      .reverse()
      .filter(
        (snapshot) =>
          snapshot.projectId === call.token.project.id &&
          (call.query.get('volume_id') ?? snapshot.volumeId) === snapshot.volumeId &&
          (call.query.get('name') ?? snapshot.name) === snapshot.name &&
          (call.query.get('status') ?? snapshot.status) === snapshot.status,
      );
  const snapshotOf = (call: Caller) => {
    const snapshot = cloud.snapshots.get(call.params.id ?? '');
    if (snapshot && (snapshot.projectId === call.token.project.id || isAdmin(call))) return snapshot;
    throw cinderError(404, `Snapshot ${call.params.id} could not be found.`);
  };

  function create(call: Caller) {
    const wanted = cinderBody(call, 'snapshot');
    const id = textOr(wanted.volume_id, '');
    const volume = cloud.volumes.get(id);
    if (!volume || volume.projectId !== call.token.project.id)
      throw cinderError(404, `Volume ${id} could not be found.`);
    const forced = wanted.force === true || /^true$/i.test(String(wanted.force));
    if (volume.status !== 'available' && !(forced && volume.status === 'in-use')) {
      const message = `Invalid volume: Volume ${id} status must be available, but current status is: ${volume.status}.`;
      throw cinderError(400, message);
    }
    const mineNow = [...cloud.snapshots.values()].filter((one) => one.projectId === volume.projectId);
    if (mineNow.length + 1 > cloud.profile.quota.snapshots) {
      const message = `SnapshotLimitExceeded: Maximum number of snapshots allowed (${cloud.profile.quota.snapshots}) exceeded.`;
      throw cinderError(413, message);
    }
    const name = typeof wanted.name === 'string' ? wanted.name : null;
    const snapshot = createSnapshot(
      cloud,
      volume,
      name,
      typeof wanted.description === 'string' ? wanted.description : null,
      cloud.has('volume-snapshot-fails'),
    );
    return { status: 202, body: { snapshot: view(snapshot) } };
  }

  const base = '/v3/:project/snapshots';
  return [
    {
      method: 'GET',
      path: base,
      answer: (call) => ({ status: 200, body: { snapshots: mine(call).map(view) } }),
    },
    {
      method: 'GET',
      path: `${base}/detail`,
      answer: (call) => ({ status: 200, body: { snapshots: mine(call).map(detail) } }),
    },
    { method: 'POST', path: base, answer: create },
    {
      method: 'GET',
      path: `${base}/:id`,
      answer: (call) => ({ status: 200, body: { snapshot: detail(snapshotOf(call)) } }),
    },
    {
      method: 'DELETE',
      path: `${base}/:id`,
      answer: (call) => {
        const snapshot = snapshotOf(call);
        if (!['available', 'error'].includes(snapshot.status)) {
          throw cinderError(
            400,
            `Invalid snapshot: Snapshot status must be available or error, but is ${snapshot.status}.`,
          );
        }
        snapshot.status = 'deleting';
        cloud.later(60, () => cloud.snapshots.delete(snapshot.id));
        return { status: 202 };
      },
    },
  ];
}
