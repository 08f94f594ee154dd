import {
  type Awaited,
  type Bid,
  type BidEvaluation,
  type CommitteeMember,
  type DeductionRecord,
  type Evaluation,
  type EvaluationStage,
  evaluationStages,
  type Invalidity,
  type Notice,
  type QuoteRecord,
  type Round,
  rulingOf,
  type StageRecord,
  type Tender,
} from '../../spec/index.ts';
import { unitOf } from './quote/meaning.ts';
import type { End, Situation, Stage, StageOutcome } from './stage.ts';
import { collusion } from './stages/collusion.ts';
import { committee } from './stages/committee.ts';
import { compliance } from './stages/compliance.ts';
import { corrections } from './stages/corrections.ts';
import { deductions } from './stages/deductions.ts';
import { lowPrice } from './stages/low-price.ts';
import { opening } from './stages/opening.ts';
import { qualification } from './stages/qualification.ts';
import { quote } from './stages/quote.ts';
import { type RankedBid, rank } from './stages/ranking.ts';
import { recheck } from './stages/recheck.ts';
import { brandGroups, sameBrand } from './stages/same-brand.ts';
import { type ScoredBid, scoreBids } from './stages/scoring.ts';
import { countVotes } from './votes.ts';

/** The stages before points, in the order of the procedure. */
const reviews: [EvaluationStage, Stage][] = [
  ['opening', opening],
  ['qualification', qualification],
  ['committee', committee],
  ['compliance', compliance],
  ['collusion', collusion],
  ['corrections', corrections],
  ['quote', quote],
  ['same-brand', sameBrand],
  ['low-price', lowPrice],
  ['deductions', deductions],
];

/** What has come together so far; one evaluation owns one. */
interface Course {
  stages: StageRecord[];
  valid: readonly Bid[];
  members: readonly CommitteeMember[];
  quotes: ReadonlyMap<string, QuoteRecord>;
  deductions: ReadonlyMap<string, DeductionRecord[]>;
  invalid: Map<string, Invalidity>;
  withdrawn: Set<string>;
  awaited: Awaited[];
  notices: Notice[];
  ended?: End & { stage: EvaluationStage };
}

function pass(course: Course, id: EvaluationStage, outcome: StageOutcome): void {
  const entered = course.valid.map((bid) => bid.id);
  for (const one of outcome.invalid ?? []) if (!course.invalid.has(one.bid)) course.invalid.set(one.bid, one);
  for (const bid of outcome.withdrawn ?? []) course.withdrawn.add(bid);
  course.valid = course.valid.filter((bid) => !course.invalid.has(bid.id) && !course.withdrawn.has(bid.id));
  course.awaited.push(...(outcome.awaited ?? []));
  course.notices.push(...(outcome.notices ?? []));
  if (outcome.members) course.members = outcome.members;
  if (outcome.quotes) course.quotes = outcome.quotes;
  if (outcome.deductions) course.deductions = outcome.deductions;
  if (outcome.end) course.ended = { ...outcome.end, stage: id };
  const left = entered.filter((bid) => !course.valid.some((one) => one.id === bid));
  const state = outcome.notApplicable
    ? 'not-applicable'
    : outcome.end
      ? 'ended'
      : (outcome.awaited ?? []).length > 0
        ? 'awaiting'
        : 'done';
  course.stages.push({
    id,
    state,
    entered,
    left,
    results: outcome.results ?? [],
    steps: outcome.steps ?? [],
  });
}

/** What people recorded of the whole procurement: that it is cancelled, or that it cannot go on. */
function endByPeople({ tender, round, members }: Situation): End | undefined {
  const { cancellation, stop } = round.proceedings;
  if (stop && stop.resumedAt === undefined)
    return {
      kind: 'stopped',
      item: 'stop',
      title: '评审停止',
      reasons: [stop.reasons],
      statute: ['mof-87/65'],
    };
  const section = tender.review?.cancellation;
  const item = cancellation && section?.items.find(({ id }) => id === cancellation.item);
  if (!cancellation || !section || !item) return undefined;
  const ruling = rulingOf(section, item);
  const votes = cancellation.votes ?? [];
  if (ruling.vote !== 'none' && votes.length > 0 && !countVotes(tender, members, ruling.vote, votes).carried)
    return undefined;
  return {
    kind: 'cancelled',
    item: item.id,
    title: item.title,
    reasons: [cancellation.reasons],
    clause: item.clause,
    ...(item.statute ? { statute: item.statute } : {}),
  };
}

