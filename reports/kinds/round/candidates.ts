import type { Block, Document } from '../../../spec/index.ts';
import { awaitedSection, paper, provisionalNotice } from './frame.ts';
import type { Material } from './material.ts';
import { memberRoles, signingSection } from './signing.ts';
import { decimalsOf, fixedWords, placeWords, quoteWords } from './words.ts';

/** 中标候选人推荐, or the award itself where the tender gives it to the committee. */
export function candidates(material: Material, id: string): Document {
  return paper(material, awardedByCommittee(material) ? '中标人确定意见' : '中标候选人推荐意见', [
    ...awaitedSection(material, '尚未完成的事项'),
    { id: 'candidates', heading: '1 推荐', level: 1, blocks: candidateBlocks(material) },
    signingSection(material, id, memberRoles(material), '2 签署'),
  ]);
}

export const awardedByCommittee = ({ tender }: Material): boolean =>
  tender.review?.award.decidedBy === 'committee';

export function candidateBlocks(material: Material): Block[] {
  const { evaluation, tender, complete } = material;
  if (!complete)
    return [{ kind: 'paragraph', tone: 'notice', text: '评审没有完成，不排序，不推荐中标候选人。' }];
  const bids = evaluation.candidates.flatMap((id) => evaluation.bids.filter(({ bid }) => bid === id));
  const award = tender.review?.award;
  return [
    ...provisionalNotice(material),
    {
      kind: 'table',
      columns: [
        { title: '推荐次序', width: 10, align: 'center' },
        { title: '投标人', width: 46 },
        { title: '投标报价', width: 16, align: 'right' },
        { title: '综合得分', width: 16, align: 'right' },
        { title: '排序', width: 12, align: 'center' },
      ],
      rows: bids.map((bid, index) => [
        { text: String(index + 1), strong: index === 0 },
        { text: bid.bidder },
        { text: quoteWords(material, bid.quote.quoted, bid.quote.unit) },
        { text: fixedWords(bid.total, decimalsOf(material)) },
        { text: String(bid.rank ?? '—') },
      ]),
    },
    {
      kind: 'paragraph',
      text: awardedByCommittee(material)
        ? `经采购人授权，评标委员会直接确定排名第一者为中标人（${placeWords(award?.clause)}）。`
        : `中标人由采购人确定；${award?.winner === 'first' ? '应当确定排名第一的中标候选人为中标人' : '按招标文件规定确定'}（${placeWords(award?.clause)}）。合同按${tender.review?.priceDeductions?.contract === 'quoted' ? '投标报价' : '招标文件规定的价格'}签订，价格扣除只用于评审。`,
    },
    ...ties(material),
  ];
}

/** How equal totals were put in order. */
function ties({ evaluation, round, bidder }: Material): Block[] {
  const totals = evaluation.bids.flatMap(({ total, rank }) => (rank === undefined ? [] : [total]));
  if (new Set(totals).size === totals.length) return [];
  const { draw, purchaserOrder } = round.proceedings;
  return [
    {
      kind: 'paragraph',
      text: [
        '有投标人综合得分相同，按招标文件规定的次序排列（步骤见评标报告附录）。',
        draw
          ? `抽签：${draw.how}；结果 ${draw.order.map(bidder).join('、')}；见证人 ${draw.witnesses.join('、')}${draw.digest ? `；记录摘要 ${draw.digest}` : ''}。`
          : '',
        purchaserOrder
          ? `采购人确定：${purchaserOrder.order.map(bidder).join('、')}。${purchaserOrder.reasons}`
          : '',
      ].join(''),
    },
  ];
}
