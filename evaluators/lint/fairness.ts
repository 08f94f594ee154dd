import type { FairnessPoint, LintEvidence } from '../../spec/index.ts';
import { type Manuscript, quoteSentence, type Sentence } from './manuscript.ts';

interface Probe {
  pattern: RegExp;
  not?: RegExp;
  /** Only in passages of these kinds; otherwise anywhere. */
  where?: 'scoring' | 'qualification' | 'requirement';
  fact: string;
}
interface Point {
  says: string;
  probes: Probe[];
  confirm: string;
}

const brands =
  /飞腾|海光|龙芯|鲲鹏|兆芯|昇腾|申威|麒麟|统信|方德|欧拉|达梦|人大金仓|海量数据库|瀚高|神通|高斯|东方通|金蝶|宝兰德|普元|华为|新华三|浪潮|中兴|曙光|联想|阿里云|腾讯云|天翼云|深信服|奇安信|天融信|启明星辰|绿盟|安恒|山石|VMware|Oracle(?!\))|Cisco|思科|Citrix|Windows|Kingbase|(?<![A-Z])UOS(?![A-Z])/gi;

/** The eighteen points of 公平竞争审查自查表 in short words, and where a text may touch them. */
const points: Point[] = [
  {
    says: '按规定发布采购意向',
    probes: [{ pattern: /采购意向/, fact: '提到采购意向' }],
    confirm: '查采购意向公开的时间与网址；文本中看不出',
  },
  {
    says: '限制、排斥不同所有制企业',
    probes: [
      {
        pattern:
          /(?:仅限|限于|优先)[^。;]{0,10}(?:国有|民营|外资|集体)|(?:国有|民营|外资|合资)企业[^。;]{0,14}(?:不得|优先|加分|得\d)/,
        fact: '按所有制区别对待',
      },
    ],
    confirm: '资格与评审是否与所有制无关',
  },
  {
    says: '限定所在地、所有制形式或者组织形式',
    probes: [
      {
        pattern:
          /(?:投标人|供应商|申请人)[^。;]{0,16}(?:注册地|住所|所在地)[^。;]{0,10}(?:在|为|位于)|(?:须|必须|应)为(?:独立)?(?:企业)?法人|仅限法人/,
        fact: '限定投标人的所在地或组织形式',
      },
      { pattern: /不接受联合体|接受联合体投标[::\t]*否/, fact: '不接受联合体' },
    ],
    confirm: '资格条件是否限定地域或组织形式',
  },
  {
    says: '以规模条件、财务指标作为资格要求或者评审因素',
    probes: [
      {
        pattern: /注册资[本金]|资产总额|营业收入|从业人员|净利润|纳税额|成立(?:满|时间)[^。;]{0,6}年/,
        where: 'scoring',
        fact: '评审因素涉及规模或财务指标',
      },
      {
        pattern: /注册资[本金]|资产总额|营业收入|净利润|纳税额|成立满/,
        where: 'qualification',
        fact: '资格要求涉及规模或财务指标',
      },
      { pattern: /注册资金/, fact: '表格要求填写注册资金（填写本身不是条件）' },
    ],
    confirm: '这些数据是否只用于中小企业认定或登记',
  },
  {
    says: '过高或者与合同履行无关的资质、技术、商务、业绩、奖项要求',
    probes: [
      {
        pattern: /证书|认证|资质|备案证明|评估报告|评估证明|检测报告/,
        where: 'scoring',
        fact: '以证书、认证、备案或报告计分，须与需求对应且不过高',
      },
      { pattern: /奖项|获奖|荣誉|表彰/, where: 'scoring', fact: '以奖项、荣誉计分' },
    ],
    confirm: '每一证书、业绩与本项目履约的关系，市场上有几家能满足',
  },
  {
    says: '以本行政区域、特定行业的业绩、奖项作为条件',
    probes: [
      {
        pattern: /(?:类似|同类)?业绩/,
        where: 'scoring',
        fact: '以业绩计分；须看“类似”的范围是否限于特定行业或地域',
      },
      { pattern: /(?:本省|本市|省内|市内|区域内)[^。;]{0,12}(?:业绩|奖)/, fact: '限定地域的业绩或奖项' },
    ],
    confirm: '“类似业绩”是否可由其他行业、其他地域的业绩替代',
  },
  {
    says: '限定或者指定特定的专利、商标、品牌、原产地、供应商或者检测机构',
    probes: [
      { pattern: brands, where: 'requirement', fact: '技术要求点出厂商或产品' },
      {
        pattern: /(?<![A-Za-z])DPC(?![A-Za-z])/,
        where: 'requirement',
        fact: '“DPC”不是通行协议，见于个别厂商的专有客户端，须查有几家能满足',
      },
      {
        pattern: /指定(?:品牌|厂家|厂商|型号|检测机构)|原厂(?:授权|证明)|制造商授权/,
        fact: '指定厂商或要求厂家授权',
      },
    ],
    confirm: '所列产品是“至少全部支持”还是“任一即可”，有无“或相当于”，满足者有几家',
  },
  {
    says: '要求在本地设立机构、拥有办公面积、缴纳社保或纳税',
    probes: [
      {
        pattern:
          /(?:机房|数据中心|场地|办公|机构|维护|管理)[^。;]{0,30}(?:位于|在|需)[^。;]{0,10}(?:市|县|区)(?:内|境内|范围内)/,
        fact: '限定机房或作业地点在本地',
      },
      {
        pattern: /(?:本地|当地|本市|驻地)[^。;]{0,12}(?:分公司|子公司|分支机构|服务机构|办公|社保|纳税|注册)/,
        fact: '要求本地机构、社保或纳税',
      },
      { pattern: /驻场/, fact: '要求驻场人员（是否要求本地社保须看原文）' },
    ],
    confirm: '地点限制是否为履约所必需（如数据不出市、时延），中标后满足是否即可',
  },
  {
    says: '评标规则向国有、本地、大型企业倾斜',
    probes: [
      {
        pattern: /(?:国有|央企|上市公司|本地|大型)企业?[^。;]{0,10}(?:得|加)\d+分/,
        where: 'scoring',
        fact: '按企业类型加分',
      },
    ],
    confirm: '评分因素实际上由哪些企业占优',
  },
  {
    says: '以项目库、名录库、备选库、资格库排斥供应商',
    probes: [
      {
        pattern: /(?:名录|备选|资格|诚信|供应商|项目)库(?!管理)/,
        not: /专家库|数据库/,
        fact: '提到名录库、诚信库等',
      },
    ],
    confirm: '入库是否为投标的前提',
  },
  {
    says: '强制组成联合体，或者限制投标人之间的竞争',
    probes: [
      { pattern: /(?:必须|应当|须)(?:以|组成)联合体/, fact: '强制联合体' },
      { pattern: /联合体成员[^。;]{0,8}不(?:得)?超过/, fact: '限制联合体成员数' },
    ],
    confirm: '联合体的规定是否合理',
  },
  {
    says: '以行政手段或其他不合理方式限制投标人数量',
    probes: [
      {
        pattern:
          /(?:限|仅)(?:前|取前)?[一二三四五六七八九十\d]+(?:家|名)(?:投标人|供应商)|入围[^。;]{0,8}[\d一二三四五六七八九十]+家/,
        fact: '限制投标人数量',
      },
    ],
    confirm: '有无限制家数的做法',
  },
  {
    says: '以装订、纸张、明显的文字错误等否决投标',
    probes: [
      {
        pattern: /(?:装订|纸张|页码|目录|编排|模板|格式|涂改|行间插字|错别字)[^。;]{0,24}(?:无效|否决|拒绝)/,
        not: /不作为|不影响|不得|不以/,
        fact: '因形式问题判无效或拒绝',
      },
    ],
    confirm: '形式瑕疵是否只在影响实质内容时才判无效',
  },
  {
    says: '没有法律依据的报名、审查、注册登记等事前审批',
    probes: [
      {
        pattern: /未(?:在规定时间内|按规定)?(?:获取|下载|购买)招标文件[^。;]{0,16}(?:无效|拒绝)/,
        fact: '未按时获取招标文件即为无效',
      },
      {
        pattern:
          /(?:报名|备案|登记|注册|会员|诚信库)[^。;]{0,24}(?:方可|才能|否则|后)[^。;]{0,8}(?:投标|参加|下载)/,
        fact: '投标前须报名、登记或注册',
      },
      { pattern: /办理CA|CA数字证书/, fact: '须事先办理 CA 证书（电子交易的技术条件，看是否可异地互认）' },
    ],
    confirm: '事前手续是否有法律法规依据、是否收费、能否在线完成',
  },
  {
    says: '向潜在供应商提供有差别的项目信息',
    probes: [
      {
        pattern: /(?:部分|个别|已报名)供应商[^。;]{0,16}(?:提供|告知|通知)|现场踏勘|自行踏勘/,
        fact: '信息可能不同',
      },
    ],
    confirm: '现有系统、迁移对象等信息是否对所有供应商同样公开（在任服务商知道得更多）',
  },
  {
    says: '公告未在指定媒介发布',
    probes: [
      {
        pattern: /公告[^。;]{0,30}《?[^。;《》]{2,14}网》?[^。;]{0,60}(?:上)?(?:公布|发布)/,
        fact: '写明的公告媒介',
      },
    ],
    confirm: '公告是否在中国政府采购网及其地方分网发布',
  },
  {
    says: '对递交或者解密投标文件设置障碍',
    probes: [
      {
        pattern:
          /解密[^。;]{0,60}(?:无效|拒绝|放弃投标)|未(?:能)?(?:在规定时间内)?(?:完成)?解密[^。;]{0,16}(?:无效|拒绝|放弃)|签到[^。;]{0,12}无效/,
        not: /(?:投标人|自身)原因/,
        fact: '解密或签到失败即为无效，未限于投标人自身原因',
      },
    ],
    confirm: '系统原因造成的解密失败如何处理',
  },
  { says: '其他妨碍公平竞争的情形', probes: [], confirm: '结合本报告的错误与疑点逐条判断' },
];

