import { judge } from '../../evaluators/compliance/index.ts';
import type {
  Attestation,
  Checkable,
  CheckVerdict,
  Condition,
  DataSummary,
  Examination,
  ExamineVerification,
  InterviewVerification,
  Paper,
  RunRecord,
  Verification,
  Visit,
} from '../../spec/index.ts';
import { catalogue, checkableOf, recordOf, tenderOf } from './fixture.ts';

export const asOf = '2026-06-30T12:00:00+08:00';

export function paperOf(changes: Partial<Paper> = {}): Paper {
  return {
    kind: 'promise-letter',
    title: '承诺函',
    evidence: { digest: `sha256:${'b'.repeat(64)}`, mediaType: 'application/pdf', label: '承诺函', bytes: 9 },
    ...changes,
  };
}

export const dataPaper = (data: DataSummary[]) => paperOf({ kind: 'log', data });

export const examiner = { name: '甄细看', organisation: '采购单位', role: '审查员' };
export function examinationOf(changes: Partial<Examination> = {}): Examination {
  return {
    type: 'examination',
    id: 'A001',
    recordedAt: asOf,
    check: '1/v',
    examinedBy: [examiner],
    examinedOn: '2026-06-29',
    opinion: 'meets',
    documents: [paperOf()],
    ...changes,
  };
}

export function visitOf(changes: Partial<Visit> = {}): Visit {
  const answers = [
    { item: 1, answer: 'yes' as const },
    { item: 2, answer: 'yes' as const },
  ];
  return {
    type: 'visit',
    id: 'A001',
    recordedAt: asOf,
    check: '1/v',
    date: '2026-06-29',
    witnesses: [
      { name: '甲一', organisation: '采购单位', role: '代表', answers },
      { name: '乙二', organisation: '监理单位', role: '工程师', answers },
    ],
    photos: [photoOf('c')],
    ...changes,
  };
}

export function photoOf(seed: string) {
  return {
    evidence: { digest: `sha256:${seed.repeat(64)}`, mediaType: 'image/png', label: '照片', bytes: 9 },
    takenAt: asOf,
  };
}

export function examine(...conditions: Condition[]): ExamineVerification {
  return {
    id: 'v',
    part: 'p',
    method: 'examine',
    documents: ['promise-letter'],
    due: 'bid',
    why: '纸面',
    ...(conditions.length > 0 ? { conditions: conditions as [Condition, ...Condition[]] } : {}),
  } as ExamineVerification;
}

export const interview = {
  id: 'v',
  part: 'p',
  method: 'interview',
  checklist: ['门已上锁', '柜内无他人设备'],
  photos: 1,
  due: 'delivery',
  why: '须人眼看',
} as InterviewVerification;

export function judgeAttested(
  verification: Verification,
  attestations: Attestation[],
  more: { checkable?: Partial<Checkable>; record?: Partial<RunRecord>; asOf?: string } = {},
): CheckVerdict {
  const tender = tenderOf(checkableOf({ verification: [verification], ...more.checkable }));
  const record = recordOf([], { ...(attestations.length > 0 ? { attestations } : {}), ...more.record });
  const { requirements } = judge({
    tender,
    catalogue,
    record,
    recordDigest: 'r',
    asOf: more.asOf ?? asOf,
  });
  return requirements[0]!.parts[0]!.checks[0]!;
}

/** The verdict on one condition, all else being there. */
export function onCondition(
  condition: Condition,
  changes: Partial<Examination>,
  at = asOf,
): [outcome: string, reason: string] {
  const documents = changes.documents ?? [paperOf()];
  const kinds = [...new Set(documents.map(({ kind }) => kind))];
  const verification = { ...examine(condition), documents: kinds } as ExamineVerification;
  const { outcome, reason } = judgeAttested(verification, [examinationOf(changes)], { asOf: at });
  return [outcome, reason];
}
