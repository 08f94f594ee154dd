import { commonStretch } from '../likeness.ts';
import { type Manuscript, quoteSentence, type Sentence } from '../manuscript.ts';
import { numberOf, numeral } from '../measure.ts';
import { type Hit, type Rule, sayLines } from '../rule.ts';
import { abolished, grades, responses, yearsBack } from './contradicting-terms.ts';

interface Said {
  value: string;
  sentence: Sentence;
  pattern: RegExp;
}

function differing(script: Manuscript, name: string, said: Said[], severity: Hit['severity']): Hit[] {
  const values = [...new Set(said.map(({ value }) => value))];
  if (values.length < 2) return [];
  const shown = values.map((value) => said.find((s) => s.value === value)!);
  return [
    {
      severity,
      evidence: said.flatMap(({ sentence, pattern }) => quoteSentence(script, sentence, pattern)),
      fact: `${name}前后不一：${shown.map((s) => `${s.value}（${sayLines(said.filter((x) => x.value === s.value).map((x) => x.sentence.line))}）`).join('，')}`,
      question: `${name}以何者为准：${values.join('，还是 ')}？`,
    },
  ];
}

const n = numeral;
/** Quantities that every tender has once: how they are said, and how the figure is read. */
const single: { name: string; pattern: RegExp; read: (match: RegExpExecArray) => string; not?: RegExp }[] = [
  {
    name: '投标有效期',
    pattern: new RegExp(`(?:有效期为?|之日起)(${n})个?(日历日|日历天|日|天|个月)`),
    read: (m) => `${numberOf(m[1]!)} ${m[2] === '个月' ? '个月' : '日'}`,
  },
  {
    name: '投标截止时间',
    pattern: /(\d{4})年(\d{1,2})月(\d{1,2})日(\d{1,2})(?:时|点|:)(\d{0,2})/,
    read: (m) => `${m.slice(1, 4).map(Number).join('-')} ${Number(m[4])}:${(m[5] || '0').padStart(2, '0')}`,
  },
  {
    name: '解密时间',
    pattern: /(\d+)分钟内?/,
    read: (m) => `${Number(m[1])} 分钟`,
  },
  {
    name: '服务期',
    pattern: new RegExp(`服务期(?:限)?[::为]*(${n})(年|个月)`),
    read: (m) => (m[2] === '年' ? `${numberOf(m[1]!) * 12} 个月` : `${numberOf(m[1]!)} 个月`),
  },
  {
    name: '建设或交付期限',
    pattern: new RegExp(`合同签订(?:后|之日起)(?:在)?(${n})个?(日历日|日历天|工作日|日|天|个月)内完成`),
    read: (m) => `${numberOf(m[1]!)} ${m[2]!.replace('日历天', '日历日')}`,
  },
  {
    name: '预算金额',
    pattern: /(?:预算(?:金额|价)?|估算投资)[::\t约为]*([\d,]+(?:\.\d+)?)(万元|元)/,
    read: (m) => `${Number(m[1]!.replaceAll(',', '')) * (m[2] === '万元' ? 1e4 : 1)} 元`,
  },
  {
    name: '最高限价',
    pattern: /最高限价[::\t为]*([\d,]+(?:\.\d+)?)(万元|元)/,
    read: (m) => `${Number(m[1]!.replaceAll(',', '')) * (m[2] === '万元' ? 1e4 : 1)} 元`,
  },
  {
    name: '评标委员会人数',
    pattern: new RegExp(`共计?(${n})人`),
    read: (m) => `${numberOf(m[1]!)} 人`,
  },
  {
    name: '联合体成员数上限',
    pattern: new RegExp(`联合体成员(?:数量)?(?:不得?超过|不多于|最多)(${n})家`),
    read: (m) => `${numberOf(m[1]!)} 家`,
  },
];
/** Some figures are only of that quantity if the sentence also speaks of it. */
const context: Record<string, RegExp> = {
  投标有效期: /投标有效期|投标文件.{0,6}截止之日起/,
  投标截止时间: /截止|递交投标文件/,
  解密时间: /解密/,
  评标委员会人数: /评标委员会|评审专家/,
};

function figures(script: Manuscript): Hit[] {
  return single.flatMap(({ name, pattern, read }) => {
    const near = context[name];
    const said = script.sentences.flatMap((sentence): Said[] => {
      const match = pattern.exec(sentence.text);
      const around = `${script.above(sentence.line)?.title ?? ''} ${sentence.passage.row ? sentence.passage.text : sentence.text}`;
      if (!match || (near && !near.test(around)) || /鼓励|一般为/.test(around)) return [];
      return [{ value: read(match), sentence, pattern }];
    });
    return differing(script, name, said, 'error');
  });
}

const periods: [RegExp, string][] = [
  [/半年度?/, '半年'],
  [/每个?季度?|按季度?|当季度?/, '季度'],
  [/每月|按月|每个月/, '月'],
  [/每年|按年|年度|指1年|一年一/, '年'],
];

