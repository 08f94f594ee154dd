import { bigrams } from '../likeness.ts';
import { type Manuscript, quoteLine, quoteSentence } from '../manuscript.ts';
import { numberOf } from '../measure.ts';
import type { Hit, Rule } from '../rule.ts';

const listedForm = /^格式(\d+(?:-\d+)?)$/;

/** 格式 N that a list announces and that no heading opens. */
function missingForms(script: Manuscript): Hit[] {
  const lone = new Map<string, number>();
  for (const { text, line, row } of script.passages) {
    const match = row ? undefined : /^格式(\d+)(?:-\d+)?[::.、]?(?=\D{0,24}$)/.exec(text);
    if (match) lone.set(match[1]!, line);
  }
  if (lone.size === 0) return [];
  return script.tables.flatMap(({ rows }) =>
    rows.flatMap(({ line, cells }) => {
      const number = cells.map((cell) => listedForm.exec(cell)?.[1]).find((n) => n !== undefined);
      if (number === undefined || lone.has(number.split('-')[0]!)) return [];
      const at = cells.findIndex((cell) => listedForm.test(cell));
      const name = cells.slice(0, at).findLast((cell) => /[^件]$|文件$/.test(cell) && cell.length > 1) ?? '';
      const core = name.replace(/\(.*?\)/g, '').replace(/^.*的(?=.)/, '');
      const standing = script.passages.find(
        (p) => !p.row && p.line > line && p.text.length <= core.length + 12 && p.text.startsWith(core),
      );
      return [
        {
          severity: standing ? ('note' as const) : ('error' as const),
          evidence: [quoteLine(script, line), ...(standing ? [quoteLine(script, standing.line)] : [])],
          fact: standing
            ? `目录列有格式 ${number}“${name}”，正文有此表但没有“格式 ${number}”标题`
            : `目录列有格式 ${number}“${name}”，正文没有这一格式`,
          question: `请${standing ? '标明' : '补充'}格式 ${number}“${name}”${standing ? '的位置' : ''}。`,
        },
      ];
    }),
  );
}

/** 附件 N, 第 N 部分, 第 N 章 that are not there. */
function missingDivisions(script: Manuscript): Hit[] {
  const opened = (word: string) =>
    new Set(
      script.headings
        .map(({ mark, folded }) => `${mark.normalize('NFKC')}${folded}`.replace(/\s/g, ''))
        .concat(script.passages.filter(({ row }) => !row).map(({ text }) => text))
        .flatMap((text) => {
          const match = new RegExp(
            `^第?${word === '附件' ? '附件' : ''}([一二三四五六七八九十\\d]+)${word === '附件' ? '' : word}`,
          ).exec(text);
          return match ? [numberOf(match[1]!)] : [];
        }),
    );
  const annexes = opened('附件');
  const parts = opened('部分');
  const chapters = opened('章');
  const kinds = [
    {
      word: '附件',
      pattern: /(?:见|按照?|详见|依据|参照)[^。;,]{0,6}?附件([一二三四五六七八九十\d]+)/g,
      there: annexes,
    },
    { word: '部分', pattern: /(?:见|按照?|本?招标文件)第([一二三四五六七八九十\d]+)部分/g, there: parts },
    { word: '章', pattern: /(?:见|按照?|本?招标文件)第([一二三四五六七八九十\d]+)章/g, there: chapters },
  ];
  return script.sentences.flatMap((sentence) =>
    kinds.flatMap(({ word, pattern, there }) =>
      [...sentence.text.matchAll(pattern)]
        .filter((match) => !there.has(numberOf(match[1]!)))
        .map((match): Hit => {
          const name = word === '附件' ? `附件${match[1]}` : `第${match[1]}${word}`;
          return {
            severity: 'error',
            evidence: quoteSentence(script, sentence),
            fact: `引用“${name}”，全文没有`,
            question: `文中所引“${name}”不存在，请补充或者更正。`,
          };
        }),
    ),
  );
}

