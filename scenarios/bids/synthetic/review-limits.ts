import type { Bid } from '../../../spec/index.ts';
import type { Chance } from './chance.ts';
import type { Draft } from './draft.ts';

/** A fact that lies where readings part; answers false where the tender has no room for it. */
export type Departure = (draft: Draft, chance: Chance) => boolean;

const itemsOf = ({ tender }: Draft) => [
  ...(tender.review?.qualification.items ?? []),
  ...(tender.review?.compliance.items ?? []),
];

const admissionOf = ({ admissions }: Draft, bid: Bid) => admissions.find((one) => one.bid === bid.id)!;

/** The last upload at the very instant of the deadline. */
const uploadAtDeadline: Departure = (draft, chance) => {
  admissionOf(draft, chance.one(draft.bids)).uploadedAt = draft.tender.dates.bidDeadline;
  return true;
};

/** Not decrypted for a reason of the other side; the plain file was taken instead, or not. */
const decryptionFailsElsewhere: Departure = (draft, chance) => {
  const admission = admissionOf(draft, chance.one(draft.bids));
  delete admission.decryptedAt;
  admission.decryptionFailed = 'other';
  admission.imported = chance.happens(0.7);
  return true;
};

/** A paper of review that speaks of the firm alone, or of the firm and its representative. */
const papersOfFewerPersons: Departure = (draft, chance) => {
  const items = itemsOf(draft).filter(({ papers }) => papers);
  if (items.length === 0) return false;
  const bid = chance.one(draft.bids);
  const keptPersons = chance.happens(0.5) ? [bid.members[0]!.legalRepresentative] : [];
  bid.papers = (bid.papers ?? []).filter(
    (paper) =>
      paper.subject === undefined ||
      keptPersons.includes(paper.subject) ||
      !paper.for.some((id) => items.some((item) => item.id === id)),
  );
  return true;
};

/** Equal data of the machine in two bids, with a finding that was not voted on, or without one. */
const sameMachine: Departure = (draft, chance) => {
  const item = itemsOf(draft).find(({ identifiers }) => identifiers);
  if (!item?.identifiers) return false;
  const { literal, leads } = item.identifiers;
  const name = chance.one(leads.length > 0 && chance.happens(0.4) ? leads : literal);
  const pair = chance.some(draft.bids, 2);
  for (const bid of pair)
    bid.machine = (bid.machine ?? []).map((one) => (one.name === name ? { name, value: 'SAME-4711' } : one));
  if (chance.happens(0.6))
    draft.proceedings.compliance = {
      findings: [
        {
          bids: pair.map(({ id }) => id),
          item: item.id,
          result: 'hit',
          reasons: `核对数据：两份投标文件的${name}相同（虚构）`,
        },
      ],
    };
  return true;
};

/** One starred or one ordinary clause that is answered with a negative deviation, or not at all. */
const clauseMissed: Departure = (draft, chance) => {
  const clauses = draft.tender.checkables.filter(({ kind }) => kind === 'clause');
  const starred = clauses.filter((clause) => clause.starred);
  const ordinary = clauses.filter((clause) => !clause.starred);
  const from = starred.length > 0 && chance.happens(0.6) ? starred : ordinary;
  if (from.length === 0) return false;
  const bid = chance.one(draft.bids);
  const clause = chance.one(from).id;
  bid.responses = [
    ...(bid.responses ?? []).filter((one) => one.clause !== clause),
    { clause, deviation: chance.one(['negative', 'unanswered']) },
  ];
  return true;
};

/** A form in the bidder's own words where the tender gives the format. */
const formatDeviates: Departure = (draft, chance) => {
  const bid = chance.one(draft.bids);
  const given = (draft.tender.forms?.forms ?? []).filter(({ format }) => format === 'given');
  const handed = bid.forms.filter(({ form }) => given.some(({ id }) => id === form));
  if (handed.length === 0) return false;
  chance.one(handed).deviation = '表头与给定格式不同，内容齐全（虚构）';
  return true;
};

/** Bids that offer one brand of a product that the purchaser names as a core product. */
const sameBrand: Departure = (draft, chance) => {
  if (!draft.tender.review?.sameBrand) return false;
  const product = '核心产品（虚构）';
  draft.head.coreProducts = [product];
  const alike = chance.some(draft.bids, 2);
  draft.bids.forEach((bid, index) => {
    bid.brands = [{ product, brand: alike.includes(bid) ? '品牌甲' : `品牌 ${index}` }];
  });
  return true;
};

/** A bid that those who qualify found wanting by a vote that did not carry. */
const voteNotCarried: Departure = (draft, chance) => {
  const item = draft.tender.review?.qualification.items.find(({ papers }) => papers);
  const members = draft.head.committee?.members ?? [];
  if (!item || members.length < 3) return false;
  const bid = chance.one(draft.bids);
  draft.proceedings.qualification = {
    findings: [
      {
        bids: [bid.id],
        item: item.id,
        result: 'hit',
        reasons: '对材料有异议（虚构）',
        votes: members.map(({ id }, index) => ({ member: id, for: index === 0 })),
      },
    ],
  };
  return true;
};

export const reviewLimits: Departure[] = [
  uploadAtDeadline,
  decryptionFailsElsewhere,
  papersOfFewerPersons,
  sameMachine,
  clauseMissed,
  formatDeviates,
  sameBrand,
  voteNotCarried,
];
