import { Fault, type Measurement } from '../../../spec/index.ts';
import { computeMicroversion } from '../../clients/openstack/servers.ts';
import {
  attempt,
  attemptRemoval,
  describeAttempt,
  type TenantKind,
  type TenantKit,
  tenantActions,
  tenantKinds,
  waysToSee,
} from '../../clients/openstack/tenancy.ts';
import { furnishTenant } from '../../clients/openstack/tenant-kit.ts';
import { volumeAtRest } from '../../clients/openstack/volumes.ts';
import { connectOpenStack, fieldsAt, type OpenStack } from '../../clients/openstack.ts';
import type { Probe, ProbeContext } from '../../probe.ts';

const kinds: readonly TenantKind[] = ['server', 'network', 'volume'];
const actions = tenantActions.filter(({ kind }) => kinds.includes(kind));

export const probe: Probe = {
  id: 'compute-tenant-isolation',
  version: 1,
  async gather(context) {
    const owner = await connectOpenStack(context);
    const stranger = await connectStranger(context, owner);
    // The stranger's things go first when all is removed: what it took hold of is let go by that.
    const theirs = await furnishTenant(context, owner, 'b', '198.18.1.0/24');
    const own = await furnishTenant(context, stranger, 'a', '198.18.2.0/24');
    context.step('两个租户各建云主机、网络、云硬盘', `甲 ${stranger.projectId}，乙 ${owner.projectId}`);

    const hidden: boolean[] = [];
    for (const kind of kinds) {
      const seen = await look(context, stranger, kind, theirs, own);
      if (seen !== undefined) hidden.push(seen);
    }
    const before = await stateOf(owner, theirs);
    const tried = [
      ...(await tryActions(context, stranger, owner, theirs, own)),
      ...(await tryRemovals(context, stranger, theirs)),
    ];
    const after = await stateOf(owner, theirs);
    const unchanged = before === after;
    context.step('乙的资源', unchanged ? '与操作之前相同' : `已改变：${before} → ${after}`);
    if (tried.length > 0) tried.push(unchanged);
    const measurements: Measurement[] = [
      { measurand: 'foreign-resources-hidden', values: hidden },
      { measurand: 'foreign-operations-refused', values: tried },
    ];
    return { measurements: measurements.filter(({ values }) => values.length > 0) };
  },
};

/** The second tenant's account. Throws TARGET_PREREQUISITE where it could show no isolation. */
async function connectStranger(context: ProbeContext, owner: OpenStack): Promise<OpenStack> {
  const { otherTenant } = owner.component.options;
  if (!otherTenant)
    throw new Fault('TARGET_PREREQUISITE', '目标文件未给出另一租户的账号（options.otherTenant）');
  const stranger = await connectOpenStack(context, otherTenant);
  if (stranger.projectId === owner.projectId)
    throw new Fault('TARGET_PREREQUISITE', '两个账号属于同一项目，无从比较');
  if (stranger.roles.includes('admin'))
    throw new Fault('TARGET_PREREQUISITE', '另一租户的账号是管理员，本应看到全部租户，不能用于此项测试');
  return stranger;
}

/** Whether a kind is hidden; undefined when the stranger does not even see its own, so that nothing follows. */
async function look(
  context: ProbeContext,
  stranger: OpenStack,
  kind: TenantKind,
  theirs: TenantKit,
  own: TenantKit,
): Promise<boolean | undefined> {
  const { label } = tenantKinds[kind];
  const control = await waysToSee(stranger, kind, own);
  if (!control.includes('按编号读取') || !control.includes('列出')) {
    context.note(`甲看不到自己的${label}，${label}是否对他租户隐藏未测`);
    return undefined;
  }
  const ways = await waysToSee(stranger, kind, theirs);
  context.step(`甲看乙的${label}`, ways.length === 0 ? '不可见' : `可见：${ways.join('、')}`);
  return ways.length === 0;
}

/** One sample for each action that the platform lets a tenant do to its own. */
async function tryActions(
  context: ProbeContext,
  stranger: OpenStack,
  owner: OpenStack,
  theirs: TenantKit,
  own: TenantKit,
): Promise<boolean[]> {
  const samples: boolean[] = [];
  const atRest = ['available', 'in-use'];
  for (const action of actions) {
    const foreign = await attempt(context, stranger, action, theirs, own);
    const control = await attempt(context, stranger, action, own, own);
    context.step(
      `${action.label}：甲对乙的${describeAttempt(foreign)}`,
      `对自己的${describeAttempt(control)}`,
    );
    if (action.kind === 'volume') {
      await volumeAtRest(context, stranger, own.volume, atRest);
      if (foreign.outcome === 'accepted') await volumeAtRest(context, owner, theirs.volume, atRest);
    }
    if (foreign.outcome === 'accepted') samples.push(false);
    else if (foreign.outcome === 'refused' && control.outcome === 'accepted') samples.push(true);
    else context.note(`${action.label}：对照或应答不明，未计`);
  }
  return samples;
}

/** Without a control: whether a tenant can remove its own is seen when all is taken away at the end. */
async function tryRemovals(
  context: ProbeContext,
  stranger: OpenStack,
  theirs: TenantKit,
): Promise<boolean[]> {
  const samples: boolean[] = [];
  for (const kind of kinds) {
    const foreign = await attemptRemoval(stranger, kind, theirs);
    context.step(`删除${tenantKinds[kind].label}：甲对乙的${describeAttempt(foreign)}`);
    if (foreign.outcome === 'accepted') samples.push(false);
    else if (foreign.outcome === 'unclear') context.note(`删除${tenantKinds[kind].label}：应答不明，未计`);
    else samples.push(true);
  }
  return samples;
}

const compared: Readonly<Record<TenantKind, readonly string[]>> = {
  server: ['name', 'description', 'status'],
  volume: ['name', 'description', 'size', 'status'],
  network: ['name', 'description', 'shared', 'admin_state_up'],
  image: ['name', 'visibility'],
};

/** What the owner sees of its things, in one text. */
async function stateOf(owner: OpenStack, kit: TenantKit): Promise<string> {
  const parts: string[] = [];
  for (const kind of kinds) {
    const { label, service, path } = tenantKinds[kind];
    const answer = await owner.request(service, {
      path: `${path}/${kit[kind]}`,
      accept: [404],
      ...(service === 'compute' ? { microversion: computeMicroversion } : {}),
    });
    const found = answer.ok ? fieldsAt(answer.json, kind) : {};
    const shown = compared[kind].map((name) => `${name}=${String(found[name])}`).join(' ');
    parts.push(`${label} ${answer.ok ? shown : '已不存在'}`);
  }
  return parts.join('；');
}
