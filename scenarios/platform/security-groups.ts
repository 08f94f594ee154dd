import { randomUUID } from 'node:crypto';
import { toCidr } from './address.ts';
import { type Fields, textOr } from './body.ts';
import { toSecond } from './cloud.ts';
import type { Route } from './http-service.ts';
import type { Caller } from './identity.ts';
import { invalidAttribute, maySee, neutronBody, neutronError, neutronList } from './neutron.ts';
import type { Cloud, SecurityGroup, SecurityRule } from './state.ts';

function addRule(cloud: Cloud, group: SecurityGroup, rule: Partial<SecurityRule>): SecurityRule {
  const made: SecurityRule = {
    id: randomUUID(),
    groupId: group.id,
    projectId: group.projectId,
    direction: 'egress',
    ethertype: 'IPv4',
    protocol: null,
    portMin: null,
    portMax: null,
    remotePrefix: null,
    remoteGroupId: null,
    description: null,
    createdAt: Date.now(),
    ...rule,
  };
  cloud.securityRules.set(made.id, made);
  return made;
}

function addGroup(cloud: Cloud, projectId: string, name: string, description: string): SecurityGroup {
  const now = Date.now();
  const group = { id: randomUUID(), name, description, projectId, createdAt: now, updatedAt: now };
  cloud.securityGroups.set(group.id, group);
  for (const ethertype of ['IPv4', 'IPv6']) addRule(cloud, group, { ethertype });
  return group;
}

/** The project's `default` group, made when first asked for, as neutron does. */
export function defaultGroup(cloud: Cloud, projectId: string): SecurityGroup {
  const groups = [...cloud.securityGroups.values()];
  const known = groups.find((group) => group.projectId === projectId && group.name === 'default');
  if (known) return known;
  const group = addGroup(cloud, projectId, 'default', 'Default security group');
  for (const ethertype of ['IPv4', 'IPv6']) {
    addRule(cloud, group, { direction: 'ingress', ethertype, remoteGroupId: group.id });
  }
  return group;
}

/** Whether the groups let a TCP connection from anywhere in to the port. */
export function admitsTcp(cloud: Cloud, groupIds: string[], port: number): boolean {
  return [...cloud.securityRules.values()].some(
    (rule) =>
      groupIds.includes(rule.groupId) &&
      rule.direction === 'ingress' &&
      rule.ethertype === 'IPv4' &&
      (rule.protocol === null || rule.protocol === 'tcp' || rule.protocol === '6') &&
      rule.remoteGroupId === null &&
      (rule.remotePrefix === null ||
        toCidr(rule.remotePrefix)?.prefix === 0 ||
        rule.remotePrefix.startsWith('127.')) &&
      (rule.portMin === null || (rule.portMin <= port && port <= (rule.portMax ?? rule.portMin))),
  );
}

const ruleView = (rule: SecurityRule): Fields => ({
  id: rule.id,
  tenant_id: rule.projectId,
  security_group_id: rule.groupId,
  ethertype: rule.ethertype,
  direction: rule.direction,
  protocol: rule.protocol,
  port_range_min: rule.portMin,
  port_range_max: rule.portMax,
  remote_ip_prefix: rule.remotePrefix,
  remote_address_group_id: null,
  normalized_cidr: rule.remotePrefix,
  remote_group_id: rule.remoteGroupId,
  description: rule.description,
  tags: [],
  created_at: toSecond(rule.createdAt),
  updated_at: toSecond(rule.createdAt),
  revision_number: 0,
  project_id: rule.projectId,
});

