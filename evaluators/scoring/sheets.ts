import {
  type CommitteeMember,
  type Criterion,
  compareDecimals,
  type Round,
  type ScoreSheet,
} from '../../spec/index.ts';

/** One member's mark for one bid under one criterion, after the member's own corrections. */
export interface Mark {
  member: string;
  points: string;
}

/** The corrections of a sheet apply in the order in which they were made; the newest holds. */
export function markOf(sheet: ScoreSheet, bid: string, criterion: string): string | undefined {
  const corrected = sheet.corrections?.findLast((one) => one.bid === bid && one.criterion === criterion);
  return corrected?.to ?? sheet.marks[bid]?.[criterion];
}

/** Marks of the members whose opinions count, in their order; members without one are left out. */
export function marksOf(
  round: Round,
  members: readonly CommitteeMember[],
  bid: string,
  criterion: string,
): Mark[] {
  return members.flatMap(({ id }) => {
    const sheet = round.sheets.find(({ member }) => member === id);
    const points = sheet && markOf(sheet, bid, criterion);
    return points === undefined ? [] : [{ member: id, points }];
  });
}

/** Why a mark is outside of what the table allows; undefined if it is inside. */
export function outOfRange(criterion: Criterion, points: string): string | undefined {
  if (criterion.kind === 'one-of-levels') {
    const levels = criterion.levels.map((level) => level.points);
    return levels.some((level) => compareDecimals(level, points) === 0)
      ? undefined
      : `${points} 分不在规定分值 ${levels.join('、')} 之中`;
  }
  return compareDecimals(points, '0') < 0 || compareDecimals(points, criterion.points) > 0
    ? `${points} 分超出 0 至 ${criterion.points} 分的范围`
    : undefined;
}