/** How often something is done, told in two ways. */
function rhythms(script: Manuscript): Hit[] {
  const subjects = [
    {
      name: '付款（结算）周期',
      pattern: /(付款方式|支付方式|服务费用?|结算|支付).{0,40}/,
      not: /计费|发票|扣减|违约|融资|社保/,
    },
    { name: '考核周期', pattern: /考核(评分|分|结果|得分)|(进行|实施|接受).{0,12}考核/, not: /合同额/ },
  ];
  return subjects.flatMap(({ name, pattern, not }) => {
    const said = script.sentences.flatMap((sentence): Said[] => {
      const text = sentence.passage.row ? sentence.passage.text : sentence.text;
      if (!pattern.test(text) || not.test(sentence.text)) return [];
      // The first one told is the rhythm; 半年 also holds 年.
      const first = periods
        .map(([period, value]) => ({ value, at: sentence.text.search(period), source: period.source }))
        .filter(({ at }) => at >= 0)
        .sort((one, other) => one.at - other.at)[0];
      return first
        ? [{ value: first.value, sentence, pattern: new RegExp(`.{0,20}${first.source}.{0,20}`) }]
        : [];
    });
    return differing(script, name, said, 'error');
  });
}

/** One trigger, two deductions. */
function deductions(script: Manuscript): Hit[] {
  const pattern = new RegExp(`(?:扣除?|扣减)(${n})(分|%)`);
  const all = script.sentences.flatMap((sentence) => {
    const match = sentence.passage.row ? undefined : (pattern.exec(sentence.text) ?? undefined);
    return match
      ? [
          {
            sentence,
            value: `${numberOf(match[1]!)} ${match[2]}`,
            before: sentence.text.slice(0, match.index),
          },
        ]
      : [];
  });
  const hits: Hit[] = [];
  all.forEach((one, index) => {
    for (const other of all.slice(index + 1)) {
      if (one.value === other.value) continue;
      const trigger = commonStretch(one.before, other.before);
      if (trigger.length < 8 || !/超|未|不|每|次/.test(trigger)) continue;
      hits.push({
        severity: 'error',
        evidence: [...quoteSentence(script, one.sentence), ...quoteSentence(script, other.sentence)],
        fact: `同一情形“${trigger}”，一处扣 ${one.value}，一处扣 ${other.value}`,
        question: `发生“${trigger}”时扣 ${one.value} 还是 ${other.value}，两处是否分别适用、是否叠加？`,
      });
    }
  });
  return hits;
}

/** A fee by a schedule: with a share of it in one place and without in another. */
function fees(script: Manuscript): Hit[] {
  const subject = /(?:代理|招标代理|采购代理)服务费|收费(?:标准|指导意见)/;
  const said = script.sentences.flatMap((sentence): Said[] => {
    const text = sentence.text;
    if (!subject.test(sentence.passage.row ? sentence.passage.text : text)) return [];
    const share = /收费标准的(\d+(?:\.\d+)?)%/.exec(text);
    if (share)
      return [{ value: `标准的 ${share[1]}%`, sentence, pattern: /参?按?照?.{0,40}的\d+(?:\.\d+)?%收取/ }];
    const plain = /按照?.{0,60}(?:规定|标准|文)(?:执行|收取)/;
    return plain.test(text) ? [{ value: '按标准执行（未写折扣）', sentence, pattern: plain }] : [];
  });
  return differing(script, '代理服务费', said, 'warning');
}

/** 否 to the question whether the committee decides, and a sentence by which it does. */
function whoDecides(script: Manuscript): Hit[] {
  const asked = script.sentences.find(
    ({ text, passage }) => passage.row && /^否/.test(text) && /授权评标委员会确定中标人/.test(passage.text),
  );
  if (!asked) return [];
  const decided = /(委托|授权)评标委员会[^。;]{0,24}确定中标人/;
  return script.sentences
    .filter(({ text }) => decided.test(text) && !/是否|或者?采购人?委托|或者委托/.test(text))
    .map((sentence) => ({
      severity: 'error' as const,
      evidence: [...quoteSentence(script, asked), ...quoteSentence(script, sentence, decided)],
      fact: '一处写不授权评标委员会确定中标人，另一处写委托其确定',
      question: '中标人由采购人确定，还是委托评标委员会确定？',
    }));
}

export const contradictions: Rule = {
  id: 'contradiction',
  title: '同一事项前后不一',
  matters: '同一期限、金额、周期或扣罚写法不同，报价、评审和结算都会产生争议',
  basis: ['regulation-15', 'order87-65'],
  find: (script) => [
    ...figures(script),
    ...rhythms(script),
    ...deductions(script),
    ...fees(script),
    ...abolished(script),
    ...whoDecides(script),
    ...responses(script),
    ...grades(script),
    ...yearsBack(script),
  ],
};
