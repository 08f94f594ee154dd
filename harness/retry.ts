import type { Observation, ResourceEntry, TargetFaultCode } from '../spec/index.ts';

/** What is done about one kind of failure: how long is waited before each further attempt, milliseconds. */
export interface RetryRule {
  waitsMs: readonly number[];
  /** Why it is, or is not, tried again; printed by nobody, read by who changes it. */
  because: string;
}

const never = (because: string): RetryRule => ({ waitsMs: [], because });

/**
 * The closed table of failure kinds. Passing disturbances are tried again; what is the same at the next attempt,
 * or what trying again would make worse, is not. Every attempt is kept.
 */
export const retryRules: Record<TargetFaultCode, RetryRule> = {
  TARGET_UNRESOLVED: { waitsMs: [2_000, 5_000], because: 'name servers lose queries' },
  TARGET_REFUSED: { waitsMs: [2_000, 5_000], because: 'a service that restarts refuses for seconds' },
  TARGET_CLOSED: { waitsMs: [2_000, 5_000], because: 'balancers cut connections that a member lost' },
  TARGET_TIMED_OUT: { waitsMs: [5_000], because: 'it may have been busy, but each attempt costs a limit' },
  TARGET_GARBAGE: { waitsMs: [2_000], because: 'error pages of a proxy stand in for an answer' },
  TARGET_STATUS: { waitsMs: [2_000, 5_000], because: 'a 5xx is often of the moment' },
  TARGET_CERTIFICATE: never('a certificate is the same in a minute'),
  TARGET_TLS: never('so are the versions and suites'),
  TARGET_REDIRECT_LOOP: never('so is the configuration'),
  TARGET_BODY_TOO_LARGE: never('so is the page, and reading it again is load'),
  TARGET_UNAUTHORISED: never('another wrong sign-in may lock the account'),
  TARGET_QUOTA: never('a quota does not grow by itself'),
  TARGET_STATE: never('what went into an error state was measured long enough'),
  TARGET_PREREQUISITE: never('what the target file lacks stays lacking'),
};

export interface Tried {
  observation: Observation;
  /** What this attempt wrote into the ledger, in order. */
  entries: readonly ResourceEntry[];
}

/** Kinds and ids of what may still be there: not removed, or ordered without an answer. */
export function leftBehind(entries: readonly ResourceEntry[]): string[] {
  const latest = new Map<string, ResourceEntry>();
  entries.forEach((entry, index) => {
    latest.set(entry.intent ?? `${entry.kind} ${entry.id ?? `#${index}`}`, entry);
  });
  return [...latest.values()]
    .filter(({ state }) => state !== 'removed' && state !== 'absent')
    .map(({ kind, id }) => (id === undefined ? kind : `${kind} ${id}`));
}

/**
 * How long to wait before another attempt, milliseconds; undefined: this was the last.
 * All attempts together stay within one time limit: none is begun when less than half of it is left.
 */
export function waitBeforeRetry(
  tried: readonly Tried[],
  elapsedMs: number,
  limitMs: number,
): number | undefined {
  const last = tried.at(-1);
  const fault = last?.observation.fault;
  if (!last || !fault || last.observation.state !== 'errored' || !(fault.code in retryRules))
    return undefined;
  const rule = retryRules[fault.code as TargetFaultCode];
  const wait = rule.waitsMs[tried.length - 1];
  if (wait === undefined || leftBehind(last.entries).length > 0) return undefined;
  return elapsedMs + wait <= limitMs / 2 ? wait : undefined;
}
