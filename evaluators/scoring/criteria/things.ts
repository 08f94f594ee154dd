import {
  type Bid,
  type BidPaper,
  type CountCriterion,
  documentKinds,
  type Scoring,
  type Tender,
} from '../../../spec/index.ts';
import { deadlineDay, type Fault, firmNamed, firmOf, fold, paperFaults, proofFor } from './paper.ts';

/** What a count is taken from: some papers of a bid, those of `mended` taken as if nothing were wrong with them. */
export interface CountInput {
  tender: Tender;
  scoring: Scoring;
  bid: Bid;
  papers: readonly BidPaper[];
  mended: ReadonlySet<string>;
}

/** A thing that is counted once, with the papers that show it. */
export interface Thing {
  key: string;
  /** As it is said to people. */
  name: string;
  papers: { paper: BidPaper; faults: Fault[] }[];
  /** Why the thing does not count though a paper shows it. */
  faults: Fault[];
}

const distinctWords: Record<CountCriterion['distinctBy'], string> = {
  platform: '平台',
  paper: '材料',
  name: '名称',
  contract: '合同',
};
export const distinctWord = ({ distinctBy }: CountCriterion): string => distinctWords[distinctBy];

/** The listed name that a paper's name bears: every word of it; the longest where several fit. */
export function listedName(names: readonly string[], name: string): string | undefined {
  const said = fold(name);
  return names
    .filter((listed) => listed.split(/\s+/).every((word) => said.includes(fold(word))))
    .sort((a, b) => b.length - a.length)[0];
}

/** Which contract it is: by its number, without one by its name and then the number that another paper gives that name. */
function contractKey(paper: BidPaper, all: readonly BidPaper[]): string | undefined {
  if (paper.number) return `number:${fold(paper.number)}`;
  if (!paper.name) return undefined;
  const name = fold(paper.name);
  const numbered = all.find((other) => other.number && other.name && fold(other.name) === name);
  return numbered ? `number:${fold(numbered.number!)}` : `name:${name}`;
}

function keyOf(criterion: CountCriterion, paper: BidPaper, all: readonly BidPaper[]): string | undefined {
  switch (criterion.distinctBy) {
    case 'platform':
      return paper.platform && fold(paper.platform);
    case 'contract':
      return contractKey(paper, all);
    case 'name':
      return paper.name && fold(listedName(criterion.names ?? [], paper.name) ?? paper.name);
    case 'paper':
      return paper.digest ?? (paper.number ? `${fold(paper.issuer ?? '')}:${fold(paper.number)}` : paper.id);
  }
}

const missingKey: Record<CountCriterion['distinctBy'], string> = {
  platform: '未写明平台，不计',
  contract: '未写明合同编号或名称，无法与其他合同区分，不计',
  name: '未写明名称，不计',
  paper: '无法识别，不计',
};

function faultsOf(input: CountInput, criterion: CountCriterion, paper: BidPaper): Fault[] {
  const { tender, bid, mended } = input;
  const proof = proofFor(criterion.evidence, paper);
  const faults: Fault[] = [];
  if (!proof) {
    const asked = criterion.evidence.map(({ document }) => documentKinds[document]).join('、');
    faults.push({ reason: `应为${asked}，所附为${documentKinds[paper.document]}，不计` });
  }
  faults.push(...paperFaults(bid, paper, proof ?? { sealed: false }, deadlineDay(tender)));
  if (paper.subject && !firmNamed(bid, paper.subject))
    faults.push({ reason: `所证明的是${paper.subject}，不是投标人，不计` });
  if (criterion.names && paper.name && !listedName(criterion.names, paper.name))
    faults.push({ reason: `${paper.name}不在所列名称之内，不计` });
  if (criterion.names && !paper.name) faults.push({ reason: missingKey.name });
  return mended.has(paper.id) ? faults.filter(({ remedy }) => remedy === undefined) : faults;
}

/** What a thing must show as a whole: every demanded paper, the date of its signature, what it must speak of. */
function thingFaults(criterion: CountCriterion, thing: Thing, day: string): Fault[] {
  const sound = thing.papers.filter(({ faults }) => faults.length === 0).map(({ paper }) => paper);
  if (sound.length === 0) return [];
  const faults: Fault[] = criterion.evidence
    .filter(({ document }) => !sound.some((paper) => paper.document === document))
    .map(({ document }) => ({ reason: `未附${documentKinds[document]}，不计` }));
  const { since, mustContain } = criterion;
  if (since) {
    const dates = thing.papers.flatMap(({ paper }) => paper.signedOn ?? []).sort();
    const [signed] = dates;
    if (!signed) faults.push({ reason: '未写明签订日期，不计' });
    else if (signed < since) faults.push({ reason: `签订于 ${signed}，早于 ${since}，不计` });
    else if (signed > day) faults.push({ reason: `签订于 ${signed}，晚于投标截止日（${day}），不计` });
  }
  if (
    mustContain &&
    !sound.some(({ mentions }) => mentions?.some((said) => fold(said).includes(fold(mustContain))))
  )
    faults.push({ reason: `未见${mustContain}相关内容，不计` });
  return faults;
}

/** The things that the papers show for a criterion, in the order of the bid, with all that is wrong with them. */
export function thingsOf(input: CountInput, criterion: CountCriterion): Thing[] {
  const papers = input.papers.filter((paper) => paper.for.includes(criterion.id));
  const apart = input.scoring.consortium?.repeated === 'each';
  const things = new Map<string, Thing>();
  for (const paper of papers) {
    const own = keyOf(criterion, paper, papers);
    const faults = faultsOf(input, criterion, paper);
    if (own === undefined && !faults.some(({ reason }) => reason === missingKey[criterion.distinctBy]))
      faults.push({ reason: missingKey[criterion.distinctBy] });
    const firm = firmOf(input.bid, paper)?.id ?? paper.firm;
    const key = JSON.stringify([apart ? firm : '', own ?? `?${paper.id}`]);
    const name = paper[criterion.distinctBy === 'platform' ? 'platform' : 'name'] ?? paper.number ?? paper.id;
    if (!things.has(key)) things.set(key, { key, name, papers: [], faults: [] });
    things.get(key)!.papers.push({ paper, faults });
  }
  const day = deadlineDay(input.tender);
  return [...things.values()].map((thing) => ({ ...thing, faults: thingFaults(criterion, thing, day) }));
}

/** Whether a thing can count: some paper is in order, and so is the thing as a whole. */
export const isSound = (thing: Thing): boolean =>
  thing.faults.length === 0 && thing.papers.some(({ faults }) => faults.length === 0);
