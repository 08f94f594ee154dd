import { checkableKindLabels, dueLabels, methodLabels, outcomes, reasons } from '../../spec/index.ts';
import type { VerdictLine } from './verdict-line.ts';
import { windowOf } from './verdict-line.ts';

/** The columns of a flat list of verdicts, one row for each line; workbook and CSV share them. */
export const verdictColumns: readonly { title: string; of: (line: VerdictLine) => string }[] = [
  { title: '核验项', of: ({ id }) => id },
  { title: '层次', of: ({ level }) => level },
  { title: '章节', of: ({ section }) => section },
  { title: '条款号', of: ({ subject }) => subject?.number ?? '' },
  { title: '条款编号', of: ({ subject }) => subject?.checkable.id ?? '' },
  {
    title: '条款类别',
    of: ({ subject }) => (subject ? checkableKindLabels[subject.checkable.kind] : '技术条款'),
  },
  { title: '▲', of: ({ subject }) => (subject?.checkable.starred ? '是' : '否') },
  { title: '已选取', of: ({ subject }) => (subject?.selected ? '是' : '否') },
  { title: '条款名称', of: ({ subject, title }) => subject?.checkable.title ?? title },
  { title: '子项', of: ({ part }) => part ?? '' },
  { title: '方法', of: ({ method }) => (method ? methodLabels[method] : '') },
  { title: '方法代码', of: ({ method }) => method ?? '' },
  { title: '考核时点', of: ({ check }) => (check ? dueLabels[check.due] : '') },
  { title: '结论', of: ({ outcome }) => outcomes[outcome] },
  { title: '结论代码', of: ({ outcome }) => outcome },
  { title: '原因', of: ({ reason }) => reasons[reason].label },
  { title: '原因代码', of: ({ reason }) => reason },
  { title: '条款结论', of: ({ subject, outcome }) => outcomes[subject?.verdict.outcome ?? outcome] },
  { title: '条款结论代码', of: ({ subject, outcome }) => subject?.verdict.outcome ?? outcome },
  { title: '实测与要求', of: ({ measured }) => measured.join('\n') },
  { title: '说明', of: ({ remark }) => remark ?? '' },
  { title: '证据层级', of: ({ tier }) => tier },
  { title: '证据摘要', of: ({ evidence }) => evidence.join('\n') },
  { title: '测试开始', of: ({ observations }) => windowOf(observations).from ?? '' },
  { title: '测试结束', of: ({ observations }) => windowOf(observations).to ?? '' },
  { title: '有效至', of: ({ check }) => check?.validUntil?.at ?? '' },
];
