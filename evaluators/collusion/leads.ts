import type { EvaluationStep, Lead, Review, Round, Tender } from '../../spec/index.ts';
import { equalData, insurancePayers } from './equal-data.ts';
import { foreignNames } from './foreign-names.ts';
import { identifiersOf, marksOf } from './marks.ts';
import { boilerplateOf, pagesOf } from './page-text.ts';
import { passageLeads } from './passage-leads.ts';
import { gridOf, type KnownQuote } from './price-grid.ts';
import { pricePatterns } from './price-patterns.ts';
import { priceScreens, screenSteps } from './price-screens.ts';
import { textMarks } from './rare-strings.ts';
import { sharedDeviations } from './shared-deviations.ts';
import { unitPricePatterns } from './unit-prices.ts';

/** So many equal odd strings are worth a look; one is a product's name. */
const leastRareStrings = 3;

export interface LookedAt {
  tender: Pick<Tender, 'review'>;
  round: Pick<Round, 'bids' | 'texts'>;
  /** By bid id; a quote that nobody could read is left out. */
  quotes: ReadonlyMap<string, KnownQuote>;
  /** Text that every bidder was given: the tender, its forms; taken out before texts are compared. */
  boilerplate?: readonly string[];
}

/** Everything that bids have in common and that people should look at, ordered; never a finding. */
export function collusionLeads(looked: LookedAt): Lead[] {
  const { tender, round, quotes } = looked;
  const bids = [...round.bids].sort((one, other) => (one.id < other.id ? -1 : 1));
  const identifiers = identifiersOf(tender.review);
  const marks = [...bids.flatMap((bid) => marksOf(bid, identifiers)), ...insurancePayers(bids)];
  const leads = [
    ...equalData(bids, marks),
    ...pricePatterns(gridOf(tender.review?.quote, quotes)).leads,
    ...unitPricePatterns(bids),
    ...textLeads(looked),
  ];
  return leads.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

const facts = ['same-author', 'same-agent', 'same-person', 'alike-or-patterned', 'mixed-pages'];
const keyOf = ({ fact, sign, bids, title }: Lead) =>
  [fact ? facts.indexOf(fact) : facts.length, sign, bids.join(','), title].join('\n');

/** The figures of the screens and of the tests for patterns, shown whether they stand out or not. */
export function priceSteps(
  review: Review | undefined,
  quotes: ReadonlyMap<string, KnownQuote>,
): EvaluationStep[] {
  const grid = gridOf(review?.quote, quotes);
  return [...screenSteps(priceScreens(grid.quotes.map(({ value }) => value))), ...pricePatterns(grid).steps];
}

// Comparing texts is the only slow part, and the same round is evaluated again and again under other readings.
const compared = new WeakMap<readonly unknown[], { looked: LookedAt; leads: Lead[] }>();

function textLeads(looked: LookedAt): Lead[] {
  const { round, boilerplate = [] } = looked;
  const known = compared.get(round.texts);
  if (known && known.looked.round.bids === round.bids && known.looked.boilerplate === looked.boilerplate)
    return known.leads;
  const bids = [...round.bids].sort((one, other) => (one.id < other.id ? -1 : 1));
  const texts = pagesOf(round.texts.filter(({ bid }) => bids.some(({ id }) => id === bid)));
  const given = boilerplate.length > 0 ? boilerplateOf(boilerplate) : undefined;
  const leads = [
    ...equalData(bids, textMarks(round.texts, boilerplate), { 'rare-strings': leastRareStrings }),
    ...passageLeads(texts, given),
    ...(given ? sharedDeviations(texts, given) : []),
    ...foreignNames(bids, texts, given),
  ];
  compared.set(round.texts, { looked, leads });
  return leads;
}
