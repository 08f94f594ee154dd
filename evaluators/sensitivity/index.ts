// What else could have come out: other readings, other quotes, other marks. Locked in binding rounds while they run.
import {
  assertUnlocked,
  printBasis,
  type Round,
  type Sensitivity,
  type Tender,
  tenderUnder,
} from '../../spec/index.ts';
import { changesBetween, winnerOf } from './changes.ts';
import { combine, interacting } from './combinations.ts';
import { marginOf, markDistances, quoteDistances } from './distances.ts';
import { presumed, recounted } from './presumed.ts';
import { alternatives, chosenOptions, evaluateUnder } from './readings.ts';

export { kindsOfChange, openReadings } from './open-readings.ts';
export { chosenOptions, evaluateUnder, touchedReadings, withTouchedReadings } from './readings.ts';

/** Combinations that are tried at most. */
const combinationsBound = 400;

/**
 * The effect of every alternative reading, singly and in combination, and how far quotes and marks are from another
 * winner. `tender` has all its picks; the round's own choices are applied. Throws USAGE_LOCKED in a locked round.
 */
export function sensitivity(
  { tender, round: given }: { tender: Tender; round: Round },
  bound = combinationsBound,
): Sensitivity {
  assertUnlocked(given, '敏感性分析');
  const chosen = chosenOptions(tender, given);
  const under = tenderUnder(tender, chosen);
  const first = evaluateUnder(tender, presumed(given), chosen);
  const round = first ? recounted(presumed(given), first) : given;
  const base = evaluateUnder(tender, round, chosen);
  if (!under || !base) throw new Error('the chosen readings cannot stand together');
  const list = alternatives(tender, chosen);
  const single = list.flatMap(({ reading, option }) => {
    const other = evaluateUnder(tender, round, { ...chosen, [reading.id]: option.id });
    if (!other) return [];
    return [
      {
        reading: reading.id,
        question: reading.question,
        lines: reading.lines,
        basis: printBasis(reading.basis),
        option: option.id,
        title: option.title,
        changes: changesBetween(base, other),
      },
    ];
  });
  const active = interacting(tender, round, chosen, list, base);
  const winner = winnerOf(base);
  const margin = marginOf(base);
  return {
    round: { id: round.head.id, digest: round.digest },
    tender: { id: tender.id, digest: tender.digest },
    base: { state: base.state, ...(winner ? { winner } : {}) },
    single,
    inert: [...new Set(list.map(({ reading }) => reading.id))].filter((id) => !active.has(id)),
    combinations: combine(tender, round, chosen, active, base, bound),
    quotes: quoteDistances(under, round, base),
    marks: markDistances(under, round, base),
    ...(margin === undefined ? {} : { margin }),
  };
}
