import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exact } from '../../../../evaluators/arithmetic/index.ts';
import { deductions } from '../../../../evaluators/scoring/stages/deductions.ts';
import { lowPrice } from '../../../../evaluators/scoring/stages/low-price.ts';
import {
  type Bid,
  type Firm,
  type FirmSize,
  firmSizes,
  type Proceedings,
  type RoundMode,
  type Tender,
  tenderUnder,
} from '../../../../spec/index.ts';
import { bidOf, proceedingsOf, roundOf, tender } from '../fixture.ts';
import { situationOf } from '../situation.ts';

const tenderWith = (options: Record<string, string>) => tenderUnder(tender, options)!;
const items = tender.review!.priceDeductions!.items;
const itemFor = (what: string) => items.find((item) => item.for === what)!;
const formsOf = (what: string) =>
  itemFor(what).papers.flatMap((id) => tender.forms!.forms.find((form) => form.id === id) ?? []);
const handedIn = (what: string): Bid['forms'] => [
  ...formsOf(what).map((form) => ({ form: form.id, seals: form.sealedBy, legible: true })),
  ...itemFor(what)
    .papers.filter((id) => tender.forms!.demandedWithoutForm.some((one) => one.id === id))
    .map((form) => ({ form, seals: ['company' as const], legible: true })),
];

const sized = (declared: FirmSize, rest: Partial<NonNullable<Firm['size']>> = {}): Firm['size'] => ({
  declared,
  ...rest,
});
function bid(
  id: string,
  members: Partial<Firm>[],
  patch: Partial<Bid> = {},
  papers: Bid['forms'] = handedIn('small-micro'),
): Bid {
  const plain = bidOf(id);
  const firms = members.map(
    (firm, i): Firm => ({
      ...plain.members[0]!,
      id: `${id}-${i + 1}`,
      name: `${id}公司${i + 1}`,
      creditCode: `${plain.members[0]!.creditCode.slice(0, -1)}${i}`,
      ...(members.length > 1 ? { role: i === 0 ? 'leader' : 'member' } : {}),
      ...firm,
    }),
  );
  return { ...plain, members: firms, forms: [...plain.forms, ...papers], ...patch };
}

interface Setting {
  on?: Tender;
  mode?: RoundMode;
  proceedings?: Proceedings;
  others?: Bid[];
  quoted?: string;
}
function run(
  one: Bid,
  { on = tender, mode = 'rehearsal', proceedings, others = [], quoted = '80.00' }: Setting = {},
) {
  const bids = [one, ...others, bidOf('rival')];
  const round = roundOf({ bids, head: { mode }, proceedings: { ...proceedingsOf(bids), ...proceedings } });
  const outcome = deductions(situationOf(round, { [one.id]: quoted }, on));
  const records = outcome.deductions!.get(one.id)!;
  return {
    ...outcome,
    granted: records.filter(({ granted }) => granted).map(({ item, share }) => `${item} ${share}`),
    reasons: (what: string) => records.find(({ item }) => item === itemFor(what).id)!.reasons.join('；'),
    evaluated: outcome.quotes!.get(one.id)!.evaluated!,
    quoted: outcome.quotes!.get(one.id)!.quoted!,
    kinds: outcome.notices!.map(({ kind }) => kind),
  };
}
const whole = (what: string) => `${itemFor(what).id} 0.2`;
const part = `${itemFor('small-micro-share').id} 0.06`;

