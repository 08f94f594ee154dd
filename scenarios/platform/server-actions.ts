import { type Fields, isFields, pythonText, textOr } from './body.ts';
import type { Reply } from './http-service.ts';
import { createSnapshotImage } from './image.ts';
import { beginEvent, finishEvent, recordAction } from './instance-actions.ts';
import { liveMigrate, recordMigration } from './live-migration.ts';
import { adminOnly, invalidField, type NovaCall, novaError } from './nova.ts';
import { chooseHost, placingOf } from './scheduler.ts';
import { flavorOf } from './server-order.ts';
import { bindPort, change } from './servers.ts';
import { createSnapshot } from './snapshots.ts';
import type { Cloud, InstanceAction, Server } from './state.ts';

type Act = (cloud: Cloud, call: NovaCall, server: Server, wanted: Fields) => Reply;

/** Throws 409 unless the server is in one of the states and busy with nothing. */
function demand(server: Server, action: string, states: string[]): void {
  if (!states.includes(server.vmState)) {
    throw novaError(
      409,
      `Cannot '${action}' instance ${server.id} while it is in vm_state ${server.vmState}`,
    );
  }
  if (server.taskState !== null) {
    throw novaError(
      409,
      `Cannot '${action}' instance ${server.id} while it is in task_state ${server.taskState}`,
    );
  }
}

const hostName = (server: Server) => server.host?.name ?? '';

/** A change of power: busy for a while, then done; or, with the defect, only said to be done. */
function power(
  cloud: Cloud,
  server: Server,
  action: InstanceAction,
  order: {
    event: string;
    busy: Partial<Server>;
    done: Partial<Server>;
    ms: number;
    ignored: boolean;
    error?: string;
  },
): Reply {
  const event = beginEvent(action, order.event, hostName(server));
  const before = { status: server.status, vmState: server.vmState, powerState: server.powerState };
  change(cloud, server, order.busy);
  cloud.later(order.ms, () => {
    finishEvent(action, event, order.error);
    change(
      cloud,
      server,
      order.ignored ? { ...before, taskState: null } : { ...order.done, taskState: null },
    );
  });
  return { status: 202 };
}

const stop: Act = (cloud, call, server) => {
  demand(server, 'stop', ['active', 'error']);
  return power(cloud, server, recordAction(server, call, 'stop'), {
    event: 'compute_stop_instance',
    busy: { taskState: 'powering-off' },
    done: { status: 'SHUTOFF', vmState: 'stopped', powerState: 4 },
    ms: 150,
    ignored: cloud.has('stop-ignored'),
  });
};
const start: Act = (cloud, call, server) => {
  demand(server, 'start', ['stopped']);
  return power(cloud, server, recordAction(server, call, 'start'), {
    event: 'compute_start_instance',
    busy: { taskState: 'powering-on' },
    done: {
      status: 'ACTIVE',
      vmState: 'active',
      powerState: 1,
      cpuFeatures: server.host?.cpu.features ?? [],
    },
    ms: 200,
    ignored: cloud.has('start-ignored'),
  });
};
const reboot: Act = (cloud, call, server, wanted) => {
  const type = textOr(wanted.type, '');
  if (!/^(hard|soft)$/i.test(type)) {
    const choices = pythonText(['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft']);
    throw invalidField('type', type, `'${type}' is not one of ${choices}`);
  }
  const hard = /^hard$/i.test(type);
  demand(server, 'reboot', hard ? ['active', 'stopped', 'paused', 'suspended', 'error'] : ['active']);
  const fails = cloud.has('reboot-fails');
  return power(cloud, server, recordAction(server, call, 'reboot'), {
    event: 'compute_reboot_instance',
    busy: hard
      ? { status: 'HARD_REBOOT', taskState: 'rebooting_hard' }
      : { status: 'REBOOT', taskState: 'rebooting' },
    done: { status: 'ACTIVE', vmState: 'active', powerState: 1 },
    ms: 250,
    ignored: fails,
    ...(fails
      ? { error: 'InstanceRebootFailure: Failed to reboot instance: the guest agent did not answer.' }
      : {}),
  });
};

