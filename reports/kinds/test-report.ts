import type { Cell, Document, Section } from '../../spec/index.ts';
import { clausesChapter } from './test-report/clauses.ts';
import { coverFacts, pageMarks } from './test-report/cover.ts';
import { deferralsSection } from './test-report/deferrals.ts';
import { detailsChapter } from './test-report/details.ts';
import { environmentChapter } from './test-report/environment.ts';
import { findingsChapter } from './test-report/findings.ts';
import { lifetimesSection } from './test-report/lifetimes.ts';
import { gatherMaterial, type Material, type TestReportInput } from './test-report/material.ts';
import { instrumentsSection, papersSection } from './test-report/papers.ts';
import { resourcesChapter } from './test-report/resources.ts';
import { retestsSection } from './test-report/retests.ts';
import { revisionsSection } from './test-report/revisions.ts';
import { scopeChapter } from './test-report/scope.ts';
import { summaryChapter } from './test-report/summary.ts';
import { toolsChapter } from './test-report/tools.ts';
import { unassessedChapter } from './test-report/unassessed.ts';

export type { TestReportInput } from './test-report/material.ts';

/**
 * 《测试报告》 of one run under one judgement. It states results and never concludes acceptance.
 * Throws RECORD_INVALID when the judgement is of another run or of other tender data.
 */
export function testReport(input: TestReportInput): Document {
  const material = gatherMaterial(input);
  return {
    title: '测试报告',
    subtitle: input.tender.title,
    pageMarks: pageMarks(input),
    createdAt: input.judgement.asOf,
    cover: coverFacts(input),
    sections: [
      ...scopeChapter(material),
      ...revisionsSection(material),
      ...environmentChapter(material),
      toolsChapter(material),
      instrumentsSection(material),
      ...summaryChapter(material),
      clausesChapter(material),
      papersSection(material),
      ...detailsChapter(material),
      ...unassessedChapter(material),
      ...besideVerdicts(material),
      findingsChapter(material),
      resourcesChapter(material),
      signaturesChapter(),
      evidenceAppendix(material),
    ],
  };
}

/** 7.2 and on: what lies beside the verdicts and turns none. Only what there is. */
function besideVerdicts(material: Material): Section[] {
  const titled = [
    ...deferralsSection(material).map((section) => ({ ...section, title: '暂缓整改' })),
    ...retestsSection(material).map((section) => ({ ...section, title: '初测与复测' })),
    ...lifetimesSection(material).map((section) => ({ ...section, title: '证据有效期' })),
  ];
  return titled.map(({ title, ...section }, index) => ({ ...section, heading: `7.${index + 2} ${title}` }));
}

function signaturesChapter(): Section {
  return {
    id: 'signatures',
    heading: '10 编制、审核与批准',
    level: 1,
    blocks: [{ kind: 'signatures', roles: ['编制', '审核', '批准'] }],
  };
}

function evidenceAppendix({ evidence }: Material): Section {
  return {
    id: 'evidence',
    heading: '附录 证据索引',
    level: 1,
    blocks: [
      {
        kind: 'table',
        columns: [
          { title: '编号', width: 9 },
          { title: '内容', width: 25 },
          { title: '类型', width: 20 },
          { title: '字节数', width: 11, align: 'right' },
          { title: '摘要', width: 35 },
        ],
        rows: evidence.map(({ number, item }): Cell[] => [
          { text: number },
          { text: item.label },
          { text: item.mediaType },
          { text: String(item.bytes) },
          { digest: item.digest },
        ]),
      },
    ],
  };
}
