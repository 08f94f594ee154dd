import { Fault, isTargetFault, type Measurement } from '../../../spec/index.ts';
import { findFlavor, findImage } from '../../clients/openstack/choices.ts';
import {
  type ComputeNode,
  computeNodes,
  describeNode,
  destinations,
  lesserNodes,
} from '../../clients/openstack/compute-nodes.ts';
import { addFloatingAddress, joinExternal } from '../../clients/openstack/floating-address.ts';
import { hostNameOf } from '../../clients/openstack/migrations.ts';
import { createPrivateNetwork, createSecurityGroup } from '../../clients/openstack/private-network.ts';
import { startServer } from '../../clients/openstack/servers.ts';
import { connectOpenStack, type Fields, type OpenStack, textAt } from '../../clients/openstack.ts';
import { type Heartbeat, openHeartbeat } from '../../clients/tcp-heartbeat.ts';
import { type Probe, type ProbeContext, pause } from '../../probe.ts';
import { type Leg, migrate } from './leg.ts';

const guestBootMs = 120_000;
const graceMs = 10_000;
/** A shorter halt of our own hardly changes what is measured. */
const stallMs = 100;

export const probe: Probe = {
  id: 'compute-live-migration',
  version: 1,
  async gather(context) {
    const os = await connectOpenStack(context);
    const nodes = await computeNodes(os, os.component.options.availabilityZone);
    const { server, address } = await orderServer(context, os, nodes);
    const id = textAt(server, 'id');
    const origin = hostNameOf(server);
    const from = nodes.find((node) => node.host === origin);
    if (!from) throw new Fault('TARGET_PREREQUISITE', `云主机所在的 ${origin} 不在可用计算节点之列`);
    const to = draw(context, destinations(nodes, from))!;
    const away = to.host;
    context.step('选定节点', `原节点 ${origin}，目的节点 ${away}`);
    context.note(
      `处理器为被测平台自述，未经核实：原节点 ${describeNode(from)}，目的节点 ${describeNode(to)}`,
    );

    const found: Found = { out: [], back: [], survived: [], gaps: [] };
    for (let round = 0; round < Number(context.inputs.rounds); round++) {
      const heartbeat = address === undefined ? undefined : await connectGuest(context, address);
      try {
        const out = await migrate(context, os, id, away);
        found.out.push(out);
        if (out.completed) found.back.push(await migrate(context, os, id, origin));
        if (heartbeat && out.completed) await readHeartbeat(context, heartbeat, found);
        if (!found.back[round]?.completed) break;
      } finally {
        heartbeat?.close();
      }
    }
    return { measurements: measurementsOf(found) };
  },
};

const draw = (context: ProbeContext, nodes: ComputeNode[]) =>
  nodes[Math.floor(context.random() * nodes.length)];

interface Found {
  out: Leg[];
  back: Leg[];
  survived: boolean[];
  gaps: number[];
}

function measurementsOf({ out, back, survived, gaps }: Found): Measurement[] {
  const legs = [...out, ...back];
  const all: Measurement[] = [
    { measurand: 'migration-completed', values: out.map((leg) => leg.completed) },
    { measurand: 'returned-to-origin', values: back.map((leg) => leg.completed) },
    { measurand: 'migration-duration', unit: 's', values: legs.flatMap((leg) => leg.seconds ?? []) },
    { measurand: 'stayed-active', values: legs.flatMap((leg) => leg.stayedActive ?? []) },
    { measurand: 'connection-survived', values: survived },
    { measurand: 'longest-gap', unit: 'ms', values: gaps },
  ];
  return all.filter((one) => one.values.length > 0);
}

/** A running server, with an address that we can reach when the target file names a way to it. */
async function orderServer(
  context: ProbeContext,
  os: OpenStack,
  nodes: ComputeNode[],
): Promise<{ server: Fields; address?: string }> {
  const { externalNetwork, guestPort } = os.component.options;
  const reachable = externalNetwork !== undefined && guestPort !== undefined;
  if (!reachable)
    context.note('目标文件未给出 externalNetwork 与 guestPort，客户端连接是否中断与最长间断未测');
  const flavor = await findFlavor(os, os.component.options.flavor);
  const image = await findImage(os, os.component.options.image);
  const network = await createPrivateNetwork(context, os);
  const security = await createSecurityGroup(context, os, reachable ? [guestPort] : []);
  const externalId = reachable ? await joinExternal(context, os, network, externalNetwork) : undefined;
  const server = await startServer(context, os, {
    suffix: 'vm',
    flavorId: flavor.id,
    imageId: image.id,
    diskGiB: os.endpoint('block-storage') === undefined ? undefined : Math.max(image.diskGiB, flavor.disk),
    networkId: network.id,
    securityGroup: security.name,
    // Where processors differ, the move that matters is the one to more features and back.
    node: draw(
      context,
      lesserNodes(nodes).filter((node) => (node.freeMemoryMiB ?? flavor.ram) >= flavor.ram),
    ),
  });
  if (externalId === undefined) return { server };
  return { server, address: await addFloatingAddress(context, os, server, externalId) };
}

/** A connection to the guest, tried until it has booted; undefined when it cannot be had, which the migration outlives. */
async function connectGuest(context: ProbeContext, host: string): Promise<Heartbeat | undefined> {
  const port = Number((context.component as OpenStack['component']).options.guestPort);
  const started = performance.now();
  for (;;) {
    try {
      const heartbeat = await openHeartbeat({ host, port, signal: context.signal });
      context.step('客户端建立连接', `${host}:${port}，间隔 20 毫秒`);
      return heartbeat;
    } catch (error) {
      if (!isTargetFault(error) || context.signal.aborted) throw error;
      if (performance.now() - started > guestBootMs) {
        context.note(`客户端未能与测试云主机建立连接，连接是否中断与最长间断未测：${error.message}`);
        return undefined;
      }
      await pause(1_000, context.signal);
    }
  }
}

async function readHeartbeat(context: ProbeContext, heartbeat: Heartbeat, found: Found): Promise<void> {
  const seen = await heartbeat.finish(graceMs);
  const gap = Math.round(seen.longestGapMs);
  const stall = Math.round(seen.longestStallMs);
  context.step(
    '客户端所见',
    `发出 ${seen.sent}，返回 ${seen.answered}，最长间断 ${gap} 毫秒，本机停顿最长 ${stall} 毫秒`,
  );
  found.survived.push(seen.survived);
  // A gap that our own clock may have made is not the platform's.
  if (stall > stallMs && stall > seen.longestGapMs / 2)
    context.note(`本机停顿达 ${stall} 毫秒，间断 ${gap} 毫秒不能归于被测平台，未计`);
  else found.gaps.push(seen.longestGapMs);
}
