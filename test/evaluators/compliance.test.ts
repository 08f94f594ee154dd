import { describe, expect, it } from 'vitest';
import { judge } from '../../evaluators/compliance/index.ts';
import {
  type Expectation,
  exitCodeOf,
  type Judgement,
  type Measurement,
  type Observation,
  type Plan,
  type RunRecord,
} from '../../spec/index.ts';
import {
  catalogue,
  checkableOf,
  itemOf,
  observationOf,
  recordOf,
  tenderOf,
  verificationOf,
} from './fixture.ts';

const asOf = '2026-01-01T00:01:00Z';

function verdictOf(
  expectation: Expectation,
  measurements: Measurement[],
  observed: Partial<Observation> = {},
  recorded: Partial<RunRecord> = {},
) {
  const tender = tenderOf(checkableOf({ verification: [verificationOf(expectation)] }));
  const record = recordOf([observationOf(measurements, observed)], recorded);
  const { requirements } = judge({ tender, catalogue, record, recordDigest: 'r', asOf });
  return requirements[0]!.parts[0]!.checks[0]!;
}

const gb = (value: number) => ({ value, unit: 'GB' as const });
const size = (...values: number[]): Measurement[] => [{ measurand: 'size', unit: 'GB', values }];

describe('a figure at its limit and one step either side', () => {
  it.each([
    ['atLeast', 9.999, 'not-satisfied'],
    ['atLeast', 10, 'satisfied'],
    ['atLeast', 10.001, 'satisfied'],
    ['moreThan', 10, 'not-satisfied'],
    ['moreThan', 10.001, 'satisfied'],
    ['atMost', 9.999, 'satisfied'],
    ['atMost', 10, 'satisfied'],
    ['atMost', 10.001, 'not-satisfied'],
    ['lessThan', 10, 'not-satisfied'],
    ['lessThan', 9.999, 'satisfied'],
    ['equals', 10, 'satisfied'],
    ['equals', 9.999, 'not-satisfied'],
  ] as const)('%s 10 GB against %d GB is %s', (comparator, measured, outcome) => {
    expect(verdictOf({ measurand: 'size', [comparator]: gb(10) }, size(measured)).outcome).toBe(outcome);
  });

  it('compares across units: 1 TB is not 1 TiB', () => {
    expect(verdictOf({ measurand: 'size', atLeast: { value: 1, unit: 'TB' } }, size(1000)).outcome).toBe(
      'satisfied',
    );
    expect(verdictOf({ measurand: 'size', atLeast: { value: 1, unit: 'TiB' } }, size(1000)).outcome).toBe(
      'not-satisfied',
    );
  });
});

describe('aggregation', () => {
  it('is pessimistic when the clause names none', () => {
    expect(verdictOf({ measurand: 'size', atLeast: gb(10) }, size(20, 9, 30)).outcome).toBe('not-satisfied');
    expect(verdictOf({ measurand: 'size', atMost: gb(10) }, size(1, 11)).outcome).toBe('not-satisfied');
    expect(
      verdictOf({ measurand: 'works', equals: true }, [{ measurand: 'works', values: [true, false] }])
        .outcome,
    ).toBe('not-satisfied');
  });
  it.each([
    ['mean', 20, 'satisfied'],
    ['mean', 20.001, 'not-satisfied'],
    ['median', 10, 'satisfied'],
    ['p95', 50, 'satisfied'],
    ['p95', 50.001, 'not-satisfied'],
    ['sum', 100, 'satisfied'],
    ['last', 50, 'satisfied'],
  ] as const)('takes the %s that the clause names: at least %d', (aggregate, limit, outcome) => {
    expect(
      verdictOf({ measurand: 'size', aggregate, atLeast: gb(limit) }, size(5, 10, 10, 25, 50)).outcome,
    ).toBe(outcome);
  });
  it('compares sets', () => {
    const kinds: Measurement[] = [{ measurand: 'kinds', values: [['a', 'b']] }];
    expect(verdictOf({ measurand: 'kinds', includes: ['a', 'b'] }, kinds).outcome).toBe('satisfied');
    expect(verdictOf({ measurand: 'kinds', includes: ['a', 'c'] }, kinds).outcome).toBe('not-satisfied');
    expect(verdictOf({ measurand: 'kinds', includesAny: ['c', 'b'] }, kinds).outcome).toBe('satisfied');
    expect(verdictOf({ measurand: 'kinds', includesAny: ['c'] }, kinds).outcome).toBe('not-satisfied');
    expect(verdictOf({ measurand: 'kinds', excludes: ['c'] }, kinds).outcome).toBe('satisfied');
    expect(verdictOf({ measurand: 'kinds', excludes: ['b'] }, kinds).outcome).toBe('not-satisfied');
    expect(
      verdictOf({ measurand: 'kinds', excludes: ['c'] }, [{ measurand: 'kinds', values: [] }]).outcome,
    ).toBe('inconclusive');
  });
});

