import { describe, expect, it } from 'vitest';
import { qualification } from '../../../../evaluators/scoring/stages/qualification.ts';
import type { Bid, Firm, HandedInForm, Proceedings, ReviewFact, Tender } from '../../../../spec/index.ts';
import { bidOf, committeeOf, creditCode, proceedingsOf, roundOf, tender, tenderWith } from '../fixture.ts';
import { outOf, resultOf, roundWith, situationOf, tenderWhere } from './review-situation.ts';

const section = tender.review!.qualification;
const byFact = (fact: ReviewFact) => section.items.find((item) => item.fact === fact)!.id;
const papers = section.items.find((item) => item.papers)!;
const registers = section.items.find((item) => item.lists && !item.papers)!;
const perMember = section.items.filter(
  (item) =>
    item.forms?.length === 1 &&
    tender.forms!.forms.find(({ id }) => id === item.forms![0])!.suppliedBy === 'each-member',
);
const promise = perMember[0]!;
const identity = section.items.find((item) => item.forms?.length === 2)!;
const agreement = section.items.find((item) => item.when === 'consortium' && item.forms)!;
const openingDay = tender.dates.opening.slice(0, 10);

const settled = (firm: Firm): Firm => ({ ...firm, holders: [], managedBy: [], designedThisProject: false });
const plain = (id: string, patch: Partial<Bid> = {}): Bid => {
  const bid = bidOf(id);
  return { ...bid, members: bid.members.map(settled), ...patch };
};
const searches = (bids: readonly Bid[]): Proceedings => ({
  creditSearches: proceedingsOf(bids).creditSearches ?? [],
});

interface Given {
  of?: Tender;
  mode?: 'rehearsal' | 'authorised' | 'post-award';
  others?: Bid[];
  proceedings?: Proceedings;
}
function run(alpha: Bid, { of = tender, mode = 'rehearsal', others, proceedings }: Given = {}) {
  const bids = [alpha, ...(others ?? [plain('beta'), plain('gamma'), plain('delta')])];
  const round = roundOf({ bids, head: { mode }, proceedings: { ...searches(bids), ...proceedings } });
  return qualification(situationOf(round, { tender: of, members: [] }));
}
const seen = (alpha: Bid, item: string, given?: Given) => resultOf(run(alpha, given), 'alpha', item);
const withForm = (bid: Bid, form: string, patch: Partial<HandedInForm> | null): Bid => ({
  ...bid,
  forms: bid.forms.flatMap((one) => (one.form === form ? (patch ? [{ ...one, ...patch }] : []) : [one])),
});

/** Alpha as the leader of a consortium of two. */
function consortium(patch: Partial<Bid> = {}, second: Partial<Firm> = {}): Bid {
  const alone = plain('alpha');
  const leader = { ...alone.members[0]!, role: 'leader' as const, share: '60' };
  const member: Firm = {
    ...settled({
      id: 'ally',
      name: '联合云有限公司',
      creditCode: creditCode(777),
      legalRepresentative: '盟友',
    }),
    role: 'member',
    share: '40',
    ...second,
  };
  const each = alone.forms
    .filter(({ form }) => perMember.some((item) => item.forms![0] === form))
    .map((one) => ({ ...one, member: member.id }));
  const deed = tender.forms!.forms.find(({ id }) => id === agreement.forms![0])!;
  return {
    ...alone,
    members: [leader, member],
    forms: [...alone.forms, ...each, { form: deed.id, seals: deed.sealedBy, legible: true }],
    papers: [...alone.papers!, { ...alone.papers![0]!, id: 'ally-bribery', firm: member.id }],
    ...patch,
  };
}

it('sees nothing amiss where everything is in order', () => {
  const outcome = run(plain('alpha'));
  const open = outcome.results!.filter(({ result }) => result === 'unknown' || result === 'hit');
  expect(open).toEqual([]);
  expect([outcome.invalid, outcome.awaited, outcome.end]).toEqual([[], [], undefined]);
  expect(resultOf(outcome, 'alpha', agreement.id).result).toBe('not-applicable');
});

it('sees nothing amiss in a consortium either', () => {
  const results = run(consortium()).results!.filter(({ bid }) => bid === 'alpha');
  expect(results.map(({ item, result }) => [item, result])).toEqual(
    section.items.map(({ id }) => [id, 'clear']),
  );
});

