import { type Exact, sum } from '../arithmetic/index.ts';
import { atLeast, weightOf, weightsOf } from './levels.ts';
import type { Cover, Matching, MatchingProblem } from './problem.ts';

/** What a cover bounds: capacities of the sides that it names, and one for each edge. */
export function boundOf(problem: MatchingProblem, cover: Cover): number {
  const most = (sides: MatchingProblem['left'], ids: string[]) =>
    sides.reduce((total, { id, capacity }) => total + (ids.includes(id) ? capacity : 0), 0);
  return most(problem.left, cover.left) + most(problem.right, cover.right) + cover.edges.length;
}

/** What the joins are worth together. */
export function weightOfMatching(problem: MatchingProblem, { pairs }: Pick<Matching, 'pairs'>): Exact {
  const weights = new Map(problem.right.map((side) => [side.id, weightOf(side)]));
  return sum(pairs.map(([, r]) => weights.get(r)!));
}

function isAllowed(problem: MatchingProblem, { pairs }: Matching): boolean {
  const key = (l: string, r: string) => JSON.stringify([l, r]);
  const edges = new Set(problem.edges.map(([l, r]) => key(l, r)));
  const used = new Set(pairs.map(([l, r]) => key(l, r)));
  const within = (sides: MatchingProblem['left'], end: 0 | 1) =>
    sides.every(({ id, capacity }) => pairs.filter((pair) => pair[end] === id).length <= capacity);
  return (
    used.size === pairs.length &&
    [...used].every((pair) => edges.has(pair)) &&
    within(problem.left, 0) &&
    within(problem.right, 1)
  );
}

/**
 * Whether a matching is allowed and its covers prove that none is worth more: for each weight every edge from there up
 * is covered, and the cover's bound is what the matching has there. It trusts nothing that the search computed.
 */
export function isOptimal(problem: MatchingProblem, matching: Matching): boolean {
  if (!isAllowed(problem, matching)) return false;
  return weightsOf(problem).every((weight) => {
    const cover = matching.covers.find((one) => one.weight.equals(weight));
    if (!cover) return false;
    const level = atLeast(problem, weight);
    const covered = problem.edges.every(
      ([l, r]) =>
        !level.has(r) ||
        cover.left.includes(l) ||
        cover.right.includes(r) ||
        cover.edges.some(([left, right]) => left === l && right === r),
    );
    const joins = matching.pairs.filter(([, r]) => level.has(r)).length;
    return covered && boundOf(problem, cover) === joins;
  });
}
