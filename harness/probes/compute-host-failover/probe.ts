import { Fault, isTargetFault, type Measurement } from '../../../spec/index.ts';
import { computeNodes } from '../../clients/openstack/compute-nodes.ts';
import { act } from '../../clients/openstack/instance-actions.ts';
import {
  computeMicroversion,
  faultOfServer,
  hostOf,
  isRunning,
  readServer,
  stateOf,
} from '../../clients/openstack/servers.ts';
import { connectOpenStack, type Fields, type OpenStack, textAt, waitFor } from '../../clients/openstack.ts';
import { type Probe, type ProbeContext, pause } from '../../probe.ts';
import { belongingsOf, startGuest } from './guest.ts';
import { setPower } from './host-power.ts';

/** How long a person may take to cut the power, and a platform to notice, to recover and to take a node back. */
const personMs = 900_000;
const noticeMs = 300_000;
const recoveryMs = 600_000;
const returnMs = 600_000;
const everyMs = 300;

export const probe: Probe = {
  id: 'compute-host-failover',
  version: 1,
  async gather(context) {
    const os = await connectOpenStack(context);
    const failure = os.component.options.hostFailure;
    if (!failure)
      throw new Fault('TARGET_PREREQUISITE', '目标文件未指明可断电的宿主机（options.hostFailure）');
    // The letter names the machine itself, not only the interface through which it is asked for.
    context.permit(`http://${failure.host}`);
    const nodes = await computeNodes(os);
    const node = nodes.find(({ host }) => host === failure.host);
    if (!node) throw new Fault('TARGET_PREREQUISITE', `宿主机 ${failure.host} 不在可用计算节点之列`);
    if (nodes.length < 2) throw new Fault('TARGET_PREREQUISITE', `除 ${failure.host} 外没有可用的计算节点`);
    const server = await startGuest(context, os, node);
    const id = textAt(server, 'id');
    if (hostOf(await readServer(os, id)) !== node.host)
      throw new Fault('TARGET_PREREQUISITE', `测试云主机不在 ${node.host}，账号须为管理员`);
    await assertAlone(os, node.host, id);
    const before = await belongingsOf(os, await readServer(os, id));
    context.step('云主机就绪', `${node.host}，${before.join('、')}`);

    const started = await cutPower(context, failure);
    await waitFor(
      `云平台发现 ${node.host} 故障`,
      () => serviceState(os, node.host),
      (state) => state === 'down',
      context.signal,
      { timeoutMs: failure.reset === undefined ? personMs : noticeMs, everyMs },
    );
    context.step('云平台已发现宿主机故障', failure.reset === undefined ? '' : sinceText(started));
    const recovered = await recover(context, os, id, node.host, started);
    if (failure.reset !== undefined) await restorePower(context, os, node.host);
    const measurements: Measurement[] = [
      { measurand: 'recovered-elsewhere', values: [recovered !== undefined] },
    ];
    if (recovered === undefined) return { measurements };
    const after = await belongingsOf(os, recovered.server);
    const kept = before.join() === after.join();
    context.step('恢复后的云硬盘与地址', kept ? '与故障前相同' : `不同：${after.join('、')}`);
    measurements.push({ measurand: 'disks-and-addresses-kept', values: [kept] });
    // A person's hand has no instant that we know.
    if (failure.reset !== undefined)
      measurements.push({ measurand: 'recovery-time', unit: 's', values: [recovered.seconds] });
    return { measurements };
  },
};

const sinceText = (started: number) => `断电后 ${((performance.now() - started) / 1000).toFixed(1)} 秒`;

/** Nobody else's server is taken down with ours. */
async function assertAlone(os: OpenStack, host: string, id: string): Promise<void> {
  const path = `/servers/detail?all_tenants=1&host=${encodeURIComponent(host)}`;
  const all = await os.list('compute', path, 'servers', computeMicroversion);
  const others = all.filter((one) => one['OS-EXT-SRV-ATTR:host'] === host && one.id !== id);
  if (others.length > 0)
    throw new Fault('TARGET_PREREQUISITE', `宿主机 ${host} 上还有其他云主机 ${others.length} 台，未断电`);
}

