import { Fault, type Measurement } from '../../../spec/index.ts';
import { findFlavor, findImage } from '../../clients/openstack/choices.ts';
import { remove } from '../../clients/openstack/removal.ts';
import {
  attempt,
  attemptRemoval,
  describeAttempt,
  type TenantAction,
  type TenantKind,
  type TenantKit,
  tenantActions,
  tenantKinds,
  waysToSee,
} from '../../clients/openstack/tenancy.ts';
import { furnishTenant } from '../../clients/openstack/tenant-kit.ts';
import { volumeAtRest } from '../../clients/openstack/volumes.ts';
import { connectOpenStack, type OpenStack, textAt } from '../../clients/openstack.ts';
import type { Probe, ProbeContext } from '../../probe.ts';
import { creations, imageCreation } from './creations.ts';

const kinds = Object.keys(tenantKinds) as TenantKind[];
/** What a platform keeps for its operators. */
const operatorsOnly = ['/os-services', '/os-hypervisors'];

interface Seen {
  allowed: boolean[];
  limited: boolean[];
  foreign: boolean[];
}

export const probe: Probe = {
  id: 'platform-access-control',
  version: 1,
  async gather(context) {
    const owner = await connectOpenStack(context);
    const { readOnlyAccount, otherTenant, flavor, image } = owner.component.options;
    if (!readOnlyAccount && !otherTenant)
      throw new Fault(
        'TARGET_PREREQUISITE',
        '目标文件未给出只读账号（readOnlyAccount）或另一租户的账号（otherTenant）',
      );
    const { project, projectDomain } = owner.component.credentials;
    const inProject = { project, ...(projectDomain === undefined ? {} : { projectDomain }) };
    const reader = readOnlyAccount && (await connectOpenStack(context, { ...readOnlyAccount, ...inProject }));
    const stranger = otherTenant && (await connectOpenStack(context, otherTenant));
    if (stranger?.roles.includes('admin') || reader?.roles.includes('admin'))
      throw new Fault('TARGET_PREREQUISITE', '只读账号或另一租户的账号是管理员，不能用于此项测试');
    if (stranger?.projectId === owner.projectId)
      throw new Fault('TARGET_PREREQUISITE', '另一租户的账号属于同一项目');
    const made = creations((await findFlavor(owner, flavor)).id, (await findImage(owner, image)).id);
    const kit = {
      ...(await furnishTenant(context, owner, 'vm', '198.18.3.0/24')),
      image: await makeImage(context, owner),
    };
    const seen: Seen = { allowed: [], limited: [], foreign: [] };
    if (stranger) await asStranger(context, stranger, kit, seen);
    else context.note('目标文件未给出另一租户的账号（otherTenant），对他项目的操作未测');
    if (reader) await asReader(context, reader, owner, kit, made, seen);
    else context.note('目标文件未给出只读账号（readOnlyAccount），只读角色未测');
    await asOwner(context, owner, kit, seen);
    const measurements: Measurement[] = [
      { measurand: 'own-project-allowed', values: seen.allowed },
      { measurand: 'role-limits-enforced', values: seen.limited },
      { measurand: 'other-project-refused', values: seen.foreign },
    ];
    // Two roles are compared with what they may: without the one that only reads, limits were not looked at.
    const looked = reader
      ? measurements
      : measurements.filter(({ measurand }) => measurand !== 'role-limits-enforced');
    return { measurements: looked.filter(({ values }) => values.length > 0) };
  },
};

function makeImage(context: ProbeContext, owner: OpenStack): Promise<string> {
  const { service, ...request } = imageCreation.request(
    { server: '', volume: '', network: '' },
    { server: '', volume: '', network: '' },
    context.marker,
    1,
  );
  return context.resources.create(
    '镜像',
    async () => textAt((await owner.request(service, request)).json, 'id'),
    (id) => id,
    (id) => remove(owner, 'image', `/images/${id}`),
  );
}

/** An ordinary member of another project: sees nothing here, changes nothing, and is no operator. */
async function asStranger(
  context: ProbeContext,
  stranger: OpenStack,
  kit: TenantKit,
  seen: Seen,
): Promise<void> {
  for (const kind of kinds) {
    const ways = await waysToSee(stranger, kind, kit);
    context.step(
      `他项目账号看${tenantKinds[kind].label}`,
      ways.length === 0 ? '不可见' : `可见：${ways.join('、')}`,
    );
    seen.foreign.push(ways.length === 0);
  }
  // What is attached goes to a server of one's own, which this account has none of.
  for (const action of tenantActions.filter(({ id }) => id !== 'volume-attach'))
    judgeRefusal(
      context,
      '他项目账号',
      action.label,
      await attempt(context, stranger, action, kit, kit),
      seen.foreign,
    );
  for (const kind of kinds)
    judgeRefusal(
      context,
      '他项目账号',
      `删除${tenantKinds[kind].label}`,
      await attemptRemoval(stranger, kind, kit),
      seen.foreign,
    );
  for (const path of operatorsOnly) {
    const answer = await stranger.request('compute', { path, accept: [403, 404] });
    context.step(`普通账号查看 ${path}`, `HTTP ${answer.status}`);
    seen.limited.push(!answer.ok);
  }
}

/** Reads all of its own project, changes and makes nothing. */
async function asReader(
  context: ProbeContext,
  reader: OpenStack,
  owner: OpenStack,
  kit: TenantKit,
  made: readonly TenantAction[],
  seen: Seen,
): Promise<void> {
  for (const kind of kinds) {
    const { service, path, label } = tenantKinds[kind];
    const answer = await reader.request(service, { path: `${path}/${kit[kind]}`, accept: [403, 404] });
    context.step(`只读账号读取${label}`, `HTTP ${answer.status}`);
    seen.allowed.push(answer.ok);
  }
  for (const action of [...made, ...tenantActions]) {
    const tried = await attempt(context, reader, action, kit, kit, { keeper: owner });
    judgeRefusal(context, '只读账号', action.label, tried, seen.limited);
    if (action.kind === 'volume') await volumeAtRest(context, owner, kit.volume, ['available', 'in-use']);
  }
  for (const kind of kinds)
    judgeRefusal(
      context,
      '只读账号',
      `删除${tenantKinds[kind].label}`,
      await attemptRemoval(reader, kind, kit),
      seen.limited,
    );
}

function judgeRefusal(
  context: ProbeContext,
  who: string,
  what: string,
  tried: Awaited<ReturnType<typeof attempt>>,
  samples: boolean[],
): void {
  context.step(`${who}${what}`, describeAttempt(tried));
  if (tried.outcome === 'unclear') context.note(`${who}${what}：应答不明，未计`);
  else samples.push(tried.outcome === 'refused');
}

/** The control: whose project it is may do all of it. */
async function asOwner(context: ProbeContext, owner: OpenStack, kit: TenantKit, seen: Seen): Promise<void> {
  // What an account that was not refused has taken away can no longer be tried.
  if (seen.limited.includes(false) || seen.foreign.includes(false)) return;
  for (const action of tenantActions) {
    const tried = await attempt(context, owner, action, kit, kit, { turn: 2 });
    context.step(`本项目成员${action.label}`, describeAttempt(tried));
    if (tried.outcome === 'unclear') context.note(`本项目成员${action.label}：应答不明，未计`);
    else seen.allowed.push(tried.outcome === 'accepted');
    if (action.kind === 'volume') await volumeAtRest(context, owner, kit.volume, ['available', 'in-use']);
  }
}
