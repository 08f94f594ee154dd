import type { AssetList } from './asset.ts';
import type { Attestation } from './attestation.ts';
import type { Authorisation } from './authorisation.ts';
import type { Due } from './checkable.ts';
import type { ComponentRole, Role } from './component.ts';
import type { InstrumentRegister } from './instrument.ts';
import type { EvidenceItem, Observation } from './observation.ts';
import type { RetestLink } from './retest.ts';
import type { ImportedResult } from './tool-result.ts';

export interface PlanItem {
  /** Digest of probe, version, component and inputs: one observation serves many checks. */
  id: string;
  probe: string;
  probeVersion: number;
  component: string;
  inputs: Record<string, unknown>;
}

/** The list of expected observations. Its digest covers the items, never expectations. */
export interface Plan {
  digest: string;
  items: PlanItem[];
  /** Probes that checks name and nobody has built. */
  plannedProbes: string[];
  /** Roles that checks need and the target file does not name. */
  absentRoles: Role[];
  /** Checkables that were selected; all when absent. */
  only?: string[];
}

/** What a component says it is, and the digest of its configuration. */
export interface ComponentSurvey {
  component: string;
  role: ComponentRole;
  endpoint: string;
  reachable: boolean;
  facts: { label: string; value: string }[];
  /** Digest of the configuration facts. */
  configurationDigest: string;
  fault?: string;
}

/**
 * One line of the ledger of resources. `intended` and `removing` are written before the platform is asked;
 * `absent`: the platform was searched by marker, and the request whose answer was lost had made nothing.
 */
export interface ResourceEntry {
  observation: string;
  kind: string;
  marker: string;
  id?: string;
  state: 'intended' | 'created' | 'removing' | 'removed' | 'kept' | 'left' | 'absent';
  /** Names the intent that this line answers; absent in ledgers of older versions. */
  intent?: string;
  /** Component on which it stands. */
  component?: string;
  /** Instant of the line, ISO 8601. */
  at?: string;
  /** With `left`: why. */
  why?: string;
}

/** What the test tenant held of one kind: how many, which, and which of these carry a marker of this run. */
export interface HoldingsOfKind {
  kind: string;
  count: number;
  ids: string[];
  ours: string[];
}

/** What the test tenant of one component held. A kind that could not be listed is named, never counted as none. */
export interface Inventory {
  component: string;
  at: string;
  kinds: HoldingsOfKind[];
  unlisted: string[];
  fault?: string;
}

export interface RunRecord {
  format: 'biaochi-run/1';
  id: string;
  tender: { id: string; number: string; title: string };
  target: {
    name: string;
    operator?: string;
    simulated: boolean;
    components: { id: string; role: ComponentRole; endpoint: string }[];
    fileDigest: string;
  };
  stage: Due;
  tools: { name: string; version: string }[];
  assets?: Pick<AssetList, 'file' | 'digest'> & { machines: number };
  /** The earlier run that this one tests again. */
  retestOf?: RetestLink;
  /** The leave that the target file gave; the emergency contact stays there. */
  authorisation?: Omit<Authorisation, 'emergencyContact'>;
  /** What the target file left open, for the reader of the report. */
  warnings?: string[];
  startedAt: string;
  /** Absent in a run that was cut off. */
  finishedAt?: string;
  ended: 'finished' | 'interrupted' | 'cut-off';
  plan: Plan;
  before: ComponentSurvey[];
  after: ComponentSurvey[];
  observations: Observation[];
  resources: ResourceEntry[];
  /** What the test tenants held before and after, as far as they could be listed. */
  inventories?: { before: Inventory[]; after: Inventory[] };
  /** Papers examined and places visited, in the order of the journal; those that were replaced stay. */
  attestations?: Attestation[];
  /** Result files of other tools that were taken in, oldest first; of one check the last counts. */
  imports?: ImportedResult[];
  /** What it was measured with; absent where no register was given. */
  instruments?: InstrumentRegister;
  evidence: EvidenceItem[];
}
