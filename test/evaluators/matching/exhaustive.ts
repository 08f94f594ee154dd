import type { MatchingProblem } from '../../../evaluators/matching/index.ts';

/** The most that any set of edges is worth: every set is tried, in plain integers. For a dozen edges at most. */
export function bestByTrying(
  { left, right, edges }: MatchingProblem,
  weights: Readonly<Record<string, number>> = {},
): number {
  const room = new Map<string, number>();
  for (const { id, capacity } of left) room.set(`l${id}`, capacity);
  for (const { id, capacity } of right) room.set(`r${id}`, capacity);
  const different = [...new Map(edges.map((edge) => [edge.join(' '), edge])).values()];
  const from = (index: number): number => {
    if (index === different.length) return 0;
    const [l, r] = different[index]!;
    const without = from(index + 1);
    const [a, b] = [room.get(`l${l}`) ?? 0, room.get(`r${r}`) ?? 0];
    if (a === 0 || b === 0) return without;
    room.set(`l${l}`, a - 1);
    room.set(`r${r}`, b - 1);
    const used = (weights[r] ?? 1) + from(index + 1);
    room.set(`l${l}`, a);
    room.set(`r${r}`, b);
    return Math.max(used, without);
  };
  return from(0);
}
