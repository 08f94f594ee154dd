import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planOf, sayPlan } from '../../cli/say-plan.ts';
import { digestOf } from '../../evidence/index.ts';
import { findBrowser } from '../../harness/clients/console/browser.ts';
import { loadTarget, makePlan, probes, viewPlan } from '../../harness/index.ts';
import type { Catalogue, Target } from '../../spec/index.ts';
import { loadCatalogue } from '../../spec/load/index.ts';
import { type Accepted, acceptStandIn, inBrowser, tenderId } from '../acceptance/support.ts';
import { checkableOf, tenderOf, verificationOf } from '../evaluators/fixture.ts';
import { testTarget, writeTarget } from '../probes/support.ts';

describe('accept --plan', () => {
  let touched = 0;
  const trap = createServer((socket) => {
    touched += 1;
    socket.destroy();
  });
  let made: { targetFile: string; remove(): void };
  beforeAll(async () => {
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
    // The secrets are not there: a plan asks for none.
    const nowhere = { env: 'BIAOCHI_TEST_NOT_SET' };
    made = writeTarget({
      ...testTarget(
        {
          id: 'cloud',
          role: 'openstack',
          endpoint: `${endpoint}/v3`,
          credentials: { username: 'u', password: nowhere, project: 'acceptance' },
          options: { image: 'i', flavor: 'f' },
        },
        {
          id: 'objects',
          role: 'object-storage',
          endpoint,
          credentials: { accessKey: nowhere, secretKey: nowhere },
        },
      ),
      tender: tenderId,
    });
  });
  afterAll(() => {
    made.remove();
    trap.close();
  });

  it('sends nothing and says what would be done, and what cannot be and why', async () => {
    const view = planOf({ target: made.targetFile });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(touched).toBe(0);
    const looks = view.components.flatMap((c) => c.looks);
    expect(looks.map((look) => look.probe)).toContain('compute-live-migration');
    for (const look of looks) expect(look.serves.length, look.probe).toBeGreaterThan(0);
    expect(view.creates).toMatchObject({ bucket: 6, 云主机: 12 });
    expect(view.permissions.join()).toContain('管理员：指定宿主机');
    expect(view.impossible.absent.map(({ role }) => role)).toEqual([
      'backup',
      'console',
      'database',
      'host',
      'monitoring',
      'public-endpoint',
    ]);
    for (const { role, serves } of view.impossible.absent) expect(serves.length, role).toBeGreaterThan(0);
    expect(view.impossible.planned.length).toBeGreaterThan(100);
    expect(view.longest.sideBySide).toBeGreaterThanOrEqual(900);
    expect(view.longest.sideBySide).toBeLessThan(view.longest.alone);
    expect(view.warnings).toEqual([expect.stringContaining('未声明专供测试')]);
    const text = sayPlan(view);
    for (const words of [
      '尚未向平台发出任何请求',
      '云主机热迁移',
      '独占',
      '目标文件没有 对外服务端点',
      '未声明专供测试',
    ])
      expect(text.replace(/\s|│/g, '')).toContain(words.replace(/\s/g, ''));
  });

  it('shows what disrupts, and whether there is leave', () => {
    const contract = {
      ...loadCatalogue().get('tls-versions')!,
      id: 'thing-size',
      role: 'object-storage' as const,
      effect: 'disrupts' as const,
      attack: 'attack-web' as const,
    };
    const catalogue: Catalogue = new Map([[contract.id, contract]]);
    const tender = tenderOf(
      checkableOf({ verification: [verificationOf({ measurand: 'https-answers', equals: true })] }),
    );
    const thing = { id: 'thing-size', version: 1, gather: async () => ({ measurements: [] }) };
    const seen = (change: (target: Target) => void) => {
      const loaded = loadTarget(made.targetFile);
      change(loaded.target);
      const plan = makePlan({
        checkables: tender.checkables,
        components: loaded.target.components,
        catalogue,
        probes: new Map([[thing.id, thing]]),
      });
      return viewPlan({
        plan,
        tender,
        catalogue,
        loaded,
        now: Date.parse('2026-06-01T00:00:00Z'),
        parallel: 4,
      });
    };
    const without = seen(() => {});
    expect(without.impossible.unauthorised).toMatchObject([
      {
        probe: 'thing-size',
        component: 'objects',
        serves: ['1'],
        why: expect.stringContaining('没有 authorisation'),
      },
    ]);
    expect(without.longest.alone).toBe(0);
    const folder = mkdtempSync(join(tmpdir(), 'biaochi-letter-'));
    const file = join(folder, 'letter.pdf');
    writeFileSync(file, 'signed');
    const leave = seen((target) => {
      target.authorisation = {
        letter: { file, digest: digestOf('signed') },
        who: '某局',
        hosts: ['127.0.0.1'],
        window: { from: '2026-05-31T00:00:00Z', to: '2026-06-02T00:00:00Z' },
        emergencyContact: { name: '张三', phone: '1' },
        allows: ['disrupts', 'attack-web'],
      };
    });
    rmSync(folder, { recursive: true });
    expect(leave.impossible.unauthorised).toEqual([]);
    expect(leave.longest.alone).toBe(60);
    expect(sayPlan(leave)).toContain('已获授权');
  });
});

const hasBrowser = findBrowser() !== undefined;

describe('what contracts say is created', () => {
  let run: Accepted;
  beforeAll(async () => {
    run = await acceptStandIn([], { console: hasBrowser });
  }, 180_000);
  afterAll(() => run?.remove());

  it('is what a real run wrote into its ledger: these kinds, and no more of each', () => {
    const catalogue = loadCatalogue();
    let compared = 0;
    for (const item of run.record.plan.items) {
      const observation = run.record.observations.find((o) => o.planItem === item.id)!;
      const made: Record<string, number> = {};
      for (const { kind } of run.record.resources.filter((r) => r.observation === observation.id))
        made[kind] = (made[kind] ?? 0) + 1;
      const { creates = {}, effect } = catalogue.get(item.probe)!;
      expect(Object.keys(creates).sort(), item.probe).toEqual(Object.keys(made).sort());
      for (const [kind, count] of Object.entries(made)) {
        expect(count, `${item.probe} ${kind}`).toBeLessThanOrEqual(creates[kind]!);
        compared += 1;
      }
      expect(effect === 'reads', item.probe).toBe(Object.keys(made).length === 0);
    }
    expect(new Set(run.record.plan.items.map((item) => item.probe))).toEqual(
      new Set([...probes.keys()].filter((id) => hasBrowser || !inBrowser.has(id))),
    );
    expect(compared).toBeGreaterThan(25);
  });
});
