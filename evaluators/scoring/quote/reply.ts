import type { Proceedings, Quote, Round, Tender } from '../../../spec/index.ts';
import { type Exact, exact } from '../../arithmetic/index.ts';
import type { CorrectedQuote } from './correct.ts';
import { stepOfQuotes, tooFine } from './meaning.ts';

type Reply = NonNullable<Proceedings['corrections']>[number];

/** The bidder's last answer on its corrected or doubtful quote. */
export function replyOf(round: Round, bid: string): Reply | undefined {
  return round.proceedings.corrections?.findLast((reply) => reply.bid === bid);
}

/** Whether those who decide have said of this bid that it quoted as required, or that it did not. */
export function foundAsRequired(tender: Tender, round: Round, bid: string): 'clear' | 'hit' | undefined {
  const { review } = tender;
  const ids = new Set(
    [review!.qualification, review!.compliance]
      .flatMap(({ items }) => items)
      .flatMap(({ id, fact }) => (fact === 'quoted-as-required' ? [id] : [])),
  );
  const { qualification, compliance } = round.proceedings;
  const findings = [...(qualification?.findings ?? []), ...(compliance?.findings ?? [])].filter(
    ({ item, bids }) => ids.has(item) && bids.includes(bid),
  );
  return (findings.find(({ result }) => result === 'hit') ?? findings[0])?.result;
}

/**
 * The figure that a confirming answer settles on; undefined when the answer names one that neither the rules of
 * correction nor a clarification of what was written could give. An answer without a figure confirms the proposal.
 */
export function confirmedValue(found: CorrectedQuote, reply: Reply, quote: Quote): Exact | undefined {
  if (reply.quote === undefined) return found.value;
  const answer = exact(reply.quote);
  if (found.value === undefined) return answer;
  if ([found.value, ...found.choices].some((choice) => choice.equals(answer))) return answer;
  const step = stepOfQuotes(quote);
  if (!step || !tooFine(found.value, quote)) return undefined;
  const near = found.value.sub(answer).abs().compare(step) < 0;
  return near && !tooFine(answer, quote) ? answer : undefined;
}
