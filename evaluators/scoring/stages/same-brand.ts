import type { Bid, Notice } from '../../../spec/index.ts';
import { belowMinimum, type Situation, type Stage } from '../stage.ts';

const plain = (text: string) => text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();

/** The core products of the round, where the tender has the rule of one brand applied. */
function coreProducts({ tender, round }: Situation): string[] {
  const listed = tender.review?.sameBrand?.coreProducts === 'listed';
  return listed ? (round.head.coreProducts ?? []) : [];
}

const brandOf = (bid: Bid, product: string) =>
  bid.brands?.find((one) => plain(one.product) === plain(product))?.brand;

/** Valid bids that offer the same brand of a core product, two or more in a group; none where the rule does not apply. */
export function brandGroups(situation: Situation): string[][] {
  let groups: string[][] = [];
  for (const product of coreProducts(situation)) {
    const byBrand = new Map<string, string[]>();
    for (const bid of situation.valid) {
      const brand = brandOf(bid, product);
      if (brand !== undefined) byBrand.set(plain(brand), [...(byBrand.get(plain(brand)) ?? []), bid.id]);
    }
    for (const ids of byBrand.values()) {
      if (ids.length < 2) continue;
      const touching = groups.filter((group) => group.some((id) => ids.includes(id)));
      groups = [
        ...groups.filter((group) => !touching.includes(group)),
        [...new Set([...touching.flat(), ...ids])],
      ];
    }
  }
  const order = situation.valid.map(({ id }) => id);
  return groups.map((group) => order.filter((id) => group.includes(id)));
}

/** How many bidders the valid bids count as, where few of them are too few. */
export function countedBidders(situation: Situation): number {
  const each = situation.valid.length;
  if (situation.tender.review?.sameBrand?.countsAs !== 'one-bidder') return each;
  return brandGroups(situation).reduce((count, group) => count - (group.length - 1), each);
}

/** Bids of one brand count as one bidder, or each, as the tender says; all of them are scored. */
export const sameBrand: Stage = (situation) => {
  const rules = situation.tender.review?.sameBrand;
  if (!rules || rules.coreProducts === 'none-named') return { notApplicable: true };
  const rule = 'review/sameBrand';
  const products = coreProducts(situation);
  const told = { stage: 'same-brand', clause: rules.clause } as const;
  const statute = rules.statute ? { statute: [rules.statute] } : {};
  if (products.length === 0)
    return {
      notices: [
        { ...told, ...statute, kind: 'advice', text: '相同品牌规则适用，但未给出核心产品清单，无从比较' },
      ],
    };
  const groups = brandGroups(situation);
  const names = (ids: readonly string[]) =>
    ids.map((id) => situation.valid.find((bid) => bid.id === id)!.bidder).join('、');
  const silent = situation.valid.filter((bid) =>
    products.some((product) => brandOf(bid, product) === undefined),
  );
  const notices: Notice[] = [
    ...groups.map(
      (bids): Notice => ({
        ...told,
        ...statute,
        kind: 'lead',
        text: `${names(bids)}所投核心产品品牌相同，评审后得分最高者获得推荐资格`,
        bids,
      }),
    ),
    ...silent.map(
      ({ id }): Notice => ({
        ...told,
        kind: 'lead',
        text: '未登记全部核心产品的品牌，未参与比较',
        bids: [id],
      }),
    ),
  ];
  const count = countedBidders(situation);
  const end = belowMinimum(situation, 'compliance', count, 'same-brand');
  return {
    notices,
    steps: [
      {
        label: '计算的投标人家数',
        expression: `${situation.valid.length} 家有效投标，相同品牌 ${groups.length} 组（${rules.countsAs === 'one-bidder' ? '每组按一家' : '各自计数'}）`,
        value: String(count),
        rule: `${rule}/countsAs`,
        clause: rules.clause,
        ...statute,
      },
    ],
    ...(end ? { end } : {}),
  };
};
