import { describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/compute-server-create/probe.ts';
import { expectNothing, shortOf, situations } from './compute-probes.ts';
import { seenTrue, valuesOf } from './support.ts';

const all = [
  'count-as-ordered',
  'disk-as-ordered',
  'flavor-as-ordered',
  'image-as-ordered',
  'network-as-ordered',
  'security-group-as-ordered',
];
const items = ['name', 'status', 'location', 'network', 'flavor', 'interfaces', 'created'];

/** Changes every server of a list that the platform shows. */
const eachServer = (change: (server: Record<string, unknown>, index: number) => unknown) => ({
  after: (method: string, path: string, json: unknown) => {
    const { servers } = json as { servers?: Record<string, unknown>[] };
    return method === 'GET' && path.startsWith('/v2.1/servers/detail') && servers
      ? { servers: servers.map(change) }
      : json;
  },
});

describe.concurrent('compute-server-create', () => {
  const { lookConforming, lookDefect, lookBetween, lookOptions, brokenOrEmptySeesNothing } =
    situations(probe);

  it('sees several servers as they were ordered', async () => {
    const seen = await lookConforming({ inputs: { count: 3, diskGiB: 5 } });
    expect(seen.fault).toBeUndefined();
    expect(seen.tier).toBe('measured');
    expect(seenTrue(seen)).toEqual(all);
    expect(valuesOf(seen, 'information-shown')).toEqual([items]);
    expect(valuesOf(seen, 'flavor-as-ordered')).toHaveLength(3);
    const times = valuesOf(seen, 'provision-time') as number[];
    expect(times).toHaveLength(3);
    for (const time of times) expect(time).toBeGreaterThan(0.05);
    expect(seen.resources.map(({ kind }) => kind)).toEqual(['网络', '子网', '安全组', '云主机']);
  });

  it('sees a single server too', async () => {
    expect(shortOf(await lookConforming({ inputs: { count: 1 } }), all)).toEqual({ refuted: [], unseen: [] });
  });

  it.each([
    ['flavor-shrunk', 'flavor-as-ordered'],
    ['image-substituted', 'image-as-ordered'],
    ['disk-shrunk', 'disk-as-ordered'],
    ['network-ignored', 'network-as-ordered'],
    ['security-group-ignored', 'security-group-as-ordered'],
    ['count-short', 'count-as-ordered'],
  ])('sees %s', async (defect, refuted) => {
    const seen = await lookDefect(defect);
    expect(shortOf(seen, all)).toEqual({ refuted: [refuted], unseen: [] });
  });

  it('times a slow platform by its own clock', async () => {
    const times = valuesOf(await lookDefect('server-create-slow'), 'provision-time') as number[];
    expect(Math.min(...times)).toBeGreaterThan(8);
    expect(Math.max(...times)).toBeLessThan(30);
  });

  it('lists only the information that is shown', async () => {
    const seen = await lookDefect('server-information-missing');
    expect(valuesOf(seen, 'information-shown')).toEqual([items.filter((item) => item !== 'created')]);
  });

  it('counts a server that failed as not delivered, and measures the others', async () => {
    const failed = { status: 'ERROR', fault: { code: 500, message: 'No valid host was found.' } };
    const seen = await lookBetween(
      eachServer((server, index) => (index === 0 ? { ...server, ...failed } : server)),
    );
    expect(shortOf(seen, all)).toEqual({ refuted: ['count-as-ordered'], unseen: [] });
    expect(valuesOf(seen, 'flavor-as-ordered')).toHaveLength(1);
  });

  it('tells why when every server failed', async () => {
    const failed = { status: 'ERROR', fault: { code: 500, message: 'No valid host was found.' } };
    const seen = await lookBetween(eachServer((server) => ({ ...server, ...failed })));
    expectNothing(seen);
    expect(seen.fault?.code).toBe('TARGET_STATE');
    expect(seen.fault?.message).toContain('No valid host was found.');
  });

  it('leaves open what the platform does not show', async () => {
    const hide = eachServer(
      ({ 'os-extended-volumes:volumes_attached': _, security_groups: __, ...server }) => ({
        ...server,
        image: null,
      }),
    );
    expect(shortOf(await lookBetween(hide), all)).toEqual({
      refuted: [],
      unseen: ['disk-as-ordered', 'image-as-ordered'],
    });
  });

  it.each([
    ['flavor', '规格'],
    ['image', '镜像'],
  ])('says that the %s of the target file does not exist', async (option, title) => {
    const seen = await lookOptions({ [option]: 'no-such-thing' });
    expect(seen.fault?.code).toBe('TARGET_PREREQUISITE');
    expect(seen.fault?.message).toContain(title);
    expect(seen.measurements).toEqual([]);
  });

  it('removes what it ordered when time is up', async () => {
    const seen = await lookDefect('server-create-slow', { timeLimit: 2 });
    expect(seen.state).toBe('timed-out');
    expect(seen.measurements).toEqual([]);
    expect(seen.resources.map(({ state }) => state)).toEqual(['removed', 'removed', 'removed', 'removed']);
  });

  brokenOrEmptySeesNothing();
});
