import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Probe } from '../../harness/index.ts';
import { type Platform, startPlatform } from '../../scenarios/index.ts';
import { type Between, startBetween } from './cloud-between.ts';
import {
  alterTarget,
  type BrokenKind,
  brokenKinds,
  emptyKinds,
  type SightOptions,
  type SightResult,
  sight,
  startBroken,
  valuesOf,
} from './support.ts';

/** The situations in which each probe on compute is shown: sound, with a defect, interfered with, broken. */
export function situations(probe: Probe) {
  const undo: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step();
  });
  let sound: Platform;
  beforeAll(async () => {
    sound = await startPlatform({ tender: 'test', fast: true });
  });
  afterAll(() => sound.close());

  const look = async (targetFile: string, options: SightOptions = {}): Promise<SightResult> => {
    const seen = await sight(probe, targetFile, options);
    const left = seen.resources.filter(({ state }) => state !== 'removed');
    expect(left, 'what was created is gone').toEqual([]);
    return seen;
  };
  const lookSound = (options?: SightOptions) => look(sound.targetFile, options);
  const lookDefect = async (defect: string, options?: SightOptions) => {
    const platform = await startPlatform({
      tender: 'test',
      fast: true,
      defects: [defect],
      migrationSeconds: 1,
    });
    undo.push(() => platform.close());
    return look(platform.targetFile, options);
  };
  /** Interference ends with the probe, so that removal is let through. */
  const lookBetween = async (between: Between, options?: SightOptions) => {
    const cloud = await startBetween(sound.targetFile, between);
    undo.push(() => cloud.close());
    const gather: Probe['gather'] = (context) =>
      probe.gather(context).finally(() => {
        cloud.on = false;
      });
    const seen = await sight({ ...probe, gather }, cloud.targetFile, options);
    expect(seen.resources.filter(({ state }) => state !== 'removed')).toEqual([]);
    return seen;
  };
  const lookOptions = (change: Record<string, unknown>, drop: string[] = []) => {
    const altered = alterTarget(sound.targetFile, (target) => {
      const cloud = target.components.find((one) => one.role === 'openstack')!;
      if (cloud.role !== 'openstack') return;
      const options: Record<string, unknown> = { ...cloud.options, ...change };
      for (const name of drop) delete options[name];
      cloud.options = options as unknown as typeof cloud.options;
    });
    undo.push(altered.remove);
    return look(altered.targetFile);
  };
  /** Broken and empty targets, at the door and behind it: never a measurement. */
  const unseeable = () => {
    it.each([...brokenKinds, ...emptyKinds])(
      'sees nothing in a target that is %s',
      async (kind: BrokenKind) => {
        const broken = await startBroken(kind);
        undo.push(() => broken.close());
        const altered = alterTarget(sound.targetFile, (target) => {
          target.components.find((one) => one.role === 'openstack')!.endpoint = broken.url;
        });
        undo.push(altered.remove);
        expectNothing(await look(altered.targetFile, { timeLimit: 2 }));
      },
    );
    it.each([
      ['is silent', 'hang'],
      ['closes', 'drop'],
      ['answers garbage', { status: 200, raw: '<html>' }],
      ['answers nothing', { status: 200, body: {} }],
      ['breaks', { status: 503, body: { message: 'down' } }],
      ['does not accept the account', { status: 401, body: { error: { message: 'no' } } }],
      ['grants nothing', { status: 403, body: { forbidden: { message: "Policy doesn't allow it" } } }],
      [
        'has no quota left',
        { status: 403, body: { forbidden: { message: 'Quota exceeded for instances' } } },
      ],
    ] as const)('sees nothing where ordering a server %s', async (_, instead) => {
      const between: Between = {
        before: (method, path) => (method === 'POST' && path === '/v2.1/servers' ? instead : undefined),
      };
      // An order that is answered 200 with garbage may stand all the same; nothing of it can then be seen.
      expectNothing(await lookBetween(between, { timeLimit: 4 }));
    });
  };
  return { look, lookSound, lookDefect, lookBetween, lookOptions, unseeable };
}

export function expectNothing(seen: SightResult): void {
  expect(seen.state).toMatch(/^(errored|timed-out)$/);
  expect(seen.fault?.code).toMatch(/^(TARGET_|TIME_LIMIT)/);
  expect(seen.measurements).toEqual([]);
}

/** Measurands with a contrary sample, and those without any sample. */
export function shortOf(seen: SightResult, all: readonly string[]) {
  return {
    refuted: all.filter((name) => valuesOf(seen, name)?.includes(false)),
    unseen: all.filter((name) => valuesOf(seen, name) === undefined),
  };
}
