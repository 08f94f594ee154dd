import { describe, expect, it } from 'vitest';
import { lowPrice } from '../../../../evaluators/scoring/stages/low-price.ts';
import type { LowPrice, Proceedings, RoundMode, Tender } from '../../../../spec/index.ts';
import { bidOf, committeeOf, proceedingsOf, roundOf, tender } from '../fixture.ts';
import { situationOf } from '../situation.ts';

type Row = NonNullable<Proceedings['lowPrice']>[number];

const members = committeeOf();
const votes = (inFavour: number, all = members.length) =>
  members.slice(0, all).map(({ id }, index) => ({ member: id, for: index < inFavour }));
const under = (change: Partial<LowPrice>): Tender => ({
  ...tender,
  review: { ...tender.review!, lowPrice: { ...tender.review!.lowPrice!, ...change } },
});
const testOf = (of: string) => tender.review!.lowPrice!.tests.find((test) => test.of === of)!;
const asked = { askedAt: '2026-06-02T10:00:00+08:00', answerBy: '2026-06-02T10:30:00+08:00' };
const given = { at: '2026-06-02T10:30:00+08:00', text: '成本测算', papers: ['测算表'] };
const four = { a: '40.00', b: '80.00', c: '85.00', d: '90.00' };
const three = { a: '40.00', b: '80.00', c: '85.00' };
const refused: Row = { bid: 'a', ...asked, noExplanation: true };

function run(
  quotes: Record<string, string>,
  rows: Row[] = [],
  { on = tender, mode = 'rehearsal' }: { on?: Tender; mode?: RoundMode } = {},
) {
  const bids = Object.keys(quotes).map((id) => bidOf(id));
  const round = roundOf({ bids, head: { mode }, proceedings: { ...proceedingsOf(bids), lowPrice: rows } });
  const outcome = lowPrice(situationOf(round, quotes, on));
  const hits = outcome.results!.filter(({ result, item }) => result === 'hit' && item !== 'explanation');
  return {
    ...outcome,
    hits: hits.map(({ bid, item }) => `${bid} ${item}`),
    explanation: outcome.results!.find(({ item }) => item === 'explanation'),
    texts: outcome.notices!.map(({ text }) => text),
  };
}

describe('the second lowest quote', () => {
  it('is found whatever the order of the bids', () => {
    const second = testOf('second-lowest').id;
    // Half of 95 is 47.50; of the bids as they stand the second is 46 or 100.
    for (const quotes of [
      { x: '100.00', a: '46.00', b: '95.00' },
      { b: '95.00', x: '100.00', a: '46.00' },
      { a: '46.00', x: '100.00', b: '95.00' },
    ])
      expect(run(quotes).hits).toEqual([`a ${second}`]);
  });
});

describe('a test that has nothing to compare with', () => {
  it('does not apply: one bid has no others’ mean and no second lowest quote', () => {
    const tests = tender
      .review!.lowPrice!.tests.filter(({ of }) => of === 'mean' || of === 'second-lowest')
      .map((test) => (test.of === 'mean' ? { ...test, self: 'excluded' as const } : test));
    const { results } = run({ a: '50.00' }, [], { on: under({ tests }) });
    expect(results!.map(({ result }) => result)).toEqual(['not-applicable', 'not-applicable']);
    expect(results![0]!.reasons[0]).toContain('不能比较');
  });

  it('does not make a tender without the rule', () => {
    const { lowPrice: _, ...review } = tender.review!;
    expect(lowPrice(situationOf(roundOf(), {}, { ...tender, review }))).toEqual({ notApplicable: true });
  });
});

describe('the committee’s own judgement', () => {
  it('calls for an explanation as the computed tests do', () => {
    const row: Row = { bid: 'a', judgement: { votes: votes(4), reasons: '低于人工成本' } };
    const { explanation, results } = run({ a: '70.00', b: '80.00', c: '85.00' }, [row]);
    expect(explanation).toMatchObject({ bid: 'a', result: 'unknown' });
    expect(results!.find(({ item, bid }) => item === testOf('judgement').id && bid === 'a')).toMatchObject({
      result: 'hit',
      reasons: ['低于人工成本'],
      vote: { carried: true },
    });
  });
});

