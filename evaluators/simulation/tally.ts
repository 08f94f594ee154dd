/** Counts and sums over trials; whole numbers, so that the order of adding does not matter. */
export interface Tally {
  trials: number;
  cancelled: number;
  stopped: number;
  /** bid × bids + place -> how often. */
  ranks: number[];
  /** Out in a round that was ranked. */
  invalid: number[];
  /** Firsts that only lots decided. */
  byLot: number[];
  /** Of totals in units and of their squares, over the trials in which the bid was ranked. */
  sums: bigint[];
  squares: bigint[];
  /** By the own bid's quotes. */
  ownWins: number[];
  ownInvalid: number[];
}

const zeros = (length: number): number[] => new Array<number>(length).fill(0);

export function emptyTally(bids: number, quotes: number): Tally {
  return {
    trials: 0,
    cancelled: 0,
    stopped: 0,
    ranks: zeros(bids * bids),
    invalid: zeros(bids),
    byLot: zeros(bids),
    sums: new Array<bigint>(bids).fill(0n),
    squares: new Array<bigint>(bids).fill(0n),
    ownWins: zeros(quotes),
    ownInvalid: zeros(quotes),
  };
}

const added = (a: number[], b: number[]): number[] => a.map((value, index) => value + b[index]!);
const addedLarge = (a: bigint[], b: bigint[]): bigint[] => a.map((value, index) => value + b[index]!);

/** Both tallies as one. */
export function merge(a: Tally, b: Tally): Tally {
  return {
    trials: a.trials + b.trials,
    cancelled: a.cancelled + b.cancelled,
    stopped: a.stopped + b.stopped,
    ranks: added(a.ranks, b.ranks),
    invalid: added(a.invalid, b.invalid),
    byLot: added(a.byLot, b.byLot),
    sums: addedLarge(a.sums, b.sums),
    squares: addedLarge(a.squares, b.squares),
    ownWins: added(a.ownWins, b.ownWins),
    ownInvalid: added(a.ownInvalid, b.ownInvalid),
  };
}
