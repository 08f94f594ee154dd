import {
  type Bid,
  type BidPaper,
  beijingTime,
  documentKinds,
  type Firm,
  type Proof,
  type Tender,
} from '../../../spec/index.ts';

/** Why something does not count. `remedy`: what a paper handed in anew would have to bear. */
export interface Fault {
  reason: string;
  remedy?: string;
}

/** Names are compared without blanks, and without regard to width and case. */
export const fold = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();

/** The day of the bid deadline, Beijing time, as `2006-01-02`. */
export const deadlineDay = (tender: Tender): string => beijingTime(tender.dates.bidDeadline).slice(0, 10);

/** The firm that speaks for the bid: the leader of a consortium, or the only one. */
export const leaderOf = ({ members }: Bid): Firm =>
  members.find(({ role }) => role === 'leader') ?? members[0]!;

/** The firm of the bid that a name or a credit code means. */
export const firmNamed = (bid: Bid, text: string): Firm | undefined =>
  bid.members.find((firm) => [firm.name, firm.creditCode].some((name) => fold(name) === fold(text)));

/** Whose a paper is: a firm of the bid, or nobody of it. */
export const firmOf = (bid: Bid, paper: Pick<BidPaper, 'firm'>): Firm | undefined =>
  paper.firm === undefined ? leaderOf(bid) : bid.members.find(({ id }) => id === paper.firm);

/** Without the seal, or where nobody saw one. */
export function sealFaults(sealed: boolean | undefined, demanded: boolean): Fault[] {
  if (!demanded || sealed === true) return [];
  return [
    {
      reason: sealed === false ? '未盖投标人公章，不计' : '未见投标人公章，不计',
      remedy: '加盖投标人公章',
    },
  ];
}

/** Out of force on the day of the deadline; the last day itself still counts. */
export function forceFaults(paper: { validUntil?: string; issuedOn?: string }, day: string): Fault[] {
  const faults: Fault[] = [];
  if (paper.validUntil !== undefined && paper.validUntil < day)
    faults.push({ reason: `有效期至 ${paper.validUntil}，投标截止日（${day}）已失效，不计` });
  if (paper.issuedOn !== undefined && paper.issuedOn > day)
    faults.push({ reason: `${paper.issuedOn} 出具，晚于投标截止日（${day}），不计` });
  return faults;
}

/** Everything for which a paper does not count as the proof that the table demands. */
export function paperFaults(bid: Bid, paper: BidPaper, proof: Pick<Proof, 'sealed'>, day: string): Fault[] {
  const faults = [...sealFaults(paper.sealed, proof.sealed), ...forceFaults(paper, day)];
  if (paper.legible === false) faults.push({ reason: '无法辨认，不计', remedy: '换成清晰的' });
  if (paper.untranslated) faults.push({ reason: '外文未附盖章译文，不计', remedy: '附盖章译文' });
  if (!firmOf(bid, paper)) faults.push({ reason: '不是投标人或联合体成员的材料，不计' });
  return faults;
}

/** The proof among `evidence` that a paper can be; where none is listed, any paper will do, unsealed. */
export function proofFor(evidence: readonly Proof[], paper: BidPaper): Pick<Proof, 'sealed'> | undefined {
  if (evidence.length === 0) return { sealed: false };
  return evidence.find(({ document }) => document === paper.document);
}

/** Papers of one kind that the bid has for a criterion, of one person where `subject` names them. */
export function papersOf(
  bid: Bid,
  criterion: string,
  document: Proof['document'],
  subject?: readonly string[],
): BidPaper[] {
  const named = subject?.map(fold);
  return (bid.papers ?? []).filter(
    (paper) =>
      paper.document === document &&
      paper.for.includes(criterion) &&
      (!named || (paper.subject !== undefined && named.includes(fold(paper.subject)))),
  );
}

/** Why a demanded paper is not there; nothing when one of `papers` will do. */
export function missingPaper(bid: Bid, papers: readonly BidPaper[], proof: Proof, day: string): Fault[] {
  const looked = papers.map((paper) => paperFaults(bid, paper, proof, day));
  if (looked.some((faults) => faults.length === 0)) return [];
  const title = documentKinds[proof.document];
  return (
    looked[0]?.map(({ reason, remedy }) => ({
      reason: `${title}：${reason}`,
      ...(remedy ? { remedy } : {}),
    })) ?? [{ reason: `未提供${title}，不计`, remedy: `补${title}` }]
  );
}
