import { beijingTime, type Tender, type Timetable } from '../../../spec/index.ts';
import type { Situation } from '../stage.ts';
import { secondsOf } from './instants.ts';
import { clear, hit, type Sight, unknown } from './sight.ts';

type InstantRow = Timetable['instants'][number];

const beyond: Record<NonNullable<InstantRow['bound']>, (order: number) => string | undefined> = {
  before: (order) => (order > 0 ? '晚于' : order === 0 ? '恰在（须早于）' : undefined),
  'not-later': (order) => (order > 0 ? '晚于' : undefined),
  'not-earlier': (order) => (order < 0 ? '早于' : undefined),
};

/** Whether something was done within every bound that the timetable sets by these dates. */
export function inTime(
  { timetable, dates }: Pick<Tender, 'timetable' | 'dates'>,
  by: readonly InstantRow['date'][],
  what: string,
  instant: string | undefined,
): Sight {
  if (instant === undefined) return unknown(`未见${what}时间的记录`);
  const rows = (timetable?.instants ?? []).flatMap((row) => {
    const limit = dates[row.date];
    return row.bound && limit && by.includes(row.date) ? [{ ...row, bound: row.bound, limit }] : [];
  });
  if (rows.length === 0) return unknown(`招标文件未载明${what}的时限`);
  const at = secondsOf(instant);
  // Several rows of the timetable may set the same bound by the same date, each for an act of its own.
  const bounds = new Map(rows.toReversed().map((row) => [`${row.date} ${row.bound}`, row]));
  const broken = [...bounds.values()].flatMap(({ bound, limit, title }) => {
    const how = beyond[bound](at.compare(secondsOf(limit)));
    return how ? [`${what}时间 ${beijingTime(instant)} ${how}${title}时间 ${beijingTime(limit)}`] : [];
  });
  return broken.length > 0 ? hit(...broken) : clear(`${what}时间 ${beijingTime(instant)}`);
}

/** Whether a bid was withdrawn, in time or late; an upload after the withdrawal stands. */
export function withdrawalOf(situation: Situation, bid: string): 'none' | 'in-time' | 'late' {
  const admission = situation.round.admissions.find((one) => one.bid === bid);
  if (!admission?.withdrawnAt) return 'none';
  const { withdrawnAt, uploadedAt } = admission;
  if (uploadedAt && secondsOf(uploadedAt).compare(secondsOf(withdrawnAt)) > 0) return 'none';
  return inTime(situation.tender, ['bidDeadline'], '撤回', withdrawnAt).seen === 'clear' ? 'in-time' : 'late';
}
