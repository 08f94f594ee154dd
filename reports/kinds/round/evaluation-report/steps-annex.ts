import type { Block, Cell, CriterionScore, Section } from '../../../../spec/index.ts';
import type { Material } from '../material.ts';
import { stepTable } from '../steps.ts';
import { pointsWords } from '../words.ts';

/** 附录二: for each bidder the way to every number: quote, each criterion, what counted and what did not, total. */
export function stepsAnnex(material: Material): Section[] {
  return [
    {
      id: 'annex-steps',
      heading: '附录二 各项数值的计算步骤',
      level: 1,
      blocks: [
        {
          kind: 'paragraph',
          tone: 'small',
          text: '数值以分数精确计算，只在条款规定之处取舍；≈ 表示此处为便于阅读截短，括号内为精确值。',
        },
      ],
    },
    ...material.bids
      .filter(({ standing }) => standing !== 'withdrawn')
      .flatMap((bid, index): Section[] => [
        {
          id: `steps-${bid.bid}`,
          heading: `二.${index + 1} ${bid.bidder}`,
          level: 2,
          blocks: [
            ...stepTable(material, bid.quote.steps, '报价'),
            ...bid.groups.flatMap((group): Block[] => [
              ...group.criteria.flatMap((criterion) => criterionSteps(material, group.title, criterion)),
              ...stepTable(material, group.steps, `${group.title}（合计）`),
            ]),
            ...(material.complete ? stepTable(material, bid.steps, '综合得分与排序') : []),
            ...(bid.groups.length === 0 && bid.quote.steps.length === 0
              ? [{ kind: 'paragraph', text: '没有计算步骤。' } as const]
              : []),
          ],
        },
      ]),
  ];
}

function criterionSteps(material: Material, group: string, criterion: CriterionScore): Block[] {
  const steps = stepTable(
    material,
    criterion.steps,
    `${group}·${criterion.title}：${pointsWords(criterion.score)} / ${criterion.points}`,
  );
  const notCounted = criterion.counted.filter(({ counts }) => !counts);
  const counted = criterion.counted.filter(({ counts }) => counts);
  if (criterion.counted.length === 0) return steps;
  return [
    ...steps,
    {
      kind: 'table',
      columns: [
        { title: '材料', width: 34 },
        { title: '是否计入', width: 14 },
        { title: '理由', width: 52 },
      ],
      rows: [...counted, ...notCounted].map(({ what, counts, reasons }): Cell[] => [
        { text: what },
        { text: counts ? '计入' : '不计' },
        { text: reasons.join('；') },
      ]),
    },
  ];
}
