import { describe, expect, it } from 'vitest';
import { evaluateUnder, kindsOfChange } from '../../../evaluators/sensitivity/index.ts';
import { concernsProcedure } from '../../../spec/index.ts';
import { tender } from '../scoring/fixture.ts';
import { cases } from './cases.ts';

const effects = ['validity', 'points', 'rank', 'outcome'] as const;
const picks = Object.fromEntries(tender.readings.map(({ id, pick }) => [id, pick]));
const inScope = tender.readings.filter(
  ({ affects, options }) =>
    options.some(concernsProcedure) &&
    affects.some((one) => effects.includes(one as (typeof effects)[number])),
);

/** Alternatives and effects that no round can show, each with its reason. */
const cannotBeShown: Record<string, string> = {
  'A29:validity': '备选让评审继续，异常低价投标的无效本身不变，改变的是评审状态',
};

it('a committee that reviews qualification decides by its majority, and nothing changes where it is reached', () => {
  const { round } = cases.find(({ reading }) => reading === 'A40')!;
  const [first] = round.proceedings.qualification!.findings!;
  const withVotes = (count: number) => ({
    ...round,
    proceedings: {
      ...round.proceedings,
      qualification: {
        findings: [{ ...first!, votes: first!.votes!.map((one, index) => ({ ...one, for: index < count })) }],
      },
    },
  });
  const out = (count: number, option: string) =>
    evaluateUnder(tender, withVotes(count), { ...picks, A40: option })!.bids.find(
      ({ bid }) => bid === 'alpha',
    )!.invalid?.stage;
  expect([3, 4, 7].map((count) => out(count, 'purchaser'))).toEqual(Array(3).fill('qualification'));
  expect([3, 4, 7].map((count) => out(count, 'committee'))).toEqual([
    undefined,
    'qualification',
    'qualification',
  ]);
});

describe('every alternative changes what its reading says it can change', () => {
  it.each(cases.filter(({ changes }) => changes.length > 0))(
    '$reading=$option: $changes',
    ({ reading, option, changes, round, waits }) => {
      const base = evaluateUnder(tender, round, picks)!;
      const other = evaluateUnder(tender, round, { ...picks, [reading]: option })!;
      const found = kindsOfChange(base, other);
      if (waits) {
        expect(base.state).toBe('awaiting');
        expect(other.state).toBe('complete');
        expect(other.bids.every(({ total, rank }) => total !== undefined && rank !== undefined)).toBe(true);
        return;
      }
      for (const change of changes) {
        // Too few bids that count are a matter of the validity of the whole.
        const wanted =
          change === 'outcome' ? ['state'] : change === 'validity' ? ['validity', 'state'] : [change];
        expect(
          wanted.some((one) => found.has(one as 'state')),
          `${change} in ${[...found].join()}`,
        ).toBe(true);
      }
    },
  );

  it('draws another order by some published seed', () => {
    const orders = cases
      .filter(({ option }) => option === 'program-seed')
      .map(({ round }) => {
        const base = evaluateUnder(tender, round, picks)!;
        return kindsOfChange(base, evaluateUnder(tender, round, { ...picks, A17: 'program-seed' })!).has(
          'rank',
        );
      });
    expect(orders).toContain(true);
    expect(orders).toContain(false);
  });

  it('leaves out no alternative and no effect but those with a reason', () => {
    const alternatives = inScope.flatMap((reading) =>
      reading.options.filter(({ id }) => id !== reading.pick).map(({ id }) => `${reading.id}=${id}`),
    );
    const missing = alternatives.filter(
      (name) =>
        !cases.some(({ reading, option }) => `${reading}=${option}` === name) && !(name in cannotBeShown),
    );
    expect(missing).toEqual([]);
    const claimed = inScope.flatMap(({ id, affects }) =>
      affects.filter((one) => effects.includes(one as 'rank')).map((effect) => `${id}:${effect}`),
    );
    const silent = claimed.filter((claim) => {
      const [id, effect] = claim.split(':');
      const shown = cases.some(
        ({ reading, option, changes }) =>
          reading === id && (changes.includes(effect as 'rank') || option === 'program-seed'),
      );
      const none = tender.readings
        .find((one) => one.id === id)!
        .options.every((option) => option.id === picks[id!] || `${id}=${option.id}` in cannotBeShown);
      return !shown && !none && !(claim in cannotBeShown);
    });
    expect(silent).toEqual([]);
  });
});