describe('nothing is satisfied that was not seen', () => {
  const wish: Expectation = { measurand: 'works', equals: true };
  const good: Measurement[] = [{ measurand: 'works', values: [true] }];
  it.each([
    ['no measurement', [], {}, 'inconclusive', 'no-samples'],
    ['no samples', [{ measurand: 'works', values: [] }], {}, 'inconclusive', 'no-samples'],
    [
      'an error of the target',
      good,
      { state: 'errored', fault: { code: 'TARGET_CLOSED', message: 'x' } },
      'inconclusive',
      'target-errored',
    ],
    [
      'a time limit',
      good,
      { state: 'timed-out', fault: { code: 'TIME_LIMIT', message: 'x' } },
      'inconclusive',
      'timed-out',
    ],
    [
      'an interruption',
      good,
      { state: 'aborted', fault: { code: 'ABORTED', message: 'x' } },
      'inconclusive',
      'aborted',
    ],
    [
      'a defect of ours',
      good,
      { state: 'errored', fault: { code: 'DEFECT', message: 'x' } },
      'not-assessed',
      'instrument-defect',
    ],
    [
      'a result still awaited',
      [],
      { state: 'awaiting', until: '2026-01-03T00:00:00Z' },
      'not-assessed',
      'awaiting',
    ],
    ["the platform's own word", good, { tier: 'declared-by-target' }, 'inconclusive', 'declared-by-target'],
    ['a paper', good, { tier: 'declared-on-paper' }, 'inconclusive', 'declared-on-paper'],
    ['an accredited third party', good, { tier: 'third-party' }, 'satisfied', 'all-met'],
  ] as [string, Measurement[], Partial<Observation>, string, string][])(
    '%s',
    (_, measurements, observed, outcome, reason) => {
      expect(verdictOf(wish, measurements, observed)).toMatchObject({ outcome, reason });
    },
  );

  it("the platform's own word does not refute either", () => {
    expect(
      verdictOf(wish, [{ measurand: 'works', values: [false] }], { tier: 'declared-by-target' }).outcome,
    ).toBe('inconclusive');
  });
  it('a partial result counts before the rest is collected', () => {
    expect(
      verdictOf(wish, [{ measurand: 'works', values: [false] }], { state: 'awaiting', until: asOf }).outcome,
    ).toBe('not-satisfied');
  });
  it('too few samples do not satisfy, but one refuting sample is enough', () => {
    expect(verdictOf({ ...wish, minSamples: 2 }, good)).toMatchObject({
      outcome: 'inconclusive',
      reason: 'too-few-samples',
    });
    expect(verdictOf({ ...wish, minSamples: 2 }, [{ measurand: 'works', values: [false] }]).outcome).toBe(
      'not-satisfied',
    );
    expect(
      verdictOf({ measurand: 'size', aggregate: 'mean', atLeast: gb(10), minSamples: 2 }, size(1)).reason,
    ).toBe('too-few-samples');
  });
});

describe('what the plan tells', () => {
  const wish: Expectation = { measurand: 'works', equals: true };
  const plan = (overrides: Partial<Plan>): Partial<RunRecord> => ({
    plan: { digest: 'plan', items: [], plannedProbes: [], absentRoles: [], ...overrides },
  });
  it.each([
    ['a probe nobody has built', plan({ plannedProbes: ['thing-size'] }), 'not-assessed', 'probe-planned'],
    [
      'a role the target file does not name',
      plan({ absentRoles: ['object-storage'] }),
      'not-assessed',
      'component-absent',
    ],
    ['a plan without it', plan({}), 'not-assessed', 'not-selected'],
    [
      'an observation that vanished',
      plan({ items: [itemOf({ id: 'gone' })] }),
      'inconclusive',
      'observation-missing',
    ],
    [
      'a run that was cut off',
      { ...plan({ items: [itemOf({ id: 'gone' })] }), ended: 'cut-off' as const },
      'inconclusive',
      'aborted',
    ],
    [
      'evidence of another plan',
      plan({ digest: 'other', items: [itemOf()] }),
      'inconclusive',
      'observation-missing',
    ],
  ] as [string, Partial<RunRecord>, string, string][])('%s', (_, recorded, outcome, reason) => {
    expect(verdictOf(wish, [{ measurand: 'works', values: [true] }], {}, recorded)).toMatchObject({
      outcome,
      reason,
    });
  });

  it('evidence gathered with other inputs does not count', () => {
    const verification = { ...verificationOf(wish), inputs: { rounds: 5 } };
    const tender = tenderOf(checkableOf({ verification: [verification] }));
    const record = recordOf([observationOf([{ measurand: 'works', values: [true] }])]);
    const check = judge({ tender, catalogue, record, recordDigest: 'r', asOf }).requirements[0]!.parts[0]!
      .checks[0]!;
    expect(check).toMatchObject({ outcome: 'not-assessed', reason: 'gathered-otherwise' });
  });

  it('holds every component of a role to it, or any where the clause says so', () => {
    const items = [itemOf(), itemOf({ id: 'i2', component: 'c2' })];
    const observations = [
      observationOf([{ measurand: 'works', values: [true] }]),
      observationOf([{ measurand: 'works', values: [false] }], {
        id: 'o-i2',
        planItem: 'i2',
        component: 'c2',
      }),
    ];
    const outcomeWith = (scope: 'every' | 'any') => {
      const tender = tenderOf(checkableOf({ verification: [verificationOf({ ...wish, scope })] }));
      const record = recordOf(observations, plan({ items }));
      return judge({ tender, catalogue, record, recordDigest: 'r', asOf }).requirements[0]!.outcome;
    };
    expect(outcomeWith('every')).toBe('not-satisfied');
    expect(outcomeWith('any')).toBe('satisfied');
  });
});

