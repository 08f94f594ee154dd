import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Exact, exact, printExact } from '../../../evaluators/arithmetic/index.ts';
import { evaluate } from '../../../evaluators/scoring/index.ts';
import { settler } from '../../../evaluators/simulation/index.ts';
import { type Bid, type FirmSize, firmSizes, type Proceedings, type Round } from '../../../spec/index.ts';
import { bidOf, committeeOf, proceedingsOf, roundOf, sheetsOf, tender } from '../scoring/fixture.ts';
import { marksFor, preparedFor, subjective } from './fixture.ts';

const members = committeeOf();
const names = ['ash', 'birch', 'cedar', 'elm', 'fir'];
const declaration = tender
  .review!.priceDeductions!.items.find(({ for: whom }) => whom === 'small-micro')!
  .papers.map((form) => ({ form, seals: ['company' as const], legible: true }));

const drawnBid = fc.record({
  /** Hundredths of a percent; halves of one another among them, for low prices and ties. */
  quote: fc.oneof(fc.constantFrom(3000, 4400, 6000, 8000, 8800), fc.integer({ min: 3000, max: 10_000 })),
  size: fc.constantFrom(undefined, ...(Object.keys(firmSizes) as FirmSize[])),
  convinces: fc.boolean(),
  lost: fc.nat({ max: 15 }),
});

function bidFrom(
  id: string,
  { quote, size, lost }: { quote: number; size?: FirmSize | undefined; lost: number },
): Bid {
  const bid = bidOf(id, (quote / 100).toFixed(2));
  const [firm] = bid.members;
  return {
    ...bid,
    members: size ? [{ ...firm!, size: { declared: size } }] : bid.members,
    forms: size ? [...bid.forms, ...declaration] : bid.forms,
    responses: bid.responses!.map((response, index) =>
      index < lost ? { ...response, deviation: 'negative' as const } : response,
    ),
  };
}

const explained = (
  bids: readonly Bid[],
  convinces: readonly boolean[],
): NonNullable<Proceedings['lowPrice']> =>
  bids.map(({ id }, index) => ({
    bid: id,
    askedAt: tender.dates.opening,
    explanation: { at: tender.dates.opening, text: '成本测算', papers: ['测算表'] },
    convincing: {
      votes: members.map((member) => ({ member: member.id, for: convinces[index]! })),
      reasons: '表决',
    },
  }));

it('the model in whole numbers and the evaluation agree on totals, ranks and removals', () => {
  const states = new Map<string, number>();
  let deducted = 0;
  fc.assert(
    fc.property(
      fc.array(drawnBid, { minLength: 3, maxLength: 5 }),
      fc.array(fc.nat({ max: 3 }), { minLength: 41, maxLength: 41 }),
      (drawn, levels) => {
        const bids = drawn.map((one, index) => bidFrom(names[index]!, one));
        const levelOf = (member: string, bid: string, criterion: string): string => {
          const of = subjective.find(({ id }) => id === criterion)!;
          if (of.kind !== 'one-of-levels') throw new Error('no levels');
          const key = [...`${member}${bid}${criterion}`].reduce(
            (sum, char) => sum * 31 + char.charCodeAt(0),
            0,
          );
          return of.levels[levels[Math.abs(key % 1_000_003) % levels.length]!]!.points;
        };
        const round: Round = roundOf({
          bids,
          sheets: sheetsOf(members, bids, levelOf),
          proceedings: {
            ...proceedingsOf(bids),
            lowPrice: explained(
              bids,
              drawn.map(({ convinces }) => convinces),
            ),
          },
        });
        const slow = evaluate({ tender, round });
        const { experiment, participants } = preparedFor({
          round,
          assumptions: { convinces: 1, marks: marksFor(1) },
        });
        const model = experiment.models[0]!;
        const marks = tender.scoring!.groups.flatMap((group) =>
          bids.map((bid) =>
            group.sections
              .flatMap((section) => section.criteria)
              .filter(({ nature }) => nature === 'subjective')
              .flatMap(({ id }) => members.map((member) => Number(levelOf(member.id, bid.id, id))))
              .reduce((sum, points) => sum + points * model.unit, 0),
          ),
        );
        const fast = settler(model)({
          points: new Float64Array(marks.length),
          marks: Float64Array.from(marks),
          quotes: Float64Array.from(drawn, ({ quote }) => quote),
          passes: new Uint8Array(bids.length).fill(1),
          convinces: Uint8Array.from(drawn, ({ convinces }) => Number(convinces)),
          judgedLow: new Uint8Array(bids.length),
          lots: Float64Array.from(drawn, (_, index) => index),
        });
        states.set(slow.state, (states.get(slow.state) ?? 0) + 1);
        deducted += slow.bids.some(({ quote }) => quote.quoted !== quote.evaluated) ? 1 : 0;
        if (slow.state === 'stopped' || slow.state === 'cancelled') {
          expect(fast.state).toBe(slow.state);
          return;
        }
        expect(fast.state).toBe('ranked');
        const total = (index: number): Exact => exact(fast.totals[index]!).div(exact(model.unit));
        const [order, invalid] = [[...fast.order.slice(0, fast.ranked)], [...fast.invalid]];
        expect(participants.map(({ id }) => id)).toEqual(slow.bids.map(({ bid }) => bid));
        slow.bids.forEach((bid, index) => {
          expect(invalid[index] === 1).toBe(bid.standing === 'invalid');
          if (bid.total !== undefined) expect(printExact(total(index))).toBe(printExact(exact(bid.total)));
        });
        // A tie to the last waits for a draw; otherwise the order is the same.
        if (slow.state === 'complete') expect(order.map((index) => names[index])).toEqual(slow.ranking);
      },
    ),
    { numRuns: 80, seed: 11 },
  );
  expect(states.get('complete')).toBeGreaterThan(30);
  expect(states.get('stopped')).toBeGreaterThan(1);
  expect(deducted).toBeGreaterThan(20);
});
