import { type Fields, textOr } from './body.ts';
import type { Reply, Route } from './http-service.ts';
import { type NovaCall, novaBody, novaError } from './nova.ts';
import { attach } from './servers.ts';
import type { Cloud, Server } from './state.ts';

const ok = (body: Fields): Reply => ({ status: 200, body });

/** Volumes of a server: listed, attached, detached. */
export function attachmentRoutes(cloud: Cloud, serverOf: (call: NovaCall) => Server): Route<NovaCall>[] {
  const base = '/v2.1/servers/:id/os-volume_attachments';
  const view = (call: NovaCall, server: Server, disk: Server['disks'][number]): Fields => ({
    ...(call.minor >= 89
      ? { attachment_id: cloud.volumes.get(disk.volumeId)?.attachment?.id ?? null, bdm_uuid: disk.volumeId }
      : { id: disk.volumeId }),
    serverId: server.id,
    volumeId: disk.volumeId,
    device: disk.device,
    ...(call.minor >= 70 ? { tag: null } : {}),
    ...(call.minor >= 79 ? { delete_on_termination: disk.deleteOnTermination } : {}),
  });
  return [
    {
      method: 'GET',
      path: base,
      answer: (call) => {
        const server = serverOf(call);
        return ok({ volumeAttachments: server.disks.map((disk) => view(call, server, disk)) });
      },
    },
    {
      method: 'POST',
      path: base,
      answer: (call) => {
        const server = serverOf(call);
        const wanted = novaBody(
          call.body,
          'volumeAttachment',
          ['volumeId'],
          ['device', 'tag', 'delete_on_termination'],
        );
        const volume = cloud.volumes.get(textOr(wanted.volumeId, ''));
        const taken = cloud.has('tenant-volume-attachable');
        if (!volume || !(volume.projectId === server.projectId || taken)) {
          throw novaError(404, `Volume ${wanted.volumeId} could not be found.`);
        }
        if (volume.status !== 'available') {
          const { id, status, attachment } = volume;
          const message = attachment
            ? `volume ${id} is already attached to instances: ${attachment.serverId}`
            : `volume ${id} status must be 'available'. Currently in '${status}'`;
          throw novaError(400, `Invalid volume: ${message}`);
        }
        attach(server, volume, wanted.delete_on_termination === true);
        const disk = server.disks.at(-1);
        if (!disk) throw new Error('nothing was attached');
        return ok({ volumeAttachment: view(call, server, disk) });
      },
    },
    {
      method: 'DELETE',
      path: `${base}/:volume`,
      answer: (call) => {
        const server = serverOf(call);
        const index = server.disks.findIndex((disk) => disk.volumeId === call.params.volume);
        const volume = cloud.volumes.get(call.params.volume ?? '');
        if (!volume) throw novaError(404, `Volume ${call.params.volume} could not be found.`);
        if (index < 0) {
          throw novaError(404, `Instance ${server.id} is not attached to volume ${call.params.volume}`);
        }
        if (index === 0 && server.imageId === '') throw novaError(403, 'Cannot detach a root device volume');
        volume.status = 'detaching';
        cloud.later(80, () => {
          server.disks = server.disks.filter((disk) => disk.volumeId !== volume.id);
          Object.assign(volume, { status: 'available', attachment: null, updatedAt: Date.now() });
        });
        return { status: 202 };
      },
    },
  ];
}
