import { foldRun, type Redactor, type RunDirectory } from '../../evidence/index.ts';
import type { Catalogue, Observation, Plan, RunRecord } from '../../spec/index.ts';
import type { LoadedTarget } from '../target.ts';
import { takeInventory } from './inventory.ts';
import { componentOf, openEntries } from './open-entries.ts';
import { type CleanupEvent, cleanUp } from './sweep.ts';

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