/** 见附件 without saying which, where no annex of that place follows. */
function namelessAnnexes(script: Manuscript): Hit[] {
  return script.sentences.flatMap((sentence) => {
    const match = /(?:具体|详细)?[^。,;]{0,10}(?:详?见|按)附件(?![一二三四五六七八九十\d])/.exec(
      sentence.text,
    );
    if (!match || /格式(详?见|按)附件|\(详?见附件/.test(sentence.text)) return [];
    const numbered = script.headings.filter(({ mark }) => /^附件/.test(mark)).length;
    if (numbered === 1) return [];
    return [
      {
        severity: 'note' as const,
        evidence: quoteSentence(script, sentence),
        fact: '引用“附件”而未写明是哪一个',
        question: '文中“见附件”指哪一个附件？',
      },
    ];
  });
}

/** 第3.2条, 本须知23条: a number that no clause or heading bears, or one that speaks of something else. */
function missingArticles(script: Manuscript): Hit[] {
  const marks = new Set([
    ...script.headings.map(({ mark }) => mark.normalize('NFKC').replace(/[()、.\s]+$/g, '')),
    ...script.clauses.map(({ source }) =>
      source.mark
        .normalize('NFKC')
        .replace(/[^\d.]/g, '')
        .replace(/\.$/, ''),
    ),
    ...[...script.whole.matchAll(/(?:^|\n|>)(\d+(?:\.\d+)+)/g)].map((match) => match[1]!),
  ]);
  const hits: Hit[] = [];
  for (const sentence of script.sentences) {
    for (const match of sentence.text.matchAll(
      /(?:本须知|本章|本部分|本合同|本文件|本招标文件|^|[::,])第?(\d+(?:\.\d+)*)条(?!款号)/g,
    )) {
      const number = match[1]!;
      if (!marks.has(number)) {
        hits.push({
          severity: 'error',
          evidence: quoteSentence(script, sentence),
          fact: `引用第 ${number} 条，全文没有这一条`,
          question: `文中所引第 ${number} 条不存在，请更正。`,
        });
        continue;
      }
      const target = script.headings.findLast(
        (h) => h.mark === number && h.line < sentence.line + 400 && Math.abs(h.line - sentence.line) < 400,
      );
      if (!target) continue;
      const words = bigrams(sentence.text);
      const shares = (title: string) =>
        [...bigrams(title)].some((gram) => words.has(gram) && !/投标|文件|招标|要求|服务/.test(gram));
      if (shares(target.title)) continue;
      const meant = script.headings.find(
        (h) =>
          h.level === target.level &&
          Math.abs(h.line - target.line) < 120 &&
          Math.abs(Number(h.mark) - Number(number)) <= 3 &&
          shares(h.title),
      );
      if (!meant) continue;
      hits.push({
        severity: 'warning',
        evidence: [
          ...quoteSentence(script, sentence),
          quoteLine(script, target.line),
          quoteLine(script, meant.line),
        ],
        fact: `引用第 ${number} 条（${target.title}），内容却与第 ${meant.mark} 条（${meant.title}）相合`,
        question: `所引第 ${number} 条是否应为第 ${meant.mark} 条？`,
      });
    }
  }
  return hits;
}

/** Numbers of a list that jump or come twice. */
function brokenNumbering(script: Manuscript): Hit[] {
  const hits: Hit[] = [];
  let previous: { number: number; style: string; line: number; heading?: number } | undefined;
  for (const clause of script.clauses) {
    const mark = clause.source.mark.normalize('NFKC').replace(/[\s▲★*-]/g, '');
    const number = Number(/^\(?(\d{1,3})[)、.]*$/.exec(mark)?.[1] ?? Number.NaN);
    if (!Number.isFinite(number)) continue;
    const style = mark.startsWith('(') ? '(' : '.';
    const heading = clause.heading?.line;
    const follows =
      previous?.style === style && previous.heading === heading && clause.line - previous.line <= 8;
    if (follows && previous && number > previous.number + 1)
      hits.push({
        severity: 'note',
        evidence: [quoteLine(script, previous.line), quoteLine(script, clause.line)],
        fact: `编号由 ${previous.number} 跳到 ${number}`,
        question: `编号 ${previous.number} 与 ${number} 之间是否遗漏了条款？`,
      });
    previous = { number, style, line: clause.line, ...(heading === undefined ? {} : { heading }) };
  }
  return hits;
}

export const references: Rule = {
  id: 'broken-reference',
  title: '引用的格式、附件或条号不存在',
  matters: '所引内容不存在时，投标人不知应按何处响应，可能因此被判无效',
  basis: ['order87-20', 'order87-65'],
  find: (script) => [
    ...missingForms(script),
    ...missingDivisions(script),
    ...namelessAnnexes(script),
    ...missingArticles(script),
    ...brokenNumbering(script),
  ],
};
