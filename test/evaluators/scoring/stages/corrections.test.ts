import { describe, expect, it } from 'vitest';
import type { Situation } from '../../../../evaluators/scoring/stage.ts';
import { corrections } from '../../../../evaluators/scoring/stages/corrections.ts';
import type { Bid, Proceedings, RoundMode, Tender } from '../../../../spec/index.ts';
import { bidOf, roundOf, tender } from '../fixture.ts';

type Stated = Bid['quote']['stated'];
const carriers = tender.forms!.forms.filter(({ carriesQuote }) => carriesQuote);
const table = carriers.find(({ openingTable }) => openingTable)!.id;
const letter = carriers.find(({ openingTable }) => !openingTable)!.id;
const at = tender.dates.opening;

const onTable = (digits?: string, words?: string): Stated[number] => ({
  form: table,
  ...(digits === undefined ? {} : { digits }),
  ...(words === undefined ? {} : { words }),
});

function outcomeOf(
  stated: Stated,
  {
    mode = 'rehearsal',
    proceedings = {},
    on = tender,
    quote = {},
  }: { mode?: RoundMode; proceedings?: Proceedings; on?: Tender; quote?: Partial<Bid['quote']> } = {},
) {
  const bid = bidOf('alpha', '80.00', { quote: { stated, ...quote } });
  const round = roundOf({
    bids: [bid, bidOf('beta'), bidOf('gamma'), bidOf('delta')],
    head: { mode },
    proceedings,
  });
  const situation: Situation = { tender: on, round, valid: round.bids, members: [], quotes: new Map() };
  const outcome = corrections(situation);
  return { ...outcome, quote: outcome.quotes!.get('alpha')! };
}
const kinds = (outcome: ReturnType<typeof outcomeOf>) => outcome.notices!.map(({ kind }) => kind);

describe('what agrees', () => {
  it.each<[string, Stated]>([
    ['one figure', [onTable('85.50%')]],
    ['both forms', [{ form: letter, digits: '85.50%' }, onTable('85.5%', '百分之八十五点五')]],
    ['words that give the sign', [onTable('85.50', '百分之八十五点伍零')]],
    ['words that show a share', [onTable('0.855', '百分之八十五点五')]],
    ['the letter gives the sign', [{ form: letter, digits: '85.50%' }, onTable('85.50')]],
    ['words without their sign', [onTable('85.50%', '捌拾伍点伍零')]],
  ])('%s needs no correction', (_, stated) => {
    const outcome = outcomeOf(stated, { mode: 'authorised' });
    expect(outcome.quote).toMatchObject({ unit: '%', quoted: '85.5', corrections: [] });
    expect(outcome.awaited).toEqual([]);
    expect(outcome.quote.confirmed).toBeUndefined();
  });
});

describe('words and digits', () => {
  const stated = [onTable('85.50%', '百分之八十五点零五')];

  it('takes the words and goes on provisionally in a rehearsal', () => {
    const outcome = outcomeOf(stated);
    expect(outcome.quote).toMatchObject({ stated: '85.5', quoted: '85.05' });
    expect(outcome.quote.corrections).toMatchObject([{ step: 'words', from: '85.50%', to: '85.05%' }]);
    expect(outcome.quote.corrections[0]!.clause.lines).toEqual([694, 694]);
    expect(kinds(outcome)).toEqual(['provisional']);
    expect(outcome.awaited).toEqual([]);
  });

  it('waits for the bidder in a binding round', () => {
    const outcome = outcomeOf(stated, { mode: 'authorised' });
    expect(outcome.quote.quoted).toBeUndefined();
    expect(outcome.awaited).toMatchObject([{ who: 'bidder', bid: 'alpha' }]);
  });

  it('binds when confirmed', () => {
    const reply = { bid: 'alpha', confirmed: true, quote: '85.05', at };
    const outcome = outcomeOf(stated, { mode: 'authorised', proceedings: { corrections: [reply] } });
    expect(outcome.quote).toMatchObject({ quoted: '85.05', confirmed: true });
    expect(outcome.awaited).toEqual([]);
  });

  it('does not take a figure that no rule gives', () => {
    const reply = { bid: 'alpha', confirmed: true, quote: '84.00', at };
    const outcome = outcomeOf(stated, { mode: 'authorised', proceedings: { corrections: [reply] } });
    expect(outcome.quote.quoted).toBeUndefined();
    expect(outcome.awaited).toMatchObject([{ who: 'committee' }]);
  });

  it('is invalid when refused, and leaves the others', () => {
    const outcome = outcomeOf(stated, {
      proceedings: { corrections: [{ bid: 'alpha', confirmed: false, at }] },
    });
    expect(outcome.invalid).toMatchObject([
      { bid: 'alpha', item: 'confirmation', rule: 'review/corrections/confirmation' },
    ]);
    expect(outcome.invalid![0]!.clause!.lines).toEqual([699, 699]);
    expect(outcome.end).toBeUndefined();
  });

  it('takes words without 百分之 in the unit of the digits', () => {
    expect(outcomeOf([onTable('85.50%', '捌拾伍点零伍')]).quote.quoted).toBe('85.05');
  });
});

