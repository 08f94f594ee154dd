import { randomUUID } from 'node:crypto';
import { type Fields, fieldsList, isFields, textOr } from './body.ts';
import { toSecond } from './cloud.ts';
import type { Route } from './http-service.ts';
import type { Caller } from './identity.ts';
import { maySee, neutronBody, neutronError, neutronList } from './neutron.ts';
import { createPort, deletePort } from './ports.ts';
import type { Cloud, FloatingIp, Port, Router, Subnet } from './state.ts';

const interfaceOwner = 'network:router_interface';
const badRouter = (message: string) => neutronError(400, 'BadRequest', `Bad router request: ${message}`);

const interfacesOf = (cloud: Cloud, routerId: string) =>
  [...cloud.ports.values()].filter(
    (port) => port.deviceId === routerId && port.deviceOwner === interfaceOwner,
  );

function externalNetwork(cloud: Cloud, id: unknown) {
  const network = cloud.networks.get(String(id));
  if (!network) throw neutronError(404, 'NetworkNotFound', `Network ${id} could not be found.`);
  if (!network.external) {
    throw badRouter(`Network ${id} is not an external network.`);
  }
  return network;
}

export function routerRoutes(cloud: Cloud): Route<Caller>[] {
  const view = (router: Router): Fields => ({
    id: router.id,
    name: router.name,
    tenant_id: router.projectId,
    admin_state_up: true,
    status: 'ACTIVE',
    external_gateway_info: router.gateway && {
      network_id: router.gateway.networkId,
      external_fixed_ips: cloud.ports.get(router.gateway.portId)?.fixed ?? [],
      enable_snat: true,
    },
    description: router.description,
    availability_zones: [],
    distributed: false,
    ha: false,
    availability_zone_hints: [],
    routes: router.routes,
    flavor_id: null,
    tags: [],
    created_at: toSecond(router.createdAt),
    updated_at: toSecond(router.updatedAt),
    revision_number: 1,
    project_id: router.projectId,
  });
  const routerOf = (call: Caller) => {
    const router = cloud.routers.get(call.params.id ?? '');
    if (router && maySee(call, router.projectId)) return router;
    throw neutronError(404, 'RouterNotFound', `Router ${call.params.id} could not be found`);
  };

  function apply(router: Router, wanted: Fields): void {
    router.name = textOr(wanted.name, router.name);
    router.description = textOr(wanted.description, router.description);
    if (wanted.routes !== undefined) {
      router.routes = fieldsList(wanted.routes).map((route) => ({
        destination: String(route.destination),
        nexthop: String(route.nexthop),
      }));
    }
    if (wanted.external_gateway_info !== undefined) {
      if (router.gateway) deletePort(cloud, router.gateway.portId);
      router.gateway = null;
      const info = wanted.external_gateway_info;
      if (isFields(info) && info.network_id !== undefined) {
        const network = externalNetwork(cloud, info.network_id);
        const port = createPort(cloud, '', network, {
          deviceId: router.id,
          deviceOwner: 'network:router_gateway',
        });
        router.gateway = { networkId: network.id, portId: port.id };
      }
    }
    router.updatedAt = Date.now();
  }

  /** The subnet or port that a body names. */
  function interfaceOrder(call: Caller): { subnet: Subnet; port?: Port } {
    const body = isFields(call.body) ? call.body : {};
    if (typeof body.port_id === 'string') {
      const port = cloud.ports.get(body.port_id);
      if (!port) throw neutronError(404, 'PortNotFound', `Port ${body.port_id} could not be found.`);
      const subnet = cloud.subnets.get(port.fixed[0]?.subnet_id ?? '');
      if (!subnet) throw badRouter('Port must have at least one fixed IP.');
      return { subnet, port };
    }
    if (typeof body.subnet_id !== 'string') throw badRouter('Either subnet_id or port_id must be specified.');
    const subnet = cloud.subnets.get(body.subnet_id);
    if (subnet) return { subnet };
    throw neutronError(404, 'SubnetNotFound', `Subnet ${body.subnet_id} could not be found.`);
  }
  const interfaceAnswer = (router: Router, subnet: Subnet, portId: string) => ({
    status: 200,
    body: {
      id: router.id,
      tenant_id: router.projectId,
      port_id: portId,
      network_id: subnet.networkId,
      subnet_id: subnet.id,
      subnet_ids: [subnet.id],
    },
  });

  function addInterface(call: Caller) {
    const router = routerOf(call);
    const { subnet, port } = interfaceOrder(call);
    const network = cloud.networks.get(subnet.networkId);
    if (!network) throw new Error('a subnet without a network');
    if (
      interfacesOf(cloud, router.id).some((one) => one.fixed.some((fixed) => fixed.subnet_id === subnet.id))
    ) {
      throw badRouter(`Router already has a port on subnet ${subnet.id}.`);
    }
    if (cloud.has('router-not-connected') && subnet.version === 6)
      return interfaceAnswer(router, subnet, randomUUID());
    if (port) {
      port.deviceId = router.id;
      port.deviceOwner = interfaceOwner;
      return interfaceAnswer(router, subnet, port.id);
    }
    if (subnet.gateway === null) throw badRouter(`Subnet for router interface must have a gateway IP.`);
    const made = createPort(cloud, router.projectId, network, {
      deviceId: router.id,
      deviceOwner: interfaceOwner,
      fixed: [{ subnet_id: subnet.id, ip_address: subnet.gateway }],
    });
    cloud.changed();
    return interfaceAnswer(router, subnet, made.id);
  }

  function removeInterface(call: Caller) {
    const router = routerOf(call);
    const { subnet } = interfaceOrder(call);
    const port = interfacesOf(cloud, router.id).find((one) =>
      one.fixed.some((fixed) => fixed.subnet_id === subnet.id),
    );
    if (!port) {
      if (cloud.has('router-not-connected') && subnet.version === 6)
        return interfaceAnswer(router, subnet, randomUUID());
      const message = `Router ${router.id} has no interface on subnet ${subnet.id}`;
      throw neutronError(404, 'RouterInterfaceNotFoundForSubnet', message);
    }
    if ([...cloud.floatingIps.values()].some((one) => one.routerId === router.id && reaches(one, subnet))) {
      const message = `Router interface for subnet ${subnet.id} on router ${router.id} cannot be deleted, as it is required by one or more floating IPs.`;
      throw neutronError(409, 'RouterInterfaceInUseByFloatingIP', message);
    }
    deletePort(cloud, port.id);
    return interfaceAnswer(router, subnet, port.id);
  }
  const reaches = (floating: FloatingIp, subnet: Subnet) =>
    cloud.ports.get(floating.portId ?? '')?.fixed.some((fixed) => fixed.subnet_id === subnet.id) ?? false;

  function remove(call: Caller) {
    const router = routerOf(call);
    const attached = interfacesOf(cloud, router.id);
    if (attached.length > 0) {
      const ids = attached.map((port) => port.id).join(', ');
      throw neutronError(409, 'RouterInUse', `Router ${router.id} has ports still attached: ${ids}`);
    }
    if (router.gateway) deletePort(cloud, router.gateway.portId);
    cloud.routers.delete(router.id);
    return { status: 204 };
  }

  const one = '/v2.0/routers/:id';
  return [
    {
      method: 'GET',
      path: '/v2.0/routers',
      answer: (call) =>
        neutronList(
          call,
          'routers',
          [...cloud.routers.values()].filter((router) => maySee(call, router.projectId)).map(view),
        ),
    },
    {
      method: 'POST',
      path: '/v2.0/routers',
      answer: (call) => {
        const wanted = neutronBody(call, 'router', routerFields);
        const now = Date.now();
        const router: Router = {
          id: randomUUID(),
          name: '',
          description: '',
          projectId: call.token.project.id,
          gateway: null,
          routes: [],
          createdAt: now,
          updatedAt: now,
        };
        apply(router, wanted);
        cloud.routers.set(router.id, router);
        return { status: 201, body: { router: view(router) } };
      },
    },
    { method: 'GET', path: one, answer: (call) => ({ status: 200, body: { router: view(routerOf(call)) } }) },
    {
      method: 'PUT',
      path: one,
      answer: (call) => {
        const router = routerOf(call);
        apply(router, neutronBody(call, 'router', routerFields));
        return { status: 200, body: { router: view(router) } };
      },
    },
    { method: 'DELETE', path: one, answer: remove },
    { method: 'PUT', path: `${one}/add_router_interface`, answer: addInterface },
    { method: 'PUT', path: `${one}/remove_router_interface`, answer: removeInterface },
  ];
}

const routerFields = [
  'name',
  'description',
  'admin_state_up',
  'external_gateway_info',
  'routes',
  'tenant_id',
  'project_id',
  'distributed',
  'ha',
  'availability_zone_hints',
];
