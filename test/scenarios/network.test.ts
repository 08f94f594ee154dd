import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldsAt, listAt, textAt, valueAt } from '../../harness/clients/openstack/shape.ts';
import { type Platform, startPlatform } from '../../scenarios/index.ts';
import { slaacAddress, toAddress, toCidr, toNumber } from '../../scenarios/platform/address.ts';
import type { OpenstackComponent } from '../../spec/index.ts';
import { type Tenant, targetOf, tenant, until } from './client.ts';

let platform: Platform;
let tester: Tenant;
beforeAll(async () => {
  platform = await startPlatform({ tender: 'any', fast: true });
  tester = await tenant(platform, 'acceptance-tester', 'acceptance-test');
});
afterAll(() => platform.close());

async function make(path: string, key: string, body: Record<string, unknown>): Promise<string> {
  const answer = await tester.on('network', path, { method: 'POST', body: { [key]: body } });
  expect([path, answer.status]).toEqual([path, 201]);
  return textAt(answer.json, key, 'id');
}
const post = (path: string, body: unknown) => tester.on('network', path, { method: 'POST', body });
const put = (path: string, body: unknown) => tester.on('network', path, { method: 'PUT', body });
const drop = (path: string) => tester.on('network', path, { method: 'DELETE' });

describe('addresses', () => {
  it.each([
    ['fd00:0:0:1::', 'fd00:0:0:1::'],
    ['FD00:0000::0001', 'fd00::1'],
    ['2001:db8:0:1:0:0:0:1', '2001:db8:0:1::1'],
    ['::', '::'],
    ['::ffff:10.0.0.1', '::ffff:a00:1'],
    ['10.0.0.255', '10.0.0.255'],
  ])('%s is written %s', (text, canonical) => {
    const { version, value } = toNumber(text)!;
    expect(toAddress(version, value)).toBe(canonical);
    expect(toNumber(canonical)!.value).toBe(value);
  });

  it('know their prefixes, and what is none', () => {
    expect(toCidr('10.1.2.3/24')).toMatchObject({ version: 4, first: 0x0a010200n, last: 0x0a0102ffn });
    for (const text of ['10.0.0.0', '10.0.0.0/33', 'x/8', '10.0.0.0/8/8', '::/129'])
      expect(toCidr(text)).toBeUndefined();
    expect(slaacAddress(toCidr('fd00:77::/64')!, 'fa:16:3e:cf:8a:d8')).toBe('fd00:77::f816:3eff:fecf:8ad8');
  });
});

describe('networks', () => {
  it('take subnets of both families as ordered, and refuse what does not fit', async () => {
    const network = await make('/networks', 'network', { name: 'dual' });
    const v4 = {
      network_id: network,
      ip_version: 4,
      cidr: '198.18.1.0/24',
      gateway_ip: '198.18.1.254',
      dns_nameservers: ['198.18.1.10'],
      host_routes: [{ destination: '198.19.0.0/24', nexthop: '198.18.1.9' }],
    };
    const v6 = { network_id: network, ip_version: 6, cidr: 'fd00:18::/64', gateway_ip: 'fd00:18::fe' };
    const ids = [await make('/subnets', 'subnet', v4), await make('/subnets', 'subnet', v6)];
    const read = async (id?: string) =>
      fieldsAt((await tester.on('network', `/subnets/${id}`)).json, 'subnet');
    expect(await read(ids[0])).toMatchObject(v4);
    expect(await read(ids[1])).toMatchObject(v6);
    const port = await post('/ports', { port: { network_id: network } });
    const addresses = listAt(port.json, 'port', 'fixed_ips').map((one) => String(one.ip_address));
    expect(addresses.map((address) => address.includes(':'))).toEqual([false, true]);

    const overlap = await post('/subnets', { subnet: { ...v4, cidr: '198.18.1.0/25' } });
    expect([overlap.status, valueAt(overlap.json, 'NeutronError', 'type')]).toEqual([400, 'InvalidInput']);
    expect((await post('/subnets', { subnet: { ...v4, cidr: 'x' } })).status).toBe(400);
    expect((await post('/subnets', { subnet: { ...v4, ip_version: 6, cidr: '10.0.0.0/8' } })).status).toBe(
      400,
    );
    expect((await post('/networks', { network: { nam: 'x' } })).status).toBe(400);

    const router = await make('/routers', 'router', { name: 'r' });
    for (const subnet_id of ids) {
      expect((await put(`/routers/${router}/add_router_interface`, { subnet_id })).status).toBe(200);
    }
    const legs = listAt((await tester.on('network', `/ports?device_id=${router}`)).json, 'ports');
    expect(legs.map((leg) => listAt(leg, 'fixed_ips')[0]?.ip_address)).toEqual([
      '198.18.1.254',
      'fd00:18::fe',
    ]);
    expect((await drop(`/routers/${router}`)).status).toBe(409);
    expect((await drop(`/subnets/${ids[0]}`)).status).toBe(409);
    expect((await drop(`/networks/${network}`)).status).toBe(409);
    for (const subnet_id of ids) await put(`/routers/${router}/remove_router_interface`, { subnet_id });
    const again = await put(`/routers/${router}/remove_router_interface`, { subnet_id: ids[0] });
    expect(again.status).toBe(404);
    expect((await drop(`/routers/${router}`)).status).toBe(204);
    expect((await drop(`/ports/${textAt(port.json, 'port', 'id')}`)).status).toBe(204);
    expect((await drop(`/networks/${network}`)).status).toBe(204);
    expect((await tester.on('network', `/subnets/${ids[0]}`)).status).toBe(404);
  });
});