export function securityGroupRoutes(cloud: Cloud): Route<Caller>[] {
  const groupView = (group: SecurityGroup): Fields => ({
    id: group.id,
    name: group.name,
    stateful: true,
    tenant_id: group.projectId,
    description: group.description,
    shared: false,
    security_group_rules: [...cloud.securityRules.values()]
      .filter((rule) => rule.groupId === group.id)
      .map(ruleView),
    tags: [],
    created_at: toSecond(group.createdAt),
    updated_at: toSecond(group.updatedAt),
    revision_number: 1,
    project_id: group.projectId,
  });
  const groupOf = (call: Caller, id: string) => {
    const group = cloud.securityGroups.get(id);
    if (group && maySee(call, group.projectId)) return group;
    throw neutronError(404, 'SecurityGroupNotFound', `Security group ${id} does not exist`);
  };
  const list = (call: Caller) => {
    defaultGroup(cloud, call.token.project.id);
    const seen = [...cloud.securityGroups.values()].filter((group) => maySee(call, group.projectId));
    return neutronList(call, 'security_groups', seen.map(groupView));
  };

  function createRule(call: Caller) {
    const wanted = neutronBody(call, 'security_group_rule', ruleFields);
    const group = groupOf(call, textOr(wanted.security_group_id, ''));
    const direction = textOr(wanted.direction, '');
    if (direction !== 'ingress' && direction !== 'egress') {
      throw invalidAttribute('direction', `${direction} is not in valid_values.`);
    }
    const prefix = typeof wanted.remote_ip_prefix === 'string' ? wanted.remote_ip_prefix : null;
    if (prefix !== null && !toCidr(prefix))
      throw invalidAttribute('remote_ip_prefix', `'${prefix}' is not a valid CIDR.`);
    const port = (value: unknown) => (value === undefined || value === null ? null : Number(value));
    const rule: Partial<SecurityRule> = {
      direction,
      ethertype: textOr(wanted.ethertype, 'IPv4'),
      protocol: wanted.protocol === undefined || wanted.protocol === null ? null : String(wanted.protocol),
      portMin: port(wanted.port_range_min),
      portMax: port(wanted.port_range_max),
      remotePrefix: prefix,
      remoteGroupId: typeof wanted.remote_group_id === 'string' ? wanted.remote_group_id : null,
      description: textOr(wanted.description, ''),
    };
    const key = (one: Partial<SecurityRule>) =>
      [
        one.direction,
        one.ethertype,
        one.protocol,
        one.portMin,
        one.portMax,
        one.remotePrefix,
        one.remoteGroupId,
      ].join('|');
    const twin = [...cloud.securityRules.values()].find(
      (one) => one.groupId === group.id && key(one) === key(rule),
    );
    if (twin) {
      const message = `Security group rule already exists. Rule id is ${twin.id}.`;
      throw neutronError(409, 'SecurityGroupRuleExists', message);
    }
    const made = addRule(cloud, group, rule);
    cloud.changed();
    return { status: 201, body: { security_group_rule: ruleView(made) } };
  }

  return [
    { method: 'GET', path: '/v2.0/security-groups', answer: list },
    {
      method: 'POST',
      path: '/v2.0/security-groups',
      answer: (call) => {
        const wanted = neutronBody(call, 'security_group', [
          'name',
          'description',
          'stateful',
          'tenant_id',
          'project_id',
        ]);
        const name = textOr(wanted.name, '');
        const group = addGroup(cloud, call.token.project.id, name, textOr(wanted.description, ''));
        return { status: 201, body: { security_group: groupView(group) } };
      },
    },
    {
      method: 'GET',
      path: '/v2.0/security-groups/:id',
      answer: (call) => ({
        status: 200,
        body: { security_group: groupView(groupOf(call, call.params.id ?? '')) },
      }),
    },
    {
      method: 'DELETE',
      path: '/v2.0/security-groups/:id',
      answer: (call) => {
        const group = groupOf(call, call.params.id ?? '');
        if ([...cloud.ports.values()].some((port) => port.groups.includes(group.id))) {
          throw neutronError(409, 'SecurityGroupInUse', `Security Group ${group.id} in use.`);
        }
        for (const rule of cloud.securityRules.values()) {
          if (rule.groupId === group.id) cloud.securityRules.delete(rule.id);
        }
        cloud.securityGroups.delete(group.id);
        return { status: 204 };
      },
    },
    {
      method: 'GET',
      path: '/v2.0/security-group-rules',
      answer: (call) =>
        neutronList(
          call,
          'security_group_rules',
          [...cloud.securityRules.values()].filter((rule) => maySee(call, rule.projectId)).map(ruleView),
        ),
    },
    { method: 'POST', path: '/v2.0/security-group-rules', answer: createRule },
    {
      method: 'DELETE',
      path: '/v2.0/security-group-rules/:id',
      answer: (call) => {
        const rule = cloud.securityRules.get(call.params.id ?? '');
        if (!rule || !maySee(call, rule.projectId)) {
          const message = `Security group rule ${call.params.id} does not exist`;
          throw neutronError(404, 'SecurityGroupRuleNotFound', message);
        }
        cloud.securityRules.delete(rule.id);
        cloud.changed();
        return { status: 204 };
      },
    },
  ];
}

const ruleFields = [
  'security_group_id',
  'direction',
  'ethertype',
  'protocol',
  'port_range_min',
  'port_range_max',
  'remote_ip_prefix',
  'remote_group_id',
  'description',
  'tenant_id',
  'project_id',
];
