import type { Bid, Firm, PriceDeduction } from '../../../spec/index.ts';
import { type Exact, exact, printExact, quantityIn, sum, zero } from '../../arithmetic/index.ts';
import { isConsortium } from '../facts/parties.ts';
import { heldBy } from '../facts/relations.ts';
import type { Situation } from '../stage.ts';
import { type SizeView, viewOf } from './firm-size.ts';
import { type Basis, missingPapers } from './papers.ts';

/** What the program sees of one deduction for one bid, before anybody has found otherwise. */
export interface Claim {
  /** The bid says something that would bring the deduction; what nobody claims needs no finding. */
  claimed: boolean;
  eligible: boolean;
  /** Of the quote, where it is granted. */
  share: Exact;
  reasons: string[];
  contradictions: string[];
  /** What has to be clarified before it can be said. */
  unclear?: string;
}

export const shareOf = (item: PriceDeduction): Exact => quantityIn(item.share, 'ratio');

export const refused = (item: PriceDeduction, reasons: string[], rest: Partial<Claim> = {}): Claim => ({
  claimed: true,
  eligible: false,
  share: shareOf(item),
  reasons,
  contradictions: [],
  ...rest,
});

/** Grants when nothing speaks against it and the papers are there. */
export function withPapers(
  situation: Situation,
  bid: Bid,
  item: PriceDeduction,
  grounds: string[],
  basis: Basis,
  share: Exact = shareOf(item),
): Claim {
  const missing = missingPapers(situation, bid, item, basis);
  if (missing.length > 0) return refused(item, missing, { share });
  return { claimed: true, eligible: true, share, reasons: grounds, contradictions: [] };
}

/** Firms with a policy of their own count as small or micro where the tender treats them alike. */
function viewWithin(situation: Situation, bid: Bid, firm: Firm): SizeView {
  const view = viewOf(situation.tender, firm);
  if (view.smallMicro) return view;
  const items = situation.tender.review!.priceDeductions!.items;
  const family = items.find((item) => item.for === 'small-micro')?.family;
  const alike = items.find(
    (item) =>
      item.family !== undefined &&
      item.family === family &&
      ((item.for === 'prison' && firm.prison) || (item.for === 'disabled-welfare' && firm.disabledWelfare)) &&
      missingPapers(situation, bid, item, 'whole').length === 0,
  );
  return alike
    ? { smallMicro: true, sme: true, reasons: [`${firm.name}为${alike.title}，视同小微企业`] }
    : view;
}

export function smallMicro(situation: Situation, bid: Bid, item: PriceDeduction): Claim {
  const views = bid.members.map((firm) => viewWithin(situation, bid, firm));
  const contradictions = views.flatMap(({ contradiction }) => contradiction ?? []);
  const claimed = bid.members.some(({ size }) => size && ['small', 'micro'].includes(size.declared));
  const reasons = views.flatMap((view) => view.reasons);
  const not = (...more: string[]) => refused(item, [...more, ...reasons], { claimed, contradictions });
  if (isConsortium(bid)) {
    const alike = situation.tender.review!.priceDeductions!.alike ?? [];
    const holds = alike.filter(({ members }) =>
      views.every((view) => (members === 'all-small-micro' ? view.smallMicro : view.sme)),
    );
    if (!holds.some(({ as }) => as === 'small-micro'))
      return not(
        holds.length > 0
          ? '联合体各方均为中小企业但并非均为小微企业，视同中小企业，不享受小微企业扣除'
          : '联合体各方并非均为小微企业',
      );
  } else if (!views[0]!.smallMicro) return not();
  const upward = (bid.subcontract?.to ?? []).filter((firm) => !viewWithin(situation, bid, firm).smallMicro);
  if (upward.length > 0) return not(`拟分包给非小微企业（${upward.map(({ name }) => name).join('、')}）`);
  return { ...withPapers(situation, bid, item, reasons, 'whole'), contradictions };
}

/** One policy for firms of a kind that is certified or declared as such. */
export function certified(
  situation: Situation,
  bid: Bid,
  item: PriceDeduction,
  is: (firm: Firm) => boolean | undefined,
): Claim {
  const such = bid.members.filter(is);
  if (such.length === 0) return refused(item, [`未申报为${item.title}`], { claimed: false });
  if (such.length < bid.members.length) return refused(item, [`联合体各方并非均为${item.title}`]);
  return withPapers(
    situation,
    bid,
    item,
    such.map(({ name }) => `${name}为${item.title}`),
    'whole',
  );
}

/** Holding and management between those who would share the advantage. */
function relations(item: PriceDeduction, small: readonly Firm[], others: readonly Firm[]): string[] {
  if (!item.excluded?.includes('direct-holding-or-management')) return [];
  return small.flatMap((firm) =>
    others.flatMap((other) => [...heldBy(firm, other), ...heldBy(other, firm)].flatMap(({ facts }) => facts)),
  );
}

function sharesMet(item: PriceDeduction, shares: readonly (string | undefined)[]): string | { met: string } {
  if (shares.includes(undefined)) return '协议未写明小微企业的合同份额';
  const total = shares.length > 0 ? sum(shares.map((share) => exact(share!))) : zero;
  const least = item.minimumShare ? quantityIn(item.minimumShare, '%') : zero;
  const text = `小微企业合同份额 ${printExact(total)}%`;
  return total.compare(least) < 0
    ? `${text}，不足 ${printExact(least)}%`
    : { met: `${text}，达到 ${printExact(least)}%` };
}

/** A consortium of larger firms with small ones, or larger firms that subcontract to small ones. */
export function smallMicroShare(situation: Situation, bid: Bid, item: PriceDeduction): Claim {
  const viewed = bid.members.map((firm) => ({ firm, view: viewOf(situation.tender, firm) }));
  const small = viewed.filter(({ view }) => view.smallMicro).map(({ firm }) => firm);
  const larger = viewed.filter(({ view }) => !view.smallMicro).map(({ firm }) => firm);
  const contradictions = viewed.flatMap(({ view }) => view.contradiction ?? []);
  if (larger.length === 0)
    return refused(item, ['投标人各方均为小微企业，不属于大中型企业与小微企业合作'], { claimed: false });
  const ways: Claim[] = [];
  const weigh = (basis: Basis, firms: readonly Firm[], shares: readonly (string | undefined)[]): void => {
    const shared = sharesMet(item, shares);
    const related = relations(item, firms, larger);
    if (typeof shared === 'string') ways.push(refused(item, [shared], { contradictions }));
    else if (related.length > 0) ways.push(refused(item, related, { contradictions }));
    else ways.push({ ...withPapers(situation, bid, item, [shared.met], basis), contradictions });
  };
  if (small.length > 0)
    weigh(
      'consortium',
      small,
      small.map(({ share }) => share),
    );
  if (bid.subcontract) {
    const { to, share } = bid.subcontract;
    const receiving = to.filter((firm) => viewOf(situation.tender, firm).smallMicro);
    const whole = receiving.length === to.length;
    if (receiving.length === 0)
      ways.push(refused(item, ['分包单位不是小微企业或未声明规模'], { contradictions }));
    else weigh('subcontract', receiving, whole ? [share] : receiving.map((firm) => firm.share));
  }
  if (ways.length === 0) return refused(item, ['没有小微企业参加联合体或承接分包'], { claimed: false });
  return (
    ways.find(({ eligible }) => eligible) ?? {
      ...ways[0]!,
      reasons: [...new Set(ways.flatMap(({ reasons }) => reasons))],
    }
  );
}
