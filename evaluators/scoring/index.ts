// The judge of a round of bids: pure, exact, every number with its steps.
export { evaluate } from './evaluate.ts';
export { markOf } from './sheets.ts';
