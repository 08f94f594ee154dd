import { type Exact, one } from '../arithmetic/index.ts';
import type { MatchingProblem, WeightedSide } from './problem.ts';

export const weightOf = (side: WeightedSide): Exact => side.weight ?? one;

/** The different weights, heaviest first. */
export function weightsOf({ right }: MatchingProblem): Exact[] {
  const sorted = right.map(weightOf).sort((a, b) => b.compare(a));
  return sorted.filter((weight, i) => i === 0 || weight.compare(sorted[i - 1]!) !== 0);
}

/** Ids of the right sides that weigh at least so much. */
export function atLeast({ right }: MatchingProblem, weight: Exact): Set<string> {
  return new Set(right.filter((side) => weightOf(side).compare(weight) >= 0).map(({ id }) => id));
}
