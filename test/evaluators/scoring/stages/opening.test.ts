import { describe, expect, it } from 'vitest';
import { secondsOf } from '../../../../evaluators/scoring/facts/instants.ts';
import { opening } from '../../../../evaluators/scoring/stages/opening.ts';
import { type Admission, rulingOf } from '../../../../spec/index.ts';
import { admissionOf, bidOf, roundOf, tender, tenderWith } from '../fixture.ts';
import { outOf, resultOf, situationOf } from './review-situation.ts';

const items = tender.review!.admission.items;
const idOf = (fact: string) => items.find((item) => item.fact === fact)!.id;
const { bidDeadline, obtainableFrom, obtainableUntil } = tender.dates;
const later = (instant: string, seconds: number) =>
  new Date(Date.parse(instant) + seconds * 1000).toISOString();
const limit = tender.review!.admission.items.find(({ fact }) => fact === 'decrypted-in-time')!.limit!;

const rounds = (alpha: Partial<Admission> | undefined, mode: 'rehearsal' | 'authorised' = 'rehearsal') =>
  roundOf({
    head: { mode },
    bids: ['alpha', 'beta', 'gamma', 'delta'].map((id) => bidOf(id)),
    admissions: ['alpha', 'beta', 'gamma', 'delta'].flatMap((id) => {
      if (id !== 'alpha') return [admissionOf(id)];
      if (!alpha) return [];
      const whole = { ...admissionOf(id), ...alpha };
      return [Object.fromEntries(Object.entries(whole).filter(([, v]) => v !== undefined)) as Admission];
    }),
  });
const run = (
  alpha: { [K in keyof Admission]?: Admission[K] | undefined } | undefined,
  { mode, of = tender }: { mode?: 'rehearsal' | 'authorised'; of?: typeof tender } = {},
) => opening(situationOf(rounds(alpha as Partial<Admission>, mode), { tender: of }));

describe('instants', () => {
  it('are exact whatever offset and fraction they are written with', () => {
    expect(secondsOf('1970-01-01T08:00:00+08:00').toFraction()).toBe('0');
    expect(secondsOf('2026-06-02T00:30:00.25Z').toFraction()).toBe(
      `${(Date.parse('2026-06-02T00:30:00Z') / 1000) * 4 + 1}/4`,
    );
    expect(secondsOf('2024-02-29T23:59:59-03:30').toFraction()).toBe(
      String(Date.parse('2024-02-29T23:59:59-03:30') / 1000),
    );
    expect(secondsOf('2026-05-01').equals(secondsOf('2026-05-01T00:00:00+08:00'))).toBe(true);
    expect(() => secondsOf('morgen')).toThrow('not an instant');
  });
});

it('lets a round in which everything is in order pass', () => {
  for (const mode of ['rehearsal', 'authorised'] as const) {
    const outcome = run({}, { mode });
    expect(outcome.results!.map(({ result }) => result)).toEqual(outcome.results!.map(() => 'clear'));
    expect(outcome.results).toHaveLength(4 * items.filter((item) => item.fact).length);
    expect([outcome.invalid, outcome.awaited, outcome.withdrawn, outcome.end]).toEqual([
      [],
      [],
      [],
      undefined,
    ]);
    expect(outcome.steps!.at(-1)!.value).toBe('4');
  }
});

describe.each([
  ['uploadedAt', 'uploaded-in-time'],
  ['signedInAt', 'signed-in-in-time'],
] as const)('%s against the deadline', (member, fact) => {
  it.each([
    [-0.001, 'clear'],
    [0, 'hit'],
    [1, 'hit'],
  ])('%s s after it is %s', (seconds, result) => {
    const outcome = run({ [member]: later(bidDeadline, seconds) });
    expect(resultOf(outcome, 'alpha', idOf(fact)).result).toBe(result);
    expect(outOf(outcome)).toEqual(result === 'hit' ? ['alpha'] : []);
  });

  it('counts the very instant as in time where the tender does', () => {
    const of = tenderWith({ A01: 'on-time' });
    expect(resultOf(run({ [member]: bidDeadline }, { of }), 'alpha', idOf(fact)).result).toBe('clear');
    expect(resultOf(run({ [member]: later(bidDeadline, 0.001) }, { of }), 'alpha', idOf(fact)).result).toBe(
      'hit',
    );
  });

  it('is unknown when it is not on record', () => {
    expect(resultOf(run({ [member]: undefined }), 'alpha', idOf(fact)).result).toBe('unknown');
    expect(run({ [member]: undefined }).awaited).toEqual([]);
    const binding = run({ [member]: undefined }, { mode: 'authorised' });
    expect(binding.awaited).toMatchObject([{ bid: 'alpha', item: idOf(fact) }]);
    expect(binding.awaited![0]!.what).toContain('不能确定');
  });
});

