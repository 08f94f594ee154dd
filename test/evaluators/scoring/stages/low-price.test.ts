import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowPrice } from '../../../../evaluators/scoring/stages/low-price.ts';
import {
  type Bid,
  type Proceedings,
  type RoundHead,
  type RoundMode,
  type Tender,
  tenderUnder,
} from '../../../../spec/index.ts';
import { bidOf, committeeOf, proceedingsOf, roundOf, tender } from '../fixture.ts';
import { situationOf } from '../situation.ts';

const tenderWith = (options: Record<string, string>) => tenderUnder(tender, options)!;

const members = committeeOf();
const votes = (inFavour: number, all = members.length) =>
  members.slice(0, all).map(({ id }, index) => ({ member: id, for: index < inFavour }));
type Row = NonNullable<Proceedings['lowPrice']>[number];

interface Setting {
  mode?: RoundMode;
  rows?: Row[];
  on?: Tender;
  head?: Partial<RoundHead>;
  proceedings?: Proceedings;
  bids?: Bid[];
}
function run(quotes: Record<string, string | { quoted: string; evaluated: string }>, setting: Setting = {}) {
  const { mode = 'rehearsal', rows, on = tender, head, proceedings } = setting;
  const bids = setting.bids ?? Object.keys(quotes).map((id) => bidOf(id));
  const round = roundOf({
    bids,
    head: { mode, ...head },
    proceedings: { ...proceedingsOf(bids), ...proceedings, ...(rows ? { lowPrice: rows } : {}) },
  });
  const situation = situationOf(round, quotes, on);
  return { ...lowPrice(situation), situation };
}
const fired = (outcome: { results?: { bid: string; item: string; result: string }[] }) =>
  outcome
    .results!.filter(({ result, item }) => result === 'hit' && item !== 'explanation')
    .map(({ bid, item }) => `${bid} ${item}`);
const [mean, second, ceiling, judgement] = ['mean', 'second-lowest', 'ceiling', 'judgement'].map(
  (of) => tender.review!.lowPrice!.tests.find((test) => test.of === of)!.id,
);
const asked: Pick<Row, 'askedAt' | 'answerBy'> = {
  askedAt: '2026-06-02T10:00:00+08:00',
  answerBy: '2026-06-02T10:30:00+08:00',
};
const explanation = { at: '2026-06-02T10:20:00+08:00', text: '成本测算', papers: ['测算表'] };

