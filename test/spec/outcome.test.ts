import { describe, expect, it } from 'vitest';
import {
  convert,
  normaliseClause,
  type Outcome,
  printQuantity,
  reasonNames,
  rollUp,
  rollUpAny,
  type Standing,
  standing,
} from '../../spec/index.ts';

const of: Record<Outcome, Standing> = {
  satisfied: standing('all-met'),
  'not-satisfied': standing('refuted'),
  inconclusive: standing('timed-out'),
  'not-assessed': standing('paper-awaited'),
  'not-applicable': standing('excluded'),
};
const all = Object.values(of);

describe('roll-up', () => {
  it('takes the gravest', () => {
    expect(rollUp(all).outcome).toBe('not-satisfied');
    expect(rollUp([of.satisfied, of['not-assessed'], of.inconclusive]).outcome).toBe('inconclusive');
    expect(rollUp([of.satisfied, of['not-assessed']]).outcome).toBe('not-assessed');
    expect(rollUp([of.satisfied, of['not-applicable']]).outcome).toBe('satisfied');
    expect(rollUp([of['not-applicable'], of['not-applicable']]).outcome).toBe('not-applicable');
  });
  it('an empty group is not-assessed', () => {
    expect(rollUp([])).toEqual(standing('empty-group'));
    expect(rollUpAny([])).toEqual(standing('empty-group'));
  });
  it('any: one satisfied is enough, all refuted refutes, the rest stays open', () => {
    expect(rollUpAny([of['not-satisfied'], of.satisfied]).outcome).toBe('satisfied');
    expect(rollUpAny([of['not-satisfied'], of['not-satisfied']]).outcome).toBe('not-satisfied');
    expect(rollUpAny([of['not-satisfied'], of['not-assessed']]).outcome).toBe('not-assessed');
    expect(rollUpAny([of['not-applicable']]).outcome).toBe('not-applicable');
  });
  it('only sight satisfies: ours, an examiner of papers, or two persons on the spot', () => {
    expect(reasonNames.filter((reason) => standing(reason).outcome === 'satisfied')).toEqual([
      'all-met',
      'examined',
      'seen-on-site',
    ]);
  });
});

describe('units', () => {
  it('converts within a dimension only', () => {
    expect(convert(1, 'MB/s', 'Mbps')).toBe(8);
    expect(convert(2, 'TiB', 'B')).toBe(2 * 1024 ** 4);
    expect(() => convert(1, 'core', 'vcpu')).toThrow();
  });
  it('prints for people', () => {
    expect(printQuantity({ value: 600, unit: 's' })).toBe('600 秒');
    expect(printQuantity({ value: 99.99, unit: '%' })).toBe('99.99%');
    expect(printQuantity({ value: 2.5, unit: 'ratio' })).toBe('2.5');
  });
});

describe('clause text', () => {
  it.each([
    ['▲1.8 甲乙 不少于 8000 核', '甲乙不少于8000核'],
    ['1.8. 甲乙不少于 8000 核', '甲乙不少于8000核'],
    ['- ▲ (4) 支持　ＡＢＣ', '支持ABC'],
    ['▲（10）支持', '支持'],
    ['▲1、支持', '支持'],
    ['▲云平台', '云平台'],
    ['可用性 $\\geq 99.99\\%$', '可用性>=99.99%'],
    ['可用性≥99.99%', '可用性>=99.99%'],
  ])('%s', (text, expected) => {
    expect(normaliseClause(text)).toBe(expected);
  });
  it('keeps figures and words apart', () => {
    expect(normaliseClause('2 路 32 核')).not.toBe(normaliseClause('2 路 33 核'));
    expect(normaliseClause('10GE 网卡')).toBe('10GE网卡');
  });
});
