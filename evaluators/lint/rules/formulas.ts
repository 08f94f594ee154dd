import { quoteSentence } from '../manuscript.ts';
import type { Rule } from '../rule.ts';

const formula = /[\p{Script=Han}A-Za-z\d()]{2,24}=[^=<>。;,]{3,120}/u;
/** A term: words between operators, without figures. */
const term = /[\p{Script=Han}A-Za-z][\p{Script=Han}A-Za-z\d]*/gu;

/** What a text says a term is. */
const defines = (name: string): RegExp =>
  new RegExp(`${name}(?:是指|系指|指|即|为|的取值|[:：]|”(?:是|系)?指)|(?:为|称为?|即)“?${name}`);

export const formulas: Rule = {
  id: 'undefined-in-formula',
  title: '公式中的量没有定义',
  matters: '公式里的每个量都要有来源、口径和计量单位，否则同一份数据可以算出不同的得分或者费用',
  basis: ['order87-20', 'order87-55', 'regulation-15'],
  find(script) {
    return script.sentences.flatMap((sentence) => {
      const match = /[×*/÷+]|\(1-/.test(sentence.text) ? formula.exec(sentence.text) : null;
      if (!match) return [];
      const [left, ...rest] = match[0].split('=');
      const terms = [...new Set([...rest.join('=').matchAll(term)].map((m) => m[0]))].filter(
        (name) => name.length >= 2 && !/^(元|万元|分|年|月|天|日|小时|即|其中)|报价$/.test(name),
      );
      if (terms.length === 0) return [];
      const elsewhere = script.whole.replaceAll(match[0], '');
      const unknown = terms.filter((name) => !elsewhere.includes(name));
      const loose = terms.filter((name) => elsewhere.includes(name) && !defines(name).test(elsewhere));
      if (unknown.length === 0) return [];
      return [
        {
          severity: 'warning' as const,
          evidence: quoteSentence(script, sentence, formula),
          fact: `公式“${left}”中的${unknown.map((name) => `“${name}”`).join('、')}在别处没有出现，没有定义和计量口径${loose.length > 0 ? `；${loose.map((name) => `“${name}”`).join('、')}出现过而没有定义` : ''}`,
          question: `公式中的${unknown.map((name) => `“${name}”`).join('、')}如何计量（单位、周期、取整、由谁提供数据）？`,
        },
      ];
    });
  },
};
