import { afterEach, describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/compute-tenant-isolation/probe.ts';
import { startPlatform } from '../../scenarios/index.ts';
import type { OpenstackComponent } from '../../spec/index.ts';
import { sightOfBrokenCloud } from './broken-cloud.ts';
import { alterTarget, brokenKinds, emptyKinds, sight, valuesOf } from './support.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function look(defects: string[], alter?: (component: OpenstackComponent) => void) {
  const platform = await startPlatform({ tender: 'test', defects, fast: true });
  undo.push(platform.close);
  if (!alter) return sight(probe, platform.targetFile);
  const altered = alterTarget(platform.targetFile, (target) =>
    alter(target.components.find((one) => one.role === 'openstack')!),
  );
  undo.push(altered.remove);
  return sight(probe, altered.targetFile);
}

describe('compute-tenant-isolation', () => {
  it('sees nothing of a conforming neighbour, and leaves nothing behind in either tenant', async () => {
    const seen = await look([]);
    expect(seen.fault).toBeUndefined();
    expect(seen.tier).toBe('measured');
    expect(valuesOf(seen, 'foreign-resources-hidden')).toEqual([true, true, true]);
    // Eight actions, three removals, and that nothing has changed.
    expect(valuesOf(seen, 'foreign-operations-refused')).toEqual(Array.from({ length: 12 }, () => true));
    expect(seen.resources.filter(({ state }) => state !== 'removed')).toEqual([]);
    expect(seen.notes).toEqual([]);
  });

  it.each([
    ['tenant-servers-visible', ['云主机'], []],
    ['tenant-volume-attachable', [], ['云硬盘挂接到自己的云主机']],
    ['network-shared', ['网络'], ['在网络中建端口']],
  ])('sees the violating platform: %s', async (defect, visible, accepted) => {
    const seen = await look([defect]);
    expect(seen.fault).toBeUndefined();
    const labels = seen.steps.map(({ label, detail }) => `${label} ${detail ?? ''}`);
    const shown = ['云主机', '网络', '云硬盘'].filter((kind) =>
      labels.some((label) => label.startsWith(`甲看乙的${kind} 可见`)),
    );
    expect(shown).toEqual(visible);
    expect(labels.filter((label) => label.includes('甲对乙的被受理')).map((l) => l.split('：')[0])).toEqual(
      accepted,
    );
    const falses = (name: string) => valuesOf(seen, name)?.filter((value) => value === false).length;
    expect(falses('foreign-resources-hidden')).toBe(visible.length);
    expect((falses('foreign-operations-refused') ?? 0) > 0).toBe(accepted.length > 0);
    expect(seen.resources.filter(({ state }) => state !== 'removed')).toEqual([]);
  });

  it.each<[string, (component: OpenstackComponent) => void, string]>([
    ['no second tenant', ({ options }) => delete options.otherTenant, 'otherTenant'],
    [
      'a second account of the same project',
      ({ options, credentials }) => {
        options.otherTenant = { ...credentials, username: 'tenant-member' };
      },
      '同一项目',
    ],
    [
      'a second account that is the first',
      ({ options, credentials }) => {
        options.otherTenant = credentials;
      },
      '同一项目',
    ],
  ])('leaves it open where there is %s', async (_, alter, words) => {
    const seen = await look([], alter);
    expect(seen.fault?.code).toBe('TARGET_PREREQUISITE');
    expect(seen.fault?.message).toContain(words);
    expect(seen.measurements).toEqual([]);
  });

  it('does not count an administrator as a neighbour', async () => {
    const seen = await look([], ({ options, credentials }) => {
      const neighbour = options.otherTenant!;
      options.otherTenant = { ...credentials };
      Object.assign(credentials, neighbour);
    });
    expect(seen.fault).toMatchObject({ code: 'TARGET_PREREQUISITE' });
    expect(seen.fault?.message).toContain('管理员');
    expect(seen.measurements).toEqual([]);
  });

  it('leaves it open where the second account is not accepted', async () => {
    const seen = await look([], ({ options }) => {
      options.otherTenant!.username = 'nobody';
    });
    expect(seen.fault?.code).toBe('TARGET_UNAUTHORISED');
    expect(seen.measurements).toEqual([]);
  });

  it.each([...brokenKinds, ...emptyKinds])(
    'sees nothing in a target that is broken or empty: %s',
    async (kind) => {
      const seen = await sightOfBrokenCloud(probe, kind, (_, secret) => ({
        otherTenant: { username: 'o', password: secret, project: 'q' },
      }));
      expect(seen.state).toMatch(/^(errored|timed-out)$/);
      expect(seen.measurements).toEqual([]);
    },
  );
});
