import { type Manuscript, quoteSentence, type Sentence } from '../manuscript.ts';
import { numberOf, numeral } from '../measure.ts';
import type { Hit, Rule } from '../rule.ts';
import type { StatuteId } from '../statutes.ts';

const day = /(\d{4})年(\d{1,2})月(\d{1,2})日/;

/** Days since 1970-01-01 of the Gregorian calendar; that day was a Thursday. */
function dayNumber(year: number, month: number, dayOfMonth: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  return (
    era * 146097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719468
  );
}
const numberOfDay = (words: RegExpExecArray): number =>
  dayNumber(Number(words[1]), Number(words[2]), Number(words[3]));
const weekdays = (from: number, to: number): number => {
  let count = 0;
  for (let d = from; d <= to; d++) if (((((d + 4) % 7) + 7) % 7) % 6 !== 0) count += 1;
  return count;
};

/** Time to get the documents and time to bid. */
function periods(script: Manuscript): Hit[] {
  const span = new RegExp(`${day.source}(?:\\d+[时:]\\d*分?)?(?:至|到|-)${day.source}`);
  const offered = script.sentences.find(
    ({ text, line, passage }) =>
      span.test(text) && /获取招标文件|招标文件/.test(`${script.above(line)?.title ?? ''}${passage.text}`),
  );
  if (!offered) return [];
  const match = span.exec(offered.text)!;
  const from = dayNumber(Number(match[1]), Number(match[2]), Number(match[3]));
  const to = dayNumber(Number(match[4]), Number(match[5]), Number(match[6]));
  const hits: Hit[] = [];
  const worked = weekdays(from, to);
  if (worked < 5)
    hits.push({
      severity: 'error',
      evidence: quoteSentence(script, offered, span),
      fact: `招标文件提供期限只含 ${worked} 个工作日（未计法定节假日）`,
      question: '招标文件的提供期限不足五个工作日，请延长。',
      basis: ['order87-18'],
    });
  const due = script.sentences.find(
    ({ text, passage, line }) =>
      day.test(text) && !span.test(text) && /截止/.test(`${script.above(line)?.title ?? ''}${passage.text}`),
  );
  const end = due && day.exec(due.text);
  if (due && end && numberOfDay(end) - from < 20)
    hits.push({
      severity: 'error',
      evidence: [...quoteSentence(script, offered, span), ...quoteSentence(script, due, day)],
      fact: `自开始发出招标文件至投标截止只有 ${numberOfDay(end) - from} 日`,
      question: '投标准备时间不足二十日，请顺延投标截止时间。',
      basis: ['law-35'],
    });
  return hits;
}

interface Contrary {
  pattern: RegExp;
  not?: RegExp;
  severity: Hit['severity'];
  fact: string;
  question: string;
  basis: StatuteId[];
}
const contrary: Contrary[] = [
  {
    pattern: /不向(?:落标|未中标)[^。;]{0,12}解释|不解释(?:落标|未中标)/,
    severity: 'warning',
    fact: '写明不向未中标人解释原因；但应当告知其得分与排序、未通过资格审查的原因',
    question: '是否会依法告知未中标人本人的评审得分与排序？',
    basis: ['order87-69'],
  },
  {
    pattern: /保留[^。;]{0,24}(?:签订合同前|授予合同时)[^。;]{0,24}(?:修改|变更|调整|补充)[^。;]{0,6}权利?/,
    severity: 'warning',
    fact: '采购人保留在签约前修改技术要求的权利；合同不得对招标文件作实质性修改',
    question: '“补充和修改”的范围是什么？是否不涉及实质性内容和价格？',
    basis: ['order87-71', 'law-46'],
  },
  {
    pattern:
      /(?:视为|被认为)[^。;]{0,30}(?:无任何异议|均无异议|放弃[^。;]{0,12}(?:质疑|异议))|放弃[^。;]{0,24}(?:误解|不明)[^。;]{0,6}权利/,
    severity: 'warning',
    fact: '以投标或逾期为由视为无异议；法定的询问和质疑权不能由招标文件取消',
    question: '该条是否不影响供应商在法定期限内询问和质疑的权利？',
    basis: ['law-52', 'order94-11'],
  },
  {
    pattern: /(?<!不得|不应|不)(?:去掉|剔除|扣除)(?:一个)?最高(?:分|报价|价)?(?:和|、|及)(?:一个)?最低/,
    severity: 'error',
    fact: '评审时去掉最高和最低报价（得分），法规不允许去掉报价中的最高和最低报价',
    question: '请删去“去掉最高最低”的规定。',
    basis: ['order87-55'],
  },
  {
    pattern: /(?:以|用)?(?:抽签|摇号|随机抽取)[^。;]{0,12}确定(?:中标人|投标人名单|入围)/,
    severity: 'error',
    fact: '以抽签或摇号确定中标人或入围者',
    question: '请改为按评审得分确定。',
    basis: ['law-22'],
  },
  {
    pattern:
      /(?:考核|评分|服务)[^。;]{0,20}(?:内容|标准|指标|分值)[^。;]{0,24}(?:不断更新|随时调整)[^。;]{0,20}采购人[^。;]{0,10}为准/,
    severity: 'warning',
    fact: '考核内容和分值可由采购人单方更新，结算与之挂钩',
    question: '考核内容、分值的更新是否须经双方书面同意？更新前如何结算？',
    basis: ['law-46', 'regulation-15'],
  },
];

