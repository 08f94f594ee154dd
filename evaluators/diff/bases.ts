import {
  type Change,
  type ComponentSurvey,
  dueLabels,
  type Judgement,
  type RunRecord,
} from '../../spec/index.ts';

interface Side {
  record: RunRecord;
  judgement: Judgement;
}

type Facts = Map<string, string>;

const configurations = (when: string, surveys: readonly ComponentSurvey[]): [string, string][] =>
  surveys.map(({ component, configurationDigest, reachable }) => [
    `部件 ${component} 的配置摘要（${when}）`,
    reachable ? configurationDigest : '无法访问',
  ]);

/** Everything that a judgement as a whole was made from, each under its own label. */
function factsOf({ record, judgement }: Side): Facts {
  const { deferrals, retest } = judgement;
  return new Map<string, string>([
    ['招标规格', judgement.tender.id],
    ['规格摘要', judgement.tender.digest],
    ...judgement.readings.map((reading): [string, string] => [
      `读法 ${reading.id}`,
      `${reading.chosen}（${reading.title}）`,
    ]),
    ['考核阶段', dueLabels[judgement.stage]],
    ['判定时点', judgement.asOf],
    ['测试', record.id],
    ['测试记录摘要', judgement.run.digest],
    ['测试计划摘要', record.plan.digest],
    ['选取范围', record.plan.only?.join('、') ?? '全部'],
    ['被测平台', record.target.name],
    ['对象', record.target.simulated ? '仿真平台' : '真实平台'],
    ['目标文件摘要', record.target.fileDigest],
    ['资产清单摘要', record.assets?.digest ?? ''],
    ...configurations('测试前', record.before),
    ...configurations('测试后', record.after),
    ...record.tools.map(({ name, version }): [string, string] => [`工具 ${name}`, version]),
    ...[...new Map(record.plan.items.map((item) => [item.probe, item.probeVersion]))].map(
      ([probe, version]): [string, string] => [`探针 ${probe}`, `第 ${version} 版`],
    ),
    ['暂缓整改文件', deferrals?.digest ?? ''],
    ...(deferrals?.entries ?? []).map(({ checkable, state, until }): [string, string] => [
      `暂缓整改 ${checkable}`,
      `${state}，至 ${until}`,
    ]),
    ['复测自', retest ? `${retest.of.run} 第 ${retest.of.revision} 版` : ''],
  ]);
}

/** What the two sides as a whole were made from and is not the same. */
export function basesOf(from: Side, to: Side): Change[] {
  const before = factsOf(from);
  const after = factsOf(to);
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((label) => ({ label, from: before.get(label) ?? '', to: after.get(label) ?? '' }))
    .filter((change) => change.from !== change.to);
}
