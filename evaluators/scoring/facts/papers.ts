import { type Bid, type BidPaper, documentKinds, type Proof } from '../../../spec/index.ts';
import { secondsOf } from './instants.ts';
import { firmsFor, isConsortium, isOf, leaderOf } from './parties.ts';
import { clear, type FactSight, hit, type Question, type Sight, together, unknown } from './sight.ts';

/** Whom a paper has to speak of. */
interface Subject {
  title: string;
  /** Absent where the bid does not name the person. */
  isOf?: (paper: BidPaper) => boolean;
}

function subjectsOf({ bid, item }: Question): Subject[] {
  const subjects = item.subjects ?? ['bidder'];
  const firms = firmsFor(bid, subjects);
  const manager = bid.people?.find(({ role }) => role === 'project-manager');
  const person = (title: string, name: string | undefined, identity?: string): Subject => ({
    title: name ? `${title}${name}` : title,
    ...(name
      ? {
          isOf: ({ subject }: BidPaper) =>
            subject !== undefined && (subject === name || subject === identity),
        }
      : {}),
  });
  const wanted: Record<(typeof subjects)[number], () => Subject[]> = {
    bidder: () => (subjects.includes('each-member') ? [] : firms.map((firm) => ofFirm(bid, firm))),
    'each-member': () => firms.map((firm) => ofFirm(bid, firm)),
    'legal-representative': () =>
      firms.map((firm) => person(`${firm.name}法定代表人`, firm.legalRepresentative)),
    'project-manager': () => [person('项目经理', manager?.name, manager?.identity)],
  };
  return subjects.flatMap((subject) => wanted[subject]());
}

function ofFirm(bid: Bid, firm: Bid['members'][number]): Subject {
  return {
    title: isConsortium(bid) ? firm.name : '投标人',
    isOf: (paper) =>
      paper.subject === undefined ? isOf(firm, paper.firm ?? leaderOf(bid).id) : isOf(firm, paper.subject),
  };
}

/** Whether one paper shows what it is handed in for. */
function standing(question: Question, proof: Proof, paper: BidPaper, title: string): Sight {
  const { bidDeadline } = question.situation.tender.dates;
  const wrong = [
    ...(paper.legible === false ? [`${title}不清晰，不计`] : []),
    ...(proof.sealed && paper.sealed === false ? [`${title}未盖投标人公章，不计`] : []),
    ...(paper.validUntil && secondsOf(paper.validUntil).add(86400).compare(secondsOf(bidDeadline)) <= 0
      ? [`${title}在投标截止前已过有效期，不计`]
      : []),
  ];
  if (wrong.length > 0) return hit(...wrong);
  const open = [
    ...(paper.legible === undefined ? [`${title}是否清晰未登记`] : []),
    ...(proof.sealed && paper.sealed === undefined ? [`${title}是否盖章未登记`] : []),
  ];
  return open.length > 0 ? unknown(...open) : clear(`已提供${title}`);
}

/** An item that names papers: one of each kind for each subject, sealed where that is asked. */
export const itemPapers: FactSight = (question) => {
  const { bid, item } = question;
  if (bid.papers === undefined) return unknown('证明材料未登记');
  const handed = bid.papers.filter((paper) => paper.for.includes(item.id));
  return together(
    subjectsOf(question).flatMap((subject) =>
      (item.papers ?? []).map((proof): Sight => {
        const { isOf: speaksOf } = subject;
        if (!speaksOf) return unknown(`未登记${subject.title}的姓名`);
        const title = `${subject.title}的“${item.title}”（${documentKinds[proof.document]}）`;
        const sights = handed
          .filter((paper) => paper.document === proof.document && speaksOf(paper))
          .map((paper) => standing(question, proof, paper, title));
        const good =
          sights.find(({ seen }) => seen === 'clear') ?? sights.find(({ seen }) => seen === 'unknown');
        return good ?? sights[0] ?? hit(`未提供${title}`);
      }),
    ),
  );
};
