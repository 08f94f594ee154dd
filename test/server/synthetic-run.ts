import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRun, digestOfRecord, keepJudgement } from '../../evidence/index.ts';
import type {
  CheckVerdict,
  EvidenceItem,
  Judgement,
  Observation,
  Outcome,
  OutcomeCounts,
  Reason,
  RequirementVerdict,
} from '../../spec/index.ts';

export const script = '<script>alert("名")</script>';
const from = '2026-06-30T09:00:00+08:00';
const to = '2026-06-30T09:00:12+08:00';

function observationOf(
  id: string,
  evidence: EvidenceItem[],
  changes: Partial<Observation> = {},
): Observation {
  return {
    id,
    planItem: `plan-${id}`,
    planDigest: `sha256:${'0'.repeat(64)}`,
    probe: 'tls-versions',
    probeVersion: 1,
    component: 'portal',
    inputs: {},
    window: { from, to },
    tier: 'measured',
    state: 'completed',
    measurements: [{ measurand: 'accepted-versions', values: [['TLSv1.2', 'TLSv1.3']] }],
    steps: [{ at: from, label: '以 TLS 1.2 握手', detail: script }],
    notes: [],
    evidence,
    ...changes,
  };
}

function checkOf(
  id: string,
  reason: Reason,
  outcome: Outcome,
  changes: Partial<CheckVerdict> = {},
): CheckVerdict {
  return {
    id,
    part: 'main',
    method: 'test',
    probe: 'tls-versions',
    due: 'delivery',
    inStage: true,
    outcome,
    reason,
    observations: [],
    evidence: [],
    comparisons: [],
    steps: [],
    ...changes,
  };
}

const verdictOf = (id: string, checks: CheckVerdict[], starred = false): RequirementVerdict => ({
  id,
  kind: 'clause',
  starred,
  outcome: checks[0]!.outcome,
  reason: checks[0]!.reason,
  parts: checks.map((check) => ({
    id: check.part,
    outcome: check.outcome,
    reason: check.reason,
    checks: [check],
  })),
});

const countsOf = (counts: Partial<Record<Outcome, number>>): OutcomeCounts => {
  const all = {
    satisfied: 0,
    'not-satisfied': 0,
    inconclusive: 0,
    'not-assessed': 0,
    'not-applicable': 0,
    ...counts,
  };
  return { ...all, total: Object.values(all).reduce((sum, count) => sum + count, 0) };
};

export interface SyntheticRun {
  directory: string;
  evidence: Record<'text' | 'html' | 'json' | 'picture' | 'odd', EvidenceItem>;
  remove(): void;
}

/** A run directory written by the evidence room, with one clause of each outcome. */
export async function writeSyntheticRun(
  options: { judged?: boolean; simulated?: boolean } = {},
): Promise<SyntheticRun> {
  const parent = mkdtempSync(join(tmpdir(), 'biaochi-run-'));
  const directory = join(parent, 'run');
  const run = createRun(directory, {
    format: 'biaochi-run/1',
    id: 'run-20260630',
    tender: { id: 'synthetic', number: '示例采-2026-1', title: '示例政务云服务项目' },
    target: {
      name: `政务云平台 ${script}`,
      simulated: options.simulated ?? true,
      components: [{ id: 'portal', role: 'public-endpoint', endpoint: 'https://portal.example' }],
      fileDigest: `sha256:${'1'.repeat(64)}`,
    },
    stage: 'delivery',
    tools: [{ name: 'biaochi', version: '0.1.0' }],
    startedAt: from,
  });
  const put = (label: string, mediaType: string, text: string) =>
    run.putEvidence(label, mediaType, new TextEncoder().encode(text));
  const evidence = {
    text: await put('握手记录', 'text/plain', 'TLSv1.2 accepted'),
    html: await put(`应答 ${script}`, 'text/html', `<html>${script}</html>`),
    json: await put('应答', 'application/json', '{"a":1}'),
    picture: await put('矢量图', 'image/svg+xml', `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`),
    odd: await put('来历不明', 'text/html\r\nx-injected: 1', 'odd'),
  };
  const survey = {
    component: 'portal',
    role: 'public-endpoint' as const,
    endpoint: 'https://portal.example',
  };
  const facts = { reachable: true, facts: [], configurationDigest: `sha256:${'2'.repeat(64)}` };
  run.journal.append({ type: 'survey', when: 'before', surveys: [{ ...survey, ...facts }] });
  run.journal.append({ type: 'observation', observation: observationOf('o1', Object.values(evidence)) });
  run.journal.append({
    type: 'observation',
    observation: observationOf('o2', [], {
      state: 'errored',
      measurements: [],
      fault: { code: 'TARGET_CLOSED', message: `对方中途关闭 ${script}` },
    }),
  });
  run.journal.append({
    type: 'resource',
    entry: { observation: 'o1', kind: '云主机', marker: 'bc-1', id: 'vm-77', state: 'left' },
  });
  run.journal.append({ type: 'end', ended: 'finished', at: to });
  const record = run.close();
  if (options.judged !== false) keepJudgement(directory, judgementOf(digestOfRecord(record), evidence));
  mkdirSync(join(directory, 'report'));
  writeFileSync(join(directory, 'report/report.html'), '<!doctype html><title>报告</title>');
  writeFileSync(join(directory, 'report/report.json'), '{}');
  return { directory, evidence, remove: () => rmSync(parent, { recursive: true, force: true }) };
}

