import type { Bid, PriceDeduction } from '../../../spec/index.ts';
import { type Exact, exact, printExact, quantityIn } from '../../arithmetic/index.ts';
import type { Situation } from '../stage.ts';
import { type Claim, refused, shareOf } from './claim.ts';
import { missingPapers } from './papers.ts';

/** Whether the products of a bid count as domestic: declared, clearly, on a paper that counts. */
function declaration(
  situation: Situation,
  bid: Bid,
  item: PriceDeduction,
): Pick<Claim, 'reasons' | 'unclear'> {
  const { domestic } = bid;
  if (!domestic?.declared) return { reasons: ['未声明所投产品符合本国产品标准'] };
  const missing = missingPapers(situation, bid, item, 'whole');
  if (missing.length > 0) return { reasons: missing };
  if (domestic.clear === true) return { reasons: [] };
  const unclear = domestic.clear === false ? '声明函含义不明确，须先书面澄清' : '声明函是否明确未登记';
  return { reasons: [unclear], unclear };
}

/** The part of the quote that the deduction is taken on, or why there is none. */
function portion({ domestic }: Bid, item: PriceDeduction): { part: Exact; says: string } | string {
  const { costShare, goodsShare } = domestic ?? {};
  const least = item.costShare && quantityIn(item.costShare, '%');
  const whole = item.scope !== 'product';
  if (whole && (!least || (costShare !== undefined && exact(costShare).compare(least) >= 0)))
    return {
      part: exact(1),
      says: least
        ? `本国产品成本占 ${costShare}%，达到 ${printExact(least)}%，按全部报价扣除`
        : '按全部报价扣除',
    };
  if (goodsShare !== undefined)
    return { part: exact(goodsShare).div(100), says: `只对本国产品部分（占报价 ${goodsShare}%）扣除` };
  if (!whole) return '未填本国产品在报价中的占比';
  return costShare === undefined
    ? '未填本国产品成本占比'
    : `本国产品成本占 ${costShare}%，不足 ${printExact(least!)}%，且未填本国产品在报价中的占比`;
}

export function domesticProduct(situation: Situation, bid: Bid, item: PriceDeduction): Claim {
  const claimed = bid.domestic?.declared === true;
  const not = (reasons: string[], rest: Partial<Claim> = {}) => refused(item, reasons, { claimed, ...rest });
  if (item.trigger === 'not-triggered') return not(['本项目未启用本国产品价格扣除'], { claimed: false });
  const { reasons, unclear } = declaration(situation, bid, item);
  if (reasons.length > 0) return not(reasons, unclear ? { unclear } : {});
  if (item.trigger === 'competing-products') {
    const foreign = situation.valid.filter((other) => declaration(situation, other, item).reasons.length > 0);
    if (foreign.length === 0) return not(['各有效投标所投均为本国产品，没有非本国产品竞争']);
  }
  const found = portion(bid, item);
  if (typeof found === 'string') return not([found]);
  return {
    claimed,
    eligible: true,
    share: shareOf(item).mul(found.part),
    reasons: [found.says],
    contradictions: [],
  };
}
