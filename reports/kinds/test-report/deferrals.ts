import {
  type Cell,
  type DeferralStanding,
  deferralStates,
  outcomes,
  printDeferral,
  type Section,
} from '../../../spec/index.ts';
import { clauseNumber, type Material } from './material.ts';

/** `（暂缓整改至…，依据…）` behind the outcome of a checkable; empty where nothing is deferred. */
export function deferredMark({ judgement }: Pick<Material, 'judgement'>, checkable: string): string {
  const entry = judgement.deferrals?.entries.find((each) => each.checkable === checkable);
  return entry ? printDeferral(entry) : '';
}

/** What was deferred, on whose word and until when. It turns no outcome and no count. */
export function deferralsSection(material: Material): Omit<Section, 'heading'>[] {
  const { deferrals } = material.judgement;
  if (!deferrals) return [];
  const checkables = new Map(material.judged.map(({ checkable }) => [checkable.id, checkable]));
  const row = (entry: DeferralStanding): Cell[] => {
    const checkable = checkables.get(entry.checkable);
    return [
      { text: checkable ? clauseNumber(checkable) : entry.checkable },
      { outcome: entry.outcome, text: `${outcomes[entry.outcome]}${printDeferral(entry)}` },
      { text: `${entry.reason}\n状态：${deferralStates[entry.state]}` },
      {
        text: `责任人：${entry.owner}\n批准：${entry.approvedBy}${entry.approvedOn ? `，${entry.approvedOn}` : ''}`,
      },
      { text: `${entry.basis.text}\n${entry.basis.document}` },
    ];
  };
  const idle = deferrals.entries.filter(({ state }) => state === 'not-refuted').length;
  return [
    {
      id: 'deferrals',
      level: 2,
      blocks: [
        {
          kind: 'paragraph',
          text: '暂缓整改只说明何人依据什么、在何时之前整改，不改变结论，也不计入任何合计。',
        },
        ...(idle > 0
          ? [
              {
                kind: 'paragraph',
                tone: 'notice',
                text: `其中 ${idle} 项所暂缓的条目并非不符合，没有对象，应予撤销。`,
              } as const,
            ]
          : []),
        {
          kind: 'table',
          columns: [
            { title: '条款号', width: 14 },
            { title: '结论', width: 22 },
            { title: '理由与状态', width: 22 },
            { title: '责任与批准', width: 18 },
            { title: '依据与文件摘要', width: 24 },
          ],
          rows: deferrals.entries.map(row),
        },
        { kind: 'facts', rows: [{ label: '暂缓整改文件摘要', value: deferrals.digest }] },
      ],
    },
  ];
}
