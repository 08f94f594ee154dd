import { describe, expect, it } from 'vitest';
import type { Condition, DataSummary, Paper, Quantity } from '../../spec/index.ts';
import { dataPaper, onCondition, paperOf } from './attest-fixture.ts';

const held = ['satisfied', 'examined'];
const refuted = ['not-satisfied', 'condition-refuted'];
const open = ['not-assessed', 'paper-incomplete'];
const papers = (...changes: Partial<Paper>[]) => ({ documents: changes.map(paperOf) });

describe('sealed', () => {
  const condition: Condition = { kind: 'sealed' };
  it.each([
    [[{ sealed: true }], held],
    [[{ sealed: false }], refuted],
    [[{}], open],
    [[{ sealed: true }, { sealed: true }], held],
    [[{ sealed: true }, { sealed: false }], refuted],
    [[{ sealed: true }, {}], open],
    [[{}, { sealed: false }], refuted],
  ])('%j is %j', (changes, verdict) => {
    expect(onCondition(condition, papers(...changes))).toEqual(verdict);
  });
});

describe('valid on the day that is asked about', () => {
  const condition: Condition = { kind: 'valid-on-due' };
  const issuedOn = '2026-01-01';
  const expired = ['not-satisfied', 'paper-expired'];
  it.each([
    [{ issuedOn, validUntil: '2026-06-29' }, expired],
    [{ issuedOn, validUntil: '2026-06-30' }, held],
    [{ issuedOn, validUntil: '2026-07-01' }, held],
    [{ issuedOn, validUntil: '长期' as const }, held],
    [{ issuedOn: '2026-06-30', validUntil: '2027-01-01' }, held],
    [{ issuedOn: '2026-07-01', validUntil: '2027-01-01' }, expired],
    [{ issuedOn }, open],
    [{ validUntil: '2027-01-01' }, open],
  ])('%j is %j', (changes, verdict) => {
    expect(onCondition(condition, papers(changes))).toEqual(verdict);
  });
  it('counts the last day to its end in Beijing, and not a second longer', () => {
    const paper = papers({ issuedOn, validUntil: '2026-06-30' });
    expect(onCondition(condition, paper, '2026-06-30T15:59:59Z')).toEqual(held);
    expect(onCondition(condition, paper, '2026-06-30T16:00:00Z')).toEqual(expired);
  });
});

describe('issuer', () => {
  const condition: Condition = { kind: 'issuer', oneOf: ['公安机关', '测评机构'] };
  it.each([
    [{ issuer: '测评机构' }, held],
    [{ issuer: '某市公安局', issuerKind: '公安机关' }, held],
    [{ issuer: '某公司' }, refuted],
    [{ issuer: '测评机构二' }, refuted],
    [{}, open],
  ])('%j is %j', (changes, verdict) => {
    expect(onCondition(condition, papers(changes))).toEqual(verdict);
  });
});

describe('names-all', () => {
  const condition: Condition = { kind: 'names-all', items: ['GB/T31167-2023', 'CPU'] };
  it.each([
    [[{ names: ['GB/T 31167-2023', 'ＣＰＵ', '其他'] }], held],
    [[{ names: ['GB/T31167-2023'] }], refuted],
    [[{ names: ['GB/T31167-2023', 'CPU 核数'] }], refuted],
    [[{ names: [] }], refuted],
    [[{}], open],
    [[{ names: ['CPU'] }, { names: ['gb/t31167-2023'] }], held],
    [[{ names: ['CPU'] }, {}], open],
  ])('%j is %j', (changes, verdict) => {
    expect(onCondition(condition, papers(...changes))).toEqual(verdict);
  });
});

