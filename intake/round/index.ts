export { checkFreeze, type FreezeMismatch, freezeOf } from './freeze.ts';
export { type ReadRoundOptions, readRound, readRoundHead } from './read.ts';
