import { Fault } from '../../../spec/index.ts';
import type { ProbeContext } from '../../probe.ts';
import type { OpenStack, OpenStackAnswer, OpenStackRequest } from '../openstack.ts';
import type { ServiceName } from './catalogue.ts';
import { remove } from './removal.ts';
import { computeMicroversion } from './servers.ts';
import { isFields } from './shape.ts';

/** One of each kind that a tenant has, by id. */
export interface TenantKit {
  server: string;
  volume: string;
  network: string;
  image?: string;
}
export type TenantKind = keyof TenantKit;
export const tenantKinds: Record<
  TenantKind,
  { label: string; service: ServiceName; path: string; key: string }
> = {
  server: { label: '云主机', service: 'compute', path: '/servers', key: 'servers' },
  volume: { label: '云硬盘', service: 'block-storage', path: '/volumes', key: 'volumes' },
  network: { label: '网络', service: 'network', path: '/networks', key: 'networks' },
  image: { label: '镜像', service: 'image', path: '/images', key: 'images' },
};

/** One thing that can be done to a resource; `own` are resources of whoever does it. */
export interface TenantAction {
  id: string;
  label: string;
  kind: TenantKind;
  request(
    subject: TenantKit,
    own: TenantKit,
    marker: string,
    turn: number,
  ): { service: ServiceName } & OpenStackRequest;
  /** The ledger's kind of what it makes, its key in the answer (none for an image), and where that stands. */
  makes?: { kind: string; key: string; service: ServiceName; path: string };
}

const compute = { service: 'compute', microversion: computeMicroversion } as const;
const storage = { service: 'block-storage' } as const;
const network = { service: 'network' } as const;
/** An image is changed by a patch of its own media type. */
const patch = { 'content-type': 'application/openstack-images-v2.1-json-patch' };

/** Names stay as they are: by them a thing is known to be ours. In an order in which each leaves the resource in a state that the next can work on. */
export const tenantActions: readonly TenantAction[] = [
  {
    id: 'server-describe',
    label: '云主机改描述',
    kind: 'server',
    request: ({ server }, _, marker) => ({
      ...compute,
      method: 'PUT',
      path: `/servers/${server}`,
      body: { server: { description: `${marker}-changed` } },
    }),
  },
  {
    id: 'volume-describe',
    label: '云硬盘改描述',
    kind: 'volume',
    request: ({ volume }, _, marker) => ({
      ...storage,
      method: 'PUT',
      path: `/volumes/${volume}`,
      body: { volume: { description: `${marker}-changed` } },
    }),
  },
  {
    id: 'volume-extend',
    label: '云硬盘扩容',
    kind: 'volume',
    // A volume only grows: whoever comes second asks for more.
    request: ({ volume }, _, __, turn) => ({
      ...storage,
      method: 'POST',
      path: `/volumes/${volume}/action`,
      body: { 'os-extend': { new_size: 1 + turn } },
    }),
  },
  {
    id: 'volume-snapshot',
    label: '云硬盘做快照',
    kind: 'volume',
    makes: { kind: '磁盘快照', key: 'snapshot', service: 'block-storage', path: '/snapshots' },
    request: ({ volume }, _, marker) => ({
      ...storage,
      method: 'POST',
      path: '/snapshots',
      body: { snapshot: { volume_id: volume, name: `${marker}-snapshot` } },
    }),
  },
  {
    id: 'volume-attach',
    label: '云硬盘挂接到自己的云主机',
    kind: 'volume',
    request: ({ volume }, own) => ({
      ...compute,
      method: 'POST',
      path: `/servers/${own.server}/os-volume_attachments`,
      body: { volumeAttachment: { volumeId: volume } },
    }),
  },
  {
    id: 'network-describe',
    label: '网络改描述',
    kind: 'network',
    request: (subject, _, marker) => ({
      ...network,
      method: 'PUT',
      path: `/networks/${subject.network}`,
      body: { network: { description: `${marker}-changed` } },
    }),
  },
  {
    id: 'network-port',
    label: '在网络中建端口',
    kind: 'network',
    makes: { kind: '端口', key: 'port', service: 'network', path: '/ports' },
    request: (subject, _, marker) => ({
      ...network,
      method: 'POST',
      path: '/ports',
      body: { port: { network_id: subject.network, name: `${marker}-port` } },
    }),
  },
  {
    id: 'server-stop',
    label: '云主机关机',
    kind: 'server',
    request: ({ server }) => ({
      ...compute,
      method: 'POST',
      path: `/servers/${server}/action`,
      body: { 'os-stop': null },
    }),
  },
  {
    id: 'image-change',
    label: '镜像改最小内存',
    kind: 'image',
    request: ({ image = '' }) => ({
      service: 'image',
      method: 'PATCH',
      path: `/images/${image}`,
      headers: patch,
      body: [{ op: 'replace', path: '/min_ram', value: 64 }],
    }),
  },
];

