import type { Bid, Firm, Tender } from '../../../spec/index.ts';
import type { Chance } from './chance.ts';
import { daysFrom, deadlineDay, setQuote, topOf } from './draft.ts';
import { firmOf } from './firms.ts';
import { offerFor } from './papers.ts';

type Forms = Bid['forms'];
type Paper = NonNullable<Bid['papers']>[number];

/** All forms that firms have to hand in when they bid alone or together, sealed as asked. */
export function formsFor({ forms }: Tender, members: readonly Firm[]): Forms {
  const occasions = ['always', 'principal-signs', ...(members.length > 1 ? ['consortium'] : [])];
  return (forms?.forms ?? [])
    .filter(({ suppliedBy, required }) => suppliedBy !== 'agency' && occasions.includes(required))
    .flatMap((form) =>
      (form.suppliedBy === 'each-member' ? members : [undefined]).map((firm) => ({
        form: form.id,
        ...(firm ? { member: firm.id } : {}),
        seals: form.sealedBy,
        legible: true,
        untranslated: false,
      })),
    );
}

/** Papers for the items of review that ask for some: of the firm, and of the persons whom a reading may mean. */
export function reviewPapersFor({ review }: Tender, firm: Firm, persons: readonly string[]): Paper[] {
  const items = [...(review?.qualification.items ?? []), ...(review?.compliance.items ?? [])];
  return items.flatMap((item) =>
    (item.papers ?? []).flatMap(({ document }) =>
      [undefined, ...persons].map((subject, index) => ({
        id: `${firm.id}-${item.id}-${document}-${index}`,
        document,
        for: [item.id],
        firm: firm.id,
        ...(subject ? { subject } : {}),
        sealed: true,
        legible: true,
        untranslated: false,
      })),
    ),
  );
}

/** A bid of one invented firm that is complete and valid under every reading, with a usual quote. */
export function completeBid(tender: Tender, chance: Chance, index: number): Bid {
  const id = `bid-${index + 1}`;
  const name = '甲乙丙丁戊己庚辛'[index] ?? `第 ${index + 1}`;
  const firm = firmOf(`${id}-1`, name, index * 37 + chance.whole(1, 30));
  const { papers, people, promises } = offerFor(tender, chance, id, firm.creditCode);
  const managers = people.filter(({ role }) => role === 'project-manager').map((person) => person.name);
  const carriers = (tender.forms?.forms ?? []).filter(({ carriesQuote }) => carriesQuote);
  const validity = tender.review?.compliance.items.find(({ fact }) => fact === 'validity')?.limit;
  const identifiers = (tender.review?.compliance.items ?? []).flatMap((item) =>
    item.identifiers ? [...item.identifiers.literal, ...item.identifiers.leads] : [],
  );
  const bid: Bid = {
    id,
    bidder: firm.name,
    members: [firm],
    signatory: { kind: 'legal-representative', name: firm.legalRepresentative!, identity: `id-${id}-0` },
    quote: {
      stated: (carriers.length > 0 ? carriers : [{ id: 'quote' }]).map((form) => ({ form: form.id })),
      adjustable: false,
      alternatives: [],
    },
    ...(validity ? { validityDays: validity.value } : {}),
    forms: formsFor(tender, [firm]),
    papers: [...reviewPapersFor(tender, firm, [firm.legalRepresentative!, ...managers]), ...papers],
    people,
    promises,
    responses: tender.checkables
      .filter(({ starred, kind }) => starred && kind === 'clause')
      .map(({ id: clause, proof }) => ({ clause, deviation: 'none' as const, proof })),
    otherResponses: 'none',
    importedProducts: [],
    conditions: [],
    machine: identifiers.map((one, number) => ({
      name: one,
      value: `M${index}${number}-${chance.whole(1000, 9999)}`,
    })),
    contacts: [{ name: `联系人 ${id}`, phone: `1390000${chance.whole(1000, 9999)}${index}` }],
    documents: [
      {
        name: `${id}.pdf`,
        author: `作者 ${id}`,
        createdAt: `${daysFrom(deadlineDay(tender), -index - 1)}T0${index % 10}:1${index % 6}:00+08:00`,
      },
    ],
  };
  setQuote(tender, bid, (topOf(tender) * chance.whole(7000, 9500)) / 10_000);
  return bid;
}
