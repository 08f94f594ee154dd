// Who counts for what, so that the most points come out, and the proof that no arrangement has more.
export type { Cover, Matching, MatchingProblem, Side, WeightedSide } from './problem.ts';
export { boundOf, isOptimal, weightOfMatching } from './proof.ts';
export { maximumMatching } from './solve.ts';
