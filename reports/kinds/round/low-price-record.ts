import type { Block, Document, Section } from '../../../spec/index.ts';
import { paper } from './frame.ts';
import { type Material, resultsOf } from './material.ts';
import { reviewDetails } from './review-table.ts';
import { memberRoles, signingSection } from './signing.ts';
import { stepTable } from './steps.ts';
import { instantWords, placeWords, quoteWords, statuteWords } from './words.ts';

/** 异常低价审查记录: the tests with their figures, explanations, votes, and what the quote was held against. */
export function lowPriceRecord(material: Material, id: string): Document {
  return paper(material, '异常低价审查记录', [
    ...lowPriceSections(material, ''),
    signingSection(material, id, memberRoles(material), '4 签署'),
  ]);
}

export function lowPriceSections(material: Material, prefix: string): Section[] {
  const { evaluation, round } = material;
  const stage = evaluation.stages.find(({ id }) => id === 'low-price');
  const asked = round.proceedings.lowPrice ?? [];
  return [
    { id: 'low-price-tests', heading: `${prefix}1 审查标准`, level: prefix ? 2 : 1, blocks: tests(material) },
    {
      id: 'low-price-figures',
      heading: `${prefix}2 核算`,
      level: prefix ? 2 : 1,
      blocks: [
        ...stepTable(material, stage?.steps ?? [], '核算步骤'),
        ...reviewDetails(material, 'low-price', '触发与认定'),
        ...notices(material),
        ...(resultsOf(material, 'low-price').some(({ result }) => result === 'hit')
          ? []
          : [
              {
                kind: 'paragraph',
                text: stage?.state === 'done' ? '没有投标报价触发异常低价审查。' : '异常低价审查尚未完成。',
              } as const,
            ]),
      ],
    },
    {
      id: 'low-price-answers',
      heading: `${prefix}3 说明与认定`,
      level: prefix ? 2 : 1,
      blocks:
        asked.length === 0
          ? [{ kind: 'paragraph', text: '没有要求投标人说明报价的记录。' }]
          : asked.flatMap((one) => answer(material, one)),
    },
  ];
}

function notices({ evaluation }: Material): Block[] {
  const items = evaluation.notices
    .filter(({ stage }) => stage === 'low-price')
    .map(({ text, evidence }) => [text, ...(evidence ?? [])].join('；'));
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

function tests({ tender }: Material): Block[] {
  const rules = tender.review?.lowPrice;
  if (!rules) return [{ kind: 'paragraph', text: '招标文件没有异常低价审查的规定。' }];
  return [
    {
      kind: 'table',
      columns: [
        { title: '情形', width: 44 },
        { title: '界限', width: 20 },
        { title: '依据', width: 36 },
      ],
      rows: rules.tests.map((test) => [
        { text: test.title },
        {
          text:
            test.of === 'judgement'
              ? '专业判断（表决）'
              : `${test.comparator === 'lessThan' ? '低于' : '不高于'} ${test.share.value}${test.share.unit}`,
        },
        { text: placeWords(test.clause) },
      ]),
    },
    {
      kind: 'paragraph',
      tone: 'small',
      text: `以${rules.price === 'quoted' ? '修正后、扣除前的报价' : '扣除后的评审价'}核算。触发任一情形的，须要求投标人书面说明并提供：${rules.explanation.papers.join('、')}；可比对：${(rules.judgedBy ?? []).join('、') || '未列'}。${statuteWords({ tender }, rules.statute ? [rules.statute] : [])}`,
    },
  ];
}

type Asked = NonNullable<Material['round']['proceedings']['lowPrice']>[number];

function answer(
  material: Material,
  { bid, judgement, explanation, noExplanation, convincing, ...asked }: Asked,
): Block[] {
  const evaluated = material.evaluation.bids.find((one) => one.bid === bid);
  const votes = (
    list: readonly { member: string; for: boolean; reasons?: string }[],
    yes: string,
    no: string,
  ) =>
    list
      .map(
        (vote) =>
          `${material.member(vote.member)}：${vote.for ? yes : no}${vote.reasons ? `（${vote.reasons}）` : ''}`,
      )
      .join('；');
  return [
    {
      kind: 'facts',
      rows: [
        { label: '投标人', value: material.bidder(bid) },
        {
          label: '报价',
          value: evaluated ? quoteWords(material, evaluated.quote.quoted, evaluated.quote.unit) : '—',
        },
        ...(judgement
          ? [
              {
                label: '专业判断',
                value: `${judgement.reasons}\n${votes(judgement.votes, '认为报价过低', '不认为过低')}`,
              },
            ]
          : []),
        { label: '要求说明', value: instantWords(asked.askedAt) },
        { label: '答复期限', value: instantWords(asked.answerBy) },
        {
          label: '书面说明',
          value: explanation
            ? `${explanation.text}（${instantWords(explanation.at)}）`
            : noExplanation
              ? '期限内未提供'
              : '尚未收到',
        },
        { label: '证明材料', value: explanation?.papers?.join('、') ?? '无' },
        { label: '说明文件摘要', value: explanation?.digest ?? '未登记' },
        {
          label: '认定',
          value: convincing
            ? `${convincing.reasons}\n${votes(convincing.votes, '认为能证明合理', '认为不能证明合理')}`
            : '尚未认定',
        },
        { label: '比对的数据', value: convincing?.heldAgainst?.join('；') ?? '未记录' },
      ],
    },
  ];
}
