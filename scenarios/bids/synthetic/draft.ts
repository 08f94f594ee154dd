import type { Admission, Bid, Proceedings, RoundHead, ScoreSheet, Tender } from '../../../spec/index.ts';

/** A round in the making; departures change it before it is handed out. */
export interface Draft {
  tender: Tender;
  head: RoundHead;
  bids: Bid[];
  admissions: Admission[];
  proceedings: Proceedings;
  sheets: ScoreSheet[];
}

const dayLength = 86_400_000;

/** The day of the deadline in the tender's own time zone, as it is written there. */
export const deadlineDay = ({ dates }: Tender): string => dates.bidDeadline.slice(0, 10);

/** A day some days after (or before) another, as `2006-01-02`. */
export const daysFrom = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayLength).toISOString().slice(0, 10);

export const minutesFrom = (instant: string, minutes: number): string =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString();

/** The months before that of the deadline, the latest first. */
export function monthsBeforeDeadline(tender: Tender, count: number): string[] {
  const [year, month] = deadlineDay(tender).split('-').map(Number) as [number, number];
  return Array.from({ length: count }, (_, index) => {
    const at = year * 12 + month - 2 - index;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
  });
}

/** Full quote of the tender: the ceiling of its rate in percent, or its amount in yuan. */
export function topOf({ review, ceiling, budget }: Tender): number {
  if (review?.quote.kind === 'amount') return Number(ceiling ?? budget);
  return review?.quote.ceiling?.atMost?.value ?? 100;
}

export const quoteDecimals = ({ review }: Tender): number => review?.quote.decimals?.count ?? 2;

/** Writes one quote everywhere in a bid; `text` is as it stands there, with its unit. */
export function writeQuote(bid: Bid, text: string): void {
  bid.quote.stated = bid.quote.stated.map(({ form }) => ({ form, digits: text }));
}

/** A quote in the form that the tender asks for. */
export function quoteText(tender: Tender, value: number): string {
  const digits = value.toFixed(quoteDecimals(tender));
  return tender.review?.quote.kind === 'amount' ? digits : `${digits}%`;
}

/** Quotes of a bid everywhere, with the total that it declares. */
export function setQuote(tender: Tender, bid: Bid, value: number): void {
  writeQuote(bid, quoteText(tender, value));
  bid.quote.declaredTotal = (Number(tender.ceiling ?? tender.budget) * (value / topOf(tender))).toFixed(2);
}

/** Every value that the data or an option of a reading gives a member of this name, as text. */
export function valuesOf(tender: Tender, member: string, present: readonly unknown[]): string[] {
  const others = tender.readings.flatMap(({ options }) =>
    options.flatMap(({ set }) =>
      set.flatMap(({ path, value }) => (path.endsWith(`/${member}`) ? [value] : [])),
    ),
  );
  const texts = [...present, ...others].filter((value) => typeof value === 'string');
  return [...new Set(texts)].sort();
}

/** How many bids a round needs by the tender's minimums, and two at least. */
export const fewestBids = ({ review }: Tender): number =>
  Math.max(2, ...(review?.minimums ?? []).map(({ count }) => count.value));

/** Leaves no more bids than a round needs; records of bids that are gone go with them. */
export function keepFewest(draft: Draft): void {
  draft.bids = draft.bids.slice(0, fewestBids(draft.tender));
  const kept = new Set(draft.bids.map(({ id }) => id));
  draft.admissions = draft.admissions.filter(({ bid }) => kept.has(bid));
  for (const sheet of draft.sheets)
    sheet.marks = Object.fromEntries(Object.entries(sheet.marks).filter(([bid]) => kept.has(bid)));
  for (const record of [draft.proceedings.draw, draft.proceedings.purchaserOrder])
    if (record) record.order = record.order.filter((bid) => kept.has(bid));
}