it.each([
  [later(obtainableFrom!, -1), 'hit'],
  [obtainableFrom!, 'clear'],
  [obtainableUntil!, 'clear'],
  [later(obtainableUntil!, 0.5), 'hit'],
  [undefined, 'unknown'],
])('obtained at %s is %s', (obtainedAt, result) => {
  expect(resultOf(run({ obtainedAt }), 'alpha', idOf('obtained-in-time')).result).toBe(result);
});

it('takes the platform’s word that something was not done', () => {
  expect(outOf(run({ obtainedAt: undefined, notObtained: true }))).toEqual(['alpha']);
  const outcome = run({ signedInAt: undefined, noSignIn: true });
  expect(outcome.invalid).toMatchObject([
    { bid: 'alpha', item: idOf('signed-in-in-time'), stage: 'opening' },
  ]);
});

it.each(['made-with-tool', 'same-generation'] as const)('%s is as it is on record', (fact) => {
  const member = fact === 'made-with-tool' ? 'madeWithTool' : 'sameGeneration';
  expect(outOf(run({ [member]: false }))).toEqual(['alpha']);
  expect(resultOf(run({ [member]: undefined }), 'alpha', idOf(fact)).result).toBe('unknown');
});

describe('decryption', () => {
  const seconds = limit.value * 60;
  const id = idOf('decrypted-in-time');

  it('is in time to the last second of the limit', () => {
    expect(resultOf(run({ decryptedAt: later(bidDeadline, seconds) }), 'alpha', id).result).toBe('clear');
    expect(outOf(run({ decryptedAt: later(bidDeadline, seconds + 1), decryptionFailed: 'own' }))).toEqual([
      'alpha',
    ]);
  });

  it('voids the bid where the failure is its own', () => {
    const outcome = run({ decryptedAt: undefined, decryptionFailed: 'own' });
    expect(outOf(outcome)).toEqual(['alpha']);
    expect(outcome.end).toBeUndefined();
  });

  it('stops the opening, never the bid, where it is another’s', () => {
    const outcome = run({ decryptedAt: undefined, decryptionFailed: 'other', imported: undefined });
    expect(outOf(outcome)).toEqual([]);
    expect(resultOf(outcome, 'alpha', id)).toMatchObject({ result: 'hit', effect: 'suspend' });
    expect(outcome.end).toMatchObject({ kind: 'stopped', item: id });
    expect(outcome.end!.reasons[0]).toContain('非投标人原因');
  });

  it('goes on once the bid was decrypted late or its plain file imported', () => {
    const late = { decryptedAt: later(bidDeadline, seconds + 60), decryptionFailed: 'other' } as const;
    expect(resultOf(run(late), 'alpha', id).result).toBe('clear');
    const plain = { decryptedAt: undefined, decryptionFailed: 'other', imported: true } as const;
    expect(resultOf(run(plain), 'alpha', id).result).toBe('clear');
  });

  it('waits in every mode until it is known whose failure it was', () => {
    for (const mode of ['rehearsal', 'authorised'] as const)
      for (const alpha of [
        { decryptedAt: undefined, decryptionFailed: 'unknown' as const },
        { decryptedAt: later(bidDeadline, seconds + 60) },
      ]) {
        const outcome = run(alpha, { mode });
        expect(resultOf(outcome, 'alpha', id).result).toBe('unknown');
        expect(outcome.awaited).toMatchObject([
          {
            bid: 'alpha',
            item: id,
            who: rulingOf(tender.review!.admission, items.find((one) => one.id === id)!).decidedBy,
          },
        ]);
        expect(outOf(outcome)).toEqual([]);
      }
  });

  it('voids the bid whatever the reason where the tender is read so', () => {
    const of = tenderWith({ A02: 'any-reason' });
    for (const side of ['own', 'other', 'unknown'] as const)
      expect(outOf(run({ decryptedAt: undefined, decryptionFailed: side }, { of }))).toEqual(['alpha']);
  });
});

