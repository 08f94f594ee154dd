import { type Manuscript, quoteSentence } from '../manuscript.ts';
import { numberOf, numeral } from '../measure.ts';
import type { Hit, Rule } from '../rule.ts';

interface Unmeetable {
  pattern: RegExp;
  not?: RegExp;
  severity: Hit['severity'];
  fact: string;
  question: string;
}
const unmeetable: Unmeetable[] = [
  {
    pattern:
      /(?:中断|故障|宕机|停机|差错|丢失)(?:次数|时间|时长|率)?(?:为|=|≤|<=|不超过)(?:零|0)(?!\.)(?!\d)/,
    severity: 'warning',
    fact: '要求全程无一次中断或故障，任何系统都做不到',
    question: '“零中断/零故障”如何考核？可否改为可用性百分比，并写明计量口径和例外（计划维护、不可抗力）？',
  },
  {
    pattern: /(?:>|大于|超过|高于)100%|(?:<|小于|低于)0%/,
    severity: 'error',
    fact: '百分比的限值超出可能的范围',
    question: '该限值超出百分比的范围，请更正。',
  },
  {
    pattern:
      /(?:可用性|在线率|成功率|准确率|覆盖率|及时率|合规率|命中率|检出率|达标率|完好率)[^,;。\t]{0,12}?100%/,
    not: /力争|目标/,
    severity: 'note',
    fact: '要求 100%，一次偶然失误即不达标',
    question: '100% 的指标按什么样本、什么周期计算？是否有例外？部分达标如何计分？',
  },
  {
    pattern: /(?:绝对|永久|永不|万无一失|完全杜绝|任何情况下(?:均|都)?(?:不得|不能)(?:出现|发生|中断))/,
    severity: 'note',
    fact: '要求无条件成立的结果，无法检测',
    question: '该要求如何核验？请改为可以检测的指标。',
  },
  {
    pattern: /(?:完全|百分之百)(?:合规|互联互通|兼容|一致)/,
    severity: 'note',
    fact: '“完全”没有可核验的范围',
    question: '“完全”以什么清单或标准为准？',
  },
];

/** Targets of a table stand in a cell of their own; the cell alone says nothing but 100%. */
function bareHundreds(script: Manuscript): Hit[] {
  const rows = script.tables.flatMap((table) => table.rows);
  const found = rows.filter(
    ({ cells }) =>
      cells.some((cell) => /^(?:=|>=)?100%$/.test(cell)) && cells.some((cell) => /率/.test(cell)),
  );
  if (found.length === 0) return [];
  return [
    {
      severity: 'note',
      evidence: found.flatMap(({ line }) =>
        script.sentences
          .filter((s) => s.line === line && /率|100%/.test(s.text))
          .flatMap((s) => quoteSentence(script, s)),
      ),
      fact: `${found.length} 项考核指标的目标为 100%，一次偶然失误即不达标`,
      question: '目标为 100% 的指标按什么样本、什么周期计算？部分达标如何计分？',
    },
  ];
}

/** 不少于 9 个且不超过 6 个. */
function emptyRanges(script: Manuscript): Hit[] {
  const pattern = new RegExp(
    `(?:不少于|不低于|不小于|>=|至少)(${numeral})([个名人家台天日%]|小时|分钟|工作日)[^。;]{0,12}?(?:不超过|不高于|不多于|<=|最多)(${numeral})\\2`,
  );
  return script.sentences.flatMap((sentence) => {
    const match = pattern.exec(sentence.text);
    if (!match || !(numberOf(match[1]!) > numberOf(match[3]!))) return [];
    return [
      {
        severity: 'error' as const,
        evidence: quoteSentence(script, sentence, pattern),
        fact: `下限 ${match[1]}${match[2]} 大于上限 ${match[3]}${match[2]}，没有取值能满足`,
        question: '该范围的上下限相反，请更正。',
      },
    ];
  });
}

export const limits: Rule = {
  id: 'unmeetable-limit',
  title: '无法达到或无法核验的限值',
  matters: '没有人能保证的指标会使响应失实，或者使考核随意',
  basis: ['regulation-15', 'order87-55'],
  find: (script) => [
    ...unmeetable.flatMap(({ pattern, not, severity, fact, question }) =>
      script.sentences
        .filter(({ text }) => pattern.test(text) && !not?.test(text))
        .map(
          (sentence): Hit => ({
            severity,
            evidence: quoteSentence(script, sentence, pattern),
            fact,
            question,
          }),
        ),
    ),
    ...bareHundreds(script),
    ...emptyRanges(script),
  ],
};
