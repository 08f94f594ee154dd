import type { Bid, Firm, ReviewItem } from '../../../spec/index.ts';
import type { Situation } from '../stage.ts';
import { withdrawalOf } from './times.ts';

export const isConsortium = (bid: Bid): boolean => bid.members.length > 1;

/** The bidder itself: the one firm, or the leader of a consortium (the first where no leader is named). */
export function leaderOf(bid: Bid): Firm {
  return bid.members.find(({ role }) => role === 'leader') ?? bid.members[0]!;
}

/** The firms that an item looks at. */
export function firmsFor(bid: Bid, subjects: ReviewItem['subjects']): readonly Firm[] {
  return subjects?.includes('each-member') ? bid.members : [leaderOf(bid)];
}

/** Whether a name or credit code on a paper is this firm’s. */
export function isOf(firm: Firm, nameOrCode: string | undefined): boolean {
  return nameOrCode !== undefined && [firm.id, firm.name, firm.creditCode].includes(nameOrCode);
}

/** Whether an item is looked at for this bid at all; undefined where the bid does not say. */
export function appliesTo(when: ReviewItem['when'], bid: Bid): boolean | undefined {
  switch (when) {
    case undefined:
    case 'always':
      return true;
    case 'consortium':
      return isConsortium(bid);
    case 'agent-signs':
      return bid.signatory && bid.signatory.kind === 'agent';
  }
}

/** Every bid that takes part, whether or not it is still valid: all but those withdrawn in time. */
export function takingPart(situation: Situation): readonly Bid[] {
  const { bids, admissions } = situation.round;
  const gone = admissions
    .filter(({ withdrawnAt, bid }) => withdrawnAt && withdrawalOf(situation, bid) === 'in-time')
    .map(({ bid }) => bid);
  return gone.length === 0 ? bids : bids.filter(({ id }) => !gone.includes(id));
}
