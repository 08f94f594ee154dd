/** A repeatable source of choices: equal seeds give equal choices. */
export interface Chance {
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  /** One of a list that is not empty. */
  one<T>(list: readonly T[]): T;
  /** Some different members of a list, in a random order. */
  some<T>(list: readonly T[], count: number): T[];
  /** Whether something with this share of all cases happens. */
  happens(share: number): boolean;
}

/** Mulberry32 over a seed that is mixed with a number of its own for each round. */
export function chanceOf(seed: number, stream: number): Chance {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const some = <T>(list: readonly T[], count: number): T[] => {
    const left = [...list];
    return Array.from(
      { length: Math.min(count, left.length) },
      () => left.splice(whole(0, left.length - 1), 1)[0]!,
    );
  };
  return { whole, some, one: (list) => list[whole(0, list.length - 1)]!, happens: (share) => next() < share };
}
