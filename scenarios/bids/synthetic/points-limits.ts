import { type Bid, type CountCriterion, type Criterion, criteriaOf } from '../../../spec/index.ts';
import type { Chance } from './chance.ts';
import { type Draft, daysFrom, monthsBeforeDeadline, valuesOf } from './draft.ts';
import { personOf, thingFor } from './papers.ts';
import type { Departure } from './review-limits.ts';

const criteria = <K extends Criterion['kind']>(
  { tender }: Draft,
  kind: K,
): Extract<Criterion, { kind: K }>[] =>
  (tender.scoring ? criteriaOf(tender.scoring) : []).filter(
    (one): one is Extract<Criterion, { kind: K }> => one.kind === kind,
  );

const papersFor = (bid: Bid, { id }: CountCriterion) =>
  (bid.papers ?? []).filter((paper) => paper.for.includes(id));

/** Leaves room below the cap of a criterion, so that one thing more or less tells. */
function keepThings(bid: Bid, criterion: CountCriterion, count: number): void {
  const numbers = [...new Set(papersFor(bid, criterion).map(({ number }) => number))].slice(0, count);
  bid.papers = (bid.papers ?? []).filter(
    (paper) => !paper.for.includes(criterion.id) || numbers.includes(paper.number),
  );
}

/** One platform shown by two papers of one criterion. */
const platformTwice: Departure = (draft, chance) => {
  const counted = criteria(draft, 'count-capped').filter(({ distinctBy }) => distinctBy === 'platform');
  if (counted.length === 0) return false;
  const bid = chance.one(draft.bids);
  const criterion = chance.one(counted);
  keepThings(bid, criterion, criterion.cap.value - 1);
  const [first] = papersFor(bid, criterion);
  if (!first) return false;
  const again = { ...first, id: `${first.id}-again`, number: `${first.number}-again` };
  bid.papers = [...(bid.papers ?? []), again];
  return true;
};

/** The same platforms in every criterion that tells platforms apart. */
const platformInSeveral: Departure = (draft, chance) => {
  const counted = criteria(draft, 'count-capped').filter(({ distinctBy }) => distinctBy === 'platform');
  if (counted.length < 2) return false;
  const bid = chance.one(draft.bids);
  for (const criterion of counted)
    papersFor(bid, criterion).forEach((paper, index) => {
      paper.platform = `共用平台 ${index + 1}`;
    });
  return true;
};

/** Persons who hold several certificates, listed for one that is not the best choice. */
const severalCertificates: Departure = (draft, chance) => {
  const [criterion] = criteria(draft, 'matching');
  if (!criterion) return false;
  const bid = chance.one(draft.bids);
  const staff = (bid.people ?? []).filter(({ role }) => role === 'staff');
  const kinds = criterion.certificates.map(({ id }) => id);
  if (staff.length < 2 || kinds.length < 2) return false;
  const [first, second] = [kinds[0]!, chance.one(kinds.slice(1))];
  // Holders of the second kind hold the first, too; who holds the first alone then finds no place by the list.
  const holders = staff.filter(({ certificates }) => certificates.some(({ kind }) => kind === second));
  for (const person of holders) {
    person.certificates = [
      { kind: first, number: `${person.identity}-${first}`, copy: true, sealed: true },
      ...person.certificates,
    ];
    person.listedAs = first;
  }
  bid.people = [
    ...(bid.people ?? [])
      .filter((person) => !holders.includes(person))
      .filter(({ role }) => role !== 'staff'),
    ...holders,
    ...staff.filter((person) => !holders.includes(person)),
  ];
  return true;
};

