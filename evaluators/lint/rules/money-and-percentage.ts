import { quoteSentence, type Sentence } from '../manuscript.ts';
import type { Rule } from '../rule.ts';

const inPercent =
  /以百分比[^。;]{0,12}报|报(?:价|出)?费率|(?:报价|折扣率|下浮率|费率)为?[^。;,]{0,8}_+%|(?:折扣率|下浮率|费率)报价|_+%折扣/;
const inMoney =
  /报价[^。;]{0,10}以?人民币[^。;]{0,4}元?为(?:计算)?单位|最高限价[::\t(元)]*[\d,]+(?:\.\d+)?万?元|报价[^。;]{0,8}超过[^。;]{0,12}(?:预算|最高限价)|报价\(大写\)|大写金额/;

export const moneyAndPercentage: Rule = {
  id: 'money-and-percentage',
  title: '按百分比报价，却以金额限价',
  matters:
    '费率与金额不能直接比较：超过限价、低于限价一定比例、大小写不一致等规则无法适用，同一数字也可能被理解为“按几折”或“优惠多少”',
  basis: ['order87-20', 'order87-59', 'order87-65'],
  find(script) {
    const matching = (pattern: RegExp): Sentence[] =>
      script.sentences.filter(({ text }) => pattern.test(text));
    const percent = matching(inPercent);
    const money = matching(inMoney);
    const binding = percent.filter(({ passage }) => !/如(?:采用|以)|例如/.test(passage.text));
    if (binding.length === 0 || money.length === 0) return [];
    return [
      {
        severity: 'error',
        evidence: [
          ...binding.flatMap((sentence) => quoteSentence(script, sentence, inPercent)),
          ...money.flatMap((sentence) => quoteSentence(script, sentence, inMoney)),
        ],
        fact: `${binding.length} 处要求以百分比报价，${money.length} 处以金额规定报价单位、限价或者大写`,
        question:
          '报价为费率，最高限价为金额：以费率表示的最高限价是多少（是否 100%）？费率是“按目录价的百分之几结算”还是“优惠百分之几”？保留两位小数是指百分数的两位小数吗？异常低价与大小写修正如何适用？',
      },
    ];
  },
};
