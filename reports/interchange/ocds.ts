import type { BidEvaluation, Evaluation, Round, Tender } from '../../spec/index.ts';

export interface OcdsInput {
  tender: Tender;
  round: Round;
  evaluation: Evaluation;
  /** ISO 8601. */
  publishedAt: string;
  /** Prefix that the publisher registered for its ocids. */
  ocidPrefix?: string;
  /** `public`: what a result's announcement may hold; `archive`: every bid with reasons, points and rank. */
  scope: 'public' | 'archive';
}

const extensions = [
  'https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/v1.1.5/extension.json',
  'urn:biaochi:ocds-scores:1',
];
const scheme = 'CN-USCC';
const statuses = {
  valid: 'valid',
  invalid: 'disqualified',
  withdrawn: 'withdrawn',
  open: 'pending',
} as const;

const partyId = (creditCode: string) => `${scheme}-${creditCode}`;
const references = (bid: BidEvaluation) =>
  bid.firms.map(({ name, creditCode }) => ({ id: partyId(creditCode), name }));

function scoresOf(bid: BidEvaluation) {
  return bid.groups.flatMap((group) => [
    {
      id: group.group,
      title: group.title,
      ...(group.score === undefined ? {} : { points: group.score }),
      maximum: group.points,
    },
    ...group.criteria.map((criterion) => ({
      id: criterion.criterion,
      title: criterion.title,
      ...(criterion.score === undefined ? {} : { points: criterion.score }),
      maximum: criterion.points,
      group: group.group,
    })),
  ]);
}

function detail(bid: BidEvaluation, round: Round) {
  const received = round.admissions.find((one) => one.bid === bid.bid)?.uploadedAt;
  const { unit, quoted } = bid.quote;
  return {
    id: bid.bid,
    ...(received ? { date: received } : {}),
    status: statuses[bid.standing],
    tenderers: references(bid),
    ...(quoted === undefined
      ? {}
      : unit === '%'
        ? { rate: { value: quoted, unit } }
        : { value: { amount: Number(quoted), currency: 'CNY' } }),
    evaluation: {
      ...(bid.invalid ? { reasons: bid.invalid.reasons } : {}),
      ...(bid.total === undefined ? {} : { total: bid.total }),
      ...(bid.rank === undefined ? {} : { rank: bid.rank }),
      scores: scoresOf(bid),
    },
  };
}

const tenderStatus = {
  complete: 'complete',
  cancelled: 'unsuccessful',
  stopped: 'active',
  awaiting: 'active',
} as const;

/**
 * An OCDS 1.1.5 release package with the bids extension and our own for rates and scores (docs/schemas/ocds-scores).
 * In the public scope only the first candidate's bid is told; others know their own result by letter.
 */
export function ocdsReleasePackage(input: OcdsInput): Record<string, unknown> {
  const { tender, round, evaluation, publishedAt, scope } = input;
  const winner = evaluation.candidates[0];
  const told = evaluation.bids.filter(({ bid }) => scope === 'archive' || bid === winner);
  const purchaser = { id: 'purchaser', name: tender.purchaser };
  const agency = { id: 'agency', name: tender.agency };
  const count = (standing: BidEvaluation['standing']) =>
    evaluation.bids.filter((bid) => bid.standing === standing).length;
  const statistics = [
    { id: 'bids', measure: 'bids', value: evaluation.bids.length },
    { id: 'validBids', measure: 'validBids', value: count('valid') },
    { id: 'disqualifiedBids', measure: 'disqualifiedBids', value: count('invalid') },
  ];
  const firms = new Map(
    told.flatMap((bid) =>
      bid.firms.map((firm) => [firm.creditCode, { firm, wins: bid.bid === winner }] as const),
    ),
  );
  const won = evaluation.bids.find(({ bid }) => bid === winner);
  return {
    uri: `urn:biaochi:release-package:${encodeURIComponent(round.head.id)}:${round.digest.replace(/^.*:/, '')}`,
    version: '1.1',
    extensions,
    publishedDate: publishedAt,
    publisher: { name: tender.agency },
    releases: [
      {
        ocid: `${input.ocidPrefix ?? 'ocds-unregistered'}-${tender.id}`,
        id: `${round.head.id}-${publishedAt}`,
        date: publishedAt,
        language: 'zh',
        initiationType: 'tender',
        tag: won
          ? ['tender', 'award']
          : [evaluation.state === 'cancelled' ? 'tenderCancellation' : 'tenderUpdate'],
        parties: [
          { ...purchaser, roles: ['buyer'] },
          { ...agency, roles: ['procuringEntity'] },
          ...[...firms.values()].map(({ firm, wins }) => ({
            id: partyId(firm.creditCode),
            name: firm.name,
            identifier: { scheme, id: firm.creditCode, legalName: firm.name },
            roles: wins ? ['tenderer', 'supplier'] : ['tenderer'],
          })),
        ],
        buyer: purchaser,
        tender: {
          id: tender.number,
          title: tender.title,
          ...(evaluation.round.synthetic ? { description: '模拟数据，不是真实采购的结果' } : {}),
          status: tenderStatus[evaluation.state],
          procuringEntity: agency,
          value: { amount: Number(tender.budget), currency: 'CNY' },
          ...(tender.procedure === '公开招标' ? { procurementMethod: 'open' } : {}),
          ...(tender.procedure ? { procurementMethodDetails: tender.procedure } : {}),
          mainProcurementCategory: 'services',
          awardCriteria: 'ratedCriteria',
          ...(tender.scoring ? { awardCriteriaDetails: tender.scoring.method.title } : {}),
          tenderPeriod: { endDate: tender.dates.bidDeadline },
          numberOfTenderers: evaluation.bids.length,
        },
        bids: { statistics, details: told.map((bid) => detail(bid, round)) },
        ...(won
          ? {
              awards: [
                {
                  id: `${round.head.id}-1`,
                  title: tender.title,
                  // The committee recommends; the purchaser awards.
                  status: 'pending',
                  suppliers: references(won),
                  relatedBid: won.bid,
                },
              ],
            }
          : {}),
      },
    ],
  };
}
