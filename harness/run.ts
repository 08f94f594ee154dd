import { basename } from 'node:path';
import {
  createRedactor,
  createRun,
  digestOfJson,
  type Redactor,
  type RunDirectory,
  type RunHead,
  resumeRun,
} from '../evidence/index.ts';
import type {
  AssetList,
  Catalogue,
  InstrumentRegister,
  Observation,
  Plan,
  PlanItem,
  ResourceEntry,
  RetestLink,
  RunRecord,
  Tender,
} from '../spec/index.ts';
import { leaveOf } from './authorisation.ts';
import { collectable, countHoldings, settle } from './cleanup/around-run.ts';
import type { CleanupEvent } from './cleanup/sweep.ts';
import { makePlan } from './plan.ts';
import type { Probe } from './probe.ts';
import { attend } from './retry-attempts.ts';
import { namesStandIn, survey } from './survey.ts';
import { type LoadedTarget, secretsOf } from './target.ts';

/** What the live display is told. */
export type RunEvent =
  | { type: 'planned'; plan: Plan; total: number }
  | { type: 'survey'; when: 'before' | 'after' }
  | { type: 'cleanup'; event: CleanupEvent }
  | { type: 'started'; item: PlanItem; title: string }
  | { type: 'step'; item: PlanItem; title: string; label: string }
  | {
      type: 'finished';
      item: PlanItem;
      title: string;
      observation: Observation;
      done: number;
      total: number;
    };

export interface RunOptions {
  directory: string;
  tender: Tender;
  catalogue: Catalogue;
  loaded: LoadedTarget;
  probes: ReadonlyMap<string, Probe>;
  assets?: AssetList | undefined;
  instruments?: InstrumentRegister | undefined;
  only?: readonly string[] | undefined;
  resume?: boolean;
  /** The earlier run that this one tests again. */
  retestOf?: RetestLink | undefined;
  tools: { name: string; version: string }[];
  signal: AbortSignal;
  onEvent?: (event: RunEvent) => void;
  /** Called once the directory is ours. */
  onOpened?: () => void;
  /** How many undisturbing probes run at once. */
  parallel?: number;
  /** For tests: how the waits between attempts are stretched; 1 by default. */
  retryWaitScale?: number;
  /** For tests: another redactor, to see what would be kept without one. */
  redactor?: Redactor;
}

/** How many undisturbing probes run at once unless told otherwise. */
export const parallelLooks = 4;
const defaultSeed = 1;

function headOf(options: RunOptions, simulated: boolean): RunHead {
  const { tender, loaded, assets } = options;
  const startedAt = new Date().toISOString();
  return {
    format: 'biaochi-run/1',
    id: `run-${startedAt.replace(/[-:.]/g, '').slice(0, 15)}-${digestOfJson([loaded.fileDigest, tender.digest, startedAt]).slice(7, 13)}`,
    tender: { id: tender.id, number: tender.number, title: tender.title },
    target: {
      name: loaded.target.name,
      ...(loaded.target.operator === undefined ? {} : { operator: loaded.target.operator }),
      simulated,
      components: loaded.target.components.map(({ id, role, endpoint }) => ({ id, role, endpoint })),
      fileDigest: loaded.fileDigest,
    },
    stage: loaded.target.stage ?? 'delivery',
    tools: options.tools,
    ...(assets
      ? { assets: { file: basename(assets.file), digest: assets.digest, machines: assets.assets.length } }
      : {}),
    ...(options.retestOf ? { retestOf: options.retestOf } : {}),
    startedAt,
    ...leaveOf(loaded),
  };
}

/** An item is due when nothing was seen of it yet, it was cut short, or what it awaited can be collected. */
function isDue(item: PlanItem, earlier: ReadonlyMap<string, Observation>, now: number): boolean {
  const seen = earlier.get(item.id);
  if (!seen || seen.state === 'aborted') return true;
  return seen.state === 'awaiting' && Date.parse(seen.until ?? '') <= now;
}

/**
 * Looks: surveys the target, makes every observation of the plan, keeps each as soon as it is made.
 * Undisturbing probes run side by side, exclusive ones alone and last. Ctrl-C ends it with a readable record.
 */
