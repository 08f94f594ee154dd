import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exact } from '../../../evaluators/arithmetic/index.ts';
import {
  boundOf,
  isOptimal,
  type MatchingProblem,
  maximumMatching,
  weightOfMatching,
} from '../../../evaluators/matching/index.ts';
import { bestByTrying } from './exhaustive.ts';

const side = (prefix: string, max: number) =>
  fc
    .array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: max })
    .map((capacities) => capacities.map((capacity, i) => ({ id: `${prefix}${i}`, capacity })));
const problems = fc.tuple(side('p', 4), side('k', 3)).chain(([left, right]) => {
  const all = left.flatMap(({ id: l }) => right.map(({ id: r }): [string, string] => [l, r]));
  return fc.record({
    left: fc.constant(left),
    right: fc.constant(right),
    edges: fc.subarray(all),
  });
});
const weighted = problems.chain((problem) =>
  fc
    .array(fc.integer({ min: 1, max: 4 }), {
      minLength: problem.right.length,
      maxLength: problem.right.length,
    })
    .map((weights) => ({ problem, weights })),
);

const plain: MatchingProblem = {
  left: [
    { id: 'a', capacity: 1 },
    { id: 'b', capacity: 1 },
  ],
  right: [
    { id: 'x', capacity: 1 },
    { id: 'y', capacity: 1 },
  ],
  edges: [
    ['a', 'x'],
    ['a', 'y'],
    ['b', 'x'],
  ],
};

describe('a matching', () => {
  it('is worth what trying every set of edges finds, and proves it', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const matching = maximumMatching(problem);
        expect(matching.pairs.length).toBe(bestByTrying(problem));
        expect(isOptimal(problem, matching)).toBe(true);
        expect(boundOf(problem, matching.covers[0]!)).toBe(matching.pairs.length);
      }),
      { numRuns: 400 },
    );
  });

  it('is so with weights, too', () => {
    fc.assert(
      fc.property(weighted, ({ problem, weights }) => {
        const heavy = {
          ...problem,
          right: problem.right.map((one, i) => ({ ...one, weight: exact(weights[i]!) })),
        };
        const matching = maximumMatching(heavy);
        const byId = Object.fromEntries(problem.right.map(({ id }, i) => [id, weights[i]!]));
        expect(weightOfMatching(heavy, matching).valueOf()).toBe(bestByTrying(problem, byId));
        expect(isOptimal(heavy, matching)).toBe(true);
        expect(matching.covers).toHaveLength(new Set(weights).size);
      }),
      { numRuns: 400 },
    );
  });

  it('takes an edge back where a later side needs it', () => {
    expect(maximumMatching(plain).pairs).toEqual([
      ['a', 'y'],
      ['b', 'x'],
    ]);
  });

  it('uses an edge once even where it is named twice and both sides have room', () => {
    const twice: MatchingProblem = {
      left: [{ id: 'a', capacity: 2 }],
      right: [{ id: 'x', capacity: 2 }],
      edges: [
        ['a', 'x'],
        ['a', 'x'],
      ],
    };
    const matching = maximumMatching(twice);
    expect(matching.pairs).toEqual([['a', 'x']]);
    expect(matching.covers[0]!.edges).toEqual([['a', 'x']]);
    expect(isOptimal(twice, matching)).toBe(true);
  });

  it('is proved by sides alone where each can be joined once', () => {
    const ones = problems.map((problem) => ({
      ...problem,
      left: problem.left.map((one) => ({ ...one, capacity: 1 })),
    }));
    fc.assert(
      fc.property(ones, (problem) => {
        expect(maximumMatching(problem).covers[0]!.edges).toEqual([]);
      }),
    );
  });

  it('of nothing is nothing', () => {
    const empty: MatchingProblem = { left: [], right: [], edges: [] };
    expect(maximumMatching(empty)).toEqual({ pairs: [], covers: [] });
    expect(isOptimal(empty, maximumMatching(empty))).toBe(true);
  });
});

describe('a proof', () => {
  const good = maximumMatching(plain);

  it.each([
    ['a pair less', { ...good, pairs: good.pairs.slice(1) }],
    [
      'an edge that does not exist',
      {
        ...good,
        pairs: [
          ['a', 'y'],
          ['b', 'y'],
        ] as [string, string][],
      },
    ],
    [
      'a side beyond its capacity',
      {
        ...good,
        pairs: [
          ['a', 'x'],
          ['b', 'x'],
        ] as [string, string][],
      },
    ],
    [
      'a person beyond the capacity',
      {
        ...good,
        pairs: [
          ['a', 'x'],
          ['a', 'y'],
        ] as [string, string][],
      },
    ],
    ['the same pair twice', { ...good, pairs: [good.pairs[0]!, good.pairs[0]!] }],
    ['no cover', { ...good, covers: [] }],
    [
      'a cover that leaves an edge open',
      { ...good, covers: [{ ...good.covers[0]!, left: [], right: ['x'], edges: [] }] },
    ],
    [
      'a cover that bounds too high',
      { ...good, covers: [{ ...good.covers[0]!, left: ['a', 'b'], right: ['x'], edges: [] }] },
    ],
  ])('does not hold with %s', (_, matching) => {
    expect(isOptimal(plain, good)).toBe(true);
    expect(isOptimal(plain, matching)).toBe(false);
  });

  it('does not hold with a bound that fits and an edge that it leaves open', () => {
    const cover = { ...good.covers[0]!, left: ['b'], right: ['y'], edges: [] };
    expect(boundOf(plain, cover)).toBe(good.pairs.length);
    expect(isOptimal(plain, { ...good, covers: [cover] })).toBe(false);
  });

  it('does not hold with a pair that stands for two where both sides have room', () => {
    const roomy: MatchingProblem = {
      left: [{ id: 'a', capacity: 2 }],
      right: [{ id: 'x', capacity: 2 }],
      edges: [['a', 'x']],
    };
    const { covers } = maximumMatching({ ...roomy, left: [{ id: 'a', capacity: 1 }] });
    const pairs: [string, string][] = [
      ['a', 'x'],
      ['a', 'x'],
    ];
    const sides = covers.map((cover) => ({ ...cover, left: ['a'], right: [], edges: [] }));
    expect(isOptimal(roomy, { pairs, covers: sides })).toBe(false);
  });

  it('of less than the best cannot be had: any smaller matching is refused whatever cover comes with it', () => {
    fc.assert(
      fc.property(problems, fc.nat(), (problem, pick) => {
        const matching = maximumMatching(problem);
        fc.pre(matching.pairs.length > 0);
        const pairs = matching.pairs.filter((_, i) => i !== pick % matching.pairs.length);
        expect(isOptimal(problem, { ...matching, pairs })).toBe(false);
      }),
    );
  });
});
