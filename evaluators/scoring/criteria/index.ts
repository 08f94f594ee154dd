import { countCapped } from './count-capped.ts';
import type { Computation, CriterionInput } from './criterion.ts';
import { fixed } from './fixed.ts';
import { hoursSaved } from './hours-saved.ts';
import { matching } from './matching.ts';
import { oneOfLevels } from './one-of-levels.ts';
import { priceLowestBase } from './price-lowest-base.ts';
import { starredCount } from './starred-count.ts';

function compute(input: CriterionInput): Computation {
  const { criterion } = input;
  switch (criterion.kind) {
    case 'price-lowest-base':
      return priceLowestBase({ ...input, criterion });
    case 'count-capped':
      return countCapped({ ...input, criterion });
    case 'one-of-levels':
      return oneOfLevels({ ...input, criterion });
    case 'starred-count':
      return starredCount({ ...input, criterion });
    case 'matching':
      return matching({ ...input, criterion });
    case 'hours-saved':
      return hoursSaved({ ...input, criterion });
    case 'fixed':
      return fixed({ ...input, criterion });
  }
}

/**
 * The program's own computation of one criterion for one bid, with what counted and why. In an authorised round
 * nothing is said of what would be otherwise: no hints.
 */
export function computeCriterion(input: CriterionInput): Computation {
  const computation = compute(input);
  return input.round.head.mode === 'authorised' ? { ...computation, hints: [] } : computation;
}
