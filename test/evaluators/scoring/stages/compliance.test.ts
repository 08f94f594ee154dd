import { describe, expect, it } from 'vitest';
import { quoteFacts } from '../../../../evaluators/scoring/facts/quote-facts.ts';
import { compliance } from '../../../../evaluators/scoring/stages/compliance.ts';
import type {
  Bid,
  Clarification,
  Form,
  HandedInForm,
  RecordedFinding,
  ReviewFact,
  ReviewRecord,
  Tender,
} from '../../../../spec/index.ts';
import { bidOf, committeeOf, roundOf, tender, tenderWith } from '../fixture.ts';
import { outOf, resultOf, situationOf, tenderWhere } from './review-situation.ts';

const section = tender.review!.compliance;
const byFact = (fact: ReviewFact) => section.items.find((item) => item.fact === fact)!;
const machine = section.items.find((item) => item.identifiers)!;
const responding = section.items.find((item) => item.misses)!;
const major = section.items.find(({ vote }) => vote === 'two-thirds')!;
const [literal] = machine.identifiers!.literal;
const members = committeeOf();

const plain = (id: string, patch: Partial<Bid> = {}): Bid => {
  const bid = bidOf(id);
  return {
    ...bid,
    forms: bid.forms.map((one) => ({ ...one, untranslated: false })),
    papers: bid.papers!.map((one) => ({ ...one, untranslated: false })),
    ...patch,
  };
};
interface Given {
  of?: Tender;
  mode?: 'rehearsal' | 'authorised';
  record?: ReviewRecord;
  others?: Bid[];
  clarifications?: Clarification[];
}
function run(alpha: Bid, { of = tender, mode = 'rehearsal', record, others, clarifications }: Given = {}) {
  const round = roundOf({
    bids: [alpha, ...(others ?? [plain('beta'), plain('gamma'), plain('delta')])],
    head: { mode },
    proceedings: { ...(record ? { compliance: record } : {}), ...(clarifications ? { clarifications } : {}) },
  });
  return compliance(situationOf(round, { tender: of }));
}
const seen = (alpha: Bid, item: string, given?: Given) => resultOf(run(alpha, given), 'alpha', item);
const allClear: ReviewRecord = { clear: ['alpha', 'beta', 'gamma', 'delta'] };
const votes = (inFavour: number) => members.map(({ id }, index) => ({ member: id, for: index < inFavour }));
const finding = (item: string, patch: Partial<RecordedFinding> = {}): RecordedFinding => ({
  bids: ['alpha'],
  item,
  result: 'hit',
  reasons: '评标委员会认定',
  ...patch,
});
const withForm = (bid: Bid, form: string, patch: Partial<HandedInForm> | null): Bid => ({
  ...bid,
  forms: bid.forms.flatMap((one) => (one.form === form ? (patch ? [{ ...one, ...patch }] : []) : [one])),
});

it('sees nothing amiss where everything is in order, and leaves the quote alone', () => {
  const outcome = run(plain('alpha'));
  expect(outcome.results!.some(({ result }) => result === 'hit')).toBe(false);
  const open = outcome.results!.filter(({ bid, result }) => bid === 'alpha' && result === 'unknown');
  // Only people can say anything of these.
  expect(open.map(({ item }) => item)).toEqual(
    section.items
      .filter(({ fact, identifiers, misses }) => !fact && !identifiers && !misses)
      .map(({ id }) => id),
  );
  expect(open.every(({ seen: by }) => by === undefined)).toBe(true);
  const ofQuote = section.items.filter(({ fact }) => fact && quoteFacts.has(fact)).map(({ id }) => id);
  expect(ofQuote.length).toBeGreaterThan(2);
  expect(outcome.results!.some(({ item }) => ofQuote.includes(item))).toBe(false);
  expect([outcome.invalid, outcome.awaited, outcome.notices, outcome.end]).toEqual([[], [], [], undefined]);
});

it('waits for the committee’s record outside a rehearsal', () => {
  expect(run(plain('alpha'), { mode: 'authorised' }).awaited!.length).toBeGreaterThan(0);
  const outcome = run(plain('alpha'), { mode: 'authorised', record: allClear });
  expect([outcome.awaited, outcome.invalid, outcome.notices]).toEqual([[], [], []]);
});

