import { type Manuscript, quoteSentence, type Sentence } from '../manuscript.ts';
import type { Hit, Rule } from '../rule.ts';

/** Words that belong to one procedure, and those procedures that use them rightly. */
const words: { pattern: RegExp; of: string; rightIn: RegExp; instead: string }[] = [
  {
    pattern: /(?<![中、(/])成交(?:供应商|通知书|结果|人|后|公告|价)/,
    of: '谈判、磋商、询价',
    rightIn: /谈判|磋商|询价|框架|单一来源/,
    instead: '中标',
  },
  {
    pattern: /(?<![投(])响应(?:文件|性文件)(?!\))|其响应作|响应供应商/,
    of: '谈判、磋商、询价',
    rightIn: /谈判|磋商|询价|框架|单一来源/,
    instead: '投标文件',
  },
  {
    pattern: /征集(?:文件|人|公告)|入围供应商/,
    of: '框架协议采购',
    rightIn: /框架/,
    instead: '招标文件、采购人',
  },
  {
    pattern: /磋商(?:小组|文件|响应)|谈判(?:小组|文件|响应)|询价(?:小组|通知书)/,
    of: '谈判、磋商、询价',
    rightIn: /谈判|磋商|询价/,
    instead: '评标委员会、招标文件',
  },
  {
    pattern: /开标异议|对开标有异议|提出异议/,
    of: '工程招标投标',
    rightIn: /招标投标法|工程/,
    instead: '疑义（开标）、询问或者质疑',
  },
];

function procedureOf(script: Manuscript): string {
  const named = /采购方式[::\t]*([\p{Script=Han}]{2,8})/u.exec(script.whole);
  return named?.[1] ?? (/招标公告|投标人须知/.test(script.whole) ? '公开招标' : '');
}

function misused(script: Manuscript): Hit[] {
  const procedure = procedureOf(script);
  if (procedure === '') return [];
  return words.flatMap(({ pattern, of, rightIn, instead }) => {
    if (rightIn.test(procedure)) return [];
    const found = script.sentences.filter(
      ({ text }) =>
        pattern.test(text) &&
        !/中标[、(/]成交|《[^》]*成交/.test(text) &&
        !(/异议/.test(pattern.source) && /无任何异议/.test(text)),
    );
    if (found.length === 0) return [];
    const seen = [...new Set(found.map(({ text }) => pattern.exec(text)![0]))];
    return [
      {
        severity: 'warning' as const,
        evidence: found.flatMap((sentence) => quoteSentence(script, sentence, pattern)),
        fact: `本项目为${procedure}，文中用了${of}的用语“${seen.join('”“')}”，共 ${found.length} 处`,
        question: `“${seen.join('”“')}”是否应为“${instead}”？请统一用语。`,
      },
    ];
  });
}

/** 本办法 in a text that is no decree. */
function leftovers(script: Manuscript): Hit[] {
  const pattern = /本(?:办法|条例|规定|通知|细则)(?=[规第所的,。]|$)/;
  const own = script.headings.slice(0, 3).some(({ title }) => /办法|条例|细则/.test(title));
  if (own) return [];
  const named = (sentence: Sentence) =>
    script.passages
      .filter(({ line }) => line <= sentence.line && line > sentence.line - 12)
      .some(({ text }) => /《[^》]*(?:办法|条例|规定|细则)》/.test(text));
  return script.sentences
    .filter(({ text, line }) => pattern.test(text) && !/\(试行\)|办法/.test(script.above(line)?.title ?? ''))
    .map((sentence) => ({
      severity: named(sentence) ? ('note' as const) : ('warning' as const),
      evidence: quoteSentence(script, sentence, new RegExp(`.{0,20}${pattern.source}.{0,14}`)),
      fact: `“${pattern.exec(sentence.text)![0]}”是法令原文的自称，招标文件并不是${named(sentence) ? '（前文提到了所抄的法令）' : '，也没有说明所指的法令'}`,
      question: `“${pattern.exec(sentence.text)![0]}”指哪一部法令？`,
    }));
}

/** 废标 is said of a project; of one bid it is 投标无效. */
function singleBid(script: Manuscript): Hit[] {
  const pattern = /(?:投标人|投标文件|供应商)[^。;]{0,24}(?:(?:为|作|按|作为)废标(?!条款)|废标处理)/;
  return script.sentences
    .filter(({ text }) => pattern.test(text) && !/不足[三3]家|均/.test(text))
    .map((sentence) => ({
      severity: 'warning' as const,
      evidence: quoteSentence(script, sentence),
      fact: '把“废标”用于单个投标；废标是整个项目的废标，单个投标应为投标无效',
      question: '该处是否指投标无效？',
      basis: ['law-36' as const],
    }));
}

export const foreignProcedure: Rule = {
  id: 'foreign-procedure',
  title: '他种采购方式的用语或法令残留',
  matters: '混用他种采购方式的用语会使无效情形、期限和救济的适用依据不清',
  basis: ['order87-20'],
  find: (script) => [...misused(script), ...leftovers(script), ...singleBid(script)],
};
