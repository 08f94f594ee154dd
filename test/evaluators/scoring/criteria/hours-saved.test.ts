import { describe, expect, it } from 'vitest';
import { type Bid, type BidPaper, criteriaOf, type HoursCriterion } from '../../../../spec/index.ts';
import { bidOf, tender } from '../fixture.ts';
import { compute, reasonsFor, type Setting } from './inputs.ts';

const criterion = criteriaOf(tender.scoring!).find(
  (one): one is HoursCriterion => one.kind === 'hours-saved',
)!;
const [first, second] = criterion.promises as [
  HoursCriterion['promises'][number],
  HoursCriterion['promises'][number],
];
const promise = (hours: number | string, id = first.id, letter: boolean | undefined = true) => ({
  promise: id,
  hours: String(hours),
  ...(letter === undefined ? {} : { letter }),
});
const saved = (promises: Bid['promises'], setting: Setting = {}, papers?: BidPaper[]) =>
  compute(criterion.id, bidOf('alpha', '80', { promises, ...(papers ? { papers } : {}) }), setting);
const base = first.base.value;
const linear: Setting = { criterion: { steps: 'linear' } };

describe('hours saved', () => {
  it.each([
    ['at the base', base, '0'],
    ['a little below', base - 0.5, '0'],
    ['one hour below', base - 1, '1'],
    ['one and three quarters below', base - 1.75, '1'],
    ['at the cap', base - 2, '2'],
    ['beyond the cap', base - 3, '2'],
    ['at once', 0, '2'],
    ['above the base', base + 0.01, '0'],
  ])('%s give whole points', (_, hours, points) => {
    expect(saved([promise(hours)]).points).toBe(points);
  });

  it.each([
    ['a little below', base - 0.5, '0.5'],
    ['at the cap', base - 2, '2'],
    ['beyond the cap', base - 2.5, '2'],
    ['at the base', base, '0'],
    ['above the base', base + 1, '0'],
  ])('in proportion %s', (_, hours, points) => {
    expect(saved([promise(hours)], linear).points).toBe(points);
  });

  it('add up over the promises, and show each', () => {
    const result = saved([promise(base - 1), promise(second.base.value - 2, second.id)]);
    expect(result.points).toBe('3');
    expect(result.steps.map(({ value, rule }) => [value, rule])).toEqual([
      ['1', `scoring/criteria/${criterion.id}/promises/${first.id}`],
      ['2', `scoring/criteria/${criterion.id}/promises/${second.id}`],
      ['3', `scoring/criteria/${criterion.id}`],
    ]);
  });

  it('above the base are no points, or a negative deviation besides', () => {
    const over = [promise(base + 1)];
    expect(reasonsFor(saved(over), first.title)).toMatch(/超过基准值，不得分$/);
    const deviating = saved(over, { criterion: { overBase: 'deviation' } });
    expect(deviating.points).toBe('0');
    const atBase = saved([promise(base)], { criterion: { overBase: 'deviation' } });
    expect(reasonsFor(atBase, first.title)).toBe(`不计：承诺 ${base} 小时，比基准值提前 0 小时`);
    expect(reasonsFor(deviating, first.title)).toContain('并为负偏离');
  });

  it('measure base and step in their units', () => {
    const promises = [{ ...first, base: { value: 360, unit: 'min' }, step: { value: 30, unit: 'min' } }];
    const setting = { criterion: { promises, points: '2' } };
    expect(saved([promise('5.5')], setting).points).toBe('1');
    expect(saved([promise('5.51')], setting).points).toBe('0');
  });

  it('never have more than the criterion has', () => {
    expect(saved([promise(0), promise(0, second.id)], { criterion: { points: '3' } }).points).toBe('3');
  });
});

describe('without a promise', () => {
  it('the table says what is had', () => {
    expect(saved(undefined).points).toBe('0');
    expect(reasonsFor(saved([]), first.title)).toBe('不计：未承诺');
    expect(saved([promise(base - 1)], { criterion: { withoutPromise: '0.5' } }).points).toBe('1.5');
  });

  it('a letter that is missing or that nobody saw is none', () => {
    const result = saved([promise(base - 2, first.id, false)]);
    expect(result.points).toBe('0');
    expect(reasonsFor(result, first.title)).toContain('未提供承诺函');
    expect(result.hints).toEqual([`${first.title}：补承诺函后可得分`]);
    expect(saved([{ promise: first.id, hours: '1' }]).points).toBe('0');
    expect(saved([promise(1, first.id, false)], { criterion: { evidence: [] } }).points).toBe('2');
  });

  it('a letter among the papers will do, when it is in order', () => {
    const letter: BidPaper = { id: 'l', document: 'promise-letter', for: [criterion.id] };
    const unmarked = [{ promise: first.id, hours: '1' }];
    expect(saved(unmarked, {}, [letter]).points).toBe('2');
    expect(saved(unmarked, {}, [{ ...letter, legible: false }]).points).toBe('0');
    const sealed: Setting = { criterion: { evidence: [{ document: 'promise-letter', sealed: true }] } };
    expect(saved([promise(1)], sealed).points).toBe('0');
    expect(saved(unmarked, sealed, [letter]).points).toBe('0');
    expect(saved(unmarked, sealed, [{ ...letter, sealed: true }]).points).toBe('2');
  });

  it('hours below nothing promise nothing', () => {
    expect(saved([promise('-1')]).points).toBe('0');
  });

  it('of two that differ the longer binds the points, in either order', () => {
    const two = [promise(base - 2), promise(base - 1)];
    expect(saved(two).points).toBe('1');
    expect(saved(two.toReversed()).points).toBe('1');
  });
});
