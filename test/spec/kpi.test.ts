import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { placesIn } from '../../spec/index.ts';
import { clauseDigest, loadCatalogue, loadTender, wordingOf } from '../../spec/load/index.ts';
import { brokenCopy, officialText } from './broken-copy.ts';

const id = 'jiaozuo-2026-18';
const tender = loadTender(id, { catalogue: loadCatalogue() });
const assessment = tender.assessment!;
const checkables = tender.checkables.filter((c) => c.kind === 'kpi');

describe('the yearly assessment', () => {
  it('has five groups whose items add up to what each states', () => {
    const sums = assessment.groups.map((group) => ({
      group: group.title,
      stated: Number(group.points),
      items: tender.kpis.filter((kpi) => kpi.group === group.id).length,
      sum: tender.kpis.filter((kpi) => kpi.group === group.id).reduce((s, kpi) => s + Number(kpi.points), 0),
    }));
    expect(sums.map(({ stated, items }) => [stated, items])).toEqual([
      [10, 6],
      [25, 16],
      [30, 15],
      [25, 12],
      [10, 5],
    ]);
    for (const { group, stated, sum } of sums) expect(sum, group).toBe(stated);
  });

  it('deducts by the event only in the group of effects, and there for four of five items', () => {
    const byEvent = tender.kpis.filter((kpi) => kpi.deduction.rule === 'per-event');
    expect(byEvent.map((kpi) => kpi.group)).toEqual(['effect', 'effect', 'effect', 'effect']);
    expect(new Set(byEvent.map((kpi) => 'amount' in kpi.deduction && kpi.deduction.amount))).toEqual(
      new Set(['0.2']),
    );
    expect(tender.kpis.filter((kpi) => kpi.deduction.rule === 'assessed')).toHaveLength(1);
  });

  it('orders the event classes by their response limits', () => {
    const minutes = assessment.eventClasses.map(({ id: name, responseLimit }) => [name, responseLimit]);
    expect(minutes).toEqual([
      ['major', { value: 0, unit: 'min' }],
      ['severe', { value: 15, unit: 'min' }],
      ['general', { value: 30, unit: 'min' }],
      ['emergency', { value: 0, unit: 'min' }],
    ]);
    expect(assessment.eventDeductions.map(({ points }) => points)).toEqual(['5', '10']);
    expect(assessment.passMark).toMatchObject({ comparator: 'moreThan', points: '60' });
  });

  it('tells apart strict and non-strict targets', () => {
    const signsOf = (item: string) => {
      const checks = checkables.find((c) => c.id === item)!.verification;
      return checks.flatMap((v) =>
        v.method === 'test'
          ? v.expect.map((e) => Object.keys(e).find((key) => /^(at|more|less)/.test(key)))
          : [],
      );
    };
    expect(signsOf('kpi-internal-network-loss')).toEqual(['lessThan']);
    expect(signsOf('kpi-internal-network-availability')).toEqual(['atLeast']);
    expect(signsOf('kpi-network-policy-time')).toEqual(['atMost']);
    expect(signsOf('kpi-server-provision-time')).toEqual(['lessThan']);
    expect(signsOf('kpi-room-climate')).toEqual(['atLeast', 'atMost', 'atLeast', 'atMost']);
  });

  it('is assessed by test or says why not, and never before a period has passed for a period', () => {
    for (const c of checkables)
      for (const v of c.verification) {
        if (v.method !== 'test') expect(v.why.length, `${c.id}/${v.id}`).toBeGreaterThan(0);
        expect(v.due, `${c.id}/${v.id}`).not.toBe('bid');
      }
    const delivered = checkables.filter((c) => c.verification.every((v) => v.due === 'delivery'));
    expect(delivered.map((c) => c.id).sort()).toEqual([
      'kpi-live-migration-duration',
      'kpi-storage-extension',
    ]);
  });
});

const source = officialText();
describe.skipIf(!source)('bound to the text', () => {
  const text = source ? readFileSync(source, 'utf8') : '';

  it('binds every place of the frame and of the contract', () => {
    const places = placesIn({ assessment, contract: tender.contract });
    expect(places.length).toBeGreaterThan(20);
    for (const { path, place } of places)
      expect(clauseDigest(wordingOf(text, place)!), path.join('/')).toBe(place.digest);
  });

  it('finds each group with its total in the lines of its items', () => {
    for (const group of assessment.groups) {
      const lines = tender.kpis
        .filter((kpi) => kpi.group === group.id)
        .flatMap(({ clause }) => clause.lines!);
      const wording = text
        .split('\n')
        .slice(Math.min(...lines) - 1, Math.max(...lines))
        .join('\n');
      expect(wording, group.id).toContain(group.title);
      expect(wording.replace(/\s/g, ''), group.id).toContain(`(${group.points}分)`);
    }
  });

  it('reads damaged places as its repairs say, and finds each of them damaged', () => {
    const repairs = tender.source.repairs!;
    expect(repairs.length).toBeGreaterThan(20);
    const verbatim = [
      '导平台告警有效性',
      '数据库系统运行长的稳定性',
      '未接事件响应时限',
      '提供内部网策略策略的完成时间',
    ];
    for (const damage of verbatim) {
      const repair = repairs.find(({ reads }) => reads.includes(damage))!;
      const wording = wordingOf(text, { part: 1, chapter: 1, lines: repair.lines })!;
      expect(wording, damage).toContain(damage);
      expect(repair.means, damage).not.toContain(damage);
    }
  });
});

describe('a broken assessment names its fault', () => {
  it.each([
    [
      'an indicator left out',
      / {2}- id: kpi-room-power\n[\s\S]*?(?= {2}- id: kpi-monitoring)/,
      '',
      '应有 54 项，实有 53 项',
    ],
    ['half a point too many', /points: '1.5'\n/, "points: '2'\n", '各项相加为 10.5 分'],
    [
      'a group that does not add up',
      "title: 应用成效, points: '10'",
      "title: 应用成效, points: '11'",
      '满分应为 100 分',
    ],
    ['a group that is not there', 'group: infrastructure', 'group: infra', '没有一级指标 infra'],
    ['a deduction above the points', "amount: '0.2'", "amount: '2.2'", '每次扣 2.2 分'],
    ['a pass mark above the full mark', "points: '60'", "points: '101'", '及格分 101'],
    ['a class of events given twice', 'id: severe', 'id: major', '编号 major 重复'],
    ['a source of data nobody knows', 'dataSource: facility', 'dataSource: hearsay', 'hearsay'],
  ])('%s', (_, from, to, said) => {
    const { problems } = brokenCopy(id, 'kpi.yaml', from, to);
    const named = problems.filter((problem) => problem.message.includes(said));
    expect(problems.map((problem) => problem.message).join('；')).toContain(said);
    expect(named[0]!.file).toBe(`tenders/${id}/kpi.yaml`);
    expect(named[0]!.line).toBeGreaterThan(0);
  });
});
