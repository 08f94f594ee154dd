import { createReadStream } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { readEvidence } from '../evidence/index.ts';
import { type InterchangeFormat, interchangeFormats } from '../reports/index.ts';
import { contentDisposition, handingOf } from './media.ts';
import { sendProblem } from './pages/send.tsx';
import { type ReportFormat, reportFiles, reportFormats } from './run-store.ts';
import type { RunView } from './run-view.ts';

type Handed = { contentType: string; disposition: 'inline' | 'attachment' };
const reports: Record<ReportFormat, Handed> = {
  html: { contentType: 'text/html; charset=utf-8', disposition: 'inline' },
  pdf: { contentType: 'application/pdf', disposition: 'attachment' },
  docx: {
    contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    disposition: 'attachment',
  },
  json: { contentType: 'application/json; charset=utf-8', disposition: 'attachment' },
  xlsx: {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    disposition: 'attachment',
  },
  ...(Object.fromEntries(
    Object.entries(interchangeFormats).map(([format, { mediaType }]) => [
      format,
      { contentType: mediaType, disposition: 'attachment' },
    ]),
  ) as Record<InterchangeFormat, Handed>),
};
/** The report stands by itself, with its own styles and pictures inside, and without scripts. */
const reportPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";
const evidencePolicy = "sandbox; default-src 'none'";

/** The printed report and the safe. Evidence is handed out only under a digest that the record names. */
export function addFiles(
  app: FastifyInstance,
  view: () => RunView,
  reportFile: (format: ReportFormat) => string,
  directory: string,
): void {
  for (const format of reportFormats) {
    app.get(`/${reportFiles[format]}`, (_request, reply) => {
      const run = view();
      if (!run.reports.includes(format)) {
        return sendProblem(reply, 404, '报告尚未生成', [`测试目录中没有 ${format} 格式的报告。`]);
      }
      const { contentType, disposition } = reports[format];
      return reply
        .type(contentType)
        .header('content-security-policy', reportPolicy)
        .header(
          'content-disposition',
          contentDisposition(disposition, reportFiles[format].replace('report', `测试报告-${run.record.id}`)),
        )
        .send(createReadStream(reportFile(format)));
    });
  }
  app.get<{ Params: { digest: string } }>('/evidence/:digest', async (request, reply) => {
    const item = view().evidence.get(request.params.digest);
    if (!item) return sendProblem(reply, 404, '没有这份证据', ['测试记录中没有该摘要的证据。']);
    const bytes = await readEvidence(directory, item.digest);
    const { contentType, disposition } = handingOf(item.mediaType);
    return reply
      .type(contentType)
      .header('content-security-policy', evidencePolicy)
      .header('content-disposition', contentDisposition(disposition, item.digest.replace(':', '-')))
      .send(bytes);
  });
}
