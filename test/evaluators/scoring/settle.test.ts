import { describe, expect, it } from 'vitest';
import { type Look, type Matter, settle } from '../../../evaluators/scoring/settle.ts';
import type { RecordedFinding, ReviewItem, ReviewRecord, RoundMode, Vote } from '../../../spec/index.ts';
import { bidOf, committeeOf, roundOf, tender } from './fixture.ts';
import { situationOf } from './situation.ts';

const members = committeeOf();
const section = tender.review!.compliance;
const plain: ReviewItem = { ...section.items[0]!, statute: ['mof-87/63'] };
const votes = (inFavour: number, against: number) =>
  members.slice(0, inFavour + against).map(({ id }, index) => ({ member: id, for: index < inFavour }));

interface Setting {
  seen?: Look['seen'];
  record?: ReviewRecord;
  mode?: RoundMode;
  vote?: Vote;
  decidedBy?: Matter['section']['decidedBy'];
}
function settled({ seen, record, mode = 'rehearsal', vote, decidedBy = 'committee' }: Setting) {
  const bids = [bidOf('alpha'), bidOf('beta')];
  const { vote: _, decidedBy: __, effect: ___, ...item } = plain;
  const outcome = settle(
    situationOf(roundOf({ bids, head: { mode } })),
    {
      stage: 'compliance',
      section: { decidedBy, vote: vote ?? 'none', effect: 'invalid' },
      path: 'review/compliance',
      item,
      record,
    },
    { bid: 'alpha', facts: ['所见'], ...(seen ? { seen } : {}) },
  );
  const { result } = outcome;
  return {
    ...outcome,
    says: `${result.result} ${result.decided}`,
    waits: outcome.awaited.length,
    out: outcome.invalid !== undefined,
    kinds: outcome.notices.map(({ kind }) => kind),
  };
}
const finding = (result: 'hit' | 'clear', rest: Partial<RecordedFinding> = {}): RecordedFinding => ({
  item: plain.id,
  bids: ['alpha'],
  result,
  reasons: '理由',
  ...rest,
});
const found = (...findings: RecordedFinding[]): ReviewRecord => ({ findings });

describe('where nobody has looked', () => {
  it('a binding round waits, whatever the program sees', () => {
    for (const seen of ['clear', 'hit', 'unknown', undefined] as const)
      for (const mode of ['authorised', 'post-award'] as const)
        expect(settled({ mode, ...(seen ? { seen } : {}) })).toMatchObject({
          says: 'unknown computed',
          waits: 1,
          out: false,
          awaited: [{ who: 'committee', bid: 'alpha', statute: ['mof-87/63'] }],
        });
  });

  it('a rehearsal takes what the program sees, and of a hit says so', () => {
    expect(settled({ seen: 'clear' })).toMatchObject({ says: 'clear computed', waits: 0, kinds: [] });
    expect(settled({ seen: 'hit' })).toMatchObject({
      says: 'hit computed',
      waits: 0,
      kinds: ['provisional'],
      invalid: { bid: 'alpha', statute: ['mof-87/63'] },
      notices: [{ bids: ['alpha'] }],
    });
    expect(settled({ seen: 'unknown' })).toMatchObject({ says: 'unknown computed', waits: 0, out: false });
    expect(settled({})).toMatchObject({ says: 'unknown computed', waits: 0, out: false });
  });

  it('what the platform decides is as the platform recorded it, in a binding round, too', () => {
    const platform = { mode: 'authorised', decidedBy: 'platform' } as const;
    expect(settled({ ...platform, seen: 'clear' })).toMatchObject({ says: 'clear computed', waits: 0 });
    expect(settled({ ...platform, seen: 'hit' })).toMatchObject({
      says: 'hit computed',
      waits: 0,
      out: true,
    });
    expect(settled({ ...platform, seen: 'unknown' })).toMatchObject({ says: 'unknown computed', waits: 1 });
  });

  it('an item that does not apply waits for nobody, and is not said to be seen', () => {
    const { result, ...rest } = settled({ seen: 'not-applicable', mode: 'authorised' });
    expect(rest).toMatchObject({ says: 'not-applicable computed', waits: 0 });
    expect(result.seen).toBeUndefined();
    expect(settled({ seen: 'clear' }).result).toMatchObject({ seen: 'clear', statute: ['mof-87/63'] });
    expect('seen' in settled({}).result).toBe(false);
  });
});

