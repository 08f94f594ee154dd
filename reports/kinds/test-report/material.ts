import {
  type Catalogue,
  type Checkable,
  type CheckVerdict,
  type EvidenceItem,
  Fault,
  type Judgement,
  type Picture,
  type Place,
  type RequirementVerdict,
  type RunRecord,
  type SealState,
  type Tender,
} from '../../../spec/index.ts';

/** What a test report is made of. `source` holds the tender's own wording by checkable id. */
export interface TestReportInput {
  tender: Tender;
  record: RunRecord;
  judgement: Judgement;
  catalogue: Catalogue;
  source?: ReadonlyMap<string, string>;
  /** How the run stands sealed while this is printed; absent means unsealed. */
  seal?: SealState;
  /** All revisions of the judgement, to say what each replaces and why. */
  revisions?: readonly Judgement[];
  /** Screenshots among the evidence, by digest; one that is not here is only numbered. */
  pictures?: ReadonlyMap<string, Picture>;
}

/** A checkable with its verdict; one that nobody judged stands as not selected. */
export interface Judged {
  checkable: Checkable;
  verdict: RequirementVerdict;
}

export interface Material extends TestReportInput {
  judged: Judged[];
  /** Technical clauses that the tender counts and the data do not hold yet. */
  clausesNotEncoded: number;
  evidence: { number: string; item: EvidenceItem }[];
  /** `E001` by digest. */
  evidenceNumber: ReadonlyMap<string, string>;
}

/** Puts verdicts beside their checkables; a judgement of another run or of other data is refused. */
export function gatherMaterial(input: TestReportInput): Material {
  const { tender, record, judgement } = input;
  refuseStrangers(input);
  const verdicts = new Map(judgement.requirements.map((verdict) => [verdict.id, verdict]));
  const judged = tender.checkables.map((checkable) => ({
    checkable,
    verdict: verdicts.get(checkable.id) ?? notSelected(checkable),
  }));
  const encoded = tender.checkables.filter((checkable) => checkable.kind === 'clause').length;
  const items = new Map<string, EvidenceItem>();
  for (const item of [...record.evidence, ...record.observations.flatMap((each) => each.evidence)])
    if (!items.has(item.digest)) items.set(item.digest, item);
  const evidence = [...items.values()].map((item, index) => ({
    number: `E${String(index + 1).padStart(3, '0')}`,
    item,
  }));
  return {
    ...input,
    judged,
    clausesNotEncoded: Math.max(0, tender.counts.technicalClauses - encoded),
    evidence,
    evidenceNumber: new Map(evidence.map((each) => [each.item.digest, each.number])),
  };
}

function refuseStrangers({ tender, record, judgement }: TestReportInput): void {
  const known = new Set(tender.checkables.map((checkable) => checkable.id));
  const problems = [
    judgement.run.id !== record.id && `评判针对的测试 ${judgement.run.id} 不是本次测试 ${record.id}`,
    judgement.tender.id !== tender.id && `评判依据的招标规格 ${judgement.tender.id} 不是 ${tender.id}`,
    judgement.tender.digest !== tender.digest && '评判之后招标规格或所选读法有变动',
    ...judgement.requirements
      .filter((verdict) => !known.has(verdict.id))
      .map((verdict) => `评判中的 ${verdict.id} 不在招标规格内`),
  ].filter((problem) => problem !== false);
  if (problems.length > 0)
    throw new Fault(
      'RECORD_INVALID',
      problems.map((message) => ({ message, remedy: '请用当前规格与读法重新评判后再出报告' })),
    );
}

function notSelected({ id, kind, starred }: Checkable): RequirementVerdict {
  return { id, kind, starred, outcome: 'not-assessed', reason: 'not-selected', parts: [] };
}

/** `▲5.1.1.1（10）`: the number under which a reader finds the clause in the tender. */
export function clauseNumber({ clause, starred, id }: Checkable): string {
  return `${starred ? '▲' : ''}${placeNumber(clause, id) || id}`;
}

/** The tender numbers items as `5.1.1.1（10）`, or goes on with a point as in `1.8`; the id tells which. */
function placeNumber({ section, item, annex, lines }: Place, id: string): string {
  if (section !== undefined && id === `${section}.${item}`) return id;
  const marked = item === undefined ? '' : `（${item}）`;
  const row = section === undefined && lines !== undefined ? `第 ${lines[0]} 行` : '';
  return `${annex === undefined ? '' : `附件${annex} `}${section ?? row}${marked}`.trim();
}

export function partTitle(checkable: Checkable, part: string): string {
  return checkable.parts.find((each) => each.id === part)?.title ?? part;
}

/** Numbers of the evidence behind a check; evidence that the record does not hold is said to be missing. */
export function evidenceNumbers(material: Material, digests: readonly string[]): string {
  return digests.map((digest) => material.evidenceNumber.get(digest) ?? '证据缺失').join('、');
}

export function checksOf(verdict: RequirementVerdict): CheckVerdict[] {
  return verdict.parts.flatMap((part) => part.checks);
}
