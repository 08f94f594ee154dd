import { type Outcome, outcomes } from '../../spec/index.ts';
import type { TestReportInput } from '../kinds/test-report.ts';
import { endOfRecord, factsObject, judgementDigest, marksOf } from './run-fact.ts';
import { nameUuid } from './uuid.ts';
import {
  bySection,
  countLines,
  deferralOf,
  printableDeep,
  type VerdictLine,
  verdictLines,
  whyOf,
  windowOf,
} from './verdict-line.ts';

const statuses: Record<Outcome, 'passed' | 'failed' | 'skipped' | 'other'> = {
  satisfied: 'passed',
  'not-satisfied': 'failed',
  inconclusive: 'other',
  'not-assessed': 'other',
  'not-applicable': 'skipped',
};

/**
 * A CTRF report. Inconclusive and not assessed are `other`, never passed or skipped; `pending` is not used: a result
 * that is awaited is not assessed.
 */
export function ctrfReport(input: TestReportInput): Record<string, unknown> {
  const { record, judgement, tender } = input;
  const lines = verdictLines(input);
  const sums = countLines(lines);
  const [tool] = record.tools;
  const start = Date.parse(record.startedAt);
  const stop = Math.max(start, Date.parse(endOfRecord(input)));
  const facts = factsObject(input);
  return printableDeep({
    reportFormat: 'CTRF',
    specVersion: '1.0.0',
    reportId: nameUuid(`ctrf ${judgementDigest(judgement)} ${marksOf(input)}`),
    runId: record.id,
    timestamp: judgement.asOf,
    generatedBy: tool ? `${tool.name} ${tool.version}` : 'biaochi',
    results: {
      tool: { name: tool?.name || 'biaochi', ...(tool ? { version: tool.version } : {}) },
      summary: {
        tests: sums.total,
        passed: sums.satisfied,
        failed: sums['not-satisfied'],
        skipped: sums['not-applicable'],
        pending: 0,
        other: sums.inconclusive + sums['not-assessed'],
        suites: bySection(lines).size,
        start,
        stop,
        duration: stop - start,
        extra: { outcomes: sums, judgement: judgement.summary },
      },
      tests: lines.map((line) => test(input, line)),
      environment: {
        reportName: `测试报告 ${tender.title}（${marksOf(input)}）`,
        appName: record.target.name,
        testEnvironment: record.target.simulated ? '仿真平台' : '被测平台',
        extra: facts,
      },
      extra: facts,
    },
    extra: facts,
  });
}

function test({ record, judgement }: TestReportInput, line: VerdictLine) {
  const { id, level, outcome, reason, subject, method, check } = line;
  const { from, to, spent } = windowOf(line.observations);
  const deferral = deferralOf(judgement, line);
  return {
    testId: id,
    executionId: nameUuid(`check ${record.id} ${id}`),
    name: line.title,
    status: statuses[outcome],
    rawStatus: outcome,
    duration: spent,
    ...(from === undefined || to === undefined ? {} : { start: Date.parse(from), stop: Date.parse(to) }),
    suite: [line.section, ...(subject ? [subject.number] : [])],
    message: `${outcomes[outcome]}：${whyOf(line)}`,
    ...(line.measured.length > 0 ? { trace: line.measured.join('\n') } : {}),
    type: method ?? 'none',
    ...(subject?.checkable.starred ? { tags: ['▲'] } : {}),
    labels: {
      outcome,
      reason,
      level,
      ...(line.tier === '' ? {} : { tier: line.tier }),
      ...(line.evidence.length > 0 ? { evidence: line.evidence } : {}),
      ...(check ? { due: check.due, inStage: check.inStage } : {}),
      ...(check?.probe === undefined ? {} : { probe: check.probe }),
      ...(subject
        ? {
            clause: subject.checkable.id,
            clauseKind: subject.checkable.kind,
            clauseOutcome: subject.verdict.outcome,
            clauseReason: subject.verdict.reason,
            starred: subject.checkable.starred,
            selected: subject.selected,
          }
        : {}),
    },
    extra: {
      ...(check ? { comparisons: check.comparisons } : {}),
      ...(check?.validUntil ? { validUntil: check.validUntil } : {}),
      ...(deferral ? { deferral } : {}),
    },
  };
}
