import { describe, expect, it } from 'vitest';
import { type EarlierRun, judge } from '../../evaluators/compliance/index.ts';
import {
  exitCodeOf,
  Fault,
  type Judgement,
  type Observation,
  outcomes,
  type RunRecord,
} from '../../spec/index.ts';
import { catalogue, checkableOf, observationOf, recordOf, tenderOf } from './fixture.ts';

const tender = tenderOf(checkableOf());
const components = [{ id: 'c1', role: 'object-storage' as const, endpoint: 'http://127.0.0.1:1' }];
const works = (value: boolean): Observation =>
  observationOf([{ measurand: 'works', values: [value] }], {
    evidence: [
      { digest: `sha256:${(value ? '1' : '0').repeat(64)}`, mediaType: 'text/plain', label: '证', bytes: 1 },
    ],
  });

/** The run of a month, with what it saw; nothing seen and not planned means that it was not selected. */
function runOf(month: number, observations: Observation[], over: Partial<RunRecord> = {}): RunRecord {
  const day = `2026-0${month}-01`;
  const base = recordOf(
    observations.map((o) => ({ ...o, window: { from: `${day}T00:00:00Z`, to: `${day}T01:00:00Z` } })),
  );
  return {
    ...base,
    id: `run-${month}`,
    startedAt: `${day}T00:00:00Z`,
    finishedAt: `${day}T02:00:00Z`,
    target: { ...base.target, components },
    plan: observations.length > 0 ? base.plan : { ...base.plan, items: [] },
    ...over,
  };
}
function judged(record: RunRecord, earlier: EarlierRun[] = []): Judgement {
  const asOf = record.finishedAt!;
  return { revision: 1, ...judge({ tender, catalogue, record, recordDigest: record.id, asOf, earlier }) };
}
function earlierOf(record: RunRecord, before: EarlierRun[] = []): EarlierRun {
  return {
    link: { run: record.id, recordDigest: 'r', revision: 1, judgementDigest: 'j' },
    record,
    judgement: judged(record, before),
  };
}
const refutedFirst = earlierOf(runOf(1, [works(false)]));

