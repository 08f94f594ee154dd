import { createRedactor, type Redactor } from '../../evidence/index.ts';
import { type Component, Fault, isTargetFault, type ResourceEntry } from '../../spec/index.ts';
import { pause } from '../probe.ts';
import type { LoadedTarget } from '../target.ts';
import { holdingKinds, type Listing, ledgerKinds, removalOrder } from './kinds.ts';
import { type SortedOut, sortOut } from './ownership.ts';
import { openPlatform } from './platform.ts';

/** What the display is told while resources are taken away. */
export type CleanupEvent =
  | { type: 'listed'; component: string; ours: number }
  | { type: 'removing'; component: string; kind: string; id: string }
  | { type: 'refused'; component: string; kind: string; id: string; why: string };

export interface CleanupOptions {
  loaded: LoadedTarget;
  /** The whole ledger of the run, folded. */
  ledger: readonly ResourceEntry[];
  /** Which of its lines are to be settled. */
  isOpen(entry: ResourceEntry): boolean;
  /** The component of a line that does not name its own. */
  componentOf?(entry: ResourceEntry): string | undefined;
  /** Only says what would be done; writes and removes nothing. */
  plan?: boolean;
  redactor?: Redactor;
  signal: AbortSignal;
  /** Writes a line of the ledger. */
  tell?(entry: ResourceEntry): void;
  onEvent?(event: CleanupEvent): void;
}

export interface Standing {
  component: string;
  kind: string;
  id: string;
  name: string;
  why: string;
}

export interface CleanupReport {
  /** Taken away now; with `plan`, what would be. */
  removed: Omit<Standing, 'why'>[];
  /** Lines of which nothing stood any more. */
  gone: ResourceEntry[];
  /** Ours, or perhaps ours, and still standing or unknown. */
  left: Standing[];
  /** Not proven ours, and not touched. */
  strange: Standing[];
}

const roundsAtMost = 4;
/** A request that was cut off may still be at work on the platform. */
const settleMs = 1_500;
const recentMs = 120_000;

/**
 * Takes away what the ledger has open on the platform: lists by component, proves what is ours, removes it in an order
 * that respects what hangs on what, and looks again. Refusals are tried again in a bounded number of rounds. Every step
 * is written before it is taken, so that being stopped in the middle costs nothing; doing it twice is doing it once.
 */
export async function cleanUp(options: CleanupOptions): Promise<CleanupReport> {
  const report: CleanupReport = { removed: [], gone: [], left: [], strange: [] };
  const { loaded, ledger, isOpen } = options;
  const place = (entry: ResourceEntry) => entry.component ?? options.componentOf?.(entry);
  const open = ledger.filter(isOpen);
  for (const component of loaded.target.components) {
    const here = (entry: ResourceEntry) => {
      const kind = ledgerKinds[entry.kind];
      const at = place(entry);
      return at === undefined
        ? kind !== undefined && holdingKinds[kind].role === component.role
        : at === component.id;
    };
    if (!open.some(here)) continue;
    options.signal.throwIfAborted();
    await sweep(component, ledger.filter(here), options, report);
  }
  const known = new Set(loaded.target.components.map((component) => component.id));
  for (const entry of open) {
    const at = place(entry);
    if (at !== undefined && !known.has(at))
      report.left.push({ ...shown(entry, at), why: '目标文件中没有这个部件' });
    else if (at === undefined && ledgerKinds[entry.kind] === undefined)
      report.left.push({ ...shown(entry, ''), why: `清理程序不认识“${entry.kind}”这一类型` });
  }
  return report;
}

const shown = (entry: ResourceEntry, component: string) => ({
  component,
  kind: entry.kind,
  id: entry.id ?? '',
  name: entry.marker,
});

