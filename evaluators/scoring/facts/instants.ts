import { type Exact, exact, zero } from '../../arithmetic/index.ts';

const form =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?(?:[Zz]|([+-])(\d\d):(\d\d)))?$/;
/** What a day without an hour and an instant without an offset are of: Beijing is eight hours ahead. */
const beijing = 8 * 3600;

/** Days since 1970-01-01 in the proleptic Gregorian calendar. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** An ISO 8601 instant in seconds, exact to whatever fraction it is written with; a day is its Beijing midnight. */
export function secondsOf(instant: string): Exact {
  const match = form.exec(instant);
  if (!match) throw new Error(`not an instant: ${instant}`);
  const [, year, month, day, hour, minute, second, sign, offsetHour, offsetMinute] = match;
  const days = exact(daysSinceEpoch(Number(year), Number(month), Number(day)) * 86400);
  if (hour === undefined) return days.sub(beijing);
  const offset = sign ? Number(`${sign}1`) * (Number(offsetHour) * 3600 + Number(offsetMinute) * 60) : 0;
  return days
    .add(Number(hour) * 3600 + Number(minute) * 60 - offset)
    .add(second === undefined ? zero : exact(second));
}
