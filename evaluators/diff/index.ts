// The door of the comparison of two judgements.
export { type DiffInput, diff } from './diff.ts';
