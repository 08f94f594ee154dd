import { type Fault, isTargetFault, type Measurement } from '../../../spec/index.ts';
import { type Flavor, findFlavor, findImage, type Image } from '../../clients/openstack/choices.ts';
import { createPrivateNetwork, createSecurityGroup } from '../../clients/openstack/private-network.ts';
import { createUnlessRefused } from '../../clients/openstack/refusable.ts';
import { remove } from '../../clients/openstack/removal.ts';
import { computeMicroversion, hostOf, startServer } from '../../clients/openstack/servers.ts';
import { connectOpenStack, fieldsAt, type OpenStack, textAt } from '../../clients/openstack.ts';
import type { Probe, ProbeContext } from '../../probe.ts';

const policies = [
  { policy: 'anti-affinity', title: '反亲和', measurand: 'anti-affinity-hosts-differ', differ: true },
  { policy: 'affinity', title: '亲和', measurand: 'affinity-hosts-same', differ: false },
] as const;

interface Order {
  flavor: Flavor;
  image: Image;
  diskGiB: number | undefined;
  networkId: string;
  securityGroup: string;
}

export const probe: Probe = {
  id: 'compute-anti-affinity',
  version: 1,
  async gather(context) {
    const os = await connectOpenStack(context);
    const flavor = await findFlavor(os, os.component.options.flavor);
    const image = await findImage(os, os.component.options.image);
    const network = await createPrivateNetwork(context, os);
    const security = await createSecurityGroup(context, os);
    const diskGiB =
      os.endpoint('block-storage') === undefined ? undefined : Math.max(image.diskGiB, flavor.disk);
    const order = { flavor, image, diskGiB, networkId: network.id, securityGroup: security.name };
    const measurements: Measurement[] = [];
    let first: Fault | undefined;
    for (const wanted of policies) {
      try {
        measurements.push({ measurand: wanted.measurand, values: [await holds(context, os, wanted, order)] });
      } catch (error) {
        // One policy that could not be tried says nothing of the other.
        if (!isTargetFault(error) || context.signal.aborted) throw error;
        first ??= error;
        context.note(`${wanted.title}未能测得：${error.message}`);
      }
    }
    if (measurements.length === 0 && first) throw first;
    return { measurements };
  },
};

/** Two servers in one group, one after the other: whether the group has both and their hosts obey the policy. */
async function holds(
  context: ProbeContext,
  os: OpenStack,
  wanted: (typeof policies)[number],
  order: Order,
): Promise<boolean> {
  const group = await createGroup(context, os, wanted.policy);
  if (group === undefined) return false;
  const servers = [];
  for (const suffix of [`${wanted.policy}-1`, `${wanted.policy}-2`]) {
    const { flavor, image, ...rest } = order;
    servers.push(
      await startServer(context, os, { ...rest, suffix, flavorId: flavor.id, imageId: image.id, group }),
    );
  }
  const members = fieldsAt(
    await os.read('compute', `/os-server-groups/${group}`, computeMicroversion),
    'server_group',
  ).members;
  const registered = Array.isArray(members) && servers.every((server) => members.includes(server.id));
  const hosts = servers.map(hostOf);
  const differ = hosts[0] !== hosts[1];
  context.step(
    `${wanted.title}组`,
    `宿主机 ${hosts.join('、')}；组成员${registered ? '已登记两台' : '未登记全部两台'}`,
  );
  return registered && differ === wanted.differ;
}

/** The group's id; undefined when the platform refuses the policy. */
async function createGroup(
  context: ProbeContext,
  os: OpenStack,
  policy: string,
): Promise<string | undefined> {
  const body = { server_group: { name: `${context.marker}-${policy}`, policies: [policy] } };
  const made = await createUnlessRefused(
    context,
    '云主机组',
    () =>
      os.request('compute', {
        method: 'POST',
        path: '/os-server-groups',
        microversion: computeMicroversion,
        body,
        accept: 'refusal',
      }),
    (answer) => textAt(answer.json, 'server_group', 'id'),
    (id) => remove(os, 'compute', `/os-server-groups/${id}`),
  );
  if (made.refused !== undefined) context.step(`云主机组 ${policy} 被拒绝`, made.refused);
  return made.id;
}
