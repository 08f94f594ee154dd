import { canonicalJson, type Round, type Tender } from '../../spec/index.ts';
import { chanceOf } from './synthetic/chance.ts';
import { partyLimits } from './synthetic/party-limits.ts';
import { pointsLimits } from './synthetic/points-limits.ts';
import { priceLimits } from './synthetic/price-limits.ts';
import { reviewLimits } from './synthetic/review-limits.ts';
import { plainDraft } from './synthetic/round.ts';

/** Firms come first: what is changed afterwards builds on who bids. */
const departures = [...partyLimits, ...priceLimits, ...pointsLimits, ...reviewLimits];
/** Facts at a limit in one round: few, so that a change can be told from the others. */
const mostDepartures = 4;

/**
 * Invented rounds on any tender: complete bids, changed in a few facts that lie where readings could part. Everything
 * comes from the tender's data; equal seeds give equal rounds, and a longer list begins with the shorter one.
 */
export function syntheticRounds(tender: Tender, seed: number, count: number): Round[] {
  return Array.from({ length: count }, (_, index) => {
    const chance = chanceOf(seed, index);
    const draft = plainDraft(tender, chance, seed, index + 1);
    // Each departure has its turn; the others in the round are drawn.
    const turn = departures[index % departures.length]!;
    const others = chance.some(
      departures.filter((one) => one !== turn),
      chance.whole(0, mostDepartures - 1),
    );
    for (const one of departures) if (one === turn || others.includes(one)) one(draft, chance);
    const { head, bids, admissions, proceedings, sheets } = draft;
    const round = { head, bids, admissions, proceedings, sheets, signing: {}, texts: [] };
    return { ...round, digest: `synthetic:${seed}:${index + 1}:${canonicalJson(round).length}` };
  });
}
