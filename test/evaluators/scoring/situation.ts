import type { Situation } from '../../../evaluators/scoring/stage.ts';
import type { QuoteRecord, Round, Tender } from '../../../spec/index.ts';
import { tender as builtIn, committeeOf } from './fixture.ts';

/** A situation after all reviews: every bid is in, quoted as given and evaluated at its quote unless said otherwise. */
export function situationOf(
  round: Round,
  quotes: Record<string, string | { quoted: string; evaluated: string }> = {},
  tender: Tender = builtIn,
): Situation {
  const record = (bid: string): QuoteRecord => {
    const given = quotes[bid] ?? '80.00';
    const { quoted, evaluated } = typeof given === 'string' ? { quoted: given, evaluated: given } : given;
    return { unit: '%', stated: quoted, quoted, evaluated, corrections: [], steps: [] };
  };
  return {
    tender,
    round,
    valid: round.bids,
    members: round.head.committee?.members ?? committeeOf(),
    quotes: new Map(round.bids.map(({ id }) => [id, record(id)])),
  };
}
