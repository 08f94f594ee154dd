import {
  type Block,
  type Chart,
  type Document,
  type Estimate,
  type SimulationResult,
  simulationObjectives,
} from '../../spec/index.ts';

export interface SimulationReportInput {
  result: SimulationResult;
  createdAt: string;
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
const ranged = ({ share, low, high }: Estimate): string =>
  `${percent(share)}（${percent(low)}–${percent(high)}）`;
const ordinals = ['第一名', '第二名', '第三名'];

/** Shares of all trials; what is left over had no ranking. */
function rankChart({ bids }: SimulationResult): Chart {
  return {
    kind: 'score-bars',
    full: '100',
    groups: bids.map(({ bidder, ranks }) => {
      const shares = ranks.map(({ share }) => share * 100);
      const rest = shares.slice(ordinals.length).reduce((sum, one) => sum + one, 0);
      const ranked = shares.reduce((sum, one) => sum + one, 0);
      const parts = ordinals
        .map((name, index) => ({ name, share: shares[index] ?? 0 }))
        .concat({ name: '其余名次', share: rest }, { name: '无效或未能排序', share: 100 - ranked });
      return {
        label: bidder,
        parts: parts.map(({ name, share }) => ({ name, points: Math.max(0, share).toFixed(2) })),
        total: percent(ranks[0]?.share ?? 0),
      };
    }),
  };
}

function resultBlocks(result: SimulationResult): Block[] {
  return [
    {
      kind: 'chart',
      caption: '图 1 各投标人的名次分布（右侧为第一名的概率）',
      chart: rankChart(result),
    },
    {
      kind: 'table',
      caption: '表 1 中标概率、名次与期望得分（括号内为 95% 区间）',
      columns: [
        { title: '投标人', width: 26 },
        { title: '第一名', width: 24 },
        { title: '其中抽签', width: 10, align: 'right' },
        { title: '无效', width: 22 },
        { title: '期望得分', width: 26 },
      ],
      rows: result.bids.map(({ bidder, assumed, winning, byLot, invalid, points }) => [
        { text: assumed ? `${bidder}（假设）` : bidder },
        { text: ranged(winning) },
        { text: String(byLot) },
        { text: ranged(invalid) },
        {
          text: points
            ? `${points.mean}（${points.low}–${points.high}），标准差 ${points.deviation}`
            : '未曾计分',
        },
      ]),
    },
    {
      kind: 'table',
      caption: '表 2 各名次的概率',
      columns: [
        { title: '投标人', width: 26 },
        ...result.bids.map((_, index) => ({
          title: `第 ${index + 1} 名`,
          width: 14,
          align: 'right' as const,
        })),
      ],
      rows: result.bids.map(({ bidder, ranks }) => [
        { text: bidder },
        ...ranks.map(({ share }) => ({ text: percent(share) })),
      ]),
    },
    {
      kind: 'facts',
      rows: [
        { label: '审查后不足法定家数', value: ranged(result.cancelled) },
        { label: '低价审查后不能继续', value: ranged(result.stopped) },
      ],
    },
  ];
}

function ownBlocks({ own, unit }: SimulationResult): Block[] {
  if (!own) return [];
  const suffix = unit === '%' ? '%' : ' 元';
  return [
    {
      kind: 'facts',
      rows: [
        { label: '目标', value: simulationObjectives[own.objective] },
        { label: '所列报价中最好的', value: `${own.best}${suffix}` },
        {
          label: '与之不能区分的',
          value: own.alike.length > 0 ? own.alike.map((one) => `${one}${suffix}`).join('、') : '无',
        },
      ],
    },
    {
      kind: 'table',
      caption: '表 3 本方各报价（用同一批试验比较；括号内为 95% 区间）',
      columns: [
        { title: `报价（${unit === '%' ? '%' : '元'}）`, width: 18, align: 'right' },
        { title: '第一名', width: 32 },
        { title: '无效', width: 28 },
        { title: own.objective === 'revenue' ? '报价 × 概率' : '目标值', width: 22, align: 'right' },
      ],
      rows: own.quotes.map(({ quote, winning, invalid, result }) => [
        { text: quote, strong: quote === own.best },
        { text: ranged(winning) },
        { text: ranged(invalid) },
        { text: own.objective === 'revenue' ? result.toFixed(4) : percent(result) },
      ]),
    },
    {
      kind: 'paragraph',
      tone: 'small',
      text: '对手的报价与得分全部是本方自己的假设，没有使用任何其他投标人的数据。最好的报价是从多个估计值中挑出的，其估计值偏高；应看区间，并换一个种子核对。',
    },
  ];
}

/** What trials of a round under stated assumptions say, and what they do not. */
export function simulationReport({ result, createdAt }: SimulationReportInput): Document {
  const { round, tender, assumptions, seed, trials, requested, interrupted, readings } = result;
  return {
    title: '评审模拟报告',
    subtitle: round.title,
    pageMarks: [
      '模拟结果，不是评审结果',
      ...(interrupted ? [`中断：只完成 ${trials} 次，共 ${requested} 次`] : []),
    ],
    createdAt,
    cover: [
      { label: '项目', value: round.title },
      { label: '采购项目编号', value: tender.number },
      { label: '假设', value: assumptions.title },
      { label: '假设的来源', value: assumptions.basis ?? '未说明' },
      { label: '试验次数', value: `${trials} 次${interrupted ? `（要求 ${requested} 次，中断）` : ''}` },
      { label: '种子', value: seed },
    ],
    sections: [
      { id: 'result', heading: '1 结果', level: 1, blocks: resultBlocks(result) },
      ...(result.own
        ? [{ id: 'own', heading: '2 本方报价的比较', level: 1 as const, blocks: ownBlocks(result) }]
        : []),
      {
        id: 'basis',
        heading: `${result.own ? 3 : 2} 依据与限制`,
        level: 1,
        blocks: [
          { kind: 'list', items: result.notes },
          ...(readings.length > 1
            ? [
                {
                  kind: 'table' as const,
                  caption: '抽取的读法组合',
                  columns: [
                    { title: '读法', width: 80 },
                    { title: '概率', width: 20, align: 'right' as const },
                  ],
                  rows: readings.map(({ chosen, probability }) => [
                    { text: chosen.map(({ id, title }) => `${id}：${title}`).join('；') },
                    { text: percent(probability) },
                  ]),
                },
              ]
            : []),
          {
            kind: 'facts',
            rows: [
              { label: '项目摘要', value: round.digest },
              { label: '招标规格摘要', value: tender.digest },
              { label: '假设摘要', value: assumptions.digest },
              {
                label: '重现办法',
                value: `同样的项目、假设与种子 ${seed}，--trials ${trials}；与线程数无关`,
              },
            ],
          },
        ],
      },
    ],
  };
}
