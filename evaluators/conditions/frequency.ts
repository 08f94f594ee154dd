import {
  beijingDay,
  convert,
  dayLater,
  dayMonthsLater,
  dimensionOf,
  printQuantity,
  sameTitle,
} from '../../spec/index.ts';
import { type ConditionFinding, type ConditionInput, held, missing, refuted } from './finding.ts';

const months = { month: 1, quarter: 3, year: 12 } as const;
const labels = { month: '每月', quarter: '每季', year: '每年' } as const;

/** Periods that are over, counted from the first day that the records speak of: [first, after the last). */
function wholePeriods(from: string, to: string, length: number): { from: string; after: string }[] {
  const periods: { from: string; after: string }[] = [];
  for (let index = 0; ; index++) {
    const after = dayMonthsLater(from, length * (index + 1));
    if (after > dayLater(to, 1)) return periods;
    periods.push({ from: dayMonthsLater(from, length * index), after });
  }
}

/** In every whole period at least so many dated records. A period that is not over speaks for neither side. */
export function frequencyFinding({
  condition,
  examination,
  asOf,
}: ConditionInput<'frequency'>): ConditionFinding {
  const { per, atLeast } = condition;
  const days = examination.documents
    .flatMap(({ data }) => data ?? [])
    .filter((one) => one.as === 'records')
    .filter(({ of }) => sameTitle(of, condition.of))
    .map((one) => one.days);
  const said = {
    title: condition.of,
    expected: `${labels[per]} ≥ ${printQuantity(atLeast)}`,
    samples: days.flat().length,
  };
  const { covers } = examination;
  if (days.length === 0) return missing({ ...said, measured: '未提供逐次记录' });
  if (!covers) return missing({ ...said, measured: '未填记录所涵盖的起止日期' });
  if (dimensionOf(atLeast.unit) !== 'count') return missing({ ...said, measured: '要求的次数无法比较' });
  const today = beijingDay(asOf);
  const periods = wholePeriods(covers.from, covers.to < today ? covers.to : today, months[per]);
  if (periods.length === 0)
    return missing({ ...said, measured: `${covers.from} 至 ${covers.to} 不足一个完整周期` });
  const counted = periods.map(({ from, after }) => ({
    from,
    last: dayLater(after, -1),
    count: days.flat().filter((day) => day >= from && day < after).length,
  }));
  const wanted = convert(atLeast.value, atLeast.unit, 'occurrence');
  const short = counted.filter(({ count }) => count < wanted);
  const how = `自 ${covers.from} 起 ${periods.length} 个完整周期`;
  if (short.length > 0)
    return refuted({
      ...said,
      how,
      measured: short.map(({ from, last, count }) => `${from} 至 ${last} 仅 ${count} 次`).join('、'),
    });
  const fewest = Math.min(...counted.map(({ count }) => count));
  return held({ ...said, how, measured: `${periods.length} 个周期中最少 ${fewest} 次` });
}
