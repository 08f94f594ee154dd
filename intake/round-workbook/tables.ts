import { admissionTables } from './admission-tables.ts';
import { bidTables } from './bid-tables.ts';
import { proceedingsTables } from './proceedings-tables.ts';
import { roundTables } from './round-tables.ts';
import { scoreTables } from './score-tables.ts';
import type { Table, WorkbookPart } from './table.ts';

/** Workbooks by what they are read as: the file's name and the sheets in order. A sheet's name stands in one of them only. */
export const workbooks: Record<WorkbookPart, { name: string; tables: Table[] }> = {
  round: { name: '评审项目.xlsx', tables: roundTables },
  bid: { name: '投标文件要素.xlsx', tables: bidTables },
  'score-sheet': { name: '评委评分表.xlsx', tables: scoreTables },
  admission: { name: '开标接收记录.xlsx', tables: admissionTables },
  proceedings: { name: '评审过程记录.xlsx', tables: proceedingsTables },
};
export const allTables: Table[] = Object.values(workbooks).flatMap(({ tables }) => tables);
