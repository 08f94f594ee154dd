/** When each answer of a flow came, in seconds of the host's clock, oldest first. */
export type Flow = readonly number[];

/** Arrivals in what `ping -D` printed; an answer that came twice counts once. */
export function arrivalsIn(printed: string): Flow {
  const first = new Map<string, number>();
  for (const [, at, sequence] of printed.matchAll(/^\[(\d+\.\d+)\] \d+ bytes from .*icmp_seq=(\d+) /gm))
    if (!first.has(sequence!)) first.set(sequence!, Number(at));
  return [...first.values()].sort((a, b) => a - b);
}

/** Longest time between two answers, milliseconds; undefined for fewer than two. */
export function longestGap(flow: Flow): number | undefined {
  if (flow.length < 2) return undefined;
  const gaps = flow.slice(1).map((at, index) => at - flow[index]!);
  return Math.round(Math.max(...gaps) * 1000);
}

/** Whether answers came between two instants of the host's clock. */
export const flowed = (flow: Flow, from: number, to: number): boolean =>
  flow.some((at) => at >= from && at <= to);
