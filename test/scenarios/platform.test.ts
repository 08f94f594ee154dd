import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { get } from 'node:https';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textAt, valueAt } from '../../harness/clients/openstack/shape.ts';
import { loadTarget } from '../../harness/target.ts';
import { type Platform, platformDefects, startPlatform } from '../../scenarios/index.ts';
import { listTenders, loadCatalogue, loadTender } from '../../spec/load/index.ts';
import { ask, secretOf, signInBody, type Tenant, targetOf, tenant, until } from './client.ts';

let platform: Platform;
let tester: Tenant;
beforeAll(async () => {
  platform = await startPlatform({ tender: 'any', fast: true });
  tester = await tenant(platform, 'acceptance-tester', 'acceptance-test');
});
afterAll(() => platform.close());

const services = ['compute', 'network', 'image', 'block-storage', 'placement'] as const;
const lists = {
  compute: '/servers',
  network: '/networks',
  image: '/images',
  'block-storage': '/volumes',
  placement: '/resource_providers',
} as const;

describe('identity', () => {
  const signIn = (user: string, password: string, project: string) =>
    ask(`${platform.endpoints.identity}/v3/auth/tokens`, {
      method: 'POST',
      body: signInBody(user, password, project),
    });

  it('refuses a wrong password, an unknown user and a project without a role alike, with 401', async () => {
    const password = secretOf(platform, 'openstack.password');
    for (const answer of [
      await signIn('acceptance-tester', 'wrong', 'acceptance-test'),
      await signIn('nobody', password, 'acceptance-test'),
      await signIn('acceptance-tester', password, 'other-bureau'),
    ]) {
      expect(answer.status).toBe(401);
      expect(valueAt(answer.json, 'error', 'title')).toBe('Unauthorized');
      expect(answer.headers.get('x-subject-token')).toBeNull();
    }
  });

  it('lists every service in the catalogue and the time at which the token ends', async () => {
    const answer = await signIn(
      'acceptance-tester',
      secretOf(platform, 'openstack.password'),
      'acceptance-test',
    );
    const types = (valueAt(answer.json, 'token', 'catalog') as { type: string }[]).map((entry) => entry.type);
    expect(types.sort()).toEqual([
      'block-storage',
      'compute',
      'identity',
      'image',
      'network',
      'placement',
      'volumev3',
    ]);
    const span =
      Date.parse(textAt(answer.json, 'token', 'expires_at')) -
      Date.parse(textAt(answer.json, 'token', 'issued_at'));
    expect(span).toBe(3_600_000);
  });

  it('answers 400 to a body that is none, and 401 to a token that was taken back', async () => {
    const url = `${platform.endpoints.identity}/v3/auth/tokens`;
    expect((await ask(url, { method: 'POST', body: { x: 1 } })).status).toBe(400);
    expect((await ask(url, { method: 'POST', body: '{' })).status).toBe(400);
    const other = await tenant(platform, 'acceptance-tester', 'acceptance-test');
    expect((await other.on('compute', '/servers')).status).toBe(200);
    const gone = await other.on('identity', '/auth/tokens', {
      method: 'DELETE',
      headers: { 'x-subject-token': other.token },
    });
    expect(gone.status).toBe(204);
    expect((await other.on('compute', '/servers')).status).toBe(401);
  });
});