describe('tests', () => {
  it('take the mean with the bid itself, strictly below half of it', () => {
    // (a + 100 + 100) / 3 / 2 = a at a = 40.
    expect(fired(run({ a: '40.00', b: '100.00', c: '100.00' }))).toEqual(
      ['a below-second', 'a below-ceiling'].map((one) =>
        one.replace('below-second', second!).replace('below-ceiling', ceiling!),
      ),
    );
    expect(fired(run({ a: '39.99', b: '100.00', c: '100.00' }))).toContain(`a ${mean}`);
  });

  it('fire on the ceiling strictly below its share', () => {
    expect(fired(run({ a: '45.00', b: '46.00', c: '47.00' }))).toEqual([]);
    expect(fired(run({ a: '44.99', b: '46.00', c: '47.00' }))).toEqual([`a ${ceiling}`]);
  });

  it('look at the quoted price, not at what is left after deductions', () => {
    const quotes = { a: { quoted: '50.00', evaluated: '30.00' }, b: '80.00', c: '85.00' };
    expect(fired(run(quotes))).toEqual([]);
    const on = structuredClone(tender);
    on.review!.lowPrice!.price = 'evaluated';
    // Evaluated prices are computed, not taken from the record: nothing is claimed here.
    expect(fired(run(quotes, { on }))).toEqual([]);
  });

  it('take the second lowest by rank or the next distinct one', () => {
    const quotes = { a: '46.00', b: '46.00', c: '100.00' };
    expect(fired(run(quotes))).not.toContain(`a ${second}`);
    expect(fired(run(quotes, { on: tenderWith({ A10: 'next-distinct' }) }))).toEqual([
      `a ${second}`,
      `b ${second}`,
    ]);
  });

  it('can leave the bid itself out of the mean, and call at the share itself', () => {
    const on = structuredClone(tender);
    for (const test of on.review!.lowPrice!.tests) {
      if (test.of === 'mean') test.self = 'excluded';
      if (test.of === 'mean') test.comparator = 'atMost';
    }
    expect(fired(run({ a: '50.00', b: '100.00', c: '100.00' }, { on }))).toEqual([`a ${mean}`]);
    expect(fired(run({ a: '50.01', b: '100.00', c: '100.00' }, { on }))).toEqual([]);
  });

  it('show mean, second, thresholds and exact comparisons', () => {
    const outcome = run({ a: '40.00', b: '85.00', c: '90.00' });
    expect(outcome.steps!.map(({ value }) => value)).toEqual([
      '215/3%',
      '215/6%',
      '85.00%',
      '42.50%',
      '100.00%',
      '45.00%',
    ]);
    expect(outcome.quotes!.get('a')!.steps.map(({ expression }) => expression)).toContain(
      '40.00% < 最高限价 100.00% × 45% = 45.00%',
    );
  });

  it('count the committee’s own view by its vote', () => {
    const row = (inFavour: number): Row => ({
      bid: 'a',
      judgement: { votes: votes(inFavour), reasons: '低于人工成本' },
    });
    const quotes = { a: '70.00', b: '80.00', c: '85.00' };
    expect(fired(run(quotes, { rows: [row(4)] }))).toEqual([`a ${judgement}`]);
    expect(fired(run(quotes, { rows: [row(3)] }))).toEqual([]);
  });

  it('hold declared totals against the ceiling where the reading does, and nothing where nothing can be held', () => {
    const bids = ['a', 'b', 'c'].map((id) => bidOf(id));
    bids[0]!.quote.declaredTotal = '10799999.99';
    const quotes = { a: '80.00', b: '81.00', c: '82.00' };
    expect(fired(run(quotes, { bids, on: tenderWith({ A06: 'declared-total' }) }))).toEqual([`a ${ceiling}`]);
    expect(fired(run({ ...quotes, a: '42.00' }, { on: tenderWith({ A06: 'uncheckable' }) }))).toEqual([]);
  });
});

describe('a quote that was perhaps meant as a discount', () => {
  it('gets advice when it is called to explain', () => {
    const outcome = run({ a: '15.00', b: '80.00', c: '85.00' });
    expect(outcome.notices!.filter(({ kind }) => kind === 'advice')).toMatchObject([
      { bids: ['a'], text: expect.stringContaining('85.00%') },
    ]);
    expect(run({ a: '80.00', b: '81.00', c: '85.00' }).notices).toEqual([]);
  });
});

