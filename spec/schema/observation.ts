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

/** Samples of one measurand, in one unit. Zero samples is no measurement. */
export interface Measurement {
  measurand: string;
  unit?: Unit;
  values: SampleValue[];
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
  code: TargetFaultCode | 'DEFECT' | 'TIME_LIMIT' | 'ABORTED';
  message: string;
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
  state: ObservationState;
  /** With state `awaiting`: not before this instant can it be collected. */
  until?: string;
  /** With state `awaiting`: what the probe needs to collect it. */
  carry?: Record<string, unknown>;
  fault?: ObservationFault;
  measurements: Measurement[];
  steps: ProbeStep[];
  notes: string[];
  evidence: EvidenceItem[];
}
