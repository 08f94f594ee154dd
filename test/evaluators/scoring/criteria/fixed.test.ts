import { describe, expect, it } from 'vitest';
import {
  type Bid,
  type BidPaper,
  type BidPerson,
  beijingTime,
  criteriaOf,
  type FixedCriterion,
} from '../../../../spec/index.ts';
import { bidOf, tender } from '../fixture.ts';
import { compute, idOf, reasonsFor, type Setting } from './inputs.ts';

const fixed = criteriaOf(tender.scoring!).find((one): one is FixedCriterion => one.kind === 'fixed')!;
const holds = fixed.holds!;
const deadline = beijingTime(tender.dates.bidDeadline).slice(0, 10);
const dayBefore = new Date(Date.parse(deadline) - 86_400_000).toISOString().slice(0, 10);
const certificate = { kind: holds.certificate.id, copy: true, sealed: true };
const manager = (patch: Partial<BidPerson> = {}): BidPerson => ({
  name: '经理',
  identity: 'id-1',
  role: 'project-manager',
  dedicated: true,
  certificates: [certificate],
  ...patch,
});
const has = (people: BidPerson[] | undefined, setting: Setting = {}, patch: Partial<Bid> = {}) =>
  compute(fixed.id, bidOf('alpha', '80', { people, ...patch }), setting);

describe('the project manager', () => {
  it('gives all points, dedicated and with the certificate', () => {
    const result = has([manager()]);
    expect(result.points).toBe(fixed.points);
    expect(reasonsFor(result, '经理')).toBe(`计：持有${holds.certificate.title}`);
    expect(result.steps).toMatchObject([{ value: fixed.points, rule: `scoring/criteria/${fixed.id}/holds` }]);
    expect(result.hints).toEqual([]);
  });

  it.each<[string, Partial<BidPerson>, string]>([
    ['not dedicated', { dedicated: false }, '非本项目专职'],
    ['not said to be dedicated', { dedicated: undefined }, '未写明为本项目专职'],
    ['without the certificate', { certificates: [] }, `未见${holds.certificate.title}证书`],
    ['with another', { certificates: [{ ...certificate, kind: 'other' }] }, `未见${holds.certificate.title}`],
    ['without a copy', { certificates: [{ ...certificate, copy: false }] }, '未附证书复印件'],
    ['without seal', { certificates: [{ ...certificate, sealed: false }] }, '未盖投标人公章'],
    ['whose seal nobody saw', { certificates: [{ ...certificate, sealed: undefined }] }, '未见投标人公章'],
    ['out of force', { certificates: [{ ...certificate, validUntil: dayBefore }] }, '已失效'],
  ])('gives none when %s', (_, patch, reason) => {
    const result = has([manager(patch)]);
    expect(result.points).toBe('0');
    expect(reasonsFor(result, '经理')).toMatch(/^不计/);
    expect(reasonsFor(result, '经理')).toContain(reason);
  });

  it('gives the points on the last day of the certificate’s force', () => {
    expect(has([manager({ certificates: [{ ...certificate, validUntil: deadline }] })]).points).toBe('1');
  });

  it('must be named as such', () => {
    expect(has([]).points).toBe('0');
    expect(has(undefined).points).toBe('0');
    expect(has([manager({ role: 'staff' })]).points).toBe('0');
    expect(reasonsFor(has([]), '项目经理')).toBe('不计：未列项目经理');
  });

  it('of whom several are named is shown to the members', () => {
    const result = has([manager({ certificates: [] }), manager({ name: '另一人', identity: 'id-2' })]);
    expect(result.points).toBe('1');
    expect(reasonsFor(result, '另一人')).toContain('列有 2 名项目经理，请核实');
  });

  it('need be dedicated only where the table says so', () => {
    const setting = { criterion: { holds: { ...holds, dedicated: false } } };
    expect(has([manager({ dedicated: undefined })], setting).points).toBe('1');
    const staff = { criterion: { holds: { ...holds, role: 'staff' } } };
    expect(has([manager({ role: 'staff' })], staff).points).toBe('1');
  });

  it('need show every paper that the table demands', () => {
    const evidence = [...fixed.evidence, { document: 'social-insurance', sealed: true }];
    const proof: BidPaper = {
      id: 'p',
      document: 'social-insurance',
      for: [fixed.id],
      subject: '经理',
      sealed: true,
    };
    const setting = { criterion: { evidence } };
    expect(has([manager()], setting).points).toBe('0');
    expect(has([manager()], setting, { papers: [proof] }).points).toBe('1');
    expect(has([manager()], setting, { papers: [{ ...proof, sealed: false }] }).points).toBe('0');
    expect(has([manager()], setting, { papers: [{ ...proof, subject: '别人' }] }).points).toBe('0');
  });

  it('is hinted at where one paper is missing', () => {
    expect(has([manager({ certificates: [] })]).hints).toEqual([
      `经理：补${holds.certificate.title}证书，可增加 ${fixed.points} 分`,
    ]);
    expect(has([manager({ certificates: [], dedicated: false })]).hints).toEqual([]);
  });
});

describe('what only members can see', () => {
  it('is not computed: all or none by words alone', () => {
    const result = has([manager()], { criterion: { holds: undefined } });
    expect(result.points).toBeUndefined();
    expect(result.steps).toMatchObject([{ expression: fixed.when, value: '待评' }]);
    expect(result.counted).toEqual([{ what: '证书', counts: false, reasons: ['未见，由评委核实'] }]);
    const paper: BidPaper = { id: 'c', document: 'certificate', for: [fixed.id] };
    const seen = has([], { criterion: { holds: undefined } }, { papers: [paper] });
    expect(seen.counted).toEqual([{ what: '证书', counts: true, reasons: ['见 c'] }]);
  });

  it('is not computed: one of several levels; the papers to read are named', () => {
    const id = idOf('one-of-levels');
    const plan: BidPaper = { id: 'plan-1', document: 'plan', for: [id], page: 12 };
    const result = compute(id, bidOf('alpha', '80', { papers: [plan] }));
    expect(result.points).toBeUndefined();
    expect(result.counted).toEqual([{ what: 'plan-1', counts: true, reasons: ['第 12 页'] }]);
    const bad = compute(id, bidOf('alpha', '80', { papers: [{ ...plan, legible: false }] }));
    expect(reasonsFor(bad, 'plan-1')).toContain('无法辨认');
    const none = compute(id, bidOf('alpha', '80', { papers: [] }));
    expect(none.counted).toEqual([
      { what: '方案或制度文件', counts: false, reasons: ['未见所列方案或制度文件，由评委核实'] },
    ]);
  });
});
