import { isFields, pythonText, textOr } from './body.ts';
import { evacuate } from './evacuation.ts';
import type { Reply } from './http-service.ts';
import { createSnapshotImage } from './image.ts';
import { beginEvent, finishEvent, recordAction } from './instance-actions.ts';
import { liveMigrate } from './live-migration.ts';
import { adminOnly, invalidField, type NovaCall, novaError } from './nova.ts';
import { confirmResize, resize, revertResize } from './resize.ts';
import { type Act, demand, hostName } from './server-act.ts';
import { change } from './servers.ts';
import { createSnapshot } from './snapshots.ts';
import type { Cloud, InstanceAction, Server } from './state.ts';

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
    boot_roles: call.token.roles.join(','),
    owner_project_name: call.token.project.name,
    owner_user_name: call.token.account.name,
    ...(volume
      ? { bdm_v2: 'True', root_device_name: '/dev/vda' }
      : { image_type: 'snapshot', instance_uuid: server.id, user_id: server.userId }),
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
  const required =
    call.minor >= 25 ? ['host', 'block_migration'] : ['host', 'block_migration', 'disk_over_commit'];
  const missing = required.find((key) => !(key in wanted));
  if (missing !== undefined)
    throw invalidField('os-migrateLive', wanted, `'${missing}' is a required property`);
  const block = wanted.block_migration;
  const allowed: unknown[] = [...truths, ...lies, ...(call.minor >= 25 ? ['auto'] : [])];
  if (!allowed.includes(block))
    throw invalidField('block_migration', block, `${pythonText(block)} is not one of ${pythonText(allowed)}`);
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
  evacuate,
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
