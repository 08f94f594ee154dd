import { judge } from '../../evaluators/compliance/index.ts';
import type { Probe } from '../../harness/index.ts';
import { startPrometheus } from '../../scenarios/platform/prometheus.ts';
import type { SeriesModel } from '../../scenarios/platform/prometheus-models.ts';
import type { CheckVerdict, MonitoringComponent, Observation, Tender } from '../../spec/index.ts';
import { listTenders, loadCatalogue, loadTender } from '../../spec/load/index.ts';
import { recordOf } from '../evaluators/fixture.ts';
import { type SightResult, sight, testTarget, writeTarget } from './support.ts';

const catalogue = loadCatalogue();
const tender: Tender = loadTender(listTenders()[0]!, { catalogue });

/**
 * What the tender's own checks say of one observation, at the end of the service or at another stage;
 * `asGathered` asks for whatever inputs it was gathered with.
 */
export function standingsOf(
  probe: Probe,
  observation: Observation,
  stage: 'delivery' | 'service-end' = 'service-end',
  asGathered = false,
): string[] {
  return checksOn(probe, observation, stage, asGathered).map(({ outcome, reason }) => `${outcome} ${reason}`);
}

/** The same, with figures and steps. */
export function checksOn(
  probe: Probe,
  observation: Observation,
  stage: 'delivery' | 'service-end' = 'service-end',
  asGathered = false,
): CheckVerdict[] {
  const checkables = tender.checkables
    .filter((c) => c.verification.some((v) => v.method === 'test' && v.probe === probe.id))
    .map((c) => ({
      ...c,
      verification: c.verification.map((v) =>
        asGathered && v.method === 'test' && v.probe === probe.id
          ? { ...v, inputs: observation.inputs as NonNullable<typeof v.inputs> }
          : v,
      ),
    }));
  const { planItem: id, component, inputs } = observation;
  const item = { id, probe: probe.id, probeVersion: probe.version, component, inputs };
  const plan = { digest: observation.planDigest, items: [item], plannedProbes: [], absentRoles: [] };
  const record = recordOf([observation], { plan, stage });
  const asOf = observation.window.to;
  return judge({ tender: { ...tender, checkables }, catalogue, record, recordDigest: 'sha256:0', asOf })
    .requirements.flatMap((r) => r.parts.flatMap((p) => p.checks))
    .filter((check) => check.probe === probe.id);
}

type Options = MonitoringComponent['options'];

const selectors = { service: 'service', platform: 'platform', network: 'network' };
export const purchasers: Options = { operatedBy: 'purchaser', series: selectors };

/** A series by its name, e.g. `network`, with a value at each instant. */
export const model = (
  name: string,
  at: SeriesModel['at'],
  more: Record<string, string> = {},
): SeriesModel => ({
  labels: { __name__: name, ...more },
  at,
});

/** A probe on a monitoring system that has recorded these series. */
export async function sightOf(
  probe: Probe,
  series: readonly SeriesModel[],
  options: Options = purchasers,
  password = 'test-secret',
): Promise<SightResult> {
  const server = await startPrometheus({ username: 'watcher', password, series });
  const { targetFile, remove } = writeTarget(
    testTarget({
      id: 'monitor',
      role: 'monitoring',
      endpoint: server.url,
      credentials: { username: 'watcher', password: { file: 'secret' } },
      ...(options ? { options } : {}),
    }),
  );
  try {
    return await sight(probe, targetFile);
  } finally {
    remove();
    await server.close();
  }
}

/** A probe on an endpoint that is broken in one way. */
export async function sightOfBroken(probe: Probe, endpoint: string, timeLimit: number): Promise<SightResult> {
  const { targetFile, remove } = writeTarget(
    testTarget({ id: 'monitor', role: 'monitoring', endpoint, options: purchasers! }),
  );
  try {
    return await sight(probe, targetFile, { timeLimit });
  } finally {
    remove();
  }
}
