import type { Outcome, Reason } from '../outcome.ts';

/** Ties a later run to the judgement of an earlier one, by digest. */
export interface RetestLink {
  run: string;
  recordDigest: string;
  revision: number;
  judgementDigest: string;
}

/** Where a check stands that was refuted at least once in a chain of runs. Only `repaired` and `repaired-before` are closed. */
export const retestStandings = {
  repaired: '复测符合',
  'repaired-before': '此前复测符合，本次未复测',
  'still-refuted': '复测不符合',
  'newly-refuted': '此前未见不符合，本次不符合',
  undecided: '复测无法判定，仍未关闭',
  uncovered: '复测未覆盖，仍未关闭',
} as const;
export type RetestState = keyof typeof retestStandings;

/** What one run of the chain said of a check. */
export interface RetestSight {
  run: string;
  revision?: number;
  /** End of what was seen, else the instant that the judgement speaks of. */
  at: string;
  outcome: Outcome;
  reason: Reason;
  evidence: string[];
  /** The check was no part of that judgement. */
  absent?: true;
}

export interface CheckRetest {
  check: string;
  state: RetestState;
  /** Oldest first, the judgement's own run last. */
  sights: RetestSight[];
}

/** The chain of runs behind a judgement, and every check that any of them refuted. The first failure never leaves it. */
export interface RetestReport {
  of: RetestLink;
  /** Oldest first. */
  chain: RetestLink[];
  checks: CheckRetest[];
}

export function isRetestOpen({ state }: CheckRetest): boolean {
  return state !== 'repaired' && state !== 'repaired-before';
}