describe('the machine on which a bid was made', () => {
  const made = (id: string, value: string, name = literal!) => plain(id, { machine: [{ name, value }] });
  const equal = (value = 'ABC-1') => ({
    alpha: made('alpha', value),
    others: [made('beta', value.toLowerCase()), made('gamma', 'other'), made('delta', 'fourth')],
  });
  const { alpha, others } = equal();

  it('is only a lead in a rehearsal without a finding', () => {
    const outcome = run(alpha, { others });
    expect(resultOf(outcome, 'alpha', machine.id).result).toBe('unknown');
    expect(outcome.notices).toMatchObject([{ kind: 'lead', bids: ['alpha', 'beta'] }]);
    expect([outcome.invalid, outcome.awaited]).toEqual([[], []]);
  });

  it('waits for the datum to be confirmed for both bids', () => {
    for (const given of [{ mode: 'authorised' as const }, { record: allClear }]) {
      const outcome = run(alpha, { others, ...given });
      const waiting = outcome.awaited!.filter(({ item }) => item === machine.id).map(({ bid }) => bid);
      expect(waiting).toEqual(expect.arrayContaining(['alpha', 'beta']));
      expect(outOf(outcome)).toEqual([]);
    }
  });

  it('voids both once it is confirmed, and neither where the committee finds otherwise', () => {
    const both = finding(machine.id, { bids: ['alpha', 'beta'] });
    expect(outOf(run(alpha, { others, record: { findings: [both] } }))).toEqual(['alpha', 'beta']);
    const cleared = run(alpha, {
      others,
      record: { ...allClear, findings: [{ ...both, result: 'clear' }] },
      mode: 'authorised',
    });
    expect([cleared.invalid, cleared.awaited]).toEqual([[], []]);
  });

  it('is a hit at once where no confirmation is asked', () => {
    const of = tenderWith({ A04: 'automatic' });
    for (const mode of ['rehearsal', 'authorised'] as const)
      expect(outOf(run(alpha, { others, of, mode, record: allClear }))).toEqual(['alpha', 'beta']);
    expect(outOf(run(plain('alpha'), { of, mode: 'authorised', record: allClear }))).toEqual([]);
  });

  it('is voted on where a vote is asked, and a finding without votes does not pass', () => {
    const of = tenderWith({ A04: 'committee-votes' });
    const bids = ['alpha', 'beta'];
    const unvoted = run(alpha, {
      others,
      of,
      record: { ...allClear, findings: [finding(machine.id, { bids })] },
    });
    expect(unvoted.awaited!.map(({ bid }) => bid)).toEqual(bids);
    const voted = (n: number) =>
      outOf(
        run(alpha, {
          others,
          of,
          record: { ...allClear, findings: [finding(machine.id, { bids, votes: votes(n) })] },
        }),
      );
    expect(voted(3)).toEqual([]);
    expect(voted(4)).toEqual(bids);
  });

  it.each([
    '',
    'N/A',
    'To be filled by O.E.M.',
    'Default string',
    '00:00:00:00:00:00',
    '00-00-00-00-00-00',
    'VMware-56 4d',
    '00:0c:29:12:34:56',
    '52:54:00:ab:cd:ef',
    'QEMU HARDDISK',
    // What the search for leads passes over is no ground for a finding either.
    '无',
    '未获取',
    'System Product Name',
    'AAAA',
    '02:42:ac:11:00:02',
    'drive-scsi0',
    '192.168.0.7',
  ])('says nothing as %j', (value) => {
    const same = equal(value);
    const outcome = run(same.alpha, { others: same.others });
    expect(resultOf(outcome, 'alpha', machine.id).result).toBe('unknown');
    expect(resultOf(outcome, 'alpha', machine.id).reasons.join()).toContain('没有可比的');
    expect(outcome.notices).toEqual([]);
  });

  it.each(['FOEMAN-4711', 'XENON-88', 'LOEMX-1'])('does not take %j for a placeholder', (value) => {
    const same = equal(value);
    const outcome = run(same.alpha, { others: same.others });
    expect(outcome.notices!.some(({ kind }) => kind === 'lead')).toBe(true);
  });

  it('takes such values for data where the tender does not name their class', () => {
    const of = tenderWhere(({ review }) => {
      review!.compliance.items.find(({ id }) => id === machine.id)!.identifiers!.missing = ['宇宙射线'];
    });
    const same = equal('VMware-56 4d');
    const { notices } = run(same.alpha, { others: same.others, of });
    expect(notices!.map(({ kind }) => kind)).toEqual(['lead', 'advice']);
    expect(notices![1]!.text).toContain('宇宙射线');
  });

  it('is unknown without a datum, without rivals, or where a rival has none', () => {
    expect(seen(plain('alpha', { machine: [] }), machine.id).result).toBe('unknown');
    expect(seen(plain('alpha'), machine.id, { others: [] }).result).toBe('unknown');
    const bare = [plain('beta', { machine: [] }), plain('gamma'), plain('delta')];
    expect(seen(plain('alpha'), machine.id, { others: bare }).result).toBe('unknown');
    expect(seen(plain('alpha'), machine.id).result).toBe('clear');
  });

  it('gives other identifiers as leads, however they are written', () => {
    const lead = '网卡地址';
    expect(machine.identifiers!.leads).toContain(lead);
    const card = (id: string, value: string) => {
      const bid = plain(id);
      return { ...bid, machine: [...bid.machine!, { name: lead, value }] };
    };
    const outcome = run(card('alpha', 'a4:bb:6d:01:02:03'), {
      others: [card('beta', 'A4-BB-6D-01-02-03'), plain('gamma'), plain('delta')],
    });
    expect(outcome.notices).toMatchObject([
      { kind: 'lead', bids: ['alpha', 'beta'], evidence: [`${lead} A4BB6D010203`] },
    ]);
    expect(resultOf(outcome, 'alpha', machine.id).result).toBe('clear');
  });

  it('is compared with bids that are out already', () => {
    const round = roundOf({ bids: [alpha, ...others], proceedings: {} });
    const outcome = compliance(situationOf(round, { valid: others }));
    expect(outcome.notices).toMatchObject([{ kind: 'lead', bids: ['alpha', 'beta'] }]);
  });
});

