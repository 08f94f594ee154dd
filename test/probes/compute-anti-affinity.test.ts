import { describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/compute-anti-affinity/probe.ts';
import type { Instead } from './cloud-between.ts';
import { expectNothing, shortOf, situations } from './compute-probes.ts';
import { seenTrue } from './support.ts';

const all = ['affinity-hosts-same', 'anti-affinity-hosts-differ'];

/** A change of every server and server group that the platform shows. */
const shown = (change: Record<string, unknown>) => ({
  after: (method: string, _path: string, json: unknown) => {
    const { server, servers, server_group } = json as Record<string, unknown>;
    if (method !== 'GET') return json;
    if (server_group) return { server_group: { ...server_group, ...change } };
    if (Array.isArray(servers)) return { servers: servers.map((one) => ({ ...one, ...change })) };
    return server ? { server: { ...server, ...change } } : json;
  },
});
const groupOf = (policy: string, instead: Instead) => ({
  before: (method: string, path: string, body: string) =>
    method === 'POST' && path === '/v2.1/os-server-groups' && body.includes(`["${policy}"]`)
      ? instead
      : undefined,
});

describe.concurrent('compute-anti-affinity', () => {
  const { lookConforming, lookDefect, lookBetween, brokenOrEmptySeesNothing } = situations(probe);

  it('sees both policies kept', async () => {
    const seen = await lookConforming();
    expect(seen.fault).toBeUndefined();
    expect(seenTrue(seen)).toEqual(all);
    expect(seen.resources.filter(({ kind }) => kind === '云主机')).toHaveLength(4);
    expect(seen.resources.filter(({ kind }) => kind === '云主机组')).toHaveLength(2);
  });

  it.each([
    ['anti-affinity-ignored', 'anti-affinity-hosts-differ'],
    ['affinity-ignored', 'affinity-hosts-same'],
  ])('sees %s', async (defect, refuted) => {
    expect(shortOf(await lookDefect(defect), all)).toEqual({ refuted: [refuted], unseen: [] });
  });

  it('tells hosts apart by their digests where their names are not shown', async () => {
    const seen = await lookBetween(shown({ 'OS-EXT-SRV-ATTR:host': undefined }));
    expect(seenTrue(seen)).toEqual(all);
  });

  it('takes no server for a member that the group does not list', async () => {
    expect(shortOf(await lookBetween(shown({ members: [] })), all)).toEqual({ refuted: all, unseen: [] });
  });

  it.each([400, 501])('sees that a policy is refused with %i', async (status) => {
    const seen = await lookBetween(
      groupOf('anti-affinity', { status, body: { badRequest: { message: 'no' } } }),
    );
    expect(shortOf(seen, all)).toEqual({ refuted: ['anti-affinity-hosts-differ'], unseen: [] });
  });

  it('measures one policy where the other broke', async () => {
    const seen = await lookBetween(groupOf('affinity', { status: 503 }));
    expect(seen.state).toBe('completed');
    expect(shortOf(seen, all)).toEqual({ refuted: [], unseen: ['affinity-hosts-same'] });
    expect(seen.notes.join()).toContain('TARGET_STATUS');
  });

  it('says nothing where no host is shown at all', async () => {
    const seen = await lookBetween(shown({ 'OS-EXT-SRV-ATTR:host': undefined, hostId: '' }));
    expectNothing(seen);
    expect(seen.fault?.code).toBe('TARGET_PREREQUISITE');
  });

  it('does not take a lack of hosts for a breach', async () => {
    const failed = { status: 'ERROR', fault: { code: 500, message: 'No valid host was found.' } };
    const seen = await lookBetween({
      after: (method, path, json) => {
        const { servers } = json as { servers?: { name: string }[] };
        if (method !== 'GET' || !path.startsWith('/v2.1/servers/detail') || !servers) return json;
        return {
          servers: servers.map((one) => (one.name.endsWith('anti-affinity-2') ? { ...one, ...failed } : one)),
        };
      },
    });
    expect(shortOf(seen, all)).toEqual({ refuted: [], unseen: ['anti-affinity-hosts-differ'] });
  });

  brokenOrEmptySeesNothing();
});
