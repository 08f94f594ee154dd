import { beijingTime, type Cell, type Judgement, type Section } from '../../../spec/index.ts';
import type { Material } from './material.ts';

const digestChange = (label: string, from: string | undefined, to: string | undefined) =>
  from === to ? [] : [`${label}：${from?.slice(0, 19) ?? '无'} → ${to?.slice(0, 19) ?? '无'}`];

/** What the next revision was made from that the one before was not. */
function changesOf(before: Judgement, after: Judgement): string[] {
  const chosen = new Map(before.readings.map(({ id, title }) => [id, title]));
  const readings = after.readings
    .filter(({ id, title }) => chosen.get(id) !== title)
    .map(({ id, title }) => `读法 ${id}：${chosen.get(id) ?? '无'} → ${title}`);
  return [
    ...digestChange('规格摘要', before.tender.digest, after.tender.digest),
    ...readings,
    ...(before.asOf === after.asOf
      ? []
      : [`判定基准时间：${beijingTime(before.asOf)} → ${beijingTime(after.asOf)}`]),
    ...digestChange('测试记录', before.run.digest, after.run.digest),
    ...digestChange('暂缓整改文件', before.deferrals?.digest, after.deferrals?.digest),
    ...digestChange('所复测的测试', before.retest?.of.recordDigest, after.retest?.of.recordDigest),
  ];
}

/** 1.2: every revision up to this one, what each replaces, and why. Nothing where there is only one. */
export function revisionsSection({ judgement, revisions = [] }: Material): Section[] {
  const all = [...revisions.filter(({ revision }) => revision < judgement.revision), judgement];
  if (judgement.replaces === undefined && all.length < 2) return [];
  return [
    {
      id: 'revisions',
      heading: '1.2 判定修订',
      level: 2,
      blocks: [
        {
          kind: 'paragraph',
          text: '同一证据可以重新判定；各版判定都保留，后一版写明替代哪一版、为何重新判定。本报告按最后一行所列的一版出具。',
        },
        {
          kind: 'table',
          columns: [
            { title: '版次', width: 8 },
            { title: '替代', width: 8 },
            { title: '理由', width: 26 },
            { title: '依据的变动', width: 34 },
            { title: '规格摘要', width: 24 },
          ],
          rows: all.map((each): Cell[] => {
            const before = all.find(({ revision }) => revision === each.replaces);
            return [
              { text: String(each.revision) },
              { text: each.replaces === undefined ? '无' : String(each.replaces) },
              { text: each.reason ?? (each.replaces === undefined ? '首次判定' : '未说明') },
              { text: before ? changesOf(before, each).join('\n') || '判定程序' : '' },
              { digest: each.tender.digest },
            ];
          }),
        },
      ],
    },
  ];
}