describe('a record that the bid is clear', () => {
  it('holds unless the program sees a hit, which waits for a finding', () => {
    const record = { clear: ['alpha'] };
    for (const seen of ['clear', 'unknown', undefined] as const)
      expect(settled({ record, mode: 'authorised', ...(seen ? { seen } : {}) })).toMatchObject({
        says: 'clear recorded',
        waits: 0,
      });
    expect(settled({ record, seen: 'hit' })).toMatchObject({
      says: 'unknown recorded',
      waits: 1,
      out: false,
    });
    expect(settled({ record: { clear: ['beta'] }, mode: 'authorised', seen: 'clear' }).waits).toBe(1);
  });
});

describe('a finding', () => {
  it('holds, and where the program saw the contrary it says so', () => {
    const cases = [
      ['hit', 'hit', []],
      ['hit', 'clear', ['contradiction']],
      ['hit', 'unknown', []],
      ['clear', 'clear', []],
      ['clear', 'hit', ['contradiction']],
      ['clear', 'unknown', []],
    ] as const;
    for (const [result, seen, kinds] of cases)
      expect(settled({ record: found(finding(result)), seen, mode: 'authorised' })).toMatchObject({
        says: `${result} recorded`,
        out: result === 'hit',
        waits: 0,
        kinds,
        result: { reasons: ['理由'] },
      });
  });

  it('of a hit goes before one that the bid is clear, whichever was written first', () => {
    expect(settled({ record: found(finding('clear'), finding('hit')) }).out).toBe(true);
    expect(settled({ record: found(finding('hit'), finding('clear')) }).out).toBe(true);
  });

  it('of another bid or item settles nothing', () => {
    for (const other of [finding('hit', { bids: ['beta'] }), finding('hit', { item: 'another' })])
      expect(settled({ record: found(other), mode: 'authorised' })).toMatchObject({ out: false, waits: 1 });
  });
});

describe('a vote on a finding', () => {
  const hit = (inFavour: number, against: number, vote: Vote) =>
    settled({ record: found(finding('hit', { votes: votes(inFavour, against) })), vote });

  it('of two thirds or of all must be there', () => {
    for (const vote of ['two-thirds', 'all'] as const)
      expect(hit(0, 0, vote)).toMatchObject({ says: 'unknown recorded', waits: 1, out: false });
    // Of a majority silence is consent, so that a finding without votes is everybody’s.
    expect(hit(0, 0, 'majority')).toMatchObject({ says: 'hit recorded', waits: 0, out: true });
    expect(hit(0, 0, 'majority').result.vote).toBeUndefined();
  });

  it('carries a hit by five of seven, or by all; else the bid stays', () => {
    expect(hit(5, 2, 'two-thirds')).toMatchObject({ out: true, result: { vote: { needed: 5 } } });
    expect(hit(4, 3, 'two-thirds')).toMatchObject({ out: false, says: 'clear recorded' });
    expect(hit(7, 0, 'all').out).toBe(true);
    expect(hit(6, 1, 'all').out).toBe(false);
  });

  it('that does not carry makes nobody guilty who was found clear', () => {
    const record = found(finding('clear', { votes: votes(1, 6) }));
    expect(settled({ record, vote: 'majority' })).toMatchObject({ says: 'clear recorded', out: false });
  });

  it('is not counted where the rule knows none', () => {
    const one = hit(1, 6, 'none');
    expect(one.out).toBe(true);
    expect(one.result.vote).toBeUndefined();
  });
});
