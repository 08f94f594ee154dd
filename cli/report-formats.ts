import {
  type Format,
  formats,
  type InterchangeFormat,
  interchangeFormats,
  interchangeText,
  render,
  type TestReportInput,
  testReport,
  verdictSheet,
} from '../reports/index.ts';
import { Fault } from '../spec/index.ts';

/** What a test report can be written as: printed forms, and what other programs read. */
export type ReportFormat = Format | InterchangeFormat;
const isInterchange = (format: ReportFormat): format is InterchangeFormat => format in interchangeFormats;

export function parseReportFormats(text: string): ReportFormat[] {
  const known = [...Object.keys(formats), ...Object.keys(interchangeFormats)] as ReportFormat[];
  return text.split(',').map((name) => {
    const format = known.find((each) => each === name.trim());
    if (!format)
      throw new Fault('USAGE_UNKNOWN_FORMAT', [
        { message: `没有格式 ${name}`, remedy: `可用：${known.join('、')}` },
      ]);
    return format;
  });
}

/** Every file of a test report, one after the other: its name and its bytes. */
export async function* reportFiles(
  list: readonly ReportFormat[],
  input: TestReportInput,
): AsyncGenerator<{ name: string; bytes: Uint8Array | string }> {
  const document = testReport(input);
  for (const format of list) {
    if (isInterchange(format)) {
      const { extension } = interchangeFormats[format];
      yield { name: `report.${extension}`, bytes: interchangeText(format, input) };
    } else {
      // A workbook is filtered and counted: it has the verdicts as one flat sheet, too.
      const whole =
        format === 'xlsx' ? { ...document, sections: [...document.sections, verdictSheet(input)] } : document;
      yield { name: `report.${format}`, bytes: await render(format, whole) };
    }
  }
}
