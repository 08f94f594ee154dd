import type { ReviewFact } from '../../../spec/index.ts';

/** Facts about the quote. Wherever an item of review stands that has one, the stage of the quote settles it. */
export const quoteFacts: ReadonlySet<ReviewFact> = new Set<ReviewFact>([
  'not-adjustable',
  'no-alternative',
  'alteration-sealed',
  'quoted-as-required',
  'within-ceiling',
]);
