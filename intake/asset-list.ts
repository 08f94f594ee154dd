import { readFile } from 'node:fs/promises';
import { type Asset, type AssetList, convert, Fault, type Problem, type Unit } from '../spec/index.ts';
import { digestOf } from '../spec/load/index.ts';
import { type AssetColumn, type Complain, columnsOf, findHeader } from './asset-columns.ts';
import { type Cell, columnLetters, readWorkbook, type Sheet } from './xlsx.ts';

const sheetName = '资产清单';
const purposes: Record<string, Asset['purpose']> = { 计算: 'compute', 存储: 'storage', 计算存储: 'mixed' };
const problemsShown = 200;

/**
 * Reads the supplier's asset list, one machine a row. Throws INTAKE_UNREADABLE when the file cannot be read,
 * INTAKE_INVALID with every problem by cell otherwise.
 */
export async function readAssetList(file: string): Promise<AssetList> {
  const bytes = await readFile(file).catch(() => {
    throw new Fault('INTAKE_UNREADABLE', [
      { file, message: '文件不存在或无法读取', remedy: '检查路径与权限' },
    ]);
  });
  const problems: Problem[] = [];
  const complain = (cell: string, message: string, remedy: string) => {
    problems.push({ file, cell, message, remedy });
  };
  const sheet = chooseSheet(readWorkbook(file, bytes), complain);
  const assets = sheet ? assetsOf(sheet, complain) : [];
  if (problems.length > problemsShown) {
    const more = problems.length - problemsShown;
    problems.splice(problemsShown, more, { file, message: `另有 ${more} 处问题未列出` });
  }
  if (problems.length > 0) throw new Fault('INTAKE_INVALID', problems);
  return { file, digest: digestOf(bytes), assets };
}

/** The sheet named for it, else the only visible one that holds anything. */
function chooseSheet(sheets: readonly Sheet[], complain: Complain): Sheet | undefined {
  const named = sheets.find(({ name }) => name.trim() === sheetName);
  const filled = sheets.filter(({ cells, hidden }) => cells.length > 0 && !hidden);
  if (named || filled.length === 1) return named ?? filled[0];
  const names = filled.map(({ name }) => name).join('、');
  const found = filled.length === 0 ? '工作簿没有内容' : `多个工作表有内容（${names}），不知以哪个为准`;
  complain('', found, `将清单放入名为“${sheetName}”的工作表`);
  return undefined;
}

function assetsOf(sheet: Sheet, complain: Complain): Asset[] {
  const header = findHeader(sheet.cells);
  if (header === undefined) {
    complain(
      'A1',
      '没有找到表头',
      '首行依次写：序列号、型号、用途、路数、核数、线程数、内存(GiB)、数据盘容量(TB)、副本系数、带外地址',
    );
    return [];
  }
  for (const range of sheet.merges) {
    const lastRow = Number(/(\d+)$/.exec(range)?.[1]);
    if (lastRow >= header) complain(range, '有合并的单元格', '取消合并，每个单元格单独填写');
  }
  const columns = columnsOf(
    sheet.cells.filter((cell) => cell.row === header),
    header,
    complain,
  );
  const rows = new Map<number, Map<number, Cell>>();
  for (const cell of sheet.cells) {
    if (cell.row <= header || ![...columns.values()].some(({ column }) => column === cell.column)) continue;
    rows.set(cell.row, (rows.get(cell.row) ?? new Map<number, Cell>()).set(cell.column, cell));
  }
  if (rows.size === 0) complain(`A${header + 1}`, '表头以下没有任何设备', '每台设备填写一行');
  const assets = [...rows].map(([row, cells]) => assetOf(row, cells, columns, complain));
  refuseRepetition(assets, columns, complain);
  return assets;
}

