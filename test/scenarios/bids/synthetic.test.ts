import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../evaluators/scoring/index.ts';
import { syntheticRounds } from '../../../scenarios/index.ts';
import { listTenders, loadCatalogue, loadTender } from '../../../spec/load/index.ts';

const catalogue = loadCatalogue();
const tenders = [
  loadTender(listTenders()[0]!, { catalogue }),
  loadTender('second', { catalogue, root: join(import.meta.dirname, '../../fixtures/tenders') }),
];

describe.each(tenders)('synthetic rounds on $id', (tender) => {
  const rounds = syntheticRounds(tender, 7, 30);

  it('are the same for the same seed, others for another, and a longer list begins with the shorter', () => {
    expect(syntheticRounds(tender, 7, 30)).toEqual(rounds);
    expect(syntheticRounds(tender, 7, 5)).toEqual(rounds.slice(0, 5));
    expect(syntheticRounds(tender, 8, 5)).not.toEqual(rounds.slice(0, 5));
  });

  it('are marked as invented, rehearsals of this tender, with no fewer bids than it needs', () => {
    const least = Math.max(2, ...tender.review!.minimums.map(({ count }) => count.value));
    for (const { head, bids, admissions, sheets } of rounds) {
      expect(head).toMatchObject({ tender: tender.id, mode: 'rehearsal', synthetic: true });
      expect(bids.length).toBeGreaterThanOrEqual(least);
      expect(admissions.map(({ bid }) => bid)).toEqual(bids.map(({ id }) => id));
      for (const { marks } of sheets)
        expect(Object.keys(marks).sort()).toEqual(bids.map(({ id }) => id).sort());
    }
  });

  it('mostly come to an end, and where they do not, the cause is one of the changed facts', () => {
    const states = rounds.map((round) => evaluate({ tender, round }).state);
    expect(states.filter((state) => state === 'complete').length).toBeGreaterThan(rounds.length / 2);
  });
});
