import type { Section } from '../../spec/index.ts';
import type { TestReportInput } from '../kinds/test-report.ts';
import { runFacts } from './run-fact.ts';
import { verdictLines } from './verdict-line.ts';
import { verdictColumns } from './verdict-table.ts';

/** The flat sheet of a test report's workbook: what the run is, then one row for each verdict line, to be filtered. */
export function verdictSheet(input: TestReportInput): Section {
  return {
    id: 'verdict-lines',
    heading: '核验明细',
    level: 1,
    blocks: [
      { kind: 'facts', rows: runFacts(input).map(({ label, value }) => ({ label, value })) },
      {
        kind: 'table',
        columns: verdictColumns.map(({ title }) => ({ title, width: 100 / verdictColumns.length })),
        rows: verdictLines(input).map((line) => verdictColumns.map(({ of }) => ({ text: of(line) }))),
      },
    ],
  };
}