function judgementOf(
  recordDigest: string,
  evidence: SyntheticRun['evidence'],
): Omit<Judgement, 'revision' | 'replaces'> {
  const requirements = [
    verdictOf('5.1-1', [
      checkOf('5.1-1/main', 'all-met', 'satisfied', {
        observations: ['o1'],
        evidence: [evidence.text.digest],
        comparisons: [
          {
            measurand: 'accepted-versions',
            expected: '包含 TLSv1.2',
            measured: 'TLSv1.2、TLSv1.3',
            samples: 1,
            met: true,
          },
        ],
        steps: [{ label: '取值', expression: 'every', value: '1 个样本' }],
      }),
    ]),
    verdictOf(
      '5.1-2',
      [
        checkOf('5.1-2/main', 'refuted', 'not-satisfied', {
          observations: ['o1'],
          evidence: [`sha256:${'9'.repeat(64)}`],
          comparisons: [
            {
              measurand: 'accepted-versions',
              expected: '不含 TLSv1',
              measured: script,
              samples: 1,
              met: false,
            },
          ],
          steps: [{ label: script, expression: script, value: script }],
        }),
      ],
      true,
    ),
    verdictOf('5.1-3', [
      checkOf('5.1-3/main', 'target-errored', 'inconclusive', {
        observations: ['o2'],
        remark: `对方中途关闭 ${script}`,
      }),
    ]),
    verdictOf('5.1-4', [
      checkOf('5.1-4/main', 'not-yet-due', 'not-assessed', { due: 'year', inStage: false }),
    ]),
    verdictOf('5.1-5', [checkOf('5.1-5/main', 'excluded', 'not-applicable', { method: 'examine' })]),
  ];
  const each = countsOf({
    satisfied: 1,
    'not-satisfied': 1,
    inconclusive: 1,
    'not-assessed': 1,
    'not-applicable': 1,
  });
  return {
    format: 'biaochi-judgement/1',
    run: { id: 'run-20260630', digest: recordDigest },
    tender: { id: 'synthetic', digest: `sha256:${'3'.repeat(64)}` },
    readings: [],
    stage: 'delivery',
    asOf: to,
    selected: requirements.map((requirement) => requirement.id),
    requirements,
    summary: {
      checkables: each,
      technicalClauses: {
        ...countsOf({
          satisfied: 1,
          'not-satisfied': 1,
          inconclusive: 1,
          'not-assessed': 37,
          'not-applicable': 1,
        }),
        encoded: 5,
      },
      starred: countsOf({ 'not-satisfied': 1 }),
      tests: countsOf({ satisfied: 1, 'not-satisfied': 1, inconclusive: 1, 'not-assessed': 1 }),
    },
  };
}