describe('a promise of each member', () => {
  const form = promise.forms![0]!;

  it.each([
    ['absent', null, 'hit', '未提供'],
    ['illegible', { legible: false }, 'hit', '不清晰'],
    ['not looked at', { legible: undefined }, 'unknown', '是否清晰未登记'],
    ['without seals', { seals: [] }, 'hit', '公章'],
    ['with a special seal', { seals: ['special-purpose', 'signatory'] }, 'hit', '专用章不予认可'],
    ['without a signature', { seals: ['company'] }, 'hit', '授权代表'],
    ['signed by the principal', { seals: ['company', 'legal-representative'] }, 'clear', ''],
    ['signed by an agent who does not sign', { seals: ['company', 'agent-signature'] }, 'hit', '授权代表'],
    ['without a list of seals', { seals: undefined }, 'unknown', '签章未登记'],
  ] as const)('%s', (_, patch, result, reason) => {
    const bid = withForm(plain('alpha'), form, patch as Partial<HandedInForm> | null);
    expect(seen(bid, promise.id).result).toBe(result);
    expect(seen(bid, promise.id).reasons.join()).toContain(reason);
    expect(outOf(run(bid))).toEqual(result === 'hit' ? ['alpha'] : []);
  });

  it('takes the agent’s signature where the agent signs', () => {
    const bid = withForm(plain('alpha', { signatory: { kind: 'agent', name: '代理人' } }), form, {
      seals: ['company', 'agent-signature'],
    });
    expect(seen(bid, promise.id).result).toBe('clear');
  });

  it('is asked of every firm by name', () => {
    const whole = consortium();
    const bid = { ...whole, forms: whole.forms.filter((one) => one.form !== form || one.member !== 'ally') };
    expect(seen(bid, promise.id)).toMatchObject({ result: 'hit' });
    expect(seen(bid, promise.id).reasons.join()).toContain('联合云有限公司');
  });

  it('may differ from its format, unless the tender is strict', () => {
    const bid = withForm(plain('alpha'), form, { deviation: '改了标题' });
    expect(seen(bid, promise.id).result).toBe('clear');
    expect(seen(bid, promise.id, { of: tenderWith({ A07: 'strict' }) })).toMatchObject({ result: 'hit' });
  });
});

describe('who signs', () => {
  const [principal, agent] = identity.forms!.map((id) => tender.forms!.forms.find((one) => one.id === id)!);

  it('decides which form is needed', () => {
    const signed = plain('alpha', { signatory: { kind: 'agent', name: '代理人' } });
    expect(seen(signed, identity.id)).toMatchObject({ result: 'hit' });
    const withPower = {
      ...signed,
      forms: [...signed.forms, { form: agent!.id, seals: agent!.sealedBy, legible: true }],
    };
    expect(seen(withPower, identity.id).result).toBe('clear');
    expect(seen(withForm(plain('alpha'), principal!.id, null), identity.id).result).toBe('hit');
  });

  it('must be on record', () => {
    const { signatory: _, ...bid } = plain('alpha');
    expect(seen(bid, identity.id).result).toBe('unknown');
  });
});

