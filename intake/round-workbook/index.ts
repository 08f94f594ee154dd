// Workbooks of a round: templates that people fill in, and their reading.
export { type RoundPart, readRoundWorkbook } from './read-workbook.ts';
export type { WorkbookPart } from './table.ts';
export { type WrittenFile, writeRoundTemplates, writeRoundWorkbook } from './write-workbook.ts';
