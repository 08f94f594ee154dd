import type { TestReportInput } from '../kinds/test-report.ts';
import { verdictCsv } from './csv.ts';
import { ctrfReport } from './ctrf.ts';
import { junitXml } from './junit.ts';
import { oscalAssessmentResults } from './oscal.ts';
import { sarifLog } from './sarif.ts';

/** What other programs read of a test report; `extension` completes the file name. */
export const interchangeFormats = {
  junit: { label: 'JUnit XML', mediaType: 'application/xml; charset=utf-8', extension: 'junit.xml' },
  ctrf: { label: 'CTRF', mediaType: 'application/json; charset=utf-8', extension: 'ctrf.json' },
  oscal: {
    label: 'OSCAL assessment-results',
    mediaType: 'application/json; charset=utf-8',
    extension: 'oscal.json',
  },
  sarif: { label: 'SARIF', mediaType: 'application/sarif+json; charset=utf-8', extension: 'sarif' },
  csv: { label: 'CSV', mediaType: 'text/csv; charset=utf-8', extension: 'csv' },
} as const;
export type InterchangeFormat = keyof typeof interchangeFormats;

const indented = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The text of a report in one interchange format. Throws RECORD_INVALID like the report itself. */
export function interchangeText(format: InterchangeFormat, input: TestReportInput): string {
  switch (format) {
    case 'junit':
      return junitXml(input);
    case 'ctrf':
      return indented(ctrfReport(input));
    case 'oscal':
      return indented(oscalAssessmentResults(input));
    case 'sarif':
      return indented(sarifLog(input));
    case 'csv':
      return verdictCsv(input);
  }
}
