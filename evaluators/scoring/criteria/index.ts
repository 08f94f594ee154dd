import type { Computation, CriterionInput } from './criterion.ts';

/** The program's own computation of one criterion for one bid. */
export function computeCriterion(_input: CriterionInput): Computation {
  return { counted: [], hints: [], steps: [] };
}
