import { type Manuscript, quoteSentence, type Sentence } from '../manuscript.ts';
import { numberOf } from '../measure.ts';
import type { Hit } from '../rule.ts';

/** What is abolished or ruled out in one place and taken for granted in another. */
export function abolished(script: Manuscript): Hit[] {
  return ['投标保证金', '履约保证金', '质量保证金'].flatMap((deposit) => {
    const gone = script.sentences.find(({ text }) =>
      new RegExp(`(取消|免收|不再?收取|不得收取|不要求)[^,;。]{0,8}${deposit}`).test(text),
    );
    if (!gone) return [];
    return script.sentences
      .filter(({ text }) =>
        new RegExp(
          `${deposit}[^,;。]{0,8}(缴纳|提交|交纳|递交|返还|退还)|(缴纳|提交|交纳)[^,;。]{0,8}${deposit}`,
        ).test(text),
      )
      .filter(({ text }) => !/取消|免收|不得|不再|不收取/.test(text))
      .map(
        (sentence): Hit => ({
          severity: /原则上/.test(gone.text) ? 'note' : 'warning',
          evidence: [...quoteSentence(script, gone), ...quoteSentence(script, sentence)],
          fact: `一处写明取消或不收${deposit}，另一处仍写其缴纳`,
          question: `本项目是否收取${deposit}？若不收取，请删去相关表述。`,
        }),
      );
  });
}

/** Faults graded in two steps here and in three there. */
export function grades(script: Manuscript): Hit[] {
  const pattern = /(特别重大|重大|严重|较大|一般|紧急)(?=故障)/g;
  const places = new Map<number, { grades: Set<string>; sentences: Sentence[] }>();
  for (const sentence of script.sentences) {
    const found = [...sentence.text.matchAll(pattern)].map((match) => match[1]!);
    if (found.length === 0) continue;
    const where = script.above(sentence.line, 3)?.line ?? 0;
    const place = places.get(where) ?? { grades: new Set<string>(), sentences: [] };
    for (const grade of found) place.grades.add(grade);
    place.sentences.push(sentence);
    places.set(where, place);
  }
  const graded = [...places.values()].filter((place) => place.grades.size >= 2);
  const scales = graded.map((place) => [...place.grades].sort().join('、'));
  if (new Set(scales).size < 2) return [];
  return [
    {
      severity: 'warning',
      evidence: graded.flatMap(({ sentences }) =>
        sentences
          .slice(0, 6)
          .flatMap((sentence) =>
            quoteSentence(script, sentence, /(?:特别重大|重大|严重|较大|一般|紧急)故障[^,;。]{0,30}/),
          ),
      ),
      fact: `故障分级前后不一：${[...new Set(scales)].join('；')}`,
      question: '故障分几级、各级如何界定？只在一处出现的等级适用哪一处的时限？',
    },
  ];
}

/** A response time for everything that is shorter than the one for a class of faults. */
export function responses(script: Manuscript): Hit[] {
  const pattern = /响应(?:时间|时限)[^。;\t\d]{0,10}?(\d+)分钟/;
  const said = script.sentences.flatMap((sentence) => {
    const match = pattern.exec(sentence.text);
    return match
      ? [
          {
            sentence,
            minutes: Number(match[1]),
            graded: /一般|普通|严重|较大|重大|紧急|[一二三四]级/.test(sentence.text),
          },
        ]
      : [];
  });
  return said
    .filter(({ graded }) => !graded)
    .flatMap((all) => {
      const longer = said.filter(({ graded, minutes }) => graded && minutes > all.minutes);
      if (longer.length === 0) return [];
      return [
        {
          severity: 'warning' as const,
          evidence: [all, ...longer].flatMap(({ sentence }) => quoteSentence(script, sentence, pattern)),
          fact: `一处不分等级要求 ${all.minutes} 分钟内响应，另一处按等级允许 ${longer.map(({ minutes }) => minutes).join('、')} 分钟`,
          question: '故障响应时间按等级还是一律执行？两处以何者为准？',
        },
      ];
    });
}

/** 近三年(自某年某月某日以来) against three years back from the deadline. */
export function yearsBack(script: Manuscript): Hit[] {
  const pattern = /近(三|两|二|五|[235])年[^。;]{0,4}\(?(?:自)?(\d{4})年(\d{1,2})月/;
  const due = script.sentences.find(
    ({ text, passage, line }) =>
      /\d{4}年\d{1,2}月\d{1,2}日\d/.test(text) &&
      /截止/.test(`${script.above(line)?.title ?? ''}${passage.text}`),
  );
  const end = due && /(\d{4})年(\d{1,2})月/.exec(due.text);
  if (!due || !end) return [];
  return script.sentences.flatMap((sentence): Hit[] => {
    const match = pattern.exec(sentence.text);
    if (!match) return [];
    const months = (Number(end[1]) - Number(match[2])) * 12 + Number(end[2]) - Number(match[3]);
    if (Math.abs(months - numberOf(match[1]!) * 12) <= 1) return [];
    return [
      {
        severity: 'note',
        evidence: [...quoteSentence(script, sentence, pattern), ...quoteSentence(script, due)],
        fact: `“近${match[1]}年”与所写起始日期不符：从起始日期到投标截止约 ${months} 个月`,
        question: `业绩以“近${match[1]}年”还是以所写起始日期为准？`,
      },
    ];
  });
}
