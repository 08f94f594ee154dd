import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fields, fieldsAt, listAt, textAt, valueAt } from '../../harness/clients/openstack/shape.ts';
import { type Platform, startPlatform } from '../../scenarios/index.ts';
import { governmentCloud } from '../../scenarios/platform/profile.ts';
import { type Tenant, targetOf, tenant, until } from './client.ts';

/** Two hosts, one with fewer features than the other. */
const [older, newer, storage] = governmentCloud.machines;
const profile = {
  ...governmentCloud,
  machines: [{ ...older!, count: 1 }, { ...newer!, count: 1 }, storage!],
};

let platform: Platform;
let tester: Tenant;
let image: string;
let network: string;
beforeAll(async () => {
  platform = await startPlatform({ tender: 'any', fast: true, profile });
  tester = await tenant(platform, 'acceptance-tester', 'acceptance-test');
  image = textAt(listAt((await tester.on('image', '/images')).json, 'images').at(-1), 'id');
  const made = await tester.on('network', '/networks', { method: 'POST', body: { network: { name: 'n' } } });
  network = textAt(made.json, 'network', 'id');
  const subnet = { network_id: network, ip_version: 4, cidr: '10.9.0.0/24' };
  await tester.on('network', '/subnets', { method: 'POST', body: { subnet } });
});
afterAll(() => platform.close());

const order = (server: Record<string, unknown>, hints?: Record<string, unknown>) =>
  tester.on('compute', '/servers', {
    method: 'POST',
    body: {
      server: { name: 'vm', imageRef: image, flavorRef: 'c2m4', networks: [{ uuid: network }], ...server },
      ...(hints ? { 'os:scheduler_hints': hints } : {}),
    },
  });
const read = async (id: string): Promise<Fields> =>
  fieldsAt((await tester.on('compute', `/servers/${id}`)).json, 'server');
const settled = (id: string) =>
  until(
    () => read(id),
    (server) => server.status !== 'BUILD' && server['OS-EXT-STS:task_state'] === null,
  );
const act = (id: string, body: unknown, microversion = '2.87') =>
  tester.on('compute', `/servers/${id}/action`, { method: 'POST', body, microversion });
const migrationsOf = async (id: string) =>
  listAt((await tester.on('compute', `/os-migrations?instance_uuid=${id}`)).json, 'migrations');

async function start(server: Record<string, unknown> = {}, hints?: Record<string, unknown>): Promise<Fields> {
  const answer = await order(server, hints);
  expect(answer.status).toBe(202);
  return settled(textAt(answer.json, 'server', 'id'));
}
async function remove(...ids: string[]): Promise<void> {
  for (const id of ids) {
    expect((await tester.on('compute', `/servers/${id}`, { method: 'DELETE' })).status).toBe(204);
    await until(
      () => tester.on('compute', `/servers/${id}`),
      (answer) => answer.status === 404,
    );
  }
}

