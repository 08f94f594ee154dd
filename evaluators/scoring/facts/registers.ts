import { beijingTime } from '../../../spec/index.ts';
import { firmsFor } from './parties.ts';
import { clear, type FactSight, hit, together, unknown } from './sight.ts';

/**
 * Registers that are searched for each firm on the day of the opening. Where the bidder itself prints the result
 * (the item asks for papers), a search is not awaited, but a listing that was found counts.
 */
export const itemRegisters: FactSight = ({ bid, item, situation: { round, tender } }) => {
  const day = beijingTime(tender.dates.opening).slice(0, 10);
  const searches = round.proceedings.creditSearches ?? [];
  return together(
    firmsFor(bid, item.subjects).flatMap((firm) =>
      (item.lists ?? []).map((list) => {
        const rows = searches.filter((row) => row.firm === firm.creditCode && row.list === list);
        const onDay = rows.filter(({ on }) => on === day);
        if (onDay.some(({ listed }) => listed)) return hit(`${firm.name}列入“${list}”（${day} 查询）`);
        if (onDay.length > 0) return clear(`${firm.name}未列入“${list}”（${day} 查询）`);
        const other = rows.find(({ listed }) => listed) ?? rows[0];
        if (other)
          return unknown(
            `${firm.name}的“${list}”查询在 ${other.on}（${other.listed ? '已列入' : '未列入'}），不是开标当日 ${day}`,
          );
        return item.papers ? clear() : unknown(`${firm.name}的“${list}”没有查询记录`);
      }),
    ),
  );
};
