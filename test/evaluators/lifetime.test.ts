import { describe, expect, it } from 'vitest';
import { judge } from '../../evaluators/compliance/index.ts';
import { type Catalogue, type Expectation, endOfLifetime, type Lifetime } from '../../spec/index.ts';
import { catalogue, checkableOf, observationOf, recordOf, tenderOf, verificationOf } from './fixture.ts';

const seenAt = '2026-01-31T00:00:01Z';
const lifetime = (value: number, unit: Lifetime['unit'], source = '合同第 1 条'): Lifetime => ({
  value,
  unit,
  source,
});

function checkOf(asOf: string, expectation: Partial<Expectation>, contract?: Lifetime, value = true) {
  const known = catalogue.get('thing-size')!;
  const aged: Catalogue = new Map([['thing-size', contract ? { ...known, validFor: contract } : known]]);
  const verification = verificationOf({ measurand: 'works', equals: true, ...expectation });
  const record = recordOf([
    observationOf([{ measurand: 'works', values: [value] }], { window: { from: seenAt, to: seenAt } }),
  ]);
  const tender = tenderOf(checkableOf({ verification: [verification] }));
  return judge({ tender, catalogue: aged, record, recordDigest: 'r', asOf }).requirements[0]!.parts[0]!
    .checks[0]!;
}

describe('a lifetime', () => {
  it.each([
    [lifetime(36, 'h'), '2026-02-01T12:00:01.000Z'],
    [lifetime(1, 'd'), '2026-02-01T00:00:01.000Z'],
    // The day that February lacks becomes its last.
    [lifetime(1, 'month'), '2026-02-28T00:00:01.000Z'],
    [lifetime(2, 'year'), '2028-01-31T00:00:01.000Z'],
  ])('of %o ends at %s', (of, end) => {
    expect(Date.parse(endOfLifetime(seenAt, of))).toBe(Date.parse(end));
  });

  it('goes by the wall time of Beijing: 17:00 UTC is the next day there', () => {
    expect(Date.parse(endOfLifetime('2026-01-30T17:00:00Z', lifetime(1, 'month')))).toBe(
      Date.parse('2026-02-28T01:00:00+08:00'),
    );
  });
});

describe('evidence', () => {
  const day = { validFor: lifetime(1, 'd') };
  it('holds up to the last instant of its lifetime and not one step longer', () => {
    expect(checkOf('2026-02-01T00:00:01Z', day)).toMatchObject({ outcome: 'satisfied' });
    expect(checkOf('2026-02-01T00:00:01.001Z', day)).toMatchObject({
      outcome: 'not-assessed',
      reason: 'evidence-expired',
      remark: expect.stringContaining('合同第 1 条'),
      validUntil: { at: '2026-02-01T00:00:01.000Z', source: '合同第 1 条' },
    });
  });
  it('that is too old refutes no more than it satisfies', () => {
    expect(checkOf('2026-02-01T00:00:01Z', day, undefined, false).outcome).toBe('not-satisfied');
    expect(checkOf('2026-02-02T00:00:00Z', day, undefined, false)).toMatchObject({
      outcome: 'not-assessed',
      reason: 'evidence-expired',
      comparisons: [{ met: null }],
    });
  });
  it('never expires without a lifetime', () => {
    const check = checkOf('2099-01-01T00:00:00Z', {});
    expect(check.outcome).toBe('satisfied');
    expect(check).not.toHaveProperty('validUntil');
  });
  it('ages by the contract of its probe too; the shorter lifetime binds', () => {
    expect(checkOf('2026-03-15T00:00:00Z', {}, lifetime(1, 'month', '方法')).reason).toBe('evidence-expired');
    expect(
      checkOf('2026-02-01T00:00:00Z', { validFor: lifetime(1, 'year') }, lifetime(1, 'month', '方法')),
    ).toMatchObject({
      outcome: 'satisfied',
      validUntil: { source: '方法' },
    });
  });
});

describe('evidence that was gathered with other inputs', () => {
  it('does not count where a spec falls back to the default', () => {
    const item = { id: 'i1', probe: 'thing-size', probeVersion: 1, component: 'c1', inputs: { rounds: 5 } };
    const record = recordOf([observationOf([{ measurand: 'works', values: [true] }])], {
      plan: { digest: 'plan', items: [item], plannedProbes: [], absentRoles: [] },
    });
    const reasonWith = (inputs?: Record<string, unknown>) => {
      const verification = {
        ...verificationOf({ measurand: 'works', equals: true }),
        ...(inputs ? { inputs } : {}),
      };
      const tender = tenderOf(checkableOf({ verification: [verification] }));
      return judge({ tender, catalogue, record, recordDigest: 'r', asOf: seenAt }).requirements[0]!.reason;
    };
    expect(reasonWith()).toBe('gathered-otherwise');
    expect(reasonWith({ rounds: 5 })).toBe('all-met');
  });
});