describe('servers', () => {
  it('come by the ordered number, with addresses and the ordered flavor', async () => {
    const answer = await order({ name: 'many', min_count: 2, max_count: 2 });
    expect(answer.status).toBe(202);
    const list = async () =>
      listAt((await tester.on('compute', '/servers/detail?name=many')).json, 'servers');
    const servers = await until(
      list,
      (all) => all.length === 2 && all.every((one) => one.status === 'ACTIVE'),
    );
    expect(servers.map((one) => one.name).sort()).toEqual(['many-1', 'many-2']);
    for (const server of servers) {
      expect(valueAt(server, 'flavor', 'vcpus')).toBe(2);
      expect(Object.keys(fieldsAt(server, 'addresses'))).toEqual(['n']);
    }
    expect(new Set(servers.map((one) => one['OS-EXT-SRV-ATTR:host'])).size).toBe(2);
    await remove(...servers.map((one) => textAt(one, 'id')));
  });

  it('that are unknown are 404, in nova’s words', async () => {
    const id = '00000000-0000-0000-0000-000000000000';
    const answer = await tester.on('compute', `/servers/${id}`);
    expect([answer.status, answer.json]).toEqual([
      404,
      { itemNotFound: { code: 404, message: `Instance ${id} could not be found.` } },
    ]);
  });

  it('are refused over quota with 403, as volumes are with 413', async () => {
    const answer = await order({ min_count: 21, max_count: 21 });
    expect(answer.status).toBe(403);
    expect(textAt(answer.json, 'forbidden', 'message')).toMatch(
      /^Quota exceeded for instances: Requested 21/,
    );
    const volume = await tester.on('block-storage', '/volumes', {
      method: 'POST',
      body: { volume: { size: 99_999 } },
    });
    expect(volume.status).toBe(413);
    expect(valueAt(volume.json, 'overLimit', 'code')).toBe(413);
  });

  it.each([
    [{ flavorRef: 'none' }, 'Flavor none could not be found.'],
    [{ imageRef: 'none' }, 'Can not find requested image'],
    [{ networks: [{ uuid: 'none' }] }, 'Network none could not be found.'],
    [{ security_groups: [{ name: 'none' }] }, "Unable to find security_group with name or id 'none'"],
    [{ bogus: 1 }, 'Additional properties are not allowed'],
  ])('are refused with 400 for %j', async (wrong, message) => {
    const answer = await order(wrong);
    expect(answer.status).toBe(400);
    expect(textAt(answer.json, 'badRequest', 'message')).toContain(message);
  });

  it('go through stop, start, reboot, resize; an action out of turn is 409', async () => {
    const { id } = await start();
    const server = String(id);
    expect((await act(server, { 'os-start': null })).status).toBe(409);
    expect((await act(server, { 'os-stop': null })).status).toBe(202);
    expect((await act(server, { 'os-stop': null })).status).toBe(409);
    expect(await settled(server)).toMatchObject({ status: 'SHUTOFF', 'OS-EXT-STS:power_state': 4 });
    expect((await act(server, { 'os-start': null })).status).toBe(202);
    expect(await settled(server)).toMatchObject({ status: 'ACTIVE', 'OS-EXT-STS:power_state': 1 });
    const reboot = await act(server, { reboot: { type: 'SOFT' } });
    expect((await read(server)).status).toBe('REBOOT');
    await settled(server);
    const path = `/servers/${server}/os-instance-actions/${reboot.headers.get('x-openstack-request-id')}`;
    const logged = fieldsAt((await tester.on('compute', path)).json, 'instanceAction');
    expect(logged).toMatchObject({ action: 'reboot', message: null, events: [{ result: 'Success' }] });
    expect((await act(server, { resize: { flavorRef: 'c2m4' } })).status).toBe(400);
    expect((await act(server, { resize: { flavorRef: 'c4m8' } })).status).toBe(202);
    expect(await settled(server)).toMatchObject({ status: 'VERIFY_RESIZE', flavor: { vcpus: 4 } });
    expect((await act(server, { confirmResize: null })).status).toBe(204);
    await until(
      () => read(server),
      (now) => now.status === 'ACTIVE',
    );
    expect((await act(server, { nonsense: null })).status).toBe(400);
    await remove(server);
  });
});

describe('placing', () => {
  it('obeys a group, and NoValidHost is a server in ERROR with a fault', async () => {
    const group = async (policy: string) => {
      const body = { server_group: { name: policy, policy } };
      const made = await tester.on('compute', '/os-server-groups', { method: 'POST', body });
      return textAt(made.json, 'server_group', 'id');
    };
    const apart = await group('anti-affinity');
    const first = await start({}, { group: apart });
    const second = await start({}, { group: apart });
    const third = await start({}, { group: apart });
    expect(first['OS-EXT-SRV-ATTR:host']).not.toBe(second['OS-EXT-SRV-ATTR:host']);
    expect(third).toMatchObject({
      status: 'ERROR',
      'OS-EXT-SRV-ATTR:host': null,
      fault: { code: 500, message: expect.stringContaining('No valid host was found') },
    });
    const members = (await tester.on('compute', `/os-server-groups/${apart}`)).json;
    expect(valueAt(members, 'server_group', 'members')).toHaveLength(3);
    const together = await group('affinity');
    const a = await start({}, { group: together });
    const b = await start({}, { group: together });
    expect(a['OS-EXT-SRV-ATTR:host']).toBe(b['OS-EXT-SRV-ATTR:host']);
    await remove(...[first, second, third, a, b].map((one) => textAt(one, 'id')));
  });
});

