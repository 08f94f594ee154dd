import {
  type Block,
  beijingTime,
  type Cell,
  type CheckRetest,
  isRetestOpen,
  outcomes,
  type RetestSight,
  reasons,
  retestStandings,
  type Section,
} from '../../../spec/index.ts';
import type { Material } from './material.ts';

function sayWhich(index: number): string {
  return index === 0 ? '初测' : index === 1 ? '复测' : `第 ${index} 次复测`;
}

function sightRow(check: CheckRetest, sight: RetestSight, index: number): Cell[] {
  return [
    { text: index === 0 ? check.check : '' },
    { text: `${sayWhich(index)}\n${beijingTime(sight.at)}` },
    {
      outcome: sight.outcome,
      text: `${sayWhich(index)}${sight.absent ? '未列入' : outcomes[sight.outcome]}\n${reasons[sight.reason].label}`,
    },
    { text: sight.evidence.join('\n') || '无' },
    { text: index === check.sights.length - 1 ? retestStandings[check.state] : '' },
  ];
}

function checkTable(checks: readonly CheckRetest[]): Block {
  return {
    kind: 'table',
    caption: '初测与复测对照',
    columns: [
      { title: '核验项', width: 18 },
      { title: '时间（北京时间）', width: 15 },
      { title: '结果', width: 19 },
      { title: '证据摘要', width: 33 },
      { title: '状态', width: 15 },
    ],
    rows: checks.flatMap((check) => check.sights.map((sight, index) => sightRow(check, sight, index))),
  };
}

/** Every check that any run of the chain refuted, run by run. The first failure stays. */
export function retestsSection({ judgement, record }: Material): Omit<Section, 'heading'>[] {
  const { retest } = judgement;
  if (!retest) return [];
  const open = retest.checks.filter(isRetestOpen).length;
  const chain = [
    ...retest.chain.map(({ run, revision, recordDigest }) => ({
      run: `${run}（判定第 ${revision} 版）`,
      recordDigest,
    })),
    { run: `${record.id}（本次）`, recordDigest: judgement.run.digest },
  ];
  return [
    {
      id: 'retests',
      level: 2,
      blocks: [
        {
          kind: 'paragraph',
          text: `下表列出历次测试中曾判为不符合的全部核验项，共 ${retest.checks.length} 项，其中尚未关闭 ${open} 项。初测结果始终保留；复测没有测得的，仍为未关闭。`,
        },
        {
          kind: 'table',
          caption: '历次测试（摘要已核对）',
          columns: [
            { title: '次序', width: 14 },
            { title: '测试', width: 40 },
            { title: '记录摘要', width: 46 },
          ],
          rows: chain.map(({ run, recordDigest }, index): Cell[] => [
            { text: sayWhich(index) },
            { text: run },
            { digest: recordDigest },
          ]),
        },
        ...(retest.checks.length > 0 ? [checkTable(retest.checks)] : []),
      ],
    },
  ];
}
