import type { Bid } from '../../../spec/index.ts';
import type { Chance } from './chance.ts';
import { type Draft, keepFewest, quoteDecimals, setQuote, topOf, writeQuote } from './draft.ts';
import type { Departure } from './review-limits.ts';

/** Shares of the low-price tests: of the ceiling, and of another quote. */
function lowShares({ tender }: Draft): { ofCeiling?: number; ofOthers?: number } {
  const share = (of: string) =>
    tender.review?.lowPrice?.tests.flatMap((test) =>
      test.of === of && test.of !== 'judgement'
        ? [test.share.unit === '%' ? test.share.value / 100 : test.share.value]
        : [],
    )[0];
  const [ofCeiling, ofOthers] = [share('ceiling'), share('second-lowest') ?? share('mean')];
  return { ...(ofCeiling ? { ofCeiling } : {}), ...(ofOthers ? { ofOthers } : {}) };
}

/** The committee's view of explanations that low quotes are called to give. */
function explain(draft: Draft, bids: readonly Bid[], convincing: boolean): void {
  const members = draft.head.committee?.members ?? [];
  const { opening } = draft.tender.dates;
  draft.proceedings.lowPrice = bids.map(({ id }) => ({
    bid: id,
    askedAt: opening,
    ...(convincing
      ? {
          explanation: { at: opening, text: '成本测算（虚构）' },
          convincing: {
            votes: members.map((one) => ({ member: one.id, for: true })),
            reasons: '说明合理（虚构）',
          },
        }
      : { noExplanation: true }),
  }));
}

const near = (chance: Chance, low: number, high: number) =>
  low + ((high - low) * chance.whole(0, 1000)) / 1000;

/** A low quote under the share of the next, and another lowest beside it or not. */
const lowQuotes: Departure = (draft, chance) => {
  const { ofCeiling, ofOthers } = lowShares(draft);
  if (ofOthers === undefined) return false;
  const top = topOf(draft.tender);
  const floor = top * (ofCeiling ?? ofOthers / 2);
  const low = Number(
    near(chance, floor, Math.max(floor, top * ofOthers * 0.98)).toFixed(quoteDecimals(draft.tender)),
  );
  const bids = chance.some(draft.bids, draft.bids.length);
  const lowest = bids.slice(0, chance.happens(0.8) && bids.length > 2 ? 2 : 1);
  for (const bid of bids)
    setQuote(
      draft.tender,
      bid,
      lowest.includes(bid) ? low : near(chance, Math.min(top, (low / ofOthers) * 1.01), top),
    );
  explain(draft, lowest, chance.happens(0.2));
  return true;
};

/** One quote so low that without it the next one is low, too. */
const lowInTurn: Departure = (draft, chance) => {
  const { ofCeiling, ofOthers } = lowShares(draft);
  if (ofOthers === undefined) return false;
  const top = topOf(draft.tender);
  const second = near(chance, top * (ofCeiling ?? ofOthers / 2) * 1.01, top * ofOthers * 0.97);
  if (chance.happens(0.5)) keepFewest(draft);
  const [first, next, ...others] = chance.some(draft.bids, draft.bids.length);
  setQuote(draft.tender, first!, second * ofOthers * 0.5);
  setQuote(draft.tender, next!, second);
  for (const bid of others)
    setQuote(draft.tender, bid, near(chance, Math.min(top, (second / ofOthers) * 1.01), top));
  explain(draft, [first!, next!], false);
  return true;
};

/** Quotes with more decimals than asked, or without the sign that says what they are. */
const strangeDecimals: Departure = (draft, chance) => {
  const rate = draft.tender.review?.quote.kind !== 'amount';
  const decimals = quoteDecimals(draft.tender);
  const count = chance.whole(1, 2);
  for (const bid of chance.some(draft.bids, count)) {
    const value = near(chance, topOf(draft.tender) * 0.55, topOf(draft.tender) * 0.9);
    setQuote(draft.tender, bid, value);
    const finer = `${value.toFixed(decimals)}5`;
    // A figure without its sign, as a percentage or as a share of one.
    if (rate && chance.happens(0.5))
      writeQuote(bid, (chance.happens(0.5) ? value : value / 100).toFixed(decimals));
    else writeQuote(bid, rate ? `${finer}%` : finer);
  }
  return true;
};

/** A declared total or a rate above what may be paid. */
const overCeiling: Departure = (draft, chance) => {
  const bid = chance.one(draft.bids);
  const ceiling = Number(draft.tender.ceiling ?? draft.tender.budget);
  if (chance.happens(0.5)) bid.quote.declaredTotal = (ceiling * 1.02).toFixed(2);
  else {
    setQuote(draft.tender, bid, topOf(draft.tender) * 1.01);
    bid.quote.declaredTotal = (ceiling * 0.99).toFixed(2);
  }
  return true;
};

/** Two quotes whose price points lie exactly half way between two figures that can be written. */
const roundingTie: Departure = (draft, chance) => {
  const criterion = draft.tender.scoring?.groups
    .flatMap(({ sections }) => sections.flatMap(({ criteria }) => criteria))
    .find(({ kind }) => kind === 'price-lowest-base');
  if (criterion?.kind !== 'price-lowest-base') return false;
  const unit = Number(criterion.points) * 10 ** criterion.rounding.decimals;
  const ties = [8, 16, 32, 64].flatMap((d) =>
    Array.from({ length: d }, (_, n) => ({ n, d })).filter(
      ({ n }) => n * 4 > d * 3 && ((unit * n) / d) % 1 === 0.5,
    ),
  );
  if (ties.length === 0) return false;
  const { n, d } = chance.one(ties);
  const top = topOf(draft.tender);
  const step = Math.floor((top * 0.94) / d);
  if (step < 1) return false;
  const [base, other, ...rest] = chance.some(draft.bids, draft.bids.length);
  setQuote(draft.tender, base!, step * n);
  setQuote(draft.tender, other!, step * d);
  for (const bid of rest) setQuote(draft.tender, bid, near(chance, step * d, top));
  return true;
};

/** Two bids that are equal in everything that gives points, some of them with the same quote. */
const equalPoints: Departure = (draft, chance) => {
  const [one, other] = chance.some(draft.bids, 2) as [Bid, Bid];
  const renamed = (text: string) => text.replaceAll(one.id, other.id);
  const payer = one.members[0]!.creditCode;
  const own = (list: Bid['people']) =>
    (JSON.parse(renamed(JSON.stringify(list ?? []))) as NonNullable<Bid['people']>).map((person) =>
      person.insurance?.payer === payer
        ? { ...person, insurance: { ...person.insurance, payer: other.members[0]!.creditCode } }
        : person,
    );
  const scored = (bid: Bid) => (bid.papers ?? []).filter(({ platform }) => platform !== undefined);
  other.people = own(one.people);
  other.promises = structuredClone(one.promises ?? []);
  other.papers = [
    ...(other.papers ?? []).filter((paper) => !scored(other).includes(paper)),
    ...(JSON.parse(renamed(JSON.stringify(scored(one)))) as NonNullable<Bid['papers']>),
  ];
  other.quote = structuredClone(one.quote);
  for (const sheet of draft.sheets)
    if (sheet.marks[one.id]) sheet.marks[other.id] = structuredClone(sheet.marks[one.id]!);
  return true;
};

export const priceLimits: Departure[] = [
  lowQuotes,
  lowInTurn,
  strangeDecimals,
  overCeiling,
  roundingTie,
  equalPoints,
];
