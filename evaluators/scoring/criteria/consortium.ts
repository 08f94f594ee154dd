import type { Bid, Firm, Scoring } from '../../../spec/index.ts';
import type { Exact } from '../../arithmetic/index.ts';

/** The members whose own points are compared where a consortium has those of its weaker member; else none. */
export function comparedFirms(scoring: Scoring, bid: Bid): readonly Firm[] {
  return bid.members.length > 1 && scoring.consortium?.evidence === 'lower-grade' ? bid.members : [];
}

/** The weaker of several; the first of equals. */
export function weakest<T extends { points: Exact }>(all: readonly [T, ...T[]]): T {
  return all.reduce((low, one) => (one.points.compare(low.points) < 0 ? one : low));
}
