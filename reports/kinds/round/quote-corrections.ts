import type { BidEvaluation, Block, Cell, Document } from '../../../spec/index.ts';
import { paper } from './frame.ts';
import type { Material } from './material.ts';
import { memberRoles, signingSection } from './signing.ts';
import { stepTable } from './steps.ts';
import { instantWords, placeWords, quoteWords } from './words.ts';

/** 报价修正与确认记录: what was written, each correction in its legal order, and the bidder's answer. */
export function quoteCorrections(material: Material, id: string): Document {
  const corrected = material.bids.filter(({ quote }) => quote.corrections.length > 0);
  return paper(material, '报价修正与确认记录', [
    { id: 'quotes', heading: '1 各投标人报价', level: 1, blocks: [quoteTable(material)] },
    {
      id: 'corrections',
      heading: '2 修正',
      level: 1,
      blocks:
        corrected.length === 0
          ? [{ kind: 'paragraph', text: '没有需要修正的报价。' }]
          : corrected.flatMap((bid) => corrections(material, bid)),
    },
    {
      id: 'steps',
      heading: '3 读取与修正步骤',
      level: 1,
      blocks: material.bids.flatMap((bid) => stepTable(material, bid.quote.steps, bid.bidder)),
    },
    signingSection(
      material,
      id,
      [...memberRoles(material), ...corrected.map(({ bidder }) => `投标人 ${bidder}`)],
      '4 签署',
    ),
  ]);
}

/** Stated, corrected and evaluated quote of each bid. */
export function quoteTable(material: Material): Block {
  return {
    kind: 'table',
    columns: [
      { title: '投标人', width: 34 },
      { title: '开标一览表报价', width: 17, align: 'right' },
      { title: '修正后报价', width: 17, align: 'right' },
      { title: '评审价（扣除后）', width: 17, align: 'right' },
      { title: '投标人确认', width: 15, align: 'center' },
    ],
    rows: material.bids.map(({ bidder, quote, standing }): Cell[] => [
      { text: bidder },
      { text: quoteWords(material, quote.stated, quote.unit) },
      { text: quote.quoted === undefined ? '—' : quoteWords(material, quote.quoted, quote.unit) },
      { text: quote.evaluated === undefined ? '—' : quoteWords(material, quote.evaluated, quote.unit) },
      { text: standing === 'withdrawn' ? '已撤回' : confirmation(quote) },
    ]),
  };
}

function confirmation({ corrections: made, confirmed }: BidEvaluation['quote']): string {
  if (made.length === 0) return '无须确认';
  return confirmed === undefined ? '待确认' : confirmed ? '已确认' : '不确认';
}

function corrections(material: Material, { bid, bidder, quote }: BidEvaluation): Block[] {
  const steps = material.tender.review?.corrections?.steps ?? [];
  const answer = material.round.proceedings.corrections?.find((one) => one.bid === bid);
  return [
    {
      kind: 'table',
      caption: bidder,
      columns: [
        { title: '次序', width: 7, align: 'center' },
        { title: '修正规则', width: 30 },
        { title: '修正前', width: 15, align: 'right' },
        { title: '修正后', width: 15, align: 'right' },
        { title: '依据', width: 33 },
      ],
      rows: quote.corrections.map((one, index) => [
        { text: String(index + 1) },
        { text: steps.find(({ id }) => id === one.step)?.title ?? one.step },
        { text: quoteWords(material, one.from, quote.unit) },
        { text: quoteWords(material, one.to, quote.unit) },
        { text: placeWords(one.clause) },
      ]),
    },
    {
      kind: 'facts',
      rows: [
        {
          label: '投标人答复',
          value: answer
            ? `${answer.confirmed ? '确认修正后的报价' : '不确认修正后的报价，投标无效'}（${instantWords(answer.at)}）`
            : '尚无答复，修正后的报价未产生约束力',
        },
        { label: '答复文件摘要', value: answer?.digest ?? '未登记' },
      ],
    },
  ];
}
