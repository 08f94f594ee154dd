import type { DifferenceGroup, Outcome, Standing } from '../../spec/index.ts';

/** A finding, for or against. The other outcomes only say that there is none. */
const isFinding = (outcome: Outcome) => outcome === 'satisfied' || outcome === 'not-satisfied';

interface Grouped {
  group: DifferenceGroup;
  worsens: boolean;
  from?: Standing;
  to?: Standing;
}

const bare = ({ outcome, reason }: Standing): Standing => ({ outcome, reason });

/**
 * Where a verdict stands to the earlier one; undefined when outcome and reason are the same.
 * Only what becomes satisfied is better. A refutation that is no longer measured is a loss of sight, never an improvement;
 * so is a finding that has vanished. `isLifted` says of a group that each member that was refuted has been seen to hold.
 */
export function groupOf(
  from: Standing | undefined,
  to: Standing | undefined,
  isLifted = false,
): Grouped | undefined {
  if (!from && !to) return undefined;
  if (!from) return { group: 'added', worsens: to!.outcome === 'not-satisfied', to: bare(to!) };
  if (!to) return { group: 'gone', worsens: isFinding(from.outcome), from: bare(from) };
  const sides = { from: bare(from), to: bare(to) };
  if (from.outcome === to.outcome)
    return from.reason === to.reason ? undefined : { group: 'basis', worsens: false, ...sides };
  if (to.outcome === 'satisfied') return { group: 'better', worsens: false, ...sides };
  if (from.outcome === 'not-satisfied' && isLifted) return { group: 'better', worsens: false, ...sides };
  if (to.outcome === 'not-satisfied' || isFinding(from.outcome))
    return { group: 'worse', worsens: true, ...sides };
  return { group: 'unsettled', worsens: false, ...sides };
}