describe('every service', () => {
  it.each(services)('%s asks for a token and says what it is', async (service) => {
    const good = await tester.on(service, lists[service]);
    expect(good.status).toBe(200);
    expect(good.headers.get('server')).toBe('biaochi-stand-in');
    expect(good.headers.get('x-openstack-request-id')).toMatch(/^req-/);
    for (const token of ['', 'garbage']) {
      const bad = await tester.on(service, lists[service], { token });
      expect(bad.status).toBe(401);
      expect(bad.headers.get('www-authenticate')).toContain('Keystone');
      expect(bad.headers.get('server')).toBe('biaochi-stand-in');
    }
  });

  it.each(services)('%s answers 404 to a path it does not know, not 500', async (service) => {
    expect((await tester.on(service, '/no-such-thing')).status).toBe(404);
  });

  it('negotiates versions as nova, cinder and placement do', async () => {
    const at = (version: string) => tester.on('compute', '/servers', { microversion: version });
    const high = await at('2.999');
    expect([high.status, valueAt(high.json, 'computeFault', 'message')]).toEqual([
      406,
      'Version 2.999 is not supported by the API. Minimum is 2.1 and maximum is 2.93.',
    ]);
    expect((await at('rubbish')).status).toBe(400);
    const none = await tester.on('compute', '/servers', { headers: { 'openstack-api-version': '' } });
    expect(none.headers.get('openstack-api-version')).toBe('compute 2.1');
    expect((await at('2.87')).headers.get('openstack-api-version')).toBe('compute 2.87');
    const headers = { 'openstack-api-version': 'placement 1.99' };
    expect((await tester.on('placement', '/resource_providers', { headers })).status).toBe(406);
    const volume = { 'openstack-api-version': 'volume 3.999' };
    expect((await tester.on('block-storage', '/volumes', { headers: volume })).status).toBe(406);
  });
});

describe('tenants', () => {
  it('see nothing of each other', async () => {
    const stranger = await tenant(platform, 'other-tenant', 'other-bureau');
    const made = await tester.on('network', '/networks', {
      method: 'POST',
      body: { network: { name: 'mine' } },
    });
    const network = textAt(made.json, 'network', 'id');
    const volume = textAt(
      (await tester.on('block-storage', '/volumes', { method: 'POST', body: { volume: { size: 1 } } })).json,
      'volume',
      'id',
    );
    expect((await stranger.on('network', `/networks/${network}`)).status).toBe(404);
    expect((await stranger.on('block-storage', `/volumes/${volume}`)).status).toBe(404);
    expect(JSON.stringify((await stranger.on('network', '/networks')).json)).not.toContain(network);
    expect((await stranger.on('block-storage', `/../${tester.project}/volumes`)).status).toBe(400);
    expect((await tester.on('network', `/networks/${network}`)).status).toBe(200);
    await tester.on('network', `/networks/${network}`, { method: 'DELETE' });
    const freed = async () => tester.on('block-storage', `/volumes/${volume}`, { method: 'DELETE' });
    await until(freed, (answer) => answer.status === 202 || answer.status === 404);
  });

  it('that are no operators may not look at hosts', async () => {
    const member = await tenant(platform, 'tenant-member', 'acceptance-test');
    for (const path of ['/os-hypervisors', '/os-hypervisors/detail', '/os-services', '/os-migrations']) {
      expect([path, (await member.on('compute', path)).status]).toEqual([path, 403]);
    }
    expect((await member.on('placement', '/resource_providers')).status).toBe(403);
    expect((await member.on('compute', '/servers')).status).toBe(200);
  });
});

describe('the target file', () => {
  it('is one that the harness takes, marked as simulated, with secrets only in files of their owner', () => {
    const loaded = loadTarget(platform.targetFile);
    expect(loaded.target.simulated).toBe(true);
    expect(loaded.target.components.map((component) => component.role).sort()).toEqual([
      'backup',
      'database',
      'host',
      'host',
      'management-controller',
      'monitoring',
      'object-storage',
      'openstack',
      'public-endpoint',
    ]);
    const folder = dirname(platform.targetFile);
    const text = readFileSync(platform.targetFile, 'utf8');
    for (const name of ['openstack.password', 's3.access-key', 's3.secret-key', 'controller.password']) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
      expect(secretOf(platform, name).length).toBeGreaterThan(12);
      expect(text).not.toContain(secretOf(platform, name));
    }
    expect(existsSync(join(folder, targetOf(platform).assets?.file ?? ''))).toBe(true);
  });

  it('names a CA by which the public endpoint verifies', async () => {
    const ca = readFileSync(join(dirname(platform.targetFile), 'ca.pem'));
    const status = await new Promise((resolve, reject) => {
      get(platform.endpoints.public ?? '', { ca }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on('error', reject);
    });
    expect(status).toBe(200);
  });
});

