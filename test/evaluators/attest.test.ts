import { describe, expect, it } from 'vitest';
import { judge } from '../../evaluators/compliance/index.ts';
import type { InstrumentRegister, Observation, RegisteredInstrument } from '../../spec/index.ts';
import {
  asOf,
  examinationOf,
  examine,
  examiner,
  interview,
  judgeAttested,
  paperOf,
  photoOf,
  visitOf,
} from './attest-fixture.ts';
import { catalogue, checkableOf, observationOf, recordOf, tenderOf } from './fixture.ts';

describe('papers of an examination', () => {
  const of = (changes: Parameters<typeof examinationOf>[0], verification = examine()) =>
    judgeAttested(verification, [examinationOf(changes)]);

  it('are awaited until somebody attests them', () => {
    expect(judgeAttested(examine(), []).reason).toBe('paper-awaited');
    expect(judgeAttested(examine(), [examinationOf({ check: '1/other' })]).reason).toBe('paper-awaited');
  });
  it('satisfy when they are all there, examined by a named person, and found to do', () => {
    const verdict = of({});
    expect(verdict).toMatchObject({ outcome: 'satisfied', reason: 'examined', attestations: ['A001'] });
    expect(verdict.evidence).toEqual([paperOf().evidence.digest]);
    expect(verdict.remark).toBeUndefined();
  });
  it.each([
    [{ examinedBy: [] }, 'paper-incomplete'],
    [{ documents: [paperOf({ kind: 'contract' })] }, 'paper-incomplete'],
    [{ opinion: 'fails' as const }, 'examiner-refused'],
    [{ opinion: 'unsure' as const }, 'examiner-unsure'],
    [{ documents: [paperOf({ validUntil: '2026-06-29' })] }, 'paper-lapsed'],
    [{ documents: [paperOf({ validUntil: '2026-06-30' })] }, 'examined'],
  ])('%j is %s', (changes, reason) => {
    expect(of(changes).reason).toBe(reason);
  });
  it('are open without an opinion', () => {
    const { opinion: _, ...without } = examinationOf();
    expect(judgeAttested(examine(), [without]).reason).toBe('paper-incomplete');
  });
  it('need the seal that the clause asks for, though no condition says so', () => {
    const checkable = { proof: [{ document: 'promise-letter' as const, sealed: true }] };
    const sealed = (seal?: boolean) =>
      judgeAttested(
        examine(),
        [examinationOf({ documents: [paperOf(seal === undefined ? {} : { sealed: seal })] })],
        { checkable },
      ).reason;
    expect([sealed(true), sealed(false), sealed()]).toEqual([
      'examined',
      'condition-refuted',
      'paper-incomplete',
    ]);
  });
  it('are refuted by one condition although others are open', () => {
    const verdict = of(
      { documents: [paperOf({ sealed: false })] },
      examine({ kind: 'sealed' }, { kind: 'valid-on-due' }),
    );
    expect(verdict.reason).toBe('condition-refuted');
    expect(verdict.comparisons.map(({ met }) => met)).toEqual([false, null]);
  });
  it('that replace others are the ones that count', () => {
    const first = examinationOf({ opinion: 'fails' });
    const second = examinationOf({ id: 'A002', replaces: 'A001' });
    expect(judgeAttested(examine(), [first, second])).toMatchObject({
      reason: 'examined',
      attestations: ['A002'],
    });
  });
  it('are not asked for before they are due', () => {
    const later = { ...examine(), due: 'year' as const };
    expect(judgeAttested(later, [examinationOf()]).reason).toBe('not-yet-due');
  });
  it('leave no person and nothing they list in the verdict', () => {
    const names = ['李某某', '410000199001011234'];
    const verdict = of(
      { documents: [paperOf({ names })], remark: '联系人李某某' },
      examine({ kind: 'names-all', items: ['CPU'] }),
    );
    expect(verdict.outcome).toBe('not-satisfied');
    const said = JSON.stringify(verdict);
    for (const personal of [...names, examiner.name]) expect(said).not.toContain(personal);
  });
});

