import type { BidEvaluation, Block, Document, Section } from '../../../spec/index.ts';
import { confidential } from './confidential.ts';
import { pageMarks } from './frame.ts';
import type { Material } from './material.ts';
import { signingState } from './signing.ts';
import { basisWords, decimalsOf, fixedWords, instantWords, placeWords } from './words.ts';

interface Letter {
  id: string;
  title: string;
  document: Document;
}

/**
 * One letter to each bidder that is not first: its own total and rank, or why its own bid is out; when the
 * procurement is cancelled, why. The parts of the total are left out: price points and one's own quote together
 * give away the lowest price. None while the evaluation is open.
 */
export function letters(material: Material): Letter[] {
  const { evaluation } = material;
  if (evaluation.state === 'awaiting' || evaluation.state === 'stopped') return [];
  const winner = evaluation.state === 'complete' ? evaluation.ranking[0] : undefined;
  return material.bids
    .filter(({ bid, standing }) => bid !== winner && standing !== 'withdrawn')
    .map((bid) => ({ id: `letter-${bid.bid}`, ...letter(material, bid, winner) }));
}

function letter(material: Material, bid: BidEvaluation, winner: string | undefined): Omit<Letter, 'id'> {
  const { evaluation, createdAt } = material;
  const { tender } = evaluation;
  const title = winner === undefined ? '废标通知书' : '评审结果通知书';
  const sections: Section[] = [
    {
      id: 'letter',
      heading: `${bid.bidder}：`,
      level: 2,
      blocks: [
        {
          kind: 'paragraph',
          text: `贵单位参加了${tender.title}（项目编号：${tender.number}）的投标。现将有关情况告知如下。`,
        },
        ...(winner === undefined ? cancelled(material, bid) : told(material, bid, winner)),
        {
          kind: 'paragraph',
          text: '贵单位认为自己的权益受到损害的，可以在法定期限内以书面形式向采购人（采购代理机构）提出质疑。',
        },
      ],
    },
    {
      id: 'signing',
      heading: '发出单位',
      level: 2,
      blocks: [
        { kind: 'signatures', roles: ['采购人（盖章）', '采购代理机构（盖章）'] },
        ...signingState(material, `letter-${bid.bid}`),
      ],
    },
  ];
  return {
    title: `${title}（${bid.bidder}）`,
    document: {
      title,
      subtitle: tender.title,
      form: 'letter',
      pageMarks: pageMarks(material),
      createdAt,
      cover: [
        { label: '致', value: bid.bidder },
        { label: '项目名称', value: tender.title },
        { label: '项目编号', value: tender.number },
        { label: '采购人', value: tender.purchaser },
        { label: '采购代理机构', value: tender.agency },
        { label: '形成时间', value: `${instantWords(createdAt)}（北京时间）` },
      ],
      sections,
    },
  };
}

function told(material: Material, bid: BidEvaluation, winner: string): Block[] {
  const name = material.bidder(winner);
  const { media } = material.tender;
  return [
    {
      kind: 'paragraph',
      text: `排名第一的中标候选人：${name}。中标人以采购人确定并${media ? `在${media.join('、')}` : '依法'}公告的结果为准；本通知与中标公告同时发出。`,
    },
    ...(bid.invalid ? invalid(material, bid) : score(material, bid)),
  ];
}

function score(material: Material, { total, rank, bidder }: BidEvaluation): Block[] {
  return [
    {
      kind: 'facts',
      rows: [
        { label: '投标人', value: bidder },
        { label: '评审得分', value: fixedWords(total, decimalsOf(material)) },
        { label: '排序', value: rank === undefined ? '—' : `第 ${rank} 名` },
      ],
    },
  ];
}

/** The reason of the bidder's own exclusion, with all that is of others taken out. */
function invalid(material: Material, bid: BidEvaluation): Block[] {
  const { invalid: why } = bid;
  if (!why) return [];
  const hide = confidential(material, bid.bid);
  return [
    {
      kind: 'facts',
      rows: [
        { label: '投标人', value: bid.bidder },
        {
          label: '结果',
          value: why.stage === 'qualification' ? '未通过资格审查，投标无效' : '投标无效，未进入评分排序',
        },
        { label: '事项', value: why.title },
        { label: '原因', value: hide(why.reasons.join('；')) || '见所引条款' },
        { label: '依据', value: basisWords(material, why) || '—' },
      ],
    },
  ];
}

function cancelled(material: Material, bid: BidEvaluation): Block[] {
  const { ended } = material.evaluation;
  const hide = confidential(material, bid.bid);
  return [
    {
      kind: 'paragraph',
      text: `本项目废标，理由：${ended ? `${ended.title}。${hide(ended.reasons.join('；'))}${ended.clause ? `（${placeWords(ended.clause)}）` : ''}` : '未记录'}`,
    },
    ...invalid(material, bid),
  ];
}
