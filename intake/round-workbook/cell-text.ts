import type { Cell } from '../xlsx.ts';
import type { CellKind, Column, Item } from './table.ts';

/** What a cell was read as; nothing for an empty one. */
export type CellReading = { value?: unknown; message?: undefined } | { message: string; remedy: string };

export const truth = { true: '是', false: '否' } as const;
/** Several that were looked for and are not there: an empty cell says that nobody has looked. */
const none = '无';
const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const squeeze = (text: string) => text.normalize('NFKC').replace(/\s+/g, '');
const wrong = (message: string, remedy: string): CellReading => ({ message, remedy });

/** Reads one cell of a column. Formulas and errors are refused, and numbers where digits may have been lost. */
export function readCell(column: Column, cell: Cell | undefined): CellReading {
  if (cell === undefined) return {};
  if (cell.formula !== undefined) return wrong(`是公式（${cell.formula}）`, '复制后以“选择性粘贴—数值”填入');
  if (cell.error !== undefined) return wrong(`单元格出错（${cell.error}）`, '改填实际内容');
  if (column.kind === 'shown' || cell.value === undefined) return {};
  const { value } = cell;
  if (typeof value === 'boolean') {
    if (['boolean', 'presence'].includes(column.kind)) return { value };
    return wrong(`${column.head}是逻辑值`, '设为文本格式后重新填写');
  }
  if (typeof value === 'number') return readNumber(column, value);
  if (!column.many) return readText(column, value.trim());
  if (squeeze(value) === none) return { value: [] };
  const items: unknown[] = [];
  for (const piece of piecesOf(value)) {
    const read = readEntry(column, piece);
    if (read.message !== undefined) return read;
    items.push(read.value);
  }
  return { value: items };
}

function readNumber(column: Column, value: number): CellReading {
  if (column.kind === 'integer' || column.kind === 'decimal') {
    const text = String(value);
    // A spreadsheet holds fifteen digits; more are dust of its arithmetic.
    if (/^-?\d+(\.\d+)?$/.test(text) && text.replace(/\D/g, '').replace(/^0+/, '').length <= 15)
      return readText(column, text);
    return wrong(`${column.head}“${text}”位数过多，不是填写的原值`, '将单元格设为文本格式后重新填写');
  }
  if (column.kind === 'as-written')
    return wrong(
      `${column.head}是数值，原有的小数位数或前导零可能已丢失`,
      '请设为文本并按投标文件原样填写，如 85.50',
    );
  if (['date', 'instant', 'month'].includes(column.kind))
    return wrong(
      `${column.head}是日期格式的数值，无法确认原值`,
      `将单元格设为文本格式，按 ${samples[column.kind]} 填写`,
    );
  return wrong(`${column.head}是数值，位数或前导零可能已丢失`, '将单元格设为文本格式后重新填写');
}

const samples: Partial<Record<CellKind, string>> = {
  date: '2026-01-31',
  month: '2026-01',
  instant: '2026-01-31 08:30:00',
};

/** Parts a cell at line breaks, or, where there are none, at 、 and ； outside brackets. */
function piecesOf(text: string): string[] {
  const pieces = /[\r\n]/.test(text) ? text.split(/[\r\n]+/) : text.split(/[、；;](?![^（(]*[）)])/);
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}

function readEntry(column: Column, piece: string): CellReading {
  if (!column.entry) return readText(column, piece);
  const { member, fixed, remark } = column.entry;
  const bracketed = remark === undefined ? null : /^(.*?)[（(](.*)[）)]$/s.exec(piece);
  const read = readText(column, bracketed ? bracketed[1]!.trim() : piece);
  if (read.message !== undefined) return read;
  const said = bracketed?.[2]?.trim();
  return { value: { [member]: read.value, ...fixed, ...(remark && said ? { [remark]: said } : {}) } };
}