/** Cuts the power, to be given back with the observation; answers when it was cut, on our clock. */
async function cutPower(
  context: ProbeContext,
  failure: NonNullable<OpenStack['component']['options']['hostFailure']>,
): Promise<number> {
  const { host, reset } = failure;
  if (reset === undefined) {
    context.step(
      `请现场人员切断宿主机 ${host} 的电源`,
      `${personMs / 60_000} 分钟内；测试结束后由现场人员恢复`,
    );
    context.note(`宿主机 ${host} 由现场人员断电，用时无起点，未计；测试后须由现场人员恢复供电`);
    return performance.now();
  }
  const machine = { ...failure, reset };
  return context.resources.create(
    '宿主机断电',
    async () => {
      const started = performance.now();
      await setPower(context, machine, 'ForceOff');
      context.step('宿主机断电', host);
      return started;
    },
    () => host,
    () => setPower(context, machine, 'On'),
  );
}

/** Gives the power back and waits for the node; that it stays away takes nothing from what was seen. */
async function restorePower(context: ProbeContext, os: OpenStack, host: string): Promise<void> {
  await context.resources.release(host);
  try {
    await waitFor(
      `宿主机 ${host} 恢复服务`,
      () => serviceState(os, host),
      (state) => state === 'up',
      context.signal,
      { timeoutMs: returnMs, everyMs },
    );
    context.step('宿主机恢复服务', host);
  } catch (error) {
    if (!isTargetFault(error)) throw error;
    context.note(`已恢复供电，${error.message}，请现场核对`);
  }
}

async function serviceState(os: OpenStack, host: string): Promise<string> {
  const path = `/os-services?binary=nova-compute&host=${encodeURIComponent(host)}`;
  const [service] = await os.list('compute', path, 'services', computeMicroversion);
  return textAt(service, 'state');
}

/** Waits for the platform's own recovery, or asks for one; undefined when it was refused or failed. */
async function recover(
  context: ProbeContext,
  os: OpenStack,
  id: string,
  from: string,
  started: number,
): Promise<{ server: Fields; seconds: number } | undefined> {
  const underWay = (server: Fields) =>
    hostOf(server) !== from || server.status === 'REBUILD' || Boolean(server['OS-EXT-STS:task_state']);
  if (!underWay(await readServer(os, id))) {
    const answer = await act(os, id, { evacuate: {} });
    if (!answer.ok) {
      context.step('疏散请求被拒绝', `HTTP ${answer.status}，${answer.problem}`);
      return undefined;
    }
    context.step('提交疏散请求', sinceText(started));
  } else context.step('云平台已自行开始恢复', sinceText(started));
  const asked = performance.now();
  for (;;) {
    const server = await readServer(os, id);
    const seconds = (performance.now() - started) / 1000;
    if (isRunning(server) && hostOf(server) !== from) {
      context.step('云主机恢复运行', `${hostOf(server)}，${sinceText(started)}`);
      return { server, seconds };
    }
    const failed = faultOfServer(server) ?? (await failedEvacuation(os, id));
    if (failed !== undefined) {
      context.step('云主机未能在其他节点恢复', `${stateOf(server)}，${failed}`);
      return undefined;
    }
    if (performance.now() - asked > recoveryMs)
      throw new Fault('TARGET_STATE', `${recoveryMs / 1000} 秒内未恢复，最后为 ${stateOf(server)}`);
    await pause(everyMs, context.signal);
  }
}

/** What the platform's record says of an evacuation that came to nothing. */
async function failedEvacuation(os: OpenStack, id: string): Promise<string | undefined> {
  const path = `/os-migrations?instance_uuid=${id}`;
  const records = await os.list('compute', path, 'migrations', computeMicroversion);
  const failed = records.find(
    (one) => one.migration_type === 'evacuation' && ['error', 'failed'].includes(String(one.status)),
  );
  return failed && `疏散记录为 ${String(failed.status)}`;
}
