import { randomUUID } from 'node:crypto';
import { beginEvent, finishEvent } from './instance-actions.ts';
import { chooseHost, hasFeatures, placingOf } from './scheduler.ts';
import { bindPort, change } from './servers.ts';
import type { Cloud, ComputeHost, InstanceAction, Migration, Server } from './state.ts';

const preparingMs = 80;
const runningMs = 320;
/** The record says `running` a little longer than the server says MIGRATING, as in nova. */
const recordLagMs = 40;
const switchOverMs = 40;
const pausedMs = 2500;
const cutMs = 3000;
const slowRecordSeconds = 700;

/** Opens a migration's record; the newest stands last. */
export function recordMigration(
  cloud: Cloud,
  server: Server,
  type: Migration['type'],
  status: string,
  newFlavor: string,
): Migration {
  const now = Date.now();
  const migration: Migration = {
    number: cloud.migrations.length + 1,
    id: randomUUID(),
    serverId: server.id,
    projectId: server.projectId,
    userId: server.userId,
    source: server.host?.name ?? '',
    destination: null,
    type,
    status,
    oldFlavor: server.flavor.id,
    newFlavor,
    createdAt: now,
    updatedAt: now,
  };
  cloud.migrations.push(migration);
  return migration;
}

function tell(migration: Migration, status: string): void {
  migration.status = status;
  migration.updatedAt = Date.now();
}

/** Where it goes, or why it does not. */
function destinationOf(cloud: Cloud, server: Server, wanted: ComputeHost | undefined): ComputeHost | string {
  if (cloud.has('migration-same-host') || wanted === server.host) {
    return 'MigrationPreCheckError: Unable to migrate to the host that the instance is on.';
  }
  if (cloud.has('migration-never-returns') && wanted && server.left.has(wanted.name)) {
    return "InvalidCPUInfo: Unacceptable CPU info: CPU doesn't have compatibility.";
  }
  if (wanted && !hasFeatures(wanted, server.cpuFeatures)) {
    return "InvalidCPUInfo: Unacceptable CPU info: CPU doesn't have compatibility.";
  }
  const host = chooseHost(cloud, {
    ...placingOf(cloud, server),
    features: server.cpuFeatures,
    ...(server.host ? { except: server.host } : {}),
    ...(wanted ? { only: wanted } : {}),
  });
  return host ?? 'NoValidHost: No valid host was found. There are not enough hosts available.';
}

/** Moves a running server. The caller has been answered 202 already; only the record tells how it ends. */
export function liveMigrate(
  cloud: Cloud,
  server: Server,
  wanted: ComputeHost | undefined,
  action: InstanceAction,
): void {
  const migration = recordMigration(cloud, server, 'live-migration', 'accepted', server.flavor.id);
  const before = { status: server.status, powerState: server.powerState, vmState: server.vmState };
  change(cloud, server, { status: 'MIGRATING', taskState: 'migrating' });
  const conductor = beginEvent(action, 'conductor_live_migrate_instance', 'ctl');
  cloud.later(20, () => {
    const host = destinationOf(cloud, server, wanted);
    if (typeof host === 'string') {
      tell(migration, 'error');
      finishEvent(action, conductor, host);
      return change(cloud, server, { ...before, taskState: null });
    }
    migration.destination = host.name;
    tell(migration, 'preparing');
    finishEvent(action, conductor);
    const event = beginEvent(action, 'compute_live_migration', migration.source);
    cloud.later(preparingMs, () => {
      tell(migration, 'running');
      if (cloud.has('migration-pauses-guest')) pauseGuest(cloud, server);
      const arrive = () => finish(cloud, server, host, migration, () => finishEvent(action, event));
      if (cloud.has('migration-slow')) cloud.exactly(cloud.slowMigrationSeconds * 1000, arrive);
      else if (cloud.has('migration-pauses-guest')) cloud.exactly(pausedMs, arrive);
      else cloud.later(runningMs, arrive);
    });
  });
}

function pauseGuest(cloud: Cloud, server: Server): void {
  change(cloud, server, { status: 'PAUSED', vmState: 'paused', powerState: 3 });
  cloud.guests.stall(server.id, pausedMs);
}

function finish(
  cloud: Cloud,
  server: Server,
  host: ComputeHost,
  migration: Migration,
  told: () => void,
): void {
  if (!cloud.servers.has(server.id)) return;
  if (server.host) server.left.add(server.host.name);
  if (cloud.has('migration-drops-connections')) cloud.guests.cut(server.id, cutMs);
  else cloud.guests.stall(server.id, switchOverMs);
  for (const id of server.portIds) bindPort(cloud, id, host.name);
  for (const disk of server.disks) {
    const volume = cloud.volumes.get(disk.volumeId);
    if (volume?.attachment) volume.attachment.hostName = host.name;
  }
  change(cloud, server, { host, status: 'ACTIVE', vmState: 'active', taskState: null, powerState: 1 });
  told();
  cloud.later(recordLagMs, () => {
    tell(migration, 'completed');
    if (cloud.has('migration-slow')) migration.updatedAt = migration.createdAt + slowRecordSeconds * 1000;
  });
}
