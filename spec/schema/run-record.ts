import type { AssetList } from './asset.ts';
import type { Due } from './checkable.ts';
import type { EvidenceItem, Observation } from './observation.ts';
import type { ComponentRole, Role } from './target.ts';

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

export interface ResourceEntry {
  observation: string;
  kind: string;
  marker: string;
  id?: string;
  state: 'intended' | 'created' | 'removed' | 'kept' | 'left';
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
  startedAt: string;
  /** Absent in a run that was cut off. */
  finishedAt?: string;
  ended: 'finished' | 'interrupted' | 'cut-off';
  plan: Plan;
  before: ComponentSurvey[];
  after: ComponentSurvey[];
  observations: Observation[];
  resources: ResourceEntry[];
  evidence: EvidenceItem[];
}
