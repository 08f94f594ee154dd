import { describe, expect, it } from 'vitest';
import { lintTender } from '../../../evaluators/lint/index.ts';
import { parseTenderText } from '../../../intake/index.ts';

/** Each rule: a text on which it speaks, and the same thing said rightly, on which it is silent. */
const cases: [rule: string, what: string, fires: string, silent: string][] = [
  [
    'totals',
    'a sum row',
    '名称\t金额\n甲\t100元\n乙\t250元\n合计\t300元',
    '名称\t金额\n甲\t100元\n乙\t250元\n合计\t350元',
  ],
  [
    'totals',
    'copies',
    '中标后提交正本壹份和副本叁份，共计伍份。',
    '中标后提交正本壹份和副本叁份，共计肆份。',
  ],
  [
    'totals',
    'an enumeration',
    '评审包括价格、商务、技术、信誉、服务三个方面。',
    '评审包括价格、商务和技术三个方面。',
  ],
  [
    'totals',
    'a scoring table against the whole',
    '本项目总分为100分。\n评审内容\t分值\n价格\t30\n方案\t60',
    '本项目总分为100分。\n评审内容\t分值\n价格\t30\n方案\t70',
  ],
  [
    'duplicates',
    'two editions of one standard',
    '(1) 《甲规范》（GB/T 90001-2014）\n(2) 《甲规范》（GB/T 90001-2023）',
    '(1) 《甲规范》（GB/T 90001-2014）\n(2) 《乙规范》（GB/T 90002-2023）',
  ],
  [
    'duplicates',
    'a negation that comes and goes',
    '一、说明\n1. 供应商未被列入严重失信主体名单或因拖欠工资被限制投标资格。\n二、格式\n1. 供应商未被列入严重失信主体名单或无因拖欠工资被限制投标资格。',
    '一、说明\n1. 供应商未被列入严重失信主体名单或因拖欠工资被限制投标资格。\n二、格式\n1. 供应商未被列入严重失信主体名单或因拖欠工资被限制投标资格。',
  ],
  [
    'broken-reference',
    'an annex',
    '具体要求见附件3。\n附件1 价格表\n附件2 清单',
    '具体要求见附件2。\n附件1 价格表\n附件2 清单',
  ],
  [
    'broken-reference',
    'an article',
    '备注：第7.2条由代理机构提供。\n7.1 甲方负责。',
    '备注：第7.2条由代理机构提供。\n7.2 甲方负责。',
  ],
  [
    'contradiction',
    'the service period',
    '服务期：2年。\n本合同服务期为3年。',
    '服务期：2年。\n本合同服务期为24个月。',
  ],
  [
    'contradiction',
    'the ceiling',
    '最高限价：500000元\n最高限价为60万元。',
    '最高限价：600000元\n最高限价为60万元。',
  ],
  [
    'contradiction',
    'grades of faults',
    '一、承诺\n重大故障6小时修复，一般故障12小时修复。\n二、考核\n重大故障立即响应，严重故障15分钟响应，一般故障30分钟响应。',
    '一、承诺\n重大故障6小时修复，一般故障12小时修复。\n二、考核\n重大故障立即响应，一般故障30分钟响应。',
  ],
  [
    'contradiction',
    'a response time',
    '一般故障响应时限不超过30分钟。\n热线响应时间不超过10分钟。',
    '一般故障响应时限不超过30分钟。\n重大故障响应时间不超过10分钟。',
  ],
  [
    'contradiction',
    'who decides',
    '条款\t内容\n是否授权评标委员会确定中标人\t否\n中标\t采购人委托评标委员会按规定方式确定中标人',
    '条款\t内容\n是否授权评标委员会确定中标人\t否\n中标\t采购人按推荐的排序确定中标人',
  ],
  [
    'money-and-percentage',
    'a rate under a ceiling in money',
    '供应商以百分比的方式报费率。\n最高限价：900000元',
    '供应商以百分比的方式报费率，费率不超过100%。',
  ],
  [
    'demanded-not-provided',
    'a form that is promised',
    '投标人须填写分项报价明细表（格式见附件）。',
    '投标人须填写分项报价明细表（格式见附件）。\n格式1\n分项报价明细表\n名称：',
  ],
  [
    'foreign-procedure',
    'a word of consultation',
    '采购方式：公开招标\n成交供应商应当签订合同。',
    '采购方式：竞争性磋商\n成交供应商应当签订合同。',
  ],
  [
    'foreign-procedure',
    'a paired word of policy',
    '采购方式：公开招标\n成交结果同时公告。',
    '采购方式：公开招标\n中标、成交结果同时公告。',
  ],
  [
    'foreign-procedure',
    'the decree that calls itself so',
    '组成不符合本办法规定的，应当补足。',
    '组成不符合招标文件规定的，应当补足。',
  ],
  ['foreign-procedure', 'one bid', '投标人未按时上传的，作废标处理。', '投标人不足三家的，予以废标。'],
  ['law-names', 'a repealed law', '依照《中华人民共和国合同法》签订。', '依照《中华人民共和国民法典》签订。'],
  [
    'law-names',
    'a law that never was',
    '依照《中华人民共和国劳动合法》。',
    '依照《中华人民共和国劳动合同法》。',
  ],
  ['obsolete-technology', 'demanded', '网关支持SSL3.0协议。', '网关支持检测SSL3.0协议的连接并告警。'],
  [
    'obsolete-technology',
    'an unknown protocol',
    '支持SMTP、HTTP、POP3、SNM协议。',
    '支持SMTP、HTTP、POP3、SNMP协议。',
  ],
  ['unmeetable-limit', 'no interruption', '全年中断次数为零。', '全年中断次数不超过2次。'],
  ['unmeetable-limit', 'above the whole', '合格率应大于100%。', '合格率应大于98%。'],
  [
    'price-list',
    'a dear bundle',
    '服务\t规格\t单价（元/年）\n套餐\t两核\t4GB\t900\n单配\t1核\t300\n单配\t1GB\t50',
    '服务\t规格\t单价（元/年）\n套餐\t两核\t4GB\t790\n单配\t1核\t300\n单配\t1GB\t50',
  ],
  [
    'price-list',
    'more for less',
    '服务\t规格\t单价（元/年）\n套餐\t两核\t4GB\t700\n套餐\t两核\t8GB\t650',
    '服务\t规格\t单价（元/年）\n套餐\t两核\t4GB\t700\n套餐\t两核\t8GB\t950',
  ],
  [
    'price-list',
    'a copied specification',
    '服务\t规格\t单价（元/年）\n加密服务\t性能：并发128次/秒，速率15Mbps，加密2300次/秒，解密1000次/秒\t100\n签章服务\t性能：并发128次/秒，速率15Mbps，加密2300次/秒，解密1000次/秒\t120',
    '服务\t规格\t单价（元/年）\n加密服务\t性能：并发128次/秒，速率15Mbps，加密2300次/秒，解密1000次/秒\t100\n签章服务\t性能：签名每秒700次，验签每秒600次\t120',
  ],
  [
    'undefined-in-formula',
    'a term',
    '月度得分=现场折算量×系数甲。系数甲为0.5。',
    '月度得分=现场折算量×系数甲。系数甲为0.5。现场折算量是指当月签到次数。',
  ],
  ['strict-or-not', 'a pass mark', '及格分为70分，超过70分为合格。', '及格分为70分，70分及以上为合格。'],
  [
    'strict-or-not',
    'the complement',
    '合格人数不低于3家，大于3家时抽取。',
    '合格供应商不足3家的不开标，3家以上的开标。',
  ],
  [
    'scored-and-voiding',
    'marked clauses',
    '★条款每响应一项得1分，★号表示重要要求。\n凡不响应招标文件技术要求的，投标无效。',
    '★条款每响应一项得1分，★号表示重要要求，★条款不作为实质性要求。\n凡不响应招标文件技术要求的，投标无效。',
  ],
  [
    'against-statute',
    'the reasons',
    '采购代理机构不向未中标人解释原因。',
    '采购代理机构告知未中标人本人的得分与排序。',
  ],
  [
    'against-statute',
    'the committee',
    '委员会由采购人代表3人和专家4人组成。',
    '委员会由采购人代表2人和专家5人组成。',
  ],
  [
    'against-statute',
    'core products',
    '核心产品品牌相同的按一家计算。',
    '核心产品为存储服务器，核心产品品牌相同的按一家计算。',
  ],
  ['open-measure', 'an unexplained blank', '“代理机构”系指本次机构：_____。', '“代理机构”系指甲公司。'],
  [
    'open-measure',
    'figures without conditions',
    '块存储IOPS≥7000。',
    '块存储IOPS≥7000（块大小8KB，随机读）。',
  ],
];

