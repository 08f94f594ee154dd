/** Words for the enumerations of a round that the words of the house have no table for. */
export const sealLabels = {
  company: '公章',
  'each-member-company': '各成员公章',
  'legal-representative': '法定代表人签字或盖章',
  'each-legal-representative': '各法定代表人签字或盖章',
  signatory: '签署人签字或盖章',
  'agent-signature': '委托代理人签字',
  'special-purpose': '专用章',
} as const;
export const memberRoleLabels = { leader: '牵头人', member: '成员' } as const;
export const signatoryLabels = { 'legal-representative': '法定代表人', agent: '委托代理人' } as const;
export const personRoleLabels = { 'project-manager': '项目经理', staff: '实施运维人员' } as const;
export const deviationLabels = {
  none: '无偏离',
  positive: '正偏离',
  negative: '负偏离',
  unanswered: '未响应',
} as const;
export const otherResponseLabels = { none: '均无偏离', unanswered: '未响应' } as const;
export const intentLabels = { 'own-form': '自拟分包意向协议', 'given-form': '按给定格式' } as const;
export const sideLabels = { own: '投标人原因', other: '非投标人原因', unknown: '原因不明' } as const;
export const resultLabels = { clear: '未发现', hit: '存在' } as const;
export const correctionGroundLabels = {
  sum: '分值汇总计算错误',
  range: '分项评分超出评分标准范围',
  objective: '客观评审因素评分不一致',
  abnormal: '评分畸高、畸低',
} as const;
export const sectionLabels = {
  qualification: '资格审查',
  compliance: '符合性审查',
  collusion: '串通线索审查',
  deductions: '价格扣除审查',
} as const;