describe('a retest', () => {
  it('tells 初测不符合 and 复测符合 with both dates and both pieces of evidence', () => {
    const { retest, requirements } = judged(runOf(2, [works(true)]), [refutedFirst]);
    expect(requirements[0]!.outcome).toBe('satisfied');
    expect(retest!.checks).toEqual([
      {
        check: '1/v',
        state: 'repaired',
        sights: [
          expect.objectContaining({
            run: 'run-1',
            revision: 1,
            at: '2026-01-01T01:00:00Z',
            outcome: 'not-satisfied',
            evidence: [`sha256:${'0'.repeat(64)}`],
          }),
          expect.objectContaining({
            run: 'run-2',
            at: '2026-02-01T01:00:00Z',
            outcome: 'satisfied',
            evidence: [`sha256:${'1'.repeat(64)}`],
          }),
        ],
      },
    ]);
  });

  it('that does not measure what was refuted leaves it open, also in the exit code', () => {
    const uncovered = judged(runOf(2, [], { plan: { ...runOf(2, []).plan, only: [] } }), [refutedFirst]);
    expect(uncovered.retest!.checks).toMatchObject([{ state: 'uncovered', sights: [{}, { absent: true }] }]);
    expect(exitCodeOf(uncovered)).toBe(2);
    const unplanned = judged(runOf(2, []), [refutedFirst]);
    expect(unplanned.requirements[0]!.outcome).toBe('not-assessed');
    expect(unplanned.retest!.checks[0]!.state).toBe('uncovered');
  });

  it('a clause that holds beside one that is left open does not end in 0', () => {
    const two = tenderOf(checkableOf(), checkableOf({ id: '2' }));
    const first = runOf(1, [works(false)]);
    const again = runOf(2, [works(true)]);
    const only = { ...again, plan: { ...again.plan, only: ['1'] } };
    const before: EarlierRun = {
      ...earlierOf(first),
      judgement: {
        revision: 1,
        ...judge({ tender: two, catalogue, record: first, recordDigest: 'r', asOf: first.finishedAt! }),
      },
    };
    const draft = judge({
      tender: two,
      catalogue,
      record: only,
      recordDigest: 'r',
      asOf: only.finishedAt!,
      earlier: [before],
    });
    expect(draft.requirements.map(({ outcome }) => outcome)).toEqual(['satisfied']);
    expect(draft.retest!.checks.map(({ check, state }) => [check, state])).toEqual([
      ['1/v', 'repaired'],
      ['2/v', 'uncovered'],
    ]);
    expect(exitCodeOf({ revision: 1, ...draft })).toBe(2);
  });

  it.each([
    ['refuted again', [works(false)], {}, 'still-refuted'],
    ['without a result', [{ ...works(true), state: 'errored', measurements: [] }], {}, 'undecided'],
  ] as [string, Observation[], Partial<RunRecord>, string][])('%s', (_, observations, over, state) => {
    expect(judged(runOf(2, observations, over), [refutedFirst]).retest!.checks[0]!.state).toBe(state);
  });

  it('tells what is refuted for the first time', () => {
    const first = earlierOf(runOf(1, [works(true)]));
    expect(judged(runOf(2, [works(false)]), [first]).retest!.checks[0]!.state).toBe('newly-refuted');
  });

  it('keeps the first failure through the whole chain; a middle retest counts only where nobody asked again', () => {
    const second = earlierOf(runOf(2, [works(true)]), [refutedFirst]);
    const third = judged(runOf(3, []), [refutedFirst, second]);
    expect(third.retest!.checks[0]).toMatchObject({ state: 'repaired-before' });
    expect(third.retest!.checks[0]!.sights.map(({ outcome }) => outcomes[outcome])).toEqual([
      '不符合',
      '符合',
      '未评估',
    ]);
    const broken = judged(runOf(3, [{ ...works(true), state: 'errored', measurements: [] }]), [
      refutedFirst,
      second,
    ]);
    expect(broken.retest!.checks[0]!.state).toBe('undecided');
    const refutedAgain = earlierOf(runOf(3, [works(false)]), [refutedFirst, second]);
    expect(judged(runOf(4, []), [refutedFirst, second, refutedAgain]).retest!.checks[0]!.state).toBe(
      'uncovered',
    );
  });

  it('no chain, no retest', () => {
    expect(judged(runOf(2, [works(true)]))).not.toHaveProperty('retest');
  });
});

describe('what is no retest is refused', () => {
  const faultOf = (record: RunRecord, chain: EarlierRun[]): Fault => {
    try {
      judged(record, chain);
    } catch (error) {
      if (error instanceof Fault) return error;
      throw error;
    }
    throw new Error('was taken');
  };
  const good = runOf(2, [works(true)]);
  it.each([
    ['another tender', { tender: { ...good.tender, id: 'other' } }, '招标规格'],
    ['another platform', { target: { ...good.target, name: '别的云' } }, '别的云'],
    ['a stand-in for the real one', { target: { ...good.target, simulated: false } }, '仿真平台'],
    [
      'another endpoint',
      { target: { ...good.target, components: [{ ...components[0]!, endpoint: 'http://127.0.0.1:2' }] } },
      '部件 c1',
    ],
    ['no component in common', { target: { ...good.target, components: [] } }, '没有相同的部件'],
    ['itself', { id: 'run-1' }, '成环'],
    ['what comes later', { startedAt: '2025-12-01T00:00:00Z' }, '不晚于'],
  ] as [string, Partial<RunRecord>, string][])('%s', (_, over, word) => {
    const fault = faultOf({ ...good, ...over }, [refutedFirst]);
    expect(fault.code).toBe('RECORD_INVALID');
    expect(fault.message).toContain(word);
  });
  it('a chain that comes back to a run', () => {
    const second = earlierOf(runOf(2, [works(true)]), [refutedFirst]);
    expect(faultOf(runOf(3, [works(true)]), [refutedFirst, second, refutedFirst]).message).toContain('成环');
  });
});
