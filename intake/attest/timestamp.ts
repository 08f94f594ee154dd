const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const dashed =
  /(?<!\d)(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?:日)?(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?(?![\d:])/;
const accessLog = /(?<!\d)(\d{1,2})\/([A-Za-z]{3})\/(\d{4}):(\d{2}):(\d{2}):(\d{2})(?:\s+([+-]\d{4}))?/;

/** ISO 8601 of wall time; without an offset it is Beijing time. Undefined for a day or time that does not exist. */
function instantOf(parts: readonly number[], zone: string | undefined): string | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  const same = new Date(wall);
  if (same.getUTCMonth() !== month - 1 || same.getUTCDate() !== day) return undefined;
  if (hour > 23 || minute > 59 || second > 59 || year < 1990 || year > 2200) return undefined;
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '+08:00');
  const offset = match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0;
  return new Date(wall - offset * 60_000).toISOString();
}

/** The first instant that a text bears; a day alone is its midnight. Two-digit years and days without a year are none. */
export function instantIn(text: string): string | undefined {
  const iso = dashed.exec(text);
  const access = accessLog.exec(text);
  if (iso && (!access || iso.index <= access.index))
    return instantOf(
      iso.slice(1, 7).map((part) => Number(part ?? 0)),
      iso[7],
    );
  if (!access) return undefined;
  const month = months.indexOf(access[2]!.toLowerCase()) + 1;
  const [day, year, ...clock] = [access[1], access[3], access[4], access[5], access[6]].map(Number);
  return instantOf([year!, month, day!, ...clock], access[7]);
}

/** The instant of a cell that holds nothing else; a number is a workbook's count of days since 1899-12-30. */
export function instantOfCell(value: string | number | boolean): string | undefined {
  if (typeof value === 'string') {
    const text = value.normalize('NFKC').trim();
    return text.replace(dashed, '').trim() === '' || text.replace(accessLog, '').trim() === ''
      ? instantIn(text)
      : undefined;
  }
  // Between 1990 and 2200; anything else is no date.
  if (typeof value !== 'number' || value < 32_874 || value > 109_574) return undefined;
  const wall = Date.UTC(1899, 11, 30) + Math.round(value * 86_400) * 1000;
  return new Date(wall - 8 * 3600_000).toISOString();
}
