import { type Fault, isTargetFault, type Measurement } from '../../../spec/index.ts';
import { findFlavor, findImage } from '../../clients/openstack/choices.ts';
import { createPrivateNetwork, createSecurityGroup } from '../../clients/openstack/private-network.ts';
import { hasFlavor } from '../../clients/openstack/read-back.ts';
import { isRunning, readServer, startServer, stateOf } from '../../clients/openstack/servers.ts';
import { connectOpenStack, type Fields, type OpenStack, textAt, waitFor } from '../../clients/openstack.ts';
import type { Probe, ProbeContext } from '../../probe.ts';
import { perform } from './perform.ts';
import { snapshotServer, snapshotVolume } from './snapshots.ts';

const running = 1;
const settleMs = 30_000;

interface Act {
  measurand: string;
  title: string;
  /** States from which it may be asked for; none where it does not concern the server. */
  from: string[];
  /** Undefined when it was not tried. */
  run: () => Promise<boolean | undefined>;
}

export const probe: Probe = {
  id: 'compute-server-lifecycle',
  version: 1,
  async gather(context) {
    const os = await connectOpenStack(context);
    const id = textAt(await orderServer(context, os), 'id');
    const acts = actsOn(context, os, id);
    const measurements: Measurement[] = [];
    let first: Fault | undefined;
    for (const act of acts) {
      try {
        if (act.from.length > 0 && !(await stands(context, os, id, act))) continue;
        const happened = await act.run();
        if (happened !== undefined) measurements.push({ measurand: act.measurand, values: [happened] });
      } catch (error) {
        // What broke one action says nothing of the others.
        if (!isTargetFault(error) || context.signal.aborted) throw error;
        first ??= error;
        context.note(`${act.title}未能测得：${error.message}`);
      }
    }
    if (measurements.length === 0 && first) throw first;
    return { measurements };
  },
};

function actsOn(context: ProbeContext, os: OpenStack, id: string): Act[] {
  const act = (title: string, body: Record<string, unknown>, reached: Parameters<typeof perform>[5]) =>
    perform(context, os, id, title, body, reached);
  return [
    {
      measurand: 'stopped',
      title: '关机',
      from: ['ACTIVE'],
      run: () =>
        act(
          '关机',
          { 'os-stop': null },
          ({ server }) => server.status === 'SHUTOFF' && powerOf(server) !== running,
        ),
    },
    {
      measurand: 'started',
      title: '开机',
      from: ['SHUTOFF'],
      run: () =>
        act(
          '开机',
          { 'os-start': null },
          ({ server }) => isRunning(server) && (powerOf(server) ?? running) === running,
        ),
    },
    {
      measurand: 'rebooted',
      title: '重启',
      from: ['ACTIVE'],
      // Its state is the same before and after, so that it must have been seen rebooting or be logged.
      run: () =>
        act('重启', { reboot: { type: 'HARD' } }, ({ server, log, states }) => {
          return (
            isRunning(server) && (log === 'succeeded' || states.has('REBOOT') || states.has('HARD_REBOOT'))
          );
        }),
    },
    {
      measurand: 'server-snapshot-made',
      title: '主机快照',
      from: ['ACTIVE', 'SHUTOFF'],
      run: () => snapshotServer(context, os, id),
    },
    {
      measurand: 'volume-snapshot-made',
      title: '磁盘快照',
      from: [],
      async run() {
        if (os.endpoint('block-storage') !== undefined) return snapshotVolume(context, os);
        context.note('服务目录中没有块存储服务，磁盘快照未测');
        return undefined;
      },
    },
    { measurand: 'resized', title: '扩容', from: ['ACTIVE', 'SHUTOFF'], run: () => resize(context, os, id) },
  ];
}

/** To the larger flavor and confirmed; true when the server then has that flavor. */
async function resize(context: ProbeContext, os: OpenStack, id: string): Promise<boolean | undefined> {
  const wanted = os.component.options.resizeFlavor;
  if (wanted === undefined) {
    context.note('目标文件未给出扩容规格 resizeFlavor，扩容未测');
    return undefined;
  }
  const flavor = await findFlavor(os, wanted);
  const settled = ['ACTIVE', 'SHUTOFF'];
  const resized = await perform(
    context,
    os,
    id,
    '扩容',
    { resize: { flavorRef: flavor.id } },
    ({ server }) => {
      return (
        server.status === 'VERIFY_RESIZE' ||
        (settled.includes(String(server.status)) && hasFlavor(server, flavor))
      );
    },
  );
  if (!resized) return false;
  // Some platforms confirm by themselves.
  if ((await readServer(os, id)).status === 'VERIFY_RESIZE') {
    const confirmed = await perform(context, os, id, '确认扩容', { confirmResize: null }, ({ server }) => {
      return settled.includes(String(server.status));
    });
    if (!confirmed) return false;
  }
  const after = await readServer(os, id);
  context.step('扩容后读回', JSON.stringify(after.flavor));
  return hasFlavor(after, flavor);
}

async function orderServer(context: ProbeContext, os: OpenStack): Promise<Fields> {
  const flavor = await findFlavor(os, os.component.options.flavor);
  const image = await findImage(os, os.component.options.image);
  const network = await createPrivateNetwork(context, os);
  const security = await createSecurityGroup(context, os);
  return startServer(context, os, {
    suffix: 'vm',
    flavorId: flavor.id,
    imageId: image.id,
    diskGiB: os.endpoint('block-storage') === undefined ? undefined : Math.max(image.diskGiB, flavor.disk),
    networkId: network.id,
    securityGroup: security.name,
  });
}

/** Whether the server came to rest where the action may start from; an earlier failure is not counted twice. */
async function stands(context: ProbeContext, os: OpenStack, id: string, act: Act): Promise<boolean> {
  const server = await waitFor(
    `${act.title}之前`,
    () => readServer(os, id),
    (now) => !now['OS-EXT-STS:task_state'],
    context.signal,
    { timeoutMs: settleMs, describe: stateOf },
  );
  if (act.from.includes(String(server.status))) return true;
  context.note(`${act.title}未测：云主机为 ${stateOf(server)}，应为 ${act.from.join(' 或 ')}`);
  return false;
}

const powerOf = (server: Fields) => server['OS-EXT-STS:power_state'];
