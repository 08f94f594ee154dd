import {
  compareDecimals,
  criteriaOf,
  type Evaluation,
  type MarkDistance,
  type QuoteDistance,
  type Round,
  type Tender,
} from '../../spec/index.ts';
import { type Exact, exact, printExact } from '../arithmetic/index.ts';
import { evaluate, markOf } from '../scoring/index.ts';
import { winnerOf } from './changes.ts';

/** The round as it would be if a bid had quoted otherwise, everywhere alike: nothing to correct, nothing to confirm. */
function withQuote(tender: Tender, round: Round, bid: string, value: string): Round {
  const unit = tender.review?.quote.kind === 'amount' ? '' : '%';
  const { corrections, ...proceedings } = round.proceedings;
  return {
    ...round,
    proceedings: {
      ...proceedings,
      ...(corrections ? { corrections: corrections.filter((reply) => reply.bid !== bid) } : {}),
    },
    bids: round.bids.map((one) => {
      if (one.id !== bid) return one;
      // Unit prices would add up to the old quote.
      const { lines: _, ...quote } = one.quote;
      const stated = quote.stated.map(({ form }) => ({ form, digits: `${value}${unit}` }));
      return { ...one, quote: { ...quote, stated } };
    }),
  };
}

/** As far up as quotes are followed, in the unit of the quote. */
function topOf({ review, ceiling }: Tender, own: number): number {
  const { of, atMost } = review?.quote.ceiling ?? {};
  if (of === 'amount' && ceiling !== undefined) return Number(ceiling);
  return atMost?.value ?? own * 2;
}

type Outcome = { state: Evaluation['state']; winner?: string };
const outcomeOf = (evaluation: Evaluation): Outcome => {
  const winner = winnerOf(evaluation);
  return { state: evaluation.state, ...(winner ? { winner } : {}) };
};
const equal = (a: Outcome, b: Outcome) => a.state === b.state && a.winner === b.winner;

/**
 * For each bid that is in: the nearest quote below and above its own under which the winner or the state is another.
 * Found by bisection over the steps of the quote's decimals: each way the bid's place and the low-price tests move one
 * way only. Quotes without a ceiling are followed to twice the quote.
 */
export function quoteDistances(tender: Tender, round: Round, base: Evaluation): QuoteDistance[] {
  const { quote } = tender.review ?? {};
  const decimals = quote?.decimals?.count ?? 2;
  const scale = 10 ** decimals;
  const known = outcomeOf(base);
  return base.bids.flatMap(({ bid, quote: { quoted } }): QuoteDistance[] => {
    if (quoted === undefined) return [];
    const own = Number(exact(quoted).mul(scale).round().valueOf());
    const top = Math.round(topOf(tender, own / scale) * scale);
    const text = (steps: number) => (steps / scale).toFixed(decimals);
    const at = (steps: number) =>
      outcomeOf(evaluate({ tender, round: withQuote(tender, round, bid, text(steps)) }));
    const differs = (steps: number) => !equal(at(steps), known);
    const nearest = (end: number): QuoteDistance['below'] => {
      if (!differs(end)) return undefined;
      let [same, other] = [own, end];
      while (Math.abs(other - same) > 1) {
        const middle = Math.trunc((same + other) / 2);
        if (differs(middle)) other = middle;
        else same = middle;
      }
      return { quote: text(other), ...at(other) };
    };
    const below = own > 1 ? nearest(1) : undefined;
    const above = own < top ? nearest(top) : undefined;
    return [{ bid, quote: quoted, ...(below ? { below } : {}), ...(above ? { above } : {}) }];
  });
}

/**
 * Whether a mark moves a bid too little to bring another to the front: less than its distance to the first, or of the
 * first to the second. Said only where marks decide nothing but points: in rehearsals without findings on marks.
 */
function tooSmall(tender: Tender, round: Round, base: Evaluation, bid: string, change: Exact): boolean {
  if (round.head.mode !== 'rehearsal' || (round.proceedings.abnormalMarks ?? []).length > 0) return false;
  const [first, second] = base.ranking;
  const total = (id: string | undefined) => base.bids.find((one) => one.bid === id)?.total;
  const [front, own] = [total(first), total(bid === first ? second : bid)];
  if (front === undefined || own === undefined) return false;
  // Each mark enters as its share of the mean over the members; rounding moves a mean by less than one more step.
  const steps = tender.scoring!.groups.map(({ averaging }) => averaging?.rounding.decimals ?? 2);
  const step = exact(1).div(exact(`1${'0'.repeat(Math.min(...steps))}`));
  const most = change.abs().div(Math.max(1, round.sheets.length)).add(step);
  return exact(front).sub(exact(own)).compare(most) > 0;
}

/** Single marks of members that by themselves would make another winner: the nearest other level each way. */
export function markDistances(tender: Tender, round: Round, base: Evaluation): MarkDistance[] {
  if (!tender.scoring || base.state !== 'complete') return [];
  const known = outcomeOf(base);
  const levelled = criteriaOf(tender.scoring).flatMap((one) => (one.kind === 'one-of-levels' ? [one] : []));
  const ranked = new Set(base.ranking);
  return round.sheets.flatMap((sheet) =>
    Object.keys(sheet.marks)
      .filter((bid) => ranked.has(bid))
      .flatMap((bid) =>
        levelled.flatMap((criterion): MarkDistance[] => {
          const from = markOf(sheet, bid, criterion.id);
          if (from === undefined) return [];
          const levels = criterion.levels.map(({ points }) => points).sort(compareDecimals);
          const ways = [
            levels.filter((level) => compareDecimals(level, from) < 0).reverse(),
            levels.filter((level) => compareDecimals(level, from) > 0),
          ];
          return ways.flatMap((way) => {
            for (const to of way) {
              if (tooSmall(tender, round, base, bid, exact(to).sub(exact(from)))) continue;
              const marks = { ...sheet.marks, [bid]: { ...sheet.marks[bid], [criterion.id]: to } };
              const { totals: _, ...rest } = sheet;
              const corrections = (sheet.corrections ?? []).filter(
                (one) => !(one.bid === bid && one.criterion === criterion.id),
              );
              const sheets = round.sheets.map((one) =>
                one === sheet ? { ...rest, marks, corrections } : one,
              );
              const outcome = outcomeOf(evaluate({ tender, round: { ...round, sheets } }));
              if (equal(outcome, known)) continue;
              const { winner } = outcome;
              return [
                {
                  member: sheet.member,
                  bid,
                  criterion: criterion.id,
                  from,
                  to,
                  ...(winner ? { winner } : {}),
                },
              ];
            }
            return [];
          });
        }),
      ),
  );
}

/** Points between the first and the second. */
export function marginOf({ bids, ranking }: Evaluation): string | undefined {
  const total = (id: string | undefined) => bids.find(({ bid }) => bid === id)?.total;
  const [first, second] = [total(ranking[0]), total(ranking[1])];
  return first === undefined || second === undefined
    ? undefined
    : printExact(exact(first).sub(exact(second)));
}