/** The project manager could fill a place that the staff leaves open. */
const managerFillsPlace: Departure = (draft, chance) => {
  const [criterion] = criteria(draft, 'matching');
  const bid = chance.one(draft.bids);
  const manager = (bid.people ?? []).find(({ role }) => role === 'project-manager');
  if (!criterion) return false;
  const kind = manager?.certificates.find((one) =>
    criterion.certificates.some(({ id }) => id === one.kind),
  )?.kind;
  const wanted = kind ?? criterion.certificates[0]!.id;
  bid.people = (bid.people ?? []).filter(
    ({ role, certificates }) => role !== 'staff' || !certificates.some((one) => one.kind === wanted),
  );
  if (!kind)
    bid.people.push(
      personOf(draft.tender, bid.members[0]!.creditCode, `${bid.id}-manager`, 'project-manager', [wanted]),
    );
  return true;
};

/** Insurance of some persons for the last few months only, or for earlier ones. */
const fewMonths: Departure = (draft, chance) => {
  if (criteria(draft, 'matching').length === 0) return false;
  const bid = chance.one(draft.bids);
  const staff = (bid.people ?? []).filter(({ role, insurance }) => role === 'staff' && insurance);
  for (const person of chance.some(staff, chance.whole(1, 3)))
    person.insurance!.months = monthsBeforeDeadline(draft.tender, chance.one([0, 1, 2, 3, 5]));
  return staff.length > 0;
};

/** Hours promised in fractions of a step, or above the base. */
const oddHours: Departure = (draft, chance) => {
  const [criterion] = criteria(draft, 'hours-saved');
  if (!criterion) return false;
  const bid = chance.one(draft.bids);
  const promise = chance.one(criterion.promises);
  const above = chance.happens(0.3);
  const hours = above
    ? promise.base.value + promise.step.value
    : promise.base.value -
      promise.step.value *
        (chance.whole(0, Math.max(0, Number(promise.cap) / Number(promise.per) - 1)) + 0.5);
  bid.promises = (bid.promises ?? []).map((one) =>
    one.promise === promise.id ? { ...one, hours: String(hours) } : one,
  );
  return true;
};

/** A contract signed on or between the days from which contracts may count. */
const contractBetweenDays: Departure = (draft, chance) => {
  const counted = criteria(draft, 'count-capped').filter(({ since }) => since !== undefined);
  if (counted.length === 0) return false;
  const criterion = chance.one(counted);
  const bid = chance.one(draft.bids);
  const days = valuesOf(draft.tender, 'since', [criterion.since]);
  keepThings(bid, criterion, criterion.cap.value - 1);
  const day = daysFrom(chance.one(days), chance.one([-1, 0, 0, 1]));
  bid.papers = [
    ...(bid.papers ?? []),
    ...thingFor(draft.tender, criterion, `${bid.id}-${criterion.id}-old`, criterion.cap.value).map(
      (paper) => ({
        ...paper,
        signedOn: day,
      }),
    ),
  ];
  return true;
};

/** Marks of members for what is objective that do not agree: one alone, or one more than half. */
const marksDiffer: Departure = (draft: Draft, chance: Chance) => {
  const objective = [
    ...criteria(draft, 'count-capped'),
    ...criteria(draft, 'matching'),
    ...criteria(draft, 'fixed'),
  ].filter(({ nature }) => nature === 'objective');
  const [bid] = chance.some(draft.bids, 1);
  if (objective.length === 0 || draft.sheets.length < 2 || !bid) return false;
  const criterion = chance.one(objective);
  const low =
    criterion.kind === 'fixed' ? '0' : String(Math.max(0, Number(criterion.points) - Number(criterion.per)));
  const few = chance.whole(1, Math.ceil(draft.sheets.length / 2) - 1);
  draft.sheets.forEach((sheet, index) => {
    sheet.marks[bid.id] = { ...sheet.marks[bid.id], [criterion.id]: index < few ? low : criterion.points };
  });
  return true;
};

export const pointsLimits: Departure[] = [
  platformTwice,
  platformInSeveral,
  severalCertificates,
  managerFillsPlace,
  fewMonths,
  oddHours,
  contractBetweenDays,
  marksDiffer,
];
