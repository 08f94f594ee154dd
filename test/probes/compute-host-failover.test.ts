import { afterEach, describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/compute-host-failover/probe.ts';
import { startPlatform } from '../../scenarios/index.ts';
import type { OpenstackComponent, Target } from '../../spec/index.ts';
import { sightOfBrokenCloud } from './broken-cloud.ts';
import { alterTarget, brokenKinds, emptyKinds, sight, valuesOf } from './support.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function look(defects: string[], alter?: (component: OpenstackComponent, target: Target) => void) {
  const platform = await startPlatform({ tender: 'test', defects, fast: true });
  undo.push(platform.close);
  const altered = alterTarget(platform.targetFile, (target) =>
    alter?.(target.components.find((one) => one.role === 'openstack')!, target),
  );
  undo.push(altered.remove);
  return sight(probe, altered.targetFile);
}

describe('compute-host-failover', () => {
  it('sees a conforming platform bring its server back, and gives the power back', async () => {
    const seen = await look([]);
    expect(seen.fault).toBeUndefined();
    expect(valuesOf(seen, 'recovered-elsewhere')).toEqual([true]);
    expect(valuesOf(seen, 'disks-and-addresses-kept')).toEqual([true]);
    const [seconds] = valuesOf(seen, 'recovery-time') as number[];
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThan(30);
    expect(seen.resources.map(({ kind }) => kind)).toContain('宿主机断电');
    expect(seen.resources.filter(({ state }) => state !== 'removed')).toEqual([]);
    expect(seen.steps.map(({ label }) => label)).toContain('宿主机恢复服务');
  });

  it.each([
    ['evacuation-fails', { 'recovered-elsewhere': [false] }],
    ['evacuation-loses-disk', { 'recovered-elsewhere': [true], 'disks-and-addresses-kept': [false] }],
  ])('sees the violating platform: %s', async (defect, expected) => {
    const seen = await look([defect]);
    expect(seen.fault).toBeUndefined();
    const found = seen.measurements.filter(({ measurand }) => measurand !== 'recovery-time');
    expect(Object.fromEntries(found.map(({ measurand, values }) => [measurand, values]))).toEqual(expected);
    expect(seen.resources.filter(({ state }) => state !== 'removed')).toEqual([]);
  });

  it.each<[string, Parameters<typeof look>[1] & object, string]>([
    ['no host is named', ({ options }) => delete options.hostFailure, 'TARGET_PREREQUISITE'],
    [
      'the named host is none',
      ({ options }, target) => {
        options.hostFailure!.host = 'cmp-999';
        target.authorisation!.hosts.push('cmp-999');
      },
      'TARGET_PREREQUISITE',
    ],
    [
      'its power is not ours to cut',
      ({ options }) => {
        options.hostFailure!.credentials!.username = 'nobody';
      },
      'TARGET_PREREQUISITE',
    ],
    [
      'its controller does not answer',
      ({ options }) => {
        options.hostFailure!.reset = 'http://127.0.0.1:1/redfish/v1/Systems/1/Actions/ComputerSystem.Reset';
      },
      'TARGET_REFUSED',
    ],
  ])('measures nothing where %s', async (_, alter, code) => {
    const seen = await look([], alter);
    expect(seen.fault?.code).toBe(code);
    expect(seen.measurements).toEqual([]);
    expect(seen.resources.filter(({ state }) => state !== 'removed')).toEqual([]);
  });

  it.each([...brokenKinds, ...emptyKinds])(
    'sees nothing in a target that is broken or empty: %s',
    async (kind) => {
      const seen = await sightOfBrokenCloud(probe, kind, (url) => ({
        hostFailure: { host: 'cmp-001', reset: url },
      }));
      expect(seen.state).toMatch(/^(errored|timed-out)$/);
      expect(seen.measurements).toEqual([]);
    },
  );
});
