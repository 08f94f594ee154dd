// Trials of a round under stated assumptions: whole numbers, equal for equal seeds, on any number of threads.
export { type Alternative, alternativesOf, type Held } from './alternatives.ts';
export { type BidConstants, compileModel, quoteDecimals, unitOf } from './compile.ts';
export { type Distribution, distribution, draw, normalQuantile, normalUpTo } from './distribution.ts';
export { complainInto, quotePlan } from './draw-plan.ts';
export type { Model } from './model.ts';
export { type Prepared, prepare, type SimulationInput, tenderWithoutPrices } from './prepare.ts';
export { type Random, randomOf } from './random.ts';
export { estimate, summarise } from './results.ts';
export { type Draws, type Outcome, settler } from './settle.ts';
export { emptyTally, merge, type Tally } from './tally.ts';
export { blockSize, blocksOf, type Experiment, runTrials } from './trials.ts';