const spoken = (text: string, rule: string) =>
  lintTender(parseTenderText(text)).findings.filter((finding) => finding.rule === rule);

describe.each(cases)('%s: %s', (rule, _what, fires, silent) => {
  it('speaks', () => {
    expect(spoken(fires, rule).length).toBeGreaterThan(0);
  });
  it('is silent where all is well', () => {
    expect(spoken(silent, rule).map(({ fact }) => fact)).toEqual([]);
  });
});

describe('a law that the table does not know', () => {
  it.each(['测量标志法', '气象灾害法'])('%s is at most a matter to look up', (name) => {
    const found = spoken(`依照《中华人民共和国${name}》执行。`, 'law-names');
    expect(found.map(({ severity }) => severity)).toEqual(['note']);
  });
  it('is an error where two names were mixed', () => {
    const found = spoken('依照《中华人民共和国消费民法典》执行。', 'law-names');
    expect(found.map(({ severity }) => severity)).toEqual(['error']);
  });
});

describe('a clause of another service', () => {
  const sections = (stray: string) => `第三部分 采购需求
一、技术要求
1、雨量计维护要求
(1) 雨量计每月清洗一次承水口，清除落叶与蛛网，保持漏斗畅通。
(2) ${stray}
(3) 雨量计翻斗磨损的应当更换，更换后重新滴定校准翻斗。
(4) 雨量计每季度滴定校准一次，翻斗误差不超过4%，保存校准记录。
2、测风塔维护要求
(1) 测风塔拉线每季度复核松紧，锚固点不得锈蚀。
(2) 测风塔风杯轴承每半年更换润滑脂，风向标指北偏差不超过3度。
(3) 风向标与风杯的信号线须穿管，测风塔避雷针接地良好。`;

  it('is seen by its words', () => {
    const found = spoken(
      sections('测风塔风杯轴承每半年更换润滑脂，风向标指北偏差不超过3度，拉线复核。'),
      'misplaced-clause',
    );
    expect(found.map(({ severity }) => severity)).toEqual(['warning']);
    expect(found[0]?.lines).toContain(5);
  });
  it('is not seen where the clause speaks of its own section', () => {
    expect(spoken(sections('雨量计翻斗每半年润滑一次，清洗后重新滴定校准。'), 'misplaced-clause')).toEqual(
      [],
    );
  });
});

