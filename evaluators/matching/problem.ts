import type { Exact } from '../arithmetic/index.ts';

/** Something that can be joined at most `capacity` times. */
export interface Side {
  id: string;
  capacity: number;
}

/** A side whose every join is worth `weight` (positive); 1 where it is not given. */
export interface WeightedSide extends Side {
  weight?: Exact;
}

/** Who can be joined with what. An edge is used at most once. */
export interface MatchingProblem {
  left: readonly Side[];
  right: readonly WeightedSide[];
  edges: readonly (readonly [left: string, right: string])[];
}

/**
 * An upper bound on the joins of all right sides of at least `weight`: every such edge touches a side that is named,
 * or is named itself, so no matching has more joins than their capacities and the named edges together.
 */
export interface Cover {
  weight: Exact;
  left: string[];
  right: string[];
  edges: [left: string, right: string][];
}

export interface Matching {
  pairs: [left: string, right: string][];
  /** One cover for each different weight, heaviest first: the proof that nothing better exists. */
  covers: Cover[];
}