describe('clauses that a bid does not meet', () => {
  const of = (kind: 'clause' | 'commercial', starred: boolean) =>
    tender.checkables.find((one) => one.kind === kind && one.starred === starred)!.id;
  const [starred, technical, commercial] = [of('clause', true), of('clause', false), of('commercial', false)];
  const missing = (
    clause: string,
    deviation: 'negative' | 'unanswered' | 'positive' | 'none' = 'negative',
  ) => {
    const bid = plain('alpha');
    const rest = bid.responses!.filter((one) => one.clause !== clause);
    return { ...bid, responses: [...rest, { clause, deviation }] };
  };

  it('void it where they are commercial', () => {
    const outcome = run(missing(commercial));
    expect(outcome.invalid).toMatchObject([{ bid: 'alpha', item: responding.id }]);
    expect(outcome.notices).toMatchObject([{ kind: 'provisional' }]);
    expect(outOf(run(missing(commercial, 'positive')))).toEqual([]);
    const waits = run(missing(commercial), { mode: 'authorised', record: allClear });
    expect(waits.awaited).toMatchObject([{ bid: 'alpha', item: responding.id }]);
  });

  it('only cost points where they are marked, and void it where the tender is read so', () => {
    expect(seen(missing(starred), responding.id)).toMatchObject({ result: 'clear' });
    expect(seen(missing(starred), responding.id).reasons.join()).toContain('只影响得分');
    const literalReading = tenderWith({ A05: 'literal-invalid' });
    for (const clause of [starred, technical])
      expect(outOf(run(missing(clause), { of: literalReading }))).toEqual(['alpha']);
  });

  it('are voted on one by one where they are technical', () => {
    const rehearsal = run(missing(technical));
    expect(rehearsal.notices).toMatchObject([{ kind: 'provisional', item: major.id, bids: ['alpha'] }]);
    expect([rehearsal.awaited, rehearsal.invalid]).toEqual([[], []]);
    const binding = run(missing(technical), { mode: 'authorised', record: allClear });
    expect(binding.awaited).toMatchObject([{ who: 'committee', bid: 'alpha', item: major.id }]);
    expect(binding.awaited![0]!.what).toContain(technical);
    expect(resultOf(binding, 'alpha', major.id).result).toBe('unknown');
  });

  it('void it when two thirds find a major deviation, not with one vote less', () => {
    const voted = (n: number, patch: Partial<RecordedFinding> = {}) =>
      run(missing(technical), {
        mode: 'authorised',
        record: {
          ...allClear,
          findings: [finding(major.id, { clause: technical, votes: votes(n), ...patch })],
        },
      });
    expect(outOf(voted(5))).toEqual(['alpha']);
    const short = voted(4);
    expect([short.invalid, short.awaited]).toEqual([[], []]);
    expect(resultOf(short, 'alpha', major.id)).toMatchObject({
      result: 'clear',
      vote: { needed: 5, carried: false },
    });
    expect(voted(5, { votes: [] }).awaited).toHaveLength(1);
    expect(voted(5, { clause: 'another' }).awaited).toEqual([]);
    expect(outOf(voted(5, { clause: 'another' }))).toEqual(['alpha']);
  });

  it('are each counted for themselves: one vote that fails does not hide one that carries', () => {
    const second = tender.checkables.filter(({ kind, starred: star }) => kind === 'clause' && !star)[1]!.id;
    const bid = {
      ...missing(technical),
      responses: [...missing(technical).responses, { clause: second, deviation: 'negative' as const }],
    };
    const findings = [
      finding(major.id, { clause: technical, votes: votes(1) }),
      finding(major.id, { clause: second, votes: votes(6) }),
    ];
    const record = { ...allClear, findings };
    expect(outOf(run(bid, { mode: 'authorised', record }))).toEqual(['alpha']);
    const one = run(bid, { mode: 'authorised', record: { ...allClear, findings: findings.slice(0, 1) } });
    expect(one.awaited).toMatchObject([{ item: major.id }]);
    expect(one.awaited![0]!.what).toContain(second);
    expect(one.awaited![0]!.what).not.toContain(`${technical}“`);
  });

  it('are counted together where whole tables are unanswered, and unknown where nobody looked', () => {
    expect(seen(plain('alpha', { otherResponses: 'unanswered' }), responding.id).reasons.join()).toMatch(
      /其余 \d+ 项商务要求未响应/,
    );
    const { otherResponses: _, ...bid } = plain('alpha');
    expect(seen(bid, responding.id).result).toBe('unknown');
    expect(seen(bid, responding.id).reasons.join()).toContain('未逐条登记');
  });

  it('include hours over the base where the table of points says so', () => {
    const promise = tender
      .scoring!.groups.flatMap(({ sections }) => sections.flatMap(({ criteria }) => criteria))
      .find((one) => one.kind === 'hours-saved')!.promises[0]!;
    const at = (hours: number) =>
      plain('alpha', { promises: [{ promise: promise.id, hours: String(hours) }] });
    const strict = tenderWith({ A16: 'over-base-deviates' });
    expect(outOf(run(at(promise.base.value + 0.5), { of: strict }))).toEqual(['alpha']);
    expect(outOf(run(at(promise.base.value), { of: strict }))).toEqual([]);
    expect(outOf(run(at(promise.base.value + 1)))).toEqual([]);
  });

  it('are voted on under the item itself where the section has no vote of two thirds', () => {
    const of = tenderWhere(({ review }) => {
      review!.compliance.items = review!.compliance.items.filter(({ id }) => id !== major.id);
    });
    const outcome = run(missing(technical), { of, mode: 'authorised', record: allClear });
    expect(outcome.awaited).toMatchObject([{ item: responding.id }]);
    const record = {
      ...allClear,
      findings: [finding(responding.id, { clause: technical, votes: votes(4) })],
    };
    expect(outOf(run(missing(technical), { of, mode: 'authorised', record }))).toEqual(['alpha']);
  });
});

