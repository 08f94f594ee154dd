import { describe, expect, it } from 'vitest';
import { loadCatalogue, loadTender } from '../../spec/load/index.ts';
import { brokenCopy } from './broken-copy.ts';

const id = 'jiaozuo-2026-18';
const tender = loadTender(id, { catalogue: loadCatalogue() });
const obligations = tender.checkables.filter((c) => c.kind === 'obligation');
const contract = tender.contract!;

describe('obligations', () => {
  it('bind each line that the contract is known for', () => {
    const lines = obligations.map(({ clause }) => clause.lines!);
    const bound = (line: number) => lines.some(([from, to]) => from! <= line && line <= to!);
    const known = [57, 950, 2058, 2234, 2274, 2290, 2296, 2298, 2300, 2306, 2310, 2314, 2328, 2330, 2332];
    expect(known.filter((line) => !bound(line))).toEqual([]);
    for (const c of obligations) expect(c.clause.digest, c.id).toMatch(/^n1-sha256:/);
  });

  it('looks beneath the interface where data must be gone, and asks for the sealed report', () => {
    const erasure = obligations.find((c) => c.id === 'data-erasure')!;
    expect(erasure.verification.map(({ part, method }) => [part, method])).toEqual([
      ['originals', 'test'],
      ['backups', 'test'],
      ['overwriting', 'test'],
      ['report', 'examine'],
    ]);
    expect(erasure.proof).toEqual([{ document: 'statement', sealed: true }]);
  });

  it('agrees with the contract about each notice', () => {
    const noticed = ['planned-maintenance', 'upgrade-or-move', 'contact-change', 'cure'];
    for (const name of noticed) {
      const notice = contract.notices.find((one) => one.id === name)!;
      const owner = obligations.find((c) => String(c.clause.lines) === String(notice.clause.lines))!;
      expect(Object.values(owner.figures), name).toContainEqual(notice.limit);
    }
  });
});

describe('the contract in figures', () => {
  it('multiplies use, price, share of days and rate', () => {
    expect(contract.billing.factors.map(({ from }) => from)).toEqual([
      'metering',
      'tariff',
      'days-share',
      'bid-rate',
    ]);
    expect(contract.billing.daysBasis).toEqual({ value: 365, unit: 'd' });
  });

  it('has the figures of notices and of security events', () => {
    const limits = Object.fromEntries(
      contract.notices.map((n) => [n.id, `${n.limit.value} ${n.limit.unit}`]),
    );
    expect(limits).toMatchObject({
      'planned-maintenance': '72 h',
      'upgrade-or-move': '5 workday',
      'contact-change': '5 workday',
      cure: '15 workday',
      'early-termination': '30 d',
      'force-majeure': '15 workday',
    });
    expect(contract.securityEvents.handledWithin).toEqual({ value: 24, unit: 'h' });
    expect(contract.securityEvents.deductions.map(({ share }) => share.value)).toEqual([1, 5]);
    expect(contract.securityEvents.deductions[1]!.eventsMoreThan!.value).toBe(3);
  });
});

describe('a broken copy names its fault', () => {
  it.each([
    [
      'obligations.yaml',
      'a figure that is not named',
      'statement: 收到书面通知后 {limit} 内补正',
      'statement: 收到书面通知后及时补正',
      '未在 statement 中引用',
    ],
    [
      'obligations.yaml',
      'a number without a unit',
      'statement: 收到书面通知后 {limit} 内补正',
      'statement: 收到书面通知后 {limit} 即 15 日内补正',
      '15',
    ],
    [
      'obligations.yaml',
      'a probe without contract',
      'probe: data-erasure',
      'probe: data-deletion',
      '没有探针合同 data-deletion',
    ],
    ['obligations.yaml', 'a paper without a reason', /\n {6}why: 订单是双方签章的文件/, '', '缺少 why'],
    [
      'contract.yaml',
      'a cap that is not the budget',
      "amount: '24000000.00'",
      "amount: '24000001.00'",
      '与采购预算',
    ],
    [
      'contract.yaml',
      'another building time',
      'build: { value: 30, unit: d }',
      'build: { value: 31, unit: d }',
      '建设期',
    ],
    [
      'contract.yaml',
      'a notice given twice',
      'id: upgrade-or-move',
      'id: planned-maintenance',
      '编号 planned-maintenance 重复',
    ],
    ['source.yaml', 'a repair beyond the text', /lines: \[1807, 1807\]/, 'lines: [1807, 99999]', '99999'],
    [
      'source.yaml',
      'a repair that repairs nothing',
      'means: 未按事件响应时限',
      'means: 未接事件响应时限',
      '修复前后相同',
    ],
  ])('%s: %s', (file, _, from, to, said) => {
    const { problems } = brokenCopy(id, file, from, to);
    const named = problems.filter((p) => `${p.message}${p.remedy ?? ''}`.includes(said));
    expect(problems.map((problem) => problem.message).join('；')).toContain(said);
    expect(named[0]!.file).toBe(`tenders/${id}/${file}`);
    expect(named[0]!.line).toBeGreaterThan(0);
  });

  it('tells the faults of two tables at once', () => {
    const { problems } = brokenCopy(
      id,
      'tender.yaml',
      /tariffRows: 66, tariffFigures: 36, kpis: 54/,
      'tariffRows: 67, tariffFigures: 35, kpis: 55',
    );
    expect(problems.map((p) => p.file)).toEqual([
      `tenders/${id}/tariff.yaml`,
      `tenders/${id}/tariff.yaml`,
      `tenders/${id}/kpi.yaml`,
    ]);
  });
});
