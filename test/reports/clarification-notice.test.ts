import { describe, expect, it } from 'vitest';
import { clarificationNotice } from '../../reports/index.ts';
import type { OpenReadings, ReadingCounts } from '../../spec/index.ts';
import { listTenders, loadCatalogue, loadTender } from '../../spec/load/index.ts';

const tender = loadTender(listTenders()[0]!, { catalogue: loadCatalogue() });
const none: ReadingCounts = { facts: 0, validity: 0, points: 0, rank: 0, state: 0, winner: 0 };
const row = (id: string, counts: Partial<ReadingCounts> = {}): OpenReadings['readings'][number] => {
  const reading = tender.readings.find((one) => one.id === id)!;
  const pick = reading.options.find((one) => one.id === reading.pick)!;
  return {
    reading: id,
    question: reading.question,
    lines: reading.lines,
    basis: reading.basis.kind,
    settled: reading.basis.kind !== 'none',
    pick: { option: pick.id, title: pick.title },
    counts: { ...none, ...counts },
    options: [],
    ...(counts.facts
      ? {
          example: {
            round: 3,
            option: 'x',
            title: '另一种',
            says: ['第一名：甲 → 乙'],
            because: ['乙“业绩”：1 分 → 2 分'],
          },
        }
      : {}),
  };
};
const found: OpenReadings = {
  tender: { id: tender.id, digest: tender.digest },
  rounds: 25,
  readings: [row('A14', { facts: 6, winner: 2, points: 6 }), row('A17', { facts: 3, rank: 3 }), row('A29')],
  untouched: ['A29'],
};
const notice = (of = tender) =>
  clarificationNotice({ tender: of, found, seed: 1, createdAt: '2026-05-01T00:00:00Z' });
const items = () => notice().sections.filter(({ id }) => id.startsWith('item-'));
const rowsOf = (index: number) =>
  Object.fromEntries(
    items()[index]!.blocks.flatMap((block) =>
      block.kind === 'facts' ? block.rows.map(({ label, value }) => [label, value]) : [],
    ),
  );

describe('draft of the notice of clarification', () => {
  it('is marked as a draft and names the project, with a blank for what the data do not hold', () => {
    expect(notice().pageMarks).toEqual(['草稿，未经采购人逐条确认不得发布']);
    const text = JSON.stringify(notice().sections[0]);
    for (const value of [tender.title, tender.number, tender.purchaser, tender.agency])
      expect(text).toContain(value);
    expect(text).toMatch(/首次公告日期","value":"＿+/);
  });

  it('has one item for each reading without basis, none for one that a statute settles', () => {
    expect(items().map(({ heading }) => heading)).toEqual([
      `2.1 ${tender.readings.find(({ id }) => id === 'A14')!.question}`,
      `2.2 ${tender.readings.find(({ id }) => id === 'A29')!.question}`,
    ]);
  });

  it('gives place, question, pick and alternatives with boxes, and why it matters on invented bids', () => {
    const rows = rowsOf(0);
    expect(rows.原文位置).toContain('第 761 行（第 2 部分第 5 章 24.2）');
    expect(rows.拟明确为).toMatch(/^□ /);
    expect(rows.备选!.split('\n')).toHaveLength(2);
    expect(rows.为何需要明确).toBe('在 25 轮虚构投标中，不同理解改变了：第一名（2 轮）、得分（6 轮）');
    expect(rows.举例).toContain('虚构投标第 3 轮');
    expect(rows.是否影响投标文件编制).toContain('□ 否');
    expect(rowsOf(1).为何需要明确).toContain('未遇到');
  });

  it('takes the days before the deadline from the tender, and leaves a blank without them', () => {
    const text = (of: typeof tender) =>
      JSON.stringify(notice(of).sections.find(({ id }) => id === 'deadline'));
    const days = tender.timetable!.periods.find(({ title }) => title.includes('澄清'))!.length.value;
    expect(text(tender)).toContain(`至少 ${days} 日前`);
    expect(text({ ...tender, timetable: { ...tender.timetable!, periods: [] } })).toContain('至少 ＿＿ 日前');
  });
});