describe('a paper', () => {
  const handed = plain('alpha').papers![0]!;
  it.each([
    ['absent', [], 'hit'],
    ['of another kind', [{ ...handed, document: 'statement' as const }], 'hit'],
    ['unsealed', [{ ...handed, sealed: false }], 'hit'],
    ['illegible', [{ ...handed, legible: false }], 'hit'],
    ['of unknown seal', [{ id: 'p', document: handed.document, for: handed.for, legible: true }], 'unknown'],
    ['of another firm', [{ ...handed, subject: '别家' }], 'hit'],
    ['expired the day before', [{ ...handed, validUntil: '2000-01-01' }], 'hit'],
    ['valid on the day', [{ ...handed, validUntil: tender.dates.bidDeadline.slice(0, 10) }], 'clear'],
    [
      'good beside a bad one',
      [
        { ...handed, sealed: false },
        { ...handed, id: 'q' },
      ],
      'clear',
    ],
  ] as const)('%s', (_, list, result) => {
    expect(seen(plain('alpha', { papers: [...list] }), papers.id).result).toBe(result);
  });

  it('is unknown where no papers are registered', () => {
    const { papers: _, ...bid } = plain('alpha');
    expect(seen(bid, papers.id).result).toBe('unknown');
  });

  it('is asked of every member, and of persons where the tender is read so', () => {
    const bid = consortium();
    expect(seen({ ...bid, papers: [handed] }, papers.id)).toMatchObject({ result: 'hit' });
    const persons = tenderWith({ A03: 'with-project-manager' });
    expect(seen(bid, papers.id, { of: persons }).reasons.join()).toContain('法定代表人');
    const names = [bid.members[0]!.legalRepresentative!, '盟友', '经理'];
    const full = {
      ...bid,
      people: [{ name: '经理', identity: 'x', role: 'project-manager' as const, certificates: [] }],
      papers: [...bid.papers!, ...names.map((subject) => ({ ...handed, id: `p-${subject}`, subject }))],
    };
    expect(seen(full, papers.id, { of: persons }).result).toBe('clear');
    expect(seen({ ...full, people: [] }, papers.id, { of: persons }).result).toBe('unknown');
  });
});

describe('registers', () => {
  const rows = searches([plain('alpha')]).creditSearches!;
  const given = (creditSearches: typeof rows) => ({ proceedings: { creditSearches } });

  it('void a bid that is listed on the day of the opening', () => {
    const listed = rows.map((row, index) => ({ ...row, listed: index === 0 }));
    expect(seen(plain('alpha'), registers.id, given(listed)).result).toBe('hit');
    expect(outOf(run(plain('alpha'), given(listed)))).toEqual(['alpha']);
  });

  it('say nothing on another day, or where a register was left out', () => {
    const otherDay = rows.map((row) => ({ ...row, on: '2000-01-01', listed: true }));
    expect(seen(plain('alpha'), registers.id, given(otherDay))).toMatchObject({ result: 'unknown' });
    expect(seen(plain('alpha'), registers.id, given(otherDay)).reasons.join()).toContain(openingDay);
    expect(seen(plain('alpha'), registers.id, given(rows.slice(1))).result).toBe('unknown');
  });

  it('are searched for every member', () => {
    const bid = consortium();
    const all = searches([bid]).creditSearches!;
    const ally = all.map((row) => ({ ...row, listed: row.firm === bid.members[1]!.creditCode }));
    expect(seen(bid, registers.id, given(ally)).reasons.join()).toContain('联合云有限公司列入');
    expect(seen(bid, registers.id, given(rows)).result).toBe('unknown');
  });
});

