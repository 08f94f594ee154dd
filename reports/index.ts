// The door of the pen: records in, neutral documents and their printed forms out.
import { type Document, Fault } from '../spec/index.ts';

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

/** What prints each format, loaded with its libraries only when it is asked for. */
const printers: Record<Format, () => Promise<(document: Document) => Uint8Array | Promise<Uint8Array>>> = {
  html: async () => {
    const { renderHtml } = await import('./formats/html.tsx');
    return (document) => new TextEncoder().encode(renderHtml(document));
  },
  pdf: async () => {
    const { renderPdf } = await import('./formats/pdf.ts');
    return async (document) => (await renderPdf(document)).bytes;
  },
  docx: async () => (await import('./formats/docx.ts')).renderDocx,
  json: async () => {
    const { renderJson } = await import('./formats/json.ts');
    return (document) => new TextEncoder().encode(renderJson(document));
  },
  xlsx: async () => (await import('./formats/xlsx.ts')).renderXlsx,
};

/** The document's bytes in one format; throws USAGE_UNKNOWN_FORMAT for a name that is none. */
export async function render(format: string, document: Document): Promise<Uint8Array> {
  if (!Object.hasOwn(printers, format))
    throw new Fault('USAGE_UNKNOWN_FORMAT', [
      { message: `没有 ${format} 这种报告格式`, remedy: `可用的格式：${formatNames.join('、')}` },
    ]);
  return (await printers[format as Format]())(document);
}
