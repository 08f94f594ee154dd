import type { Block, Cell, Column, Document, Section } from '../../../spec/index.ts';
import { awaitedSection, paper, provisionalNotice } from './frame.ts';
import { type Material, sittingMembers } from './material.ts';
import { memberRoles, signingSection } from './signing.ts';
import { basisWords, decimalsOf, fixedWords, placeWords, pointsWords, stageWords } from './words.ts';

/** 评分汇总表: the totals, each member's marks for each bidder, how they were averaged and rounded. */
export function scoreSummary(material: Material, id: string): Document {
  return paper(material, '评分汇总表', [
    ...awaitedSection(material, '尚未完成的事项'),
    { id: 'totals', heading: '1 汇总', level: 1, blocks: totals(material) },
    { id: 'rules', heading: '2 计算与取舍', level: 1, blocks: [roundingTable(material)] },
    { id: 'marks', heading: '3 逐人逐项', level: 1, blocks: [] },
    ...bidSections(material, '3'),
    { id: 'recheck', heading: '4 评标结果复核', level: 1, blocks: recheck(material) },
    signingSection(material, id, memberRoles(material), '5 签署'),
  ]);
}

/** Points by group, total and rank. Without a complete evaluation neither totals nor ranks are shown. */
export function totals(material: Material): Block[] {
  const { complete, tender } = material;
  const groups = tender.scoring?.groups ?? [];
  const shown = material.bids.filter(({ standing }) => standing !== 'withdrawn');
  const table: Block = {
    kind: 'table',
    columns: [
      { title: '投标人', width: 34 },
      ...groups.map(
        ({ title, points }): Column => ({ title: `${title}\n（${points}）`, width: 13, align: 'right' }),
      ),
      ...(complete
        ? ([
            { title: '综合得分', width: 13, align: 'right' },
            { title: '排序', width: 9, align: 'center' },
          ] as const)
        : []),
    ],
    rows: shown.map((bid): Cell[] => [
      { text: bid.bidder, ...(bid.rank === 1 && complete ? { strong: true } : {}) },
      ...groups.map(
        ({ id }): Cell => ({
          text:
            bid.standing === 'invalid'
              ? '—'
              : fixedWords(bid.groups.find(({ group }) => group === id)?.score, decimalsOf(material, id)),
        }),
      ),
      ...(complete
        ? [
            { text: bid.standing === 'invalid' ? '无效' : fixedWords(bid.total, decimalsOf(material)) },
            { text: bid.rank === undefined ? '—' : String(bid.rank) },
          ]
        : []),
    ]),
  };
  return [...provisionalNotice(material), ...chart(material), table];
}

function chart({ complete, bids, tender, evaluation }: Material): Block[] {
  const ranked = complete ? bids.filter(({ rank, total }) => rank !== undefined && total !== undefined) : [];
  if (ranked.length === 0 || !tender.scoring) return [];
  return [
    {
      kind: 'chart',
      caption: `图 1 综合得分的构成（${evaluation.ranking.length} 家有效投标人，满分 ${tender.scoring.total.points}）`,
      chart: {
        kind: 'score-bars',
        full: tender.scoring.total.points,
        groups: ranked.map(({ bidder, groups, total }) => ({
          label: bidder,
          parts: groups.map(({ title, score }) => ({ name: title, points: score ?? '0' })),
          total: fixedWords(total, decimalsOf({ tender })),
        })),
      },
    },
  ];
}

const modes = { 'half-up': '四舍五入', truncate: '截尾', 'half-even': '四舍六入五成双' };

