import { describe, expect, it } from 'vitest';
import { brandGroups, countedBidders, sameBrand } from '../../../../evaluators/scoring/stages/same-brand.ts';
import type { Bid, Tender } from '../../../../spec/index.ts';
import { bidOf, roundOf, tender, tenderWith } from '../fixture.ts';
import { situationOf } from '../situation.ts';

const platform = '云平台软件';
const brand = (id: string, name: string, product = platform): Bid =>
  bidOf(id, '80.00', { brands: [{ product, brand: name }] });
const bids = [brand('a', '甲牌'), brand('b', ' 甲牌'), brand('c', '乙牌'), bidOf('d')];
const on = tenderWith({ A08: 'listed' });
const situation = (list: Bid[], which: Tender, coreProducts = [platform]) =>
  situationOf(roundOf({ bids: list, head: { coreProducts } }), {}, which);

describe('one brand', () => {
  it('is no rule where no core product is named', () => {
    expect(sameBrand(situation(bids, tender))).toEqual({ notApplicable: true });
    expect(brandGroups(situation(bids, tender))).toEqual([]);
  });

  it('counts a group as one bidder, or each', () => {
    expect(brandGroups(situation(bids, on))).toEqual([['a', 'b']]);
    expect(countedBidders(situation(bids, on))).toBe(3);
    expect(sameBrand(situation(bids, on)).end).toBeUndefined();
    expect(sameBrand(situation(bids.slice(0, 3), on)).end).toMatchObject({ kind: 'cancelled' });
    const each = tenderWith({ A08: 'listed-each' });
    expect(sameBrand(situation(bids.slice(0, 3), each)).end).toBeUndefined();
    expect(sameBrand(situation(bids, on)).steps).toMatchObject([
      { value: '3', expression: expect.stringContaining('每组按一家') },
    ]);
    expect(sameBrand(situation(bids, each)).steps).toMatchObject([
      { value: '4', expression: expect.stringContaining('各自计数') },
    ]);
  });

  it('is that of the core product, not of another product of the bid', () => {
    const others = [brand('a', '甲牌', '机柜'), brand('b', '甲牌', '机柜'), brand('c', '甲牌')];
    expect(brandGroups(situation(others, on))).toEqual([]);
    const mixed = bidOf('b', '80.00', {
      brands: [
        { product: '机柜', brand: '乙牌' },
        { product: platform, brand: '甲牌' },
      ],
    });
    expect(brandGroups(situation([mixed, brand('c', '甲牌')], on))).toEqual([['b', 'c']]);
  });

  it('joins bidders over several core products, and keeps apart who shares none', () => {
    const two = (id: string, first: string, second: string): Bid =>
      bidOf(id, '80.00', {
        brands: [
          { product: platform, brand: first },
          { product: '数据库', brand: second },
        ],
      });
    const list = [two('a', '甲', '子'), two('b', '甲', '丑'), two('c', '乙', '丑'), two('d', '丙', '寅')];
    const joined = situation(list, on, [platform, '数据库']);
    expect(brandGroups(joined)).toEqual([['a', 'b', 'c']]);
    expect(countedBidders(joined)).toBe(2);
    const pairs = [two('a', '甲', '子'), two('b', '甲', '丑'), two('c', '乙', '寅'), two('d', '丙', '寅')];
    expect(brandGroups(situation(pairs, on, [platform, '数据库']))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('tells whose brands are the same and whose are not known', () => {
    const { notices } = sameBrand(situation(bids, on));
    expect(notices).toMatchObject([
      { kind: 'lead', bids: ['a', 'b'] },
      { kind: 'lead', bids: ['d'] },
    ]);
    expect(notices![0]!.text).toContain(`${bids[0]!.bidder}、${bids[1]!.bidder}所投`);
  });

  it('says when there is no list to compare by', () => {
    const bare = situationOf(roundOf({ bids }), {}, on);
    expect(brandGroups(bare)).toEqual([]);
    expect(sameBrand(bare).notices).toMatchObject([{ kind: 'advice' }]);
  });
});