describe('a visit', () => {
  const of = (changes: Parameters<typeof visitOf>[0]) => judgeAttested(interview, [visitOf(changes)]);
  const [first, second] = visitOf().witnesses;
  const answering = (one: 'yes' | 'no', two: 'yes' | 'no' = one) => [
    { item: 1, answer: one },
    { item: 2, answer: two },
  ];

  it('is awaited, then seen by two', () => {
    expect(judgeAttested(interview, []).reason).toBe('on-site-awaited');
    expect(of({})).toMatchObject({ outcome: 'satisfied', reason: 'seen-on-site', attestations: ['A001'] });
  });
  it('needs two different persons', () => {
    expect(of({ witnesses: [first!] }).reason).toBe('witness-missing');
    expect(of({ witnesses: [first!, first!] }).reason).toBe('witness-missing');
    expect(of({ witnesses: [first!, { ...second!, name: first!.name }] }).reason).toBe('seen-on-site');
    expect(of({ witnesses: [first!, { ...first!, role: '另一职务' }] }).reason).toBe('witness-missing');
  });
  it('is neither way when one person alone saw the contrary', () => {
    const verdict = of({ witnesses: [{ ...first!, answers: answering('no') }] });
    expect(verdict).toMatchObject({ outcome: 'not-assessed', reason: 'witness-missing' });
    expect(verdict.comparisons.every(({ met }) => met === null)).toBe(true);
  });
  it('is refuted when both saw the contrary, inconclusive when they disagree', () => {
    const witnesses = (a: ReturnType<typeof answering>, b: ReturnType<typeof answering>) => ({
      witnesses: [
        { ...first!, answers: a },
        { ...second!, answers: b },
      ],
    });
    expect(of(witnesses(answering('yes', 'no'), answering('yes', 'no'))).reason).toBe('seen-contrary');
    expect(of(witnesses(answering('yes', 'no'), answering('yes')))).toMatchObject({
      outcome: 'inconclusive',
      reason: 'witnesses-disagree',
    });
    expect(of(witnesses(answering('yes').slice(0, 1), answering('yes'))).reason).toBe('visit-incomplete');
    expect(of(witnesses([...answering('yes'), { item: 1, answer: 'no' }], answering('yes'))).reason).toBe(
      'witnesses-disagree',
    );
  });
  it('needs its date and so many different photographs', () => {
    expect(of({ photos: [] }).reason).toBe('visit-incomplete');
    const two = { ...interview, photos: 2 };
    const with2 = (...seeds: string[]) =>
      judgeAttested(two, [visitOf({ photos: seeds.map(photoOf) })]).reason;
    expect([with2('c'), with2('c', 'c'), with2('c', 'd')]).toEqual([
      'visit-incomplete',
      'visit-incomplete',
      'seen-on-site',
    ]);
    const { date: _, ...undated } = visitOf();
    expect(judgeAttested(interview, [undated]).reason).toBe('visit-incomplete');
  });
});

describe('the register of instruments', () => {
  const program = (validUntil?: string, on = '2025-12-01', version = '1.0'): RegisteredInstrument => ({
    kind: 'program',
    id: 'biaochi',
    name: '标尺',
    version,
    confirmation: { by: '确认人', on, cases: '全部用例', ...(validUntil ? { validUntil } : {}) },
  });
  const meter = (validUntil: string): RegisteredInstrument => ({
    kind: 'meter',
    id: 'power-meter',
    name: '电表',
    model: 'M1',
    serial: '7',
    certificate: { number: '校-1', issuer: '计量院', validUntil },
  });
  const registerOf = (...instruments: RegisteredInstrument[]): InstrumentRegister => ({
    file: 'instruments.yaml',
    digest: 'sha256:0',
    instruments,
  });
  function reasonOf(
    register: InstrumentRegister | undefined,
    value = true,
    observed: Partial<Observation> = {},
  ) {
    const record = recordOf([observationOf([{ measurand: 'works', values: [value] }], observed)], {
      tools: [{ name: 'Biaochi 标尺', version: '1.0' }],
      ...(register ? { instruments: register } : {}),
    });
    const { requirements } = judge({
      tender: tenderOf(checkableOf()),
      catalogue,
      record,
      recordDigest: 'r',
      asOf,
    });
    const check = requirements[0]!.parts[0]!.checks[0]!;
    return [check.reason, check.comparisons[0]!.met];
  }

  it('changes nothing where there is none', () => {
    expect(reasonOf(undefined)).toEqual(['all-met', true]);
    expect(reasonOf(undefined, true, { madeWith: [{ id: 'unknown' }] })).toEqual(['all-met', true]);
  });
  it('lets what is confirmed decide, to its last day', () => {
    expect(reasonOf(registerOf(program()))).toEqual(['all-met', true]);
    expect(reasonOf(registerOf(program('2026-01-01')))).toEqual(['all-met', true]);
    expect(reasonOf(registerOf(program('2026-01-02')), false)).toEqual(['refuted', false]);
    expect(reasonOf(registerOf(program('2025-12-31')))).toEqual(['instrument-expired', null]);
    expect(reasonOf(registerOf(program('2025-12-31')), false)).toEqual(['instrument-expired', null]);
  });
  it('does not know other versions, nor what was confirmed only later', () => {
    expect(reasonOf(registerOf(program(undefined, '2026-01-01')))).toEqual(['all-met', true]);
    expect(reasonOf(registerOf(program(undefined, '2026-01-02')))[0]).toBe('instrument-unregistered');
    expect(reasonOf(registerOf(program(undefined, '2025-12-01', '0.9')))[0]).toBe('instrument-unregistered');
    expect(reasonOf(registerOf(meter('2030-01-01')))[0]).toBe('instrument-unregistered');
  });
  it('looks at every instrument that an observation names', () => {
    const observed = { madeWith: [{ id: 'biaochi', version: '1.0' }, { id: 'power-meter' }] };
    expect(reasonOf(registerOf(program(), meter('2026-01-01')), true, observed)[0]).toBe('all-met');
    expect(reasonOf(registerOf(program(), meter('2025-12-31')), true, observed)[0]).toBe(
      'instrument-expired',
    );
    expect(reasonOf(registerOf(program()), true, observed)[0]).toBe('instrument-unregistered');
  });
  it('turns nothing that decided nothing before', () => {
    expect(reasonOf(registerOf(meter('2030-01-01')), true, { state: 'timed-out', measurements: [] })[0]).toBe(
      'timed-out',
    );
  });
});