describe('clauses of several parts', () => {
  const seen = recordOf([observationOf([{ measurand: 'works', values: [true] }])]);
  const tested = verificationOf({ measurand: 'works', equals: true });
  const paper = {
    id: 'w',
    part: 'q',
    method: 'examine' as const,
    documents: ['screenshot' as const],
    due: 'bid' as const,
    why: '书面材料',
  };
  const parts = [
    { id: 'p', title: '一' },
    { id: 'q', title: '二' },
  ];
  const judged = (overrides: Parameters<typeof checkableOf>[0], record = seen) =>
    judge({ tender: tenderOf(checkableOf(overrides)), catalogue, record, recordDigest: 'r', asOf });

  it('half a clause is not satisfied', () => {
    const { requirements } = judged({ parts, verification: [tested, paper] });
    expect(requirements[0]).toMatchObject({ outcome: 'not-assessed', reason: 'paper-awaited' });
    expect(requirements[0]!.parts.map((p) => p.outcome)).toEqual(['satisfied', 'not-assessed']);
  });
  it('a part without verification is not-assessed', () => {
    expect(judged({ parts, verification: [tested] }).requirements[0]!.parts[1]).toMatchObject({
      outcome: 'not-assessed',
      reason: 'part-uncovered',
    });
  });
  it('a part may hold by any of its checks', () => {
    const either = [tested, { ...paper, part: 'p' }];
    expect(
      judged({ parts: [{ id: 'p', title: '一', holdsBy: 'anyOf' }], verification: either }).requirements[0]!
        .outcome,
    ).toBe('satisfied');
    expect(judged({ parts: [{ id: 'p', title: '一' }], verification: either }).requirements[0]!.outcome).toBe(
      'not-assessed',
    );
  });
  it('what is not yet due is not-assessed even with a sight of it, and due from its stage on', () => {
    const later = { ...tested, due: 'quarter' as const };
    const check = judged({ verification: [later] }).requirements[0]!.parts[0]!.checks[0]!;
    expect(check).toMatchObject({ outcome: 'not-assessed', reason: 'not-yet-due', inStage: false });
    expect(judged({ verification: [later] }, { ...seen, stage: 'quarter' }).requirements[0]!.outcome).toBe(
      'satisfied',
    );
  });
  it('counts over all clauses, those not encoded as not-assessed', () => {
    const { summary } = judged({});
    expect(summary.technicalClauses).toMatchObject({
      satisfied: 1,
      'not-assessed': 9,
      total: 10,
      encoded: 1,
    });
  });
  it('answers the exit code over the selected', () => {
    const code = (draft: ReturnType<typeof judged>) => exitCodeOf({ ...draft, revision: 1 } as Judgement);
    expect(code(judged({}))).toBe(0);
    expect(code(judged({ parts, verification: [tested, paper] }))).toBe(2);
    expect(code(judged({ verification: [verificationOf({ measurand: 'works', equals: false })] }))).toBe(1);
    expect(code(judge({ tender: tenderOf(), catalogue, record: seen, recordDigest: 'r', asOf }))).toBe(2);
  });
  it('is pure: twice the same', () => {
    expect(JSON.stringify(judged({ parts, verification: [tested, paper] }))).toBe(
      JSON.stringify(judged({ parts, verification: [tested, paper] })),
    );
  });
});
