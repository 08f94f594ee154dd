import type { EvaluationStep, Place } from '../../../spec/index.ts';
import { printExact } from '../../arithmetic/index.ts';
import { boundOf, type Matching, type MatchingProblem } from '../../matching/index.ts';

/** Prints why no arrangement has more: for each weight a cover, whose bound is what the arrangement has. */
export function proofSteps(
  problem: MatchingProblem,
  matching: Matching,
  name: (id: string) => string,
  rule: string,
  clause: Place,
): EvaluationStep[] {
  const capacity = new Map([...problem.left, ...problem.right].map((side) => [side.id, side.capacity]));
  return matching.covers.map((cover) => {
    const sides = [...cover.left, ...cover.right].map((id) => `${name(id)} ${capacity.get(id)}`);
    const edges = cover.edges.map(([l, r]) => `${name(l)}–${name(r)} 1`);
    const level = matching.covers.length > 1 ? `（每个不少于 ${printExact(cover.weight)} 分的各项）` : '';
    return {
      label: `最优性证明${level}：可计的每一对都含下列之一，故任何安排都不超过其上限之和`,
      expression: [...sides, ...edges].join(' + ') || '没有可计的一对',
      value: String(boundOf(problem, cover)),
      rule,
      clause,
    };
  });
}