describe('small and micro firms', () => {
  it.each<[FirmSize, string[], string]>([
    ['micro', [whole('small-micro')], '64'],
    ['small', [whole('small-micro')], '64'],
    ['medium', [], '80'],
    ['large', [], '80'],
  ])('%s', (size, granted, evaluated) => {
    const outcome = run(bid('a', [{ size: sized(size) }]));
    expect(outcome.granted).toEqual(granted);
    expect(outcome.evaluated).toBe(evaluated);
    expect(outcome.quoted).toBe('80.00');
  });

  it('need the declaration, sealed and legible', () => {
    const [form] = formsOf('small-micro');
    const with_ = (patch: Partial<Bid['forms'][number]>) =>
      run(
        bid('a', [{ size: sized('small') }], {}, [
          { form: form!.id, seals: form!.sealedBy, legible: true, ...patch },
        ]),
      );
    expect(with_({}).granted).toHaveLength(1);
    expect(with_({ seals: [] }).granted).toEqual([]);
    expect(with_({ seals: [] }).reasons('small-micro')).toMatch(/公章/);
    expect(with_({ seals: ['special-purpose'] }).granted).toEqual([]);
    expect(with_({ legible: false }).granted).toEqual([]);
    expect(run(bid('a', [{ size: sized('small') }], {}, [])).reasons('small-micro')).toMatch(/未提供/);
  });

  it.each(['branchOfLarge', 'heldByLarge', 'sameHeadAsLarge', 'staffElsewhere'] as const)(
    'are shut out by %s',
    (ground) => {
      expect(run(bid('a', [{ size: sized('small', { [ground]: true }) }])).granted).toEqual([]);
      expect(run(bid('a', [{ size: sized('small', { [ground]: false }) }])).granted).toHaveLength(1);
    },
  );

  it('declared smaller than their own figures are shown to the committee, which decides', () => {
    const at = (staff: number, revenue: string) => bid('a', [{ size: sized('small', { staff, revenue }) }]);
    expect(run(at(99, '10000000')).granted).toHaveLength(1);
    expect(run(at(100, '9999999.99')).granted).toHaveLength(1);
    const contradicted = run(at(100, '10000000'));
    expect(contradicted.granted).toEqual([]);
    expect(contradicted.kinds).toContain('contradiction');
    const findings = [
      { bids: ['a'], item: itemFor('small-micro').id, result: 'hit' as const, reasons: '年报所载为准' },
    ];
    expect(run(at(100, '10000000'), { proceedings: { deductions: { findings } } }).granted).toHaveLength(1);
    expect(
      run(bid('a', [{ size: sized('small', { staff: 500, revenue: '1', newlyFounded: true }) }])).granted,
    ).toHaveLength(1);
  });

  it('may not hand the work upward', () => {
    const to = [{ ...bidOf('sub').members[0]!, size: sized('medium') }];
    expect(run(bid('a', [{ size: sized('small') }], { subcontract: { to, share: '10' } })).granted).toEqual(
      [],
    );
  });
});

describe('consortia', () => {
  const pair = (
    a: FirmSize,
    b: FirmSize,
    share: string | undefined,
    rest: Partial<Firm> = {},
    patch: Partial<Bid> = {},
  ) =>
    bid(
      'a',
      [{ size: sized(a) }, { size: sized(b), ...(share ? { share } : {}), ...rest }],
      patch,
      handedIn('small-micro-share'),
    );

  it('of small and micro firms count as small', () => {
    expect(run(pair('small', 'micro', '40')).granted).toEqual([whole('small-micro')]);
  });

  it('of medium and micro firms never get the whole, but the part from its share on', () => {
    expect(run(pair('medium', 'micro', '30')).granted).toEqual([part]);
    expect(run(pair('medium', 'micro', '30')).evaluated).toBe('75.2');
    expect(run(pair('medium', 'micro', '29.99')).granted).toEqual([]);
    expect(run(pair('medium', 'micro', undefined)).granted).toEqual([]);
    expect(run(pair('medium', 'micro', '30')).reasons('small-micro')).toMatch(/视同中小企业/);
    expect(run(pair('large', 'micro', '30')).granted).toEqual([part]);
    expect(run(pair('medium', 'medium', '50')).granted).toEqual([]);
  });

  it('get nothing where one holds or manages the other', () => {
    const large = 'a公司1';
    expect(run(pair('large', 'small', '30', { holders: [{ name: large, share: '51' }] })).granted).toEqual(
      [],
    );
    expect(run(pair('large', 'small', '30', { managedBy: [{ name: large }] })).granted).toEqual([]);
    expect(run(pair('large', 'small', '30', { holders: [{ name: '别家', share: '51' }] })).granted).toEqual([
      part,
    ]);
  });

  it('need the agreement', () => {
    const without = bid('a', [{ size: sized('large') }, { size: sized('small'), share: '40' }]);
    expect(run(without).granted).toEqual([]);
  });
});