function readText(column: Column, text: string): CellReading {
  const said = `${column.head}“${text}”`;
  switch (column.kind) {
    case 'shown':
      return {};
    case 'text':
    case 'as-written':
      return { value: text };
    case 'code':
      return { value: squeeze(text) };
    case 'reference': {
      const id = text.normalize('NFKC').trim().split(/\s/)[0]!;
      if (idPattern.test(id)) return { value: id };
      return wrong(`${said}不是编号`, '填写编号（字母、数字、连字符），有下拉列表的从中选择');
    }
    case 'boolean':
    case 'presence':
    case 'choice':
      return readWord(column, text);
    case 'integer':
      return /^\d{1,15}$/.test(squeeze(text))
        ? { value: Number(squeeze(text)) }
        : wrong(`${said}不是整数`, '只填数字，不带单位与千位分隔符');
    case 'decimal':
      return /^-?\d+(\.\d+)?$/.test(squeeze(text))
        ? { value: squeeze(text) }
        : wrong(`${said}不是数`, '只填数字，如 12.5，不带单位、百分号与千位分隔符');
    case 'date': {
      const date = dateOf(squeeze(text));
      return date ? { value: date } : wrong(`${said}不是日期`, `按 ${samples.date} 填写`);
    }
    case 'month': {
      const month = dateOf(`${squeeze(text)}-01`)?.slice(0, 7);
      return month ? { value: month } : wrong(`${said}不是月份`, `按 ${samples.month} 填写`);
    }
    case 'instant': {
      const instant = instantOf(text.normalize('NFKC').trim());
      return instant
        ? { value: instant }
        : wrong(`${said}不是时间`, `按 ${samples.instant} 填写，未写时区的按北京时间`);
    }
  }
}

function readWord(column: Column, text: string): CellReading {
  const labels = column.labels ?? truth;
  const plain = squeeze(text);
  const found = Object.entries(labels).find(([value, word]) => squeeze(word) === plain || value === plain);
  if (!found)
    return wrong(
      `${column.head}“${text}”不在可选范围内`,
      `从下拉列表中选择：${Object.values(labels).join('、')}`,
    );
  return { value: column.kind === 'choice' ? found[0] : found[0] === 'true' };
}

/** `2026-5-1`, `2026/5/1` and `2026年5月1日` as `2026-05-01`; undefined for what is no day. */
function dateOf(text: string): string | undefined {
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  if (!match) return undefined;
  const date = [match[1], match[2]!.padStart(2, '0'), match[3]!.padStart(2, '0')].join('-');
  const instant = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date) ? date : undefined;
}

/** ISO 8601 with its offset; wall time without one is Beijing's. */
function instantOf(text: string): string | undefined {
  const match = /^(\S+?)[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?\s*(Z|[+-]\d{2}:\d{2})?$/i.exec(text);
  const date = match && dateOf(match[1]!);
  if (!date || Number(match[2]) > 23 || Number(match[3]) > 59 || Number(match[4] ?? 0) >= 60)
    return undefined;
  const time = `${match[2]!.padStart(2, '0')}:${match[3]}:${match[4] ?? '00'}`;
  const instant = `${date}T${time}${match[5]?.toUpperCase() ?? '+08:00'}`;
  return Number.isNaN(Date.parse(instant)) ? undefined : instant;
}

/** What stands in the cell of a value, so that reading it gives the value back. */
export function printCell(column: Column, value: unknown): string {
  if (value === undefined) return '';
  if (!column.many) return printWord(column, value);
  if ((value as unknown[]).length === 0) return none;
  const pieces = (value as unknown[]).flatMap((item) => {
    if (!column.entry) return [printWord(column, item)];
    const { member, fixed, remark } = column.entry;
    const entry = item as Item;
    if (Object.entries(fixed).some(([name, fixedValue]) => entry[name] !== fixedValue)) return [];
    const said = remark === undefined ? undefined : entry[remark];
    return [printWord(column, entry[member]) + (said === undefined ? '' : `（${String(said)}）`)];
  });
  const clean = pieces.every((piece) => piecesOf(piece).length === 1);
  return clean ? pieces.join('、') : `${pieces.join('\n')}\n`;
}

function printWord(column: Column, value: unknown): string {
  if (column.kind === 'boolean') return (column.labels ?? truth)[String(value) as 'true' | 'false'];
  if (column.kind === 'choice') return column.labels?.[String(value)] ?? String(value);
  return String(value);
}
