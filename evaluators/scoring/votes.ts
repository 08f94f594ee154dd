import type { CommitteeMember, RecordedVote, Tender, Vote, VoteCount } from '../../spec/index.ts';
import { exact } from '../arithmetic/index.ts';

/** How many of `members` a rule of voting needs: more than half, at least two thirds, all. */
export function neededVotes(rule: Vote, members: number): number {
  switch (rule) {
    case 'majority':
      return Math.floor(members / 2) + 1;
    case 'two-thirds':
      return Number(exact(members).mul(2).div(3).ceil().valueOf());
    case 'all':
      return members;
    case 'none':
      return 0;
  }
}

/**
 * Counts a vote among the members whose opinions count; a vote of anybody else is not counted.
 * Silence is consent only where the committee's rules say so of that kind of vote.
 */
export function countVotes(
  tender: Tender,
  members: readonly CommitteeMember[],
  rule: Vote,
  votes: readonly RecordedVote[],
): VoteCount {
  const silence =
    tender.committee?.votes.find((one) => one.vote === rule && one.silence)?.silence ?? 'abstention';
  const said = new Map(votes.map((vote) => [vote.member, vote.for]));
  const ids = members.map(({ id }) => id);
  const inFavour = ids.filter((id) => said.get(id) === true);
  const silent = ids.filter((id) => !said.has(id));
  const needed = neededVotes(rule, ids.length);
  const counted = inFavour.length + (silence === 'consent' ? silent.length : 0);
  return {
    rule,
    members: ids.length,
    needed,
    for: inFavour,
    against: ids.filter((id) => said.get(id) === false),
    silent,
    silence,
    carried: counted >= needed,
  };
}
