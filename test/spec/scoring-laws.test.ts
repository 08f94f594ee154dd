import { describe, expect, it } from 'vitest';
import { certificatesOf, criteriaOf, type Scoring } from '../../spec/index.ts';
import { listTenders, loadCatalogue, loadTender } from '../../spec/load/index.ts';
import { checkScoring } from '../../spec/load/scoring-laws.ts';

const tender = loadTender(listTenders()[0]!, { catalogue: loadCatalogue() });
const staff = (scoring: Scoring) => {
  const found = criteriaOf(scoring).find((one) => one.kind === 'matching');
  if (found?.kind !== 'matching') throw new Error('no criterion of persons');
  return found;
};
const held = (scoring: Scoring) => {
  const found = criteriaOf(scoring).find((one) => one.kind === 'fixed');
  if (found?.kind !== 'fixed' || !found.holds) throw new Error('no criterion of one person');
  return found.holds;
};
const complaints = (change: (scoring: Scoring) => void): string[] => {
  const scoring = structuredClone(tender.scoring!);
  change(scoring);
  const all: string[] = [];
  checkScoring(scoring, tender, (_, message) => all.push(message));
  return all;
};

describe('certificates of the scoring table', () => {
  it('are named once each', () => {
    const named = certificatesOf(tender.scoring!).map(({ id }) => id);
    expect(named).toContain(held(tender.scoring!).certificate.id);
    expect(new Set(named).size).toBe(named.length);
    expect(named.length).toBe(staff(tender.scoring!).certificates.length);
  });

  it.each<[string, (scoring: Scoring) => void, RegExp]>([
    ['another title', (s) => Object.assign(held(s).certificate, { title: '别的' }), /名称“.+”与他处“.+”不同/],
    [
      'half a certificate for a person',
      (s) => Object.assign(staff(s).perPerson, { value: 0.5 }),
      /每人计数应为整数个/,
    ],
    [
      'insurance over days',
      (s) => Object.assign(staff(s).insurance, { period: { value: 90, unit: 'd' } }),
      /社保期间/,
    ],
    [
      'insurance over half a month',
      (s) => Object.assign(staff(s).insurance, { period: { value: 0.5, unit: 'month' } }),
      /社保期间/,
    ],
  ])('with %s are refused', (_, change, message) => {
    expect(complaints(() => {})).toEqual([]);
    expect(complaints(change).join()).toMatch(message);
  });

  it('may ask for insurance over a year', () => {
    expect(
      complaints((s) => Object.assign(staff(s).insurance, { period: { value: 1, unit: 'year' } })),
    ).toEqual([]);
  });
});
