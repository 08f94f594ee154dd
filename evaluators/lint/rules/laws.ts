import { editDistance } from '../likeness.ts';
import { type Manuscript, quoteSentence } from '../manuscript.ts';
import type { Hit, Rule } from '../rule.ts';

/** National laws that tenders name, without 中华人民共和国. Not all laws: an unknown name is only a note. */
const laws = new Set(
  '宪法 民法典 刑法 行政处罚法 行政许可法 行政复议法 行政诉讼法 民事诉讼法 刑事诉讼法 仲裁法 政府采购法 招标投标法 预算法 会计法 审计法 公司法 合伙企业法 个人独资企业法 外商投资法 中小企业促进法 反垄断法 反不正当竞争法 消费者权益保护法 产品质量法 标准化法 计量法 价格法 广告法 电子商务法 电子签名法 密码法 网络安全法 数据安全法 个人信息保护法 保守国家秘密法 国家安全法 国家情报法 反间谍法 反恐怖主义法 档案法 著作权法 专利法 商标法 劳动法 劳动合同法 社会保险法 就业促进法 安全生产法 职业病防治法 工会法 残疾人保障法 妇女权益保障法 未成年人保护法 建筑法 城乡规划法 土地管理法 消防法 防震减灾法 环境保护法 节约能源法 固体废物污染环境防治法 清洁生产促进法 循环经济促进法 特种设备安全法 食品安全法 药品管理法 税收征收管理法 企业所得税法 个人所得税法 增值税法 票据法 保险法 证券法 商业银行法 银行业监督管理法 中国人民银行法 企业破产法 企业国有资产法 农业法 教育法 高等教育法 科学技术进步法 促进科技成果转化法 公务员法 监察法 立法法 突发事件应对法 治安管理处罚法 出境入境管理法 海关法 对外贸易法 出口管制法 进出口商品检验法 邮政法 民用航空法 铁路法 公路法 道路交通安全法 电力法 水法 无障碍环境建设法 民营经济促进法 行政强制法 国家赔偿法 公职人员政务处分法 监察官法 法官法 检察官法 律师法 公证法 人民调解法 法律援助法 社区矫正法 监狱法 禁毒法 居民身份证法 护照法 国籍法 国旗法 国徽法 国歌法 国防法 国防动员法 国防教育法 国防交通法 兵役法 人民防空法 军事设施保护法 军人保险法 退役军人保障法 英雄烈士保护法 海警法 核安全法 原子能法 生物安全法 粮食安全保障法 反电信网络诈骗法 反洗钱法 反外国制裁法 对外关系法 人民武装警察法 统计法 测绘法 气象法 防洪法 水土保持法 水污染防治法 大气污染防治法 土壤污染防治法 噪声污染防治法 放射性污染防治法 海洋环境保护法 环境影响评价法 环境保护税法 长江保护法 黄河保护法 湿地保护法 森林法 草原法 野生动物保护法 防沙治沙法 种子法 畜牧法 渔业法 动物防疫法 农产品质量安全法 农业技术推广法 农业机械化促进法 农民专业合作社法 农村土地承包法 农村集体经济组织法 乡村振兴促进法 村民委员会组织法 城市房地产管理法 矿产资源法 矿山安全法 煤炭法 能源法 可再生能源法 石油天然气管道保护法 海域使用管理法 海岛保护法 海上交通安全法 海商法 港口法 航道法 旅游法 烟草专卖法 拍卖法 资产评估法 注册会计师法 信托法 证券投资基金法 期货和衍生品法 车船税法 车辆购置税法 印花税法 契税法 资源税法 关税法 城市维护建设税法 耕地占用税法 教师法 义务教育法 职业教育法 学前教育法 民办教育促进法 家庭教育促进法 学位法 国家通用语言文字法 科学技术普及法 体育法 文物保护法 非物质文化遗产法 公共文化服务保障法 公共图书馆法 电影产业促进法 基本医疗卫生与健康促进法 传染病防治法 疫苗管理法 医师法 中医药法 献血法 精神卫生法 母婴保健法 老年人权益保障法 反家庭暴力法 慈善法 红十字会法 进出境动植物检疫法 国境卫生检疫法 劳动争议调解仲裁法 涉外民事关系法律适用法 全民所有制工业企业法 反有组织犯罪法 枪支管理法 驻外外交人员法 爱国主义教育法'.split(
    ' ',
  ),
);

/** Laws and rules that no longer hold, what replaced them, and since when; `unread` where nobody held the repeal in hand. */
const repealed: Record<string, { instead: string; since: string; unread?: boolean }> = {
  合同法: { instead: '民法典合同编', since: '2021-01-01' },
  民法通则: { instead: '民法典', since: '2021-01-01' },
  民法总则: { instead: '民法典', since: '2021-01-01' },
  物权法: { instead: '民法典物权编', since: '2021-01-01' },
  担保法: { instead: '民法典', since: '2021-01-01' },
  侵权责任法: { instead: '民法典侵权责任编', since: '2021-01-01' },
  婚姻法: { instead: '民法典', since: '2021-01-01' },
  互联网电子公告服务管理规定: { instead: '', since: '2014-09-23', unread: true },
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
      fact: `《${name}》自 ${old.since} 起失效${old.instead ? `，由《${old.instead}》取代` : ''}${old.unread ? '（未对照废止决定的原文，须核对）' : ''}`,
      question: `《${name}》已失效${old.instead ? `，是否应为《${old.instead}》` : '，是否应删去或者改为现行规定'}？`,
      ...(old.since === '2021-01-01' ? { basis: ['civil-code' as const] } : { basis: [] }),
    };
  const isLaw = national && /(法|法典)$/.test(name);
  if (!isLaw || laws.has(name)) return undefined;
  const known = [...laws, ...Object.keys(repealed)];
  const near = known.filter((law) => mixes(name, law) || slips(name, law));
  // Names of real laws may end in those of others; only a slip of the pen or a mixed-up code is certain.
  const certain = near.some((law) => law.endsWith('法典') || editDistance(law, name) === 1);
  const kindred = known.filter((law) => law.startsWith(name.slice(0, 2)));
  const suggested = [...new Set([...near, ...kindred])].slice(0, 4).map((law) => `《${law}》`);
  return near.length > 0
    ? {
        severity: certain ? 'error' : 'warning',
        fact: `“${name}”不在法律名表中${certain ? '，应无此法' : ''}；相近的有${suggested.join('')}`,
        question: `《中华人民共和国${name}》的名称是否有误，应为${suggested.join('或')}？`,
      }
    : {
        severity: 'note',
        fact: `《中华人民共和国${name}》不在本程序的法律名表内，须人工核对`,
        question: `请核对《中华人民共和国${name}》的名称。`,
      };
}

/** One wrong character in a short name, two in a long one. */
const slips = (name: string, law: string): boolean =>
  name.length >= 4 && editDistance(law, name) <= (name.length >= 7 ? 2 : 1);

/** 劳动民法典: a law's whole name with words of another in front of it. */
const mixes = (name: string, law: string): boolean => {
  if (name === law) return false;
  const stem = law.replace(/法$/, '');
  const headed = stem.length >= 4 && name.startsWith(stem);
  return headed || (law.endsWith('法典') && name.endsWith(law));
};

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
