import type { Held } from './alternatives.ts';
import type { BidConstants } from './compile.ts';
import { quoteCeiling } from './compile.ts';
import type { Participant } from './participants.ts';

/** What the figures do not contain, so that nobody takes them for more. */
export function notesOf(
  held: readonly Held[],
  constants: readonly BidConstants[][],
  participants: readonly Participant[],
): string[] {
  const { review } = held[0]!.tender;
  const notes = ['各概率只由所列假设推出；假设改变，结果随之改变，不是对评审结果的预测。'];
  const out = participants.filter((_, bid) => constants.some((one) => one[bid]!.out));
  if (out.length > 0)
    notes.push(
      `${out.map(({ bidder }) => bidder).join('、')}按评审项目的资料在报价之前已为无效或撤回，试验中不参加排序。`,
    );
  const passing = participants.filter(({ says }) => says.passes !== undefined);
  notes.push(
    passing.length > 0
      ? `通过资格、符合性等审查的概率按假设抽取：${passing.map(({ bidder }) => bidder).join('、')}；其余投标视为通过。`
      : '未假设资格、符合性审查不通过的情形，各投标均视为通过。',
  );
  if (held.some(({ tender }) => tender.review?.sameBrand?.coreProducts === 'listed'))
    notes.push('未计入相同品牌的规则。');
  if (!quoteCeiling(held[0]!.tender) && review?.quote.ceiling)
    notes.push('未与最高限价比较：所用读法下报价无法直接核对。');
  if (review?.ranking.tie.some((rule) => ['witnessed-draw', 'program-seed', 'purchaser'].includes(rule)))
    notes.push('得分与报价均相同、须由人抽签或确定的，试验中各方机会均等。');
  if (review?.lowPrice)
    notes.push('低价说明是否被采信、评委是否自行认为报价过低，按假设的概率抽取，不重新表决。');
  return notes;
}
