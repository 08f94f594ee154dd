import { atLeast, weightOf, weightsOf } from './levels.ts';
import type { Cover, Matching, MatchingProblem, Side } from './problem.ts';

type Joined = Map<string, Set<string>>;
const joinedTo = (joined: Joined, id: string) => joined.get(id) ?? new Set<string>();

function join(joined: Joined, a: string, b: string): void {
  if (!joined.has(a)) joined.set(a, new Set());
  joined.get(a)!.add(b);
}

/**
 * Sides that alternating paths reach from the right sides `from`: over an unused edge to a left side, over a used one
 * back. `via` says from where each left side was reached, and each right side.
 */
function reach(from: Iterable<string>, candidates: Joined, byLeft: Joined, within: Set<string>) {
  const left = new Map<string, string>();
  const right = new Map<string, string | undefined>([...from].map((id) => [id, undefined]));
  for (const r of right.keys())
    for (const l of joinedTo(candidates, r)) {
      if (left.has(l) || joinedTo(byLeft, l).has(r)) continue;
      left.set(l, r);
      for (const next of joinedTo(byLeft, l)) if (!right.has(next) && within.has(next)) right.set(next, l);
    }
  return { left, right };
}

/**
 * A b-matching of the greatest weight, with its proof. Right sides are filled heaviest first along augmenting paths,
 * which never take from a side what it has; so for every weight the sides from there up hold as many as they can.
 */
export function maximumMatching(problem: MatchingProblem): Matching {
  const capacity = new Map(problem.left.map(({ id, capacity: most }) => [id, most]));
  const candidates: Joined = new Map();
  for (const [l, r] of problem.edges) join(candidates, r, l);
  const byLeft: Joined = new Map();
  const all = new Set(problem.right.map(({ id }) => id));
  const augment = (start: string): boolean => {
    const { left, right } = reach([start], candidates, byLeft, all);
    const spare = [...left.keys()].find((l) => joinedTo(byLeft, l).size < (capacity.get(l) ?? 0));
    if (spare === undefined) return false;
    for (let l: string | undefined = spare; l !== undefined; ) {
      const r: string = left.get(l)!;
      join(byLeft, l, r);
      const back: string | undefined = right.get(r);
      if (back !== undefined) byLeft.get(back)!.delete(r);
      l = back;
    }
    return true;
  };
  for (const side of [...problem.right].sort((a, b) => weightOf(b).compare(weightOf(a)))) {
    let held = 0;
    while (held < side.capacity && augment(side.id)) held += 1;
  }
  const order = new Map(problem.right.map(({ id }, i) => [id, i]));
  const pairs = problem.left.flatMap(({ id }) =>
    [...joinedTo(byLeft, id)]
      .sort((a, b) => order.get(a)! - order.get(b)!)
      .map((r): [string, string] => [id, r]),
  );
  return { pairs, covers: weightsOf(problem).map((weight) => coverOf(problem, pairs, weight)) };
}

function coverOf(problem: MatchingProblem, pairs: Matching['pairs'], weight: Cover['weight']): Cover {
  const level = atLeast(problem, weight);
  const candidates: Joined = new Map();
  for (const [l, r] of problem.edges) if (level.has(r)) join(candidates, r, l);
  const byLeft: Joined = new Map();
  const held = new Map<string, number>();
  for (const [l, r] of pairs)
    if (level.has(r)) {
      join(byLeft, l, r);
      held.set(r, (held.get(r) ?? 0) + 1);
    }
  const open = problem.right.filter(({ id, capacity }) => level.has(id) && (held.get(id) ?? 0) < capacity);
  const { left, right } = reach(
    open.map(({ id }) => id),
    candidates,
    byLeft,
    level,
  );
  const crossing = (id: string): [string, string][] =>
    [...right.keys()].filter((r) => joinedTo(candidates, r).has(id)).map((r) => [id, r]);
  // Edges of a side are named one by one only where they bound less than its capacity does.
  const asSide = ({ id, capacity }: Side) =>
    left.has(id) || (crossing(id).length > 0 && crossing(id).length >= capacity);
  return {
    weight,
    left: problem.left.filter(asSide).map(({ id }) => id),
    right: problem.right.filter(({ id }) => level.has(id) && !right.has(id)).map(({ id }) => id),
    edges: problem.left.filter((side) => !asSide(side)).flatMap(({ id }) => crossing(id)),
  };
}