function roundingTable({ tender }: Material): Block {
  const rows: Cell[][] = (tender.scoring?.groups ?? []).flatMap((group) => [
    ...(group.averaging
      ? [
          [
            { text: group.title },
            {
              text: `各评委汇总后取算术平均，保留 ${group.averaging.rounding.decimals} 位小数（${modes[group.averaging.rounding.mode]}），只取舍一次`,
            },
            { text: placeWords(group.averaging.clause) },
          ],
        ]
      : []),
    ...group.sections
      .flatMap(({ criteria }) => criteria)
      .flatMap((criterion) =>
        'rounding' in criterion
          ? [
              [
                { text: criterion.title },
                {
                  text: `保留 ${criterion.rounding.decimals} 位小数（${modes[criterion.rounding.mode]}），以${criterion.price === 'evaluated' ? '扣除后的评审价' : '报价'}计算`,
                },
                { text: placeWords(criterion.clause) },
              ],
            ]
          : [],
      ),
    ...(group.disagreement
      ? [[{ text: group.title }, { text: disagreements[group.disagreement] }, { text: '' }]]
      : []),
  ]);
  return {
    kind: 'table',
    columns: [
      { title: '部分', width: 20 },
      { title: '规则', width: 48 },
      { title: '依据', width: 32 },
    ],
    rows,
  };
}
const disagreements = {
  'members-correct': '客观评审因素评分不一致的，由评委本人核实修改，程序不代为取舍',
  average: '客观评审因素评分不一致的，取算术平均',
  majority: '客观评审因素评分不一致的，取多数评委的评分',
};

/** One section for each bidder that is in: criteria down, members across. */
export function bidSections(material: Material, chapter: string): Section[] {
  const members = sittingMembers(material);
  const width = Math.min(9, 56 / Math.max(1, members.length));
  return material.valid.map(
    (bid, index): Section => ({
      id: `marks-${bid.bid}`,
      heading: `${chapter}.${index + 1} ${bid.bidder}`,
      level: 2,
      blocks: [
        {
          kind: 'table',
          columns: [
            { title: '评审内容', width: 23 },
            { title: '满分', width: 6, align: 'right' },
            ...members.map(({ name }): Column => ({ title: name, width, align: 'right' })),
            { title: '材料核算', width: 10, align: 'right' },
            { title: '计入', width: 10, align: 'right' },
          ],
          rows: bid.groups.flatMap((group): Cell[][] => [
            ...group.criteria.map((criterion): Cell[] => [
              { text: criterion.title },
              { text: criterion.points },
              ...members.map(
                ({ id }): Cell => ({
                  text: pointsWords(criterion.marks.find(({ member }) => member === id)?.points),
                }),
              ),
              { text: pointsWords(criterion.computed) },
              { text: pointsWords(criterion.score) },
            ]),
            [
              { text: `${group.title}小计`, strong: true },
              { text: group.points, strong: true },
              ...members.map(
                ({ id }): Cell => ({
                  text:
                    group.members.length === 0
                      ? ''
                      : pointsWords(group.members.find(({ member }) => member === id)?.points),
                  strong: true,
                }),
              ),
              { text: '' },
              { text: fixedWords(group.score, decimalsOf(material, group.group)), strong: true },
            ],
          ]),
        },
      ],
    }),
  );
}

/** What the re-check showed the members; only they correct. */
export function recheck(material: Material): Block[] {
  const { evaluation, round } = material;
  const notices = evaluation.notices.filter(({ stage }) => stage === 'recheck' || stage === 'scoring');
  const said = round.proceedings.abnormalMarks ?? [];
  const corrected = round.sheets.flatMap((sheet) => (sheet.corrections ?? []).map((one) => ({ sheet, one })));
  return [
    {
      kind: 'paragraph',
      text: '签署评标报告前复核：分值汇总计算、分项评分范围、客观评审因素一致、评分畸高畸低。程序只提示，修改由评委本人作出。',
    },
    {
      kind: 'list',
      items: [
        ...(notices.length === 0 ? ['没有复核提示。'] : []),
        ...notices.map(
          (one) =>
            `${stageWords(one.stage)}：${one.text}${one.clause || one.statute ? `（${basisWords(material, one)}）` : ''}`,
        ),
        ...said.map(
          ({ member, bid, upheld, reasons }) =>
            `评标委员会对 ${material.member(member)} 给 ${material.bidder(bid)} 的评分：${upheld ? '维持' : '认定须由本人修改'}。${reasons}`,
        ),
        ...corrected.map(
          ({ sheet, one }) =>
            `${material.member(sheet.member)} 修改对 ${material.bidder(one.bid)} 的评分：${one.from} 改为 ${one.to}。${one.reasons}`,
        ),
      ],
    },
  ];
}
