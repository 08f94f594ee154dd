import { Fault } from '../../../spec/index.ts';
import { act, actionState, requestIdOf } from '../../clients/openstack/instance-actions.ts';
import { createUnlessRefused } from '../../clients/openstack/refusable.ts';
import { remove } from '../../clients/openstack/removal.ts';
import { type Fields, fieldsAt, isFields, type OpenStack, textAt, waitFor } from '../../clients/openstack.ts';
import type { ProbeContext } from '../../probe.ts';

const imageLimitMs = 120_000;
const volumeLimitMs = 60_000;

/** Whether an image of the server comes to be, with its disk in it or behind it. */
export async function snapshotServer(
  context: ProbeContext,
  os: OpenStack,
  serverId: string,
): Promise<boolean> {
  const name = `${context.marker}-image`;
  let requestId: string | undefined;
  const made = await createUnlessRefused(
    context,
    '主机快照',
    async () => {
      const answer = await act(os, serverId, { createImage: { name } });
      requestId = requestIdOf(answer);
      return answer;
    },
    (answer) => textAt(answer.json, 'image_id'),
    (id) => removeImage(os, id),
  );
  if (made.refused !== undefined) {
    context.step('主机快照被拒绝', made.refused);
    return false;
  }
  let log = await actionState(os, serverId, requestId);
  let image: Fields | undefined;
  try {
    image = await waitFor(
      '主机快照',
      async () => {
        log = await actionState(os, serverId, requestId);
        return readImage(os, made.id);
      },
      (read) =>
        log === 'failed' ||
        read === undefined ||
        ['active', 'killed', 'deleted', 'deactivated'].includes(String(read.status)),
      context.signal,
      { timeoutMs: imageLimitMs, describe: (read) => String(read?.status) },
    );
  } catch (error) {
    // The platform says it is done, and there is still no image: that was seen, and is no limit of ours.
    if (!(error instanceof Fault) || error.code !== 'TARGET_STATE' || log !== 'succeeded') throw error;
    context.step('主机快照', '操作记录为成功，镜像始终不可用');
    return false;
  }
  const disks = image ? snapshotIdsOf(image) : [];
  const filled = disks.length > 0 || (typeof image?.size === 'number' && image.size > 0);
  context.step(
    '主机快照',
    `镜像状态 ${String(image?.status ?? '已不存在')}，${disks.length > 0 ? `含磁盘快照 ${disks.length} 个` : `${String(image?.size ?? 0)} 字节`}`,
  );
  return log !== 'failed' && image?.status === 'active' && filled;
}

/** Whether a snapshot of a volume comes to be. The volume is the probe's own and stays unattached. */
export async function snapshotVolume(context: ProbeContext, os: OpenStack): Promise<boolean> {
  const name = `${context.marker}-disk`;
  const volumeId = await context.resources.create(
    '云硬盘',
    async () => {
      const answer = await os.request('block-storage', {
        method: 'POST',
        path: '/volumes',
        body: { volume: { name, size: 1 } },
      });
      return textAt(answer.json, 'volume', 'id');
    },
    (id) => id,
    (id) => remove(os, 'block-storage', `/volumes/${id}`),
  );
  const settled = (what: Fields) => what.status === 'available' || String(what.status).startsWith('error');
  const limits = { timeoutMs: volumeLimitMs, describe: (what: Fields) => String(what.status) };
  const volume = await waitFor(
    '云硬盘可用',
    () => readBlock(os, 'volume', volumeId),
    settled,
    context.signal,
    limits,
  );
  if (volume.status !== 'available') throw new Fault('TARGET_STATE', `测试云硬盘为 ${String(volume.status)}`);
  const made = await createUnlessRefused(
    context,
    '磁盘快照',
    () =>
      os.request('block-storage', {
        method: 'POST',
        path: '/snapshots',
        body: { snapshot: { volume_id: volumeId, name } },
        accept: 'refusal',
      }),
    (answer) => textAt(answer.json, 'snapshot', 'id'),
    (id) => remove(os, 'block-storage', `/snapshots/${id}`),
  );
  if (made.refused !== undefined) {
    context.step('磁盘快照被拒绝', made.refused);
    return false;
  }
  const snapshot = await waitFor(
    '磁盘快照',
    () => readBlock(os, 'snapshot', made.id),
    settled,
    context.signal,
    limits,
  );
  context.step('磁盘快照', `状态 ${String(snapshot.status)}，${String(snapshot.size)} GiB`);
  return snapshot.status === 'available' && snapshot.volume_id === volumeId;
}

async function readImage(os: OpenStack, id: string): Promise<Fields | undefined> {
  const answer = await os.request('image', { path: `/images/${id}`, accept: [404] });
  return answer.ok ? fieldsAt(answer.json) : undefined;
}

const readBlock = async (os: OpenStack, kind: 'volume' | 'snapshot', id: string) =>
  fieldsAt(await os.read('block-storage', `/${kind}s/${id}`), kind);

/** Of a server that boots from a volume the image is empty and names snapshots of its volumes. */
function snapshotIdsOf(image: Fields): string[] {
  if (typeof image.block_device_mapping !== 'string') return [];
  try {
    const mapping: unknown = JSON.parse(image.block_device_mapping);
    return Array.isArray(mapping)
      ? mapping
          .filter(isFields)
          .flatMap((disk) => (typeof disk.snapshot_id === 'string' ? [disk.snapshot_id] : []))
      : [];
  } catch {
    return [];
  }
}

async function removeImage(os: OpenStack, id: string): Promise<void> {
  const image = await readImage(os, id);
  if (image) await remove(os, 'image', `/images/${id}`);
  for (const snapshot of image ? snapshotIdsOf(image) : [])
    await remove(os, 'block-storage', `/snapshots/${snapshot}`);
}
