import { bigrams, likeness } from '../likeness.ts';
import {
  type Clause,
  type Manuscript,
  quote,
  quoteLine,
  quoteSentence,
  type Sentence,
} from '../manuscript.ts';
import { type Hit, type Rule, sayLines } from '../rule.ts';

const standard =
  /(?:GB\/[TZ]|GB|GM\/[TZ]|GA\/T|YD\/T|SJ\/T|DB\d\d\/T|ISO\/IEC|ISO|IEC)\d+(?:\.\d+)*-(?:19|20)\d\d/g;

function twiceListedStandards(script: Manuscript): Hit[] {
  const places = new Map<string, { line: number; from: number; to: number; passage: number }[]>();
  script.passages.forEach((passage, index) => {
    for (const match of passage.text.matchAll(standard)) {
      // Only entries of a list: 《name》(code), with nothing but the list mark before.
      const before = passage.text.slice(0, match.index);
      const entry = /^[-(\d).、]*《[^》]+》\($/.test(before) || /^\($/.test(before);
      if (!entry) continue;
      const seen = places.get(match[0]) ?? [];
      seen.push({
        line: passage.spots[match.index]!.line,
        from: match.index,
        to: match.index + match[0].length,
        passage: index,
      });
      places.set(match[0], seen);
    }
  });
  const hits: Hit[] = [];
  for (const [code, seen] of places) {
    if (seen.length < 2) continue;
    hits.push({
      severity: 'warning',
      evidence: seen.flatMap(({ passage, from, to }) => quote(script, script.passages[passage]!, from, to)),
      fact: `标准 ${code} 列出 ${seen.length} 次（${sayLines(seen.map(({ line }) => line))}）`,
      question: `标准 ${code} 重复列出，是否应为另一项标准？若系重复，请删去并更正条数。`,
    });
  }
  for (const [code, seen] of places) {
    const older = [...places].find(
      ([other]) =>
        other !== code && other.replace(/-\d{4}$/, '') === code.replace(/-\d{4}$/, '') && other < code,
    );
    if (!older) continue;
    const [oldCode, oldSeen] = older;
    hits.push({
      severity: 'warning',
      evidence: [...oldSeen, ...seen].flatMap(({ passage, from, to }) =>
        quote(script, script.passages[passage]!, from, to),
      ),
      fact: `同一标准的两个版本并列：${oldCode} 与 ${code}`,
      question: `${oldCode} 与 ${code} 是同一标准的不同版本，执行哪一版？`,
    });
  }
  return hits;
}

const comparable = (script: Manuscript): Clause[] =>
  script.clauses.filter(
    ({ text, line }) => text.length >= 18 && !/^《|\d{4}年/.test(text) && !script.raw(line).includes('\t'),
  );

/** Equal wording under two headings: once is enough, or one of them was meant otherwise. */
function repeatedClauses(script: Manuscript): Hit[] {
  const byWording = new Map<string, Clause[]>();
  // A rule of procedure and the form that repeats it say the same for good reasons.
  const technical = /(要求|规格|功能|指标|服务|性能|标准|规范)$/;
  for (const clause of comparable(script)) {
    if (!technical.test(clause.heading?.title ?? '')) continue;
    const wording = clause.text.replace(/\(提供[^()]*\)/g, '').replace(/[\p{P}\s]/gu, '');
    byWording.set(wording, [...(byWording.get(wording) ?? []), clause]);
  }
  return [...byWording.values()].flatMap((same) => {
    if (same.length < 2) return [];
    const sections = new Set(same.map(({ heading }) => heading?.line));
    const starred = same.filter(({ source }) => source.starred);
    const uneven = starred.length > 0 && starred.length < same.length;
    return [
      {
        severity: sections.size === 1 ? ('warning' as const) : ('note' as const),
        evidence: same.map(({ line }) => quoteLine(script, line)),
        fact: `同一要求写了 ${same.length} 次（${same
          .map(({ heading }) => heading?.title ?? '')
          .filter(Boolean)
          .join('、')}）${uneven ? '，其中只有一处加星号' : ''}`,
        question: uneven
          ? '两处文字相同的要求，只有一处加星号。是否仅按加星号的一处计分？另一处是否另需响应？'
          : '两处要求文字相同，是否其中一处应为他项要求？',
      },
    ];
  });
}

/** Nearly equal wording where one adds 可选 or drops a negation: the same thing said in two ways. */
function contraryTwins(script: Manuscript): Hit[] {
  const turning = /可选|选配|不|无|未|非/g;
  const wholeClauses = comparable(script).flatMap((clause) => {
    const passage = script.passages.find(({ line }) => line === clause.line);
    return passage ? [{ text: clause.text, passage, from: 0, line: clause.line }] : [];
  });
  const pool: Sentence[] = [...script.sentences.filter(({ text }) => text.length >= 16), ...wholeClauses];
  const grams = pool.map(({ text }) => bigrams(text));
  const hits: Hit[] = [];
  const told = new Set<string>();
  const core = (text: string) => text.replace(/^[-\d.()▲、]+/, '').slice(0, 8);
  for (let i = 0; i < pool.length; i++) {
    for (let j = i + 1; j < pool.length; j++) {
      const [one, other] = [pool[i]!, pool[j]!];
      const [small, large] = [grams[i]!.size, grams[j]!.size].sort((x, y) => x - y);
      if (small! < 0.82 * large!) continue;
      if (one.line === other.line || one.text === other.text || likeness(grams[i]!, grams[j]!) < 0.82)
        continue;
      const [a, b] = [one, other].map(({ text }) => (text.match(turning) ?? []).sort().join(''));
      const key = `${[a, b].sort().join('|')}|${core(one.text)}`;
      if (a === b || told.has(key)) continue;
      told.add(key);
      hits.push({
        severity: 'warning',
        evidence: [...quoteSentence(script, one), ...quoteSentence(script, other)],
        fact: `两句几乎相同，但“${[a, b].map((words) => words || '（无）').join('”与“')}”不同，含义可能相反`,
        question: `${sayLines([one.line, other.line])}的两处表述不一致，以何者为准？`,
      });
    }
  }
  return hits;
}

/** A part between commas that stands again, or at the head of another part, in the same sentence. */
function stutters(script: Manuscript): Hit[] {
  return script.sentences.flatMap((sentence) => {
    const parts = sentence.text.split(',').filter((part) => part.length >= 8);
    const again = parts.find((part, i) => parts.some((other, j) => j !== i && other.startsWith(part)));
    if (again === undefined) return [];
    return [
      {
        severity: 'note' as const,
        evidence: quoteSentence(script, sentence),
        fact: `同一句内重复：“${again}”`,
        question: '该句有重复文字，请确认原意，是否另有内容遗漏？',
      },
    ];
  });
}

export const duplicates: Rule = {
  id: 'duplicates',
  title: '重复列出',
  matters: '重复的标准或条款使条数虚增，响应表要答两次，也可能是另一内容被误写',
  basis: ['regulation-15'],
  find: (script) => [
    ...twiceListedStandards(script),
    ...repeatedClauses(script),
    ...contraryTwins(script),
    ...stutters(script),
  ],
};
