import { describe, expect, it } from 'vitest';
import { rank } from '../../../evaluators/scoring/stages/ranking.ts';
import type { ScoredBid } from '../../../evaluators/scoring/stages/scoring.ts';
import type { Proceedings } from '../../../spec/index.ts';
import { bidOf, proceedingsOf, roundOf, tender, tenderWith } from './fixture.ts';
import { situationOf } from './situation.ts';

const technical = tender.scoring!.groups.find(({ averaging }) => averaging)!.id;
const other = tender.scoring!.groups.find(({ averaging }) => !averaging)!.id;

const scoredOf = (
  points: Record<string, string>,
  technicalPoints: Record<string, string> = {},
): ScoredBid[] =>
  Object.entries(points).map(([bid, total]) => {
    const group = (id: string, score: string) => ({
      group: id,
      title: '',
      points: '0',
      score,
      members: [],
      criteria: [],
      steps: [],
    });
    const own = technicalPoints[bid] ?? '0';
    return {
      bid,
      total,
      groups: [group(other, String(Number(total) - Number(own))), group(technical, own)],
      steps: [],
    };
  });

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
    steps: (bid: string) => outcome.ranked.find((one) => one.bid === bid)!.steps,
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

  it('takes no order that leaves out one of the tied, and no order of others', () => {
    const at = '2026-06-02T15:00:00+08:00';
    const draw = (...order: string[]) => ({
      proceedings: { draw: { order, witnesses: ['见证人'], at, how: '摇号' } },
    });
    const points = { a: '90', b: '90', c: '80' };
    expect(ranked(points, draw('a')).awaited).toHaveLength(1);
    expect(ranked(points, draw('c')).awaited).toHaveLength(1);
    expect(ranked(points, draw('c', 'b', 'a')).ranks).toEqual({ b: 1, a: 2, c: 3 });
  });

  it('waits for a draw among those only whom quotes leave equal, whoever stands above them', () => {
    // By quote c comes first of the three, so the tie of a and b is one for the second place.
    const quotes = { a: '81', b: '81', c: '80', d: '70' };
    const { awaited } = ranked({ a: '90', b: '90', c: '90', d: '60' }, { quotes });
    expect(awaited).toMatchObject([{ who: 'agency', statute: ['mof-87/68'] }]);
    expect(awaited[0]!.what).toContain(`${bidOf('a').bidder}、${bidOf('b').bidder}得分`);
    expect(awaited[0]!.what).not.toContain(bidOf('c').bidder);
    // Three stand above: a tie for the fourth place concerns no candidate.
    const lower = { a: '81', b: '81', c: '80', d: '79', e: '78' };
    expect(ranked({ a: '90', b: '90', c: '90', d: '90', e: '90' }, { quotes: lower }).awaited).toEqual([]);
  });

  it('shows by which rule a tie was broken, and the place that it gave', () => {
    const quotes = { a: '80', b: '85', c: '90' };
    const { steps } = ranked({ a: '90', b: '90', c: '70' }, { quotes });
    expect(steps('a').map(({ value }) => value)).toEqual(['第 1 位', '第 1 名']);
    expect(steps('b').map(({ value }) => value)).toEqual(['第 2 位', '第 2 名']);
    expect(steps('b')[0]).toMatchObject({
      rule: 'review/ranking/tie',
      clause: tender.review!.ranking.tieClause!,
    });
    expect(steps('c')).toEqual([
      {
        label: '排序',
        expression: '综合得分 70',
        value: '第 3 名',
        rule: 'review/ranking',
        clause: tender.review!.ranking.clause,
      },
    ]);
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