describe('starting and closing', () => {
  it('frees every port and takes its temporary files back', async () => {
    const other = await startPlatform({ tender: 'any', fast: true });
    const open = (url: string) =>
      new Promise<boolean>((resolve) => {
        const { hostname, port } = new URL(url);
        const socket = connect(Number(port), hostname);
        socket.once('connect', () => socket.destroy()).once('connect', () => resolve(true));
        socket.once('error', () => resolve(false));
      });
    const urls = Object.values(other.endpoints);
    expect(urls.length).toBeGreaterThan(9);
    expect(await Promise.all(urls.map(open))).toEqual(urls.map(() => true));
    await other.close();
    await other.close();
    expect(await Promise.all(urls.map(open))).toEqual(urls.map(() => false));
    expect(existsSync(other.targetFile)).toBe(false);
  });

  it('leaves nothing that keeps a process alive', () => {
    const script = `import { startPlatform } from './scenarios/index.ts';
      const p = await startPlatform({ tender: 'any' }); await p.close(); console.log('closed');`;
    const args = ['--import', 'tsx', '--input-type=module', '-e', script];
    expect(execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 20_000 })).toContain('closed');
  });

  it('knows its defects by name', async () => {
    await expect(startPlatform({ tender: 'any', defects: ['no-such-defect'] })).rejects.toThrow(
      'no-such-defect',
    );
  });
});

describe('the defects', () => {
  const contracts = loadCatalogue();

  it('have names of their own and turn measurands that exist', () => {
    const names = platformDefects.map((defect) => defect.name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, title, turns } of platformDefects) {
      expect(title).toMatch(/\p{Script=Han}/u);
      expect([name, turns.length > 0]).toEqual([name, true]);
      for (const turn of turns) {
        const known = Object.keys(contracts.get(turn.probe)?.measurands ?? {});
        expect([name, turn.measurands.filter((one) => !known.includes(one))]).toEqual([name, []]);
        for (const measurand of Object.keys(turn.items ?? {})) expect(turn.measurands).toContain(measurand);
      }
    }
  });

  /** What no tender asks for yet, and the stand-in does not show: machines of other makes, and mere information. */
  const untold = [
    'operating-system-chips runs-on-phytium',
    'operating-system-chips runs-on-loongson',
    'operating-system-chips runs-on-zhaoxin',
    'operating-system-chips release',
    'compute-host-failover recovery-time',
  ];

  it('turn every measurand of every contract that has a probe', () => {
    const turned = new Set(
      platformDefects.flatMap(({ turns }) =>
        turns.flatMap((turn) => turn.measurands.map((measurand) => `${turn.probe} ${measurand}`)),
      ),
    );
    const built = [...contracts.values()].filter((contract) =>
      existsSync(join('harness', 'probes', contract.id, 'probe.ts')),
    );
    const all = built.flatMap(({ id, measurands }) => Object.keys(measurands).map((name) => `${id} ${name}`));
    expect(all.length).toBeGreaterThan(50);
    expect(all.filter((one) => !turned.has(one) && !untold.includes(one))).toEqual([]);
    // Whatever is asked for has a target that fails it.
    const asked = new Set(
      listTenders()
        .flatMap((id) => loadTender(id, { catalogue: contracts }).checkables)
        .flatMap(({ verification }) => verification)
        .flatMap((v) =>
          v.method === 'test' ? v.expect.map(({ measurand }) => `${v.probe} ${measurand}`) : [],
        ),
    );
    expect(untold.filter((one) => asked.has(one) || turned.has(one) || !all.includes(one))).toEqual([]);
  });
});
