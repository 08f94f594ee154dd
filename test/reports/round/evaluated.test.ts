import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../evaluators/scoring/index.ts';
import { render, roundReports } from '../../../reports/index.ts';
import type { Round } from '../../../spec/index.ts';
import { bidOf, committeeOf, roundOf, sheetsOf, tender } from '../../evaluators/scoring/fixture.ts';

// The papers of rounds that the evaluator itself has gone through.

const createdAt = '2026-06-05T10:00:00+08:00';
const quotes: Record<string, string> = { a1: '80.00', b2: '85.00', c3: '30.00', d4: '90.00', e5: '79.99' };
const bids = Object.entries(quotes).map(([id, quote]) => bidOf(id, quote));
const members = committeeOf();
const given: Record<string, string> = { a1: '9', b2: '6', c3: '3', d4: '6', e5: '9' };
const sheets = sheetsOf(members, bids, (_member, bid) => given[bid]);

const reportsOf = (round: Round) => {
  const evaluation = evaluate({ tender, round });
  return { evaluation, reports: roundReports({ tender, round, evaluation, createdAt }) };
};
const explained: Round['proceedings']['lowPrice'] = [
  {
    bid: 'c3',
    askedAt: '2026-06-02T12:00:00+08:00',
    answerBy: '2026-06-02T12:40:00+08:00',
    explanation: { at: '2026-06-02T12:20:00+08:00', text: '自有机房' },
    convincing: {
      votes: members.map(({ id }, index) => ({ member: id, for: index > 4 })),
      reasons: '低于平均报价 72.998%，也低于 e5云服务有限公司 的 79.99%，没有计入人工',
    },
  },
];
const round = roundOf({ bids, sheets });
round.proceedings.lowPrice = explained;

describe('papers of an evaluated round', () => {
  const { evaluation, reports } = reportsOf(round);
  const text = (id: string) => JSON.stringify(reports.find((one) => one.id === id)!.document);

  it('follow the evaluator to the end', () => {
    expect(evaluation.state).toBe('complete');
    expect(evaluation.ranking[0]).toBe('e5');
    const report = text('evaluation-report');
    for (const said of [
      '72.998%',
      '触发',
      '79.99%',
      'A17：',
      '尚无评委评分，演练中取程序核算值',
      '须 4 票',
      '未通过',
    ])
      expect(report).toContain(said);
    expect(report).not.toContain('undefined');
  });

  it('print every step of every bid', () => {
    const annex = text('evaluation-report');
    const steps = evaluation.bids.flatMap((bid) => [
      ...bid.quote.steps,
      ...bid.steps,
      ...bid.groups.flatMap((group) => [
        ...group.steps,
        ...group.criteria.flatMap((criterion) => criterion.steps),
      ]),
    ]);
    expect(steps.length).toBeGreaterThan(100);
    for (const { label, expression } of steps) {
      expect(annex).toContain(JSON.stringify(label).slice(1, -1));
      if (expression) expect(annex).toContain(JSON.stringify(expression).slice(1, -1));
    }
  });

  it('tell a bidder that is out why, without the others’ figures', () => {
    const letter = text('letter-c3');
    expect(letter).toContain('没有计入人工');
    expect(letter).not.toMatch(/72\.998|79\.99|36\.499/);
    expect(letter.split('e5云服务有限公司')).toHaveLength(2);
    expect(text('letter-b2')).toContain('第 3 名');
  });

  it('render as pages and as a workbook', async () => {
    const report = reports.find(({ id }) => id === 'evaluation-report')!.document;
    expect((await render('xlsx', report)).length).toBeGreaterThan(10_000);
    expect(new TextDecoder().decode(await render('html', report))).toContain('附录二');
  });

  it('say what is awaited when an explanation is missing', () => {
    const { evaluation: open, reports: papers } = reportsOf(
      roundOf({ bids, sheets, head: { mode: 'authorised', synthetic: false } }),
    );
    expect(open.state).toBe('awaiting');
    const candidates = JSON.stringify(papers.find(({ id }) => id === 'candidates')!.document);
    for (const { what } of open.awaited) expect(candidates).toContain(JSON.stringify(what).slice(1, -1));
    expect(papers.some(({ id }) => id.startsWith('letter-'))).toBe(false);
    expect(papers[0]!.document.pageMarks).toContain(`尚未完成，${open.awaited.length} 项待处理`);
  });

  it('say that a rehearsal rests on what nobody has decided', () => {
    const { evaluation: held, reports: papers } = reportsOf(roundOf({ bids, sheets }));
    expect(held.notices.some(({ kind }) => kind === 'provisional')).toBe(true);
    for (const id of ['candidates', 'score-summary', 'evaluation-report'])
      expect(JSON.stringify(papers.find((one) => one.id === id)!.document)).toContain(
        '程序按材料推定、尚无认定记录',
      );
  });

  it('tell all of a cancellation, and show no result', () => {
    const { evaluation: ended, reports: papers } = reportsOf(roundOf({ bids: bids.slice(0, 2), sheets: [] }));
    expect(ended.state).toBe('cancelled');
    expect(papers.filter(({ id }) => id.startsWith('letter-'))).toHaveLength(2);
    for (const { document } of papers) expect(document.pageMarks).toContain('项目废标，无评审结果');
  });
});
