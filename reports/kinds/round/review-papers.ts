import type { Block, Document, Section } from '../../../spec/index.ts';
import { paper } from './frame.ts';
import { type Material, resultsOf } from './material.ts';
import { reviewDetails, reviewTables } from './review-table.ts';
import { memberRoles, signingSection } from './signing.ts';
import { basisWords, instantWords } from './words.ts';

/** 资格审查报告 of the purchaser: who looked at what, when, and why a bidder is out. */
export function qualificationReport(material: Material, id: string): Document {
  const { round, evaluation } = material;
  const record = round.proceedings.qualification;
  const stage = evaluation.stages.find((one) => one.id === 'qualification');
  const out = material.bids.filter(({ invalid }) => invalid?.stage === 'qualification');
  const names = (ids: readonly string[]) => ids.map(material.bidder).join('、') || '无';
  const passed = (stage?.entered ?? []).filter((bid) => !stage?.left.includes(bid));
  return paper(material, '资格审查报告', [
    {
      id: 'conduct',
      heading: '1 审查情况',
      level: 1,
      blocks: [
        {
          kind: 'facts',
          rows: [
            { label: '审查主体', value: `采购人：${evaluation.tender.purchaser}` },
            { label: '审查人员', value: record?.by?.join('、') ?? '未记录' },
            { label: '审查时间', value: instantWords(record?.at) },
            { label: '参加审查的投标人', value: names(stage?.entered ?? []) },
            { label: '资格合格', value: stage?.state === 'done' ? names(passed) : '尚未完成' },
            { label: '资格不合格', value: names(out.map(({ bid }) => bid)) },
          ],
        },
        {
          kind: 'paragraph',
          tone: 'small',
          text: '资格审查由采购人（采购代理机构）进行，评标委员会不替代其认定（依据见各项条款）。',
        },
      ],
    },
    creditSearches(material),
    {
      id: 'items',
      heading: '3 逐项结果',
      level: 1,
      blocks: [
        ...reviewTables(material, 'qualification'),
        ...reviewDetails(material, 'qualification', '未通过与待认定事项'),
      ],
    },
    reasons(material, out),
    signingSection(material, id, ['采购人（盖章）', '审查人员', '采购代理机构（盖章）'], '5 签署'),
  ]);
}

function creditSearches({ round }: Material): Section {
  const searches = round.proceedings.creditSearches ?? [];
  const firms = new Map(
    round.bids.flatMap(({ members }) => members.map((firm) => [firm.creditCode, firm.name])),
  );
  return {
    id: 'credit',
    heading: '2 信用记录查询',
    level: 1,
    blocks: [
      searches.length === 0
        ? { kind: 'paragraph', tone: 'notice', text: '没有信用查询记录。' }
        : {
            kind: 'table',
            columns: [
              { title: '单位', width: 24 },
              { title: '查询名单', width: 28 },
              { title: '查询日期', width: 12 },
              { title: '结果', width: 12 },
              { title: '存档摘要', width: 24 },
            ],
            rows: searches.map(({ firm, list, on, listed, digest }) => [
              { text: firms.get(firm) ?? firm },
              { text: list },
              { text: on },
              { text: listed ? '列入名单' : '未列入' },
              digest ? { digest } : { text: '未登记' },
            ]),
          },
    ],
  };
}

function reasons(material: Material, out: Material['bids']): Section {
  return {
    id: 'reasons',
    heading: '4 未通过资格审查的原因',
    level: 1,
    blocks:
      out.length === 0
        ? [{ kind: 'paragraph', text: '没有投标人因资格审查未通过而无效。' }]
        : out.map(
            ({ bidder, invalid }): Block => ({
              kind: 'paragraph',
              text: `${bidder}：${invalid!.title}。${invalid!.reasons.join('；')}（${basisWords(material, invalid!)}）`,
            }),
          ),
  };
}

/** 资格审查表: items against bidders, for the purchaser's hands. */
export function qualificationTable(material: Material, id: string): Document {
  return reviewTable(material, id, 'qualification', '资格审查表', ['采购人代表', '采购代理机构']);
}

/** 符合性审查表: items against bidders, for the members' hands. */
export function complianceTable(material: Material, id: string): Document {
  return reviewTable(material, id, 'compliance', '符合性审查表', memberRoles(material));
}

function reviewTable(
  material: Material,
  id: string,
  stage: 'qualification' | 'compliance',
  title: string,
  roles: string[],
): Document {
  const items = [...new Map(resultsOf(material, stage).map((one) => [one.item, one])).values()];
  return paper(material, title, [
    { id: 'items', heading: '1 逐项审查', level: 1, blocks: reviewTables(material, stage) },
    {
      id: 'details',
      heading: '2 未通过、待认定与经表决的事项',
      level: 1,
      blocks: orNone(reviewDetails(material, stage, '逐项说明'), '没有这样的事项。'),
    },
    {
      id: 'basis',
      heading: '3 各项依据',
      level: 1,
      blocks: [
        {
          kind: 'table',
          columns: [
            { title: '审查内容', width: 45 },
            { title: '依据', width: 55 },
          ],
          rows: items.map((one) => [{ text: one.title }, { text: basisWords(material, one) }]),
        },
      ],
    },
    signingSection(material, id, roles, '4 签署'),
  ]);
}

export function orNone(blocks: Block[], text: string): Block[] {
  return blocks.length > 0 ? blocks : [{ kind: 'paragraph', text }];
}
