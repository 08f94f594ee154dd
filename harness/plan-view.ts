import {
  type Catalogue,
  type Checkable,
  type ComponentRole,
  type Due,
  dues,
  type Leave,
  type Plan,
  type ProbeContract,
  type Role,
} from '../spec/index.ts';
import { unseenOf } from './adapter/operations.ts';
import { leavesFor, warningsOf, whyNotAuthorised } from './authorisation.ts';
import type { LoadedTarget } from './target.ts';

/** One observation that would be made. */
export interface PlannedLook {
  probe: string;
  title: string;
  inputs: Record<string, unknown>;
  /** Ids of the checkables that it serves. */
  serves: string[];
  effect: ProbeContract['effect'];
  disturbance: ProbeContract['disturbance'];
  /** Seconds, all attempts together, without removal. */
  timeLimit: number;
  /** Kinds and how many at most. */
  creates: Record<string, number>;
  permissions: string[];
  /** Makes load on the platform. */
  load: boolean;
  /** What it needs leave for, and why it has none. */
  needs: Leave[];
  refused?: string;
}

export interface PlannedComponent {
  id: string;
  role: ComponentRole;
  endpoint: string;
  looks: PlannedLook[];
}

/** What a run would do, made without a single request. */
export interface PlanView {
  tender: { id: string; title: string };
  target: string;
  planDigest: string;
  stage: Due;
  components: PlannedComponent[];
  /** Seconds at the longest: one after another, and as it would be run side by side. */
  longest: { alone: number; sideBySide: number };
  creates: Record<string, number>;
  permissions: string[];
  /** What cannot be done, and for which checkables. */
  impossible: {
    planned: { probe: string; title: string; serves: string[] }[];
    absent: { role: Role; serves: string[] }[];
    unauthorised: { probe: string; component: string; why: string; serves: string[] }[];
    /** What stays unmeasured because an adapter does not say how it is done. */
    unseen: { probe: string; component: string; titles: string[]; lacks: string[]; serves: string[] }[];
  };
  warnings: string[];
}

export interface PlanViewInput {
  plan: Plan;
  tender: { id: string; title: string; checkables: readonly Checkable[] };
  catalogue: Catalogue;
  loaded: LoadedTarget;
  /** Milliseconds: at which instant the authorisation is asked. */
  now: number;
  parallel: number;
}

/** An upper bound of what list scheduling on so many lanes can take: no order of the queue is worse. */
function longestOf(looks: readonly PlannedLook[], parallel: number): PlanView['longest'] {
  const sum = (list: readonly PlannedLook[]) => list.reduce((total, look) => total + look.timeLimit, 0);
  const shared = looks.filter((look) => look.disturbance === 'none');
  const most = Math.max(0, ...shared.map((look) => look.timeLimit));
  const bound = shared.length === 0 ? 0 : Math.ceil((sum(shared) - most) / parallel) + most;
  const exclusive = sum(looks.filter((look) => look.disturbance === 'exclusive'));
  return { alone: sum(looks), sideBySide: Math.min(sum(shared), bound) + exclusive };
}

function add(into: Record<string, number>, creates: Readonly<Record<string, number>>): void {
  for (const [kind, count] of Object.entries(creates)) into[kind] = (into[kind] ?? 0) + count;
}

/** Shows what a plan comes to: pure, except that the letter of an authorisation is read. */
export function viewPlan({ plan, tender, catalogue, loaded, now, parallel }: PlanViewInput): PlanView {
  const { target } = loaded;
  const stage = target.stage ?? 'delivery';
  const chosen = tender.checkables.filter((c) => !plan.only || plan.only.includes(c.id));
  const servedBy = (fits: (probe: string, inputs: Record<string, unknown>) => boolean) =>
    chosen
      .filter((c) => c.verification.some((v) => v.method === 'test' && fits(v.probe, v.inputs ?? {})))
      .map((c) => c.id);
  const asks = (inputs: Record<string, unknown>, wanted: Record<string, unknown>, contract: ProbeContract) =>
    Object.entries(contract.inputs).every(
      ([name, input]) => inputs[name] === (wanted[name] ?? input.default),
    );

  const components = target.components.map(({ id, role, endpoint }): PlannedComponent => {
    const component = target.components.find((c) => c.id === id)!;
    const looks = plan.items
      .filter((item) => item.component === id)
      .map((item): PlannedLook => {
        const contract = catalogue.get(item.probe)!;
        const refused = whyNotAuthorised(contract, component, loaded, now);
        return {
          probe: item.probe,
          title: contract.title,
          inputs: item.inputs,
          serves: servedBy((probe, wanted) => probe === item.probe && asks(item.inputs, wanted, contract)),
          effect: contract.effect,
          disturbance: contract.disturbance,
          timeLimit: contract.timeLimit,
          creates: contract.creates ?? {},
          permissions: contract.permissions ?? [],
          load: contract.generator === true,
          needs: leavesFor(contract),
          ...(refused === undefined ? {} : { refused }),
        };
      });
    return { id, role, endpoint, looks };
  });
  const all = components.flatMap((c) => c.looks.map((look) => ({ component: c.id, look })));
  const done = all.map(({ look }) => look).filter((look) => look.refused === undefined);
  const creates: Record<string, number> = {};
  for (const look of done) add(creates, look.creates);
  return {
    tender: { id: tender.id, title: tender.title },
    target: target.name,
    planDigest: plan.digest,
    stage: dues.find((due) => due === stage)!,
    components,
    longest: longestOf(done, parallel),
    creates,
    permissions: [...new Set(done.flatMap((look) => look.permissions))],
    impossible: {
      planned: plan.plannedProbes.map((probe) => ({
        probe,
        title: catalogue.get(probe)?.title ?? probe,
        serves: servedBy((other) => other === probe),
      })),
      absent: plan.absentRoles.map((role) => ({
        role,
        serves: servedBy((probe) => catalogue.get(probe)?.role === role),
      })),
      unauthorised: all.flatMap(({ component, look }) =>
        look.refused === undefined
          ? []
          : [{ probe: look.probe, component, why: look.refused, serves: look.serves }],
      ),
      unseen: all.flatMap(({ component, look }) => {
        const unseen = unseenOf(
          catalogue.get(look.probe)!,
          target.components.find(({ id }) => id === component)!,
          look.inputs,
        );
        if (unseen.length === 0) return [];
        const lacks = [...new Set(unseen.flatMap((one) => one.lacks))];
        return [
          {
            probe: look.probe,
            component,
            titles: unseen.map(({ title }) => title),
            lacks,
            serves: look.serves,
          },
        ];
      }),
    },
    warnings: warningsOf(loaded),
  };
}
