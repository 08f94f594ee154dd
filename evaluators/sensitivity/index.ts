// What else could have come out: other readings, other quotes, other marks. Locked in binding rounds while they run.
import {
  assertUnlocked,
  printBasis,
  type RecordedFinding,
  type Round,
  type Sensitivity,
  type Tender,
  tenderUnder,
} from '../../spec/index.ts';
import { changesBetween, winnerOf } from './changes.ts';
import { combine, interacting } from './combinations.ts';
import { marginOf, markDistances, quoteDistances } from './distances.ts';
import { alternatives, chosenOptions, evaluateUnder } from './readings.ts';

export { chosenOptions, evaluateUnder, touchedReadings, withTouchedReadings } from './readings.ts';

/**
 * The round as the program sees it by itself: where people recorded that all is clear, another reading would only
 * bring a question to them, and what is asked here is what it would bring in the end. Findings stay.
 */
function presumed(round: Round): Round {
  const { qualification, compliance, collusion, deductions, ...rest } = round.proceedings;
  const unlooked = ({ findings }: { findings?: RecordedFinding[] } = {}) => (findings ? { findings } : {});
  return {
    ...round,
    head: { ...round.head, mode: 'rehearsal' },
    proceedings: {
      ...rest,
      qualification: unlooked(qualification),
      compliance: unlooked(compliance),
      collusion: unlooked(collusion),
      deductions: unlooked(deductions),
    },
  };
}

/** Combinations that are tried at most. */
const combinationsBound = 20_000;

/**
 * The effect of every alternative reading, singly and in combination, and how far quotes and marks are from another
 * winner. `tender` has all its picks; the round's own choices are applied. Throws USAGE_LOCKED in a locked round.
 */
export function sensitivity(
  { tender, round: given }: { tender: Tender; round: Round },
  bound = combinationsBound,
): Sensitivity {
  assertUnlocked(given, '敏感性分析');
  const round = presumed(given);
  const chosen = chosenOptions(tender, round);
  const under = tenderUnder(tender, chosen);
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
