import { describe, expect, it } from 'vitest';
import { countVotes, neededVotes } from '../../../evaluators/scoring/votes.ts';
import { committeeOf, tender } from './fixture.ts';

const members = committeeOf();
const ids = members.map(({ id }) => id);
const say = (inFavour: number, against = 0) =>
  ids.slice(0, inFavour + against).map((member, index) => ({ member, for: index < inFavour }));

it('needs more than half, two thirds, all or nobody', () => {
  expect([5, 6, 7, 9].map((n) => neededVotes('majority', n))).toEqual([3, 4, 4, 5]);
  expect([5, 6, 7, 9].map((n) => neededVotes('two-thirds', n))).toEqual([4, 4, 5, 6]);
  expect(neededVotes('all', 7)).toBe(7);
  expect(neededVotes('none', 7)).toBe(0);
});

describe('a vote', () => {
  it('of a joint matter takes silence for consent, as the tender says of it', () => {
    // Three against leave four who said nothing: more than half of seven.
    expect(countVotes(tender, members, 'majority', say(0, 3))).toEqual({
      rule: 'majority',
      members: 7,
      needed: 4,
      for: [],
      against: ids.slice(0, 3),
      silent: ids.slice(3),
      silence: 'consent',
      carried: true,
    });
    expect(countVotes(tender, members, 'majority', say(0, 4)).carried).toBe(false);
    expect(countVotes(tender, members, 'majority', say(3, 4)).carried).toBe(false);
    expect(countVotes(tender, members, 'majority', say(4, 3)).carried).toBe(true);
  });

  it('of a major deviation or of all takes nobody’s silence for anything', () => {
    expect(countVotes(tender, members, 'two-thirds', say(4))).toMatchObject({
      for: ids.slice(0, 4),
      against: [],
      silent: ids.slice(4),
      silence: 'abstention',
      carried: false,
    });
    expect(countVotes(tender, members, 'two-thirds', say(5)).carried).toBe(true);
    expect(countVotes(tender, members, 'all', say(6)).carried).toBe(false);
    expect(countVotes(tender, members, 'all', say(7)).carried).toBe(true);
  });

  it('takes silence for no consent where the tender has no such rule', () => {
    const { committee: _, ...without } = tender;
    expect(countVotes(without, members, 'majority', say(3))).toMatchObject({
      silence: 'abstention',
      carried: false,
    });
  });

  it('counts nobody who is not, or no longer, a member, and the need falls with the members', () => {
    const strangers = ['x', 'y', 'z'].map((member) => ({ member, for: true }));
    expect(countVotes(tender, members, 'two-thirds', [...say(4), ...strangers])).toMatchObject({
      members: 7,
      for: ids.slice(0, 4),
      carried: false,
    });
    // A member was replaced and not yet anew: four of six are two thirds.
    expect(countVotes(tender, members.slice(0, 6), 'two-thirds', say(4))).toMatchObject({
      members: 6,
      needed: 4,
      carried: true,
    });
  });
});
