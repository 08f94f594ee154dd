import {
  type Admission,
  type Bid,
  type CommitteeMember,
  criteriaOf,
  type Form,
  type Proceedings,
  type Round,
  type ScoreSheet,
  type Tender,
  tenderUnder,
} from '../../../spec/index.ts';
import { tender } from './loaded-tender.ts';

// A round in which everything is in order, built from the tender's own data; tests change one fact and look.

export { tender };

/** The same tender under other readings, without loading it again. */
export function tenderWith(readings: Record<string, string>): Tender {
  const under = tenderUnder(tender, readings);
  if (!under) throw new Error(`readings that cannot stand together: ${JSON.stringify(readings)}`);
  return under;
}

const creditCodeAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** A credit code with its right check character, by GB 32100-2015. */
export function creditCode(n: number): string {
  const body = `91410800MA${String(n).padStart(7, '0')}`;
  const weighted = [...body].reduce(
    (sum, char, index) => sum + creditCodeAlphabet.indexOf(char) * (3 ** index % 31),
    0,
  );
  return body + creditCodeAlphabet[(31 - (weighted % 31)) % 31]!;
}

const numberOf = (id: string) => [...id].reduce((sum, char) => sum * 37 + char.charCodeAt(0), 7) % 9_000_000;

const applies = (form: Form): boolean => ['always', 'principal-signs'].includes(form.required);

/** A bid of one small firm that answers everything: forms sealed, every ▲ clause proved, papers for every criterion. */
export function bidOf(id: string, quote = '80.00', patch: Partial<Bid> = {}): Bid {
  const key = numberOf(id);
  const forms = tender.forms!.forms.filter((form) => form.suppliedBy !== 'agency' && applies(form));
  const carriers = forms.filter((form) => form.carriesQuote);
  const boss = `法人${id}`;
  return {
    id,
    bidder: `${id}云服务有限公司`,
    members: [
      {
        id: `${id}-1`,
        name: `${id}云服务有限公司`,
        creditCode: creditCode(key),
        legalRepresentative: boss,
        head: boss,
        address: `${id}路 1 号`,
      },
    ],
    signatory: { kind: 'legal-representative', name: boss, identity: `id-${id}-0`, phone: `138${key}` },
    quote: { stated: carriers.map((form) => ({ form: form.id, digits: `${quote}%` })) },
    validityDays: 90,
    forms: forms.map((form) => ({
      form: form.id,
      ...(form.suppliedBy === 'each-member' ? { member: `${id}-1` } : {}),
      seals: form.sealedBy,
      legible: true,
    })),
    papers: [
      {
        id: `${id}-bribery`,
        document: 'record',
        for: tender.review!.qualification.items.filter(({ papers }) => papers).map((item) => item.id),
        sealed: true,
        legible: true,
      },
    ],
    people: [],
    promises: [],
    responses: tender.checkables
      .filter(({ starred, kind }) => starred && kind === 'clause')
      .map((checkable) => ({ clause: checkable.id, deviation: 'none', proof: checkable.proof })),
    otherResponses: 'none',
    machine: [{ name: '投标文件制作工具所记机器码', value: `machine-${id}` }],
    contacts: [{ name: `联系人${id}`, phone: `139${key}`, email: `${id}@example.test` }],
    documents: [
      { name: `${id}.jztf`, author: `作者${id}`, digest: `sha256:${String(key).padStart(64, '0')}` },
    ],
    importedProducts: [],
    conditions: [],
    ...patch,
  };
}

/** Seven members as the tender composes them; the second group's first member leads. */
export function committeeOf(): CommitteeMember[] {
  return tender.committee!.composition.flatMap((group) =>
    Array.from({ length: group.count.value }, (_, index) => ({
      id: `${group.id}-${index + 1}`,
      name: `评委${group.id}${index + 1}`,
      group: group.id,
      employer: `单位${group.id}${index + 1}`,
      leads: group.expert && index === 0,
      attendedOpening: false,
      noInterest: true,
      secrecy: true,
      relatedTo: [],
    })),
  );
}

/** One sheet a member; `mark` answers the points, full marks by default, undefined for none. */
export function sheetsOf(
  members: readonly CommitteeMember[],
  bids: readonly Bid[],
  mark: (member: string, bid: string, criterion: string, full: string) => string | undefined = (
    _member,
    _bid,
    _criterion,
    full,
  ) => full,
): ScoreSheet[] {
  const criteria = criteriaOf(tender.scoring!).filter(({ nature }) => nature === 'subjective');
  return members.map(({ id: member }) => ({
    member,
    marks: Object.fromEntries(
      bids.map((bid) => [
        bid.id,
        Object.fromEntries(
          criteria.flatMap((criterion) => {
            const points = mark(member, bid.id, criterion.id, criterion.points);
            return points === undefined ? [] : [[criterion.id, points]];
          }),
        ),
      ]),
    ),
  }));
}

const minutesBefore = (instant: string, minutes: number) =>
  new Date(Date.parse(instant) - minutes * 60_000).toISOString();

export function admissionOf(bid: string): Admission {
  const { obtainableFrom, bidDeadline } = tender.dates;
  return {
    bid,
    ...(obtainableFrom ? { obtainedAt: minutesBefore(obtainableFrom, -60) } : {}),
    uploadedAt: minutesBefore(bidDeadline, 60),
    madeWithTool: true,
    sameGeneration: true,
    signedInAt: minutesBefore(bidDeadline, 30),
    decryptedAt: minutesBefore(bidDeadline, -10),
    imported: true,
  };
}

/** Everything looked at and found clear. */
export function proceedingsOf(bids: readonly Bid[]): Proceedings {
  const clear = bids.map(({ id }) => id);
  const lists = tender.review!.qualification.items.flatMap((item) =>
    item.lists && item.forms ? item.lists : [],
  );
  const on = tender.dates.bidDeadline.slice(0, 10);
  return {
    qualification: { clear },
    compliance: { clear },
    collusion: { clear },
    creditSearches: bids.flatMap((bid) =>
      bid.members.flatMap((firm) =>
        lists.map((list) => ({ firm: firm.creditCode, list, on, listed: false })),
      ),
    ),
  };
}

export interface RoundPatch extends Partial<Omit<Round, 'digest' | 'head'>> {
  head?: Partial<Round['head']>;
}

/** Three bids at 80, 85 and 90 % unless others are given. */
export function roundOf(patch: RoundPatch = {}): Round {
  const bids = patch.bids ?? [bidOf('alpha', '80.00'), bidOf('beta', '85.00'), bidOf('gamma', '90.00')];
  const members = patch.head?.committee?.members ?? committeeOf();
  const round: Omit<Round, 'digest'> = {
    bids,
    admissions: bids.map(({ id }) => admissionOf(id)),
    proceedings: proceedingsOf(bids),
    sheets: sheetsOf(members, bids),
    signing: {},
    texts: [],
    ...patch,
    head: {
      id: 'test-round',
      title: '测试项目',
      tender: tender.id,
      mode: 'rehearsal',
      synthetic: true,
      opening: { startedAt: tender.dates.opening },
      committee: { members },
      ...patch.head,
    },
  };
  return { ...round, digest: `text:${JSON.stringify(round).length}` };
}
