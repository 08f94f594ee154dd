import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../evaluators/scoring/index.ts';
import { criteriaOf, type Evaluation, type Round } from '../../../spec/index.ts';
import { bidOf, committeeOf, roundOf, sheetsOf, tender } from './fixture.ts';

// What must hold of every round, whatever its numbers. The naive ranking below shares no line with the product.

const priceId = criteriaOf(tender.scoring!).find(({ kind }) => kind === 'price-lowest-base')!.id;
const levels = ['0', '3', '6', '9'];
const members = committeeOf();
const levelled = criteriaOf(tender.scoring!).filter(({ kind }) => kind === 'one-of-levels');

/** Quotes in hundredths near enough to one another that no low-price test fires. */
const quotes = fc.uniqueArray(fc.integer({ min: 6000, max: 10_000 }), { minLength: 3, maxLength: 6 });
const rounds = quotes.chain((steps) =>
  fc
    .array(fc.constantFrom(...levels), {
      minLength: steps.length * members.length * levelled.length,
      maxLength: steps.length * members.length * levelled.length,
    })
    .map((marks) => roundFrom(steps, marks)),
);

function roundFrom(steps: readonly number[], marks: readonly string[]): Round {
  const bids = steps.map((step, index) => bidOf(`bid${index}`, (step / 100).toFixed(2)));
  let next = 0;
  const sheets = sheetsOf(members, bids, () => marks[next++ % marks.length]);
  return roundOf({ bids, sheets });
}

const totals = ({ bids }: Evaluation) =>
  Object.fromEntries(bids.map(({ bid, total, rank }) => [bid, { total, rank }]));
const priceScore = (evaluation: Evaluation, bid: string) =>
  Number(
    evaluation.bids
      .find((one) => one.bid === bid)!
      .groups.flatMap(({ criteria }) => criteria)
      .find(({ criterion }) => criterion === priceId)!.score,
  );

/** Points by plain integers in hundredths and sevenths, and places by counting who is better. */
function naive(steps: readonly number[], sheets: Round['sheets']): { total: number; rank: number }[] {
  const base = Math.min(...steps);
  const starred = tender.counts.starred;
  const rows = steps.map((step, index) => {
    const price = Math.floor((2000 * base + step) / (2 * step));
    const sum = sheets.reduce(
      (all, sheet) =>
        all + Object.values(sheet.marks[`bid${index}`]!).reduce((a, b) => a + Number(b), 0) + starred,
      0,
    );
    const technical = Math.floor((200 * sum + sheets.length) / (2 * sheets.length));
    return { step, total: price + technical };
  });
  return rows.map((row) => ({
    total: row.total,
    rank: 1 + rows.filter((o) => o.total > row.total || (o.total === row.total && o.step < row.step)).length,
  }));
}

describe('an evaluation', () => {
  it('agrees with a naive one on points and places', () => {
    fc.assert(
      fc.property(rounds, (round) => {
        const evaluation = evaluate({ tender, round });
        expect(evaluation.state).toBe('complete');
        const steps = round.bids.map((bid) =>
          Math.round(Number.parseFloat(bid.quote.stated[0]!.digits!) * 100),
        );
        const expected = naive(steps, round.sheets);
        expect(
          evaluation.bids.map(({ total, rank }) => ({ total: Math.round(Number(total) * 100), rank })),
        ).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('does not change when bids or members stand in another order', () => {
    fc.assert(
      fc.property(rounds, fc.infiniteStream(fc.nat(1000)), (round, stream) => {
        const shuffled = <T>(list: readonly T[]): T[] =>
          list
            .map((item) => ({ item, key: stream.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item);
        const other: Round = {
          ...round,
          bids: shuffled(round.bids),
          sheets: shuffled(round.sheets),
          head: { ...round.head, committee: { members: shuffled(round.head.committee!.members) } },
        };
        const [a, b] = [evaluate({ tender, round }), evaluate({ tender, round: other })];
        expect(totals(b)).toEqual(totals(a));
        expect(b.ranking).toEqual(a.ranking);
        expect(b.candidates).toEqual(a.candidates);
      }),
      { numRuns: 25 },
    );
  });

  it('never gives a higher price score for a higher quote of one’s own', () => {
    fc.assert(
      fc.property(quotes, fc.nat(5), fc.integer({ min: 1, max: 500 }), (steps, at, more) => {
        const index = at % steps.length;
        const raised = steps.map((step, i) => (i === index ? Math.min(step + more, 10_000) : step));
        const score = (list: readonly number[]) =>
          priceScore(evaluate({ tender, round: roundFrom(list, ['6']) }), `bid${index}`);
        expect(score(raised)).toBeLessThanOrEqual(score(steps));
      }),
      { numRuns: 30 },
    );
  });

  it('leaves the others’ price scores as they are when a bid that sets no base is gone', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 6000, max: 10_000 }), { minLength: 4, maxLength: 6 }),
        (steps) => {
          const round = roundFrom(steps, ['6']);
          const dearest = `bid${steps.indexOf(Math.max(...steps))}`;
          const without: Round = { ...round, bids: round.bids.filter(({ id }) => id !== dearest) };
          const [a, b] = [evaluate({ tender, round }), evaluate({ tender, round: without })];
          for (const { id } of without.bids) expect(priceScore(b, id)).toBe(priceScore(a, id));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('is the same on equal input, to the byte', () => {
    const round = roundFrom([8000, 8500, 9000], ['3', '9', '6']);
    expect(JSON.stringify(evaluate({ tender, round }))).toBe(JSON.stringify(evaluate({ tender, round })));
  });
});
