import { describe, expect, it } from 'vitest';
import { rank } from '../../../evaluators/scoring/stages/ranking.ts';
import type { ScoredBid } from '../../../evaluators/scoring/stages/scoring.ts';
import type { Proceedings } from '../../../spec/index.ts';
import { bidOf, proceedingsOf, roundOf, tender, tenderWith } from './fixture.ts';
import { situationOf } from './situation.ts';

const technical = tender.scoring!.groups.find(({ averaging }) => averaging)!.id;

const scoredOf = (
  points: Record<string, string>,
  technicalPoints: Record<string, string> = {},
): ScoredBid[] =>
  Object.entries(points).map(([bid, total]) => ({
    bid,
    total,
    groups: [
      {
        group: technical,
        title: '',
        points: '0',
        score: technicalPoints[bid] ?? '0',
        members: [],
        criteria: [],
        steps: [],
      },
    ],
    steps: [],
  }));

function ranked(
  points: Record<string, string>,
  options: {
    quotes?: Record<string, string | { quoted: string; evaluated: string }>;
    technical?: Record<string, string>;
    proceedings?: Partial<Proceedings>;
    readings?: Record<string, string>;
    groups?: string[][];
    seed?: string;
  } = {},
) {
  const bids = Object.keys(points).map((id) => bidOf(id));
  const round = roundOf({
    bids,
    proceedings: { ...proceedingsOf(bids), ...options.proceedings },
    head: options.seed === undefined ? {} : { seed: options.seed },
  });
  const situation = situationOf(
    round,
    options.quotes,
    options.readings ? tenderWith(options.readings) : tender,
  );
  const outcome = rank(situation, scoredOf(points, options.technical), options.groups ?? []);
  return {
    ranks: Object.fromEntries(outcome.ranked.map(({ bid, rank: place }) => [bid, place])),
    candidates: outcome.candidates,
    awaited: outcome.awaited ?? [],
  };
}

describe('rank', () => {
  it('goes by points, exactly', () => {
    const { ranks, candidates } = ranked({ a: '88.10', b: '88.1000001', c: '90', d: '20' });
    expect(ranks).toEqual({ c: 1, b: 2, a: 3, d: 4 });
    expect(candidates).toEqual(['c', 'b', 'a']);
  });

  it('breaks a tie by the quoted price, even where the evaluated prices are the other way round', () => {
    const quotes = {
      a: { quoted: '80.00', evaluated: '80.00' },
      b: { quoted: '85.00', evaluated: '68.00' },
    };
    expect(ranked({ a: '90', b: '90.00' }, { quotes }).ranks).toEqual({ a: 1, b: 2 });
    expect(ranked({ a: '90', b: '90.00' }, { quotes, readings: { A17: 'evaluated' } }).ranks).toEqual({
      b: 1,
      a: 2,
    });
  });

  it('waits for a witnessed draw where points and quotes are equal, and takes its order', () => {
    const open = ranked({ a: '90', b: '90', c: '80' });
    expect(open.awaited).toHaveLength(1);
    expect(open.awaited[0]!.what).toContain('现场抽签');
    const draw = { order: ['b', 'a'], witnesses: ['见证人'], at: '2026-06-02T15:00:00+08:00', how: '摇号' };
    const settled = ranked({ a: '90', b: '90', c: '80' }, { proceedings: { draw } });
    expect(settled.awaited).toEqual([]);
    expect(settled.ranks).toEqual({ b: 1, a: 2, c: 3 });
    expect(settled.candidates).toEqual(['b', 'a', 'c']);
  });

  it('asks nobody to draw below the candidates: such bids share a rank', () => {
    const { awaited, ranks } = ranked({ a: '90', b: '89', c: '88', d: '50', e: '50' });
    expect(awaited).toEqual([]);
    expect(ranks).toEqual({ a: 1, b: 2, c: 3, d: 4, e: 4 });
  });

  it('asks for a draw where a tie reaches into the candidates from above', () => {
    expect(ranked({ a: '90', b: '89', c: '50', d: '50' }).awaited).toHaveLength(1);
  });

  it('takes the technical points, the purchaser or a published seed where the reading says so', () => {
    expect(
      ranked({ a: '90', b: '90' }, { readings: { A17: 'technical' }, technical: { a: '40', b: '41' } }).ranks,
    ).toEqual({ b: 1, a: 2 });
    const asked = ranked({ a: '90', b: '90' }, { readings: { A17: 'purchaser' } });
    expect(asked.awaited[0]!.who).toBe('purchaser');
    const purchaserOrder = { order: ['b', 'a'], at: '2026-06-02T15:00:00+08:00', reasons: '质量优先' };
    expect(
      ranked({ a: '90', b: '90' }, { readings: { A17: 'purchaser' }, proceedings: { purchaserOrder } }).ranks,
    ).toEqual({ b: 1, a: 2 });
    const seeds = ['1', '2', '3', '4', '5', '6', '7', '8'].map(
      (seed) => ranked({ a: '90', b: '90' }, { readings: { A17: 'program-seed' }, seed }).candidates[0],
    );
    expect(new Set(seeds)).toEqual(new Set(['a', 'b']));
    expect(ranked({ a: '90', b: '90' }, { readings: { A17: 'program-seed' } }).awaited).toHaveLength(1);
  });

  it('does not depend on the order of the bids', () => {
    const one = ranked({ a: '90', b: '91', c: '90' }, { quotes: { a: '81', c: '80.5', b: '99' } });
    const other = ranked({ c: '90', a: '90', b: '91' }, { quotes: { a: '81', c: '80.5', b: '99' } });
    expect(one.ranks).toEqual(other.ranks);
    expect(one.candidates).toEqual(other.candidates);
  });

  it('recommends as many as the committee says, within the bounds, and one of a brand', () => {
    const points = { a: '90', b: '89', c: '88', d: '87' };
    expect(ranked(points, { proceedings: { candidates: 1 } }).candidates).toEqual(['a']);
    expect(ranked(points, { proceedings: { candidates: 9 } }).candidates).toEqual(['a', 'b', 'c']);
    expect(ranked(points, { groups: [['a', 'b']] }).candidates).toEqual(['a', 'c', 'd']);
  });
});