describe('a consortium', () => {
  const third = (bid: Bid): Bid => ({
    ...bid,
    members: [
      ...bid.members,
      settled({ id: 'third', name: '第三家', creditCode: creditCode(3), legalRepresentative: '丙' }),
    ],
  });

  it('may not be larger than the tender says', () => {
    expect(seen(third(consortium()), agreement.id)).toMatchObject({ result: 'hit', effect: 'invalid' });
    expect(seen(third(consortium()), agreement.id).reasons.join()).toContain('3 家');
  });

  it('is out where the tender takes none', () => {
    const of = tenderWhere(({ review }) => {
      review!.consortium!.accepted = false;
    });
    expect(outOf(run(consortium(), { of }))).toEqual(['alpha']);
    expect(outOf(run(plain('alpha'), { of }))).toEqual([]);
  });

  it('is judged by the rule itself where no item speaks of it', () => {
    const of = tenderWhere(({ review }) => {
      review!.qualification.items = review!.qualification.items.filter(({ when }) => when !== 'consortium');
      review!.consortium!.accepted = false;
    });
    const outcome = run(consortium(), { of });
    expect(outcome.invalid).toMatchObject([
      {
        bid: 'alpha',
        item: 'consortium',
        rule: 'review/consortium',
        clause: tender.review!.consortium!.clause,
      },
    ]);
    expect(resultOf(outcome, 'alpha', 'consortium').rule).toBe('review/consortium');
  });

  it('hands in its agreement with every seal, one leader and all shares', () => {
    const deed = agreement.forms![0]!;
    expect(seen(withForm(consortium(), deed, null), agreement.id).result).toBe('hit');
    expect(
      seen(withForm(consortium(), deed, { seals: ['company', 'legal-representative'] }), agreement.id).result,
    ).toBe('hit');
    expect(seen(consortium({}, { role: 'leader' }), agreement.id).result).toBe('hit');
    const { share: _, ...noShare } = consortium().members[1]!;
    expect(seen(consortium({ members: [consortium().members[0]!, noShare] }), agreement.id).result).toBe(
      'unknown',
    );
  });

  it('shows the grades of what several members hold, and which counts', () => {
    const graded = (firm: string, grade: string) => ({
      id: `g-${firm}`,
      document: 'licence' as const,
      for: ['x'],
      firm,
      name: '资质',
      grade,
    });
    const bid = consortium();
    const outcome = run({
      ...bid,
      papers: [...bid.papers!, graded('alpha-1', '一级'), graded('ally', '二级')],
    });
    const step = outcome.steps!.find(({ rule }) => rule === 'review/consortium/sameQualification');
    expect(step).toMatchObject({ value: '按较低等级认定' });
    expect(step!.expression).toMatch(/一级.*二级/);
  });

  it('may not have a member that bids elsewhere; both bids are looked at', () => {
    const item = byFact('member-of-one-bid');
    const bid = consortium();
    const ally = plain('beta', { members: [settled({ ...bid.members[1]!, id: 'beta-1' })] });
    const outcome = run(bid, { others: [ally, plain('gamma'), plain('delta')] });
    expect(resultOf(outcome, 'alpha', item)).toMatchObject({ result: 'hit' });
    expect(resultOf(outcome, 'alpha', item).reasons.join()).toContain('beta');
    expect(resultOf(outcome, 'beta', item).result).toBe('hit');
    expect(resultOf(outcome, 'gamma', item).result).toBe('not-applicable');
    const withdrawn = roundOf({
      bids: [bid, ally, plain('gamma'), plain('delta')],
      admissions: [{ bid: 'beta', withdrawnAt: tender.dates.obtainableFrom! }],
      proceedings: {},
    });
    const rest = { valid: withdrawn.bids.filter(({ id }) => id !== 'beta') };
    expect(resultOf(qualification(situationOf(withdrawn, rest)), 'alpha', item).result).toBe('clear');
  });
});

describe('related bidders', () => {
  const item = byFact('unrelated');
  const beta = plain('beta').members[0]!;
  const alphaWith = (patch: Partial<Firm>) =>
    plain('alpha', { members: [{ ...plain('alpha').members[0]!, ...patch }] });
  const holder = (share?: string) => ({ name: beta.name, ...(share ? { share } : {}) });

  it.each([
    ['one legal representative', { legalRepresentative: beta.legalRepresentative! }, 'hit'],
    ['one head', { head: beta.legalRepresentative! }, 'hit'],
    ['a controlling holder', { holders: [holder('50.01')] }, 'hit'],
    ['half of the shares', { holders: [holder('50')] }, 'unknown'],
    ['a holder of an unknown share', { holders: [holder()] }, 'unknown'],
    [
      'a holder by credit code',
      { holders: [{ name: '曾用名', creditCode: beta.creditCode, share: '100' }] },
      'hit',
    ],
    ['a manager', { managedBy: [{ name: beta.name }] }, 'hit'],
    ['a holder that does not bid', { holders: [{ name: '局外公司', share: '100' }] }, 'clear'],
  ] as const)('%s', (_, patch, result) => {
    const outcome = run(alphaWith(patch as Partial<Firm>));
    expect(resultOf(outcome, 'alpha', item).result).toBe(result);
    // The other bidder is looked at in the same light.
    expect(resultOf(outcome, 'beta', item).result).toBe(result);
    expect(outOf(outcome)).toEqual(result === 'hit' ? ['alpha', 'beta'] : []);
    if (result === 'hit') expect(resultOf(outcome, 'alpha', item).reasons.join()).toContain('beta');
  });

  it('are found among members of consortiums, and are unknown where nothing is registered', () => {
    const tied = consortium({}, { legalRepresentative: beta.legalRepresentative! });
    expect(outOf(run(tied))).toEqual(['alpha', 'beta']);
    const { holders: _, ...bare } = plain('alpha').members[0]!;
    expect(seen(plain('alpha', { members: [bare] }), item).result).toBe('unknown');
    expect(seen(plain('alpha'), item, { others: [] }).result).toBe('unknown');
  });

  it('keep both out although one is out already', () => {
    const bids = [
      alphaWith({ legalRepresentative: beta.legalRepresentative! }),
      plain('beta'),
      plain('gamma'),
      plain('delta'),
    ];
    const round = roundOf({ bids, proceedings: searches(bids) });
    const outcome = qualification(situationOf(round, { valid: bids.slice(1) }));
    expect(outOf(outcome)).toEqual(['beta']);
  });
});

