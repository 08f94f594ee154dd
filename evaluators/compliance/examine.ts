import {
  attestationsInForce,
  type Checkable,
  type CheckVerdict,
  checkId,
  documentKinds,
  type Examination,
  type ExamineVerification,
  opinions,
  type Reason,
  type RunRecord,
  rollUp,
  type Step,
  standing,
} from '../../spec/index.ts';
import { conditionFinding, isExpired, sealedFinding } from '../conditions/index.ts';

export type AttestedDraft = Pick<
  CheckVerdict,
  'outcome' | 'reason' | 'observations' | 'evidence' | 'attestations' | 'comparisons' | 'steps' | 'remark'
>;

/** Steps speak of papers and roles; names of persons stay in the attestation. */
function said(reason: Reason, label: string, value: string): { reason: Reason; step: Step } {
  return { reason, step: { label, value } };
}

function asked(verification: ExamineVerification, examination: Examination) {
  const absent = verification.documents.filter((kind) => !examination.documents.some((d) => d.kind === kind));
  return absent.length > 0
    ? said('paper-incomplete', '应提交的材料', `缺 ${absent.map((kind) => documentKinds[kind]).join('、')}`)
    : said('examined', '应提交的材料', `齐全，共 ${examination.documents.length} 份`);
}

function examinedBy({ examinedBy, examinedOn }: Examination) {
  const count = examinedBy?.length ?? 0;
  return count > 0
    ? said('examined', '审查人', `${count} 人${examinedOn === undefined ? '' : `，${examinedOn}`}`)
    : said('paper-incomplete', '审查人', '未填');
}

const opinionReasons = { meets: 'examined', fails: 'examiner-refused', unsure: 'examiner-unsure' } as const;

function opinionOf({ opinion }: Examination) {
  return opinion === undefined
    ? said('paper-incomplete', '审查意见', '未填')
    : said(opinionReasons[opinion], '审查意见', opinions[opinion]);
}

/**
 * Judges an examination by its papers, once somebody attested them: all that were asked for are there, a named person
 * examined them, every condition holds. A missing fact leaves it open; a refuted condition refutes it.
 */
export function judgeExamine(
  checkable: Checkable,
  verification: ExamineVerification,
  { record, asOf }: { record: RunRecord; asOf: string },
): AttestedDraft | undefined {
  const id = checkId(checkable, verification);
  const examination = attestationsInForce(record.attestations ?? [])
    .filter((one) => one.type === 'examination')
    .findLast(({ check }) => check === id);
  if (!examination) return undefined;
  const conditions = verification.conditions ?? [];
  const has = (kind: string) => conditions.some((condition) => condition.kind === kind);
  const toSeal = examination.documents.filter(({ kind }) =>
    checkable.proof.some(({ document, sealed }) => sealed && document === kind),
  );
  const findings = [
    ...conditions.map((condition) => conditionFinding({ condition, examination, asOf })),
    ...(has('sealed') || toSeal.length === 0 ? [] : [sealedFinding(toSeal)]),
  ];
  const lapsed = has('valid-on-due') ? [] : examination.documents.filter((paper) => isExpired(paper, asOf));
  const facts = [
    asked(verification, examination),
    examinedBy(examination),
    opinionOf(examination),
    ...examination.documents
      .filter(
        ({ pages, pagesInFile }) => pages !== undefined && pagesInFile !== undefined && pagesInFile < pages,
      )
      .map(({ kind, pages, pagesInFile }) =>
        said('paper-incomplete', documentKinds[kind], `应有 ${pages} 页，文件只有 ${pagesInFile} 页`),
      ),
    ...lapsed.map(({ kind, validUntil }) => said('paper-lapsed', documentKinds[kind], `${validUntil} 到期`)),
  ];
  const rolled = rollUp([...facts.map(({ reason }) => standing(reason)), ...findings.map((f) => f.standing)]);
  const open = [
    ...facts.filter(({ reason }) => reason !== 'examined').map(({ step }) => `${step.label}：${step.value}`),
    ...findings
      .filter(({ comparison }) => comparison.met === null)
      .map(({ step }) => `${step.label}：${step.value}`),
  ];
  return {
    ...rolled,
    observations: [],
    evidence: [...new Set(examination.documents.map(({ evidence }) => evidence.digest))],
    attestations: [examination.id],
    comparisons: findings.map(({ comparison }) => comparison),
    steps: [...facts.map(({ step }) => step), ...findings.map(({ step }) => step)],
    ...(open.length > 0 ? { remark: open.join('；') } : {}),
  };
}
