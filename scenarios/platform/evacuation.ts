import { beginEvent, finishEvent, recordAction } from './instance-actions.ts';
import { recordMigration } from './live-migration.ts';
import { adminOnly, novaError } from './nova.ts';
import { chooseHost, placingOf } from './scheduler.ts';
import { type Act, hostName } from './server-act.ts';
import { bindPort, change } from './servers.ts';

const rebuildMs = 400;

/** Builds a server again on another host, from the disks it has; its own host must be down. */
export const evacuate: Act = (cloud, call, server) => {
  adminOnly(call, 'os-evacuate');
  const from = server.host;
  if (from?.off !== true) throw novaError(400, `Compute service of ${hostName(server)} is still in use.`);
  if (server.taskState !== null)
    throw novaError(
      409,
      `Cannot 'evacuate' instance ${server.id} while it is in task_state ${server.taskState}`,
    );
  const action = recordAction(server, call, 'evacuate');
  const migration = recordMigration(cloud, server, 'evacuation', 'accepted', server.flavor.id);
  const event = beginEvent(action, 'compute_rebuild_instance', '');
  const tell = (status: string) => Object.assign(migration, { status, updatedAt: Date.now() });
  change(cloud, server, { status: 'REBUILD', taskState: 'rebuilding' });
  cloud.later(rebuildMs, () => {
    const host = cloud.has('evacuation-fails') ? undefined : chooseHost(cloud, placingOf(cloud, server));
    if (!host) {
      tell('error');
      finishEvent(action, event, 'NoValidHost: No valid host was found.');
      const fault = { code: 500, message: 'No valid host was found.', at: Date.now() };
      return change(cloud, server, { status: 'ERROR', vmState: 'error', taskState: null, fault });
    }
    migration.destination = host.name;
    for (const id of server.portIds) bindPort(cloud, id, host.name);
    if (cloud.has('evacuation-loses-disk')) {
      for (const { volumeId } of server.disks.splice(1)) {
        const volume = cloud.volumes.get(volumeId);
        if (volume) Object.assign(volume, { status: 'available', attachment: null });
      }
    }
    tell('done');
    finishEvent(action, event);
    change(cloud, server, { host, status: 'ACTIVE', vmState: 'active', taskState: null, powerState: 1 });
  });
  return { status: 200 };
};