describe('forms', () => {
  const named = new Set(tender.review!.qualification.items.flatMap(({ forms }) => forms ?? []));
  const form: Form = tender.forms!.forms.find(
    ({ stage, sealedBy }) => stage === 'compliance' && sealedBy.length > 1,
  )!;
  const cover = tender.forms!.forms.find(({ stage, sealedBy }) => stage === 'cover' && sealedBy.length > 0)!;
  const complete = byFact('forms-complete').id;
  const sealed = byFact('sealed-as-required').id;
  const readable = byFact('legible').id;

  it('are all there', () => {
    expect(outOf(run(withForm(plain('alpha'), form.id, null)))).toEqual(['alpha']);
    expect(seen(withForm(plain('alpha'), form.id, null), complete).reasons.join()).toContain(form.title);
    // Those of the qualification are the purchaser’s to look at.
    expect(seen(withForm(plain('alpha'), [...named][0]!, null), complete).result).toBe('clear');
  });

  it('may lack the cover or differ in format, unless the tender is strict', () => {
    const strict = tenderWith({ A07: 'strict' });
    for (const bid of [
      withForm(plain('alpha'), cover.id, null),
      withForm(plain('alpha'), form.id, { deviation: '少一栏' }),
    ]) {
      expect(seen(bid, complete)).toMatchObject({ result: 'clear' });
      expect(seen(bid, complete).reasons.join()).toContain('不影响有效性');
      expect(seen(bid, complete, { of: strict })).toMatchObject({ result: 'hit', effect: 'invalid' });
    }
  });

  it.each([
    [form.sealedBy, 'clear'],
    [form.sealedBy.slice(1), 'hit'],
    [['special-purpose', ...form.sealedBy.slice(1)], 'hit'],
    [undefined, 'unknown'],
  ] as const)('sealed by %j are %s', (seals, result) => {
    const bid = withForm(plain('alpha'), form.id, { seals } as Partial<HandedInForm>);
    expect(seen(bid, sealed).result).toBe(result);
  });

  it('are sealed by the leader of a consortium, or by every member where the tender wants it', () => {
    const bid = plain('alpha');
    const ally = { ...bid.members[0]!, id: 'ally', role: 'member' as const };
    const joint = { ...bid, members: [{ ...bid.members[0]!, role: 'leader' as const }, ally] };
    const each = tenderWhere(({ review }) => {
      review!.consortium!.signs = 'each-member';
    });
    expect(seen(joint, sealed).result).toBe('clear');
    expect(seen(joint, sealed, { of: each }).reasons.join()).toContain('各成员单位公章');
    const byAll = {
      ...joint,
      forms: joint.forms.map((one) => ({
        ...one,
        seals: ['each-member-company' as const, 'each-legal-representative' as const],
      })),
    };
    expect(seen(byAll, sealed, { of: each }).result).toBe('clear');
  });

  it.each([
    [false, 'hit'],
    [undefined, 'unknown'],
  ] as const)('legible: %s is %s', (legible, result) => {
    expect(
      seen(withForm(plain('alpha'), form.id, { legible } as Partial<HandedInForm>), readable).result,
    ).toBe(result);
    const paper = {
      id: 'p',
      document: 'statement' as const,
      for: [section.items[0]!.id],
      ...(legible === undefined ? {} : { legible }),
    };
    expect(seen(plain('alpha', { papers: [paper] }), readable).result).toBe(result);
  });

  it('are of unknown completeness where nobody says who signs', () => {
    const { signatory: _, ...bid } = plain('alpha');
    const of = tenderWhere(({ forms }) => {
      forms!.forms.find(({ id }) => id === form.id)!.required = 'agent-signs';
    });
    expect(seen(bid, complete, { of }).result).toBe('unknown');
    expect(seen(plain('alpha'), complete, { of }).result).toBe('clear');
  });

  it('in a foreign language are a lead, never a ground', () => {
    const foreign = byFact('translated').id;
    const outcome = run(withForm(plain('alpha'), form.id, { untranslated: true }));
    expect(resultOf(outcome, 'alpha', foreign)).toMatchObject({ result: 'hit', effect: 'lead' });
    expect(outcome.notices!.some(({ kind, item }) => kind === 'lead' && item === foreign)).toBe(true);
    expect(outOf(outcome)).toEqual([]);
    expect(seen(bidOf('alpha'), foreign).result).toBe('unknown');
  });
});

