import { afterEach, describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/platform-access-control/probe.ts';
import { startPlatform } from '../../scenarios/index.ts';
import type { OpenstackComponent } from '../../spec/index.ts';
import { sightOfBrokenCloud } from './broken-cloud.ts';
import { alterTarget, brokenKinds, emptyKinds, seenTrue, sight, valuesOf } from './support.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const all = ['other-project-refused', 'own-project-allowed', 'role-limits-enforced'];

async function look(defects: string[], alter?: (component: OpenstackComponent) => void) {
  const platform = await startPlatform({ tender: 'test', defects, fast: true });
  undo.push(platform.close);
  const altered = alterTarget(platform.targetFile, (target) =>
    alter?.(target.components.find((one) => one.role === 'openstack')!),
  );
  undo.push(altered.remove);
  return sight(probe, altered.targetFile);
}

describe('platform-access-control', () => {
  it('sees a conforming platform: three roles, what each may and may not', async () => {
    const seen = await look([]);
    expect(seen.fault).toBeUndefined();
    expect(seenTrue(seen)).toEqual(all);
    // Four kinds read by the reader, nine actions by the member.
    expect(valuesOf(seen, 'own-project-allowed')).toHaveLength(13);
    // Two views of operators; four orders, nine actions, four removals by the reader.
    expect(valuesOf(seen, 'role-limits-enforced')).toHaveLength(19);
    expect(valuesOf(seen, 'other-project-refused')).toHaveLength(16);
    expect(seen.resources.filter(({ state }) => state !== 'removed')).toEqual([]);
  });

  it.each([
    ['reader-may-change', 'role-limits-enforced'],
    ['reader-cannot-read', 'own-project-allowed'],
    ['tenant-servers-visible', 'other-project-refused'],
    ['network-shared', 'other-project-refused'],
  ])('sees the violating platform: %s', async (defect, measurand) => {
    const seen = await look([defect]);
    expect(seen.fault).toBeUndefined();
    expect(all.filter((name) => valuesOf(seen, name)?.includes(false))).toEqual([measurand]);
    expect(seen.resources.filter(({ state }) => state !== 'removed')).toEqual([]);
  });

  it('leaves out what no account was given for', async () => {
    const noReader = await look([], ({ options }) => delete options.readOnlyAccount);
    expect(seenTrue(noReader)).toEqual(['other-project-refused', 'own-project-allowed']);
    expect(valuesOf(noReader, 'role-limits-enforced')).toBeUndefined();
    const noStranger = await look([], ({ options }) => delete options.otherTenant);
    expect(seenTrue(noStranger)).toEqual(['own-project-allowed', 'role-limits-enforced']);
    expect(valuesOf(noStranger, 'other-project-refused')).toBeUndefined();
  });

  it.each<[string, (component: OpenstackComponent) => void]>([
    [
      'no second account',
      ({ options }) => {
        delete options.otherTenant;
        delete options.readOnlyAccount;
      },
    ],
    [
      'a reader that is an administrator',
      ({ options, credentials }) => {
        options.readOnlyAccount!.username = credentials.username;
      },
    ],
    [
      'a stranger of the same project',
      ({ options, credentials }) => {
        options.otherTenant = { ...credentials, username: 'tenant-member' };
      },
    ],
  ])('leaves it open where there is %s', async (_, alter) => {
    const seen = await look([], alter);
    expect(seen.fault?.code).toBe('TARGET_PREREQUISITE');
    expect(seen.measurements).toEqual([]);
  });

  it.each([...brokenKinds, ...emptyKinds])(
    'sees nothing in a target that is broken or empty: %s',
    async (kind) => {
      const seen = await sightOfBrokenCloud(probe, kind, (_, secret) => ({
        readOnlyAccount: { username: 'r', password: secret },
      }));
      expect(seen.state).toMatch(/^(errored|timed-out)$/);
      expect(seen.measurements).toEqual([]);
    },
  );
});
