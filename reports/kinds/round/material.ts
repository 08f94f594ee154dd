import type { BidEvaluation, Evaluation, ItemResult, Round, Tender } from '../../../spec/index.ts';

export interface RoundReportInput {
  tender: Tender;
  round: Round;
  evaluation: Evaluation;
  /** ISO 8601; pinned into every file. */
  createdAt: string;
}

/** What all reports of a round draw on. */
export interface Material extends RoundReportInput {
  complete: boolean;
  /** In the order of the ranking where there is one, then of the round. */
  bids: BidEvaluation[];
  bidder(id: string): string;
  member(id: string): string;
  /** Bids whose standing lets them have points. */
  valid: BidEvaluation[];
}

export function gatherMaterial(input: RoundReportInput): Material {
  const { evaluation, round } = input;
  const complete = evaluation.state === 'complete';
  const order = complete ? evaluation.ranking : [];
  const place = (bid: string) => (order.includes(bid) ? order.indexOf(bid) : order.length);
  const bids = [...evaluation.bids].sort((a, b) => place(a.bid) - place(b.bid));
  const bidders = new Map([
    ...round.bids.map(({ id, bidder }) => [id, bidder] as const),
    ...bids.map(({ bid, bidder }) => [bid, bidder] as const),
  ]);
  const members = new Map((round.head.committee?.members ?? []).map(({ id, name }) => [id, name]));
  return {
    ...input,
    complete,
    bids,
    valid: bids.filter(({ standing }) => standing === 'valid' || standing === 'open'),
    bidder: (id) => bidders.get(id) ?? id,
    member: (id) => members.get(id) ?? id,
  };
}

export function resultsOf({ evaluation }: Material, stage: string): ItemResult[] {
  return evaluation.stages.filter(({ id }) => id === stage).flatMap(({ results }) => results);
}

/** Members who sit at the end: not those who were replaced. */
export function sittingMembers({ round }: Material) {
  const { members = [], replacements = [] } = round.head.committee ?? {};
  const out = new Set(replacements.map((one) => one.out));
  return members.filter(({ id }) => !out.has(id));
}
