import {
  attestationsInForce,
  type Checkable,
  checkId,
  type InterviewVerification,
  type Reason,
  type RunRecord,
  rollUp,
  sameTitle,
  standing,
  type Visit,
} from '../../spec/index.ts';
import type { AttestedDraft } from './examine.ts';

type Witness = Visit['witnesses'][number];

/** Different persons: of one name only when of different organisations. */
function differentWitnesses(witnesses: readonly Witness[]): Witness[] {
  return witnesses.filter(
    (one, index) =>
      !witnesses
        .slice(0, index)
        .some(
          (earlier) => sameTitle(earlier.name, one.name) && sameTitle(earlier.organisation, one.organisation),
        ),
  );
}

/** What the witnesses say of one line of the checklist; who said it twice in two ways disagrees with himself. */
function lineReason(witnesses: readonly Witness[], item: number): Reason {
  const answers = witnesses.map(
    (witness) => new Set(witness.answers.filter((one) => one.item === item).map(({ answer }) => answer)),
  );
  const all = new Set(answers.flatMap((one) => [...one]));
  if (all.size === 2) return 'witnesses-disagree';
  if (answers.some((one) => one.size === 0)) return 'visit-incomplete';
  return all.has('yes') ? 'seen-on-site' : 'seen-contrary';
}

const lineWords: Partial<Record<Reason, string>> = {
  'seen-on-site': '均答是',
  'seen-contrary': '均答否',
  'witnesses-disagree': '所答不一',
  'visit-incomplete': '有人未作答',
};

/** Judges what two persons saw on the spot: line by line, each by both, with the photographs that are asked for. */
export function judgeVisit(
  checkable: Checkable,
  verification: InterviewVerification,
  { record }: { record: RunRecord },
): AttestedDraft | undefined {
  const id = checkId(checkable, verification);
  const visit = attestationsInForce(record.attestations ?? [])
    .filter((one) => one.type === 'visit')
    .findLast(({ check }) => check === id);
  if (!visit) return undefined;
  const witnesses = differentWitnesses(visit.witnesses);
  const photos = new Set(visit.photos.map(({ evidence }) => evidence.digest)).size;
  const wanted = verification.photos ?? 0;
  const facts: { reason: Reason; label: string; value: string }[] = [
    {
      reason: witnesses.length >= 2 ? 'seen-on-site' : 'witness-missing',
      label: '核查人员',
      value: `${witnesses.length} 名`,
    },
    {
      reason: visit.date === undefined ? 'visit-incomplete' : 'seen-on-site',
      label: '核查日期',
      value: visit.date ?? '未填',
    },
    ...(wanted > 0
      ? [
          {
            reason: photos >= wanted ? ('seen-on-site' as const) : ('visit-incomplete' as const),
            label: '照片',
            value: `${photos} 张，要求 ${wanted} 张`,
          },
        ]
      : []),
  ];
  const lines = verification.checklist.map((label, index) => {
    const reason = lineReason(witnesses, index + 1);
    return { reason, label, value: lineWords[reason] ?? '' };
  });
  // One person alone neither confirms nor refutes.
  const counted = witnesses.length >= 2 ? [...facts, ...lines] : facts.slice(0, 1);
  const all = [...facts, ...lines];
  const open = all.filter(({ reason }) => reason !== 'seen-on-site');
  return {
    ...rollUp(counted.map(({ reason }) => standing(reason))),
    observations: [],
    evidence: [...new Set(visit.photos.map(({ evidence }) => evidence.digest))],
    attestations: [visit.id],
    comparisons: lines.map(({ label, reason, value }) => ({
      measurand: label,
      expected: '两名人员均答是',
      measured: value,
      samples: witnesses.length,
      met:
        witnesses.length < 2
          ? null
          : reason === 'seen-on-site'
            ? true
            : reason === 'seen-contrary'
              ? false
              : null,
    })),
    steps: all.map(({ label, value }) => ({ label, value })),
    ...(open.length > 0 ? { remark: open.map(({ label, value }) => `${label}：${value}`).join('；') } : {}),
  };
}
