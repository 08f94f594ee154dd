import { Fault } from '../../../spec/index.ts';
import { act } from '../../clients/openstack/instance-actions.ts';
import { hostNameOf, liveMigrationsOf } from '../../clients/openstack/migrations.ts';
import { isRunning, readServer, stateOf } from '../../clients/openstack/servers.ts';
import { type Fields, type OpenStack, waitFor } from '../../clients/openstack.ts';
import { type ProbeContext, pause } from '../../probe.ts';

/** How long a request may go without a record, and a host stay the old one after the record is complete. */
const recordMs = 20_000;
const hostLagMs = 10_000;
const settleMs = 60_000;
const everyMs = 250;
/** Stamps of whole seconds may say this much more than our clock without contradicting it. */
const stampSeconds = 2;

export interface Leg {
  /** The record is complete and the server runs on the wanted host. */
  completed: boolean;
  /** From the request to the first sight of the complete record, or longer if the record says so; only when completed. */
  seconds?: number;
  /** Undefined when there was no migration to stay active through. */
  stayedActive?: boolean;
}

/** Moves a running server to a host. Throws TARGET_STATE where the platform's records do not tell what became of it. */
export async function migrate(
  context: ProbeContext,
  os: OpenStack,
  serverId: string,
  to: string,
): Promise<Leg> {
  const from = hostNameOf(await settled(context, os, serverId));
  const known = new Set((await liveMigrationsOf(os, serverId)).map((record) => record.id));
  const title = `热迁移 ${from} → ${to}`;
  const started = performance.now();
  const answer = await act(os, serverId, { 'os-migrateLive': { host: to, block_migration: 'auto' } });
  if (!answer.ok) {
    context.step(`${title}被拒绝`, `HTTP ${answer.status}，${answer.problem}`);
    return { completed: false };
  }
  let active = true;
  let polls = 0;
  const failed = (why: string): Leg => {
    context.step(`${title}未成功`, why);
    return { completed: false, ...(active ? {} : { stayedActive: false }) };
  };
  for (;;) {
    const record = (await liveMigrationsOf(os, serverId)).find((one) => !known.has(one.id));
    const elapsedMs = performance.now() - started;
    const server = await readServer(os, serverId);
    polls += 1;
    active &&= isActive(server);
    if (record?.status === 'completed') {
      const ours = elapsedMs / 1000;
      const theirs = record.seconds ?? 0;
      // A platform that says it took longer than we saw is believed: the slower figure is the one that stands.
      const seconds = theirs > ours + stampSeconds ? theirs : ours;
      if (seconds > ours)
        context.note(`${title}：本机计时 ${ours.toFixed(1)} 秒，迁移记录自述 ${theirs} 秒，取较长者`);
      const arrived = await arrives(context, os, serverId, to);
      if (!arrived) return failed(`迁移记录为完成，云主机仍不在 ${to}`);
      context.step(
        title,
        `用时 ${seconds.toFixed(2)} 秒，其间查询 ${polls} 次，${active ? '始终运行' : '曾不在运行状态'}`,
      );
      return { completed: true, seconds, stayedActive: active };
    }
    if (record && ['error', 'failed'].includes(record.status)) return failed(`迁移记录为 ${record.status}`);
    if (record?.status === 'cancelled') throw new Fault('TARGET_STATE', `${title}：迁移被他人取消`);
    if (server.status === 'ERROR') return failed('云主机进入 ERROR');
    if (!record && elapsedMs > recordMs && !server['OS-EXT-STS:task_state']) {
      if (hostNameOf(server) === from)
        return failed(`请求已受理，${recordMs / 1000} 秒内没有迁移记录，宿主机未变`);
      throw new Fault('TARGET_STATE', `${title}：宿主机已变而没有迁移记录，无法计时`);
    }
    await pause(everyMs, context.signal);
  }
}

async function arrives(context: ProbeContext, os: OpenStack, serverId: string, to: string): Promise<boolean> {
  const started = performance.now();
  while (hostNameOf(await readServer(os, serverId)) !== to) {
    if (performance.now() - started > hostLagMs) return false;
    await pause(everyMs, context.signal);
  }
  return true;
}

/** A server may still be busy for a moment after its record is complete. */
const settled = (context: ProbeContext, os: OpenStack, serverId: string) =>
  waitFor('云主机可迁移', () => readServer(os, serverId), isRunning, context.signal, {
    timeoutMs: settleMs,
    describe: stateOf,
  });

const shutDown = [4, 6, 7];
function isActive(server: Fields): boolean {
  const state = server['OS-EXT-STS:vm_state'];
  const active =
    typeof state === 'string' ? state === 'active' : ['ACTIVE', 'MIGRATING'].includes(String(server.status));
  return active && !shutDown.includes(Number(server['OS-EXT-STS:power_state']));
}