async function sweep(
  component: Component,
  lines: readonly ResourceEntry[],
  options: CleanupOptions,
  report: CleanupReport,
): Promise<void> {
  const { signal, onEvent } = options;
  const redactor = options.redactor ?? createRedactor();
  const markers = [...new Set(lines.map((entry) => entry.marker))];
  const platform = openPlatform(component, options.loaded, redactor, signal, markers);
  const giveUp = (why: string) => {
    for (const entry of lines.filter(options.isOpen)) {
      report.left.push({ ...shown(entry, component.id), why });
    }
  };
  if (!platform) return giveUp('该类部件不支持清理');
  // Lines change while they are settled; each is known by its place.
  const ledger = [...lines];
  const open = new Set(lines.flatMap((entry, index) => (options.isOpen(entry) ? [index] : [])));
  const write: Round['write'] = (entry, state, why, id = entry.id) => {
    const index = ledger.indexOf(entry);
    const { why: _, ...rest } = entry;
    const line: ResourceEntry = {
      ...rest,
      ...(id === undefined ? {} : { id }),
      state,
      at: new Date().toISOString(),
      ...(why ? { why: redactor.text(why) } : {}),
    };
    ledger[index] = line;
    if (!options.plan) options.tell?.(redactor.data(line));
    return line;
  };
  const sort = (listing: Listing): SortedOut =>
    sortOut(listing, ledger, (entry) => open.has(ledger.indexOf(entry)));
  try {
    const refusals = new Map<string, string>();
    let waited = false;
    for (let round = 0; ; round++) {
      const sorted = sort(await platform.list());
      onEvent?.({ type: 'listed', component: component.id, ours: sorted.ours.length });
      if (options.plan) return planned(component, sorted, report);
      if (sorted.ours.length === 0 && !waited && sorted.settled.some(isRecent)) {
        waited = true;
        await pause(settleMs, signal);
        continue;
      }
      if (sorted.ours.length === 0 || round >= roundsAtMost)
        return conclude(component, sorted, refusals, report, write, (entry) =>
          open.delete(ledger.indexOf(entry)),
        );
      refusals.clear();
      await removeRound(component, sorted, { options, refusals, report, write, redactor, markOpen });
    }
  } catch (error) {
    if (signal.aborted) throw error;
    if (!isTargetFault(error)) throw error;
    giveUp(redactor.text(error.message));
  } finally {
    await platform.close();
  }

  function markOpen(line: ResourceEntry): void {
    open.add(ledger.indexOf(line));
  }
}

const isRecent = ({ entry, state }: SortedOut['settled'][number]) =>
  state === 'absent' && (entry.at === undefined || Date.now() - Date.parse(entry.at) < recentMs);

interface Round {
  options: CleanupOptions;
  refusals: Map<string, string>;
  report: CleanupReport;
  write(entry: ResourceEntry, state: ResourceEntry['state'], why?: string, id?: string): ResourceEntry;
  markOpen(line: ResourceEntry): void;
  redactor: Redactor;
}

/** One pass over what is ours. The line of each is written before the platform is asked. */
async function removeRound(component: Component, sorted: SortedOut, round: Round): Promise<void> {
  const { options, refusals, report, write, markOpen, redactor } = round;
  const ordered = [...sorted.ours].sort(
    (a, b) => removalOrder.indexOf(a.holding.kind) - removalOrder.indexOf(b.holding.kind),
  );
  const written = new Map<ResourceEntry, ResourceEntry>();
  for (const { holding, entry } of ordered) {
    options.signal.throwIfAborted();
    if (!written.has(entry)) {
      // What a lost answer would have named is named now.
      const id = entry.id ?? (holding.kind === 'server' ? holding.name : holding.id);
      const line = write(entry, 'removing', undefined, id);
      written.set(entry, line);
      markOpen(line);
    }
    const { label } = holdingKinds[holding.kind];
    const told = { component: component.id, kind: label, id: holding.id };
    options.onEvent?.({ type: 'removing', ...told });
    try {
      await holding.remove();
      report.removed.push({ ...told, name: holding.name });
    } catch (error) {
      if (options.signal.aborted || !(error instanceof Fault)) throw error;
      const why = redactor.text(error.message);
      refusals.set(holding.id, why);
      options.onEvent?.({ type: 'refused', ...told, why });
    }
  }
}

function standing(
  component: Component,
  { holding }: { holding: SortedOut['ours'][number]['holding'] },
  why: string,
) {
  const { label } = holdingKinds[holding.kind];
  return { component: component.id, kind: label, id: holding.id, name: holding.name, why };
}

function planned(component: Component, sorted: SortedOut, report: CleanupReport): void {
  for (const each of sorted.ours) {
    const { why: _, ...rest } = standing(component, each, '');
    report.removed.push(rest);
  }
  report.gone.push(...sorted.settled.map(({ entry }) => entry));
  for (const each of sorted.strange) report.strange.push(standing(component, each, each.why));
  for (const { entry, why } of sorted.unknown) report.left.push({ ...shown(entry, component.id), why });
}

/** Writes the last word on every open line. */
function conclude(
  component: Component,
  sorted: SortedOut,
  refusals: ReadonlyMap<string, string>,
  report: CleanupReport,
  write: Round['write'],
  close: (entry: ResourceEntry) => void,
): void {
  for (const { entry, state } of sorted.settled) {
    close(entry);
    report.gone.push(write(entry, state));
  }
  const left = new Map<ResourceEntry, string>();
  for (const each of sorted.ours) {
    const why = refusals.get(each.holding.id) ?? '多次删除后仍在';
    report.left.push(standing(component, each, why));
    left.set(each.entry, why);
  }
  for (const each of sorted.strange) {
    report.strange.push(standing(component, each, each.why));
    if (each.entry) left.set(each.entry, each.why);
  }
  for (const { entry, why } of sorted.unknown) {
    report.left.push({ ...shown(entry, component.id), why });
    left.set(entry, why);
  }
  for (const [entry, why] of left) write(entry, 'left', why);
}
