import { type Manuscript, quoteSentence } from '../manuscript.ts';
import type { Hit, Rule } from '../rule.ts';

const mark = '[▲★●※#*]';
const scored = new RegExp(
  `${mark}(?:号)?(?:条款|项|指标|参数)?[^。;\\t]{0,60}(?:得|加|扣)\\d+(?:\\.\\d+)?分|(?:得|加|扣)\\d+(?:\\.\\d+)?分[^。;\\t]{0,30}${mark}`,
);
const voiding =
  /(?:不响应|未响应|不满足|不符合|负偏离)[^。;]{0,20}(?:服务要求|技术要求|技术参数|商务要求|采购需求|招标文件要求)/;
const spared = new RegExp(`${mark}[^。;]{0,30}(?:不作为|并非|不是|不属于)[^。;]{0,12}(?:实质性|无效|否决)`);
const explained = new RegExp(
  `${mark}[^。;]{0,30}(?:为|是|系|表示|代表|指)[^。;]{0,16}(?:实质性|重要|关键|一般|不得偏离|评分)|(?:实质性|重要|关键|一般)[^。;]{0,12}(?:以|用|加)“?${mark}`,
);

function markedClauses(script: Manuscript): Hit[] {
  const points = script.sentences.filter(({ text }) => scored.test(text));
  if (points.length === 0 || script.sentences.some(({ text }) => spared.test(text))) return [];
  const hits: Hit[] = [];
  const voids = script.sentences.filter(
    ({ text, passage, line }) =>
      voiding.test(text) && (/无效/.test(passage.text) || listIsVoiding(script, line)),
  );
  if (voids.length > 0)
    hits.push({
      severity: 'error',
      evidence: [
        ...points.flatMap((sentence) => quoteSentence(script, sentence, scored)),
        ...voids.flatMap((sentence) => quoteSentence(script, sentence)),
      ],
      fact: '加标记的条款按响应计分，不响应只是不得分；同时又写明不响应服务、技术要求的投标无效',
      question: '加标记条款不响应或负偏离的，是只不得分，还是投标无效？未加标记的技术条款负偏离如何处理？',
    });
  if (!script.sentences.some(({ text }) => explained.test(text)))
    hits.push({
      severity: 'warning',
      evidence: points.flatMap((sentence) => quoteSentence(script, sentence, scored)),
      fact: '条款标记只在评分表中提到，没有说明它是否表示实质性要求',
      question: '条款标记表示什么：实质性要求、重要要求，还是只用于计分？',
      matters: '不允许偏离的实质性要求须以醒目方式标明；标记含义不清，投标人不知偏离的后果',
      basis: ['order87-20'],
    });
  return hits;
}

/** Whether the list that a line belongs to is introduced by 无效. */
function listIsVoiding(script: Manuscript, line: number): boolean {
  const before = script.passages.filter((p) => p.line < line && p.line > line - 16);
  return before.some(({ text }) => /下列|以下/.test(text) && /无效/.test(text));
}

/** 87号令 art. 55: what qualifies cannot also earn points. */
function qualifyingAndScored(script: Manuscript): Hit[] {
  const papers =
    /等级保护(?:三级|二级)|等保(?:三级|二级)|ISO\d{4,5}|CMMI\d?|商用密码应用安全性评估|云计算服务安全评估|安全生产许可证|[\p{Script=Han}]{2,10}资质/gu;
  const same = (name: string) => name.replace('等级保护', '等保');
  const points = script.sentences.filter(
    ({ text, passage }) => passage.row && /得\d+(?:\.\d+)?分/.test(text),
  );
  const musts = script.sentences.filter(
    ({ text, passage }) =>
      !passage.row && /(应|须|必须|需)(?:当|要)?(?:通过|具备|具有|取得|满足|符合)/.test(text),
  );
  return points.flatMap((scoring) =>
    [...new Set([...scoring.text.matchAll(papers)].map((match) => same(match[0])))].flatMap((name): Hit[] => {
      const also = musts.filter(({ text }) => [...text.matchAll(papers)].some((m) => same(m[0]) === name));
      if (also.length === 0) return [];
      return [
        {
          severity: 'note',
          evidence: [
            ...quoteSentence(script, scoring),
            ...also.flatMap((sentence) => quoteSentence(script, sentence)),
          ],
          fact: `“${name}”既是必须满足的要求，又是加分项`,
          question: `“${name}”作为要求与作为评审因素的对象、时点有何区别？若为资格或实质性条件，不得再作为评审因素。`,
          basis: ['order87-55'],
        },
      ];
    }),
  );
}

export const scoredAndVoiding: Rule = {
  id: 'scored-and-voiding',
  title: '同一要求既计分又使投标无效',
  matters: '按无效情形读，任何一处不响应就出局；按评分表读，只是少得分。两种读法会改变结果',
  basis: ['order87-20', 'order87-65'],
  find: (script) => [...markedClauses(script), ...qualifyingAndScored(script)],
};
