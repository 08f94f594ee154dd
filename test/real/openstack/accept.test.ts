import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accept, writeReports } from '../../../cli/pipeline.ts';
import { createRedactor, digestOf } from '../../../evidence/index.ts';
import { findFlavor, findImage } from '../../../harness/clients/openstack/choices.ts';
import { computeNodes } from '../../../harness/clients/openstack/compute-nodes.ts';
import { hostNameOf } from '../../../harness/clients/openstack/migrations.ts';
import {
  createPrivateNetwork,
  createSecurityGroup,
} from '../../../harness/clients/openstack/private-network.ts';
import { startServer } from '../../../harness/clients/openstack/servers.ts';
import { connectOpenStack, textAt } from '../../../harness/clients/openstack.ts';
import { loadTarget, observe, type Probe, probes } from '../../../harness/index.ts';
import { migrate } from '../../../harness/probes/compute-live-migration/leg.ts';
import type { Outcome } from '../../../spec/index.ts';
import { loadCatalogue } from '../../../spec/load/index.ts';
import { type Accepted, checksOf, tenderId } from '../../acceptance/support.ts';
import { writeRealTarget } from './target.ts';

const folder = mkdtempSync(join(tmpdir(), 'biaochi-openstack-'));
let target: string;
let run: Omit<Accepted, 'remove'>;
beforeAll(async () => {
  target = await writeRealTarget(join(folder, 'target'), tenderId);
  const directory = join(folder, 'run');
  const result = await accept({ target, directory, signal: new AbortController().signal });
  run = { ...result, directory };
  for (const o of result.record.observations) {
    const seconds = ((Date.parse(o.window.to) - Date.parse(o.window.from)) / 1000).toFixed(1);
    console.log([o.probe, o.state, o.tier, `${seconds} s`, o.fault?.message ?? ''].join('\t'));
  }
  for (const c of checksOf(result.judgement).filter(
    (x) => x.method === 'test' && x.reason !== 'probe-planned',
  )) {
    console.log([c.id, c.probe, c.outcome, c.reason].join('\t'));
  }
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const outcomesBy = (probe: string) => checksOf(run.judgement).filter((c) => c.probe === probe && c.inStage);
const outcomes = (probe: string): Outcome[] => [...new Set(outcomesBy(probe).map((c) => c.outcome))];

describe('the same acceptance on a real control plane', () => {
  it('completes every probe without a defect of ours', () => {
    expect(run.record.ended).toBe('finished');
    expect(run.record.target.simulated).toBe(false);
    expect(
      run.record.observations
        .filter((o) => o.state !== 'completed' && o.fault?.code !== 'NOT_AUTHORISED')
        // There is no guest here that could echo.
        .filter((o) => o.probe !== 'network-packet-loss' || o.fault?.code !== 'TARGET_PREREQUISITE')
        .map((o) => [o.probe, o.state, o.fault]),
    ).toEqual([]);
  });

  it('does not let a host die without leave', () => {
    const checks = outcomesBy('compute-host-failover');
    expect(checks.map((c) => c.outcome)).toEqual(['not-assessed']);
  });

  it.each([
    'compute-server-create',
    'compute-anti-affinity',
    'compute-server-lifecycle',
    'compute-tenant-isolation',
    'network-dual-stack',
    'console-resources',
    'object-operations',
    'object-versioning',
    'platform-access-control',
  ])('%s: satisfied', (probe) => {
    expect(outcomes(probe)).toEqual(['satisfied']);
  });

  it('live migration: moved, timed and brought back; no guest, so no word on continuity', () => {
    const byMeasurand = new Map(
      outcomesBy('compute-live-migration').flatMap((c) =>
        c.comparisons.map((x) => [x.measurand, c.outcome] as const),
      ),
    );
    expect(byMeasurand.get('migration-duration')).toBe('satisfied');
    expect(byMeasurand.get('returned-to-origin')).toBe('satisfied');
    expect(byMeasurand.get('connection-survived')).toBe('inconclusive');
  });

  it('pool size: the platform’s own word alone decides nothing', () => {
    const checks = outcomesBy('compute-pool-size');
    expect(checks.map((c) => c.outcome)).toEqual(checks.map(() => 'inconclusive'));
    expect(checks.map((c) => c.reason)).toContain('declared-by-target');
  });

  it('lifecycle: a bucket listing in place of rules is seen to be none', () => {
    const stored = outcomesBy('object-lifecycle').filter((c) =>
      c.comparisons.some((x) => x.measurand === 'rule-stored'),
    );
    expect(stored.map((c) => c.outcome)).toEqual(stored.map(() => 'not-satisfied'));
    expect(stored.length).toBeGreaterThan(0);
    const digests = new Set(stored.flatMap((c) => c.evidence));
    const kept = [...digests].map((d) =>
      readFileSync(join(run.directory, 'evidence', d.slice(7, 9), d.slice(7)), 'utf8'),
    );
    expect(kept.join('')).toContain('ListBucketResult');
  });

  it('what the target file does not name is not assessed', () => {
    expect(outcomesBy('tls-versions').map((c) => c.reason)).toEqual(
      outcomesBy('tls-versions').map(() => 'component-absent'),
    );
  });

  it('leaves nothing behind', () => {
    expect(run.record.resources.length).toBeGreaterThan(20);
    // An order that was refused, as it should be, made nothing: it is absent.
    expect(run.record.resources.filter((r) => !['removed', 'absent'].includes(r.state))).toEqual([]);
  });

  it('the screenshots that were taken of Horizon stand in the report', async () => {
    const taken = run.record.observations.find((o) => o.probe === 'console-resources')!.evidence;
    expect(new Set(taken.filter((e) => e.mediaType === 'image/png').map((e) => e.label))).toEqual(
      new Set(['Horizon：实例', 'Horizon：卷', 'Horizon：网络']),
    );
    const [html] = await writeReports({ ...run, formats: ['html'] });
    const page = readFileSync(html!, 'utf8');
    expect(page.match(/<img src="data:image\/png;base64,/g)?.length).toBeGreaterThanOrEqual(3);
    expect(page).toContain('Horizon：实例');
  });

  it('is reported in four formats, not marked as a stand-in', async () => {
    const files = await writeReports({ ...run, formats: ['html', 'pdf', 'docx', 'json'] });
    expect(readFileSync(files[0]!, 'utf8')).not.toContain('对象为仿真平台');
    expect(files).toHaveLength(4);
  });
});

describe('a migration that is answered 202 and never happens', () => {
  it('to the host where the server is: never completed', async () => {
    const catalogue = loadCatalogue();
    const contract = catalogue.get('compute-live-migration')!;
    const loaded = loadTarget(target);
    const component = loaded.target.components.find((c) => c.role === 'openstack')!;
    const toItself: Probe = {
      ...probes.get('compute-live-migration')!,
      async gather(context) {
        const os = await connectOpenStack(context);
        const [flavor, image, network, security] = [
          await findFlavor(os, os.component.options.flavor),
          await findImage(os, os.component.options.image),
          await createPrivateNetwork(context, os),
          await createSecurityGroup(context, os, []),
        ];
        const server = await startServer(context, os, {
          suffix: 'vm',
          flavorId: flavor.id,
          imageId: image.id,
          diskGiB: undefined,
          networkId: network.id,
          securityGroup: security.name,
          node: (await computeNodes(os))[0],
        });
        const leg = await migrate(context, os, textAt(server, 'id'), hostNameOf(server));
        return { measurements: [{ measurand: 'migration-completed', values: [leg.completed] }] };
      },
    };
    const observation = await observe({
      probe: toItself,
      contract,
      item: {
        id: 'samehost',
        probe: contract.id,
        probeVersion: 1,
        component: component.id,
        inputs: { rounds: 1 },
      },
      planDigest: digestOf('test'),
      component,
      loaded,
      redactor: createRedactor(),
      seed: 1,
      signal: new AbortController().signal,
      capture: async (label, mediaType, bytes) => ({
        digest: digestOf(bytes),
        label,
        mediaType,
        bytes: bytes.length,
      }),
    });
    expect(observation).toMatchObject({
      state: 'completed',
      measurements: [{ measurand: 'migration-completed', values: [false] }],
    });
    console.log(observation.steps.map((s) => `${s.label} ${s.detail ?? ''}`).join('\n'));
  });
});
