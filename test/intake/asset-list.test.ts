import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readAssetList } from '../../intake/index.ts';
import { writeAssetList } from '../../scenarios/platform/assets.ts';
import { type Asset, Fault, type Problem } from '../../spec/index.ts';
import { head, machine, type SheetParts, workbookOf } from './workbook.ts';

const directory = mkdtempSync(join(tmpdir(), 'biaochi-intake-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
let files = 0;

const save = (bytes: Uint8Array): string => {
  const file = join(directory, `${++files}.xlsx`);
  writeFileSync(file, bytes);
  return file;
};
const readRows = (rows: SheetParts['rows'], more: Partial<SheetParts> = {}) =>
  readAssetList(save(workbookOf({ rows, ...more })));

async function problemsOf(reading: Promise<unknown>): Promise<Problem[]> {
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Fault)) throw new Error(`no fault: ${String(error)}`);
  expect(error.code).toBe('INTAKE_INVALID');
  return error.problems;
}
/** Each problem as `cell message`; every one names file and remedy. */
async function complaints(reading: Promise<unknown>): Promise<string[]> {
  const problems = await problemsOf(reading);
  for (const problem of problems) {
    expect(problem.file).toMatch(/\.xlsx$/);
    expect(problem.remedy).toBeTruthy();
  }
  return problems.map(({ cell, message }) => `${cell} ${message}`);
}
/** A good row with one cell changed. */
const but = (column: string, value: SheetParts['rows'][number][number]) => {
  const row: SheetParts['rows'][number] = machine('SN-1');
  row[column.charCodeAt(0) - 65] = value;
  return row;
};

describe('readAssetList', () => {
  it('reads back what the stand-in writes', async () => {
    const assets: Asset[] = [
      {
        row: 2,
        serial: '00123',
        model: '=R6250+H0',
        purpose: 'compute',
        sockets: 2,
        cores: 64,
        threads: 128,
        memoryBytes: 512 * 1024 ** 3,
        diskBytes: 0,
        replicaFactor: 1,
        controllerUrl: 'http://127.0.0.1:8000/redfish/v1/Systems/00123',
      },
      {
        row: 3,
        serial: 'B2',
        model: 'S5280',
        purpose: 'storage',
        sockets: 2,
        cores: 32,
        threads: 64,
        memoryBytes: 256 * 1024 ** 3,
        diskBytes: 96e12,
        replicaFactor: 1.5,
      },
    ];
    const file = join(directory, 'round.xlsx');
    await writeAssetList(file, assets);
    const digest = `sha256:${createHash('sha256').update(readFileSync(file)).digest('hex')}`;
    expect(await readAssetList(file)).toEqual({ file, digest, assets });
  });

  it('takes each capacity in the unit of its head', async () => {
    const heads = head.map((title) => title.replace('(GiB)', '（GB）').replace('(TB)', ' (TiB)'));
    const { assets } = await readRows([heads, machine('SN-1')]);
    expect(assets[0]).toMatchObject({ memoryBytes: 512e9, diskBytes: 96 * 1024 ** 4 });
  });

  it('takes columns in any order, extra ones, full-width figures, and a title merged above', async () => {
    const order = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
    const turned = (row: (string | number)[]) => ['机柜 3', ...order.map((index) => row[index] as string)];
    const row = machine('SN-1');
    row[4] = ' ６４ ';
    const rows = [['设备清单'], [], turned(['备注', ...head].slice(1)), turned(row)];
    const { assets } = await readRows(rows, { merges: ['A1:K1'] });
    expect(assets).toHaveLength(1);
    expect(assets[0]).toMatchObject({
      row: 4,
      serial: 'SN-1',
      purpose: 'mixed',
      cores: 64,
      replicaFactor: 3,
    });
  });

  it('needs no copies where nothing is stored, and no controller address', async () => {
    const row = ['SN-1', 'R', '计算', 2, 64, 128, 512, 0, null, null];
    const { assets } = await readRows([head, row]);
    expect(assets[0]).toMatchObject({ diskBytes: 0, replicaFactor: 1 });
    expect(assets[0]).not.toHaveProperty('controllerUrl');
  });

  it('takes the sheet that is named for it, else the only one with content', async () => {
    const named = workbookOf({ rows: [['说明']] }, { name: '资产清单', rows: [head, machine('A')] });
    expect((await readAssetList(save(named))).assets).toHaveLength(1);
    const hidden = workbookOf({ rows: [['旧']], state: 'hidden' }, { rows: [head, machine('A')] });
    expect((await readAssetList(save(hidden))).assets).toHaveLength(1);
    const two = workbookOf({ rows: [head, machine('A')] }, { rows: [head, machine('B')] });
    expect(await complaints(readAssetList(save(two)))).toEqual([
      ' 多个工作表有内容（Sheet1、Sheet2），不知以哪个为准',
    ]);
  });
});

