import {
  type Block,
  type Cell,
  type Column,
  type Document,
  type ScoreSheet,
  type Section,
  sumDecimals,
} from '../../../spec/index.ts';
import { paper } from './frame.ts';
import type { Material } from './material.ts';
import { chunks } from './review-table.ts';
import { signingState } from './signing.ts';
import { instantWords, pointsWords } from './words.ts';

const acrossAtMost = 5;

/** 各评委评分表: one chapter a member, criteria down and bidders across, corrections beside the first mark. */
export function scoreSheets(material: Material, id: string): Document {
  const sheets = material.round.sheets;
  const chapters =
    sheets.length === 0
      ? [
          {
            id: 'none',
            heading: '1 评分',
            level: 1,
            blocks: [{ kind: 'paragraph', tone: 'notice', text: '尚无评分表。' }],
          } as Section,
        ]
      : sheets.map((sheet, index) => chapter(material, id, sheet, index + 1));
  return paper(material, '评委评分表', chapters);
}

function chapter(material: Material, id: string, sheet: ScoreSheet, number: number): Section {
  const name = material.member(sheet.member);
  return {
    id: `sheet-${sheet.member}`,
    heading: `${number} ${name}`,
    level: 1,
    blocks: [
      ...marks(material, sheet),
      ...corrections(material, sheet),
      {
        kind: 'facts',
        rows: [
          {
            label: '系统确认',
            value: sheet.confirmedAt
              ? `${instantWords(sheet.confirmedAt)}（北京时间），本人账号确认；不替代签署`
              : '尚未确认',
          },
        ],
      },
      { kind: 'signatures', roles: [`评委 ${name}`] },
      ...signingState(material, id),
    ],
  };
}

/** Marks as they stand after the member's own corrections. */
function current(sheet: ScoreSheet, bid: string, criterion: string): string | undefined {
  const later = (sheet.corrections ?? []).filter((one) => one.bid === bid && one.criterion === criterion);
  return later.at(-1)?.to ?? sheet.marks[bid]?.[criterion];
}

function marks({ tender, bidder }: Material, sheet: ScoreSheet): Block[] {
  const bids = Object.keys(sheet.marks);
  const criteria = (tender.scoring?.groups ?? []).flatMap((group) =>
    group.sections.flatMap((section) => section.criteria.map((criterion) => ({ group, criterion }))),
  );
  const marked = criteria.filter(({ criterion }) =>
    bids.some((bid) => sheet.marks[bid]?.[criterion.id] !== undefined),
  );
  if (bids.length === 0) return [{ kind: 'paragraph', text: '没有评分。' }];
  return chunks(bids, acrossAtMost).map(
    (across): Block => ({
      kind: 'table',
      columns: [
        { title: '评审内容', width: 28 },
        { title: '满分', width: 8, align: 'right' },
        ...across.map((bid): Column => ({ title: bidder(bid), width: 13, align: 'right' })),
      ],
      rows: [
        ...marked.map(({ group, criterion }): Cell[] => [
          { text: `${group.title}·${criterion.title}` },
          { text: criterion.points },
          ...across.map((bid): Cell => {
            const first = sheet.marks[bid]?.[criterion.id];
            const now = current(sheet, bid, criterion.id);
            return {
              text: now === undefined ? '未评' : first === now ? now : `${now}\n（原 ${first ?? '未评'}）`,
            };
          }),
        ]),
        [
          { text: '合计（按各项计算）', strong: true },
          { text: '' },
          ...across.map((bid): Cell => {
            const points = marked.map(({ criterion }) => current(sheet, bid, criterion.id));
            return points.includes(undefined)
              ? { text: '不全', strong: true }
              : { text: sumDecimals(points as string[]), strong: true };
          }),
        ],
        ...(sheet.totals
          ? [
              [
                { text: '合计（评委填写）' },
                { text: '' },
                ...across.map((bid): Cell => ({ text: pointsWords(sheet.totals?.[bid]) })),
              ],
            ]
          : []),
      ],
    }),
  );
}

const grounds = {
  sum: '分值汇总计算错误',
  range: '分项评分超出标准范围',
  objective: '客观评审因素评分不一致',
  abnormal: '评分畸高、畸低',
};

/** The member's own corrections, each with one of the four grounds of the law. */
export function corrections({ tender, bidder }: Material, sheet: ScoreSheet): Block[] {
  if (!sheet.corrections?.length) return [];
  const titles = new Map(
    (tender.scoring?.groups ?? []).flatMap(({ sections }) =>
      sections.flatMap(({ criteria }) => criteria.map(({ id, title }) => [id, title] as const)),
    ),
  );
  return [
    {
      kind: 'table',
      caption: '本人修改记录',
      columns: [
        { title: '投标人', width: 22 },
        { title: '评审内容', width: 18 },
        { title: '原分', width: 8, align: 'right' },
        { title: '改为', width: 8, align: 'right' },
        { title: '事由', width: 16 },
        { title: '理由', width: 16 },
        { title: '时间', width: 12 },
      ],
      rows: sheet.corrections.map((one) => [
        { text: bidder(one.bid) },
        { text: one.criterion ? (titles.get(one.criterion) ?? one.criterion) : '合计' },
        { text: one.from },
        { text: one.to },
        { text: grounds[one.ground] },
        { text: one.reasons },
        { text: instantWords(one.at) },
      ]),
    },
  ];
}