/**
 * A round under the rules of its tender: every stage with its record, exact points with their steps, rank and
 * candidates. Pure: equal input gives equal output. A stage that waits for people, or an end, lets nothing pass;
 * later stages are then `not-reached`, and no rank is given.
 */
export function evaluate({ tender, round }: { tender: Tender; round: Round }): Evaluation {
  const course: Course = {
    stages: [],
    valid: round.bids,
    members: [],
    quotes: new Map(),
    deductions: new Map(),
    invalid: new Map(),
    withdrawn: new Set(),
    awaited: [],
    notices: [],
  };
  const situation = (): Situation => ({
    tender,
    round,
    valid: course.valid,
    members: course.members,
    quotes: course.quotes,
  });
  const halted = () => course.ended !== undefined || course.awaited.length > 0;
  for (const [id, stage] of reviews) if (!halted()) pass(course, id, stage(situation()));

  let scored: ScoredBid[] = [];
  let ranked: RankedBid[] = [];
  let candidates: string[] = [];
  if (!halted()) {
    const end = endByPeople(situation());
    if (end) course.ended = { ...end, stage: 'scoring' };
  }
  if (!halted()) {
    const outcome = scoreBids(situation());
    scored = outcome.scored;
    pass(course, 'scoring', outcome);
    // What has to be corrected is shown together with what is still missing.
    pass(course, 'recheck', recheck(situation()));
  }
  if (!halted() && scored.every(({ total }) => total !== undefined) && tender.scoring) {
    const outcome = rank(situation(), scored, brandGroups(situation()));
    pass(course, 'ranking', outcome);
    if (!halted()) {
      ranked = outcome.ranked;
      candidates = outcome.candidates;
    }
  }
  const unit = tender.review ? unitOf(tender.review.quote) : '%';
  const reached = new Set(course.stages.map(({ id }) => id));
  for (const id of Object.keys(evaluationStages) as EvaluationStage[])
    if (!reached.has(id))
      course.stages.push({ id, state: 'not-reached', entered: [], left: [], results: [], steps: [] });
  return {
    format: 1,
    round: {
      id: round.head.id,
      title: round.head.title,
      mode: round.head.mode,
      synthetic: round.head.synthetic ?? false,
      digest: round.digest,
    },
    tender: {
      id: tender.id,
      number: tender.number,
      title: tender.title,
      purchaser: tender.purchaser,
      agency: tender.agency,
      digest: tender.digest,
    },
    readings: tender.chosenReadings,
    ...(round.freeze ? { freeze: { digest: round.freeze.digest, frozenAt: round.freeze.frozenAt } } : {}),
    state: stateOf(course),
    ...(course.ended ? { ended: endOf(course.ended) } : {}),
    stages: course.stages,
    bids: round.bids.map((bid) => bidEvaluation(bid, course, scored, ranked, unit)),
    ranking: ranked.map(({ bid }) => bid),
    candidates,
    awaited: course.awaited,
    notices: course.notices,
    touched: [],
  };
}

function stateOf({ ended, awaited }: Course): Evaluation['state'] {
  if (ended) return ended.kind;
  return awaited.length > 0 ? 'awaiting' : 'complete';
}

function endOf({ kind: _, ...end }: NonNullable<Course['ended']>): NonNullable<Evaluation['ended']> {
  return end;
}

function bidEvaluation(
  bid: Bid,
  course: Course,
  scored: readonly ScoredBid[],
  ranked: readonly RankedBid[],
  unit: QuoteRecord['unit'],
): BidEvaluation {
  const invalid = course.invalid.get(bid.id);
  const points = scored.find((one) => one.bid === bid.id);
  const place = ranked.find((one) => one.bid === bid.id);
  const open = course.ended === undefined && course.awaited.length > 0;
  return {
    bid: bid.id,
    bidder: bid.bidder,
    firms: bid.members.map(({ id, name, creditCode, role }) => ({
      id,
      name,
      creditCode,
      ...(role ? { role } : {}),
    })),
    standing: invalid ? 'invalid' : course.withdrawn.has(bid.id) ? 'withdrawn' : open ? 'open' : 'valid',
    ...(invalid ? { invalid } : {}),
    quote: course.quotes.get(bid.id) ?? { unit, corrections: [], steps: [] },
    deductions: course.deductions.get(bid.id) ?? [],
    groups: points?.groups ?? [],
    ...(points?.total === undefined ? {} : { total: points.total }),
    ...(place ? { rank: place.rank } : {}),
    steps: [...(points?.steps ?? []), ...(place?.steps ?? [])],
  };
}
