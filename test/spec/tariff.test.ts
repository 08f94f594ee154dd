import { describe, expect, it } from 'vitest';
import { type Checkable, comparatorOf, type Quantity } from '../../spec/index.ts';
import { loadCatalogue, loadTender } from '../../spec/load/index.ts';
import { brokenCopy } from './broken-copy.ts';

const id = 'jiaozuo-2026-18';
const tender = loadTender(id, { catalogue: loadCatalogue() });
const rows = new Map(tender.checkables.filter((c) => c.kind === 'tariff').map((c) => [c.id, c]));
const limitsOf = (c: Checkable): Quantity[] =>
  c.verification
    .flatMap((v) => (v.method === 'test' ? v.expect : []))
    .map((expectation) => expectation[comparatorOf(expectation)])
    .filter((value): value is Quantity => typeof value === 'object' && 'unit' in value);

describe('the price list', () => {
  it('has every row of the annex, each with a price, a unit and a check', () => {
    expect(tender.tariff).toHaveLength(66);
    expect(new Set(tender.tariff.map((row) => row.id)).size).toBe(66);
    for (const row of tender.tariff) {
      expect(Number(row.price), row.id).toBeGreaterThan(0);
      expect(rows.get(row.id)!.verification.length, row.id).toBeGreaterThan(0);
    }
    // The sum of the annex's last column, taken from the text, so that a mistyped price cannot hide.
    const tenths = tender.tariff.reduce((total, row) => total + Math.round(Number(row.price) * 10), 0);
    expect(tenths).toBe(7_460_344);
  });

  it('ties each of the performance figures to a test that expects exactly it', () => {
    const figures = tender.tariff.flatMap((row) =>
      (row.performance ?? []).map((name) => ({ row: row.id, figure: rows.get(row.id)!.figures[name]! })),
    );
    expect(figures).toHaveLength(36);
    for (const { row, figure } of figures) expect(limitsOf(rows.get(row)!), row).toContainEqual(figure);
  });

  it('keeps the rows in the order of the annex', () => {
    const lines = tender.tariff.map(({ clause }) => clause.lines![0]!);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('says of a loss that it may not be more, of everything else that it may not be less', () => {
    const signs = new Map<string, Set<string>>();
    for (const c of rows.values())
      for (const v of c.verification)
        for (const expectation of v.method === 'test' ? v.expect : []) {
          const sign = comparatorOf(expectation);
          if (!['atLeast', 'atMost', 'moreThan', 'lessThan'].includes(sign)) continue;
          signs.set(sign, (signs.get(sign) ?? new Set()).add(expectation.measurand));
        }
    expect([...signs.keys()].sort()).toEqual(['atLeast', 'atMost']);
    expect([...signs.get('atMost')!]).toEqual(['performance-loss']);
  });
});

describe('a broken price list names its fault', () => {
  it.each([
    [
      'a row left out',
      /- id: timestamp\n[\s\S]*?(?=- id: authentication-gateway)/,
      '',
      '应有 66 行，实有 65 行',
    ],
    [
      'a figure that no test expects',
      /atLeast: \*key-management-keys/,
      'atLeast: { value: 9000, unit: piece }',
      '性能指标 keys',
    ],
    [
      'a figure that is not counted',
      /performance: \[bandwidth\]/,
      'performance: [width]',
      '没有名为 width 的数值',
    ],
    ['a price in words', "price: '19056'", 'price: dear', 'dear'],
    [
      'a row without a check',
      /(- id: vcpu\n[\s\S]*?verification:)[\s\S]*?(?=- id: memory)/,
      '$1 []\n',
      '不得为空',
    ],
  ])('%s', (_, from, to, said) => {
    const { problems } = brokenCopy(id, 'tariff.yaml', from, to);
    const named = problems.filter((problem) => problem.message.includes(said));
    expect(problems.map((problem) => problem.message).join('；')).toContain(said);
    expect(named[0]!.file).toBe(`tenders/${id}/tariff.yaml`);
    expect(named[0]!.line).toBeGreaterThan(0);
  });
});
