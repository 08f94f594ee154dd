import { describe, expect, it } from 'vitest';
import { testReport } from '../../reports/index.ts';
import {
  type Block,
  type Cell,
  type Document,
  Fault,
  outcomeNames,
  outcomes,
  reasons,
  type Standing,
} from '../../spec/index.ts';
import { sample, sampleSource } from './fixture.ts';

const document = testReport(sample);
const section = (id: string, of: Document = document) => of.sections.find((each) => each.id === id)!;
const tables = (id: string, of?: Document) =>
  section(id, of).blocks.filter(
    (block): block is Extract<Block, { kind: 'table' }> => block.kind === 'table',
  );
const textOf = (cell: Cell): string => ('digest' in cell ? cell.digest : cell.text);
const rowsOf = (id: string, of?: Document) =>
  tables(id, of).flatMap((table) => table.rows.map((row) => row.map(textOf)));

describe('test report', () => {
  it('has its chapters in order', () => {
    expect(document.sections.filter((each) => each.level === 1).map((each) => each.heading)).toEqual([
      '1 测试范围与依据',
      '2 被测对象与环境',
      '3 测试工具及版本',
      '4 结果汇总',
      '5 逐条结果',
      '6 测试详情',
      '7 未评估项及原因',
      '8 附注与发现',
      '9 测试资源清理情况',
      '10 编制、审核与批准',
      '附录 证据索引',
    ]);
  });

  it('says on the cover which judgement it prints and what that replaces, in Beijing time', () => {
    const cover = new Map(document.cover.map(({ label, value }) => [label, value]));
    expect(cover.get('报告编号')).toBe('run-20260302-0001-R2');
    expect(cover.get('修订号')).toBe('第 2 次评判，替代第 1 次');
    expect(cover.get('测试时间')).toBe('2026-03-02 09:00:00 至 10:30:00（北京时间）');
  });

  it('marks a simulated, an unsigned and an interrupted run', () => {
    expect(document.pageMarks).toEqual(['对象为仿真平台，不作为验收依据', '未签名']);
    const { finishedAt: _, ...cutOff } = { ...sample.record, ended: 'cut-off' as const };
    const broken = testReport({
      ...sample,
      record: { ...cutOff, target: { ...cutOff.target, simulated: false } },
    });
    expect(broken.pageMarks).toEqual(['未签名', '测试中断，记录不完整']);
  });

  it('never says that the platform was accepted or complies with a law', () => {
    const text = JSON.stringify(testReport({ ...sample, source: sampleSource }));
    for (const word of ['验收结论', '合格', '国密合规', '等保符合', '密评通过', '串通'])
      expect(text).not.toContain(word);
    expect(text).toContain('是否验收由采购人组织的验收小组决定');
  });

  it('counts over all technical clauses, and the counts are those of the rows', () => {
    const clauses = new Map(
      sample.tender.checkables.filter((each) => each.kind === 'clause').map((each) => [each.id, each]),
    );
    const verdicts = sample.judgement.requirements.filter((each) => clauses.has(each.id));
    const notEncoded = sample.tender.counts.technicalClauses - clauses.size;
    expect(notEncoded).toBeGreaterThan(0);
    const expected = outcomeNames.map(
      (name) =>
        verdicts.filter((each) => each.outcome === name).length + (name === 'not-assessed' ? notEncoded : 0),
    );
    const [technical] = tables('summary')[0]!.rows;
    expect(technical!.map(textOf)).toEqual(['技术条款', ...[40, ...expected].map(String)]);
    expect(expected.reduce((a, b) => a + b, 0)).toBe(40);
    const sections = rowsOf('summary-sections');
    const sums = [1, 2, 3, 4, 5, 6].map((column) =>
      sections.slice(0, -1).reduce((sum, row) => sum + Number(row[column]), 0),
    );
    expect(sections.at(-1)!.slice(1).map(Number)).toEqual(sums);
    const charts = section('summary').blocks.filter((block) => block.kind === 'chart');
    const ring = charts.find(({ chart }) => chart.kind === 'outcome-ring')!.chart;
    expect(ring).toMatchObject({
      counts: Object.fromEntries(outcomeNames.map((name, i) => [name, expected[i]])),
    });
  });

  it('lists each clause with its conclusion and each check below it', () => {
    const rows = tables('clauses')[0]!.rows;
    const heads = rows.filter((row) => 'strong' in row[0]! && row[0].strong);
    expect(heads.map((row) => ('outcome' in row[4]! ? row[4].outcome : undefined))).toEqual(
      sample.judgement.requirements.map((each) => each.outcome),
    );
    const parts = sample.judgement.requirements.flatMap((each) => each.parts);
    const checks = parts.reduce((sum, part) => sum + Math.max(1, part.checks.length), 0);
    expect(rows.length).toBe(heads.length + checks);
    expect(new Set(heads.map((row) => ('outcome' in row[4]! ? row[4].outcome : undefined)))).toEqual(
      new Set(outcomeNames),
    );
  });

  it('says how many parts hold beside a conclusion, never instead of it', () => {
    const pool = rowsOf('clauses').find((row) => row[0] === '▲1.8')!;
    expect(pool[4]).toBe(`${outcomes['not-satisfied']}\n4 个子项中 1 个符合`);
    const twin = rowsOf('clauses').find((row) => row[0] === '▲3.3')!;
    expect(twin[4]).toBe(outcomes.satisfied);
  });

  it('numbers items as the tender does', () => {
    const numbers = rowsOf('summary-starred').map((row) => row[0]);
    expect(numbers).toEqual(['▲1.8', '▲3.3', '▲5.1.1.1（1）', '▲5.1.1.1（10）']);
  });

  it('puts the official wording beside our own only when it is given', () => {
    expect(tables('clauses')[0]!.columns.map((column) => column.title)).not.toContain('招标文件原文');
    const withSource = testReport({ ...sample, source: sampleSource });
    expect(tables('clauses', withSource)[0]!.columns[1]!.title).toBe('招标文件原文');
    const pool = rowsOf('clauses', withSource).find((row) => row[0] === '▲1.8')!;
    expect(pool[1]).toBe(sampleSource.get('1.8'));
  });

  it('lists every item that nobody assessed under its reason, with those not encoded as a count', () => {
    const parts = sample.judgement.requirements.flatMap((each) => each.parts);
    const open = parts.flatMap((part): Standing[] => (part.checks.length === 0 ? [part] : part.checks));
    const notAssessed = open.filter((each) => each.outcome === 'not-assessed');
    const [sums, ...byReason] = tables('unassessed');
    expect(byReason.reduce((sum, table) => sum + table.rows.length, 0)).toBe(notAssessed.length);
    expect(textOf(sums!.rows.at(-1)![1]!)).toBe(String(notAssessed.length + 30));
    expect(rowsOf('unassessed')).toContainEqual([reasons['clause-not-encoded'].label, '30']);
    const inconclusive = open.filter((each) => each.outcome === 'inconclusive');
    expect(rowsOf('inconclusive').length).toBe(inconclusive.length);
  });

  it('counts what was not selected as not assessed', () => {
    const few = testReport({
      ...sample,
      judgement: { ...sample.judgement, requirements: sample.judgement.requirements.slice(0, 2) },
    });
    const [technical] = tables('summary', few)[0]!.rows;
    expect(technical!.map(textOf)).toEqual(['技术条款', '40', '1', '1', '0', '38', '0']);
    expect(rowsOf('unassessed', few).filter((row) => row[0] === '6.1（2）')).toHaveLength(1);
  });

  it('compares the configuration before and after, and lists what was left behind', () => {
    expect(rowsOf('configuration').map((row) => row[3])).toEqual(['一致', '不一致']);
    expect(rowsOf('resources').map((row) => row[3])).toEqual(['未能清除', '按计划保留']);
  });

  it('numbers evidence in order and resolves each number used', () => {
    const known = rowsOf('evidence').map((row) => row[0]!);
    expect(known).toEqual(['E001', 'E002']);
    const used = rowsOf('clauses')
      .map((row) => row[5]!)
      .filter((cell) => cell !== '');
    expect(used.length).toBeGreaterThan(0);
    for (const cell of used) expect(known).toContain(cell);
  });

  it('says that evidence is missing rather than leave it out', () => {
    const bare = { ...sample.record, observations: [] };
    expect(rowsOf('clauses', testReport({ ...sample, record: bare })).map((row) => row[5])).toContain(
      '证据缺失',
    );
  });

  it('refuses a judgement of another run, of other data or of unknown clauses, all at once', () => {
    const judgement = {
      ...sample.judgement,
      run: { ...sample.judgement.run, id: 'run-other' },
      tender: { ...sample.judgement.tender, digest: `sha256:${'0'.repeat(64)}` },
      requirements: [{ ...sample.judgement.requirements[0]!, id: 'unknown' }],
    };
    const attempt = () => testReport({ ...sample, judgement });
    expect(attempt).toThrow(Fault);
    expect(attempt).toThrow(/run-other.*读法有变动.*unknown/s);
  });
});