describe('what is wrong with a list, by cell', () => {
  it.each([
    ['A', null, '序列号未填'],
    ['A', '  ', '序列号未填'],
    ['A', 12345, '序列号是数值，位数或前导零可能已丢失'],
    ['B', null, '型号未填'],
    ['C', '网络', '用途“网络”无法识别'],
    ['D', 0, '路数“0”不合要求'],
    ['D', 1.5, '路数“1.5”不合要求'],
    ['E', '64核', '核数“64核”不合要求'],
    ['E', '1,024', '核数“1,024”不合要求'],
    ['E', -64, '核数“-64”不合要求'],
    ['E', 1, '核数 1 少于路数 2'],
    ['F', 63, '线程数 63 少于核数 64'],
    ['F', { xml: '<c r="@" t="b"><v>1</v></c>' }, '线程数“true”不合要求'],
    ['G', null, '内存(GiB)未填'],
    ['G', { xml: '<c r="@"><f>256*2</f><v>512</v></c>' }, '是公式（256*2）'],
    ['G', { xml: '<c r="@" t="e"><v>#REF!</v></c>' }, '单元格出错（#REF!）'],
    ['H', 0, '存储设备的数据盘容量为 0'],
    ['I', 0.5, '副本系数“0.5”不合要求'],
    ['I', null, '副本系数未填'],
    ['J', 'bmc.example', '带外地址“bmc.example”无效'],
    ['J', 'https://root:pw@bmc.example/', '带外地址“https://root:pw@bmc.example/”无效'],
    ['J', 'ftp://bmc.example/', '带外地址“ftp://bmc.example/”无效'],
  ] as const)('%s holding %j', async (column, value, message) => {
    const found = await complaints(readRows([head, but(column, value)]));
    expect(found).toEqual([`${column}2 ${message}`]);
  });

  it('tells all problems at once', async () => {
    const rows = [head, but('C', '网络'), [...but('E', 'x').slice(0, 8), null, 'y']];
    expect(await complaints(readRows(rows, { merges: ['B2:B3', 'A9:C12'] }))).toEqual([
      'B2:B3 有合并的单元格',
      'A9:C12 有合并的单元格',
      'C2 用途“网络”无法识别',
      'E3 核数“x”不合要求',
      'I3 副本系数未填',
      'J3 带外地址“y”无效',
      'A3 序列号与第 2 行重复',
    ]);
  });

  it('one machine in two rows', async () => {
    const twin = machine('sn-1');
    twin[9] = `${machine('SN-1')[9]}/`;
    expect(await complaints(readRows([head, machine('SN-1'), twin]))).toEqual([
      'A3 序列号与第 2 行重复',
      'J3 带外地址与第 2 行重复',
    ]);
  });

  it('heads that are missing, repeated, without a unit or of another meaning', async () => {
    const heads: string[] = [...head.slice(0, 6), '内存', '数据盘容量(块)', '副本系数'];
    heads[4] = '核数(每路)';
    heads[1] = '序列号';
    expect(await complaints(readRows([heads, machine('A').slice(0, 9)]))).toEqual([
      'B1 表头“序列号”出现两次',
      'A1 缺少表头“型号”',
      'A1 缺少表头“核数”',
      'G1 表头“内存”没有写明单位',
      'H1 表头“数据盘容量(块)”没有写明单位',
    ]);
  });

  it.each([
    ['no head', [['甲', '乙']], 'A1 没有找到表头'],
    ['a head without machines', [head], 'A2 表头以下没有任何设备'],
    ['nothing', [], ' 工作簿没有内容'],
  ])('%s', async (_, rows, message) => {
    expect(await complaints(readRows(rows))).toEqual([message]);
  });

  it('a long list of problems ends with their number', async () => {
    const rows = [
      head,
      ...Array.from({ length: 250 }, (_, index) => [...machine(`S${index}`).slice(0, 9), `u${index}`]),
    ];
    const problems = await problemsOf(readRows(rows));
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)?.message).toContain('另有 50 处');
  });

  it('a file that is not there', async () => {
    await expect(readAssetList(join(directory, 'none.xlsx'))).rejects.toMatchObject({
      code: 'INTAKE_UNREADABLE',
    });
  });
});
