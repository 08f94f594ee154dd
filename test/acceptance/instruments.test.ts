import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openTender } from '../../cli/pipeline.ts';
import { version } from '../../cli/version.ts';
import { testReport } from '../../reports/index.ts';
import { loadCatalogue } from '../../spec/load/index.ts';
import { type Accepted, acceptStandIn, checksOf, tenderId } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'biaochi-instruments-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Clauses that a defect turns and clauses that it leaves. */
const defect = 'https-broken';
const probes = new Set(['tls-versions', 'object-operations', 'object-versioning']);
const { tender } = openTender(tenderId, {});
const only = tender.checkables
  .filter(({ verification }) => verification.some((v) => v.method === 'test' && probes.has(v.probe)))
  .map(({ id }) => id);

function register(text: string): string {
  const file = join(folder, `register-${text.length}.yaml`);
  writeFileSync(file, `timeSource: NTP\ninstruments:\n${text}`);
  return file;
}
const own = (changes: { version?: string; on?: string; validUntil?: string }) =>
  `  - kind: program
    id: biaochi
    name: 标尺
    version: ${JSON.stringify(changes.version ?? version)}
    confirmation: { by: 某人, on: ${changes.on ?? '2026-01-01'}, cases: 仿真平台全部用例, validUntil: ${changes.validUntil ?? '2999-12-31'} }
`;

async function accepted<T>(instruments: string | undefined, look: (run: Accepted) => T): Promise<T> {
  const choice = { only, ...(instruments === undefined ? {} : { instruments }) };
  const run = await acceptStandIn([defect], choice);
  try {
    return look(run);
  } finally {
    run.remove();
  }
}
const reasonsOf = ({ judgement }: Accepted) =>
  checksOf(judgement)
    .filter(({ method }) => method === 'test')
    .map(({ id, reason }) => [id, reason] as const);

it('names the program behind every observation, and takes its word only while the register confirms it', async () => {
  const without = await accepted(undefined, (run) => {
    expect(run.record.observations.length).toBeGreaterThan(0);
    for (const { madeWith } of run.record.observations)
      expect(madeWith).toEqual([{ id: 'biaochi', version }]);
    return reasonsOf(run);
  });
  const seen = without.map(([, reason]) => reason);
  expect(seen).toContain('all-met');
  expect(seen).toContain('refuted');
  const expecting = (doubt: string) =>
    without.map(([id, reason]) => [id, reason === 'all-met' || reason === 'refuted' ? doubt : reason]);
  await accepted(register(own({})), (run) => {
    expect(reasonsOf(run)).toEqual(without);
    expect(run.record.instruments).toMatchObject({ timeSource: 'NTP' });
    const { tender, record, judgement } = run;
    const text = JSON.stringify(testReport({ tender, record, judgement, catalogue: loadCatalogue() }));
    expect(text).toContain(`{"label":"所用仪器","value":"biaochi ${version}"}`);
    expect(text).toContain('仿真平台全部用例');
  });
  for (const [text, doubt] of [
    [own({ validUntil: '2026-01-31' }), 'instrument-expired'],
    [own({ version: '0.0.0-other' }), 'instrument-unregistered'],
    [own({ on: '2999-01-01', validUntil: '2999-01-02' }), 'instrument-unregistered'],
  ] as const)
    await accepted(register(text), (run) => {
      expect(reasonsOf(run)).toEqual(expecting(doubt));
      expect(checksOf(run.judgement).some(({ outcome }) => outcome === 'satisfied')).toBe(false);
      expect(checksOf(run.judgement).some(({ outcome }) => outcome === 'not-satisfied')).toBe(false);
    });
}, 180_000);
