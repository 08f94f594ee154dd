import { describe, expect, it } from 'vitest';
import { readSuppliedData } from '../../../intake/attest/supplied-data.ts';
import { parseCsv } from '../../../intake/attest/table-rows.ts';
import { instantIn, instantOfCell } from '../../../intake/attest/timestamp.ts';
import { Fault, type SuppliedData } from '../../../spec/index.ts';
import { workbookOf } from '../workbook.ts';

const text = (content: string) => ({ file: 'd.csv', bytes: Buffer.from(content), format: 'text' as const });
const sheet = (...rows: (string | number | null | { xml: string })[][]) => ({
  file: 'd.xlsx',
  bytes: workbookOf({ rows }),
  format: 'xlsx' as const,
});
const series: SuppliedData = { as: 'series', of: '温度', time: '时间', value: '温度(℃)', unit: 'degC' };
const records: SuppliedData = { as: 'records', of: '演练', time: '日期' };
const log: SuppliedData = { as: 'log', of: '日志' };

function problemsOf(read: () => unknown) {
  try {
    read();
  } catch (error) {
    if (error instanceof Fault) return error.problems;
    throw error;
  }
  throw new Error('was taken');
}

describe('instants', () => {
  it.each([
    ['2026-05-01 09:30:00', '2026-05-01T01:30:00.000Z'],
    ['2026/5/1 9:30', '2026-05-01T01:30:00.000Z'],
    ['2026年5月1日', '2026-04-30T16:00:00.000Z'],
    ['2026-05-01T09:30:00Z', '2026-05-01T09:30:00.000Z'],
    ['2026-05-01T09:30:00.123+08:00', '2026-05-01T01:30:00.000Z'],
    ['127.0.0.1 - - [01/May/2026:09:30:00 +0800] "GET"', '2026-05-01T01:30:00.000Z'],
    ['<13>May  1 09:30:00 host', undefined],
    ['2026-02-30 00:00:00', undefined],
    ['2026-05-01 24:00:00', undefined],
    ['26-05-01', undefined],
  ])('%s is %s', (line, instant) => {
    expect(instantIn(line)).toBe(instant);
  });
  it('of cells hold nothing else; numbers are days', () => {
    expect(instantOfCell('2026-05-01 09:30')).toBe('2026-05-01T01:30:00.000Z');
    expect(instantOfCell('见 2026-05-01')).toBeUndefined();
    expect(instantOfCell(46143.5)).toBe('2026-05-01T04:00:00.000Z');
    expect(instantOfCell(12)).toBeUndefined();
    expect(instantOfCell(true)).toBeUndefined();
  });
});

it('CSV follows its quotes', () => {
  expect(parseCsv('\ufeffa,"b,""c"\n"x\ny",2\n\n')).toEqual([
    { line: 1, cells: ['a', 'b,"c'] },
    { line: 2, cells: ['x\ny', '2'] },
  ]);
  expect(parseCsv('a;b\r\n1;2')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', '2'] },
  ]);
  expect(parseCsv('a,"b')).toBeUndefined();
});

describe('a series', () => {
  const summary = {
    as: 'series',
    of: '温度',
    unit: 'degC',
    samples: 3,
    from: '2026-05-01T00:00:00.000Z',
    to: '2026-05-01T02:00:00.000Z',
    least: { value: -1.5, at: '2026-05-01T02:00:00.000Z' },
    greatest: { value: 22, at: '2026-05-01T01:00:00.000Z' },
  };
  it('is read from CSV and from a workbook, in any order', () => {
    expect(
      readSuppliedData(
        text('时间,温度(℃)\n2026-05-01 10:00,-1.5\n2026-05-01 09:00,22\n2026-05-01 08:00,20\n'),
        series,
      ),
    ).toEqual(summary);
    expect(
      readSuppliedData(
        sheet(
          ['时间', '备注', '温度(℃)'],
          ['2026-05-01 10:00', '', -1.5],
          ['2026-05-01 09:00', 'x', 22],
          ['2026-05-01 08:00', null, '20'],
        ),
        series,
      ),
    ).toEqual(summary);
  });
  it('names each bad place and nothing that stands there', () => {
    const found = problemsOf(() =>
      readSuppliedData(text('时间,温度(℃)\n张三,20\n2026-05-01 09:00,李四\n2026-05-01 10:00,\n'), series),
    );
    expect(found.map(({ line }) => line)).toEqual([2, 3, 4]);
    expect(JSON.stringify(found)).not.toMatch(/张三|李四/);
    const cells = problemsOf(() =>
      readSuppliedData(sheet(['时间', '温度(℃)'], ['王五', 20], ['2026-05-01', null]), series),
    );
    expect(cells.map(({ cell }) => cell)).toEqual(['A2', 'B3']);
    expect(JSON.stringify(cells)).not.toContain('王五');
  });
  it.each([
    ['没有名为', text('时刻,温度(℃)\n2026-05-01,1\n')],
    ['不止一个', text('时间,时间,温度(℃)\n2026-05-01,2026-05-01,1\n')],
    ['没有数据', text('时间,温度(℃)\n')],
    ['引号', text('时间,"温度(℃)\n')],
    ['公式', sheet(['时间', '温度(℃)'], ['2026-05-01', { xml: '<c r="@"><f>1+1</f><v>2</v></c>' }])],
    ['须以 CSV', { file: 'd.pdf', bytes: Buffer.from('x'), format: 'pdf' as const }],
  ])('is refused: %s', (why, file) => {
    expect(JSON.stringify(problemsOf(() => readSuppliedData(file, series)))).toContain(why);
  });
});

describe('a log', () => {
  const at = (instant: string) => `${instant} host sshd: accepted`;
  it('is a stretch while gaps are a day at most', () => {
    const lines = ['2026-05-01 00:00:00', '2026-05-02 00:00:00', '2026-05-03 00:00:01'].map(at);
    expect(readSuppliedData(text(`${lines.join('\n')}\n  at stack\n`), log)).toMatchObject({
      records: 3,
      undated: 1,
      stretches: [
        { from: '2026-04-30T16:00:00.000Z', to: '2026-05-01T16:00:00.000Z' },
        { from: '2026-05-02T16:00:01.000Z', to: '2026-05-02T16:00:01.000Z' },
      ],
    });
  });
  it('in a table names its column', () => {
    const file = sheet(['时间', '事件'], ['2026-05-01', 'x']);
    expect(readSuppliedData(file, { ...log, time: '时间' })).toMatchObject({ records: 1, undated: 0 });
    expect(problemsOf(() => readSuppliedData(file, log))[0]!.message).toContain('时间列');
  });
  it('without a year is no log', () => {
    expect(problemsOf(() => readSuppliedData(text('May  1 09:30:00 host x\n'), log))[0]!.message).toContain(
      '年月日',
    );
  });
});

it('records are days in order', () => {
  expect(readSuppliedData(text('日期,内容\n2026-05-02,b\n2026-05-01 23:59,a\n'), records)).toEqual({
    as: 'records',
    of: '演练',
    days: ['2026-05-01', '2026-05-02'],
  });
  expect(problemsOf(() => readSuppliedData(text('日期\n'), records))[0]!.message).toContain('没有记录');
});