function contraryWords(script: Manuscript): Hit[] {
  return contrary.flatMap(({ pattern, not, ...frame }) =>
    script.sentences
      .filter(({ text }) => pattern.test(text) && !not?.test(text))
      .map((sentence): Hit => ({ ...frame, evidence: quoteSentence(script, sentence, pattern) })),
  );
}

/** Open tender: the purchaser or the agency reviews qualification, not the committee. */
function whoQualifies(script: Manuscript): Hit[] {
  const pattern = /审查[^。;]{0,24}(?:投标资格|资格条件|资格证明)|资格审查|资格性审查/;
  return script.sentences
    .filter(({ text, line }) => {
      if (!pattern.test(text) || /通过资格|资格审查合格|采购人/.test(text)) return false;
      const lead = script.passages.findLast((p) => p.line < line && /[::]$/.test(p.text));
      return lead !== undefined && line - lead.line < 14 && /评标委员会[^。;]{0,40}职责/.test(lead.text);
    })
    .map((sentence) => ({
      severity: 'warning' as const,
      evidence: quoteSentence(script, sentence),
      fact: '把审查投标资格列为评标委员会的职责；公开招标的资格审查由采购人或者采购代理机构进行',
      question: '资格审查由谁进行？评标委员会的这一职责指什么？',
      basis: ['order87-44' as const],
    }));
}

/** Size of the committee and share of experts. */
function committee(script: Manuscript): Hit[] {
  const counts = new RegExp(`采购人代表(${numeral})人[^。;]{0,40}?专家(${numeral})人`);
  return script.sentences.flatMap((sentence) => {
    const match = counts.exec(sentence.text);
    if (!match) return [];
    const [owners, experts] = [numberOf(match[1]!), numberOf(match[2]!)];
    const size = owners + experts;
    if (size >= 5 && size % 2 === 1 && experts * 3 >= size * 2) return [];
    return [
      {
        severity: 'error' as const,
        evidence: quoteSentence(script, sentence, counts),
        fact: `评标委员会 ${size} 人，其中专家 ${experts} 人，不合“五人以上单数、专家不少于三分之二”`,
        question: '请更正评标委员会的组成。',
        basis: ['order87-47' as const],
      },
    ];
  });
}

/** A clause on core products in a tender that names none. */
function coreProduct(script: Manuscript): Hit[] {
  const speaks = script.sentences.filter(({ text }) => /核心产品/.test(text));
  const names =
    /核心产品(?:为|是|:|名称)|(?:为|属)(?:本项目|本包)?核心产品|\(核心产品\)|本项目(?:无|没有|不设)核心产品/;
  if (speaks.length === 0 || script.sentences.some(({ text }) => names.test(text))) return [];
  return [
    {
      severity: 'warning',
      evidence: speaks.flatMap((sentence) => quoteSentence(script, sentence)),
      fact: '规定核心产品品牌相同时的处理办法，但没有载明核心产品',
      question: '本项目的核心产品是什么？若没有，请写明不适用。',
      basis: ['order87-31'],
    },
  ];
}

/** Deductions for small firms inside the ranges of the day. */
function deductionRanges(script: Manuscript): Hit[] {
  const kinds = [
    {
      pattern: /(?:小微|小型|微型)企业[^。;]{0,40}?给予(?:C\d的价格扣除\(C\d的取值为)?(\d+)%的?(?:价格)?扣除/,
      min: 10,
      max: 20,
      name: '对小微企业',
    },
    {
      pattern: /(?:联合体|分包)[^。;]{0,60}?(?:给予|提高至)[^。;\d]{0,20}(\d+)%的?(?:价格)?扣除/,
      min: 4,
      max: 6,
      name: '对联合体或者分包',
    },
  ];
  return kinds.flatMap(({ pattern, min, max, name }) =>
    script.sentences.flatMap((sentence): Hit[] => {
      const share = Number(pattern.exec(sentence.text)?.[1] ?? Number.NaN);
      if (!(share < min || share > max)) return [];
      return [
        {
          severity: 'error',
          evidence: quoteSentence(script, sentence, pattern),
          fact: `${name}的价格扣除为 ${share}%，现行范围为 ${min}% 至 ${max}%`,
          question: `${name}的价格扣除比例是否有误？`,
          basis: ['sme-19', 'sme-46'],
        },
      ];
    }),
  );
}

/** The low-price review has to leave time to explain; the text should say how much. */
function explanationTime(script: Manuscript): Hit[] {
  const pattern = /(?:评审|评标)现场合理的?时间内/;
  const said: Sentence[] = script.sentences.filter(({ text }) => pattern.test(text) && !/\d+分钟/.test(text));
  if (said.length === 0 || /异常低价[^。]{0,200}\d+分钟/.test(script.whole)) return [];
  return [
    {
      severity: 'note',
      evidence: said.flatMap((sentence) => quoteSentence(script, sentence, pattern)),
      fact: '异常低价的说明时间只写“合理的时间”，没有数字',
      question: '要求供应商说明报价的时间是多少（一般不少于三十分钟）？',
      basis: ['low-price'],
    },
  ];
}

export const statutory: Rule = {
  id: 'against-statute',
  title: '与法定期限、分工或权利不符',
  matters: '与上位规定抵触的条款无效，依它作出的行为可能被质疑',
  basis: ['law-22'],
  find: (script) => [
    ...periods(script),
    ...contraryWords(script),
    ...whoQualifies(script),
    ...committee(script),
    ...coreProduct(script),
    ...deductionRanges(script),
    ...explanationTime(script),
  ],
};
