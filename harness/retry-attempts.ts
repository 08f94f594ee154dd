import type { Attempt, Observation, ResourceEntry } from '../spec/index.ts';
import { permitFor, whyNotAuthorised } from './authorisation.ts';
import { type ObserveOptions, observe } from './observe.ts';
import { pause } from './probe.ts';
import { type Tried, waitBeforeRetry } from './retry.ts';

export interface AttendOptions extends Omit<ObserveOptions, 'permit'> {
  /** Told of each attempt but the last, before it is tried again. */
  onAttempt?(attempt: Attempt): void;
  /** For tests: how the waits of the table are stretched; 1 by default. */
  waitScale?: number | undefined;
}

function attemptOf(observation: Observation): Attempt {
  const { window, state, fault, measurements, evidence } = observation;
  return {
    from: window.from,
    to: window.to,
    state,
    ...(fault ? { fault } : {}),
    ...(measurements.length > 0 ? { measurements } : {}),
    ...(evidence.length > 0 ? { evidence: evidence.map((item) => item.digest) } : {}),
  };
}

/** Boolean measurands that one attempt saw true throughout and another false. */
export function flipped(attempts: readonly Attempt[]): string[] {
  const seen = new Map<string, Set<boolean>>();
  for (const { measurements = [] } of attempts) {
    for (const { measurand, values } of measurements) {
      const booleans = values.filter((value) => typeof value === 'boolean');
      if (booleans.length === 0) continue;
      seen.set(measurand, (seen.get(measurand) ?? new Set()).add(booleans.every(Boolean)));
    }
  }
  return [...seen].filter(([, values]) => values.size > 1).map(([measurand]) => measurand);
}

/** To await is no failure: whoever collects later has not come out differently. An interruption is nobody's. */
function isFlaky(attempts: readonly Attempt[]): boolean {
  const counted = attempts.filter(({ state }) => state !== 'aborted');
  const cameOut = new Set(counted.map(({ state }) => state === 'completed' || state === 'awaiting'));
  return cameOut.size > 1 || flipped(attempts).length > 0;
}

/** The last attempt, with all of them kept beside it. */
function joined(earlier: Observation | undefined, tried: readonly Tried[]): Observation {
  const last = tried.at(-1)!.observation;
  const before = earlier ? (earlier.attempts ?? [attemptOf(earlier)]) : [];
  const attempts = [...before, ...tried.map((t) => attemptOf(t.observation))];
  if (attempts.length < 2) return last;
  const evidence = [...(earlier?.evidence ?? []), ...tried.flatMap((t) => t.observation.evidence)];
  return {
    ...last,
    window: { from: attempts[0]!.from, to: last.window.to },
    attempts,
    ...(isFlaky(attempts) ? { flaky: true } : {}),
    evidence: [...new Map(evidence.map((item) => [item.digest, item])).values()],
  };
}

/** What is written down instead of an observation that nobody was allowed to make. */
function refused(options: AttendOptions, why: string): Observation {
  const { item, probe } = options;
  const now = new Date().toISOString();
  return {
    id: `o-${item.id}`,
    planItem: item.id,
    planDigest: options.planDigest,
    probe: probe.id,
    probeVersion: probe.version,
    component: options.component.id,
    inputs: item.inputs,
    window: { from: now, to: now },
    tier: 'measured',
    state: 'aborted',
    fault: { code: 'NOT_AUTHORISED', message: why },
    measurements: [],
    steps: [],
    notes: [],
    evidence: [],
  };
}

/**
 * Makes one observation as the rules want it: only with leave where leave is needed, again where the table of
 * failures says so and nothing was left behind. All attempts together take at most one time limit and its removals.
 */
export async function attend(options: AttendOptions): Promise<Observation> {
  const { contract, component, loaded, awaiting } = options;
  const why = whyNotAuthorised(contract, component, loaded, Date.now());
  // What was left waiting on the platform stays known.
  if (why !== undefined) return awaiting?.state === 'awaiting' ? awaiting : refused(options, why);
  const limitMs = (options.timeLimit ?? contract.timeLimit) * 1000;
  const earlier = awaiting?.state === 'awaiting' ? awaiting : undefined;
  const permit = permitFor(contract, loaded);
  const started = performance.now();
  const tried: Tried[] = [];
  for (;;) {
    const entries: ResourceEntry[] = [];
    const leftMs = limitMs - (performance.now() - started);
    const observation = await observe({
      ...options,
      permit,
      timeLimit: tried.length === 0 ? options.timeLimit : leftMs / 1000,
      onResource: (entry) => {
        entries.push(entry);
        options.onResource?.(entry);
      },
    });
    tried.push({ observation, entries });
    const wait = waitBeforeRetry(tried, performance.now() - started, limitMs);
    // A collection removes what it collected from: looking again would take the absence for an answer.
    if (wait === undefined || earlier || options.signal.aborted) return joined(earlier, tried);
    options.onAttempt?.(attemptOf(observation));
    options.onStep?.(`第 ${tried.length} 次未成，再试`);
    try {
      await pause(wait * (options.waitScale ?? 1), options.signal);
    } catch {
      return joined(earlier, tried);
    }
  }
}
