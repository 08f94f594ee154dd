import { millisecondsBetween, monthsLater } from './calendar-day.ts';
import type { Lifetime } from './schema/primitives.ts';

const hour = 3600_000;

/** The last instant at which what was seen by then may be relied on; months and years by the wall time of Beijing. */
export function endOfLifetime(seen: string, { value, unit }: Lifetime): string {
  if (unit === 'month' || unit === 'year') return monthsLater(seen, unit === 'month' ? value : 12 * value);
  return new Date(Date.parse(seen) + value * (unit === 'h' ? hour : 24 * hour)).toISOString();
}

/** Is the first instant no later than the second? False for what is no instant. */
export function isUpTo(instant: string, limit: string): boolean {
  return millisecondsBetween(instant, limit) >= 0;
}

/** Is the instant within the day, or before it, in Beijing? */
export function isUpToDay(instant: string, day: string): boolean {
  return millisecondsBetween(instant, `${day}T00:00:00+08:00`) > -24 * hour;
}
