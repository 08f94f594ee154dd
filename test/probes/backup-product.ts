import { expect } from 'vitest';
import type { Probe } from '../../harness/index.ts';
import { startBackup } from '../../scenarios/platform/backup.ts';
import { backupAdapter } from '../../scenarios/platform/backup-adapter.ts';
import { backupDefects } from '../../scenarios/platform/backup-defects.ts';
import type { AdaptedComponent } from '../../spec/index.ts';
import {
  brokenKinds,
  emptyKinds,
  type SightOptions,
  type SightResult,
  sight,
  startBroken,
  testTarget,
  writeTarget,
} from './support.ts';

export const backupComponent = (endpoint: string): AdaptedComponent => ({
  id: 'backups',
  role: 'backup',
  endpoint,
  adapter: backupAdapter('operator', { file: 'secret' }),
});

export interface ProductOptions extends SightOptions {
  defects?: string[];
  password?: string;
  /** Operations that the adapter lacks. */
  without?: string[];
  alter?: (component: AdaptedComponent) => void;
}

/** One look at a stand-in backup product of its own. */
export async function lookAtBackup(probe: Probe, options: ProductOptions = {}): Promise<SightResult> {
  const product = await startBackup({
    username: 'operator',
    password: options.password ?? 'test-secret',
    defects: new Set(options.defects ?? []),
  });
  const component = backupComponent(product.url);
  for (const operation of options.without ?? []) delete component.adapter.operations[operation];
  options.alter?.(component);
  const { targetFile, remove } = writeTarget(testTarget(component));
  try {
    return await sight(probe, targetFile, options);
  } finally {
    remove();
    await product.close();
  }
}

export const samplesOf = (seen: SightResult) =>
  Object.fromEntries(seen.measurements.map(({ measurand, values }) => [measurand, values]));

/**
 * Every defect that declares a turn of this probe turns exactly that, and nothing is left standing. That no other
 * defect reaches the probe is shown by the whole acceptance.
 */
export async function expectBackupTurns(
  probe: Probe,
  holds: (measurand: string, value: unknown) => boolean,
): Promise<void> {
  const measurands = Object.keys(samplesOf(await good(probe)));
  const look = async (defect: (typeof backupDefects)[number]) => {
    const { name, turns } = defect;
    const seen = await lookAtBackup(probe, { defects: [name], inputs: smallOf(probe) });
    expect(seen.fault, name).toBeUndefined();
    const now = samplesOf(seen);
    const contrary = measurands.filter(
      (measurand) => !now[measurand]?.every((value) => holds(measurand, value)),
    );
    const declared = turns.filter((turn) => turn.probe === probe.id).flatMap((turn) => turn.measurands);
    expect(contrary.sort(), name).toEqual(
      declared.filter((measurand) => measurands.includes(measurand)).sort(),
    );
    expect(
      seen.resources.filter(({ state }) => state !== 'removed'),
      name,
    ).toEqual([]);
  };
  const queue = backupDefects.filter(({ turns }) => turns.some((turn) => turn.probe === probe.id));
  expect(queue.length).toBeGreaterThan(2);
  const lanes = Array.from({ length: 3 }, async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await look(next);
  });
  await Promise.all(lanes);
}

/** A small amount of data, of the probes that let it be chosen. */
const smallOf = (probe: Probe): Record<string, unknown> =>
  probe.id.startsWith('backup-cold') ? {} : { sizeMB: 1 };

const seenGood = new Map<string, Promise<SightResult>>();
/** What is seen of a product without a defect, looked at once. */
export function good(probe: Probe): Promise<SightResult> {
  const seen = seenGood.get(probe.id) ?? lookAtBackup(probe);
  seenGood.set(probe.id, seen);
  return seen;
}

/** Broken and empty servers, and an account that is refused: nothing is measured, and nothing crashes. */
export async function expectNothingOfBackup(probe: Probe): Promise<void> {
  await Promise.all(
    [...brokenKinds, ...emptyKinds].map(async (kind) => {
      const broken = await startBroken(kind);
      const { targetFile, remove } = writeTarget(testTarget(backupComponent(broken.url)));
      const seen = await sight(probe, targetFile, { timeLimit: 3 });
      await broken.close();
      remove();
      expect(seen.state, kind).not.toBe('completed');
      expect(seen.fault?.code, kind).toMatch(/^(TARGET_|TIME_LIMIT)/);
      expect(seen.measurements, kind).toEqual([]);
    }),
  );
  const refused = await lookAtBackup(probe, { password: 'another-secret' });
  expect(refused.fault?.code).toBe('TARGET_UNAUTHORISED');
  expect(refused.measurements).toEqual([]);
}
