import { describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/compute-live-migration/probe.ts';
import { expectNothing, shortOf, situations } from './compute-probes.ts';
import { seenTrue, valuesOf } from './support.ts';

const all = [
  'connection-survived',
  'longest-gap',
  'migration-completed',
  'migration-duration',
  'returned-to-origin',
  'stayed-active',
];
const booleans = ['connection-survived', 'migration-completed', 'returned-to-origin', 'stayed-active'];
const client = ['connection-survived', 'longest-gap'];
const others = (...names: string[]) => all.filter((name) => !names.includes(name));

/** A change of every record of a live migration. */
const records = (change: (all: Record<string, unknown>[]) => unknown[]) => ({
  after: (_: string, path: string, json: unknown) =>
    path.startsWith('/v2.1/os-migrations')
      ? { migrations: change((json as { migrations: Record<string, unknown>[] }).migrations) }
      : json,
});

/** What times a client runs by itself, and again when this machine halted meanwhile. */
const alone = { retry: 2 };

describe.concurrent('compute-live-migration', () => {
  const { lookConforming, lookDefect, lookBetween, lookOptions, brokenOrEmptySeesNothing } =
    situations(probe);

  it.sequential(
    'moves a server to a processor with more features and back, and holds a connection to it',
    alone,
    async () => {
      const seen = await lookConforming({ inputs: { rounds: 2 } });
      expect(seen.fault).toBeUndefined();
      expect(seen.tier).toBe('measured');
      expect(seenTrue(seen)).toEqual(booleans);
      expect(valuesOf(seen, 'migration-completed')).toHaveLength(2);
      expect(valuesOf(seen, 'returned-to-origin')).toHaveLength(2);
      const times = valuesOf(seen, 'migration-duration') as number[];
      expect(times).toHaveLength(4);
      for (const time of times) expect(time).toBeGreaterThan(0.05);
      for (const gap of valuesOf(seen, 'longest-gap') ?? []) {
        expect(gap).toBeGreaterThanOrEqual(20);
        expect(gap).toBeLessThan(2000);
      }
      expect(seen.notes.join()).toMatch(/Dhyana，特性 11 项.*Dhyana-v2，特性 14 项/);
    },
  );

  it.sequential('sees a guest that is paused', alone, async () => {
    const seen = await lookDefect('migration-pauses-guest');
    expect(shortOf(seen, all)).toEqual({ refuted: ['stayed-active'], unseen: [] });
    expect(valuesOf(seen, 'longest-gap')?.[0]).toBeGreaterThan(2300);
    expect(valuesOf(seen, 'connection-survived')).toEqual([true]);
  });

  it.sequential('sees a connection that is dropped, and how long nothing answered', alone, async () => {
    const seen = await lookDefect('migration-drops-connections');
    expect(shortOf(seen, all)).toEqual({ refuted: ['connection-survived'], unseen: [] });
    expect(valuesOf(seen, 'longest-gap')?.[0]).toBeGreaterThan(2800);
  });

  it('takes the platform at its word when it says that it took longer', async () => {
    const seen = await lookDefect('migration-slow');
    expect(valuesOf(seen, 'migration-duration')).toEqual([700, 700]);
    expect(seen.notes.join()).toContain('取较长者');
  });

  it('believes no accepted request: the server stays where it is', async () => {
    const seen = await lookDefect('migration-same-host');
    expect(shortOf(seen, all)).toEqual({
      refuted: ['migration-completed'],
      unseen: others('migration-completed'),
    });
  });

  it.sequential('sees a server that does not come back', alone, async () => {
    const seen = await lookDefect('migration-never-returns');
    expect(shortOf(seen, all)).toEqual({ refuted: ['returned-to-origin'], unseen: [] });
    expect(valuesOf(seen, 'migration-completed')).toEqual([true]);
    expect(valuesOf(seen, 'migration-duration')).toHaveLength(1);
  });

  it('sees a refusal', async () => {
    const seen = await lookBetween({
      before: (method, path, body) =>
        method === 'POST' && path.endsWith('/action') && body.includes('os-migrateLive')
          ? { status: 400, body: { badRequest: { code: 400, message: 'unsupported' } } }
          : undefined,
    });
    expect(shortOf(seen, all)).toEqual({
      refuted: ['migration-completed'],
      unseen: others('migration-completed'),
    });
    expect(seen.steps.map(({ detail }) => detail).join()).toContain('unsupported');
  });

  it('does not take a complete record for a move', async () => {
    const seen = await lookBetween({
      before: (method, path, body) =>
        method === 'POST' && path.endsWith('/action') && body.includes('os-migrateLive')
          ? { status: 202, raw: '' }
          : undefined,
      after: (_, path, json) => {
        if (!path.startsWith('/v2.1/os-migrations')) return json;
        const id = new URLSearchParams(path.split('?')[1]).get('instance_uuid');
        asked += 1;
        const record = { id: 7, instance_uuid: id, migration_type: 'live-migration', status: 'completed' };
        return { migrations: asked > 1 ? [record] : [] };
      },
    });
    expect(shortOf(seen, all)).toEqual({
      refuted: ['migration-completed'],
      unseen: others('migration-completed'),
    });
  });
  let asked = 0;

  it('ends when nothing at all follows an accepted request', async () => {
    const seen = await lookBetween({
      before: (method, path, body) =>
        method === 'POST' && path.endsWith('/action') && body.includes('os-migrateLive')
          ? { status: 202, raw: '' }
          : undefined,
    });
    expect(shortOf(seen, all)).toEqual({
      refuted: ['migration-completed'],
      unseen: others('migration-completed'),
    });
    expect(seen.steps.map(({ detail }) => detail).join()).toContain('没有迁移记录');
  });

  it('leaves open a migration that somebody cancelled', async () => {
    const seen = await lookBetween(records((all) => all.map((one) => ({ ...one, status: 'cancelled' }))));
    expectNothing(seen);
    expect(seen.fault?.code).toBe('TARGET_STATE');
  });

  it('leaves open a move without a record of it', async () => {
    const seen = await lookBetween(records(() => []));
    expectNothing(seen);
    expect(seen.fault?.code).toBe('TARGET_STATE');
  });

  it('needs a second node', async () => {
    const seen = await lookBetween({
      after: (_, path, json) => {
        if (!path.startsWith('/v2.1/os-services')) return json;
        const { services } = json as { services: Record<string, unknown>[] };
        return { services: services.map((one, i) => ({ ...one, state: i === 0 ? 'up' : 'down' })) };
      },
    });
    expectNothing(seen);
    expect(seen.fault?.code).toBe('TARGET_PREREQUISITE');
  });

  it('needs an account that sees hosts', async () => {
    const seen = await lookBetween({
      before: (_, path) =>
        path.startsWith('/v2.1/os-services')
          ? { status: 403, body: { forbidden: { message: "Policy doesn't allow os-services" } } }
          : undefined,
    });
    expectNothing(seen);
    expect(seen.fault?.code).toBe('TARGET_UNAUTHORISED');
  });

  it('leaves the client out, and says so, where the target file gives no way to guests', async () => {
    const seen = await lookOptions({ externalNetwork: undefined, guestPort: undefined });
    expect(shortOf(seen, all)).toEqual({ refuted: [], unseen: client });
    expect(seen.notes.join()).toContain('未测');
  });

  brokenOrEmptySeesNothing();
});