describe('subcontracts', () => {
  const to = (size: FirmSize) => [{ ...bidOf('sub').members[0]!, size: sized(size) }];
  const by = (own: FirmSize, size: FirmSize, share: string, intent: 'own-form' | 'given-form' = 'own-form') =>
    bid(
      'a',
      [{ size: sized(own) }],
      { subcontract: { to: to(size), share, intent } },
      handedIn('small-micro-share'),
    );

  it('to small firms bring the part from its share on', () => {
    expect(run(by('large', 'small', '30')).granted).toEqual([part]);
    expect(run(by('large', 'small', '29.9')).granted).toEqual([]);
    expect(run(by('large', 'medium', '40')).granted).toEqual([]);
    expect(run(by('small', 'small', '40')).granted).toEqual([whole('small-micro')]);
  });

  it('in the bidder’s own form are taken or refused by the reading', () => {
    const on = tenderWith({ A32: 'refused' });
    expect(run(by('large', 'small', '30'), { on }).granted).toEqual([]);
    expect(run(by('large', 'small', '30', 'given-form'), { on }).granted).toEqual([part]);
  });
});

describe('other policies', () => {
  it('are taken once within a family', () => {
    const paper = handedIn('prison');
    const prison = bid('a', [{ size: sized('small'), prison: true }], {}, [
      ...handedIn('small-micro'),
      ...paper,
    ]);
    expect(run(prison).granted).toEqual([whole('small-micro')]);
    expect(run(prison).reasons('prison')).toMatch(/只享受一次/);
    const alone = bid('a', [{ prison: true }], {}, paper);
    expect(run(alone).granted).toEqual([whole('prison')]);
    expect(run(bid('a', [{ prison: true }], {}, [])).granted).toEqual([]);
  });

  it('of welfare units need their declaration', () => {
    expect(run(bid('a', [{ disabledWelfare: true }], {}, handedIn('disabled-welfare'))).granted).toEqual([
      whole('disabled-welfare'),
    ]);
    expect(run(bid('a', [{ disabledWelfare: true }], {}, [])).granted).toEqual([]);
  });
});

describe('domestic products', () => {
  const declared = (
    domestic: Partial<NonNullable<Bid['domestic']>> = {},
    id = 'a',
    size: FirmSize = 'small',
  ) =>
    bid(
      id,
      [{ size: sized(size) }],
      { domestic: { declared: true, clear: true, costShare: '80', ...domestic } },
      [...handedIn('small-micro'), ...handedIn('domestic-product')],
    );

  it('bring nothing where the rule is not triggered', () => {
    expect(run(declared()).granted).toEqual([whole('small-micro')]);
  });

  it.each([
    ['sum', '48'],
    ['product', '51.2'],
    ['largest', '64'],
  ])('go together with the other policy by the reading %s', (option, evaluated) => {
    const outcome = run(declared(), { on: tenderWith({ A12: option }) });
    expect(outcome.granted).toEqual([whole('small-micro'), whole('domestic-product')]);
    expect(outcome.evaluated).toBe(evaluated);
  });

  it('with the part for small firms leave 74 % of the quote', () => {
    const one = bid(
      'a',
      [{ size: sized('medium') }, { size: sized('micro'), share: '30' }],
      { domestic: { declared: true, clear: true, costShare: '100' } },
      [...handedIn('small-micro-share'), ...handedIn('domestic-product')],
    );
    expect(run(one, { on: tenderWith({ A12: 'sum' }), quoted: '100.00' }).evaluated).toBe('74');
  });

  it('only compete where others are not domestic', () => {
    const on = structuredClone(tenderWith({ A12: 'sum' }));
    const round = roundOf({ bids: [declared(), declared({}, 'b')] });
    const both = deductions(situationOf(round, {}, on)).deductions!.get('a')!;
    expect(both.filter(({ granted }) => granted).map(({ item }) => item)).toEqual([
      itemFor('small-micro').id,
    ]);
  });

  it('count for their own part below the share of cost, and under the reading of goods only', () => {
    const on = tenderWith({ A12: 'sum' });
    const large = (domestic: Partial<NonNullable<Bid['domestic']>>) => declared(domestic, 'a', 'large');
    expect(run(large({ costShare: '79.99' }), { on }).granted).toEqual([]);
    expect(run(large({ costShare: '79.99', goodsShare: '50' }), { on }).evaluated).toBe('72');
    expect(run(large({ goodsShare: '50' }), { on }).evaluated).toBe('64');
    expect(run(large({ goodsShare: '50' }), { on: tenderWith({ A12: 'goods-only' }) }).evaluated).toBe('72');
  });

  it('wait for a clarification of what is unclear', () => {
    const on = tenderWith({ A12: 'sum' });
    expect(run(declared({ clear: false }), { on }).granted).toEqual([whole('small-micro')]);
    expect(
      run(declared({ clear: false }), { on, mode: 'authorised' }).awaited!.map(({ item }) => item),
    ).toContain(itemFor('domestic-product').id);
  });
});

