import {
  type Checkable,
  type Criterion,
  criteriaOf,
  type ReviewItem,
  type Tender,
} from '../../spec/index.ts';

interface Titled {
  id: string;
  title: string;
}

/** The word of a drop-down list for something with an id. What parts several words in a cell may not stand in it. */
const worded = ({ id, title }: Titled) => `${id} ${title.replace(/[、；;\s]+/g, '／')}`;

export const reviewSections = ['qualification', 'compliance', 'collusion'] as const;
export const reviewItems = (tender: Tender): ReviewItem[] =>
  reviewSections.flatMap((section) => tender.review?.[section].items ?? []);
export const criteria = (tender: Tender): Criterion[] => (tender.scoring ? criteriaOf(tender.scoring) : []);
/** What the members mark: all but what is computed from the quotes. */
export const markedCriteria = (tender: Tender): Criterion[] =>
  criteria(tender).filter(({ kind }) => kind !== 'price-lowest-base');

/** Forms that the bidder hands in, those without a form included. */
export const bidForms = (tender: Tender): Titled[] => [
  ...(tender.forms?.forms.filter(({ suppliedBy }) => suppliedBy !== 'agency') ?? []),
  ...(tender.forms?.demandedWithoutForm ?? []),
];
export const quoteForms = (tender: Tender): Titled[] =>
  tender.forms?.forms.filter(({ carriesQuote }) => carriesQuote) ?? [];

/** Clauses that tables of responses answer. */
export const answeredClauses = (tender: Tender): Checkable[] =>
  tender.checkables.filter(({ kind }) => ['clause', 'commercial', 'other'].includes(kind));
export const starredFirst = (tender: Tender): Checkable[] => {
  const answered = answeredClauses(tender);
  return [
    ...answered.filter(({ starred }) => starred),
    ...answered.filter(({ starred, kind }) => !starred && kind === 'commercial'),
  ];
};

export const certificates = (tender: Tender): Titled[] =>
  criteria(tender).flatMap((criterion) => (criterion.kind === 'matching' ? criterion.certificates : []));
export const promises = (tender: Tender) =>
  criteria(tender).flatMap((criterion) => (criterion.kind === 'hours-saved' ? criterion.promises : []));
/** Names of the data of the machine on which a bid was made. */
export const machineNames = (tender: Tender): string[] => [
  ...new Set(
    reviewItems(tender).flatMap(({ identifiers }) => [
      ...(identifiers?.literal ?? []),
      ...(identifiers?.leads ?? []),
    ]),
  ),
];

export const options = {
  bidForms: (tender: Tender) => bidForms(tender).map(worded),
  quoteForms: (tender: Tender) => quoteForms(tender).map(worded),
  purposes: (tender: Tender) => [...criteria(tender), ...reviewItems(tender)].map(worded),
  about: (tender: Tender) =>
    [...reviewItems(tender), ...(tender.review?.corrections?.steps ?? []), ...criteria(tender)].map(worded),
  marked: (tender: Tender) => markedCriteria(tender).map(worded),
  certificates: (tender: Tender) => certificates(tender).map(worded),
  promises: (tender: Tender) => promises(tender).map(worded),
  clauses: (tender: Tender) => answeredClauses(tender).map(worded),
  machineNames,
  registers: (tender: Tender) => [...new Set(reviewItems(tender).flatMap(({ lists }) => lists ?? []))],
  admission: (tender: Tender) => tender.review?.admission.items.map(worded) ?? [],
  qualification: (tender: Tender) => tender.review?.qualification.items.map(worded) ?? [],
  compliance: (tender: Tender) => tender.review?.compliance.items.map(worded) ?? [],
  collusion: (tender: Tender) => tender.review?.collusion.items.map(worded) ?? [],
  deductions: (tender: Tender) => tender.review?.priceDeductions?.items.map(worded) ?? [],
  cancellation: (tender: Tender) => tender.review?.cancellation.items.map(worded) ?? [],
  readings: (tender: Tender) => tender.readings.map(({ id, question }) => worded({ id, title: question })),
  readingOptions: (tender: Tender) =>
    tender.readings.flatMap((reading) =>
      reading.options.map(({ id, title }) => worded({ id, title: `${reading.id}：${title}` })),
    ),
  groups: (tender: Tender) => tender.committee?.composition.map(worded) ?? [],
  replacements: (tender: Tender) => tender.committee?.replacement?.map(worded) ?? [],
  misconduct: (tender: Tender) => tender.committee?.misconduct?.map(worded) ?? [],
};

/** The title of an id among some things; empty for one that is not among them. */
export const titleIn = (things: readonly Titled[], id: unknown): string =>
  things.find((thing) => thing.id === id)?.title ?? '';
