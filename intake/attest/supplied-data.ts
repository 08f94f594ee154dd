import {
  beijingDay,
  type DataSummary,
  Fault,
  millisecondsBetween,
  type Problem,
  type SuppliedData,
} from '../../spec/index.ts';
import type { PaperFormat } from './recognise.ts';
import { columnOf, type DataTable, readTable } from './table-rows.ts';
import { textOf } from './text.ts';
import { instantIn, instantOfCell } from './timestamp.ts';

type Of<Kind extends SuppliedData['as']> = Extract<SuppliedData, { as: Kind }>;
interface DataFile {
  file: string;
  bytes: Uint8Array;
  format: PaperFormat;
}

const problemsShown = 20;
const longestGap = 86_400_000;
const stretchesKept = 100;

/** Places only: what stands in a cell may be personal. */
function settle(file: string, problems: Problem[]): void {
  if (problems.length === 0) return;
  const more = problems.length - problemsShown;
  throw new Fault('INTAKE_INVALID', [
    ...problems.slice(0, problemsShown),
    ...(more > 0 ? [{ file, message: `另有 ${more} 处问题未列出` }] : []),
  ]);
}

function instants(
  file: string,
  table: DataTable,
  title: string,
  problems: Problem[],
): (string | undefined)[] {
  const column = columnOf(file, table, title);
  return table.rows.map((row) => {
    const value = row.cells.get(column);
    const instant = value === undefined ? undefined : instantOfCell(value);
    if (instant === undefined)
      problems.push({
        file,
        ...row.placeOf(column),
        message: `${title}不是完整的日期或时刻`,
        remedy: '写作 2030-01-31 09:00:00；不带时区的按北京时间',
      });
    return instant;
  });
}

function readSeries({ file, bytes, format }: DataFile, data: Of<'series'>): DataSummary {
  const table = readTable(file, bytes, format, data.sheet);
  const problems: Problem[] = [];
  const column = columnOf(file, table, data.value);
  const times = instants(file, table, data.time, problems);
  const samples = table.rows.flatMap((row, index) => {
    const cell = row.cells.get(column);
    const text = typeof cell === 'string' ? cell.normalize('NFKC').trim() : cell;
    const value = typeof text === 'string' && !/^[+-]?\d+(\.\d+)?$/.test(text) ? Number.NaN : Number(text);
    if (text === undefined || typeof text === 'boolean' || !Number.isFinite(value)) {
      problems.push({
        file,
        ...row.placeOf(column),
        message: `${data.value}不是数值`,
        remedy: '缺测的行请删去，数值不带单位与千位分隔符',
      });
      return [];
    }
    const at = times[index];
    return at === undefined ? [] : [{ at, value }];
  });
  settle(file, problems);
  const [first] = samples;
  if (!first)
    throw new Fault('INTAKE_INVALID', [{ file, message: '表头以下没有数据', remedy: '提交有数据的文件' }]);
  let { from, to, least, greatest } = { from: first.at, to: first.at, least: first, greatest: first };
  for (const sample of samples) {
    if (millisecondsBetween(from, sample.at) < 0) from = sample.at;
    if (millisecondsBetween(to, sample.at) > 0) to = sample.at;
    if (sample.value < least.value) least = sample;
    if (sample.value > greatest.value) greatest = sample;
  }
  return { as: 'series', of: data.of, unit: data.unit, samples: samples.length, from, to, least, greatest };
}

/** Instants of a log: of a column, or the first one that each line bears near its beginning. */
function logInstants({ file, bytes, format }: DataFile, data: Of<'log'>): { at: string[]; undated: number } {
  if (data.time !== undefined || format === 'xlsx') {
    if (data.time === undefined)
      throw new Fault('INTAKE_INVALID', [
        { file, message: '表格形式的日志未写明时间列', remedy: '在 attest.yaml 的 time 写明列名' },
      ]);
    const problems: Problem[] = [];
    const table = readTable(file, bytes, format, data.sheet);
    const at = instants(file, table, data.time, problems).filter((one) => one !== undefined);
    settle(file, problems);
    return { at, undated: 0 };
  }
  if (format !== 'text') readTable(file, bytes, format);
  const lines = (textOf(bytes) ?? '').split('\n').filter((line) => line.trim() !== '');
  const at = lines.map((line) => instantIn(line.slice(0, 200))).filter((one) => one !== undefined);
  return { at, undated: lines.length - at.length };
}

function readLog(dataFile: DataFile, data: Of<'log'>): DataSummary {
  const { at, undated } = logInstants(dataFile, data);
  if (at.length === 0)
    throw new Fault('INTAKE_INVALID', [
      {
        file: dataFile.file,
        message: '没有一行带有年月日俱全的时间',
        remedy: '由日志系统按 2030-01-31 09:00:00 的格式导出',
      },
    ]);
  const sorted = at.map((one) => Date.parse(one)).sort((a, b) => a - b);
  const iso = (time: number) => new Date(time).toISOString();
  const stretches: { from: string; to: string }[] = [];
  let begin = sorted[0]!;
  sorted.forEach((time, index) => {
    const next = sorted[index + 1];
    if (next !== undefined && next - time <= longestGap) return;
    stretches.push({ from: iso(begin), to: iso(time) });
    begin = next ?? time;
  });
  return {
    as: 'log',
    of: data.of,
    records: sorted.length,
    undated,
    from: iso(sorted[0]!),
    to: iso(sorted.at(-1)!),
    stretches: stretches.slice(-stretchesKept),
  };
}

function readRecords({ file, bytes, format }: DataFile, data: Of<'records'>): DataSummary {
  const problems: Problem[] = [];
  const times = instants(file, readTable(file, bytes, format, data.sheet), data.time, problems);
  settle(file, problems);
  const days = times.filter((one) => one !== undefined).map(beijingDay);
  if (days.length === 0)
    throw new Fault('INTAKE_INVALID', [{ file, message: '表头以下没有记录', remedy: '提交有记录的文件' }]);
  return { as: 'records', of: data.of, days: days.sort() };
}

/** What a supplied file says of its series, log or records. Throws INTAKE_INVALID with every bad place. */
export function readSuppliedData(dataFile: DataFile, data: SuppliedData): DataSummary {
  if (data.as === 'series') return readSeries(dataFile, data);
  return data.as === 'log' ? readLog(dataFile, data) : readRecords(dataFile, data);
}
