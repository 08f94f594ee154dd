import { editDistance } from '../likeness.ts';
import { type Manuscript, quoteSentence } from '../manuscript.ts';
import type { Hit, Rule } from '../rule.ts';

/** National laws that tenders name, without 中华人民共和国. Not all laws: an unknown name is only a note. */
const laws = new Set(
  '宪法 民法典 刑法 行政处罚法 行政许可法 行政复议法 行政诉讼法 民事诉讼法 刑事诉讼法 仲裁法 政府采购法 招标投标法 预算法 会计法 审计法 公司法 合伙企业法 个人独资企业法 外商投资法 中小企业促进法 反垄断法 反不正当竞争法 消费者权益保护法 产品质量法 标准化法 计量法 价格法 广告法 电子商务法 电子签名法 密码法 网络安全法 数据安全法 个人信息保护法 保守国家秘密法 国家安全法 国家情报法 反间谍法 反恐怖主义法 档案法 著作权法 专利法 商标法 劳动法 劳动合同法 社会保险法 就业促进法 安全生产法 职业病防治法 工会法 残疾人保障法 妇女权益保障法 未成年人保护法 建筑法 城乡规划法 土地管理法 消防法 防震减灾法 环境保护法 节约能源法 固体废物污染环境防治法 清洁生产促进法 循环经济促进法 特种设备安全法 食品安全法 药品管理法 税收征收管理法 企业所得税法 个人所得税法 增值税法 票据法 保险法 证券法 商业银行法 银行业监督管理法 中国人民银行法 企业破产法 企业国有资产法 农业法 教育法 高等教育法 科学技术进步法 促进科技成果转化法 公务员法 监察法 立法 突发事件应对法 治安管理处罚法 出境入境管理法 海关法 对外贸易法 出口管制法 进出口商品检验法 邮政法 民用航空法 铁路法 公路法 道路交通安全法 电力法 水法 无障碍环境建设法 民营经济促进法'.split(
    ' ',
  ),
);

/** Laws and rules that no longer hold, what replaced them, and since when. */
const repealed: Record<string, { instead: string; since: string }> = {
  合同法: { instead: '民法典合同编', since: '2021-01-01' },
  民法通则: { instead: '民法典', since: '2021-01-01' },
  民法总则: { instead: '民法典', since: '2021-01-01' },
  物权法: { instead: '民法典物权编', since: '2021-01-01' },
  担保法: { instead: '民法典', since: '2021-01-01' },
  侵权责任法: { instead: '民法典侵权责任编', since: '2021-01-01' },
  婚姻法: { instead: '民法典', since: '2021-01-01' },
  互联网电子公告服务管理规定: { instead: '', since: '2014-09-23' },
  中外合资经营企业法: { instead: '外商投资法', since: '2020-01-01' },
  外资企业法: { instead: '外商投资法', since: '2020-01-01' },
};

const quoted = /《(?:中华人民共和国)?([\p{Script=Han}]{2,24})(?:\([^)]*\))?》/gu;

function judge(
  name: string,
  national: boolean,
): Pick<Hit, 'severity' | 'fact' | 'question' | 'basis'> | undefined {
  const old = repealed[name];
  if (old)
    return {
      severity: 'warning',
      fact: `《${name}》自 ${old.since} 起失效${old.instead ? `，由《${old.instead}》取代` : ''}`,
      question: `《${name}》已失效${old.instead ? `，是否应为《${old.instead}》` : '，是否应删去或者改为现行规定'}？`,
      ...(old.since === '2021-01-01' ? { basis: ['civil-code' as const] } : { basis: [] }),
    };
  const isLaw = national && /(法|法典)$/.test(name);
  if (!isLaw || laws.has(name)) return undefined;
  const near = [...laws, ...Object.keys(repealed)].filter(
    (law) => editDistance(law, name) <= 2 || mixes(name, law),
  );
  return near.length > 0
    ? {
        severity: 'error',
        fact: `没有《中华人民共和国${name}》这部法律；相近的有${near
          .slice(0, 4)
          .map((law) => `《${law}》`)
          .join('')}`,
        question: `《中华人民共和国${name}》是否应为${near
          .slice(0, 4)
          .map((law) => `《中华人民共和国${law}》`)
          .join('或')}？`,
      }
    : {
        severity: 'note',
        fact: `《中华人民共和国${name}》不在本程序的法律名表内，须人工核对`,
        question: `请核对《中华人民共和国${name}》的名称。`,
      };
}

/** 劳动民法典: a law's whole name with words of another in front of it. */
const mixes = (name: string, law: string): boolean =>
  name !== law && (name.endsWith(law) || name.startsWith(law.replace(/法$/, ''))) && law.length >= 3;

function wrongNames(script: Manuscript): Hit[] {
  const hits = new Map<string, Hit>();
  for (const sentence of script.sentences) {
    for (const match of sentence.text.matchAll(quoted)) {
      const said = judge(match[1]!, match[0].includes('中华人民共和国'));
      if (!said) continue;
      const exact = new RegExp(match[0].replace(/[()]/g, '\\$&'));
      const evidence = quoteSentence(script, sentence, exact);
      const known = hits.get(match[1]!);
      if (known) known.evidence.push(...evidence);
      else hits.set(match[1]!, { ...said, evidence });
    }
  }
  return [...hits.values()];
}

export const lawNames: Rule = {
  id: 'law-names',
  title: '引用的法律不存在或已失效',
  matters: '依据的名称有误，相应规则便没有依据',
  basis: ['order87-20'],
  find: wrongNames,
};