describe('a bid without a convincing explanation', () => {
  it('leaves three of four to go on, and an open question removes nobody', () => {
    expect(run(four, [refused])).toMatchObject({ invalid: [{ bid: 'a' }] });
    expect(run(four, [refused]).end).toBeUndefined();
    expect(run(three).invalid).toEqual([]);
    expect(run(three).end).toBeUndefined();
  });

  it('ends the evaluation where the tender says suspend or cancel, and is not itself removed', () => {
    for (const [effect, kind] of [
      ['suspend', 'stopped'],
      ['cancel', 'cancelled'],
    ] as const) {
      const outcome = run(four, [refused], { on: under({ effect }) });
      expect(outcome.end).toMatchObject({ kind, reasons: outcome.explanation!.reasons });
      expect(outcome.invalid).toEqual([]);
      expect(run(four, [], { on: under({ effect }) }).end).toBeUndefined();
    }
    const told = run(three, [refused], { on: under({ effect: 'notice' as LowPrice['effect'] }) });
    expect([told.end, told.invalid]).toEqual([undefined, []]);
  });

  it('is told with effect, ground and who decided', () => {
    const { statute } = tender.review!.lowPrice!;
    expect(run(four, [refused]).explanation).toMatchObject({
      result: 'hit',
      effect: 'invalid',
      decided: 'recorded',
      statute: [statute],
      reasons: ['未在规定时间内提供书面说明、证明材料'],
    });
    const open = run(four).explanation!;
    expect(open).toMatchObject({ result: 'unknown', decided: 'computed' });
    expect(open.effect).toBeUndefined();
  });
});

describe('the vote on the explanation', () => {
  const heard = (inFavour: number, all: number) =>
    run(
      four,
      [{ bid: 'a', ...asked, explanation: given, convincing: { votes: votes(inFavour, all), reasons: '' } }],
      {
        on: under({ vote: 'none' }),
      },
    ).explanation!.result;

  it('where the committee does not vote, needs everybody who spoke, and somebody', () => {
    expect(heard(2, 2)).toBe('clear');
    expect(heard(1, 2)).toBe('hit');
    expect(heard(0, 0)).toBe('hit');
  });
});

describe('the time to explain', () => {
  const row = (rest: Partial<Row>): Row => ({ bid: 'a', ...asked, ...rest });

  it('was kept at its very end, and not a second later', () => {
    expect(run(four, [row({ explanation: given })]).texts.join()).not.toContain('晚于');
    const late = { ...given, at: '2026-06-02T10:30:01+08:00' };
    expect(run(four, [row({ explanation: late })]).texts.join()).toContain('晚于所定时间');
  });

  it('cannot be checked where it is not recorded, and that is said', () => {
    expect(run(four, [{ bid: 'a', noExplanation: true }]).texts.join()).toContain('未登记要求说明的时间');
    expect(run(four, [{ bid: 'a', explanation: given }]).texts.join()).toContain('未登记要求说明的时间');
    expect(run(four, [{ bid: 'a' }]).texts.join()).not.toContain('未登记要求说明的时间');
    expect(run(four, [row({ explanation: given })]).texts.join()).not.toContain('未登记');
  });

  it('starts when the committee asks: until then it is the committee’s turn, then the bidder’s', () => {
    const who = (rest: Row) => run(four, [rest], { mode: 'authorised' }).awaited!.map((one) => one.who);
    expect(who({ bid: 'a' })).toEqual(['committee']);
    expect(who({ bid: 'a', ...asked })).toEqual(['bidder']);
  });

  it('leaves a record that contradicts itself, or lacks the proof, to be looked at', () => {
    const both = run(four, [row({ explanation: given, noExplanation: true })]).texts.join();
    expect(both).toContain('又登记了未作说明');
    expect(run(four, [row({ explanation: { ...given, papers: [] } })]).texts.join()).toContain(
      '未登记证明材料',
    );
    expect(run(four, [row({ noExplanation: true })]).texts.join()).not.toContain('未登记证明材料');
  });
});

it('says of every step in which pass it was computed, where there was more than one', () => {
  const on = under({ passes: 'until-stable' });
  const labels = (rows: Row[]) => run(four, rows, { on }).steps!.map(({ label }) => label);
  expect(labels([]).some((label) => label.startsWith('第'))).toBe(false);
  const twice = labels([refused]);
  expect(twice.filter((label) => label.startsWith('第 1 次核算'))).toHaveLength(twice.length / 2);
  expect(twice.filter((label) => label.startsWith('第 2 次核算'))).toHaveLength(twice.length / 2);
});
