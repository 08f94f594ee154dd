import { describe, expect, it } from 'vitest';
import type { Situation } from '../../../../evaluators/scoring/stage.ts';
import { corrections } from '../../../../evaluators/scoring/stages/corrections.ts';
import { quote } from '../../../../evaluators/scoring/stages/quote.ts';
import {
  type Bid,
  type Proceedings,
  type RoundMode,
  type Tender,
  tenderUnder,
} from '../../../../spec/index.ts';
import { bidOf, committeeOf, proceedingsOf, roundOf, tender } from '../fixture.ts';

const tenderWith = (options: Record<string, string>) => tenderUnder(tender, options)!;

interface Setting {
  mode?: RoundMode;
  proceedings?: Proceedings;
  on?: Tender;
  alone?: boolean;
}

function run(bids: Bid[], { mode = 'rehearsal', proceedings, on = tender, alone }: Setting = {}) {
  const round = roundOf({
    bids,
    head: { mode, ...(alone ? { alone } : {}) },
    proceedings: proceedings ?? proceedingsOf(bids),
  });
  const situation: Situation = {
    tender: on,
    round,
    valid: round.bids,
    members: committeeOf(),
    quotes: new Map(),
  };
  const corrected = corrections(situation);
  expect(corrected.awaited).toEqual([]);
  return quote({ ...situation, quotes: corrected.quotes! });
}

const others = () => [bidOf('beta', '85.00'), bidOf('gamma', '90.00'), bidOf('delta', '92.00')];
const first = (written: string, rest: Partial<Bid['quote']> = {}): Bid[] => {
  const bid = bidOf('alpha', written);
  return [{ ...bid, quote: { ...bid.quote, ...rest } }, ...others()];
};
const unlooked = (bids: Bid[]): Setting => ({ proceedings: { ...proceedingsOf(bids), compliance: {} } });
const hits = (outcome: ReturnType<typeof run>) =>
  outcome.results!.filter(({ result }) => result === 'hit').map(({ bid, item }) => `${bid} ${item}`);
const itemOf = (fact: string) => tender.review!.compliance.items.find((item) => item.fact === fact)!.id;

describe('a plain quote', () => {
  it('is written with the tender’s decimals and shown against the ceiling', () => {
    const outcome = run(first('85.5'));
    expect(outcome.quotes!.get('alpha')!.quoted).toBe('85.50');
    expect(outcome.quotes!.get('alpha')!.steps.map(({ rule }) => rule)).toContain('review/quote/ceiling');
    expect(hits(outcome)).toEqual([]);
    expect(outcome.invalid).toEqual([]);
  });

  it('leaves what nobody recorded open, and cleared by those who looked', () => {
    const bids = first('85.50');
    const open = run(bids, unlooked(bids)).results!.filter(
      ({ bid, item }) => bid === 'alpha' && item === itemOf('not-adjustable'),
    );
    expect(open).toMatchObject([{ result: 'unknown', seen: 'unknown' }]);
    const looked = run(bids).results!.filter(
      ({ bid, item }) => bid === 'alpha' && item === itemOf('not-adjustable'),
    );
    expect(looked).toMatchObject([{ result: 'clear', decided: 'recorded' }]);
  });
});

describe('quotes outside their domain', () => {
  it.each([
    ['0', 'quoted-as-required'],
    ['-1', 'quoted-as-required'],
    ['100.01', 'within-ceiling'],
  ])('%s', (written, fact) => {
    const bids = first(written);
    expect(hits(run(bids, unlooked(bids)))).toEqual([`alpha ${itemOf(fact)}`]);
    expect(run(bids, unlooked(bids)).invalid).toMatchObject([
      { bid: 'alpha', stage: 'quote', item: itemOf(fact) },
    ]);
  });

  it('100.00 is still within the ceiling', () => {
    const bids = first('100.00');
    expect(hits(run(bids, unlooked(bids)))).toEqual([]);
  });

  it('an amount is not quoted as required', () => {
    const bids = first('80.00');
    bids[0]!.quote.stated = bids[0]!.quote.stated.map(({ form }) => ({ form, digits: '9000000元' }));
    expect(hits(run(bids, unlooked(bids)))).toEqual([`alpha ${itemOf('quoted-as-required')}`]);
  });

  it('two different quotes on the opening table are one too many', () => {
    const bids = first('80.00');
    const table = tender.forms!.forms.find(({ openingTable }) => openingTable)!.id;
    bids[0]!.quote.stated = [...bids[0]!.quote.stated, { form: table, digits: '81.00%' }];
    expect(hits(run(bids, unlooked(bids)))).toEqual([`alpha ${itemOf('quoted-as-required')}`]);
  });

  it.each<[string, Partial<Bid['quote']>]>([
    ['not-adjustable', { adjustable: true }],
    ['no-alternative', { alternatives: ['另一方案 70%'] }],
    ['alteration-sealed', { altered: { sealed: false } }],
  ])('%s', (fact, patch) => {
    const bids = first('80.00', patch);
    expect(hits(run(bids, unlooked(bids)))).toEqual([`alpha ${itemOf(fact)}`]);
  });

  it('a sealed alteration is in order', () => {
    const bids = first('80.00', { altered: { sealed: true }, adjustable: false, alternatives: [] });
    expect(
      run(bids, unlooked(bids))
        .results!.filter(({ bid }) => bid === 'alpha')
        .map(({ result }) => result),
    ).not.toContain('hit');
  });

  it('waits for a finding in a binding round', () => {
    const bids = first('100.01');
    const outcome = run(bids, { ...unlooked(bids), mode: 'authorised' });
    expect(outcome.invalid).toEqual([]);
    expect(outcome.awaited!.map(({ bid, item }) => `${bid} ${item}`)).toContain(
      `alpha ${itemOf('within-ceiling')}`,
    );
  });
});

