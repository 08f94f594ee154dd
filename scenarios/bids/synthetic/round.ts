import {
  type Bid,
  type CommitteeMember,
  type Criterion,
  compareDecimals,
  criteriaOf,
  type ScoreSheet,
  type Tender,
} from '../../../spec/index.ts';
import { completeBid } from './bid.ts';
import type { Chance } from './chance.ts';
import { type Draft, deadlineDay, fewestBids, minutesFrom } from './draft.ts';

/** A committee as the tender composes it. */
function committeeOf({ committee }: Tender): CommitteeMember[] {
  const composition = committee?.composition ?? [];
  const leading = composition.find(({ expert, mayLead }) => expert && mayLead !== false)?.id;
  return composition.flatMap(({ id, count }) =>
    Array.from({ length: count.value }, (_, index) => ({
      id: `${id}-${index + 1}`,
      name: `评委 ${id}-${index + 1}`,
      group: id,
      employer: `单位 ${id}-${index + 1}`,
      leads: id === leading && index === 0,
      attendedOpening: false,
      noInterest: true,
      secrecy: true,
      relatedTo: [],
    })),
  );
}

/** Whether only members can say the points: what is subjective, and what no fact of the bid tells. */
const onlyMembers = (criterion: Criterion): boolean =>
  criterion.nature === 'subjective' ||
  criterion.kind === 'one-of-levels' ||
  (criterion.kind === 'fixed' && criterion.holds === undefined);

function levelsOf(criterion: Criterion): string[] {
  const levels =
    criterion.kind === 'one-of-levels'
      ? criterion.levels.map(({ points }) => points)
      : criterion.kind === 'fixed'
        ? ['0', criterion.points]
        : [criterion.points];
  return [...levels].sort(compareDecimals).reverse();
}

/** One sheet a member: mostly the best level of what is subjective, the same of all where it is objective. */
function sheetsOf(
  tender: Tender,
  chance: Chance,
  members: readonly CommitteeMember[],
  bids: readonly Bid[],
): ScoreSheet[] {
  const criteria = (tender.scoring ? criteriaOf(tender.scoring) : []).filter(onlyMembers);
  return members.map(({ id }) => ({
    member: id,
    marks: Object.fromEntries(
      bids.map((bid) => [
        bid.id,
        Object.fromEntries(
          criteria.map((criterion) => {
            const levels = levelsOf(criterion);
            const lower = criterion.nature === 'subjective' && levels.length > 1 && chance.happens(0.25);
            return [criterion.id, levels[lower ? 1 : 0]!];
          }),
        ),
      ]),
    ),
  }));
}

/** Bids, records and sheets of a round in which everything is in order; nobody has recorded a review. */
export function plainDraft(tender: Tender, chance: Chance, seed: number, number: number): Draft {
  const bids = Array.from({ length: fewestBids(tender) + chance.whole(0, 2) }, (_, index) =>
    completeBid(tender, chance, index),
  );
  const members = committeeOf(tender);
  const { obtainableFrom, bidDeadline, opening } = tender.dates;
  const lists = (tender.review?.qualification.items ?? []).flatMap((item) => item.lists ?? []);
  const order = chance.some(
    bids.map(({ id }) => id),
    bids.length,
  );
  return {
    tender,
    head: {
      id: `synthetic-${seed}-${number}`,
      title: `模拟项目 ${number}（种子 ${seed}）`,
      tender: tender.id,
      mode: 'rehearsal',
      synthetic: true,
      seed: `${seed}-${number}`,
      opening: { startedAt: opening },
      committee: { members },
    },
    bids,
    admissions: bids.map(({ id }) => ({
      bid: id,
      obtainedAt: minutesFrom(obtainableFrom ?? bidDeadline, obtainableFrom ? 60 : -60),
      uploadedAt: minutesFrom(bidDeadline, -60),
      madeWithTool: true,
      sameGeneration: true,
      signedInAt: minutesFrom(bidDeadline, -30),
      decryptedAt: minutesFrom(bidDeadline, 10),
      imported: true,
    })),
    proceedings: {
      creditSearches: bids.flatMap(({ members: [firm] }) =>
        lists.map((list) => ({ firm: firm!.creditCode, list, on: deadlineDay(tender), listed: false })),
      ),
      draw: { order, witnesses: ['见证人（虚构）'], at: minutesFrom(opening, 300), how: '抽签（虚构）' },
      purchaserOrder: {
        order: order.toReversed(),
        at: minutesFrom(opening, 300),
        reasons: '采购人确定（虚构）',
      },
    },
    sheets: sheetsOf(tender, chance, members, bids),
  };
}
