import { randomUUID } from 'node:crypto';
import { type Fields, textList, textOr } from './body.ts';
import type { Route } from './http-service.ts';
import { invalidField, type NovaCall, novaBody, novaError } from './nova.ts';
import type { Cloud, ServerGroup } from './state.ts';

const policies = ['anti-affinity', 'affinity', 'soft-anti-affinity', 'soft-affinity'];

export function serverGroupRoutes(cloud: Cloud): Route<NovaCall>[] {
  const view = (call: NovaCall, group: ServerGroup): Fields => ({
    id: group.id,
    name: group.name,
    ...(call.minor >= 64 ? { policy: group.policy, rules: {} } : { policies: [group.policy], metadata: {} }),
    members: group.members,
    ...(call.minor >= 13 ? { project_id: group.projectId, user_id: group.userId } : {}),
  });
  const groupOf = (call: NovaCall) => {
    const group = cloud.serverGroups.get(call.params.id ?? '');
    if (group?.projectId === call.token.project.id) return group;
    throw novaError(404, `Instance group ${call.params.id} could not be found.`);
  };

  function create(call: NovaCall) {
    const named = call.minor >= 64;
    const wanted = novaBody(
      call.body,
      'server_group',
      ['name', named ? 'policy' : 'policies'],
      named ? ['rules'] : [],
    );
    const policy = named ? textOr(wanted.policy, '') : (textList(wanted.policies)[0] ?? '');
    if (!policies.includes(policy)) {
      const choices = policies.map((one) => `'${one}'`).join(', ');
      throw invalidField(named ? 'policy' : '0', policy, `'${policy}' is not one of [${choices}]`);
    }
    const group: ServerGroup = {
      id: randomUUID(),
      name: textOr(wanted.name, ''),
      policy,
      projectId: call.token.project.id,
      userId: call.token.account.id,
      members: [],
    };
    cloud.serverGroups.set(group.id, group);
    return { status: 200, body: { server_group: view(call, group) } };
  }

  const base = '/v2.1/os-server-groups';
  return [
    {
      method: 'GET',
      path: base,
      answer: (call) => {
        const mine = [...cloud.serverGroups.values()].filter(
          (one) => one.projectId === call.token.project.id,
        );
        return { status: 200, body: { server_groups: mine.map((group) => view(call, group)) } };
      },
    },
    { method: 'POST', path: base, answer: create },
    {
      method: 'GET',
      path: `${base}/:id`,
      answer: (call) => ({ status: 200, body: { server_group: view(call, groupOf(call)) } }),
    },
    {
      method: 'DELETE',
      path: `${base}/:id`,
      answer: (call) => {
        cloud.serverGroups.delete(groupOf(call).id);
        return { status: 204 };
      },
    },
  ];
}
