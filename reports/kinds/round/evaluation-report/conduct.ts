import { type Block, type Cell, effects, type Section, type StageRecord } from '../../../../spec/index.ts';
import { lowPriceSections } from '../low-price-record.ts';
import type { Material } from '../material.ts';
import { quoteTable } from '../quote-corrections.ts';
import { reviewDetails } from '../review-table.ts';
import { basisWords, instantWords, placeWords, shareWords, stageWords } from '../words.ts';

/** Chapter 4: the opening and each stage in its order, invalid bids with reasons, clarifications, prices. */
export function conductChapter(material: Material): Section[] {
  return [
    { id: 'conduct', heading: '4 开标和评标情况', level: 1, blocks: [stageTable(material)] },
    { id: 'invalid', heading: '4.1 无效投标及其原因', level: 2, blocks: invalidBids(material) },
    {
      id: 'reviews',
      heading: '4.2 审查中的事项',
      level: 2,
      blocks: [
        ...reviewDetails(material, 'opening', '接收与开标'),
        ...reviewDetails(material, 'qualification', '资格审查'),
        ...reviewDetails(material, 'compliance', '符合性审查'),
        { kind: 'paragraph', tone: 'small', text: '逐项结果见资格审查表、符合性审查表。' },
      ],
    },
    { id: 'clarified', heading: '4.3 澄清、说明或者补正', level: 2, blocks: clarified(material) },
    {
      id: 'prices',
      heading: '4.4 报价、修正与价格扣除',
      level: 2,
      blocks: [quoteTable(material), ...deductions(material)],
    },
    { id: 'low-price', heading: '4.5 异常低价审查', level: 2, blocks: [] },
    ...lowPriceSections(material, '4.5.').map((section): Section => ({ ...section, level: 3 })),
  ];
}

const states: Record<StageRecord['state'], string> = {
  done: '完成',
  awaiting: '待处理',
  ended: '在此终止',
  'not-reached': '未进行',
  'not-applicable': '不适用',
};

function stageTable({ evaluation, bidder }: Material): Block {
  return {
    kind: 'table',
    caption: '评审经过',
    columns: [
      { title: '阶段', width: 22 },
      { title: '状态', width: 13 },
      { title: '进入', width: 10, align: 'right' },
      { title: '在此退出', width: 55 },
    ],
    rows: evaluation.stages.map(({ id, state, entered, left }): Cell[] => [
      { text: stageWords(id) },
      { text: states[state] },
      { text: state === 'not-reached' ? '—' : `${entered.length} 家` },
      { text: left.map(bidder).join('、') || '—' },
    ]),
  };
}

function invalidBids(material: Material): Block[] {
  const out = material.bids.filter(({ invalid }) => invalid);
  if (out.length === 0) return [{ kind: 'paragraph', text: '没有无效投标。' }];
  return [
    {
      kind: 'table',
      columns: [
        { title: '投标人', width: 20 },
        { title: '阶段', width: 12 },
        { title: '情形', width: 18 },
        { title: '原因', width: 28 },
        { title: '依据', width: 22 },
      ],
      rows: out.map(({ bidder, invalid }) => [
        { text: bidder },
        { text: stageWords(invalid!.stage) },
        { text: invalid!.title },
        { text: invalid!.reasons.join('；') || '未写明理由' },
        { text: basisWords(material, invalid!) },
      ]),
    },
  ];
}

function clarified({ round, bidder, member }: Material): Block[] {
  const asked = round.proceedings.clarifications ?? [];
  if (asked.length === 0) return [{ kind: 'paragraph', text: '没有要求投标人澄清、说明或者补正。' }];
  return [
    {
      kind: 'list',
      ordered: true,
      items: asked.map(
        ({ bid, question, askedAt, signedBy, reply, refused, unsolicited }) =>
          `${bidder(bid)}：${unsolicited ? '主动提出，不予接受：' : ''}${question}（${instantWords(askedAt)}，登记签署 ${signedBy.map(member).join('、') || '无'}）。${reply ? `答复：${reply.text}（${instantWords(reply.at)}）` : refused ? '拒不澄清。' : '尚无答复。'}`,
      ),
    },
  ];
}

/** One row a bidder: what was granted, and why the rest was not. */
function deductions({ bids, tender }: Material): Block[] {
  const rows = bids.flatMap(({ bidder, deductions: looked }): Cell[][] => {
    if (looked.length === 0) return [];
    const granted = looked.filter((one) => one.granted);
    return [
      [
        { text: bidder },
        { text: granted.map(({ title, share }) => `${title}：${shareWords(share)}`).join('\n') || '无' },
        {
          text: granted.map(({ reasons, clause }) => [...reasons, placeWords(clause)].join('；')).join('\n'),
        },
        {
          text: looked
            .filter((one) => !one.granted)
            .map(({ title, reasons }) => `${title}：${reasons.join('；')}`)
            .join('\n'),
        },
      ],
    ];
  });
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: `${effects.deduct}（占报价的份额）`,
      columns: [
        { title: '投标人', width: 20 },
        { title: '给予', width: 18 },
        { title: '理由与依据', width: 24 },
        { title: '不给予及其理由', width: 38 },
      ],
      rows,
    },
    ...(tender.review?.priceDeductions?.contract === 'quoted'
      ? [{ kind: 'paragraph', tone: 'small', text: '扣除只用于评审，合同价按投标报价。' } as const]
      : []),
  ];
}
