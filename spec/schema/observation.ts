import type { TargetFaultCode } from '../faults.ts';
import type { Unit } from '../units.ts';

/** Who saw it. Only the first two can satisfy. */
export const tiers = {
  measured: '本程序实测',
  'third-party': '有资质的第三方实测',
  'declared-by-target': '被测平台自述',
  'declared-on-paper': '书面声明',
} as const;
export type Tier = keyof typeof tiers;

export type SampleValue = number | boolean | string | string[];

/** What one sample can be: a share that was counted over so many trials, or anything from the least to the greatest. */
export type Uncertainty = { events: number; trials: number } | { least: number; greatest: number };

/** Samples of one measurand, in one unit. Zero samples is no measurement. */
export interface Measurement {
  measurand: string;
  unit?: Unit;
  values: SampleValue[];
  /** One for each sample of a quantity, least and greatest in its unit; a sample without it is taken as it is. */
  uncertainty?: Uncertainty[];
}

/** A file in the safe, named by the digest of its bytes. */
export interface EvidenceItem {
  /** `sha256:...` */
  digest: string;
  mediaType: string;
  label: string;
  bytes: number;
}

/** One thing the probe did, in order, for the report's details. */
export interface ProbeStep {
  /** ISO 8601 with offset. */
  at: string;
  label: string;
  detail?: string;
}

export type ObservationState = 'completed' | 'errored' | 'timed-out' | 'aborted' | 'awaiting';

export interface ObservationFault {
  code: TargetFaultCode | 'DEFECT' | 'TIME_LIMIT' | 'ABORTED' | 'NOT_AUTHORISED' | 'INSTRUMENT_MISSING';
  message: string;
}

/** One attempt at an observation, kept whatever became of it. */
export interface Attempt {
  from: string;
  to: string;
  state: ObservationState;
  fault?: ObservationFault;
  /** What it measured, if it got that far. */
  measurements?: Measurement[];
  /** Digests of what it left in the safe. */
  evidence?: string[];
}

/** The instrument's own limits while it measured. */
export interface InstrumentLimits {
  /** What the generator reached on a null target in the same run. */
  ceiling?: { value: number; unit: Unit };
  /** Share of one processor, 0 to 1 and above on several. */
  cpuUtilisation: number;
  /** Share of time in which the event loop was busy, 0 to 1. */
  eventLoopUtilisation: number;
}

/** What was seen, once. Never says whether that is enough. */
export interface Observation {
  id: string;
  planItem: string;
  planDigest: string;
  probe: string;
  probeVersion: number;
  component: string;
  inputs: Record<string, unknown>;
  window: { from: string; to: string };
  tier: Tier;
  /** What it was measured with, by id of the instrument register; absent in records of older versions. */
  madeWith?: { id: string; version?: string }[];
  state: ObservationState;
  /** With state `awaiting`: not before this instant can it be collected. */
  until?: string;
  /** With state `awaiting`: what the probe needs to collect it. */
  carry?: Record<string, unknown>;
  fault?: ObservationFault;
  measurements: Measurement[];
  /** All attempts, oldest first, when there was more than one; the observation is the last. */
  attempts?: Attempt[];
  /** The attempts came out differently. */
  flaky?: boolean;
  instrument?: InstrumentLimits;
  steps: ProbeStep[];
  notes: string[];
  evidence: EvidenceItem[];
}
