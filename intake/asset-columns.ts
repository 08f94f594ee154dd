import { dimensionOf, type Unit, unitNames } from '../spec/index.ts';
import { type Cell, columnLetters } from './xlsx.ts';

/** Tells a problem by its cell. */
export type Complain = (cell: string, message: string, remedy: string) => void;

export interface AssetColumn {
  /** 1-based. */
  column: number;
  /** As the sheet has it. */
  title: string;
  /** Of a capacity: what its cells are counted in. */
  unit?: Unit;
}

interface Head {
  field: string;
  title: string;
  /** The head must say a unit of data. */
  capacity?: boolean;
  optional?: boolean;
}
const heads: Head[] = [
  { field: 'serial', title: '序列号' },
  { field: 'model', title: '型号' },
  { field: 'purpose', title: '用途' },
  { field: 'sockets', title: '路数' },
  { field: 'cores', title: '核数' },
  { field: 'threads', title: '线程数' },
  { field: 'memory', title: '内存', capacity: true },
  { field: 'disk', title: '数据盘容量', capacity: true },
  { field: 'replica', title: '副本系数' },
  { field: 'controller', title: '带外地址', optional: true },
];
const dataUnits = unitNames.filter((unit) => dimensionOf(unit) === 'data');
const rowsSearched = 20;

const plain = (cell: Cell) =>
  String(cell.value ?? '')
    .normalize('NFKC')
    .replace(/\s+/g, '');

/** Whether a cell is this head. A bracket after it is read only as a unit, or as the whole machine: 核数(每路) is another figure. */
function isHead(cell: Cell, head: Head): boolean {
  const text = plain(cell);
  if (head.capacity) return text.replace(/\([^()]*\)$/, '') === head.title;
  return text === head.title || text === `${head.title}(整机)`;
}

/** The row that names the columns: the first that has a serial number's head. A title may stand above it. */
export function findHeader(cells: readonly Cell[]): number | undefined {
  return cells.find((cell) => cell.row <= rowsSearched && isHead(cell, heads[0]!))?.row;
}

/** Columns by field. Complains about missing and repeated heads and about capacities without a unit. */
export function columnsOf(cells: readonly Cell[], row: number, complain: Complain): Map<string, AssetColumn> {
  const columns = new Map<string, AssetColumn>();
  for (const head of heads) {
    const found = cells.filter((cell) => isHead(cell, head));
    const [first, second] = found;
    if (second) complain(second.address, `表头“${head.title}”出现两次`, '每项只留一列');
    if (first === undefined) {
      if (head.optional) continue;
      complain(
        `${columnLetters(1)}${row}`,
        `缺少表头“${head.title}”`,
        `在表头行加上“${head.title}${head.capacity ? '(GiB)' : ''}”一列`,
      );
      continue;
    }
    const title = plain(first);
    const unit = dataUnits.find((name) => title.endsWith(`(${name})`));
    if (head.capacity && unit === undefined) {
      complain(
        first.address,
        `表头“${title}”没有写明单位`,
        `写作 ${head.title}(GiB)、${head.title}(TB) 等；GB 与 GiB 不同`,
      );
    }
    columns.set(head.field, { column: first.column, title, ...(unit ? { unit } : {}) });
  }
  return columns;
}
