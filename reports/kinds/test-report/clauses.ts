import {
  type Cell,
  type CheckVerdict,
  type Column,
  documentKinds,
  dueLabels,
  methodLabels,
  outcomes,
  type PartVerdict,
  reasons,
  type Section,
} from '../../../spec/index.ts';
import { deferredMark } from './deferrals.ts';
import { clauseNumber, evidenceNumbers, type Judged, type Material, partTitle } from './material.ts';
import { tierOf } from './papers.ts';
import { partsHeld } from './summary.ts';

/** Chapter 5: a row for each clause with its conclusion, and under it a row for each check. */
export function clausesChapter(material: Material): Section {
  const withSource = material.source !== undefined;
  return {
    id: 'clauses',
    heading: '5 逐条结果',
    level: 1,
    blocks: [
      {
        kind: 'paragraph',
        tone: 'small',
        text: '每条先列条款及其结论，其下逐项列出核验。条款的各子项须全部符合，条款方为符合。证据编号见附录。',
      },
      {
        kind: 'table',
        columns: columns(withSource),
        rows: material.judged.flatMap((judged) => clauseRows(material, judged, withSource)),
      },
      ...(material.clausesNotEncoded > 0
        ? [
            {
              kind: 'paragraph',
              tone: 'notice',
              text: `另有 ${material.clausesNotEncoded} 条技术条款尚未录入，无人核验，计为未评估，未列入上表。`,
            } as const,
          ]
        : []),
    ],
  };
}

function columns(withSource: boolean): Column[] {
  return [
    { title: '条款号', width: withSource ? 13 : 14.5 },
    ...(withSource ? [{ title: '招标文件原文', width: 20 }] : []),
    { title: '要求', width: withSource ? 16 : 22 },
    { title: '测试方法', width: withSource ? 12 : 14 },
    { title: '实测结果', width: withSource ? 17 : 23 },
    { title: '结论', width: withSource ? 13 : 16.5 },
    { title: '证据编号', width: withSource ? 9 : 10 },
  ];
}

function clauseRows(material: Material, judged: Judged, withSource: boolean): Cell[][] {
  const { checkable, verdict } = judged;
  const number = clauseNumber(checkable);
  const empty: Cell = { text: '' };
  const original: Cell[] = withSource
    ? [{ text: material.source?.get(checkable.id) ?? '（未找到原文）' }]
    : [];
  const blank: Cell[] = withSource ? [empty] : [];
  const conclusion =
    verdict.outcome === 'satisfied' || verdict.outcome === 'not-applicable'
      ? outcomes[verdict.outcome]
      : `${outcomes[verdict.outcome]}${deferredMark(material, checkable.id)}\n${partsHeld(judged)}`;
  return [
    [
      { text: number, strong: true },
      ...original,
      { text: `${checkable.title}：${checkable.statement}` },
      empty,
      { text: reasons[verdict.reason].label },
      { outcome: verdict.outcome, text: conclusion },
      empty,
    ],
    ...verdict.parts.flatMap((part) =>
      part.checks.length === 0
        ? [uncovered(judged, part, number, blank)]
        : part.checks.map((check): Cell[] => [
            { text: number },
            ...blank,
            { text: partTitle(checkable, check.part) },
            { text: describeMethod(material, judged, check) },
            { text: describeResult(material, check) },
            { outcome: check.outcome, text: withTier(outcomes[check.outcome], tierOf(material, check)) },
            { text: evidenceNumbers(material, check.evidence) },
          ]),
    ),
  ];
}

/** The tier of evidence stands beside the verdict. */
function withTier(outcome: string, tier: string): string {
  return tier === '' ? outcome : `${outcome}\n${tier}`;
}

function uncovered({ checkable }: Judged, part: PartVerdict, number: string, blank: Cell[]): Cell[] {
  return [
    { text: number },
    ...blank,
    { text: partTitle(checkable, part.id) },
    { text: '尚无核验方法' },
    { text: reasons[part.reason].label },
    { outcome: part.outcome, text: outcomes[part.outcome] },
    { text: '' },
  ];
}

function describeMethod(material: Material, { checkable }: Judged, check: CheckVerdict): string {
  const verification = checkable.verification.find((each) => `${checkable.id}/${each.id}` === check.id);
  const due = check.inStage ? '' : `（${dueLabels[check.due]}考核）`;
  const how =
    check.method === 'test'
      ? (material.catalogue.get(check.probe ?? '')?.title ?? check.probe ?? '')
      : verification?.method === 'examine'
        ? verification.documents.map((kind) => documentKinds[kind]).join('、')
        : verification?.method === 'interview'
          ? verification.checklist.join('；')
          : '';
  return `${methodLabels[check.method]}${how ? `：${how}` : ''}${due}`;
}

function describeResult(material: Material, check: CheckVerdict): string {
  const titles = material.catalogue.get(check.probe ?? '')?.measurands ?? {};
  const lines = check.comparisons.map((comparison) => {
    const measured = comparison.measured || '未测得';
    const verdict = comparison.met === false ? '，未达到' : '';
    const title = titles[comparison.measurand]?.title ?? comparison.measurand;
    const samples = comparison.samples > 0 ? `，样本 ${comparison.samples}` : '';
    return `${title}：${measured}（要求 ${comparison.expected}${samples}${verdict}）`;
  });
  if (check.reason !== 'all-met' && check.reason !== 'refuted') lines.push(reasons[check.reason].label);
  if (check.remark) lines.push(check.remark);
  return lines.join('\n');
}
