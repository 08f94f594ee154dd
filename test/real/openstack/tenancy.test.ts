import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probes } from '../../../harness/index.ts';
import { type SightResult, seenTrue, sight, valuesOf } from '../../probes/support.ts';
import { platformDirectory, writeRealTarget } from './target.ts';

const folder = mkdtempSync(join(tmpdir(), 'biaochi-tenancy-'));
const policies = (kind: 'stock' | 'new') =>
  execFileSync('bash', [fileURLToPath(new URL('rbac.sh', import.meta.url)), kind], {
    env: { ...process.env, OS_DIR: platformDirectory() },
    stdio: ['ignore', 'ignore', 'inherit'],
  });

let targetFile: string;
beforeAll(async () => {
  targetFile = await writeRealTarget(folder, 'test');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function look(probe: string): Promise<SightResult> {
  const seen = await sight(probes.get(probe)!, targetFile);
  const seconds = (Date.parse(seen.window.to) - Date.parse(seen.window.from)) / 1000;
  console.log(
    [probe, seen.state, `${seconds.toFixed(1)} s`, seen.fault?.message ?? ''].join('\t'),
    seen.measurements.map((m) => `${m.measurand}=${m.values.join()}`),
  );
  expect(seen.resources.filter(({ state }) => state !== 'removed')).toEqual([]);
  return seen;
}

describe('tenants of a real control plane', () => {
  describe('with the policies that the release ships', () => {
    beforeAll(() => void policies('stock'));
    afterAll(() => void policies('new'));

    it('a reader that may order servers is caught; tenants are still apart', async () => {
      const [access, isolation] = await Promise.all([
        look('platform-access-control'),
        look('compute-tenant-isolation'),
      ]);
      expect(valuesOf(access, 'role-limits-enforced')).toContain(false);
      const accepted = access.steps.filter(
        ({ label, detail }) => /只读账号/.test(label) && /被受理/.test(detail ?? ''),
      );
      expect(accepted.map(({ label }) => label)).toContain('只读账号申请云主机');
      expect(seenTrue(access)).toContain('other-project-refused');
      expect(seenTrue(isolation)).toEqual(['foreign-operations-refused', 'foreign-resources-hidden']);
    });
  });
});
