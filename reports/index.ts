// The door of the pen: records in, neutral documents and their printed forms out.
import { type Document, Fault } from '../spec/index.ts';
import { renderDocx } from './formats/docx.ts';
import { renderHtml } from './formats/html.tsx';
import { renderJson } from './formats/json.ts';
import { renderPdf } from './formats/pdf.ts';
import { renderXlsx } from './formats/xlsx.ts';

export { renderDocx } from './formats/docx.ts';
export { renderHtml } from './formats/html.tsx';
export { renderJson } from './formats/json.ts';
export { type PrintedPdf, renderPdf } from './formats/pdf.ts';
export { renderXlsx } from './formats/xlsx.ts';
export { type InterchangeFormat, interchangeFormats, interchangeText } from './interchange/formats.ts';
export { type OcdsInput, ocdsReleasePackage } from './interchange/ocds.ts';
export { verdictSheet } from './interchange/verdict-sheet.ts';
export { type ClarificationInput, clarificationDraft } from './kinds/clarification-draft.ts';
export { type ClarificationNoticeInput, clarificationNotice } from './kinds/clarification-notice.ts';
export { type DifferenceReportInput, differenceReport } from './kinds/difference-report.ts';
export { type RoundReport, type RoundReportInput, roundReports } from './kinds/round/reports.ts';
export { type SimulationReportInput, simulationReport } from './kinds/simulation.ts';
export { type TestReportInput, testReport } from './kinds/test-report.ts';

/** The formats that a document can be printed in; the names are also the file extensions. */
export const formats = {
  html: { label: '网页', mediaType: 'text/html; charset=utf-8' },
  pdf: { label: 'PDF', mediaType: 'application/pdf' },
  docx: {
    label: 'Word 文档',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
  json: { label: 'JSON', mediaType: 'application/json; charset=utf-8' },
  xlsx: {
    label: 'Excel 工作簿',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
} as const;
export type Format = keyof typeof formats;
export const formatNames = Object.keys(formats) as Format[];

/** The document's bytes in one format; throws USAGE_UNKNOWN_FORMAT for a name that is none. */
export async function render(format: string, document: Document): Promise<Uint8Array> {
  switch (format) {
    case 'html':
      return new TextEncoder().encode(renderHtml(document));
    case 'pdf':
      return (await renderPdf(document)).bytes;
    case 'docx':
      return renderDocx(document);
    case 'json':
      return new TextEncoder().encode(renderJson(document));
    case 'xlsx':
      return renderXlsx(document);
    default:
      throw new Fault('USAGE_UNKNOWN_FORMAT', [
        { message: `没有 ${format} 这种报告格式`, remedy: `可用的格式：${formatNames.join('、')}` },
      ]);
  }
}
