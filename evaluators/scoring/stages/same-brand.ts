import type { Stage } from '../stage.ts';

export const sameBrand: Stage = () => ({ notApplicable: true });

import type { Situation } from '../stage.ts';
/** Bids of one brand, of which one may be recommended. */
export function brandGroups(_situation: Situation): string[][] {
  return [];
}