describe('who decides', () => {
  const small = () => bid('a', [{ size: sized('small') }]);
  it('is the committee in a binding round', () => {
    expect(run(small(), { mode: 'authorised' }).awaited).toMatchObject([{ who: 'committee', bid: 'a' }]);
    const looked = { deductions: { clear: ['a'] } };
    expect(run(small(), { mode: 'authorised', proceedings: looked })).toMatchObject({
      awaited: [],
      granted: [whole('small-micro')],
    });
    expect(run(small()).kinds).toEqual(['provisional']);
  });

  it('and its refusal holds', () => {
    const findings = [
      { bids: ['a'], item: itemFor('small-micro').id, result: 'clear' as const, reasons: '声明不实' },
    ];
    const outcome = run(small(), { proceedings: { deductions: { findings } } });
    expect(outcome.granted).toEqual([]);
    expect(outcome.kinds).toEqual(['contradiction']);
  });
});

describe('quoted and evaluated prices', () => {
  it('keep their own order: ties and low-price tests take the quote', () => {
    const small = bid('a', [{ size: sized('small') }]);
    const large = bid('b', [{ size: sized('large') }]);
    const round = roundOf({ bids: [small, large, bidOf('c')] });
    const situation = situationOf(round, { a: '55.00', b: '50.00', c: '90.00' });
    const { quotes } = deductions(situation);
    const [one, other] = ['a', 'b'].map((id) => quotes!.get(id)!);
    expect(exact(one!.quoted!).compare(exact(other!.quoted!))).toBeGreaterThan(0);
    expect(exact(one!.evaluated!).compare(exact(other!.evaluated!))).toBeLessThan(0);
    // 55 × 0.8 = 44 would be below 45 % of the ceiling.
    expect(
      lowPrice({ ...situation, quotes: quotes! }).results!.filter(({ result }) => result === 'hit'),
    ).toEqual([]);
  });

  it('are told apart where a tender tests what is left after deductions', () => {
    const on = structuredClone(tender);
    on.review!.lowPrice!.price = 'evaluated';
    const small = bid('a', [{ size: sized('small') }]);
    const situation = situationOf(
      roundOf({ bids: [small, bidOf('b'), bidOf('c')] }),
      { a: '55.00', b: '50.00', c: '60.00' },
      on,
    );
    const hit = lowPrice(situation).results!.filter(({ result }) => result === 'hit');
    expect(hit.map((one) => one.bid)).toEqual(['a']);
  });

  it('are the same without any policy, and without any claim', () => {
    const { priceDeductions: _, ...review } = tender.review!;
    const bare = deductions(situationOf(roundOf(), {}, { ...tender, review }));
    expect(bare).toMatchObject({ notApplicable: true });
    expect(bare.quotes!.get('alpha')).toMatchObject({ quoted: '80.00', evaluated: '80.00' });
    expect(run(bidOf('a')).evaluated).toBe('80');
  });

  it('stand apart by a share from nothing up to, but never, the whole', () => {
    const size = fc.constantFrom(...(Object.keys(firmSizes) as FirmSize[]));
    const policy = fc.constantFrom('not-triggered', 'sum', 'product', 'largest', 'goods-only');
    const share = fc.integer({ min: 0, max: 100 });
    const papers = [
      'small-micro',
      'prison',
      'disabled-welfare',
      'small-micro-share',
      'domestic-product',
    ].flatMap(handedIn);
    fc.assert(
      fc.property(
        size,
        size,
        share,
        fc.boolean(),
        fc.boolean(),
        share,
        policy,
        (a, b, part_, two, prison, goods, option) => {
          const members = [
            { size: sized(a), prison },
            ...(two ? [{ size: sized(b), share: String(part_) }] : []),
          ];
          const domestic = {
            declared: true,
            clear: true,
            costShare: String(part_),
            goodsShare: String(goods),
          };
          const outcome = run(bid('a', members, { domestic }, papers), { on: tenderWith({ A12: option }) });
          const taken = exact(1).sub(exact(outcome.evaluated).div(exact(outcome.quoted)));
          expect(taken.compare(0)).toBeGreaterThanOrEqual(0);
          expect(taken.compare(1)).toBeLessThan(0);
          for (const { share: one } of outcome.deductions!.get('a')!)
            expect(exact(one).compare(1)).toBeLessThan(0);
        },
      ),
      { numRuns: 100 },
    );
  });
});