export async function run(options: RunOptions): Promise<RunRecord> {
  const { tender, catalogue, loaded, probes, signal } = options;
  const redactor = options.redactor ?? createRedactor();
  for (const secret of secretsOf(loaded)) redactor.learn(secret);
  const plan = makePlan({
    checkables: tender.checkables,
    components: loaded.target.components,
    catalogue,
    probes,
    only: options.only,
  });
  const before = await survey(loaded, redactor, signal);
  const head = headOf(options, loaded.target.simulated === true || namesStandIn(before));
  const opened = options.resume ? resumeRun(options.directory) : undefined;
  const begun = opened !== undefined && opened.record.plan.digest !== '';
  const directory = opened?.run ?? createRun(options.directory, head);
  const earlier = new Map(opened ? collectable(opened.record).map((o) => [o.planItem, o]) : []);
  options.onOpened?.();
  // A run that was killed before its plan was written has none to go by.
  const whole = begun ? opened.record.plan : plan;
  const platform = { loaded, catalogue, redactor, signal, directory, plan: whole, onEvent: options.onEvent };
  try {
    if (opened) directory.journal.append({ type: 'run', head });
    if (!begun) directory.journal.append({ type: 'plan', plan });
    if (options.instruments) directory.journal.append({ type: 'instruments', register: options.instruments });
    if (!opened || opened.record.before.length === 0)
      directory.journal.append({ type: 'survey', when: 'before', surveys: before });
    options.onEvent?.({ type: 'survey', when: 'before' });
    if (opened) await settle(platform);
    if (!opened?.record.inventories?.before.length) await countHoldings(platform, 'before');
    const now = Date.now();
    const due = whole.items.filter((item) => isDue(item, earlier, now));
    options.onEvent?.({ type: 'planned', plan: whole, total: due.length });
    await lookAt(due, {
      options,
      directory,
      plan: whole,
      redactor,
      earlier,
      run: opened?.record.id ?? head.id,
      kept: opened?.record.resources.filter((entry) => entry.state === 'kept') ?? [],
    });
    if (!signal.aborted) {
      await settle(platform);
      await countHoldings(platform, 'after');
      directory.journal.append({
        type: 'survey',
        when: 'after',
        surveys: await survey(loaded, redactor, signal),
      });
      options.onEvent?.({ type: 'survey', when: 'after' });
    }
    directory.journal.append({
      type: 'end',
      ended: signal.aborted ? 'interrupted' : 'finished',
      at: new Date().toISOString(),
    });
  } catch (error) {
    if (signal.aborted)
      directory.journal.append({ type: 'end', ended: 'interrupted', at: new Date().toISOString() });
    else {
      directory.close();
      throw error;
    }
  }
  return directory.close();
}

interface Looking {
  options: RunOptions;
  directory: RunDirectory;
  plan: Plan;
  redactor: ReturnType<typeof createRedactor>;
  earlier: ReadonlyMap<string, Observation>;
  /** Id of the run as it began. */
  run: string;
  /** What stands on the platform for later collections. */
  kept: ResourceEntry[];
}

async function lookAt(items: PlanItem[], looking: Looking): Promise<void> {
  const { options, directory, plan, redactor, earlier } = looking;
  const { catalogue, loaded, probes, signal, onEvent } = options;
  let done = 0;
  const one = async (item: PlanItem): Promise<void> => {
    if (signal.aborted) return;
    const probe = probes.get(item.probe);
    const contract = catalogue.get(item.probe);
    const component = loaded.target.components.find((c) => c.id === item.component);
    // A resumed run may be offered another target file or an older program: what is gone stays unobserved.
    if (!probe || !contract || !component || probe.version !== item.probeVersion) return;
    onEvent?.({ type: 'started', item, title: contract.title });
    const observation = await attend({
      probe,
      contract,
      item,
      planDigest: plan.digest,
      component,
      loaded,
      assets: options.assets,
      redactor,
      seed: loaded.target.assets?.seed ?? defaultSeed,
      tools: options.tools,
      signal,
      awaiting: earlier.get(item.id),
      run: looking.run,
      kept: looking.kept,
      capture: (label, mediaType, bytes) => directory.putEvidence(label, mediaType, bytes),
      onStep: (label) => onEvent?.({ type: 'step', item, title: contract.title, label }),
      onResource: (entry) => directory.journal.append({ type: 'resource', entry }),
      onAttempt: (attempt) => directory.journal.append({ type: 'attempt', planItem: item.id, attempt }),
      waitScale: options.retryWaitScale,
    });
    // A collection that was stopped leaves what it would have collected as it was.
    if (observation.state === 'aborted' && earlier.get(item.id)?.state === 'awaiting') return;
    directory.journal.append({ type: 'observation', observation });
    done += 1;
    onEvent?.({ type: 'finished', item, title: contract.title, observation, done, total: items.length });
  };
  const exclusive = items.filter((item) => catalogue.get(item.probe)?.disturbance === 'exclusive');
  const queue = items.filter((item) => !exclusive.includes(item));
  const lanes = Array.from({ length: options.parallel ?? parallelLooks }, async () => {
    for (let item = queue.shift(); item; item = queue.shift()) await one(item);
  });
  await Promise.all(lanes);
  for (const item of exclusive) await one(item);
}