const cores = (value: number): Quantity => ({ value, unit: 'core' });
describe('figures that papers state', () => {
  it.each([
    ['atLeast', 99, refuted],
    ['atLeast', 100, held],
    ['atLeast', 101, held],
    ['moreThan', 100, refuted],
    ['moreThan', 101, held],
    ['atMost', 100, held],
    ['atMost', 101, refuted],
    ['lessThan', 99, held],
    ['lessThan', 100, refuted],
    ['equals', 100, held],
    ['equals', 99, refuted],
    ['equals', 101, refuted],
  ] as const)('%s 100 cores against %d', (comparator, value, verdict) => {
    const condition: Condition = { kind: 'stated', item: 'CPU', comparator, quantity: cores(100) };
    expect(onCondition(condition, papers({ figures: [{ item: 'cpu', quantity: cores(value) }] }))).toEqual(
      verdict,
    );
  });
  const condition: Condition = {
    kind: 'stated',
    item: '内存',
    comparator: 'atLeast',
    quantity: { value: 1, unit: 'TiB' },
  };
  const stating = (...quantities: Quantity[]) =>
    papers({ figures: quantities.map((quantity) => ({ item: '内存', quantity })) });
  it('compares across units, each figure, and never across kinds', () => {
    expect(onCondition(condition, stating({ value: 1024, unit: 'GiB' }))).toEqual(held);
    expect(onCondition(condition, stating({ value: 1, unit: 'TB' }))).toEqual(refuted);
    expect(onCondition(condition, stating({ value: 2, unit: 'TiB' }, { value: 1, unit: 'GiB' }))).toEqual(
      refuted,
    );
    expect(onCondition(condition, stating(cores(9999)))).toEqual(open);
    expect(onCondition(condition, papers({ figures: [] }))).toEqual(open);
    expect(onCondition(condition, papers({ figures: [{ item: '内存二', quantity: cores(1) }] }))).toEqual(
      open,
    );
  });
});

describe('count', () => {
  const condition: Condition = { kind: 'count', of: '运营人员', atLeast: { value: 2, unit: 'person' } };
  it.each([
    [1, refuted],
    [2, held],
    [3, held],
  ])('%d persons', (value, verdict) => {
    expect(
      onCondition(condition, { counts: [{ of: '运营人员', quantity: { value, unit: 'person' } }] }),
    ).toEqual(verdict);
  });
  it('is open while nobody counted', () => {
    expect(onCondition(condition, {})).toEqual(open);
    expect(
      onCondition(condition, { counts: [{ of: '驻场人员', quantity: { value: 9, unit: 'person' } }] }),
    ).toEqual(open);
  });
});

describe('series-within', () => {
  const condition: Condition = {
    kind: 'series-within',
    of: '温度',
    from: { value: 18, unit: 'degC' },
    to: { value: 27, unit: 'degC' },
  };
  const at = '2026-06-01T00:00:00.000Z';
  const series = (least: number, greatest: number, unit: 'degC' | '%' = 'degC'): DataSummary => ({
    as: 'series',
    of: '温度',
    unit,
    samples: 100,
    from: at,
    to: at,
    least: { value: least, at },
    greatest: { value: greatest, at },
  });
  it.each([
    [18, 27, held],
    [17.9, 27, refuted],
    [18, 27.1, refuted],
    [18.1, 26.9, held],
  ])('from %d to %d', (least, greatest, verdict) => {
    expect(onCondition(condition, { documents: [dataPaper([series(least, greatest)])] })).toEqual(verdict);
  });
  it('is open without data or in another kind of unit', () => {
    expect(onCondition(condition, { documents: [dataPaper([])] })).toEqual(open);
    expect(onCondition(condition, { documents: [dataPaper([series(20, 20, '%')])] })).toEqual(open);
    const mixed = [dataPaper([series(20, 20)]), dataPaper([series(20, 30)])];
    expect(onCondition(condition, { documents: mixed })).toEqual(refuted);
  });
});

