import { Fault, type Measurement } from '../../../spec/index.ts';
import { findFlavor, findImage } from '../../clients/openstack/choices.ts';
import { createPrivateNetwork, createSecurityGroup } from '../../clients/openstack/private-network.ts';
import {
  hasFlavor,
  imageIdOf,
  informationOf,
  networkNamesOf,
  portsOf,
  rootVolumeOf,
  securityGroupNamesOf,
} from '../../clients/openstack/read-back.ts';
import {
  faultOfServer,
  isRunning,
  orderServers,
  serversNamed,
  stateOf,
} from '../../clients/openstack/servers.ts';
import { connectOpenStack, type Fields, type OpenStack, textAt, waitFor } from '../../clients/openstack.ts';
import type { Probe, ProbeContext } from '../../probe.ts';

/** How long an order for several may go on showing fewer servers than were asked for. */
const shortfallMs = 10_000;
const provisionLimitMs = 240_000;

export const probe: Probe = {
  id: 'compute-server-create',
  version: 1,
  async gather(context) {
    const os = await connectOpenStack(context);
    const count = Number(context.inputs.count);
    const diskGiB = Number(context.inputs.diskGiB);
    const flavor = await findFlavor(os, os.component.options.flavor);
    const image = await findImage(os, os.component.options.image);
    const asVolume = os.endpoint('block-storage') !== undefined;
    if (!asVolume) context.note('服务目录中没有块存储服务，系统盘容量无法指定，该项未测');
    if (asVolume && diskGiB < image.diskGiB) {
      throw new Fault(
        'TARGET_PREREQUISITE',
        `镜像 ${image.name} 至少要 ${image.diskGiB} GiB 系统盘，大于指定的 ${diskGiB} GiB`,
      );
    }
    const network = await createPrivateNetwork(context, os);
    const group = await createSecurityGroup(context, os);

    const started = performance.now();
    const name = await orderServers(context, os, {
      suffix: 'vm',
      flavorId: flavor.id,
      imageId: image.id,
      diskGiB: asVolume ? diskGiB : undefined,
      networkId: network.id,
      securityGroup: group.name,
      count,
    });
    context.step(
      '提交申请',
      `${count} 台，规格 ${flavor.name}（${flavor.vcpus} vCPU、${flavor.ram} MiB），镜像 ${image.name}，系统盘 ${diskGiB} GiB`,
    );
    const { servers, times } = await settle(context, os, name, count, started);
    const running = servers.filter(isRunning);
    if (running.length === 0)
      throw new Fault('TARGET_STATE', servers.map(faultOfServer).find(Boolean) ?? '没有云主机进入运行状态');
    context.step('读回台数', `登记 ${servers.length} 台，运行 ${running.length} 台`);
    const seen = await Promise.all(running.map((server) => readBack(os, server, name)));

    const measurements: Measurement[] = [
      { measurand: 'count-as-ordered', values: [running.length === count && servers.length === count] },
      { measurand: 'provision-time', unit: 's', values: times },
      { measurand: 'flavor-as-ordered', values: running.map((server) => hasFlavor(server, flavor)) },
      {
        measurand: 'image-as-ordered',
        values: shownAnd(
          seen,
          (one) => one.imageId,
          (id) => id === image.id,
        ),
      },
      {
        measurand: 'disk-as-ordered',
        values: asVolume
          ? shownAnd(
              seen,
              (one) => one.disk,
              (disk) => disk === diskGiB,
            )
          : [],
      },
      {
        measurand: 'network-as-ordered',
        values: seen.map((one) => only(one.networkNames, network.name) && only(one.networkIds, network.id)),
      },
      {
        measurand: 'security-group-as-ordered',
        values: seen.map(
          (one) => only(one.groupNames ?? [group.name], group.name) && only(one.groupIds, group.id),
        ),
      },
      { measurand: 'information-shown', values: [shared(seen.map((one) => one.information))] },
    ];
    for (const one of seen) context.step(`读回 ${one.name}`, one.summary);
    return { measurements: measurements.filter((one) => one.values.length > 0) };
  },
};

/** Waits until every server runs or failed; a shortfall in number is believed only after a while. */
async function settle(context: ProbeContext, os: OpenStack, name: string, count: number, started: number) {
  const times = new Map<string, number>();
  const servers = await waitFor(
    `${count} 台云主机可用`,
    async () => {
      const all = await serversNamed(os, name);
      const seconds = (performance.now() - started) / 1000;
      for (const server of all) {
        const id = textAt(server, 'id');
        if (isRunning(server) && !times.has(id)) times.set(id, seconds);
      }
      return all;
    },
    (all) => {
      const settled = all.every((server) => isRunning(server) || server.status === 'ERROR');
      return settled && (all.length >= count || performance.now() - started > shortfallMs);
    },
    context.signal,
    { timeoutMs: provisionLimitMs, describe: (all) => all.map(stateOf).join('、') || '未登记' },
  );
  return { servers, times: [...times.values()] };
}

/** What the platform really made, as its services show it one by one. */
async function readBack(os: OpenStack, server: Fields, orderedName: string) {
  const volume = await rootVolumeOf(os, server);
  const ports = await portsOf(os, server);
  const found = {
    name: textAt(server, 'name'),
    imageId: imageIdOf(server, volume),
    /** GiB; 0 when the server has no volume though one was ordered. */
    disk: volume
      ? volume.size
      : Array.isArray(server['os-extended-volumes:volumes_attached'])
        ? 0
        : undefined,
    networkNames: networkNamesOf(server),
    networkIds: distinct(ports.map((port) => textAt(port, 'network_id'))),
    groupNames: securityGroupNamesOf(server),
    groupIds: distinct(
      ports.flatMap((port) => (Array.isArray(port.security_groups) ? port.security_groups.map(String) : [])),
    ),
    information: await informationOf(os, server, orderedName),
  };
  const summary = [
    `镜像 ${found.imageId ?? '未示'}`,
    `系统盘 ${String(found.disk ?? '未示')} GiB`,
    `网络 ${found.networkNames.join('、') || '无'}`,
    `安全组 ${found.groupNames?.join('、') || '未示'}`,
  ].join('，');
  return { ...found, summary };
}

/** One sample for each server of which the platform shows the thing at all. */
const shownAnd = <S, T>(all: S[], read: (one: S) => T | undefined, fits: (value: T) => boolean) =>
  all
    .map(read)
    .filter((value) => value !== undefined)
    .map(fits);
const distinct = (all: string[]) => [...new Set(all)];
const only = (all: string[], wanted: string) => all.length === 1 && all[0] === wanted;
const shared = (lists: string[][]) =>
  (lists[0] ?? []).filter((item) => lists.every((list) => list.includes(item)));
