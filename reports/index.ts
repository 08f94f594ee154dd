// The door of the pen: records in, neutral documents and their printed forms out.
export { renderHtml } from './formats/html.tsx';
export { renderJson } from './formats/json.ts';
export { type PrintedPdf, renderPdf } from './formats/pdf.ts';
export { type TestReportInput, testReport } from './kinds/test-report.ts';
