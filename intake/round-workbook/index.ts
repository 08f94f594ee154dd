// Workbooks of a round: templates that people fill in, and their reading.
export { readRoundWorkbook } from './read-workbook.ts';
export type { WorkbookPart } from './table.ts';
export { writeRoundTemplates, writeRoundWorkbook } from './write-workbook.ts';
