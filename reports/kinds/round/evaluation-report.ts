import type { Block, Document, Section } from '../../../spec/index.ts';
import { changes, memberTable } from './attendance.ts';
import { awardedByCommittee, candidateBlocks } from './candidates.ts';
import { conductChapter } from './evaluation-report/conduct.ts';
import { methodChapter } from './evaluation-report/method.ts';
import { readingsChapter } from './evaluation-report/readings.ts';
import { stepsAnnex } from './evaluation-report/steps-annex.ts';
import { awaitedSection, paper } from './frame.ts';
import type { Material } from './material.ts';
import { objections, openingFacts } from './opening-record.ts';
import { bidSections, recheck, totals } from './score-summary.ts';
import { memberRoles, signingSection } from './signing.ts';
import { instantWords, placeWords } from './words.ts';

/**
 * 评标报告 with all that the law asks of it (财政部令第87号第五十八条): media and opening, bidders and members, method,
 * conduct with invalid bids and their reasons, result, and what else is to be said; every number's steps as an annex.
 */
export function evaluationReport(material: Material, id: string): Document {
  return paper(material, '评标报告', [
    ...awaitedSection(material, '尚未完成的事项'),
    openingFacts(material),
    people(material),
    ...methodChapter(material),
    ...conductChapter(material),
    { id: 'result', heading: '5 评审结果', level: 1, blocks: totals(material) },
    {
      id: 'candidates',
      heading: awardedByCommittee(material) ? '5.1 中标人' : '5.1 中标候选人名单',
      level: 2,
      blocks: candidateBlocks(material),
    },
    ...others(material),
    ...readingsChapter(material),
    signingSection(material, id, memberRoles(material), '8 签署'),
    { id: 'annex-marks', heading: '附录一 逐人逐项评分', level: 1, blocks: [] },
    ...bidSections(material, '一'),
    ...stepsAnnex(material),
  ]);
}

function people(material: Material): Section {
  const bidders: Block = {
    kind: 'table',
    caption: '投标人名单',
    columns: [
      { title: '序号', width: 6, align: 'center' },
      { title: '投标人', width: 34 },
      { title: '成员单位', width: 40 },
      { title: '评审时', width: 20 },
    ],
    rows: material.evaluation.bids.map((bid, index) => [
      { text: String(index + 1) },
      { text: bid.bidder },
      {
        text: bid.firms
          .map(
            ({ name, creditCode, role }) =>
              `${name}${role ? `（${role === 'leader' ? '牵头人' : '成员'}）` : ''}　${creditCode}`,
          )
          .join('\n'),
      },
      {
        text: { valid: '有效', invalid: '无效', withdrawn: '已撤回', open: '尚未确定' }[bid.standing],
      },
    ]),
  };
  return {
    id: 'people',
    heading: '2 投标人与评标委员会成员',
    level: 1,
    blocks: [bidders, { ...memberTable(material), caption: '评标委员会成员名单' } as Block],
  };
}

function others(material: Material): Section[] {
  const { round, evaluation, member, bidder } = material;
  const { dissent = [], refusals = [] } = round.signing;
  const { cancellation, stop } = round.proceedings;
  const remarks = evaluation.notices.filter(
    ({ kind, stage }) =>
      kind === 'contradiction' ||
      kind === 'provisional' ||
      kind === 'advice' ||
      (kind === 'lead' && stage !== 'collusion' && stage !== 'compliance'),
  );
  return [
    { id: 'others', heading: '6 其他需要说明的情况', level: 1, blocks: [] },
    { ...changes(material, '6.1 成员更换与评审纪律'), level: 2 },
    {
      id: 'dissent',
      heading: '6.2 不同意见',
      level: 2,
      blocks: [
        dissent.length + refusals.length === 0
          ? { kind: 'paragraph', text: '没有成员提出不同意见的记录。' }
          : {
              kind: 'list',
              items: [
                ...dissent.map((one) => `${member(one.member)}：${one.opinion}。理由：${one.reasons}`),
                ...refusals.map(
                  (one) => `${member(one.member)}：拒绝签署又不书面说明不同意见和理由，视为同意评标报告`,
                ),
              ],
            },
      ],
    },
    { ...objections(material, '6.3 开标异议与答复'), level: 2 },
    { id: 'recheck', heading: '6.4 评标结果复核', level: 2, blocks: recheck(material) },
    {
      id: 'remarks',
      heading: '6.5 其他记录',
      level: 2,
      blocks: [
        {
          kind: 'list',
          items: [
            ...(cancellation
              ? [`废标认定（${instantWords(cancellation.at)}）：${cancellation.reasons}`]
              : []),
            ...(stop
              ? [
                  `评审停止（${instantWords(stop.at)}）：${stop.reasons}；${stop.resumedAt ? `${instantWords(stop.resumedAt)} 恢复` : '尚未恢复'}`,
                ]
              : []),
            ...remarks.map(
              ({ text, bids, clause }) =>
                `${bids?.length ? `${bids.map(bidder).join('、')}：` : ''}${text}${clause ? `（${placeWords(clause)}）` : ''}`,
            ),
            '材料之间的线索另见线索清单，供评委核实，非认定结论。',
          ],
        },
      ],
    },
  ];
}
