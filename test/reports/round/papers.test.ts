import { describe, expect, it } from 'vitest';
import { roundReports } from '../../../reports/index.ts';
import type { Document } from '../../../spec/index.ts';
import { awaitingInput, digestOf, hostile, input, tender } from './fixture.ts';

const reports = roundReports(input);
const textOf = (document: Document): string => JSON.stringify(document);
const paper = (id: string, all = reports): string => textOf(all.find((one) => one.id === id)!.document);
const names = input.round.head.committee!.members.map(({ name }) => name);

describe('papers of a round', () => {
  it('are all there, each once, with a letter for each bidder that is not first', () => {
    expect(reports.map(({ id }) => id)).toEqual([
      'opening-record',
      'qualification-report',
      'qualification-table',
      'attendance',
      'clarifications',
      'compliance-table',
      'quote-corrections',
      'low-price-record',
      'score-sheets',
      'score-summary',
      'evaluation-report',
      'candidates',
      'fairness-self-check',
      'collusion-leads',
      'letter-bing',
      'letter-yi',
      'letter-ding',
      'letter-wu',
    ]);
  });

  it.each(reports)(
    '$id is marked, has places for signatures and says where signing stands',
    ({ id, document }) => {
      expect(document.pageMarks).toEqual(['演练，非评审结果', '模拟数据']);
      const blocks = document.sections.flatMap((section) => section.blocks);
      expect(blocks.filter(({ kind }) => kind === 'signatures').length).toBeGreaterThan(0);
      expect(textOf(document)).toContain(id === 'evaluation-report' ? '已签署回传' : '待签署');
      expect(new Set(document.sections.map((section) => section.id)).size).toBe(document.sections.length);
    },
  );

  it.each(reports)('$id claims nothing that it may not', ({ id, document }) => {
    const text = textOf(document);
    expect(text).not.toMatch(/验收结论|账号签字|undefined|\[object/);
    // The tender's own titles of items name the offence; nothing is found by it.
    const ours = input.evaluation.stages
      .flatMap(({ results }) => results.map(({ title }) => title))
      .reduce((rest, title) => rest.replaceAll(title, ''), text);
    expect(ours).not.toContain('串通');
    if (id === 'collusion-leads') expect(text).toContain('供评委核实，非认定结论');
  });

  it('table rows are as wide as their heads', () => {
    for (const { id, document } of reports)
      for (const section of document.sections)
        for (const block of section.blocks)
          if (block.kind === 'table')
            for (const row of block.rows) expect([id, row.length]).toEqual([id, block.columns.length]);
  });
});

describe('single papers', () => {
  it('record the opening with objections, answers and the digest of the freeze', () => {
    const text = paper('opening-record');
    for (const said of [
      '解密进度显示滞后',
      '系统刷新延迟',
      digestOf('f'),
      '第一开标室',
      '何主持',
      '百分之七十八点五零',
    ])
      expect(text).toContain(said);
  });

  it('give the purchaser’s reasons', () => {
    const text = paper('qualification-report');
    for (const said of ['审查主体', tender.purchaser, '戊海信息有限公司：', '未列入', '第十八条'])
      expect(text).toContain(said);
    expect(paper('qualification-table')).toContain('不通过');
    expect(paper('compliance-table')).toContain('21.7');
  });

  it('let every member declare and sign', () => {
    const text = paper('attendance');
    for (const name of names) expect(text).toContain(`评委 ${name}`);
    for (const said of ['回避', '保密', '已更换', '突发疾病', '2026-06-02 09:05:00'])
      expect(text).toContain(said);
  });

  it('hold questions, all signatures and the reply', () => {
    const text = paper('clarifications');
    for (const said of ['服务期起算', '（全体）', '以投标函为准', digestOf('b')])
      expect(text).toContain(said);
    const less = structuredClone(input);
    less.round.proceedings.clarifications![0]!.signedBy.pop();
    expect(paper('clarifications', roundReports(less))).toContain('尚未登记：郑持平');
  });

  it('show corrections in their order and the bidder’s word', () => {
    const text = paper('quote-corrections');
    for (const said of ['7.85%', '78.50%', '以大写为准', '确认修正后的报价', digestOf('c')])
      expect(text).toContain(said);
  });

  it('record the low-price review with figures, explanation and votes', () => {
    const text = paper('low-price-record');
    for (const said of [
      '67.5',
      '33.75',
      '折旧已毕',
      '成本测算表',
      '认为不能证明合理',
      '同类项目中标价格',
      '反对 6',
    ])
      expect(text).toContain(said);
  });

  it('show marks, the member’s own correction, and confirmation as what it is', () => {
    const text = paper('score-sheets');
    for (const said of ['6\\n（原 7）', '分项评分超出标准范围', '系统确认', '不替代签署'])
      expect(text).toContain(said);
    expect(text).not.toContain('确认签字');
    for (const said of ['≈8.1429', '55.71', '四舍五入', '逐人逐项', '材料核算'])
      expect(paper('score-summary')).toContain(said);
  });

  it('recommend in order and leave the award to the purchaser', () => {
    const text = paper('candidates');
    expect(text).toContain('中标人由采购人确定');
    expect(text.indexOf('甲江云')).toBeLessThan(text.indexOf('丙山联合体'));
    expect(text).toContain('抽签：摇号');
    const authorised = structuredClone(input);
    authorised.tender.review!.award.decidedBy = 'committee';
    expect(paper('candidates', roundReports(authorised))).toContain('经采购人授权，评标委员会直接确定');
  });

  it('say of fairness only what records show', () => {
    const text = paper('fairness-self-check');
    expect(text).toContain('程序不能说明，由人工核对');
    expect(text.match(/□ 符合　□ 不符合/g)!.length).toBeGreaterThan(15);
    expect(text).toContain('政府采购中标结果公平性审查自查表');
  });
});

describe('evaluation report', () => {
  const text = paper('evaluation-report');
  it.each([
    ['media, time and place', ['公告媒体', tender.media![0]!, '2026-06-02 08:30:00', '第一开标室']],
    [
      'bidders and members',
      ['投标人名单', hostile.replaceAll('"', '\\"'), '丙水网络有限公司', '评标委员会成员名单', ...names],
    ],
    ['method', [tender.scoring!.method.title, '评分标准', '第二部分 24.1', '投标报价低者优先']],
    ['invalid bids and why', ['无效投标及其原因', '说明不能证明其报价合理性', '负责人与', '原文第 717 行']],
    ['result', ['92.28', '中标候选人名单', '采购人确定']],
    ['replacement and dissent', ['王先退 更换为 郑持平', '郑持平：不同意']],
    ['low price', ['异常低价审查', '测算没有计入人工与专线费用']],
    ['readings', [digestOf('f'), tender.readings[0]!.question, '尚无依据', '尚无决议']],
    [
      'steps',
      ['(9 + 9 + 6 + 9 + 9 + 6 + 9) ÷ 7', '≈8.142857（57/7）', 'A13：四舍五入', '未盖投标人公章，不计'],
    ],
    ['signing', [digestOf('a'), '已签署回传', '评委 郑持平', '组长 孙明理']],
  ])('holds %s', (_what, said) => {
    for (const each of said) expect(text).toContain(each);
  });
});

describe('while people still have to act', () => {
  const open = roundReports(awaitingInput);
  it('says so on every page and shows no ranking', () => {
    for (const { document } of open) expect(document.pageMarks).toContain('尚未完成，2 项待处理');
    for (const id of ['evaluation-report', 'score-summary', 'candidates']) {
      const text = paper(id, open);
      expect(text).toContain('缺 周慎行 的评分');
      expect(text).not.toContain('92.28');
      expect(text).not.toContain('综合得分"');
    }
    expect(open.filter(({ id }) => id.startsWith('letter-'))).toEqual([]);
    expect(paper('candidates', open)).toContain('不排序，不推荐');
  });

  it('tells every bidder why a procurement was cancelled', () => {
    const item = tender.review!.cancellation.items[0]!;
    const cancelled = roundReports({
      ...awaitingInput,
      evaluation: {
        ...awaitingInput.evaluation,
        state: 'cancelled',
        awaited: [],
        ended: {
          stage: 'compliance',
          item: item.id,
          title: item.title,
          reasons: ['有效 2 家，甲江云服务有限公司 在内'],
          clause: item.clause,
        },
      },
    });
    const told = cancelled.filter(({ id }) => id.startsWith('letter-'));
    expect(told).toHaveLength(5);
    expect(textOf(told.find(({ id }) => id === 'letter-ding')!.document)).toContain(
      `废标，理由：${item.title}。有效 2 家，其他投标人 在内`,
    );
    expect(paper('evaluation-report', cancelled)).toContain('项目废标');
  });

  it('marks a round for review after the award, and a real one not as a rehearsal', () => {
    const marks = (mode: 'authorised' | 'post-award') =>
      roundReports({
        ...input,
        evaluation: { ...input.evaluation, round: { ...input.evaluation.round, mode, synthetic: false } },
      })[0]!.document.pageMarks;
    expect(marks('post-award')).toEqual(['定标后复核']);
    expect(marks('authorised')).toEqual([]);
  });
});
