import type { Situation, StageOutcome } from '../../../../evaluators/scoring/stage.ts';
import type { Bid, ItemResult, Round, Tender } from '../../../../spec/index.ts';
import { bidOf, tender as builtIn, type RoundPatch, roundOf } from '../fixture.ts';

/** A situation as a stage of review finds it: every bid of the round still in. */
export function situationOf(round: Round, patch: Partial<Situation> = {}): Situation {
  return {
    tender: builtIn,
    round,
    valid: round.bids,
    members: round.head.committee?.members ?? [],
    quotes: new Map(),
    ...patch,
  };
}

/** Three bids of which the first is changed, and nothing recorded by people unless it is given. */
export function roundWith(first: Partial<Bid>, patch: RoundPatch = {}): Round {
  const bids = patch.bids ?? [
    bidOf('alpha', '80.00', first),
    bidOf('beta', '85.00'),
    bidOf('gamma', '90.00'),
  ];
  return roundOf({ proceedings: {}, ...patch, bids });
}

export function resultOf(outcome: StageOutcome, bid: string, item: string): ItemResult {
  const found = outcome.results?.filter((one) => one.bid === bid && one.item === item) ?? [];
  if (found.length !== 1) throw new Error(`${found.length} results for ${bid} under ${item}`);
  return found[0]!;
}

export const outOf = (outcome: StageOutcome): string[] => (outcome.invalid ?? []).map(({ bid }) => bid);

/** The tender with a part of its data changed, its clauses aside. */
export function tenderWhere(change: (tender: Tender) => void, of: Tender = builtIn): Tender {
  const { checkables, ...rest } = of;
  const copy = { ...structuredClone(rest), checkables };
  change(copy);
  return copy;
}
