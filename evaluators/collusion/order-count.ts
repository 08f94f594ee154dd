/** Where the j-th of the values, in their order, may lie: from `least` to `greatest`, both included. */
export interface Interval {
  least: bigint;
  greatest: bigint;
}

/**
 * How many ways there are to give each of n labelled values a whole number from `low` to `high` such that, when they
 * are sorted, the j-th lies in the j-th interval. Exact: between the ends of the intervals only the number of values
 * matters, so that the size of the range costs nothing. The ends of the intervals must not decrease.
 */
export function countOrdered(low: bigint, high: bigint, intervals: readonly Interval[]): bigint {
  const n = intervals.length;
  const cuts = new Set([low, high + 1n]);
  for (const { least, greatest } of intervals) {
    if (least > low) cuts.add(least);
    if (greatest < high) cuts.add(greatest + 1n);
  }
  const edges = [...cuts].sort((one, other) => (one < other ? -1 : 1));
  // ways[c]: c of the values lie below the edge that has been reached.
  let ways: bigint[] = [1n, ...new Array<bigint>(n).fill(0n)];
  for (let i = 0; i + 1 < edges.length; i++) {
    const [from, to] = [edges[i]!, edges[i + 1]!];
    // The j-th is not below its least place, and is below the end of its interval.
    const atMost = intervals.findIndex(({ least }) => least >= to);
    const atLeast = intervals.filter(({ greatest }) => greatest < to).length;
    const next = new Array<bigint>(n + 1).fill(0n);
    for (let below = 0; below <= n; below++) {
      if (ways[below] === 0n) continue;
      for (let after = Math.max(below, atLeast); after <= (atMost < 0 ? n : atMost); after++)
        next[after]! +=
          ways[below]! * choose(n - below, after - below) * (to - from) ** BigInt(after - below);
    }
    ways = next;
  }
  return ways[n]!;
}

function choose(n: number, k: number): bigint {
  let result = 1n;
  for (let i = 0; i < k; i++) result = (result * BigInt(n - i)) / BigInt(i + 1);
  return result;
}
