import { randomUUID } from 'node:crypto';
import { type Fields, textOr } from './body.ts';
import { toSecond } from './cloud.ts';
import type { Route } from './http-service.ts';
import type { Caller } from './identity.ts';
import { maySee, neutronBody, neutronError, neutronList } from './neutron.ts';
import { createPort, deletePort } from './ports.ts';
import type { Cloud, FloatingIp, Router } from './state.ts';

/** The router that has a leg in one of the port's subnets and its gateway on the external network. */
function routerBetween(cloud: Cloud, floating: FloatingIp, subnetId: string): Router | undefined {
  return [...cloud.routers.values()].find(
    (router) =>
      router.gateway?.networkId === floating.networkId &&
      [...cloud.ports.values()].some(
        (port) =>
          port.deviceId === router.id &&
          port.deviceOwner === 'network:router_interface' &&
          port.fixed.some((fixed) => fixed.subnet_id === subnetId),
      ),
  );
}

export function floatingIpRoutes(cloud: Cloud): Route<Caller>[] {
  const view = (floating: FloatingIp): Fields => ({
    id: floating.id,
    tenant_id: floating.projectId,
    project_id: floating.projectId,
    floating_ip_address: floating.address,
    floating_network_id: floating.networkId,
    router_id: floating.routerId,
    port_id: floating.portId,
    fixed_ip_address: floating.fixedAddress,
    status: floating.portId === null ? 'DOWN' : 'ACTIVE',
    description: floating.description,
    port_details: null,
    port_forwardings: [],
    tags: [],
    created_at: toSecond(floating.createdAt),
    updated_at: toSecond(floating.updatedAt),
    revision_number: 0,
  });
  const floatingOf = (call: Caller) => {
    const floating = cloud.floatingIps.get(call.params.id ?? '');
    if (floating && maySee(call, floating.projectId)) return floating;
    throw neutronError(404, 'FloatingIPNotFound', `Floating IP ${call.params.id} could not be found`);
  };

  function associate(call: Caller, floating: FloatingIp, portId: unknown): void {
    if (portId === null || portId === undefined) {
      floating.portId = null;
      floating.fixedAddress = null;
      floating.routerId = null;
    } else {
      const port = cloud.ports.get(String(portId));
      if (!port || !maySee(call, port.projectId)) {
        throw neutronError(404, 'PortNotFound', `Port ${portId} could not be found.`);
      }
      const fixed = port.fixed.find((one) => one.ip_address.includes('.'));
      if (!fixed) {
        const message = `Bad floatingip request: Port ${port.id} does not have fixed IPv4 addresses.`;
        throw neutronError(400, 'BadRequest', message);
      }
      const router = routerBetween(cloud, floating, fixed.subnet_id);
      if (!router) {
        const message = `External network ${floating.networkId} is not reachable from subnet ${fixed.subnet_id}. Therefore, cannot associate Port ${port.id} with a Floating IP.`;
        throw neutronError(404, 'ExternalGatewayForFloatingIPNotFound', message);
      }
      floating.portId = port.id;
      floating.fixedAddress = fixed.ip_address;
      floating.routerId = router.id;
    }
    floating.updatedAt = Date.now();
    cloud.changed();
  }

  function create(call: Caller) {
    const wanted = neutronBody(call, 'floatingip', floatingFields);
    const network = cloud.networks.get(textOr(wanted.floating_network_id, ''));
    if (!network)
      throw neutronError(404, 'NetworkNotFound', `Network ${wanted.floating_network_id} could not be found.`);
    if (!network.external) {
      const message = `Bad floatingip request: Network ${network.id} is not a valid external network.`;
      throw neutronError(400, 'BadRequest', message);
    }
    const id = randomUUID();
    const outer = createPort(cloud, '', network, { deviceId: id, deviceOwner: 'network:floatingip' });
    const now = Date.now();
    const floating: FloatingIp = {
      id,
      projectId: call.token.project.id,
      networkId: network.id,
      address: outer.fixed[0]?.ip_address ?? '',
      description: textOr(wanted.description, ''),
      portId: null,
      fixedAddress: null,
      routerId: null,
      externalPortId: outer.id,
      createdAt: now,
      updatedAt: now,
    };
    try {
      associate(call, floating, wanted.port_id);
    } catch (error) {
      deletePort(cloud, outer.id);
      throw error;
    }
    cloud.floatingIps.set(id, floating);
    cloud.changed();
    return { status: 201, body: { floatingip: view(floating) } };
  }

  const one = '/v2.0/floatingips/:id';
  return [
    {
      method: 'GET',
      path: '/v2.0/floatingips',
      answer: (call) =>
        neutronList(
          call,
          'floatingips',
          [...cloud.floatingIps.values()].filter((floating) => maySee(call, floating.projectId)).map(view),
        ),
    },
    { method: 'POST', path: '/v2.0/floatingips', answer: create },
    {
      method: 'GET',
      path: one,
      answer: (call) => ({ status: 200, body: { floatingip: view(floatingOf(call)) } }),
    },
    {
      method: 'PUT',
      path: one,
      answer: (call) => {
        const floating = floatingOf(call);
        const wanted = neutronBody(call, 'floatingip', floatingFields);
        floating.description = textOr(wanted.description, floating.description);
        if ('port_id' in wanted) associate(call, floating, wanted.port_id);
        return { status: 200, body: { floatingip: view(floating) } };
      },
    },
    {
      method: 'DELETE',
      path: one,
      answer: (call) => {
        const floating = floatingOf(call);
        cloud.floatingIps.delete(floating.id);
        deletePort(cloud, floating.externalPortId);
        return { status: 204 };
      },
    },
  ];
}

const floatingFields = [
  'floating_network_id',
  'port_id',
  'fixed_ip_address',
  'description',
  'tenant_id',
  'project_id',
];