it.each([
  [{ imported: undefined }, 'unknown', []],
  [{ imported: false }, 'unknown', []],
  [{ imported: false, importFailed: 'own' as const }, 'hit', ['alpha']],
  [{ imported: false, importFailed: 'other' as const }, 'hit', []],
])('import %j is %s', (alpha, result, out) => {
  const outcome = run(alpha);
  expect(resultOf(outcome, 'alpha', idOf('imported')).result).toBe(result);
  expect(outOf(outcome)).toEqual(out);
  expect(outcome.end?.kind).toBe(
    'importFailed' in alpha && alpha.importFailed === 'other' ? 'stopped' : undefined,
  );
});

describe('withdrawal', () => {
  it('before the deadline leaves no ground and no result', () => {
    const outcome = run({ withdrawnAt: later(bidDeadline, -1) });
    expect(outcome.withdrawn).toEqual(['alpha']);
    expect(outcome.results!.some(({ bid }) => bid === 'alpha')).toBe(false);
    expect(outcome.steps!.at(-1)!.value).toBe('3');
  });

  it('at the deadline is too late, and the bid stands', () => {
    const outcome = run({ withdrawnAt: bidDeadline });
    expect(outcome.withdrawn).toEqual([]);
    expect(outcome.notices).toMatchObject([{ bids: ['alpha'], kind: 'advice' }]);
    expect(
      opening(situationOf(rounds({ withdrawnAt: bidDeadline }), { tender: tenderWith({ A01: 'on-time' }) }))
        .withdrawn,
    ).toEqual(['alpha']);
  });

  it('is undone by a later upload', () => {
    const outcome = run({ withdrawnAt: later(bidDeadline, -600), uploadedAt: later(bidDeadline, -300) });
    expect(outcome.withdrawn).toEqual([]);
  });
});

describe('bidders at the deadline', () => {
  const three = (patch: Partial<Admission>, head = {}) =>
    opening(
      situationOf(
        roundOf({
          head,
          admissions: ['alpha', 'beta', 'gamma'].map((id) => ({
            ...admissionOf(id),
            ...(id === 'alpha' ? patch : {}),
          })),
        }),
      ),
    );

  it('are counted without late and withdrawn bids', () => {
    expect(three({}).end).toBeUndefined();
    expect(three({ uploadedAt: bidDeadline }).end).toMatchObject({ kind: 'cancelled' });
    expect(three({ withdrawnAt: later(bidDeadline, -1) }).end).toMatchObject({ kind: 'cancelled' });
    // What fails after the deadline was a bid at the deadline.
    expect(three({ signedInAt: bidDeadline }).end).toBeUndefined();
  });

  it('are not counted where a bidder rehearses alone', () => {
    expect(three({ uploadedAt: bidDeadline }, { alone: true }).end).toBeUndefined();
  });
});

it('says once of a bid that it has no record, and in a rehearsal goes on', () => {
  expect(run(undefined).awaited).toEqual([]);
  expect(
    run(undefined)
      .results!.filter(({ bid }) => bid === 'alpha')
      .every(({ result }) => result === 'unknown'),
  ).toBe(true);
  expect(run(undefined, { mode: 'authorised' }).awaited).toMatchObject([{ bid: 'alpha' }]);
});

describe('faults of the platform', () => {
  const suspends = items.find((item) => item.effect === 'suspend')!;
  const faulty = (resumedAt?: string) =>
    opening(
      situationOf(
        roundOf({
          head: {
            opening: {
              startedAt: bidDeadline,
              faults: [{ fact: '停电', at: bidDeadline, ...(resumedAt ? { resumedAt } : {}) }],
            },
          },
        }),
      ),
    );

  it('stop the opening until it is resumed', () => {
    expect(faulty().end).toMatchObject({ kind: 'stopped', item: suspends.id, clause: suspends.clause });
    const resumed = faulty(later(bidDeadline, 3600));
    expect(resumed.end).toBeUndefined();
    expect(resumed.steps!.find(({ label }) => label === suspends.title)?.value).toContain('恢复');
  });
});

it('has nothing to do where the tender has no review', () => {
  const { review: _, ...rest } = tender;
  expect(opening(situationOf(roundOf(), { tender: rest }))).toEqual({ notApplicable: true });
});
