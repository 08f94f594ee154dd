import type { Leaf } from './leaves.ts';

/** Who can notice a slip: the loader's laws, the table of what the text states, the cases at each limit, the example rounds. */
export const catchers = {
  law: '装载规则',
  stated: '原文数值表',
  limit: '限值用例',
  round: '示例评审',
} as const;
export type Catcher = keyof typeof catchers;

export interface Kind {
  id: string;
  title: string;
  holds: (leaf: Leaf) => boolean;
  /** Every slip of the kind must be noticed by one of these, whoever else sees it. */
  must: readonly Catcher[];
}

const file = (name: string) => (leaf: Leaf) => leaf.file === name;
const inCheck = ({ row }: Leaf) => row.includes('/verification/');
const isPoints = ({ member }: Leaf) => /(^|\.)(points|per|amount)$/.test(member);
const isFigure = ({ member }: Leaf) => member.startsWith('figures.');
const under =
  (name: string, ...rows: string[]) =>
  (leaf: Leaf) =>
    leaf.file === name && rows.some((row) => leaf.row === row || leaf.row.startsWith(`${row}/`));
const both =
  (...all: ((leaf: Leaf) => boolean)[]) =>
  (leaf: Leaf) =>
    all.every((one) => one(leaf));
const not = (one: (leaf: Leaf) => boolean) => (leaf: Leaf) => !one(leaf);

const review = 'review.yaml';
const scoring = 'scoring.yaml';
const contract = 'contract.yaml';
const kpi = 'kpi.yaml';
const tariff = 'tariff.yaml';

/** In this order, the first that holds a leaf has it; what none holds is a defect of this table. */
export const kinds: readonly Kind[] = [
  {
    id: 'condition',
    title: '审查条件：份数、期限、所载内容、范围',
    must: ['stated'],
    holds: ({ row }) => row.includes('/conditions/'),
  },
  {
    id: 'input',
    title: '测试的输入',
    must: ['stated'],
    holds: both(inCheck, ({ member }) => member.startsWith('inputs.')),
  },
  {
    id: 'document',
    title: '应提供的材料、照片张数、审查时点',
    must: ['stated'],
    holds: (leaf) => inCheck(leaf) || /\/proof\/\d+$/.test(leaf.row),
  },
  { id: 'part', title: '子项的判定方式', must: ['stated'], holds: ({ row }) => row.includes('/parts/') },
  {
    id: 'price',
    title: '价格目录的单价',
    must: ['stated'],
    holds: both(file(tariff), ({ member }) => member === 'price'),
  },
  {
    id: 'performance',
    title: '价格目录的规格与性能指标',
    must: ['stated', 'limit'],
    holds: both(file(tariff), isFigure),
  },
  { id: 'performance-list', title: '价格目录的性能指标清单', must: ['law'], holds: file(tariff) },
  { id: 'kpi-target', title: '考核指标的目标值', must: ['stated'], holds: both(file(kpi), isFigure) },
  {
    id: 'kpi-points',
    title: '考核分值',
    must: ['law'],
    holds: both(
      file(kpi),
      isPoints,
      ({ row }) => /^(items|groups|fullMark)/.test(row),
      ({ member }) => member === 'points',
    ),
  },
  { id: 'kpi-frame', title: '考核扣分、及格线、事件分级与时限', must: ['stated'], holds: file(kpi) },
  { id: 'figure', title: '条款与义务的数值', must: ['stated'], holds: isFigure },
  {
    id: 'clause',
    title: '条款的▲标记、标准编号、义务人',
    must: ['stated'],
    holds: ({ file: name }) => name.startsWith('requirements/') || name === 'obligations.yaml',
  },
  {
    id: 'points',
    title: '评分表的分值',
    must: ['law'],
    holds: both(file(scoring), isPoints, ({ row }) => !/\/levels\/([2-9]|\d\d)$|\/promises\//.test(row)),
  },
  { id: 'formula', title: '评分公式的参数', must: ['stated'], holds: file(scoring) },
  {
    id: 'review',
    title: '接收、资格、符合性、串通、废标各项',
    must: ['stated'],
    holds: under(review, 'admission', 'qualification', 'compliance', 'collusion', 'cancellation'),
  },
  { id: 'quote', title: '报价的形式与上限', must: ['stated'], holds: under(review, 'quote') },
  { id: 'correction', title: '报价修正', must: ['stated'], holds: under(review, 'corrections') },
  { id: 'low-price', title: '异常低价', must: ['stated'], holds: under(review, 'lowPrice') },
  { id: 'deduction', title: '价格扣除', must: ['stated'], holds: under(review, 'priceDeductions') },
  { id: 'award', title: '家数下限、联合体、同品牌、排序与推荐', must: ['stated'], holds: file(review) },
  { id: 'committee', title: '评标委员会', must: ['stated'], holds: file('committee.yaml') },
  { id: 'timetable', title: '时间表', must: ['stated'], holds: file('timetable.yaml') },
  { id: 'form', title: '投标文件格式', must: ['stated'], holds: file('forms.yaml') },
  {
    id: 'billing',
    title: '计费与付款',
    must: ['stated'],
    holds: under(contract, 'term', 'billing', 'payments', 'caps'),
  },
  {
    id: 'notice',
    title: '通知期限与安全事件违约金',
    must: ['stated'],
    holds: both(file(contract), not(under(contract, 'billing'))),
  },
  { id: 'head', title: '预算、日期、服务期、总数', must: ['stated'], holds: file('tender.yaml') },
];

export const kindOf = (leaf: Leaf): Kind | undefined => kinds.find(({ holds }) => holds(leaf));