describe('terms', () => {
  const least = byFact('validity').limit!.value;
  it.each([
    ['validity', { validityDays: least - 1 }, 'hit'],
    ['validity', { validityDays: least }, 'clear'],
    ['validity', { validityDays: undefined }, 'unknown'],
    ['no-conditions', { conditions: ['预付三成'] }, 'hit'],
    ['no-conditions', { conditions: [] }, 'clear'],
    ['no-conditions', { conditions: undefined }, 'unknown'],
  ] as const)('%s with %j is %s', (fact, patch, result) => {
    const bid = plain('alpha', patch as Partial<Bid>);
    expect(seen(bid, byFact(fact).id).result).toBe(result);
    expect(outOf(run(bid))).toEqual(result === 'hit' ? ['alpha'] : []);
  });
});

describe('clarifications', () => {
  const item = byFact('clarification-answered').id;
  const asked = (patch: Partial<Clarification> = {}): Clarification => ({
    id: 'c1',
    bid: 'alpha',
    about: item,
    question: '请说明',
    askedAt: tender.dates.opening,
    signedBy: members.map(({ id }) => id),
    ...patch,
  });
  const reply = { at: tender.dates.opening, text: '说明如下', signed: true };
  const answered = (patch: Partial<Clarification>, given: Given = {}) =>
    run(plain('alpha'), { clarifications: [asked(patch)], ...given });

  it('that were not asked concern nobody', () => {
    expect(seen(plain('alpha'), item).result).toBe('not-applicable');
    const volunteered = answered({ unsolicited: true, refused: true });
    expect(resultOf(volunteered, 'alpha', item).result).toBe('not-applicable');
    expect(volunteered.notices).toMatchObject([{ kind: 'advice', bids: ['alpha'] }]);
  });

  it('are refused, answered, or waited for from the bidder', () => {
    expect(outOf(answered({ refused: true }))).toEqual(['alpha']);
    expect(resultOf(answered({ reply }), 'alpha', item).result).toBe('clear');
    for (const given of [{}, { mode: 'authorised' as const, record: allClear }])
      expect(answered({}, given).awaited).toMatchObject([{ who: 'bidder', bid: 'alpha', item }]);
  });

  it('are waited for no longer once the committee has found', () => {
    const of = (result: 'clear' | 'hit') =>
      answered({}, { mode: 'authorised', record: { ...allClear, findings: [finding(item, { result })] } });
    expect([of('clear').awaited, of('clear').invalid]).toEqual([[], []]);
    expect(outOf(of('hit'))).toEqual(['alpha']);
  });

  it('bring nothing where the answer is unsigned or changes the substance', () => {
    const { notices } = answered({ reply: { ...reply, signed: false, changesSubstance: true } });
    expect(notices!.map(({ text }) => text).join()).toMatch(/未盖章或签字.*改变投标文件实质性内容/);
  });

  it('are signed by every member', () => {
    const signedBy = members.slice(1).map(({ id }) => id);
    const rehearsal = answered({ reply, signedBy });
    expect(rehearsal.awaited).toEqual([]);
    expect(rehearsal.notices![0]!.text).toContain(members[0]!.name);
    const binding = answered({ reply, signedBy }, { mode: 'authorised', record: allClear });
    expect(binding.awaited).toMatchObject([{ who: 'committee', bid: 'alpha' }]);
  });
});

describe('what only people can say', () => {
  const fraud = section.items.find(
    ({ fact, identifiers, misses, vote }) => !fact && !identifiers && !misses && !vote,
  )!.id;
  it('is what they found, by the vote that was carried', () => {
    const record = (n: number) => ({ ...allClear, findings: [finding(fraud, { votes: votes(n) })] });
    expect(outOf(run(plain('alpha'), { mode: 'authorised', record: record(4) }))).toEqual(['alpha']);
    expect(seen(plain('alpha'), fraud, { record: record(2) })).toMatchObject({
      result: 'clear',
      vote: { carried: false },
    });
  });
});

it('cancels with fewer responsive bids than the tender asks for', () => {
  const bad = plain('alpha', { conditions: ['预付三成'] });
  const two = [plain('beta'), plain('gamma')];
  expect(run(bad, { others: two }).end).toMatchObject({ kind: 'cancelled' });
  expect(run(bad).end).toBeUndefined();
  expect(run(plain('alpha'), { others: two }).end).toBeUndefined();
  const { review: _, ...rest } = tender;
  expect(run(bad, { of: rest })).toEqual({ notApplicable: true });
});