describe('what comes of it', () => {
  const quotes = { a: '40.00', b: '80.00', c: '85.00', d: '90.00' };
  const rowOf = (rest: Partial<Row>): Row[] => [{ bid: 'a', ...asked, ...rest }];

  it('waits for people in a binding round and only says so in a rehearsal', () => {
    const binding = run(quotes, { mode: 'authorised' });
    expect(binding.awaited).toMatchObject([{ bid: 'a', who: 'committee' }]);
    const rehearsal = run(quotes);
    expect(rehearsal.awaited).toEqual([]);
    expect(rehearsal.invalid).toEqual([]);
    expect(rehearsal.notices!.map(({ kind }) => kind)).toContain('provisional');
    expect(run(quotes, { mode: 'authorised', rows: rowOf({}) }).awaited).toMatchObject([{ who: 'bidder' }]);
    expect(run(quotes, { mode: 'authorised', rows: rowOf({ explanation }) }).awaited).toMatchObject([
      { who: 'committee' },
    ]);
  });

  it('is invalid without an explanation', () => {
    const outcome = run(quotes, { rows: rowOf({ noExplanation: true }) });
    expect(outcome.invalid).toMatchObject([
      { bid: 'a', stage: 'low-price', rule: 'review/lowPrice/explanation' },
    ]);
    expect(outcome.invalid![0]!.clause!.lines).toEqual([729, 729]);
  });

  it('follows the vote on the explanation', () => {
    const heard = (inFavour: number) =>
      run(quotes, {
        mode: 'authorised',
        rows: rowOf({ explanation, convincing: { votes: votes(inFavour), reasons: '依据' } }),
      });
    expect(heard(4).invalid).toEqual([]);
    expect(heard(4).awaited).toEqual([]);
    expect(heard(3).invalid).toMatchObject([{ bid: 'a' }]);
    expect(heard(3).results!.find(({ item }) => item === 'explanation')!.vote).toMatchObject({
      needed: 4,
      carried: false,
    });
  });

  it('says when the time to explain was shorter than the law’s, or was not kept', () => {
    const short = { ...asked, answerBy: '2026-06-02T10:29:00+08:00', noExplanation: true };
    expect(run(quotes, { rows: rowOf(short) }).notices).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ statute: ['mof-2026-2/explanation'], text: expect.stringContaining('29') }),
      ]),
    );
    expect(
      run(quotes, { rows: rowOf({ noExplanation: true }) }).notices!.filter(
        ({ kind }) => kind === 'contradiction',
      ),
    ).toEqual([]);
    const late = { explanation: { ...explanation, at: '2026-06-02T10:31:00+08:00' } };
    expect(
      run(quotes, { rows: rowOf(late) }).notices!.filter(({ kind }) => kind === 'contradiction'),
    ).toHaveLength(1);
  });

  it('looks once, or until nothing changes', () => {
    // Without a the mean is higher, and b falls below half of it.
    const many = { a: '1.00', b: '47.00', c: '100.00', d: '100.00', e: '100.00' };
    const rows: Row[] = ['a', 'b'].map((bid) => ({ bid, ...asked, noExplanation: true }));
    const on = (passes: 'single' | 'until-stable') => {
      const copy = structuredClone(tender);
      copy.review!.lowPrice!.passes = passes;
      for (const test of copy.review!.lowPrice!.tests)
        if (test.of === 'mean') test.share = { value: 54, unit: '%' };
      return copy;
    };
    expect(run(many, { rows, on: on('single') }).invalid!.map(({ bid }) => bid)).toEqual(
      ['a', 'b'].slice(0, 1),
    );
    expect(run(many, { rows, on: on('until-stable') }).invalid!.map(({ bid }) => bid)).toEqual(['a', 'b']);
  });

  it('stops when too few are left, or goes on where the reading does', () => {
    const three = { a: '40.00', b: '80.00', c: '85.00' };
    const rows = rowOf({ noExplanation: true });
    expect(run(three, { rows }).end).toMatchObject({ kind: 'stopped' });
    const item = tender.review!.cancellation.items.find(({ fact }) => fact === 'fewer-than-minimum')!.id;
    const cancellation = { item, reasons: '不足三家', at: tender.dates.opening };
    expect(run(three, { rows, proceedings: { cancellation } }).end).toMatchObject({
      kind: 'cancelled',
      item,
    });
    const on = tenderWith({ A29: 'continue' });
    expect(run(three, { rows, on }).end).toBeUndefined();
    expect(run(three, { rows, on }).notices!.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('按所选读法继续评审'),
    );
  });
});

it('a higher quote of one’s own never makes a test fire that did not', () => {
  const price = fc.integer({ min: 1, max: 10_000 });
  const text = (hundredths: number) => (hundredths / 100).toFixed(2);
  fc.assert(
    fc.property(fc.array(price, { minLength: 2, maxLength: 6 }), price, price, (rivals, low, more) => {
      const at = (own: number) =>
        fired(
          run({ own: text(own), ...Object.fromEntries(rivals.map((rival, i) => [`r${i}`, text(rival)])) }),
        ).filter((one) => one.startsWith('own '));
      const before = at(low);
      expect(at(low + more).filter((one) => !before.includes(one))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
