import { type Criterion, printApproximate, type Section } from '../../../../spec/index.ts';
import type { Material } from '../material.ts';
import { placeWords } from '../words.ts';

/** Chapter 3: the method, the table of points, and how equal totals are ordered. */
export function methodChapter({ tender }: Material): Section[] {
  const { scoring, review } = tender;
  if (!scoring)
    return [
      {
        id: 'method',
        heading: '3 评审方法和标准',
        level: 1,
        blocks: [{ kind: 'paragraph', tone: 'notice', text: '评分标准尚未录入。' }],
      },
    ];
  return [
    {
      id: 'method',
      heading: '3 评审方法和标准',
      level: 1,
      blocks: [
        {
          kind: 'facts',
          rows: [
            { label: '评审方法', value: `${scoring.method.title}（${placeWords(scoring.method.clause)}）` },
            { label: '总分', value: `${scoring.total.points} 分（${placeWords(scoring.total.clause)}）` },
            {
              label: '得分相同时',
              value: (review?.ranking.tie ?? []).map((one) => tieWords[one]).join('；仍相同：') || '未规定',
            },
          ],
        },
        {
          kind: 'table',
          caption: '评分标准',
          columns: [
            { title: '评审内容', width: 26 },
            { title: '分值', width: 8, align: 'right' },
            { title: '性质', width: 8, align: 'center' },
            { title: '计分', width: 34 },
            { title: '依据', width: 24 },
          ],
          rows: scoring.groups.flatMap((group) => [
            [
              { text: group.title, strong: true },
              { text: group.points, strong: true },
              { text: '' },
              { text: '' },
              { text: '' },
            ],
            ...group.sections
              .flatMap(({ criteria }) => criteria)
              .map((criterion) => [
                { text: criterion.title },
                { text: criterion.points },
                { text: criterion.nature === 'objective' ? '客观' : '主观' },
                { text: ruleWords(criterion) },
                { text: placeWords(criterion.clause) },
              ]),
          ]),
        },
      ],
    },
  ];
}

const tieWords = {
  quoted: '投标报价低者优先',
  evaluated: '评审价低者优先',
  technical: '技术得分高者优先',
  'witnessed-draw': '在见证下抽签',
  'program-seed': '按开标前公布的种子由程序排定',
  purchaser: '并列，由采购人确定',
};

/** How points come about under a criterion, in one line. */
export function ruleWords(criterion: Criterion): string {
  switch (criterion.kind) {
    case 'price-lowest-base':
      return `评标基准价 ÷ ${criterion.price === 'evaluated' ? '评审价' : '报价'} × ${criterion.points}，基准价为其中最低者`;
    case 'count-capped':
      return `${criterion.counts}：每${criterion.cap.unit === 'piece' ? '个' : '项'} ${criterion.per} 分，至多 ${criterion.cap.value} 个`;
    case 'one-of-levels':
      return `${criterion.levels.map(({ points, when }) => `${when} ${points} 分`).join('；')}`;
    case 'starred-count':
      return `每条无负偏离且有证明 ${criterion.per} 分`;
    case 'matching':
      return `${criterion.certificates.map(({ title, cap }) => `${title}至多 ${cap.value} 个`).join('；')}，每个 ${criterion.per} 分，每人计 ${criterion.perPerson.value} 个`;
    case 'hours-saved':
      return criterion.promises
        .map(
          ({ title, base, step, per, cap }) =>
            `${title}：在 ${base.value} 小时基础上每提前 ${step.value} 小时 ${printApproximate(per, 2)} 分，至多 ${cap} 分`,
        )
        .join('；');
    case 'fixed':
      return criterion.when;
  }
}