describe('more decimals than asked', () => {
  it('calls for clarification', () => {
    const bids = first('85.555');
    const rehearsal = run(bids);
    expect(rehearsal.notices).toMatchObject([{ kind: 'provisional', bids: ['alpha'] }]);
    expect(rehearsal.quotes!.get('alpha')!.quoted).toBe('85.555');
    const binding = run(bids, { mode: 'authorised' });
    expect(binding.awaited).toMatchObject([{ bid: 'alpha', who: 'committee' }]);
  });

  it('takes the figure that the bidder clarified, within one unit', () => {
    const bids = first('85.555');
    const at = tender.dates.opening;
    const proceedings = {
      ...proceedingsOf(bids),
      corrections: [{ bid: 'alpha', confirmed: true, quote: '85.56', at }],
    };
    const outcome = run(bids, { mode: 'authorised', proceedings });
    expect(outcome.awaited).toEqual([]);
    expect(outcome.quotes!.get('alpha')!.quoted).toBe('85.56');
  });

  it('is rounded where the reading rounds', () => {
    const outcome = run(first('85.555'), { on: tenderWith({ A09: 'round' }) });
    expect(outcome.quotes!.get('alpha')!.quoted).toBe('85.56');
  });

  it('counts places of the share where the reading says so', () => {
    const on = tenderWith({ A09: 'of-fraction' });
    const outcome = run([bidOf('alpha', '85.50'), ...others()], { on });
    expect(outcome.notices!.map(({ bids }) => bids)).toEqual([['alpha']]);
  });

  it('is invalid where the tender says so', () => {
    const on = structuredClone(tender);
    on.review!.quote.decimals!.otherwise = 'invalid';
    const bids = first('85.555');
    expect(hits(run(bids, { ...unlooked(bids), on }))).toEqual([`alpha ${itemOf('quoted-as-required')}`]);
  });
});

describe('the ceiling', () => {
  it('is held against the declared total where the reading says so', () => {
    const on = tenderWith({ A06: 'declared-total' });
    const over = first('80.00', { declaredTotal: '24000000.01' });
    expect(hits(run(over, { ...unlooked(over), on }))).toEqual([`alpha ${itemOf('within-ceiling')}`]);
    const exactly = first('80.00', { declaredTotal: '24000000.00' });
    expect(hits(run(exactly, { ...unlooked(exactly), on }))).toEqual([]);
  });

  it('cannot be checked where the reading says so', () => {
    const bids = first('120.00');
    const outcome = run(bids, { ...unlooked(bids), on: tenderWith({ A06: 'uncheckable' }) });
    expect(hits(outcome)).toEqual([]);
    expect(
      outcome.results!.filter(({ item }) => item === itemOf('within-ceiling')).map(({ result }) => result),
    ).toEqual(Array(4).fill('not-applicable'));
  });

  it('cancels when all quotes are over it, and not in a rehearsal alone', () => {
    const bids = ['alpha', 'beta', 'gamma'].map((id, i) => bidOf(id, `10${i + 1}.00`));
    expect(run(bids, unlooked(bids)).end).toMatchObject({
      kind: 'cancelled',
      item: tender.review!.cancellation.items.find(({ fact }) => fact === 'all-over-ceiling')!.id,
    });
    expect(run([bids[0]!], { ...unlooked(bids), alone: true }).end).toBeUndefined();
  });

  it('cancels when too few are left', () => {
    const bids = [bidOf('alpha', '101.00'), bidOf('beta'), bidOf('gamma')];
    expect(run(bids, unlooked(bids)).end).toMatchObject({
      kind: 'cancelled',
      reasons: [expect.stringContaining('2')],
    });
  });
});
