import type { AdapterRole, Component, ProbeContract, RoleOperations } from '../../spec/index.ts';
import { loadOperations } from '../../spec/load/index.ts';

let known: ReadonlyMap<AdapterRole, RoleOperations> | undefined;

/** What an adapter of a role may offer. */
export function operationsOf(role: AdapterRole): RoleOperations {
  known ??= loadOperations();
  return known.get(role) ?? {};
}

/** Measurands that cannot be seen because the adapter lacks operations, with these. */
export function unseenOf(
  contract: ProbeContract,
  component: Component,
  inputs: Readonly<Record<string, unknown>> = {},
): { measurand: string; title: string; lacks: string[] }[] {
  if (!('adapter' in component)) return [];
  const { operations } = component.adapter;
  return Object.entries(contract.measurands).flatMap(([measurand, { title, needs = [] }]) => {
    const lacks = needs
      .map((need) => need.replace(/\{(\w+)\}/g, (_, name: string) => String(inputs[name])))
      .filter((operation) => !Object.hasOwn(operations, operation));
    return lacks.length === 0 ? [] : [{ measurand, title, lacks }];
  });
}
