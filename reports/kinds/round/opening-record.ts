import type { Block, Cell, Document, Section } from '../../../spec/index.ts';
import { paper } from './frame.ts';
import type { Material } from './material.ts';
import { outcomeCell, reviewDetails } from './review-table.ts';
import { signingSection } from './signing.ts';
import { instantWords, quoteWords } from './words.ts';

/** 开标记录: time and place, receipt and decryption of each bid, what was read out, objections and their answers. */
export function openingRecord(material: Material, id: string): Document {
  const { opening } = material.round.head;
  return paper(material, '开标记录', [
    openingFacts(material),
    received(material),
    readOut(material),
    objections(material, '4 开标异议与答复'),
    faults(material),
    signingSection(
      material,
      id,
      [
        '采购人代表',
        `主持人${opening?.host ? ` ${opening.host}` : ''}`,
        `记录人${opening?.recorder ? ` ${opening.recorder}` : ''}`,
        ...(opening?.witnesses?.map((name) => `监督人 ${name}`) ?? ['监督人']),
      ],
      '6 签署',
    ),
  ]);
}

export function openingFacts({ tender, round, evaluation }: Material): Section {
  const { opening } = round.head;
  const { media, dates } = tender;
  return {
    id: 'opening',
    heading: '1 公告与开标',
    level: 1,
    blocks: [
      {
        kind: 'facts',
        rows: [
          { label: '采购方式', value: tender.procedure ?? '未录入' },
          { label: '公告媒体', value: media ? `${media.join('、')}` : '未录入，须由采购代理机构填写' },
          { label: '公告日期', value: dates.published ?? '未录入，须由采购代理机构填写' },
          { label: '投标截止', value: instantWords(dates.bidDeadline) },
          { label: '规定开标时间', value: instantWords(dates.opening) },
          { label: '实际开标时间', value: instantWords(opening?.startedAt) },
          { label: '开标结束时间', value: instantWords(opening?.endedAt) },
          { label: '开标地点', value: opening?.place ?? '未记录' },
          { label: '主持人', value: opening?.host ?? '未记录' },
          { label: '记录人', value: opening?.recorder ?? '未记录' },
          { label: '监督人', value: opening?.witnesses?.join('、') ?? '未记录' },
          {
            label: '读法冻结摘要',
            value: evaluation.freeze
              ? `${evaluation.freeze.digest}\n冻结于 ${instantWords(evaluation.freeze.frozenAt)}（北京时间）`
              : '未冻结',
          },
        ],
      },
    ],
  };
}

function received(material: Material): Section {
  const { round } = material;
  const rows = round.bids.map((bid, index): Cell[] => {
    const admission = round.admissions.find((one) => one.bid === bid.id);
    return [
      { text: String(index + 1) },
      { text: bid.bidder },
      { text: instantWords(admission?.uploadedAt) },
      { text: instantWords(admission?.signedInAt) },
      {
        text: admission?.withdrawnAt
          ? `${instantWords(admission.withdrawnAt)} 撤回`
          : admission?.decryptionFailed
            ? `未能解密（${failure[admission.decryptionFailed]}）`
            : instantWords(admission?.decryptedAt),
      },
      {
        text: admission?.importFailed
          ? `未能导入（${failure[admission.importFailed]}）`
          : admission?.imported === undefined
            ? '未记录'
            : admission.imported
              ? '已导入'
              : '未导入',
      },
    ];
  });
  return {
    id: 'received',
    heading: '2 投标文件的接收、签到与解密',
    level: 1,
    blocks: [
      {
        kind: 'table',
        columns: [
          { title: '序号', width: 6, align: 'center' },
          { title: '投标人', width: 26 },
          { title: '上传', width: 18 },
          { title: '签到', width: 18 },
          { title: '解密', width: 18 },
          { title: '导入', width: 14 },
        ],
        rows,
      },
      ...reviewDetails(material, 'opening', '接收与开标中的问题'),
    ],
  };
}

const failure = { own: '投标人原因', other: '非投标人原因', unknown: '原因待查' };

function readOut(material: Material): Section {
  const rows = material.round.bids.map((bid): Cell[] => {
    const found = material.evaluation.bids.find((one) => one.bid === bid.id);
    const hit = found?.invalid?.stage === 'opening';
    return [
      { text: bid.bidder },
      {
        text: bid.quote.stated
          .map(({ form, digits, words }) => {
            const title = material.tender.forms?.forms.find((one) => one.id === form)?.title ?? form;
            return `${title}：${[digits, words].filter(Boolean).join('　') || '未填写'}`;
          })
          .join('\n'),
      },
      { text: found ? quoteWords(material, found.quote.stated, found.quote.unit) : '' },
      { text: bid.validityDays === undefined ? '未载明' : `${bid.validityDays} 日历天` },
      hit
        ? outcomeCell('not-satisfied', `未进入评审\n${found!.invalid!.title}`)
        : found?.standing === 'withdrawn'
          ? outcomeCell('not-applicable', '已撤回')
          : outcomeCell('satisfied', '已开标'),
    ];
  });
  return {
    id: 'read-out',
    heading: '3 唱标内容',
    level: 1,
    blocks: [
      {
        kind: 'table',
        columns: [
          { title: '投标人', width: 24 },
          { title: '报价原文', width: 34 },
          { title: '读出的报价', width: 12, align: 'right' },
          { title: '有效期', width: 14 },
          { title: '结果', width: 16 },
        ],
        rows,
      },
    ],
  };
}

/** Objections raised at the opening; one without an answer says so. */
export function objections({ round, bidder }: Material, heading: string): Section {
  const found = round.head.opening?.objections ?? [];
  const blocks: Block[] =
    found.length === 0
      ? [{ kind: 'paragraph', text: '没有投标人提出异议的记录。' }]
      : [
          {
            kind: 'table',
            columns: [
              { title: '投标人', width: 22 },
              { title: '时间', width: 16 },
              { title: '异议', width: 31 },
              { title: '采购人当场答复', width: 31 },
            ],
            rows: found.map(({ bid, at, text, answer }) => [
              { text: bidder(bid) },
              { text: instantWords(at) },
              { text },
              { text: answer ?? '尚无答复记录' },
            ]),
          },
        ];
  return { id: 'objections', heading, level: 1, blocks };
}

function faults({ round }: Material): Section {
  const found = round.head.opening?.faults ?? [];
  return {
    id: 'faults',
    heading: '5 异常情况',
    level: 1,
    blocks: [
      found.length === 0
        ? { kind: 'paragraph', text: '没有系统故障、断电等异常的记录。' }
        : {
            kind: 'list',
            items: found.map(
              ({ fact, at, resumedAt }) =>
                `${instantWords(at)} ${fact}；${resumedAt ? `${instantWords(resumedAt)} 恢复` : '尚无恢复记录'}`,
            ),
          },
    ],
  };
}
