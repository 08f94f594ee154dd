import { expect, it } from 'vitest';
import type { Probe } from '../../harness/index.ts';
import { startPlatform } from '../../scenarios/index.ts';
import type { Target } from '../../spec/index.ts';
import { type Between, startBetween } from './cloud-between.ts';
import {
  alterTarget,
  brokenKinds,
  emptyKinds,
  type SightOptions,
  type SightResult,
  sight,
  startBroken,
  valuesOf,
} from './support.ts';

const cloudOf = (target: Target) => {
  const cloud = target.components.find((one) => one.role === 'openstack');
  if (cloud?.role !== 'openstack') throw new Error('the target has no cloud');
  return cloud;
};

async function withPlatform<T>(defects: string[], act: (targetFile: string) => Promise<T>): Promise<T> {
  const platform = await startPlatform({ tender: 'test', fast: true, defects, migrationSeconds: 1 });
  try {
    return await act(platform.targetFile);
  } finally {
    await platform.close();
  }
}

/** What was created is gone, whatever came of the rest. */
function expectClean(seen: SightResult): SightResult {
  expect(seen.resources.filter(({ state }) => state !== 'removed')).toEqual([]);
  return seen;
}

/**
 * The situations in which each probe on compute is shown: sound, with a defect, interfered with, broken.
 * Each has a platform of its own, so that tests may run side by side.
 */
export function situations(probe: Probe) {
  const lookDefect = (defect: string, options?: SightOptions) =>
    withPlatform([defect], async (targetFile) => expectClean(await sight(probe, targetFile, options)));

  const lookAltered = (alter: (target: Target) => void, options?: SightOptions) =>
    withPlatform([], async (targetFile) => {
      const altered = alterTarget(targetFile, alter);
      try {
        return expectClean(await sight(probe, altered.targetFile, options));
      } finally {
        altered.remove();
      }
    });

  /** Interference ends with the probe, so that removal is let through. */
  const lookBetween = (between: Between, options?: SightOptions) =>
    withPlatform([], async (targetFile) => {
      const cloud = await startBetween(targetFile, between);
      const gather: Probe['gather'] = (context) =>
        probe.gather(context).finally(() => {
          cloud.on = false;
        });
      try {
        return expectClean(await sight({ ...probe, gather }, cloud.targetFile, options));
      } finally {
        cloud.close();
      }
    });

  return {
    lookDefect,
    lookBetween,
    lookConforming: (options?: SightOptions) => lookAltered(() => {}, options),
    /** With options of the target file changed; those that are undefined are left out. */
    lookOptions: (change: Record<string, unknown>) =>
      lookAltered((target) => {
        const cloud = cloudOf(target);
        cloud.options = JSON.parse(JSON.stringify({ ...cloud.options, ...change }));
      }),
    /** Broken and empty targets, at the door and behind it: never a measurement. */
    brokenOrEmptySeesNothing() {
      it.each([...brokenKinds, ...emptyKinds])('sees nothing in a target that is %s', async (kind) => {
        const broken = await startBroken(kind);
        const alter = (target: Target) => {
          cloudOf(target).endpoint = broken.url;
        };
        try {
          expectNothing(await lookAltered(alter, { timeLimit: 2 }));
        } finally {
          await broken.close();
        }
      });
      it.each([
        ['is silent', 'hang'],
        ['closes', 'drop'],
        ['answers garbage', { status: 200, raw: '<html>' }],
        ['answers nothing', { status: 200, body: {} }],
        ['breaks', { status: 503, body: { message: 'down' } }],
        ['does not accept the account', { status: 401, body: { error: { message: 'no' } } }],
        ['grants nothing', { status: 403, body: { forbidden: { message: "Policy doesn't allow it" } } }],
        ['has no quota left', { status: 403, body: { forbidden: { message: 'Quota exceeded for cores' } } }],
      ] as const)('sees nothing where ordering a server %s', async (_, instead) => {
        const between: Between = {
          before: (method, path) => (method === 'POST' && path === '/v2.1/servers' ? instead : undefined),
        };
        expectNothing(await lookBetween(between, { timeLimit: 4 }));
      });
    },
  };
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