const createImage: Act = (cloud, call, server, wanted) => {
  const name = textOr(wanted.name, '');
  if (name === '') throw invalidField('createImage', wanted, "'name' is a required property");
  demand(server, 'createImage', ['active', 'stopped', 'paused', 'suspended']);
  const root = server.imageId === '' ? server.disks[0] : undefined;
  const volume = root && cloud.volumes.get(root.volumeId);
  const fails = cloud.has('snapshot-fails');
  const image = createSnapshotImage(cloud, server.projectId, name, server.flavor.disk, {
    base_image_ref: server.imageId,
    instance_uuid: server.id,
    user_id: server.userId,
    ...(volume ? { bdm_v2: 'True', root_device_name: '/dev/vda' } : { image_type: 'snapshot' }),
  });
  const action = recordAction(server, call, 'createImage');
  const event = beginEvent(action, 'compute_snapshot_instance', hostName(server));
  change(cloud, server, { taskState: 'image_snapshot_pending' });
  cloud.later(80, () => {
    image.status = 'saving';
    change(cloud, server, { taskState: 'image_uploading' });
  });
  cloud.later(300, () => {
    change(cloud, server, { taskState: null });
    finishEvent(action, event, fails ? 'ImageNotFound: the snapshot could not be written.' : undefined);
    if (fails) {
      cloud.images.delete(image.id);
      return;
    }
    if (volume) {
      const snapshot = createSnapshot(cloud, volume, `snapshot for ${name}`, '');
      image.properties.block_device_mapping = JSON.stringify([
        {
          source_type: 'snapshot',
          destination_type: 'volume',
          snapshot_id: snapshot.id,
          volume_size: volume.size,
          boot_index: 0,
          device_name: '/dev/vda',
          delete_on_termination: root?.deleteOnTermination ?? false,
        },
      ]);
    }
    Object.assign(image, { status: 'active', size: volume ? 0 : 1_073_741_824, updatedAt: Date.now() });
  });
  if (call.minor >= 45) return { status: 202, body: { image_id: image.id } };
  return { status: 202, headers: { Location: `${cloud.urls.get('image') ?? ''}/images/${image.id}` } };
};

const resize: Act = (cloud, call, server, wanted) => {
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
const confirmResize: Act = (cloud, call, server) => {
  endResize(cloud, call, server, 'confirmResize');
  return { status: 204 };
};
const revertResize: Act = (cloud, call, server) => {
  endResize(cloud, call, server, 'revertResize');
  return { status: 202 };
};

const changePassword: Act = (cloud, call, server, wanted) => {
  if (typeof wanted.adminPass !== 'string') {
    throw invalidField('changePassword', wanted, "'adminPass' is a required property");
  }
  demand(server, 'changePassword', ['active']);
  const action = recordAction(server, call, 'changePassword');
  const event = beginEvent(action, 'compute_set_admin_password', hostName(server));
  change(cloud, server, { taskState: 'updating_password' });
  cloud.later(60, () => {
    finishEvent(action, event);
    change(cloud, server, { taskState: null });
  });
  return { status: 202 };
};

const truths = [true, 'True', 'TRUE', 'true', '1', 'ON', 'On', 'on', 'YES', 'Yes', 'yes'];
const lies = [false, 'False', 'FALSE', 'false', '0', 'OFF', 'Off', 'off', 'NO', 'No', 'no'];

const migrateLive: Act = (cloud, call, server, wanted) => {
  adminOnly(call, 'os-migrate-server:migrate_live');
  const block = wanted.block_migration;
  const allowed: unknown[] = [...truths, ...lies];
  if (!allowed.includes(block) && !(call.minor >= 25 && block === 'auto')) {
    const choices = call.minor >= 25 ? [...truths, ...lies, 'auto'] : allowed;
    throw invalidField('block_migration', block, `${pythonText(block)} is not one of ${pythonText(choices)}`);
  }
  const required =
    call.minor >= 25 ? ['host', 'block_migration'] : ['host', 'block_migration', 'disk_over_commit'];
  const missing = required.find((key) => !(key in wanted));
  if (missing !== undefined)
    throw invalidField('os-migrateLive', wanted, `'${missing}' is a required property`);
  const known = [...required, ...(call.minor >= 30 && call.minor < 68 ? ['force'] : [])];
  const strange = Object.keys(wanted).find((key) => !known.includes(key));
  if (strange !== undefined) {
    const why = `Additional properties are not allowed ('${strange}' was unexpected)`;
    throw invalidField('os-migrateLive', wanted, why);
  }
  demand(server, 'os-migrateLive', ['active', 'paused']);
  const name = wanted.host;
  const host = cloud.hosts.find((one) => one.name === name);
  if (typeof name === 'string' && !host) throw novaError(400, `Compute host ${name} could not be found.`);
  liveMigrate(cloud, server, host, recordAction(server, call, 'live-migration'));
  return { status: 202 };
};

const acts: Record<string, Act> = {
  'os-stop': stop,
  'os-start': start,
  reboot,
  createImage,
  resize,
  confirmResize,
  revertResize,
  changePassword,
  'os-migrateLive': migrateLive,
};

/** POST /servers/{id}/action. Throws 400 for an action that is none, 409 for a state that does not fit. */
export function actOn(cloud: Cloud, call: NovaCall, server: Server): Reply {
  const [name, ...others] = isFields(call.body) ? Object.keys(call.body) : [];
  if (name === undefined || others.length > 0) throw novaError(400, 'Malformed request body');
  const act = acts[name];
  if (!act) throw novaError(400, `There is no such action: ${name}`);
  const wanted = isFields(call.body) ? call.body[name] : undefined;
  return act(cloud, call, server, isFields(wanted) ? wanted : {});
}