describe('live migration', () => {
  it('asks for a microversion that knows `auto`', async () => {
    const { id } = await start();
    const body = { 'os-migrateLive': { host: null, block_migration: 'auto', disk_over_commit: false } };
    const answer = await act(String(id), body, '2.1');
    expect(answer.status).toBe(400);
    expect(textAt(answer.json, 'badRequest', 'message')).toContain("'auto' is not one of");
    await remove(String(id));
  });

  it('goes to more features and back; to its own host it is answered 202 and recorded as an error', async () => {
    const { id, ...server } = await start({ availability_zone: 'nova:cmp-001' });
    expect(server['OS-EXT-SRV-ATTR:host']).toBe('cmp-001');
    const go = async (host: string) => {
      expect((await act(String(id), { 'os-migrateLive': { host, block_migration: 'auto' } })).status).toBe(
        202,
      );
      const [record] = await until(
        () => migrationsOf(String(id)),
        (all) => ['completed', 'error'].includes(String(all[0]?.status)),
      );
      return { status: record?.status, host: (await settled(String(id)))['OS-EXT-SRV-ATTR:host'] };
    };
    expect(await go('cmp-002')).toEqual({ status: 'completed', host: 'cmp-002' });
    expect(await go('cmp-002')).toEqual({ status: 'error', host: 'cmp-002' });
    expect(await go('cmp-001')).toEqual({ status: 'completed', host: 'cmp-001' });
    const records = await migrationsOf(String(id));
    const seconds = records.map(
      (r) => (Date.parse(String(r.updated_at)) - Date.parse(String(r.created_at))) / 1000,
    );
    expect(Math.max(...seconds)).toBeLessThan(3);
    await remove(String(id));
  });

  it('refuses a guest that was started on more features than the other host has', async () => {
    const { id } = await start({ availability_zone: 'nova:cmp-002' });
    await act(String(id), { 'os-migrateLive': { host: 'cmp-001', block_migration: 'auto' } });
    const [record] = await until(
      () => migrationsOf(String(id)),
      (all) => all[0]?.status === 'error',
    );
    expect(record?.dest_compute).toBeNull();
    expect(await settled(String(id))).toMatchObject({ status: 'ACTIVE', 'OS-EXT-SRV-ATTR:host': 'cmp-002' });
    await remove(String(id));
  });

  it('is the operator’s', async () => {
    const { id } = await start();
    const member = await tenant(platform, 'tenant-member', 'acceptance-test');
    const body = { 'os-migrateLive': { host: null, block_migration: 'auto' } };
    const answer = await member.on('compute', `/servers/${id}/action`, { method: 'POST', body });
    expect(answer.status).toBe(403);
    expect(await read(String(id))).toMatchObject({ status: 'ACTIVE' });
    await remove(String(id));
  });
});

describe('disks', () => {
  it('of the ordered size boot a server, hold its snapshot, and cannot go before that', async () => {
    const root = {
      boot_index: 0,
      source_type: 'image',
      uuid: image,
      destination_type: 'volume',
      volume_size: 3,
    };
    const server = await start({
      imageRef: '',
      block_device_mapping_v2: [{ ...root, delete_on_termination: true }],
    });
    const id = textAt(server, 'id');
    const [disk] = listAt(server, 'os-extended-volumes:volumes_attached');
    const volume = textAt(disk, 'id');
    const state = async () =>
      fieldsAt((await tester.on('block-storage', `/volumes/${volume}`)).json, 'volume');
    expect(await state()).toMatchObject({
      size: 3,
      status: 'in-use',
      bootable: 'true',
      volume_image_metadata: { image_id: image },
    });
    const answer = await act(id, { createImage: { name: 'snap' } });
    const snapshotImage = textAt(answer.json, 'image_id');
    const made = await until(
      () => tester.on('image', `/images/${snapshotImage}`),
      (one) => valueAt(one.json, 'status') === 'active',
    );
    const mapping = JSON.parse(textAt(made.json, 'block_device_mapping')) as { snapshot_id: string }[];
    const snapshot = mapping[0]?.snapshot_id ?? '';
    await remove(id);
    const freed = await until(state, (one) => one.status === 'available');
    expect(freed.attachments).toEqual([]);
    const refused = await tester.on('block-storage', `/volumes/${volume}`, { method: 'DELETE' });
    expect(refused.status).toBe(400);
    expect(textAt(refused.json, 'badRequest', 'message')).toContain('have snapshots');
    expect((await tester.on('block-storage', `/snapshots/${snapshot}`, { method: 'DELETE' })).status).toBe(
      202,
    );
    await until(
      () => tester.on('block-storage', `/volumes/${volume}`, { method: 'DELETE' }),
      (one) => one.status === 202,
    );
    expect((await tester.on('image', `/images/${snapshotImage}`, { method: 'DELETE' })).status).toBe(204);
  });
});

describe('the hosts', () => {
  it('are those of the profile, in placement and in nova', async () => {
    const providers = listAt(
      (await tester.on('placement', '/resource_providers')).json,
      'resource_providers',
    );
    expect(providers.map((one) => one.name)).toEqual(['cmp-001', 'cmp-002']);
    const path = `/resource_providers/${textAt(providers[0], 'uuid')}/inventories`;
    const inventories = (await tester.on('placement', path)).json;
    expect(valueAt(inventories, 'inventories', 'VCPU')).toMatchObject({ total: 128, allocation_ratio: 4 });
    const detail = (microversion: string) => tester.on('compute', '/os-hypervisors/detail', { microversion });
    const [first] = listAt((await detail('2.87')).json, 'hypervisors');
    expect(first).toMatchObject({
      vcpus: 128,
      cpu_info: { topology: { cores: 32, sockets: 2, threads: 2 } },
    });
    const [later] = listAt((await detail('2.88')).json, 'hypervisors');
    expect(later).not.toHaveProperty('vcpus');
    expect(targetOf(platform).components.map(({ id }) => id)).toContain('cloud');
  });
});
