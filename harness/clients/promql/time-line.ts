import type { Series } from '../promql.ts';

/** A stretch of time in seconds since 1970. */
export interface Stretch {
  from: number;
  to: number;
}

/** What is known of one series over a period: when it was seen up, seen down, and not seen. */
export interface TimeLine {
  labels: Series['labels'];
  /** Samples that speak of the period. */
  samples: number;
  up: Stretch[];
  /** With the instants of the samples that say so. */
  down: (Stretch & { at: number[] })[];
  unknown: Stretch[];
}

type State = 'up' | 'down' | 'unknown';

const stateOf = (value: number): State => (value === 1 ? 'up' : value === 0 ? 'down' : 'unknown');

export const lengthOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { from, to }) => sum + (to - from), 0);

/**
 * Divides a period by the samples of one series. A sample speaks for the time until the next one, and for no longer
 * than twice the interval; a value that is neither 0 nor 1 tells nothing. Time without a sample stays unknown.
 */
export function timeLineOf(series: Series, period: Stretch, intervalSeconds: number): TimeLine {
  const line: TimeLine = { labels: series.labels, samples: 0, up: [], down: [], unknown: [] };
  let last: State | undefined;
  const add = (state: State, from: number, to: number, sampledAt?: number) => {
    const start = Math.max(from, period.from);
    const end = Math.min(to, period.to);
    if (end <= start) return;
    const known = state === last ? line[state].at(-1) : undefined;
    if (known) known.to = end;
    else if (state === 'down') line.down.push({ from: start, to: end, at: [] });
    else line[state].push({ from: start, to: end });
    if (state === 'down' && sampledAt !== undefined) line.down.at(-1)!.at.push(sampledAt);
    last = state;
  };
  const samples = series.samples.filter(([at]) => at < period.to);
  add('unknown', period.from, samples[0]?.[0] ?? period.to);
  samples.forEach(([at, value], index) => {
    const next = samples[index + 1]?.[0] ?? period.to;
    const speaksUntil = Math.min(next, at + 2 * intervalSeconds);
    if (speaksUntil > period.from) line.samples += 1;
    add(stateOf(value), at, speaksUntil, at);
    add('unknown', speaksUntil, next);
  });
  return line;
}

/** What remains of a stretch outside others. */
export function outside(stretch: Stretch, others: readonly Stretch[]): Stretch[] {
  return others.reduce<Stretch[]>(
    (rest, other) =>
      rest.flatMap(({ from, to }) =>
        [
          { from, to: Math.min(to, other.from) },
          { from: Math.max(from, other.to), to },
        ].filter((one) => one.to > one.from),
      ),
    [stretch],
  );
}

export const overlaps = (a: Stretch, b: Stretch): boolean => a.from < b.to && b.from < a.to;