function assetOf(
  row: number,
  cells: ReadonlyMap<number, Cell>,
  columns: ReadonlyMap<string, AssetColumn>,
  complain: Complain,
): Asset {
  /** The cell's value, NaN or '' after a complaint; undefined when empty or the whole column is missing. */
  const at = (field: string) => {
    const column = columns.get(field);
    const cell = column && cells.get(column.column);
    const address = `${columnLetters(column?.column ?? 1)}${row}`;
    return { column, cell, address };
  };
  const value = (field: string): Cell['value'] => {
    const { cell, address } = at(field);
    if (cell?.formula !== undefined) {
      complain(address, `是公式（${cell.formula}）`, '复制后以“选择性粘贴—数值”填入');
      return undefined;
    }
    if (cell?.error !== undefined) complain(address, `单元格出错（${cell.error}）`, '改填实际内容');
    return cell?.value;
  };
  const absent = (field: string) => {
    const { column, cell, address } = at(field);
    const blank = cell?.value === undefined && cell?.formula === undefined && cell?.error === undefined;
    if (column && blank) complain(address, `${column.title}未填`, '每台设备逐项填写');
  };
  const text = (field: string): string => {
    const found = value(field);
    const { address, column } = at(field);
    if (typeof found === 'string' && found.trim() !== '') return found.normalize('NFKC').trim();
    if (found === undefined || typeof found === 'string') absent(field);
    else complain(address, `${column?.title}是数值，位数或前导零可能已丢失`, '将该列设为文本格式后重新填写');
    return '';
  };
  const number = (field: string, least: number, whole: boolean): number => {
    const found = value(field);
    const { address, column } = at(field);
    if (found === undefined) {
      absent(field);
      return Number.NaN;
    }
    const plain = typeof found === 'string' ? found.normalize('NFKC').trim() : found;
    const read = typeof plain === 'string' && !/^\d+(\.\d+)?$/.test(plain) ? Number.NaN : Number(plain);
    if (typeof found === 'boolean' || !(read >= least) || (whole && !Number.isInteger(read))) {
      const wanted = `${whole ? '整数' : '数值'}，不小于 ${least}`;
      complain(address, `${column?.title}“${String(found)}”不合要求`, `填写${wanted}，不带单位与千位分隔符`);
      return Number.NaN;
    }
    return read;
  };
  const bytes = (field: string): number => {
    const read = number(field, 0, false);
    return Math.round(convert(read, at(field).column?.unit ?? ('B' satisfies Unit), 'B'));
  };

  const asset: Asset = {
    row,
    serial: text('serial'),
    model: text('model'),
    purpose: purposeOf(text('purpose'), at('purpose').address, complain),
    sockets: number('sockets', 1, true),
    cores: number('cores', 1, true),
    threads: number('threads', 1, true),
    memoryBytes: bytes('memory'),
    diskBytes: bytes('disk'),
    replicaFactor: 1,
  };
  // Where nothing is stored there is nothing to keep copies of.
  const replicas = at('replica').cell;
  if (asset.diskBytes > 0 || replicas !== undefined) asset.replicaFactor = number('replica', 1, false);
  const url = at('controller').cell === undefined ? undefined : text('controller');
  if (url !== undefined && url !== '') {
    if (isControllerUrl(url)) asset.controllerUrl = url;
    else {
      complain(
        at('controller').address,
        `带外地址“${url}”无效`,
        '填写以 https:// 或 http:// 开头、不带账号口令的完整地址',
      );
    }
  }
  if (asset.cores < asset.sockets) {
    complain(at('cores').address, `核数 ${asset.cores} 少于路数 ${asset.sockets}`, '核数填整机物理核数');
  }
  if (asset.threads < asset.cores) {
    complain(
      at('threads').address,
      `线程数 ${asset.threads} 少于核数 ${asset.cores}`,
      '线程数填整机硬件线程数',
    );
  }
  if (asset.purpose !== 'compute' && asset.diskBytes === 0) {
    complain(at('disk').address, '存储设备的数据盘容量为 0', '填写数据盘裸容量合计，或改正用途');
  }
  return asset;
}

function purposeOf(text: string, cell: string, complain: Complain): Asset['purpose'] {
  const purpose = purposes[text];
  if (purpose === undefined && text !== '')
    complain(cell, `用途“${text}”无法识别`, '填写 计算、存储 或 计算存储');
  return purpose ?? 'compute';
}

function isControllerUrl(text: string): boolean {
  if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  return url.username === '' && url.password === '';
}

/** Two rows that name one machine would count it twice. */
function refuseRepetition(
  assets: readonly Asset[],
  columns: ReadonlyMap<string, AssetColumn>,
  complain: Complain,
): void {
  const only = (
    field: 'serial' | 'controller',
    title: string,
    keyOf: (asset: Asset) => string | undefined,
  ) => {
    const seen = new Map<string, number>();
    for (const asset of assets) {
      const key = keyOf(asset);
      if (key === undefined || key === '') continue;
      const before = seen.get(key);
      if (before === undefined) {
        seen.set(key, asset.row);
        continue;
      }
      const cell = `${columnLetters(columns.get(field)?.column ?? 1)}${asset.row}`;
      complain(cell, `${title}与第 ${before} 行重复`, '每台设备只列一行，删去重复的行或改正');
    }
  };
  only('serial', '序列号', ({ serial }) => serial.toUpperCase());
  only('controller', '带外地址', ({ controllerUrl }) => controllerUrl?.replace(/\/+$/, ''));
}