/** What became of an attempt. `unclear` is neither a yes nor a no about whose the resource is. */
export type Attempt = { outcome: 'accepted' | 'refused' | 'unclear'; status: number; problem: string };

const answered = [400, 403, 404, 409, 501];
/** Conflicts and bad states show that the resource was looked at; only these words in a 400 say that it was not. */
const denies =
  /could not be found|not be found|does not exist|not authorized|not permitted|malformed request url/i;

function outcomeOf({ ok, status, problem }: OpenStackAnswer): Attempt {
  const refused = status === 403 || status === 404 || (status === 400 && denies.test(problem));
  return { outcome: ok ? 'accepted' : refused ? 'refused' : 'unclear', status, problem };
}

/** Asks as the actor. What is made by an acceptance is taken away with the observation, by `keeper` if it is another. */
export async function attempt(
  context: ProbeContext,
  actor: OpenStack,
  action: TenantAction,
  subject: TenantKit,
  own: TenantKit,
  { keeper = actor, turn = 1 }: { keeper?: OpenStack; turn?: number } = {},
): Promise<Attempt> {
  const { service, ...request } = action.request(subject, own, context.marker, turn);
  const ask = () => actor.request(service, { ...request, accept: answered });
  const { makes } = action;
  if (!makes) return outcomeOf(await ask());
  let answer: OpenStackAnswer | undefined;
  const idOf = (made: OpenStackAnswer) => {
    const thing = makes.key === '' ? made.json : isFields(made.json) ? made.json[makes.key] : undefined;
    return isFields(thing) && typeof thing.id === 'string' ? thing.id : undefined;
  };
  try {
    await context.resources.create(
      makes.kind,
      async () => {
        answer = await ask();
        const id = answer.ok ? idOf(answer) : undefined;
        if (id === undefined) throw new Fault('TARGET_GARBAGE', `${action.label}：应答没有编号`);
        return id;
      },
      (id) => id,
      (id) => remove(keeper, makes.service, `${makes.path}/${id}`),
    );
  } catch (error) {
    // A refusal made nothing; only an acceptance without an id is a fault.
    if (answer === undefined || answer.ok) throw error;
  }
  return outcomeOf(answer!);
}

/** Asks for the removal of a resource that is another's, and waits for nothing. */
export async function attemptRemoval(
  actor: OpenStack,
  kind: TenantKind,
  subject: TenantKit,
): Promise<Attempt> {
  const { service, path } = tenantKinds[kind];
  const answer = await actor.request(service, {
    method: 'DELETE',
    path: `${path}/${subject[kind]}`,
    accept: answered,
  });
  return outcomeOf(answer);
}

/** The ways in which a resource shows itself to an account: by its id, in a list, in a list of all tenants. */
export async function waysToSee(actor: OpenStack, kind: TenantKind, subject: TenantKit): Promise<string[]> {
  const { service, path, key } = tenantKinds[kind];
  const id = subject[kind];
  const ways: string[] = [];
  const shown = await actor.request(service, { path: `${path}/${id}`, accept: [403, 404] });
  if (shown.ok) ways.push('按编号读取');
  if ((await actor.list(service, path, key)).some((one) => one.id === id)) ways.push('列出');
  if (kind === 'server' || kind === 'volume') {
    const all = await actor.request(service, { path: `${path}?all_tenants=1`, accept: [400, 403] });
    const found = all.ok && isFields(all.json) ? all.json[key] : [];
    if (Array.isArray(found) && found.some((one) => isFields(one) && one.id === id))
      ways.push('列出全部租户');
  }
  if (kind === 'network') {
    const subnets = await actor.list('network', `/subnets?network_id=${id}`, 'subnets');
    if (subnets.some((one) => one.network_id === id)) ways.push('列出其子网');
  }
  return ways;
}

/** How a report words an attempt. */
export const describeAttempt = ({ outcome, status, problem }: Attempt) =>
  `${{ accepted: '被受理', refused: '被拒', unclear: '未明' }[outcome]}（HTTP ${status}${problem === '' ? '' : `，${problem}`}）`;
