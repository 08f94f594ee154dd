import type { Evaluation, EvaluationStage } from './evaluation.ts';

/** What of an evaluation another one changes. Empty lists: nothing. */
export interface EvaluationChanges {
  state?: { from: Evaluation['state']; to: Evaluation['state'] };
  winner?: { from?: string; to?: string };
  validity: { bid: string; from: string; to: string }[];
  points: { bid: string; from?: string; to?: string }[];
  rank: { bid: string; from?: number; to?: number }[];
  /** Who is recommended, in order; absent: the same. */
  candidates?: { from: string[]; to: string[] };
  stages: EvaluationStage[];
  /** What people would have to settle that they have not now. */
  awaited: string[];
}

export interface ReadingDifference {
  reading: string;
  question: string;
  lines: number[];
  basis: string;
  option: string;
  title: string;
  changes: EvaluationChanges;
}

/** A combination of options that departs from the chosen ones, smallest first. */
export interface Combination {
  options: { reading: string; option: string; title: string; lines: number[] }[];
  winner?: string;
  state: Evaluation['state'];
}

/** How far one bid's quote is from another winner, in the unit of the quote. */
export interface QuoteDistance {
  bid: string;
  quote: string;
  /** First quote on the way down or up under which the winner or the state differs; absent: none in the domain. */
  below?: { quote: string; winner?: string; state: Evaluation['state'] };
  above?: { quote: string; winner?: string; state: Evaluation['state'] };
}

/** A single mark that by itself makes another winner. */
export interface MarkDistance {
  member: string;
  bid: string;
  criterion: string;
  from: string;
  to: string;
  winner?: string;
}

export interface Sensitivity {
  round: { id: string; digest: string };
  tender: { id: string; digest: string };
  base: { state: Evaluation['state']; winner?: string };
  /** Every alternative by itself, in the order of the readings. */
  single: ReadingDifference[];
  /** Readings without any effect, alone or beside one other. */
  inert: string[];
  combinations: {
    /** Readings that can interact. */
    readings: string[];
    tried: number;
    /** All there are; more than tried where the bound was reached. */
    all: number;
    impossible: number;
    /** The smallest departures for each other winner or state. */
    turning: Combination[];
    bids: { bid: string; ranks: number[]; least?: string; most?: string; invalidIn: number }[];
  };
  quotes: QuoteDistance[];
  marks: MarkDistance[];
  /** Points between the first and the second. */
  margin?: string;
}

/** In how many rounds something was another under some alternative. */
export interface ReadingCounts {
  /** What the procedure establishes at some stage. */
  facts: number;
  validity: number;
  points: number;
  /** Places, and who is recommended. */
  rank: number;
  /** How the evaluation ends: complete, cancelled, stopped, or waiting for people. */
  state: number;
  /** One bid first instead of another. */
  winner: number;
}

/** What a reading can change, as it was seen on invented rounds. */
export interface OpenReading {
  reading: string;
  question: string;
  lines: number[];
  basis: string;
  /** A notice of clarification or a statute settles it. */
  settled: boolean;
  pick: { option: string; title: string };
  counts: ReadingCounts;
  options: { option: string; title: string; counts: ReadingCounts }[];
  /** The most telling case. */
  example?: {
    /** Counted from one. */
    round: number;
    option: string;
    title: string;
    bid?: string;
    /** What changed from what to what, in words. */
    says: string[];
    /** What the stages found otherwise, in words. */
    because: string[];
  };
}

/** Every reading that concerns the procedure, those that can change the first place first. */
export interface OpenReadings {
  tender: { id: string; digest: string };
  rounds: number;
  readings: OpenReading[];
  /** Readings that no round touched: not shown to matter, nor shown not to. */
  untouched: string[];
}
