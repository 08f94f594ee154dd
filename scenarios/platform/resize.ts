import { textOr } from './body.ts';
import { beginEvent, finishEvent, recordAction } from './instance-actions.ts';
import { recordMigration } from './live-migration.ts';
import { type NovaCall, novaError } from './nova.ts';
import { chooseHost, placingOf } from './scheduler.ts';
import { type Act, demand, hostName } from './server-act.ts';
import { flavorOf } from './server-order.ts';
import { bindPort, change } from './servers.ts';
import type { Cloud, Server } from './state.ts';

export const resize: Act = (cloud, call, server, wanted) => {
  const flavor = flavorOf(cloud, textOr(wanted.flavorRef, ''));
  if (!flavor) throw novaError(400, `Flavor ${wanted.flavorRef} could not be found.`);
  demand(server, 'resize', ['active', 'stopped']);
  if (flavor.id === server.flavor.id) throw novaError(400, 'When resizing, instances must change flavor!');
  const from = server.host;
  const action = recordAction(server, call, 'resize');
  const event = beginEvent(action, 'compute_prep_resize', hostName(server));
  const migration = recordMigration(cloud, server, 'resize', 'pre-migrating', flavor.id);
  const was = { flavor: server.flavor, status: server.status };
  change(cloud, server, { status: 'RESIZE', taskState: 'resize_prep' });
  const step = (status: string) => Object.assign(migration, { status, updatedAt: Date.now() });
  cloud.later(150, () => {
    const host = chooseHost(cloud, placingOf(cloud, server, flavor));
    if (!host || !from) {
      step('error');
      finishEvent(action, event, 'NoValidHost: No valid host was found.');
      return change(cloud, server, { status: was.status, taskState: null });
    }
    migration.destination = host.name;
    step('migrating');
    change(cloud, server, { taskState: 'resize_migrating' });
    cloud.later(150, () => {
      step('finished');
      finishEvent(action, event);
      for (const id of server.portIds) bindPort(cloud, id, host.name);
      change(cloud, server, {
        status: 'VERIFY_RESIZE',
        vmState: 'resized',
        taskState: null,
        powerState: 1,
        host,
        flavor: cloud.has('resize-ignored') ? was.flavor : flavor,
        cpuFeatures: host.cpu.features,
        resizedFrom: { flavor: was.flavor, host: from, migrationId: migration.number },
      });
    });
  });
  return { status: 202 };
};

/** Ends a resize, kept or taken back. */
function endResize(
  cloud: Cloud,
  call: NovaCall,
  server: Server,
  name: 'confirmResize' | 'revertResize',
): void {
  demand(server, name, ['resized']);
  const action = recordAction(server, call, name);
  const kept = name === 'confirmResize';
  const event = beginEvent(
    action,
    kept ? 'compute_confirm_resize' : 'compute_revert_resize',
    hostName(server),
  );
  const from = server.resizedFrom;
  cloud.later(120, () => {
    const migration = cloud.migrations.find((one) => one.number === from?.migrationId);
    if (migration)
      Object.assign(migration, { status: kept ? 'confirmed' : 'reverted', updatedAt: Date.now() });
    finishEvent(action, event);
    change(cloud, server, {
      status: 'ACTIVE',
      vmState: 'active',
      resizedFrom: null,
      ...(kept || !from ? {} : { flavor: from.flavor, host: from.host }),
    });
  });
}
export const confirmResize: Act = (cloud, call, server) => {
  endResize(cloud, call, server, 'confirmResize');
  return { status: 204 };
};
export const revertResize: Act = (cloud, call, server) => {
  endResize(cloud, call, server, 'revertResize');
  return { status: 202 };
};
