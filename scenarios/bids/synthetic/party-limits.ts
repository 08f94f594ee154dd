import type { Bid, FirmSize, PriceDeduction } from '../../../spec/index.ts';
import { formsFor, reviewPapersFor } from './bid.ts';
import { type Draft, deadlineDay } from './draft.ts';
import { firmOf } from './firms.ts';
import type { Departure } from './review-limits.ts';

const deductionOf = ({ tender }: Draft, kind: PriceDeduction['for']) =>
  tender.review?.priceDeductions?.items.find((item) => item.for === kind);

/** The papers that a deduction asks for: forms of the tender, and papers for which it gives none. */
function addPapers({ tender }: Draft, bid: Bid, item: PriceDeduction): void {
  for (const id of item.papers) {
    const form = tender.forms?.forms.find((one) => one.id === id);
    if (form && form.required !== 'consortium' && !bid.forms.some((one) => one.form === id))
      bid.forms = [...bid.forms, { form: id, seals: form.sealedBy, legible: true, untranslated: false }];
    if (form || bid.papers?.some((paper) => paper.for.includes(id))) continue;
    bid.papers = [
      ...(bid.papers ?? []),
      {
        id: `${bid.id}-${id}`,
        document: 'statement',
        for: [id],
        sealed: true,
        legible: true,
        untranslated: false,
      },
    ];
  }
}

const sizeOf = (declared: FirmSize) => ({ declared });

/** A small firm that claims what the tender takes off for small ones. */
const smallFirm: Departure = (draft, chance) => {
  const item = deductionOf(draft, 'small-micro');
  if (!item) return false;
  const bid = chance.one(draft.bids);
  if (bid.members.length > 1 || bid.subcontract) return false;
  bid.members[0]!.size = sizeOf(chance.one(['small', 'micro']));
  addPapers(draft, bid, item);
  return true;
};

/** A larger firm that subcontracts to a small one, at the share that is asked, under it or over it. */
const subcontracts: Departure = (draft, chance) => {
  const item = deductionOf(draft, 'small-micro-share');
  const bid = chance.one(draft.bids);
  if (!item || bid.members.length > 1 || bid.members[0]!.size) return false;
  const least = item.minimumShare?.value ?? 0;
  const share = String(chance.one([least, least, least + 5, Math.max(0, least - 1)]));
  bid.members[0]!.size = sizeOf(chance.one(['large', 'medium']));
  const to = {
    ...firmOf(`${bid.id}-sub`, `${bid.id} 分包`, 900 + draft.bids.indexOf(bid)),
    size: sizeOf('small'),
  };
  bid.subcontract = { to: [to], share, intent: chance.happens(0.8) ? 'own-form' : 'given-form' };
  addPapers(draft, bid, item);
  return true;
};

/** Domestic products against others, of a bidder who is small as well or not. */
const domesticProducts: Departure = (draft, chance) => {
  const item = deductionOf(draft, 'domestic-product');
  const bid = chance.one(draft.bids);
  if (!item) return false;
  const least = item.costShare?.value ?? 100;
  bid.domestic = {
    declared: true,
    clear: true,
    costShare: String(chance.one([least, least + 5, least - 1])),
    goodsShare: String(chance.whole(20, 60)),
  };
  addPapers(draft, bid, item);
  const small = deductionOf(draft, 'small-micro');
  if (small && bid.members.length === 1 && !bid.subcontract && !bid.members[0]!.size && chance.happens(0.5)) {
    bid.members[0]!.size = sizeOf('small');
    addPapers(draft, bid, small);
  }
  return true;
};

/** Two firms together; what earns points is the leader's. */
const consortium: Departure = (draft, chance) => {
  if (!draft.tender.review?.consortium?.accepted) return false;
  const bid = chance.one(draft.bids);
  const [first] = bid.members;
  if (!first || bid.members.length > 1 || bid.subcontract || first.size) return false;
  const other = firmOf(`${bid.id}-2`, `${bid.id} 成员`, 700 + draft.bids.indexOf(bid));
  bid.members = [
    { ...first, role: 'leader', share: '60' },
    { ...other, role: 'member', share: '40' },
  ];
  bid.bidder = `${first.name}、${other.name}联合体`;
  bid.forms = formsFor(draft.tender, bid.members);
  bid.papers = [...(bid.papers ?? []), ...reviewPapersFor(draft.tender, other, [other.legalRepresentative!])];
  const lists = new Set((draft.proceedings.creditSearches ?? []).map(({ list }) => list));
  draft.proceedings.creditSearches = [
    ...(draft.proceedings.creditSearches ?? []),
    ...[...lists].map((list) => ({
      firm: other.creditCode,
      list,
      on: deadlineDay(draft.tender),
      listed: false,
    })),
  ];
  return true;
};

export const partyLimits: Departure[] = [smallFirm, subcontracts, domesticProducts, consortium];
