import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Assumptions, assumptionsFileSchema } from '../../../spec/index.ts';
import { readYaml } from '../../../spec/load/index.ts';
import { example } from './example.ts';

type Example = Awaited<ReturnType<typeof example>>;
let plain: Example;
beforeAll(async () => {
  plain = await example('plain');
});

describe('the plain example round', () => {
  it('ends with three candidates, and nobody is waited for or out', () => {
    const { evaluation } = plain;
    expect(evaluation.state).toBe('complete');
    expect(evaluation.round).toMatchObject({ synthetic: true, mode: 'rehearsal' });
    expect(evaluation.awaited).toEqual([]);
    expect(evaluation.notices).toEqual([]);
    expect(evaluation.bids.every(({ standing }) => standing === 'valid')).toBe(true);
    expect(evaluation.ranking).toEqual(['qingyun', 'bolan', 'hengchuan', 'songlan', 'hanyu']);
    expect(evaluation.candidates).toEqual(['qingyun', 'bolan', 'hengchuan']);
  });

  it('takes 20 % of a small firm, 6 % of a consortium with 35 % for a small one, nothing of the others', () => {
    // 88.60 × 0.80 = 70.88; 82.35 × 0.94 = 77.409.
    expect(plain.bid('qingyun').quote).toMatchObject({ quoted: '88.60', evaluated: '70.88' });
    expect(plain.bid('hengchuan').quote).toMatchObject({ quoted: '82.35', evaluated: '77.409' });
    for (const id of ['bolan', 'hanyu', 'songlan']) {
      expect(plain.granted(id)).toEqual([]);
      expect(Number(plain.bid(id).quote.evaluated)).toBe(Number(plain.bid(id).quote.quoted));
    }
    expect(plain.granted('qingyun')).toEqual(['small-micro']);
    expect(plain.granted('hengchuan')).toEqual(['small-micro-share']);
  });

  it.each([
    // Price: 10 × 70.88 / price for points, two decimals. Technical: sum of all marks / 7 + ▲.
    // qingyun: 10; 2+1+1+2+1+7+3+4; 282/7 = 40.2857… + 14
    ['qingyun', [10, 21, 54.29, 85.29]],
    // bolan: 708.8/79.5 = 8.9157; 4+3+2+2+1+8+3+2; 252/7 = 36 + 15
    ['bolan', [8.92, 25, 51, 84.92]],
    // hengchuan: 708.8/77.409 = 9.1565; 3+2+2+2+1+8+3+3; 246/7 = 35.1428… + 14
    ['hengchuan', [9.16, 24, 49.14, 82.3]],
    // songlan: 708.8/92.8 = 7.6379; 3+3+3+2+0+6+3+0; 192/7 = 27.4285… + 15
    ['songlan', [7.64, 20, 42.43, 70.07]],
    // hanyu: 708.8/84 = 8.4380; 2+2+1+1+1+5+2+4; 210/7 = 30 + 13
    ['hanyu', [8.44, 18, 43, 69.44]],
  ])('gives %s the points of the table', (id, expected) => {
    expect(plain.points(id)).toEqual(expected);
  });

  it('counts certificates of staff by the best arrangement, not in the order of the list', () => {
    expect(plain.criterion('qingyun', 'staff').computed).toBe('7');
    expect(plain.under('A15', 'listed-order').criterion('qingyun', 'staff').computed).toBe('6');
  });

  it.each([
    ['hanyu', 'mlps-filings', 'mlps-3', '未盖'],
    ['hanyu', 'references', 'contract-3', '早于 2023-01-01'],
    ['hanyu', 'staff', '毕方', '社保由旁人力资源（虚构）有限公司缴纳'],
    ['hanyu', 'starred-clauses', '6.1-2', '未附社保缴纳证明'],
    ['hengchuan', 'mlps-filings', 'mlps-4', '同一平台'],
    ['songlan', 'project-manager', '钟离春', '非本项目专职'],
    ['songlan', 'references', 'contract-4', '未见政务云'],
    ['bolan', 'mlps-filings', 'mlps-5', '已满 4 个'],
  ])('of %s under %s does not count %s and says why', (id, criterion, what, why) => {
    const found = plain.criterion(id, criterion).counted.find((one) => one.what === what)!;
    expect(found.counts).toBe(false);
    expect(found.reasons.join('；')).toContain(why);
  });

  it('counts whole hours only', () => {
    // 6 h saves nothing; 11.5 h saves half an hour, which is no whole one.
    expect(plain.criterion('songlan', 'service-promise').computed).toBe('0');
  });

  it('has members who agree on every objective criterion and differ on plans', () => {
    const criteria = plain.evaluation.bids.flatMap(({ groups }) => groups.flatMap((one) => one.criteria));
    const marked = criteria.filter(({ marks }) => marks.length > 0);
    expect(marked).toHaveLength(5 * 14);
    for (const { nature, marks, computed } of marked) {
      const values = new Set(marks.map(({ points }) => points));
      expect(marks).toHaveLength(7);
      if (nature === 'objective') expect([...values]).toEqual([computed]);
    }
    expect(
      marked.some(
        ({ nature, marks }) => nature === 'subjective' && new Set(marks.map(({ points }) => points)).size > 1,
      ),
    ).toBe(true);
  });

  it('has its objection and the answer on record', () => {
    expect(plain.round.head.opening?.objections).toMatchObject([{ bid: 'songlan' }]);
    expect(plain.round.head.opening?.objections?.[0]?.answer).toBeTruthy();
  });

  it('lets a simulation read its assumptions, decimals as they are written', () => {
    const file = join(plain.folder, 'assumptions.yaml');
    const { value } = readYaml<Assumptions>(file, assumptionsFileSchema, 'INTAKE_INVALID', {
      plainDecimals: true,
    });
    expect(value.bids?.map(({ bid }) => bid).sort()).toEqual(plain.round.bids.map(({ id }) => id));
    expect(value.bids?.[0]?.quote).toEqual({ kind: 'triangular', from: '85.00', mode: '88.60', to: '91.00' });
  });
});
