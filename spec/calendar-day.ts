const beijingOffset = 8 * 3600_000;
const dayLength = 86_400_000;

/** The day of an instant in Beijing, `2026-05-01`. */
export function beijingDay(instant: string): string {
  return new Date(Date.parse(instant) + beijingOffset).toISOString().slice(0, 10);
}

/** The same wall time so many months later; a day that the month lacks becomes its last. Instant in, instant out. */
export function monthsLater(instant: string, months: number): string {
  const wall = new Date(Date.parse(instant) + beijingOffset);
  const day = wall.getUTCDate();
  const moved = new Date(wall);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  const last = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(day, last));
  return new Date(moved.getTime() - beijingOffset).toISOString();
}

/** The day so many months after a day. */
export function dayMonthsLater(day: string, months: number): string {
  return beijingDay(monthsLater(`${day}T00:00:00+08:00`, months));
}

/** The day so many days after a day. */
export function dayLater(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayLength).toISOString().slice(0, 10);
}

/** Milliseconds from one instant to another; negative when it lies before. */
export function millisecondsBetween(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}
