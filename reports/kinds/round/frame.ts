import { type Block, type Document, type Evaluation, roundModes, type Section } from '../../../spec/index.ts';
import type { Material } from './material.ts';
import { basisWords, instantWords, stageWords } from './words.ts';

/** What every page must say: what the round is for, whether it is invented, and that it is not finished. */
export function pageMarks({ evaluation }: Pick<Material, 'evaluation'>): string[] {
  const { round } = evaluation;
  return [
    ...(round.mode === 'rehearsal' ? ['演练，非评审结果'] : []),
    ...(round.mode === 'post-award' ? ['定标后复核'] : []),
    ...(round.synthetic ? ['模拟数据'] : []),
    ...stateMarks(evaluation),
  ];
}

function stateMarks({ state, awaited }: Evaluation): string[] {
  switch (state) {
    case 'complete':
      return [];
    case 'awaiting':
      return [`尚未完成，${awaited.length} 项待处理`];
    case 'cancelled':
      return ['项目废标，无评审结果'];
    case 'stopped':
      return ['评审停止，无评审结果'];
  }
}

/** A paper of the round: marks, what it is of, chapters. */
export function paper(material: Material, title: string, sections: Section[]): Document {
  const { evaluation, round, createdAt } = material;
  const { tender, freeze } = evaluation;
  const { authorisation } = round.head;
  return {
    title,
    subtitle: tender.title,
    pageMarks: pageMarks(material),
    createdAt,
    cover: [
      { label: '项目名称', value: tender.title },
      { label: '项目编号', value: tender.number },
      { label: '采购人', value: tender.purchaser },
      { label: '采购代理机构', value: tender.agency },
      { label: '评审记录', value: `${evaluation.round.title}（${evaluation.round.id}）` },
      { label: '用途', value: roundModes[evaluation.round.mode] },
      ...(authorisation
        ? [{ label: '授权文件', value: `${authorisation.title}\n摘要 ${authorisation.digest}` }]
        : []),
      {
        label: '读法冻结',
        value: freeze
          ? `${instantWords(freeze.frozenAt)}（北京时间）\n摘要 ${freeze.digest}`
          : '开标前未冻结，不能证明读法在见到报价之前确定',
      },
      { label: '评审材料摘要', value: evaluation.round.digest },
      { label: '招标文件数据摘要', value: tender.digest },
      { label: '形成时间', value: `${instantWords(createdAt)}（北京时间）` },
    ],
    sections,
  };
}

/** What people have to settle before the evaluation can pass; none when it is complete. */
export function awaitedSection(material: Material, heading: string): Section[] {
  const { evaluation } = material;
  if (material.complete) return [];
  const blocks: Block[] = [];
  if (evaluation.ended)
    blocks.push({
      kind: 'paragraph',
      tone: 'notice',
      text: `${evaluation.state === 'cancelled' ? '废标' : '停止评审'}：${evaluation.ended.title}。${evaluation.ended.reasons.join('；')}（${stageWords(evaluation.ended.stage)}，${basisWords(material, evaluation.ended)}）`,
    });
  blocks.push(
    evaluation.awaited.length === 0
      ? { kind: 'paragraph', text: '没有等待处理的事项。' }
      : {
          kind: 'table',
          caption: '下列事项处理之前不计算排序，也不推荐中标候选人',
          columns: [
            { title: '序号', width: 6, align: 'center' },
            { title: '阶段', width: 13 },
            { title: '由谁处理', width: 13 },
            { title: '事项', width: 40 },
            { title: '投标人', width: 14 },
            { title: '依据', width: 20 },
          ],
          rows: evaluation.awaited.map((one, index) => [
            { text: String(index + 1) },
            { text: stageWords(one.stage) },
            { text: whoWords[one.who] + (one.member ? `（${material.member(one.member)}）` : '') },
            { text: one.what },
            { text: one.bid ? material.bidder(one.bid) : '' },
            { text: basisWords(material, one) },
          ]),
        },
  );
  return [{ id: 'awaited', heading, level: 1, blocks }];
}

export const whoWords: Record<Evaluation['awaited'][number]['who'], string> = {
  platform: '交易平台',
  agency: '采购代理机构',
  purchaser: '采购人',
  committee: '评标委员会',
  finance: '财政部门',
  member: '评委本人',
  bidder: '投标人',
};

/** A rehearsal may go on with what the program sees where nobody has decided; a result built on that says so. */
export function provisionalNotice({ evaluation }: Material): Block[] {
  const count = evaluation.notices.filter(({ kind }) => kind === 'provisional').length;
  if (count === 0) return [];
  return [
    {
      kind: 'paragraph',
      tone: 'notice',
      text: `下列结果含 ${count} 项程序按材料推定、尚无认定记录的事项（见评标报告其他记录），不能作为评审结果。`,
    },
  ];
}
