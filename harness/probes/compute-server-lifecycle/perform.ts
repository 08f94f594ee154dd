import { Fault } from '../../../spec/index.ts';
import { type ActionState, act, actionState, requestIdOf } from '../../clients/openstack/instance-actions.ts';
import { readServer, stateOf } from '../../clients/openstack/servers.ts';
import type { Fields, OpenStack } from '../../clients/openstack.ts';
import { type ProbeContext, pause } from '../../probe.ts';

/** How long a finished or unrecorded action may leave the server in its old state. */
const graceMs = 8_000;
const limitMs = 120_000;
const everyMs = 400;

export interface Seen {
  server: Fields;
  log: ActionState;
  /** Every state that was polled since the request. */
  states: ReadonlySet<string>;
}

/**
 * Asks for an action and answers whether it really happened, by the server's state and by the log of actions.
 * False: refused, logged as failed, or accepted without effect. Throws TARGET_STATE when it is still under way at our limit.
 */
export async function perform(
  context: ProbeContext,
  os: OpenStack,
  serverId: string,
  title: string,
  body: Record<string, unknown>,
  reached: (seen: Seen) => boolean,
): Promise<boolean> {
  const answer = await act(os, serverId, body);
  if (!answer.ok) {
    context.step(`${title}被拒绝`, `HTTP ${answer.status}，${answer.problem}`);
    return false;
  }
  const requestId = requestIdOf(answer);
  const states = new Set<string>();
  const started = performance.now();
  let idleSince: number | undefined;
  for (;;) {
    const log = await actionState(os, serverId, requestId);
    const server = await readServer(os, serverId);
    const now = performance.now();
    states.add(String(server.status));
    const say = (what: string) =>
      context.step(title, `${what}；状态 ${stateOf(server)}，操作记录${logText[log]}`);
    if (log === 'failed' || server.status === 'ERROR') {
      say('未成功');
      return false;
    }
    if (log !== 'under-way') {
      const idle = server['OS-EXT-STS:task_state'] == null;
      idleSince = idle ? (idleSince ?? now) : undefined;
      const settled = idleSince !== undefined && now - idleSince > graceMs;
      // A record may follow its effect: without one the effect is believed only after the grace.
      if (reached({ server, log, states }) && (log === 'succeeded' || settled)) {
        say('已完成');
        return true;
      }
      if (settled) {
        say('已受理而没有效果');
        return false;
      }
    }
    if (now - started > limitMs) {
      throw new Fault(
        'TARGET_STATE',
        `${title}：${limitMs / 1000} 秒内未结束，最后为 ${stateOf(server)}，操作记录${logText[log]}`,
      );
    }
    await pause(everyMs, context.signal);
  }
}

const logText: Record<ActionState, string> = {
  absent: '中没有',
  'under-way': '为进行中',
  succeeded: '为成功',
  failed: '为失败',
};