describe('retention', () => {
  const condition: Condition = { kind: 'retention', of: '日志', atLeast: { value: 6, unit: 'month' } };
  const log = (...stretches: [string, string][]): DataSummary => ({
    as: 'log',
    of: '日志',
    records: 10,
    undated: 0,
    from: stretches[0]![0],
    to: stretches.at(-1)![1],
    stretches: stretches.map(([from, to]) => ({ from, to })),
  });
  const from = '2025-12-01T00:00:00Z';
  const verdict = (...logs: DataSummary[]) =>
    onCondition(condition, { documents: logs.map((one) => dataPaper([one])) });
  it.each([
    ['2026-05-31T23:59:59Z', refuted],
    ['2026-06-01T00:00:00Z', held],
    ['2026-06-01T00:00:01Z', held],
  ])('six months to %s', (to, expected) => {
    expect(verdict(log([from, to]))).toEqual(expected);
  });
  it('counts the latest stretch alone', () => {
    expect(
      verdict(log(['2025-01-01T00:00:00Z', '2025-11-01T00:00:00Z'], [from, '2026-06-01T00:00:00Z'])),
    ).toEqual(held);
    expect(
      verdict(
        log(
          ['2025-01-01T00:00:00Z', '2026-04-01T00:00:00Z'],
          ['2026-04-03T00:00:00Z', '2026-06-01T00:00:00Z'],
        ),
      ),
    ).toEqual(refuted);
  });
  it('joins files that lie a day apart, and not one second more', () => {
    const first = log([from, '2026-03-01T00:00:00Z']);
    expect(verdict(first, log(['2026-03-02T00:00:00Z', '2026-06-01T00:00:00Z']))).toEqual(held);
    expect(verdict(first, log(['2026-03-02T00:00:01Z', '2026-06-01T00:00:00Z']))).toEqual(refuted);
    expect(
      verdict(log([from, '2026-06-01T00:00:00Z']), log(['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'])),
    ).toEqual(held);
  });
  it('is open without a log, and for one that reaches into the future', () => {
    expect(onCondition(condition, { documents: [dataPaper([])] })).toEqual(open);
    expect(verdict(log([from, '2026-06-30T04:00:00Z']))).toEqual(held);
    expect(verdict(log([from, '2026-06-30T04:00:01Z']))).toEqual(open);
  });
  it('counts days by the hour', () => {
    const days: Condition = { kind: 'retention', of: '日志', atLeast: { value: 2, unit: 'd' } };
    const over = (to: string) =>
      onCondition(days, { documents: [dataPaper([log(['2026-06-01T00:00:00Z', to])])] });
    expect(over('2026-06-02T23:59:59Z')).toEqual(refuted);
    expect(over('2026-06-03T00:00:00Z')).toEqual(held);
  });
});

describe('frequency', () => {
  const records = (...days: string[]): DataSummary => ({ as: 'records', of: '演练', days });
  const verdict = (
    per: 'month' | 'quarter' | 'year',
    days: string[],
    covers?: { from: string; to: string },
    n = 1,
  ) =>
    onCondition(
      { kind: 'frequency', of: '演练', atLeast: { value: n, unit: 'occurrence' }, per },
      { documents: [dataPaper([records(...days)])], ...(covers ? { covers } : {}) },
    );
  const quarter = { from: '2026-01-01', to: '2026-03-31' };
  it('asks for each whole period', () => {
    expect(verdict('month', ['2026-01-31', '2026-02-01', '2026-03-31'], quarter)).toEqual(held);
    expect(verdict('month', ['2026-01-31', '2026-02-01', '2026-02-28'], quarter)).toEqual(refuted);
    expect(verdict('quarter', ['2026-03-31'], quarter)).toEqual(held);
    expect(verdict('quarter', ['2026-04-01'], quarter)).toEqual(refuted);
    expect(verdict('quarter', ['2025-12-31'], quarter)).toEqual(refuted);
  });
  it('counts at the limit and one either side', () => {
    const days = ['2026-01-01', '2026-02-01'];
    expect(verdict('quarter', days, quarter, 1)).toEqual(held);
    expect(verdict('quarter', days, quarter, 2)).toEqual(held);
    expect(verdict('quarter', days, quarter, 3)).toEqual(refuted);
  });
  it('says nothing of a period that is not over', () => {
    expect(verdict('quarter', ['2026-01-01'], { from: '2026-01-01', to: '2026-03-30' })).toEqual(open);
    expect(verdict('year', ['2026-01-01'], { from: '2025-07-01', to: '2026-06-30' })).toEqual(held);
    // The last day lies after the instant of the judgement.
    expect(verdict('year', ['2026-01-01'], { from: '2025-07-02', to: '2026-07-01' })).toEqual(open);
    expect(verdict('month', ['2026-01-05'], { from: '2026-01-01', to: '2026-02-27' })).toEqual(held);
    expect(verdict('month', ['2026-01-05'], { from: '2026-01-01', to: '2026-02-28' })).toEqual(refuted);
  });
  it('is open without records or without the days that they cover', () => {
    expect(verdict('month', ['2026-01-05'])).toEqual(open);
    expect(
      onCondition(
        { kind: 'frequency', of: '演练', atLeast: { value: 1, unit: 'occurrence' }, per: 'month' },
        { covers: quarter },
      ),
    ).toEqual(open);
  });
});
