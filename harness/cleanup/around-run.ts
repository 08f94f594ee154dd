import {
  createRedactor,
  foldRun,
  type Journal,
  type Redactor,
  type RunDirectory,
} from '../../evidence/index.ts';
import type { Catalogue, Observation, Plan, RunRecord } from '../../spec/index.ts';
import type { LoadedTarget } from '../target.ts';
import { takeInventory } from './inventory.ts';
import { componentOf, openEntries } from './open-entries.ts';
import { type CleanupEvent, type CleanupReport, cleanUp } from './sweep.ts';

/** What looking after the platform needs of the run around it. */
interface Platform {
  loaded: LoadedTarget;
  catalogue: Catalogue;
  redactor: Redactor;
  signal: AbortSignal;
  directory: RunDirectory;
  plan: Plan;
  onEvent?: ((event: { type: 'cleanup'; event: CleanupEvent }) => void) | undefined;
}

/**
 * What an earlier start left to go by. An observation that awaits a resource whose removal has begun can no longer be
 * collected: it is as if it had not been made, and is made again.
 */
export function collectable(record: RunRecord): Observation[] {
  const lost = record.resources.filter(
    ({ id, state }) => id !== undefined && ['removing', 'removed', 'left'].includes(state),
  );
  return record.observations.filter(
    (observation) =>
      observation.state !== 'awaiting' ||
      !lost.some(({ id }) => JSON.stringify(observation.carry ?? {}).includes(`"${id}"`)),
  );
}

/** Takes away what the ledger has open and no probe holds: what a cut-off start or a lost answer left. */
export async function settle({
  loaded,
  redactor,
  signal,
  directory,
  onEvent,
}: Omit<Platform, 'catalogue' | 'plan'>): Promise<void> {
  const record = foldRun(directory.directory);
  const open = new Set(openEntries(record));
  if (open.size === 0) return;
  await cleanUp({
    loaded,
    ledger: record.resources,
    isOpen: (entry) => open.has(entry),
    componentOf: (entry) => componentOf(record, entry),
    redactor,
    signal,
    tell: (entry) => directory.journal.append({ type: 'resource', entry }),
    onEvent: (event) => onEvent?.({ type: 'cleanup', event }),
  });
}

/** Counts what the test tenants hold on every component on which this run makes something. */
export async function countHoldings(platform: Platform, when: 'before' | 'after'): Promise<void> {
  const { loaded, catalogue, redactor, signal, directory, plan } = platform;
  const used = new Set(
    plan.items.filter((item) => catalogue.get(item.probe)?.effect !== 'reads').map((item) => item.component),
  );
  const markers = [...new Set(foldRun(directory.directory).resources.map((entry) => entry.marker))];
  const components = loaded.target.components.filter((component) => used.has(component.id));
  const inventories = await takeInventory({ components, loaded, redactor, signal, markers });
  if (inventories.length > 0) directory.journal.append({ type: 'inventory', when, inventories });
}

/** Cleans up after a run that is over: the same as at its end, and a new count of what the test tenants hold. */
export async function cleanUpRun(options: {
  record: RunRecord;
  loaded: LoadedTarget;
  /** Also what awaits collection, which then can no longer be collected. */
  withKept: boolean;
  /** Only says what would be done. */
  plan: boolean;
  signal: AbortSignal;
  journal: Journal;
  onEvent?: (event: CleanupEvent) => void;
}): Promise<CleanupReport> {
  const { record, loaded, signal, journal, onEvent } = options;
  const redactor = createRedactor();
  const open = new Set(openEntries(record, options.withKept));
  const report = await cleanUp({
    loaded,
    ledger: record.resources,
    isOpen: (entry) => open.has(entry),
    componentOf: (entry) => componentOf(record, entry),
    plan: options.plan,
    redactor,
    signal,
    tell: (entry) => journal.append({ type: 'resource', entry }),
    ...(onEvent ? { onEvent } : {}),
  });
  if (options.plan || open.size === 0) return report;
  const markers = [...new Set(record.resources.map((entry) => entry.marker))];
  const touched = new Set(record.resources.map((entry) => entry.component ?? componentOf(record, entry)));
  const components = loaded.target.components.filter((component) => touched.has(component.id));
  const inventories = await takeInventory({ components, loaded, redactor, signal, markers });
  if (inventories.length > 0) journal.append({ type: 'inventory', when: 'after', inventories });
  return report;
}