describe('the eighteen points', () => {
  const points = (text: string) => lintTender(parseTenderText(text)).fairness;

  it('are always eighteen, each with something for a person to do', () => {
    const all = points('一、说明\n本项目无。');
    expect(all.map(({ number }) => number)).toEqual(Array.from({ length: 18 }, (_, index) => index + 1));
    expect(all.every(({ confirm }) => confirm.length > 0)).toBe(true);
  });

  it('quote a local demand, a brand and a failed decryption, and leave the self-check itself out', () => {
    const text = `公平竞争审查自查表
序号\t条款内容\t审查结果
7\t限定特定的品牌\t□ 有 ☑ 无
8\t要求投标人在本地注册设立分公司\t□ 有 ☑ 无
第一部分 采购需求
一、技术要求
1、平台要求
(1) 数据中心机房应位于本市内。
(2) 平台应支持达梦数据库。
(3) 未完成解密的，投标无效。`;
    const found = points(text).filter(({ candidates }) => candidates.length > 0);
    expect(found.map(({ number, declared }) => [number, declared])).toEqual([
      [7, '无'],
      [8, '无'],
      [17, undefined],
    ]);
    expect(
      found.flatMap(({ candidates }) => candidates.flatMap(({ evidence }) => evidence.map((e) => e.line))),
    ).toEqual([9, 8, 10]);
  });

  it('do not take a failure of the bidder’s own making for an obstacle', () => {
    const seventeen = points('一、开标\n因投标人自身原因未完成解密的，投标无效。')[16];
    expect(seventeen?.candidates).toEqual([]);
  });
});
