import {
  type Bid,
  type CountCriterion,
  type Criterion,
  criteriaOf,
  type FixedCriterion,
  type MatchingCriterion,
  type Tender,
} from '../../../spec/index.ts';
import type { Chance } from './chance.ts';
import { daysFrom, deadlineDay, monthsBeforeDeadline, valuesOf } from './draft.ts';

type Paper = NonNullable<Bid['papers']>[number];
type Person = NonNullable<Bid['people']>[number];
type Promise = NonNullable<Bid['promises']>[number];

/** What a bid hands in for the table of points. */
export interface Offer {
  papers: Paper[];
  people: Person[];
  promises: Promise[];
}

/** Papers that show one thing for a criterion that counts: one of each demanded kind. */
export function thingFor(tender: Tender, criterion: CountCriterion, id: string, number: number): Paper[] {
  const since = valuesOf(tender, 'since', [criterion.since]).at(-1);
  const signedOn = daysFrom(deadlineDay(tender), -30 * number - 20);
  const documents = criterion.evidence.length > 0 ? criterion.evidence : [{ document: 'record' as const }];
  return documents.map(({ document }) => ({
    id: `${id}-${document}`,
    document,
    for: [criterion.id],
    name: criterion.names?.[number % criterion.names.length] ?? `${criterion.title}材料 ${id}`,
    number: id,
    platform: `平台 ${id}`,
    ...(criterion.since ? { signedOn: since && signedOn < since ? since : signedOn } : {}),
    ...(criterion.mustContain ? { mentions: [criterion.mustContain] } : {}),
    sealed: true,
    legible: true,
    untranslated: false,
  }));
}

/** A person with certificates, insured by the bidder throughout the year before. */
export function personOf(
  tender: Tender,
  payer: string,
  id: string,
  role: Person['role'],
  kinds: string[],
): Person {
  return {
    name: role === 'staff' ? `人员 ${id}` : `项目经理 ${id.replace(/-(project-)?manager$/, '')}`,
    identity: `id-${id}`,
    role,
    dedicated: true,
    certificates: kinds.map((kind) => ({ kind, number: `${id}-${kind}`, copy: true, sealed: true })),
    insurance: { payer, proof: true, months: monthsBeforeDeadline(tender, 12) },
    ...(role === 'staff' && kinds[0] ? { listedAs: kinds[0] } : {}),
  };
}

function staffFor(
  tender: Tender,
  criterion: MatchingCriterion,
  payer: string,
  bid: string,
  lacking: number,
): Person[] {
  const kinds = criterion.certificates.flatMap(({ id, cap }) => Array.from({ length: cap.value }, () => id));
  return kinds
    .slice(0, Math.max(0, kinds.length - lacking))
    .map((kind, index) => personOf(tender, payer, `${bid}-${index + 1}`, 'staff', [kind]));
}

function holderFor(tender: Tender, { holds }: FixedCriterion, payer: string, bid: string): Person[] {
  return holds ? [personOf(tender, payer, `${bid}-${holds.role}`, holds.role, [holds.certificate.id])] : [];
}

/** Everything that earns points on paper, short of a few things where chance says so. */
export function offerFor(tender: Tender, chance: Chance, bid: string, payer: string): Offer {
  const offer: Offer = { papers: [], people: [], promises: [] };
  const each = (criterion: Criterion): void => {
    switch (criterion.kind) {
      case 'count-capped': {
        const count = Math.max(1, criterion.cap.value - chance.whole(0, 2));
        for (let index = 0; index < count; index++)
          offer.papers.push(...thingFor(tender, criterion, `${bid}-${criterion.id}-${index + 1}`, index));
        return;
      }
      case 'matching':
        offer.people.push(...staffFor(tender, criterion, payer, bid, chance.whole(0, 1)));
        return;
      case 'fixed':
        offer.people.push(...holderFor(tender, criterion, payer, bid));
        return;
      case 'hours-saved':
        for (const { id, base, step, cap, per } of criterion.promises) {
          const steps = Math.max(0, Math.floor(Number(cap) / Number(per)) - chance.whole(0, 1));
          const hours = base.value - steps * step.value;
          offer.promises.push({ promise: id, hours: String(hours), letter: true });
        }
        return;
      case 'price-lowest-base':
      case 'one-of-levels':
      case 'starred-count':
        return;
    }
  };
  for (const criterion of tender.scoring ? criteriaOf(tender.scoring) : []) each(criterion);
  // Of persons who answer two criteria the last line stands for both.
  offer.people = [...new Map(offer.people.map((person) => [person.identity, person])).values()];
  for (const criterion of tender.scoring ? criteriaOf(tender.scoring) : [])
    if (criterion.kind === 'fixed' || criterion.kind === 'hours-saved')
      for (const { document, sealed } of criterion.evidence)
        if (sealed && document !== 'certificate')
          offer.papers.push({
            id: `${bid}-${criterion.id}-${document}`,
            document,
            for: [criterion.id],
            sealed,
            legible: true,
          });
  return offer;
}
