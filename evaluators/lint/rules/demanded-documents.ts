import { type Manuscript, quoteSentence, type Sentence } from '../manuscript.ts';
import { type Hit, type Rule, sayLines } from '../rule.ts';

/** Papers that a bidder fills in, by the word on which their names end. */
const paper =
  /[\p{Script=Han}]{2,22}?(?:一览表|明细表|报价表|报价单|响应表|偏离表|声明函|承诺函|承诺书|授权书|委托书|意向协议|证明书|声明书|犯罪档案记录|无行贿记录)/gu;
const demand = /提供|提交|填写|填报|出具|附|按.{0,30}内容|(?:格式)?(?:详?见|按)附件|所附|约定/;
/** Words that stand before the name of a paper and do not belong to it. */
const lead =
  /^.*(?:应当|应该|必须|须|按照|根据|提供|提交|填写|填报|出具|附|关于|并|及|或者|或|和|与|由|对其|的|按|在|以|为|其|该|此|加盖|规定|要求|属于|有效|相关|后附|随|经|对|文件中|所)/;

const nameOf = (match: string): string => match.replace(lead, '');

/** Lines and cells that bear the name of a paper as their title. */
function titles(script: Manuscript): string[] {
  return script.passages.flatMap(({ text, row }) =>
    row
      ? text.split('\t').map((cell) => cell.replace(/\(.*?\)/g, ''))
      : text.length <= 30 && !/[,。;:_%]/.test(text)
        ? [text]
        : [],
  );
}

const provided = (name: string, given: string[]): boolean =>
  given.some(
    (title) => title.length >= 3 && title.length <= 40 && (title.includes(name) || similar(name, title)),
  );

/** 投标承诺函 and 承诺函, 授权书 and 授权委托书: one name inside the other, letter by letter. */
function similar(name: string, title: string): boolean {
  const plain = title.replace(/\(.*?\)|^[\d.、]+|格式\d+/g, '');
  if (plain.length < 4 || name.length < 4) return false;
  let at = 0;
  for (const char of plain) if (char === name[at]) at += 1;
  return at === name.length;
}

export const demandedDocuments: Rule = {
  id: 'demanded-not-provided',
  title: '要求提供的表或文件没有格式，也不在清单中',
  matters: '投标人按清单制作投标文件会漏掉它，按正文要求又没有格式可循，评审时容易被判资料不齐',
  basis: ['order87-20', 'order87-65'],
  find(script) {
    const given = titles(script);
    const wanted = new Map<string, Sentence[]>();
    for (const sentence of script.sentences) {
      // The contract speaks of what comes after the award, the self-check and policies of everybody's papers.
      const part = script.above(sentence.line, 1)?.title ?? '';
      if (/合同/.test(part) || !demand.test(sentence.text) || sentence.text.length < 8) continue;
      for (const match of sentence.text.matchAll(paper)) {
        const before = sentence.text.slice(0, match.index);
        const after = sentence.text.slice(match.index + match[0].length, match.index + match[0].length + 6);
        const titled = before.endsWith('《');
        const name = titled ? match[0] : nameOf(match[0]);
        if (
          name.length < 3 ||
          /^(承诺函|声明函|授权书|委托书|承诺书)$/.test(name) ||
          /各类|虚假/.test(before.slice(-4))
        )
          continue;
        if (/^\)?视为|^\)?内容/.test(after)) continue;
        wanted.set(name, [...(wanted.get(name) ?? []), sentence]);
      }
    }
    return [...wanted].flatMap(([name, sentences]): Hit[] => {
      if (provided(name, given)) return [];
      const annexed = sentences.some(({ text }) => /附件/.test(text));
      const severity = annexed ? 'error' : 'warning';
      return [
        {
          severity,
          evidence: sentences.flatMap((sentence) => quoteSentence(script, sentence)),
          fact: `要求“${name}”（${sayLines(sentences.map(({ line }) => line))}）${annexed ? '，写明格式见附件' : ''}，但投标文件清单和格式中都没有`,
          question: `“${name}”是否必须提供？若须提供，请给出格式和它在投标文件中的位置；若不须提供，请删去该要求。`,
        },
      ];
    });
  },
};
