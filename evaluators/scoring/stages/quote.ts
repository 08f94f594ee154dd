import type { Awaited, Bid, Notice, Proceedings, QuoteRecord, Review } from '../../../spec/index.ts';
import { exact } from '../../arithmetic/index.ts';
import { quoteFacts } from '../facts/quote-facts.ts';
import { examine } from '../facts/section.ts';
import { printQuote, roundedQuote, sayQuote, tooFine } from '../quote/meaning.ts';
import { seeQuote, stepsOfDomain } from '../quote/sights.ts';
import { belowMinimum, type End, type Situation, type Stage } from '../stage.ts';

const sections = ['qualification', 'compliance', 'collusion'] as const satisfies (keyof Review &
  keyof Proceedings)[];

/** Whether each quote is one that the tender allows: the items of review that are about the quote. */
export const quote: Stage = (corrected) => {
  const { tender, round, valid } = corrected;
  const { review } = tender;
  if (!review) return { notApplicable: true };
  const settled = valid.map((bid) => normalise(corrected, bid));
  const quotes = new Map([...corrected.quotes, ...settled.flatMap(({ entry }) => (entry ? [entry] : []))]);
  const situation: Situation = { ...corrected, quotes };
  const outcomes = sections.map((name) =>
    examine(
      situation,
      { stage: 'quote', section: review[name], path: `review/${name}`, record: round.proceedings[name] },
      review[name].items.filter(({ fact }) => fact !== undefined && quoteFacts.has(fact)),
      seeQuote,
    ),
  );
  const results = outcomes.flatMap((outcome) => outcome.results);
  const invalid = [
    ...new Map(
      outcomes
        .flatMap((outcome) => outcome.invalid)
        .reverse()
        .map((one) => [one.bid, one]),
    ).values(),
  ];
  const overCeiling = new Set(
    review.compliance.items.filter(({ fact }) => fact === 'within-ceiling').map(({ id }) => id),
  );
  const over = new Set(
    results.filter(({ item, result }) => overCeiling.has(item) && result === 'hit').map(({ bid }) => bid),
  );
  const left = valid.filter(({ id }) => !invalid.some(({ bid }) => bid === id));
  const end =
    allOver(situation, over) ??
    (invalid.length > 0 ? belowMinimum(situation, 'compliance', left.length, 'quote') : undefined);
  return {
    results,
    invalid,
    awaited: [...outcomes.flatMap((outcome) => outcome.awaited), ...left.flatMap(unsettled(situation))],
    notices: [
      ...outcomes.flatMap((outcome) => outcome.notices),
      ...settled.flatMap(({ notices }) => notices),
    ],
    quotes,
    ...(end ? { end } : {}),
  };
};

/** Whatever was said of a bid, without a figure nothing can be computed from it. */
const unsettled =
  ({ tender, quotes }: Situation) =>
  ({ id }: Bid): Awaited[] =>
    quotes.get(id)?.quoted !== undefined
      ? []
      : [
          {
            stage: 'quote',
            who: 'committee',
            what: '报价数额尚未确定，须由投标人书面澄清并确认',
            bid: id,
            clause: tender.review!.quote.clause,
          },
        ];

/** All quotes above what can be paid cancel the procurement, where the tender says so and all are known. */
function allOver({ tender, round, valid }: Situation, over: ReadonlySet<string>): End | undefined {
  if (round.head.alone || valid.length === 0 || over.size < valid.length) return undefined;
  const item = tender.review!.cancellation.items.find(({ fact }) => fact === 'all-over-ceiling');
  if (!item) return undefined;
  return {
    kind: 'cancelled',
    item: item.id,
    title: item.title,
    reasons: [`有效的 ${valid.length} 家投标人报价均超过预算或最高限价`],
    clause: item.clause,
    ...(item.statute ? { statute: item.statute } : {}),
  };
}

/** The quote with the tender's decimals; one that has more is rounded only where the tender rounds. */
function normalise(
  { tender, quotes }: Situation,
  bid: Bid,
): { entry?: [string, QuoteRecord]; notices: Notice[] } {
  const rules = tender.review!.quote;
  const record = quotes.get(bid.id);
  if (record?.quoted === undefined) return { notices: [] };
  const written = exact(record.quoted);
  const cut = rules.decimals?.otherwise === 'round' && tooFine(written, rules);
  const value = cut ? roundedQuote(written, rules) : written;
  const steps = [
    ...record.steps,
    ...(cut
      ? [
          {
            label: '小数位数多于规定，四舍五入',
            expression: sayQuote(written, rules),
            value: sayQuote(value, rules),
            rule: 'review/quote/decimals',
            clause: rules.clause,
          },
        ]
      : []),
    ...stepsOfDomain(tender, value),
  ];
  return {
    entry: [bid.id, { ...record, quoted: printQuote(value, rules), steps }],
    notices: cut
      ? [
          {
            stage: 'quote',
            kind: 'advice',
            text: `报价 ${sayQuote(written, rules)} 按规则取为 ${sayQuote(value, rules)}`,
            bids: [bid.id],
            clause: rules.clause,
          },
        ]
      : [],
  };
}
