import type { MatchingCriterion } from '../../../spec/index.ts';
import { type Matching, type MatchingProblem, maximumMatching } from '../../matching/index.ts';
import { kindsOf, type Person } from './pool.ts';

export interface Assignment {
  pairs: Matching['pairs'];
  /** Of an assignment that is sought; one that follows a list has nothing to prove. */
  sought?: { problem: MatchingProblem; matching: Matching };
}

/** Persons and kinds of certificate as the table joins them. */
function problemOf(criterion: MatchingCriterion, people: readonly Person[]): MatchingProblem {
  return {
    left: people.map(({ key }) => ({ id: key, capacity: criterion.perPerson.value })),
    right: criterion.certificates.map(({ id, cap }) => ({ id, capacity: cap.value })),
    edges: people.flatMap((person) =>
      kindsOf(criterion, person).map((kind): [string, string] => [person.key, kind]),
    ),
  };
}

/** Takes edges in their order while person and kind have room. */
function inOrder({ left, right }: MatchingProblem, edges: MatchingProblem['edges']): Matching['pairs'] {
  const room = new Map([...left, ...right].map(({ id, capacity }) => [id, capacity]));
  return edges
    .filter(([person, kind]) => {
      if (room.get(person)! < 1 || room.get(kind)! < 1) return false;
      room.set(person, room.get(person)! - 1);
      room.set(kind, room.get(kind)! - 1);
      return true;
    })
    .map(([person, kind]) => [person, kind]);
}

/** Who counts for which kind: as most points come out, as the bidder lists it, or kind by kind down the table. */
export function assign(criterion: MatchingCriterion, people: readonly Person[]): Assignment {
  const problem = problemOf(criterion, people);
  switch (criterion.assignment) {
    case 'most-points': {
      const matching = maximumMatching(problem);
      return { pairs: matching.pairs, sought: { problem, matching } };
    }
    case 'bidder-list': {
      const listed = new Map(people.map(({ key, listedAs }) => [key, listedAs]));
      const edges = problem.edges.filter(([person, kind]) => listed.get(person) === kind);
      return { pairs: inOrder(problem, edges) };
    }
    case 'listed-order': {
      const edges = criterion.certificates.flatMap(({ id }) =>
        problem.edges.filter(([, kind]) => kind === id),
      );
      return { pairs: inOrder(problem, edges) };
    }
  }
}
