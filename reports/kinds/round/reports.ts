import type { Document } from '../../../spec/index.ts';
import { attendance } from './attendance.ts';
import { candidates } from './candidates.ts';
import { clarifications } from './clarifications.ts';
import { collusionLeads } from './collusion-leads.ts';
import { evaluationReport } from './evaluation-report.ts';
import { fairnessSelfCheck } from './fairness-self-check.ts';
import { letters } from './letters.ts';
import { lowPriceRecord } from './low-price-record.ts';
import { gatherMaterial, type Material, type RoundReportInput } from './material.ts';
import { openingRecord } from './opening-record.ts';
import { quoteCorrections } from './quote-corrections.ts';
import { complianceTable, qualificationReport, qualificationTable } from './review-papers.ts';
import { scoreSheets } from './score-sheets.ts';
import { scoreSummary } from './score-summary.ts';

export type { RoundReportInput } from './material.ts';

export interface RoundReport {
  /** Id of the paper, as the record of signing names it. */
  id: string;
  title: string;
  document: Document;
}

const kinds: Record<string, (material: Material, id: string) => Document> = {
  'opening-record': openingRecord,
  'qualification-report': qualificationReport,
  'qualification-table': qualificationTable,
  attendance,
  clarifications,
  'compliance-table': complianceTable,
  'quote-corrections': quoteCorrections,
  'low-price-record': lowPriceRecord,
  'score-sheets': scoreSheets,
  'score-summary': scoreSummary,
  'evaluation-report': evaluationReport,
  candidates,
  'fairness-self-check': fairnessSelfCheck,
  'collusion-leads': collusionLeads,
};

/**
 * Every paper of a round in the order of its use, and one letter (`letter-<bid>`) for each bidder that is not to be
 * awarded, once that is known. They state what was decided and computed; nothing is decided here.
 */
export function roundReports(input: RoundReportInput): RoundReport[] {
  const material = gatherMaterial(input);
  const papers = Object.entries(kinds).map(([id, kind]) => {
    const document = kind(material, id);
    return { id, title: document.title, document };
  });
  return [...papers, ...letters(material)];
}