describe('opening table and the rest', () => {
  it('lets the opening table win', () => {
    const outcome = outcomeOf([{ form: letter, digits: '90.00%' }, onTable('85.50%')]);
    expect(outcome.quote.quoted).toBe('85.5');
    expect(outcome.quote.corrections).toMatchObject([{ step: 'opening-table', to: '85.50%' }]);
    expect(outcome.quote.corrections[0]!.from).toContain('90.00%');
  });

  it('applies both steps in their order', () => {
    const outcome = outcomeOf([{ form: letter, digits: '90.00%' }, onTable('85.50%', '百分之八十四')]);
    expect(outcome.quote.corrections.map(({ step }) => step)).toEqual(['opening-table', 'words']);
    expect(outcome.quote.quoted).toBe('84');
  });
});

describe('a sign that is missing or misplaced', () => {
  it.each([
    ['85.50', '85.5'],
    ['0.855', '85.5'],
  ])('%s is proposed as %s, corrected by nobody', (digits, quoted) => {
    const rehearsal = outcomeOf([onTable(digits)]);
    expect(rehearsal.quote).toMatchObject({ quoted, corrections: [] });
    expect(kinds(rehearsal)).toEqual(['provisional']);
    const binding = outcomeOf([onTable(digits)], { mode: 'post-award' });
    expect(binding.quote.quoted).toBeUndefined();
    expect(binding.awaited).toMatchObject([{ who: 'committee' }]);
    const reply = { bid: 'alpha', confirmed: true, quote: '85.50', at };
    expect(
      outcomeOf([onTable(digits)], { mode: 'post-award', proceedings: { corrections: [reply] } }).quote,
    ).toMatchObject({ quoted: '85.5', confirmed: true });
  });

  it('says so of a percentage below one, and leaves it', () => {
    const outcome = outcomeOf([onTable('0.85%')]);
    expect(outcome.quote.quoted).toBe('0.85');
    expect(outcome.notices).toMatchObject([{ kind: 'lead', text: expect.stringContaining('85.00%') }]);
  });
});

describe('what is no quote', () => {
  it('waits for people where the table cannot be read', () => {
    const outcome = outcomeOf([onTable('八五折')]);
    expect(outcome.quote.quoted).toBeUndefined();
    expect(outcome.awaited).toMatchObject([{ who: 'committee', bid: 'alpha' }]);
  });

  it('leaves an amount for the stage of the quote', () => {
    const outcome = outcomeOf([onTable('9,000,000.00元')]);
    expect(outcome.quote.quoted).toBeUndefined();
    expect(outcome.awaited).toEqual([]);
  });
});

describe('unit prices', () => {
  const priced = structuredClone(tender);
  priced.review!.quote = {
    ...priced.review!.quote,
    kind: 'amount',
    decimals: { count: 2, of: 'yuan', otherwise: 'round' },
  };
  const lines = [
    { item: '甲', quantity: '2', unitPrice: '100' },
    { item: '乙', quantity: '1', unitPrice: '50' },
  ];
  const amount = (digits: string, list: NonNullable<Bid['quote']['lines']>) =>
    outcomeOf([onTable(digits)], { on: priced, quote: { lines: list } });

  it('takes their sum over the total', () => {
    const outcome = amount('260元', lines);
    expect(outcome.quote).toMatchObject({ unit: 'yuan', quoted: '250' });
    expect(outcome.quote.corrections).toMatchObject([{ step: 'sum-of-unit-prices' }]);
  });

  it('corrects a misplaced unit price by the total first', () => {
    const misplaced = [{ ...lines[0]!, unitPrice: '10', misplaced: '100' }, lines[1]!];
    const outcome = amount('250元', misplaced);
    expect(outcome.quote.corrections.map(({ step }) => step)).toEqual(['misplaced-point']);
    expect(outcome.quote.quoted).toBe('250');
  });

  it('points at a line whose shifted point would make the sum', () => {
    const outcome = amount('250元', [{ ...lines[0]!, unitPrice: '10' }, lines[1]!]);
    expect(outcome.notices).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'lead', text: expect.stringContaining('甲') }),
      ]),
    );
    expect(outcome.quote.quoted).toBe('70');
  });

  it('does not look at them where a rate is asked', () => {
    const outcome = outcomeOf([onTable('85.50%')], { quote: { lines } });
    expect(outcome.quote).toMatchObject({ quoted: '85.5', corrections: [] });
  });
});
