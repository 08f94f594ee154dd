import { Fault, type Problem } from '../../spec/index.ts';
import { readWorkbook, type Sheet } from '../xlsx.ts';
import { readForm } from './read-form.ts';
import { readGrid } from './read-grid.ts';
import { type Intake, readRows } from './read-rows.ts';
import { notesSheet, optionsSheet, type Table, type WorkbookPart, workbookParts } from './table.ts';
import { allTables } from './tables.ts';
import { openPlaces, type PathStep } from './value-path.ts';

export interface RoundPart {
  kind: WorkbookPart;
  /** Of the shape of the part's schema; not yet checked against it. */
  value: unknown;
  /** Where a path of the value stands, or should stand, e.g. `报价!C4`. */
  cellOf(path: PathStep[]): string | undefined;
}

const problemsShown = 200;

/**
 * Reads a workbook of a round: every sheet that a template has, whichever of them are there. What cannot be read is a
 * problem with its cell; whoever checks the values against the schemas finds their cells by `cellOf`. Never throws for
 * what people hand in.
 */
export function readRoundWorkbook(
  file: string,
  bytes: Uint8Array,
): { parts: RoundPart[]; problems: Problem[] } {
  let sheets: Sheet[];
  try {
    sheets = readWorkbook(file, bytes);
  } catch (error) {
    if (error instanceof Fault) return { parts: [], problems: error.problems };
    throw error;
  }
  const problems: Problem[] = [];
  const complain = (cell: string, message: string, remedy: string) => {
    problems.push({ file, cell, message, remedy });
  };
  const found: { table: Table; sheet: Sheet }[] = [];
  for (const sheet of sheets) {
    const name = sheet.name.trim();
    if ([notesSheet, optionsSheet].includes(name)) continue;
    const table = allTables.find((one) => one.sheet === name);
    if (table) found.push({ table, sheet });
    else if (sheet.cells.length > 0)
      complain(
        sheet.name,
        `${sheet.hidden ? '隐藏的' : ''}工作表“${name}”无法识别`,
        '删去该工作表，或改用模板中的表名',
      );
  }
  if (found.length === 0 && problems.length === 0)
    complain('', '工作簿中没有模板所列的工作表', '取用模板填写后提交');
  const parts = workbookParts.flatMap((kind): RoundPart[] => {
    const own = found.filter(({ table }) => table.part === kind);
    if (own.length === 0) return [];
    const places = openPlaces();
    const root = kind === 'admission' ? [] : {};
    for (const { table, sheet } of own) {
      const named = (cell: string) => `${sheet.name}!${cell}`;
      const intake: Intake = {
        root,
        places,
        named,
        complain: (cell, message, remedy) => complain(named(cell), message, remedy),
      };
      if (table.layout === 'rows') readRows(table, sheet, intake);
      else if (table.layout === 'form') readForm(table, sheet, intake);
      else readGrid(table, sheet, intake);
    }
    return [{ kind, value: root, cellOf: (path) => places.cellOf(path) }];
  });
  if (problems.length > problemsShown) {
    const more = problems.length - problemsShown;
    problems.splice(problemsShown, more, { file, message: `另有 ${more} 处问题未列出` });
  }
  return { parts, problems };
}