function inPlace(script: Manuscript, sentence: Sentence, where: Probe['where']): boolean {
  if (where === undefined) return true;
  const title = script.above(sentence.line)?.title ?? '';
  const { row, text } = sentence.passage;
  if (where === 'scoring') return row && /得\d+(?:\.\d+)?分|加\d+(?:\.\d+)?分/.test(text);
  if (where === 'qualification') return /资格要求|资格条件|合格的投标人/.test(title);
  return (
    !row &&
    script.clauses.some(({ line }) => line === sentence.passage.line) &&
    /支持|兼容|应|须|需|提供/.test(sentence.text)
  );
}

/** What the text's own table ticks: `<input checked> 有 <input> 无`, or ☑/√ before the word. */
function declaredOf(script: Manuscript, number: number): '有' | '无' | undefined {
  for (const { source } of script.tables) {
    for (const { line, cells } of source.rows) {
      if (Number(cells[0]) !== number) continue;
      const raw = script.raw(line);
      const ticked = /(?:checked[^>]*>|[☑√■])\s*(有|无)/.exec(raw)?.[1];
      if (ticked === '有' || ticked === '无') return ticked;
    }
  }
  return undefined;
}

/** The self-check itself quotes every forbidden thing and says nothing about the tender. */
function selfCheckLines(script: Manuscript): Set<number> {
  return new Set(
    script.tables
      .filter(({ rows }) => rows.some(({ line }) => /公平竞争|审查结果/.test(script.raw(line))))
      .flatMap(({ rows }) => rows.map(({ line }) => line)),
  );
}

/** Candidates for each of the 18 points, for a person to confirm; nothing found is no clearance. */
export function fairnessPoints(script: Manuscript): FairnessPoint[] {
  const skipped = selfCheckLines(script);
  const policies = script.headings.find(({ level }) => level === 1)?.line ?? 0;
  const pool = script.sentences.filter(({ line }) => !skipped.has(line) && line >= policies);
  return points.map(({ says, probes, confirm }, index) => {
    const declared = declaredOf(script, index + 1);
    return {
      number: index + 1,
      says,
      ...(declared ? { declared } : {}),
      candidates: probes.flatMap((probe) => {
        const evidence: LintEvidence[] = pool
          .filter(
            (sentence) =>
              new RegExp(probe.pattern.source, probe.pattern.flags.replace('g', '')).test(sentence.text) &&
              !probe.not?.test(sentence.text) &&
              inPlace(script, sentence, probe.where),
          )
          .flatMap((sentence) => quoteSentence(script, sentence));
        return evidence.length > 0 ? [{ fact: probe.fact, evidence }] : [];
      }),
      confirm,
    };
  });
}
