import { quoteSentence, type Sentence } from '../manuscript.ts';
import { numberOf, numeral } from '../measure.ts';
import { type Hit, type Rule, sayLines } from '../rule.ts';

interface Limit {
  sentence: Sentence;
  figure: string;
  direction: 'up' | 'down';
  strict: boolean;
  pattern: RegExp;
}
const units = '(分(?!钟|包|支)|%|人|家|名|个工作日|日历日|小时|分钟|万元|元|次)';
const kinds: { words: RegExp; direction: Limit['direction']; strict: boolean }[] = [
  { words: new RegExp(`(?:超过|大于|高于|多于|>)(${numeral})${units}(?!以)`), direction: 'up', strict: true },
  {
    words: new RegExp(
      `(?:不低于|不少于|不小于|达到|及格(?:分|线)为|合格(?:分|线)为|>=|满)(${numeral})${units}`,
    ),
    direction: 'up',
    strict: false,
  },
  { words: new RegExp(`(${numeral})${units}(?:及以上|以上(?:\\(含)?)`), direction: 'up', strict: false },
  {
    words: new RegExp(`(?<!不)(?:低于|少于|小于|不足|不满|<)(${numeral})${units}`),
    direction: 'down',
    strict: true,
  },
  {
    words: new RegExp(`(?:不超过|不高于|不大于|不多于|<=)(${numeral})${units}`),
    direction: 'down',
    strict: false,
  },
];

/** `不超过` is no `超过`. */
const negated = (text: string, index: number): boolean =>
  text[index - 1] === '不' || text[index - 1] === '未';

function limitsOf(sentence: Sentence): Limit[] {
  return kinds.flatMap(({ words, direction, strict }) =>
    [...sentence.text.matchAll(new RegExp(words.source, 'g'))]
      .filter((match) => !(strict && negated(sentence.text, match.index)))
      .map((match) => ({
        sentence,
        figure: `${numberOf(match[1]!)}${match[2]}`,
        direction,
        strict,
        pattern: words,
      })),
  );
}

export const strictness: Rule = {
  id: 'strict-or-not',
  title: '限值是否含本数不一致',
  matters: '恰好等于限值时，按一处合格，按另一处不合格',
  basis: ['order87-65', 'regulation-15'],
  find(script) {
    const all = script.sentences.flatMap(limitsOf);
    const hits: Hit[] = [];
    all.forEach((one, index) => {
      for (const other of all.slice(index + 1)) {
        const near = Math.abs(one.sentence.line - other.sentence.line) <= 4;
        if (!near || one.figure !== other.figure || one.direction !== other.direction) continue;
        if (one.strict === other.strict) continue;
        // Two rows of a table are two indicators.
        if (one.sentence.passage.row && one.sentence.passage !== other.sentence.passage) continue;
        hits.push({
          severity: 'warning',
          evidence: [
            ...quoteSentence(script, one.sentence, one.pattern),
            ...quoteSentence(script, other.sentence, other.pattern),
          ],
          fact: `同为 ${one.figure}，一处含本数、一处不含（${sayLines([one.sentence.line, other.sentence.line])}）`,
          question: `恰好为 ${one.figure} 时如何认定？`,
        });
      }
    });
    return hits;
  },
};
