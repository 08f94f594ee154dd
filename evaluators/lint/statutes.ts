/** What a finding may rest on: the rule in short, its source, and the day from which it holds. */
interface Statute {
  name: string;
  says: string;
  from: string;
  /** Not read in the official print: known from reports or by general knowledge. */
  secondHand?: boolean;
}

const statutes = {
  'law-22': {
    name: '《政府采购法》第二十二条',
    says: '不得以不合理的条件对供应商实行差别待遇或者歧视待遇',
    from: '2003-01-01',
  },
  'law-35': {
    name: '《政府采购法》第三十五条',
    says: '自招标文件开始发出之日起至投标截止之日止，不得少于二十日',
    from: '2003-01-01',
  },
  'law-36': {
    name: '《政府采购法》第三十六条',
    says: '废标是整个采购项目的废标，情形有四种，且须通知所有投标人',
    from: '2003-01-01',
  },
  'law-46': {
    name: '《政府采购法》第四十六条',
    says: '按照采购文件确定的事项签订合同',
    from: '2003-01-01',
  },
  'law-52': {
    name: '《政府采购法》第五十一条、第五十二条',
    says: '供应商有权询问；权益受损的，有权在七个工作日内质疑',
    from: '2003-01-01',
  },
  'regulation-15': {
    name: '《政府采购法实施条例》第十五条',
    says: '采购需求应当完整、明确，符合法律法规和政府采购政策规定的技术、服务、安全等要求',
    from: '2015-03-01',
    secondHand: true,
  },
  'order87-18': {
    name: '《政府采购货物和服务招标投标管理办法》（财政部令第87号）第十八条',
    says: '招标文件的提供期限自开始发出之日起不得少于五个工作日',
    from: '2017-10-01',
  },
  'order87-20': {
    name: '财政部令第87号第二十条',
    says: '招标文件应当写明投标文件要求、报价要求、评标方法和标准、无效情形；不允许偏离的实质性要求须以醒目方式标明',
    from: '2017-10-01',
    secondHand: true,
  },
  'order87-31': {
    name: '财政部令第87号第三十一条',
    says: '非单一产品采购项目应当根据技术构成、产品价格比重等合理确定核心产品，并在招标文件中载明',
    from: '2017-10-01',
  },
  'order87-44': {
    name: '财政部令第87号第四十四条',
    says: '公开招标的资格审查由采购人或者采购代理机构进行',
    from: '2017-10-01',
  },
  'order87-47': {
    name: '财政部令第87号第四十七条',
    says: '评标委员会为五人以上单数，评审专家不少于三分之二；预算一千万元以上等情形为七人以上单数',
    from: '2017-10-01',
  },
  'order87-55': {
    name: '财政部令第87号第五十五条',
    says: '评审因素应当细化量化、与需求对应，资格条件不得作为评审因素；服务项目价格分值占比不低于10%，货物不低于30%',
    from: '2017-10-01',
  },
  'order87-59': {
    name: '财政部令第87号第五十九条',
    says: '报价前后不一致的修正次序',
    from: '2017-10-01',
  },
  'order87-65': {
    name: '财政部令第87号第六十五条',
    says: '招标文件含义不清或者歧义、影响评审的，评标委员会应当停止评标并书面说明',
    from: '2017-10-01',
  },
  'order87-69': {
    name: '财政部令第87号第六十九条',
    says: '应当告知未通过资格审查的原因，以及未中标人本人的评审得分与排序',
    from: '2017-10-01',
  },
  'order87-71': {
    name: '财政部令第87号第七十一条',
    says: '合同不得对招标文件确定的事项和投标文件作实质性修改',
    from: '2017-10-01',
  },
  'order94-11': {
    name: '《政府采购质疑和投诉办法》（财政部令第94号）第十条至第十二条',
    says: '质疑须实名、书面，写明具体事项、事实依据和法律依据',
    from: '2018-03-01',
    secondHand: true,
  },
  'sme-46': {
    name: '《政府采购促进中小企业发展管理办法》（财库〔2020〕46号）',
    says: '中小企业凭声明函享受扶持政策',
    from: '2021-01-01',
  },
  'sme-19': {
    name: '财库〔2022〕19号',
    says: '货物服务项目对小微企业的价格扣除为10%至20%，对联合体或者分包为4%至6%',
    from: '2022-07-01',
    secondHand: true,
  },
  'low-price': {
    name: '财库〔2026〕2号',
    says: '异常低价审查的情形；要求供应商说明的时间一般不少于三十分钟',
    from: '2026-02-01',
    secondHand: true,
  },
  'civil-code': {
    name: '《民法典》第一千二百六十条',
    says: '合同法、民法通则、民法总则、担保法、物权法、侵权责任法等九部法律同时废止',
    from: '2021-01-01',
    secondHand: true,
  },
  'cryptography-law': {
    name: '《密码法》及国家密码管理要求',
    says: '关键系统使用合规的商用密码算法、产品和服务',
    from: '2020-01-01',
    secondHand: true,
  },
  rfc7568: { name: 'RFC 7568', says: 'SSL 3.0 不得使用', from: '2015-06-01', secondHand: true },
  rfc8996: { name: 'RFC 8996', says: 'TLS 1.0、TLS 1.1 不得使用', from: '2021-03-01', secondHand: true },
  rfc6151: {
    name: 'RFC 6151',
    says: 'MD5 不再适合用于要求抗碰撞的场合',
    from: '2011-03-01',
    secondHand: true,
  },
  'nist-131a': {
    name: 'NIST SP 800-131A Rev.2',
    says: '三重 DES 加密自2023年后不再许可；SHA-1 不再用于数字签名',
    from: '2019-03-21',
    secondHand: true,
  },
} as const satisfies Record<string, Statute>;
export type StatuteId = keyof typeof statutes;

export function sayStatute(id: StatuteId): string {
  const { name, says, from, ...rest }: Statute = statutes[id];
  return `${name}：${says}（自 ${from} 起；${rest.secondHand ? '未对照原文，须核对' : '据原文'}）`;
}