it.each([
  ['no-design-service', { members: [{ ...plain('alpha').members[0]!, designedThisProject: true }] }, 'hit'],
  ['no-design-service', { members: [bidOf('alpha').members[0]!] }, 'unknown'],
  ['no-imported-products', { importedProducts: ['某型服务器'] }, 'hit'],
  ['no-imported-products', { importedProducts: undefined }, 'unknown'],
] as const)('%s with %j is %s', (fact, patch, result) => {
  expect(seen(plain('alpha', patch as Partial<Bid>), byFact(fact)).result).toBe(result);
});

describe('what people recorded', () => {
  const bad = withForm(plain('alpha'), promise.forms![0]!, null);
  const clear = ['alpha', 'beta', 'gamma', 'delta'];
  const finding = { bids: ['alpha'], item: promise.id, reasons: '采购人核对', result: 'clear' as const };

  it.each(['authorised', 'post-award'] as const)('is waited for in mode %s', (mode) => {
    const outcome = run(bad, { mode });
    expect(outOf(outcome)).toEqual([]);
    expect(
      outcome.awaited!.some(
        ({ bid, item, who }) => bid === 'alpha' && item === promise.id && who === 'purchaser',
      ),
    ).toBe(true);
    expect(run(plain('alpha'), { mode, proceedings: { qualification: { clear } } }).awaited).toEqual([]);
  });

  it('is asked for item by item where the program sees a miss', () => {
    const outcome = run(bad, { mode: 'authorised', proceedings: { qualification: { clear } } });
    expect(outcome.awaited).toMatchObject([{ bid: 'alpha', item: promise.id }]);
  });

  it('holds, and is shown where the program sees otherwise', () => {
    const outcome = run(bad, {
      mode: 'authorised',
      proceedings: { qualification: { clear, findings: [finding] } },
    });
    expect([outcome.awaited, outcome.invalid]).toEqual([[], []]);
    expect(outcome.notices).toMatchObject([{ kind: 'contradiction', item: promise.id }]);
    const guilty = run(plain('alpha'), {
      mode: 'authorised',
      proceedings: { qualification: { clear, findings: [{ ...finding, result: 'hit' }] } },
    });
    expect(outOf(guilty)).toEqual(['alpha']);
  });

  it('is voted on by the committee where the committee reviews', () => {
    const of = tenderWith({ A40: 'committee' });
    const members = committeeOf();
    const votes = members.map(({ id }, index) => ({ member: id, for: index < 3 }));
    const findings = [{ ...finding, result: 'hit' as const, votes }];
    const section = { qualification: { clear, findings } };
    expect(outOf(run(plain('alpha'), { of, mode: 'authorised', proceedings: section }))).toEqual([]);
    votes[3] = { member: members[3]!.id, for: true };
    expect(outOf(run(plain('alpha'), { of, mode: 'authorised', proceedings: section }))).toEqual(['alpha']);
  });
});

describe('qualified bidders', () => {
  const out = roundWith({ importedProducts: ['某型服务器'] });

  it('are at least as many as the tender asks for', () => {
    expect(qualification(situationOf(out)).end).toMatchObject({ kind: 'cancelled' });
    const more = roundWith({}, { bids: [...out.bids, bidOf('delta')] });
    expect(qualification(situationOf(more)).end).toBeUndefined();
  });

  it('are not counted where a bidder rehearses alone', () => {
    const alone = roundWith({ importedProducts: ['某型服务器'] }, { head: { alone: true } });
    expect(qualification(situationOf(alone)).end).toBeUndefined();
  });
});
