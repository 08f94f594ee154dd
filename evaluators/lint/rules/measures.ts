import { type Manuscript, quote, quoteSentence, type Sentence } from '../manuscript.ts';
import type { Hit, Rule } from '../rule.ts';

/** Figures whose meaning depends on a condition that the text should name. */
const open: { pattern: RegExp; told: RegExp; fact: string; question: string }[] = [
  {
    pattern: /IOPS[^\d]{0,8}\d+/i,
    told: /块大小|\d+KB?(?:随机|顺序)|读写比|随机读|随机写|队列深度/i,
    fact: '规定了 IOPS 而没有块大小、读写比例、队列深度和持续时间',
    question: 'IOPS 按什么块大小、读写比例、随机或顺序、队列深度和持续时间测试？是每卷还是每 TB？',
  },
  {
    pattern: /CPU资源[^。;]{0,12}\d+核|不(?:少|低)于\d+核/,
    told: /物理核|物理CPU|vCPU(?:数)?不|超配比|超分比/i,
    fact: '“核”没有说明是物理核、线程还是 vCPU',
    question: '“核”指物理核、硬件线程还是 vCPU？若为 vCPU，超配比不超过多少？',
  },
  {
    pattern: /存储资源[^。;]{0,12}\d+T(?!\/)|存储容量[^。;]{0,8}\d+TB?/,
    told: /可用容量|裸容量|有效容量/,
    fact: '存储容量没有说明是裸容量还是扣除副本、纠删码后的可用容量',
    question: '存储容量指裸容量还是可用容量？按十进制 TB 还是二进制 TiB？',
  },
  {
    pattern: /(?:可用性|可用率)[^。;\t]{0,6}(?:>=|不低于|不少于|达到)\d+(?:\.\d+)?%/,
    told: /可用性(?:=|按|的计算|计算)|可用率(?:=|按)|停机时间/,
    fact: '规定了可用性百分比而没有计算公式、统计周期和例外',
    question: '可用性按什么公式、什么周期统计？计划维护是否计入？',
  },
];

function openMeasures(script: Manuscript): Hit[] {
  return open.flatMap(({ pattern, told, fact, question }) => {
    if (told.test(script.whole)) return [];
    const said = script.sentences.filter(({ text }) => pattern.test(text));
    if (said.length === 0) return [];
    return [
      {
        severity: 'note' as const,
        evidence: said.flatMap((sentence) => quoteSentence(script, sentence, pattern)),
        fact,
        question,
      },
    ];
  });
}

/** 25T beside 700TB: a unit that lost its letter. */
function cutUnits(script: Manuscript): Hit[] {
  return script.sentences.flatMap((sentence: Sentence) => {
    const match = /\d+[TG](?![A-Za-z\d/])/.exec(sentence.text);
    if (!match || !/\d+[TG]B/.test(sentence.text)) return [];
    const from = sentence.from + match.index;
    return [
      {
        severity: 'note' as const,
        evidence: quote(script, sentence.passage, from, from + match[0].length),
        fact: `同一句中单位写法不一：“${match[0]}”缺少字节或比特的符号`,
        question: `“${match[0]}”是否为 ${match[0]}B？`,
      },
    ];
  });
}

/** 的的, 乙方方: a character too many. */
function doubled(script: Manuscript): Hit[] {
  return script.sentences.flatMap((sentence) => {
    const match = /([的了和或及为是在将应由对方于])\1(?!面)/u.exec(sentence.text);
    if (!match || /(?:标|目)的的|方方面面/.test(sentence.text)) return [];
    const from = sentence.from + Math.max(0, match.index - 4);
    return [
      {
        severity: 'note' as const,
        evidence: quote(script, sentence.passage, from, sentence.from + match.index + 2),
        fact: `“${match[0]}”重字`,
        question: '该处有重字，请更正。',
        matters: '文字错误本身不影响效力，但说明文本未经校对',
        basis: [],
      },
    ];
  });
}

/** A definition whose last word was left blank. */
function blanks(script: Manuscript): Hit[] {
  const pattern = /(?:系指|是指|指的是)[^。;]{0,40}_{3,}/;
  return script.sentences
    .filter(({ text, line }) => pattern.test(text) && !/合同|格式/.test(script.above(line, 1)?.title ?? ''))
    .map((sentence) => ({
      severity: 'warning' as const,
      evidence: quoteSentence(script, sentence, pattern),
      fact: '定义处留了空白，没有填写',
      question: '该处空白应填什么？',
      matters: '定义不完整，所指的人或事不明',
    }));
}

/** What follows from passing is told, what follows from failing is not. */
function silentFailure(script: Manuscript): Hit[] {
  const passing = /考核[^。;]{0,12}(?:及格|合格)(?:分|线)为\d+|为考核(?:合格|及格)/;
  const said = script.sentences.filter(({ text }) => passing.test(text) && /考核/.test(text));
  if (
    said.length === 0 ||
    /不合格的|考核不合格|不及格|未达到?(?:及格|合格)|低于(?:及格|合格)/.test(script.whole)
  )
    return [];
  return [
    {
      severity: 'warning',
      evidence: said.flatMap((sentence) => quoteSentence(script, sentence)),
      fact: '写明了考核合格分和合格时的结算，没有写不合格时如何处理',
      question: '考核不合格时如何结算、是否整改或者解除合同？',
      matters: '不合格的后果不明，结算与违约责任无从执行',
    },
  ];
}

export const measures: Rule = {
  id: 'open-measure',
  title: '指标缺少口径或写法有误',
  matters: '没有口径的数字，测出来可以合格也可以不合格',
  basis: ['regulation-15'],
  find: (script) => [
    ...openMeasures(script),
    ...blanks(script),
    ...silentFailure(script),
    ...cutUnits(script),
    ...doubled(script),
  ],
};
