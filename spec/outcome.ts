/** What may be said of a check, a part or a requirement. `satisfied` is only ever earned by sight. */
export const outcomes = {
  satisfied: '符合',
  'not-satisfied': '不符合',
  inconclusive: '无法判定',
  'not-assessed': '未评估',
  'not-applicable': '不适用',
} as const;
export type Outcome = keyof typeof outcomes;
export const outcomeNames = Object.keys(outcomes) as [Outcome, ...Outcome[]];

/** The closed table of reasons: each belongs to exactly one outcome. */
export const reasons = {
  'all-met': { outcome: 'satisfied', label: '各项指标均已实测达到' },
  examined: { outcome: 'satisfied', label: '证明材料齐全，经审查各项条件成立' },
  'seen-on-site': { outcome: 'satisfied', label: '经两名人员现场核查，所见一致并符合' },
  refuted: { outcome: 'not-satisfied', label: '实测结果与要求不符' },
  'condition-refuted': { outcome: 'not-satisfied', label: '证明材料与要求的条件不符' },
  'paper-expired': { outcome: 'not-satisfied', label: '须在有效期内的证明材料已过有效期或尚未生效' },
  'examiner-refused': { outcome: 'not-satisfied', label: '审查人认为材料不符合要求' },
  'seen-contrary': { outcome: 'not-satisfied', label: '现场核查所见与要求不符' },
  'examiner-unsure': { outcome: 'inconclusive', label: '审查人对材料存疑' },
  'witnesses-disagree': { outcome: 'inconclusive', label: '现场核查人员所见不一致' },
  'instrument-expired': { outcome: 'inconclusive', label: '所用测试仪器已过有效期' },
  'instrument-unregistered': { outcome: 'inconclusive', label: '所用测试仪器未登记或未经确认' },
  'target-errored': { outcome: 'inconclusive', label: '被测对象出错，未能取得结果' },
  'timed-out': { outcome: 'inconclusive', label: '超过时限，未能取得结果' },
  aborted: { outcome: 'inconclusive', label: '测试被中断' },
  'observation-missing': { outcome: 'inconclusive', label: '计划内的测试没有留下结果' },
  'no-samples': { outcome: 'inconclusive', label: '没有取得该项测量值' },
  'too-few-samples': { outcome: 'inconclusive', label: '样本数不足' },
  'declared-by-target': { outcome: 'inconclusive', label: '仅为被测平台自述，未经独立核实' },
  'declared-on-paper': { outcome: 'inconclusive', label: '仅为书面声明，未经独立核实' },
  'interface-undeclared': { outcome: 'inconclusive', label: '目标文件未声明所需接口，无法测试' },
  flaky: { outcome: 'inconclusive', label: '各次尝试结果不一致，不稳定' },
  'at-the-limit': { outcome: 'inconclusive', label: '置信区间跨越限值，无法分辨' },
  'unknown-time': { outcome: 'inconclusive', label: '有未知的时段或原因，按最好与最差情形结论不同' },
  'no-headroom': { outcome: 'inconclusive', label: '测试工具自身没有余量，所测值不能归于被测对象' },
  'ceiling-unmeasured': { outcome: 'inconclusive', label: '未同轮测得测试工具自身上限' },
  'paper-awaited': { outcome: 'not-assessed', label: '证明材料待提交审查' },
  'paper-incomplete': { outcome: 'not-assessed', label: '证明材料或审查所需信息不全' },
  'paper-lapsed': { outcome: 'not-assessed', label: '所附材料已过有效期，须更新后再审查' },
  'witness-missing': { outcome: 'not-assessed', label: '现场核查须有两名不同的人员' },
  'visit-incomplete': { outcome: 'not-assessed', label: '现场核查记录不全' },
  'on-site-awaited': { outcome: 'not-assessed', label: '待现场核查' },
  'not-yet-due': { outcome: 'not-assessed', label: '尚未到考核时点' },
  'probe-planned': { outcome: 'not-assessed', label: '测试方法已设计，探针待实现' },
  'component-absent': { outcome: 'not-assessed', label: '目标文件中没有该类部件' },
  'not-selected': { outcome: 'not-assessed', label: '本次测试未选取' },
  'gathered-otherwise': { outcome: 'not-assessed', label: '已有证据的采集条件与要求不同' },
  'evidence-expired': { outcome: 'not-assessed', label: '证据已过有效期，应复测' },
  awaiting: { outcome: 'not-assessed', label: '结果需等待，待续测收取' },
  'part-uncovered': { outcome: 'not-assessed', label: '该子项尚无核验方法' },
  'clause-not-encoded': { outcome: 'not-assessed', label: '条款尚未录入，无人核验' },
  'not-authorised': { outcome: 'not-assessed', label: '未获授权，没有实施' },
  'instrument-missing': { outcome: 'not-assessed', label: '本机缺少测试工具，没有实施' },
  'instrument-defect': { outcome: 'not-assessed', label: '本程序缺陷，未产生有效结果' },
  'empty-group': { outcome: 'not-assessed', label: '没有可汇总的项' },
  excluded: { outcome: 'not-applicable', label: '按已声明的规则不适用' },
} as const satisfies Record<string, { outcome: Outcome; label: string }>;
export type Reason = keyof typeof reasons;
export const reasonNames = Object.keys(reasons) as [Reason, ...Reason[]];

export interface Standing {
  outcome: Outcome;
  reason: Reason;
}

export function standing(reason: Reason): Standing {
  return { outcome: reasons[reason].outcome, reason };
}

const gravity: Outcome[] = ['not-satisfied', 'inconclusive', 'not-assessed', 'satisfied', 'not-applicable'];

/**
 * Rolls up members that must all hold: the gravest outcome wins and lends its reason.
 * An empty group is not-assessed; all members not-applicable is not-applicable.
 */
export function rollUp(members: readonly Standing[]): Standing {
  for (const outcome of gravity) {
    const found = members.find((m) => m.outcome === outcome);
    if (found) return { outcome, reason: found.reason };
  }
  return standing('empty-group');
}

/**
 * Rolls up members of which one must hold: one satisfied is enough, all refuted is a refutation,
 * anything between stays open with its gravest open reason.
 */
export function rollUpAny(members: readonly Standing[]): Standing {
  const counted = members.filter((m) => m.outcome !== 'not-applicable');
  const held = counted.find((m) => m.outcome === 'satisfied');
  if (held) return { outcome: held.outcome, reason: held.reason };
  const open = counted.filter((m) => m.outcome !== 'not-satisfied');
  return open.length > 0 ? rollUp(open) : rollUp(members);
}
