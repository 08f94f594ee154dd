const offset = 8 * 3600_000;

/** An ISO 8601 instant as Beijing wall time, e.g. `2026-05-01 09:30:00`; text that is no instant is given back. */
export function beijingTime(instant: string): string {
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds)) return instant;
  return new Date(milliseconds + offset).toISOString().slice(0, 19).replace('T', ' ');
}

/** Two instants as one window; the date is not said twice. */
export function beijingWindow(from: string, to: string | undefined): string {
  const start = beijingTime(from);
  if (to === undefined) return `${start} 起，未记录到结束（北京时间）`;
  const end = beijingTime(to);
  return `${start} 至 ${end.slice(0, 10) === start.slice(0, 10) ? end.slice(11) : end}（北京时间）`;
}