const openstack = () => targetOf(platform).components[0] as OpenstackComponent;

/** A connection that has echoed once; undefined when nobody listens. */
function knock(host: string, port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('error', () => resolve(undefined));
    socket.once('connect', () => socket.write('knock'));
    socket.once('data', (bytes) => resolve(bytes.toString() === 'knock' ? socket : undefined));
  });
}

// Only Linux gives a process all of 127.0.0.0/8; elsewhere the target file names no outer network.
describe.skipIf(process.platform !== 'linux')('guests', () => {
  it('echo on their floating address while they run and their security group lets it in', async () => {
    const { externalNetwork, guestPort = 0, image, flavor } = openstack().options;
    const outer = listAt(
      (await tester.on('network', `/networks?name=${externalNetwork}`)).json,
      'networks',
    )[0];
    expect(outer?.['router:external']).toBe(true);
    const network = await make('/networks', 'network', { name: 'inner' });
    const subnet = await make('/subnets', 'subnet', {
      network_id: network,
      ip_version: 4,
      cidr: '10.8.0.0/24',
    });
    const group = await make('/security-groups', 'security_group', { name: 'echo' });
    const flavors = listAt((await tester.on('compute', '/flavors')).json, 'flavors');
    const images = listAt((await tester.on('image', '/images')).json, 'images');
    const order = await tester.on('compute', '/servers', {
      method: 'POST',
      body: {
        server: {
          name: 'guest',
          imageRef: images.find((one) => one.name === image)?.id,
          flavorRef: flavors.find((one) => one.name === flavor)?.id,
          networks: [{ uuid: network }],
          security_groups: [{ name: 'echo' }],
        },
      },
    });
    const id = textAt(order.json, 'server', 'id');
    const server = async () => fieldsAt((await tester.on('compute', `/servers/${id}`)).json, 'server');
    await until(server, (one) => one.status === 'ACTIVE');
    const port = textAt(
      listAt((await tester.on('network', `/ports?device_id=${id}`)).json, 'ports')[0],
      'id',
    );
    const wanted = { floating_network_id: outer?.id, port_id: port };
    expect((await post('/floatingips', { floatingip: wanted })).status).toBe(404);
    const router = await make('/routers', 'router', {
      name: 'way-out',
      external_gateway_info: { network_id: outer?.id },
    });
    await put(`/routers/${router}/add_router_interface`, { subnet_id: subnet });
    const made = await post('/floatingips', { floatingip: wanted });
    expect(made.status).toBe(201);
    const address = textAt(made.json, 'floatingip', 'floating_ip_address');
    expect(address).toMatch(/^127\.88\.0\./);
    expect(await knock(address, guestPort)).toBeUndefined();
    await make('/security-group-rules', 'security_group_rule', {
      security_group_id: group,
      direction: 'ingress',
      ethertype: 'IPv4',
      protocol: 'tcp',
      port_range_min: guestPort,
      port_range_max: guestPort,
    });
    const socket = await until(
      () => knock(address, guestPort),
      (one) => one !== undefined,
    );

    const gap = await longestGapWhile(socket!, async () => {
      const body = { 'os-migrateLive': { host: null, block_migration: 'auto' } };
      await tester.on('compute', `/servers/${id}/action`, { method: 'POST', body });
      await until(server, (one) => one.status === 'ACTIVE');
    });
    expect(gap.closed).toBe(false);
    expect(gap.ms).toBeGreaterThanOrEqual(30);
    expect(gap.ms).toBeLessThan(1000);

    const closed = new Promise((resolve) => socket!.once('close', resolve));
    await tester.on('compute', `/servers/${id}/action`, { method: 'POST', body: { 'os-stop': null } });
    await closed;
    expect(await knock(address, guestPort)).toBeUndefined();
  });
});

/** The longest time between two echoes, with one sent every 5 ms. */
async function longestGapWhile(
  socket: Socket,
  act: () => Promise<void>,
): Promise<{ ms: number; closed: boolean }> {
  let last = performance.now();
  let ms = 0;
  let closed = false;
  const hear = () => {
    const now = performance.now();
    ms = Math.max(ms, now - last);
    last = now;
  };
  const shut = () => {
    closed = true;
  };
  socket.on('data', hear).on('close', shut);
  const beat = setInterval(() => socket.write('.'), 5);
  await act();
  await new Promise((resolve) => setTimeout(resolve, 100));
  clearInterval(beat);
  socket.off('data', hear).off('close', shut);
  return { ms, closed };
}
