import type { TestReportInput } from '../../../reports/index.ts';
import {
  type Attestation,
  type CheckVerdict,
  type Judgement,
  type Outcome,
  type OutcomeCounts,
  outcomeNames,
} from '../../../spec/index.ts';
import { formula, hostileName, sample } from '../fixture.ts';

export const longText = '很长的说明，'.repeat(1700);
export const controls = '控制\u0000\u0001\u0008\u001b[31m字符\u007f\u0085';
export const loneHalf = '半个\ud800字';
export const xmlTrap = ']]></system-out><testcase name="x"/><!-- & "\' -->';
export const markdownTrap = '*粗* `码` [链](https://x.invalid) {{ insert: param, x }} 甲_乙 \\ 丙';

const checksOf = (judgement: Judgement): CheckVerdict[] =>
  judgement.requirements.flatMap((each) => each.parts.flatMap(({ checks }) => checks));

function count(outcomes: readonly Outcome[]): OutcomeCounts {
  const sums = Object.fromEntries(outcomeNames.map((name) => [name, 0])) as Record<Outcome, number>;
  for (const outcome of outcomes) sums[outcome] += 1;
  return { ...sums, total: outcomes.length };
}

/** What the judge would have written under these verdicts. */
function summed(judgement: Judgement): Judgement {
  const { technicalClauses, starred } = sample.tender.counts;
  const over = (members: Judgement['requirements'], all: number): OutcomeCounts => {
    const sums = count(members.map(({ outcome }) => outcome));
    return { ...sums, 'not-assessed': sums['not-assessed'] + all - members.length, total: all };
  };
  const clauses = judgement.requirements.filter(({ kind }) => kind === 'clause');
  return {
    ...judgement,
    selected: judgement.requirements.map(({ id }) => id),
    summary: {
      checkables: count(judgement.requirements.map(({ outcome }) => outcome)),
      technicalClauses: { ...over(clauses, technicalClauses), encoded: 10 },
      starred: over(
        clauses.filter((each) => each.starred),
        starred,
      ),
      tests: count(
        checksOf(judgement)
          .filter(({ method }) => method === 'test')
          .map(({ outcome }) => outcome),
      ),
    },
  };
}

/** The invented run: all five outcomes, a part without checks, clauses that nobody encoded. */
export const plain: TestReportInput = { ...sample, judgement: summed(sample.judgement) };

/** The same with only two clauses selected. */
export const few: TestReportInput = {
  ...sample,
  judgement: summed({ ...sample.judgement, requirements: sample.judgement.requirements.slice(0, 2) }),
};

const paper = {
  digest: `sha256:${'9'.repeat(64)}`,
  mediaType: 'application/pdf',
  label: `报告 ${hostileName}`,
  bytes: 9,
};
const attestations: Attestation[] = [
  {
    id: 'A001',
    type: 'examination',
    check: '1.8/part-4',
    recordedAt: '2026-03-02T02:00:00+08:00',
    opinion: 'meets',
    remark: xmlTrap,
    documents: [{ kind: 'third-party-report', title: formula, evidence: paper }],
  },
  {
    id: 'A002',
    type: 'visit',
    check: '6.1-2/part-1',
    recordedAt: '2026-03-02T02:10:00+08:00',
    witnesses: [
      {
        name: controls,
        organisation: loneHalf,
        role: '监督员',
        answers: [{ item: 1, answer: 'yes' }],
      },
    ],
    photos: [],
  },
];

const traps = [hostileName, formula, controls, loneHalf, longText, xmlTrap, markdownTrap];
/** Every text that others supply is one that has broken a format somewhere. */
export const wild: TestReportInput = {
  ...plain,
  tender: {
    ...sample.tender,
    title: `${sample.tender.title}${traps.join('')}`,
    purchaser: `${loneHalf}${hostileName}\n第二行`,
    checkables: sample.tender.checkables.map((each, index) => ({
      ...each,
      title: `${each.title}${traps[index % traps.length]}`,
      statement: traps[(index + 1) % traps.length]!,
    })),
  },
  record: {
    ...sample.record,
    ended: 'interrupted',
    target: { ...sample.record.target, name: traps.join('\n') },
    tools: [{ name: `biaochi ${xmlTrap}`, version: `0.1.0 ${controls}` }],
    observations: sample.record.observations.map((each, index) => ({
      ...each,
      notes: [traps[index % traps.length]!, '\t=1+1'],
    })),
    attestations,
    evidence: [paper, { ...paper, digest: 'md5:nothing of ours', label: longText }],
  },
  judgement: {
    ...plain.judgement,
    requirements: plain.judgement.requirements.map((each, which) => ({
      ...each,
      parts: each.parts.map((part) => ({
        ...part,
        checks: part.checks.map((check, index) => ({
          ...check,
          remark: traps[(which + index) % traps.length]!,
          ...(check.method === 'examine' ? { attestations: ['A001'] } : {}),
          comparisons: check.comparisons.map((one) => ({
            ...one,
            measured: `-1${xmlTrap}`,
            expected: loneHalf,
          })),
        })),
      })),
    })),
  },
};
