import { digestOfJson } from '../evidence/index.ts';
import {
  type Catalogue,
  type Checkable,
  type Component,
  Fault,
  type Plan,
  type PlanItem,
  type ProbeContract,
  type Role,
  type TestVerification,
} from '../spec/index.ts';
import type { Probe } from './probe.ts';

export interface PlanOptions {
  checkables: readonly Checkable[];
  components: readonly Component[];
  catalogue: Catalogue;
  probes: ReadonlyMap<string, Probe>;
  /** Ids of checkables; all when absent. */
  only?: readonly string[] | undefined;
}

/** Contract defaults, overlaid with what the verification asks for. */
function inputsFor(contract: ProbeContract, verification: TestVerification): Record<string, unknown> {
  const defaults = Object.fromEntries(
    Object.entries(contract.inputs).map(([name, input]) => [name, input.default]),
  );
  return { ...defaults, ...verification.inputs };
}

function select(checkables: readonly Checkable[], only: readonly string[] | undefined): readonly Checkable[] {
  if (!only) return checkables;
  const known = new Set(checkables.map((c) => c.id));
  const unknown = only.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw new Fault(
      'USAGE_UNKNOWN_CLAUSE',
      unknown.map((id) => ({ message: `没有条款 ${id}`, remedy: '用 tender show 查看全部编号' })),
    );
  }
  return checkables.filter((c) => only.includes(c.id));
}

/**
 * Lists the observations that the selected checkables need: one for each probe, component and inputs, whoever asks.
 * What cannot be observed is listed too, so that nothing falls silent.
 */
export function makePlan(options: PlanOptions): Plan {
  const items = new Map<string, PlanItem>();
  const plannedProbes = new Set<string>();
  const absentRoles = new Set<Role>();
  for (const checkable of select(options.checkables, options.only)) {
    for (const verification of checkable.verification) {
      if (verification.method !== 'test') continue;
      const contract = options.catalogue.get(verification.probe);
      if (!contract)
        throw new Error(`no contract for probe ${verification.probe}; the loader should have refused`);
      const probe = options.probes.get(verification.probe);
      if (!probe) {
        plannedProbes.add(verification.probe);
        continue;
      }
      const components = options.components.filter((c) => c.role === contract.role);
      if (components.length === 0) absentRoles.add(contract.role);
      for (const component of components) {
        const core = {
          probe: probe.id,
          probeVersion: probe.version,
          component: component.id,
          inputs: inputsFor(contract, verification),
        };
        const id = digestOfJson(core).slice('sha256:'.length, 'sha256:'.length + 16);
        items.set(id, { id, ...core });
      }
    }
  }
  const list = [...items.values()].sort((a, b) =>
    a.probe + a.component + a.id < b.probe + b.component + b.id ? -1 : 1,
  );
  return {
    digest: digestOfJson(list),
    items: list,
    plannedProbes: [...plannedProbes].sort(),
    absentRoles: [...absentRoles].sort(),
    ...(options.only ? { only: [...options.only] } : {}),
  };
}
