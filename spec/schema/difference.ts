import type { Outcome, Reason } from '../outcome.ts';
import type { CheckableKind } from './checkable.ts';

/** How a verdict of one judgement stands to that of another. */
export const differenceGroups = {
  worse: '变差',
  better: '变好',
  gone: '消失',
  added: '新增',
  unsettled: '仍无结论，用语有变',
  basis: '只有依据不同',
} as const;
export type DifferenceGroup = keyof typeof differenceGroups;
export const differenceGroupNames = Object.keys(differenceGroups) as [DifferenceGroup, ...DifferenceGroup[]];

/** One thing that is not the same on both sides; empty text where a side has none. */
export interface Change {
  label: string;
  from: string;
  to: string;
}

interface Told {
  id: string;
  group: DifferenceGroup;
  /** Something that was known to be good is no longer, or something is refuted that was not. */
  worsens: boolean;
  from?: { outcome: Outcome; reason: Reason };
  to?: { outcome: Outcome; reason: Reason };
}
export interface CheckDifference extends Told {
  requirement: string;
  probe?: string;
  changes: Change[];
  evidence: { added: string[]; gone: string[] };
}
export interface RequirementDifference extends Told {
  kind: CheckableKind;
  starred: boolean;
}

/** One judgement, by what it was made from. */
export interface DifferenceSide {
  run: string;
  recordDigest: string;
  revision: number;
  tender: { id: string; digest: string };
  target: string;
  simulated: boolean;
  startedAt: string;
  asOf: string;
  /** The record went on after it was judged. */
  recordGrew: boolean;
}

/** What is not the same between two judgements, verdict by verdict. Never one sum. */
export interface Difference {
  format: 'biaochi-difference/1';
  from: DifferenceSide;
  to: DifferenceSide;
  /** Of the sides as a whole: spec, readings, instant, plan, tools, the target's configuration. */
  bases: Change[];
  requirements: RequirementDifference[];
  checks: CheckDifference[];
}

/** 0 the same, 1 something worsens, 2 anything else differs. */
export function exitCodeOfDifference({ bases, requirements, checks }: Difference): 0 | 1 | 2 {
  const told = [...requirements, ...checks];
  if (told.some(({ worsens }) => worsens)) return 1;
  return told.length + bases.length > 0 ? 2 : 0;
}
