import type { Place } from './checkable.ts';
import type { Firm } from './firm.ts';
import type { ReviewFact } from './review.ts';
import type { RoundMode } from './round.ts';
import type { Decider, Effect, Vote } from './ruling.ts';
import type { ChosenReading } from './tender.ts';

/**
 * One line of how a number or a finding came about. Values are exact: decimals, or fractions `p/q`.
 * `rule` is the path of ids in the tender's data that the line follows, e.g. `review/lowPrice/tests/below-mean`;
 * whoever shows it finds clause lines and readings by that path.
 */
export interface EvaluationStep {
  label: string;
  expression?: string;
  value: string;
  rule?: string;
  clause?: Place;
  statute?: string[];
}

/** The stages of an evaluation in their order. */
export const evaluationStages = {
  opening: '接收与开标',
  qualification: '资格审查',
  committee: '组建评标委员会',
  compliance: '符合性审查',
  collusion: '串通投标审查',
  corrections: '报价修正',
  quote: '报价有效性',
  'same-brand': '相同品牌',
  'low-price': '异常低价审查',
  deductions: '价格扣除',
  scoring: '评分',
  recheck: '评标结果复核',
  ranking: '排序与推荐',
} as const;
export type EvaluationStage = keyof typeof evaluationStages;

/** How a vote was counted. `needed` members must be for it. */
export interface VoteCount {
  rule: Vote;
  members: number;
  needed: number;
  for: string[];
  against: string[];
  silent: string[];
  /** What silence counts as. */
  silence: 'consent' | 'abstention';
  carried: boolean;
}

/** What is said of one bid under one item of review. */
export interface ItemResult {
  bid: string;
  item: string;
  title: string;
  result: 'clear' | 'hit' | 'unknown' | 'not-applicable';
  /** Of a hit. */
  effect?: Effect;
  /** Who said it: people, or the program from what was handed in. */
  decided: 'recorded' | 'computed';
  /** What the program sees by itself; absent where only people can see it. */
  seen?: 'clear' | 'hit' | 'unknown';
  reasons: string[];
  vote?: VoteCount;
  rule: string;
  clause: Place;
  statute?: string[];
}

/** A matter on which the evaluation waits for people. Nothing beyond it is computed as if it were settled. */
export interface Awaited {
  stage: EvaluationStage;
  who: Decider | 'member' | 'bidder';
  what: string;
  bid?: string;
  member?: string;
  item?: string;
  clause?: Place;
  statute?: string[];
}

export const noticeKinds = {
  contradiction: '记录与材料不一致',
  provisional: '程序推定，尚无认定记录',
  lead: '线索，供评委核实',
  'abnormal-mark': '评分畸高、畸低提示',
  disagreement: '客观评分不一致',
  advice: '提示',
} as const;
export type NoticeKind = keyof typeof noticeKinds;

/** Something that people should look at; it changes nothing by itself. */
export interface Notice {
  stage: EvaluationStage;
  kind: NoticeKind;
  text: string;
  bids?: string[];
  member?: string;
  item?: string;
  evidence?: string[];
  clause?: Place;
  statute?: string[];
}

/** How much a lead says by itself. */
export const leadStrengths = { strong: '较强', medium: '一般', weak: '较弱' } as const;
export type LeadStrength = keyof typeof leadStrengths;

/** Where something stands that a lead rests on; `page` counts from 1. */
export interface LeadEvidence {
  bid: string;
  document?: string;
  page?: number;
  text: string;
}

/**
 * Something that bids have in common and that people should look at. It is never a finding, and it says beside itself
 * what would explain it innocently.
 */
export interface Lead {
  /** What was looked for, e.g. `person-identity`. */
  sign: string;
  title: string;
  /** In the order of their ids. */
  bids: string[];
  /** The fact of review that it may bear on; none: only an item that people describe. */
  fact?: ReviewFact;
  strength: LeadStrength;
  /** Why it says so much and no more. */
  note: string;
  evidence: LeadEvidence[];
  steps: EvaluationStep[];
  innocent: string[];
}

export interface StageRecord {
  id: EvaluationStage;
  state: 'done' | 'awaiting' | 'ended' | 'not-reached' | 'not-applicable';
  /** Bids that came in and those that left here. */
  entered: string[];
  left: string[];
  results: ItemResult[];
  steps: EvaluationStep[];
}

/** Why a bid is out, and where. */
export interface Invalidity {
  bid: string;
  stage: EvaluationStage;
  item: string;
  title: string;
  reasons: string[];
  rule: string;
  clause?: Place;
  statute?: string[];
}

/** A quote on its way from what was written to what counts; exact, in the unit of the tender's quote. */
export interface QuoteRecord {
  unit: '%' | 'yuan';
  /** As read from the opening table's digits, where they can be read. */
  stated?: string;
  /** After corrections and confirmation; what low-price tests, ties and the contract take. */
  quoted?: string;
  /** After deductions; only for points. */
  evaluated?: string;
  corrections: { step: string; from: string; to: string; clause: Place }[];
  confirmed?: boolean;
  steps: EvaluationStep[];
}

/** A deduction as it was looked at for one bid. */
export interface DeductionRecord {
  item: string;
  title: string;
  granted: boolean;
  /** Of the quote, as an exact fraction of one. */
  share: string;
  reasons: string[];
  clause: Place;
}

/** What one paper, person or clause came to under a criterion. */
export interface Counted {
  /** e.g. the paper's id, the person's name or the clause's id. */
  what: string;
  counts: boolean;
  reasons: string[];
}

export interface CriterionScore {
  criterion: string;
  title: string;
  /** Full marks. */
  points: string;
  nature: 'objective' | 'subjective';
  /** What the program computes from the bid; absent where only members can mark, or nothing was handed in to compute from. */
  computed?: string;
  /** Each member's mark after that member's own corrections. */
  marks: { member: string; points: string }[];
  /** What enters the total: exact; absent while members disagree on what is objective. A mean of members is exact, unrounded. */
  score?: string;
  counted: Counted[];
  /** What one more paper would bring, in words. */
  hints: string[];
  steps: EvaluationStep[];
  rule: string;
}

export interface GroupScore {
  group: string;
  title: string;
  points: string;
  /** Rounded where the tender says so; absent while something in it is open. */
  score?: string;
  /** Before rounding. */
  exact?: string;
  /** Sum of each member where the group is averaged over members. */
  members: { member: string; points: string }[];
  criteria: CriterionScore[];
  steps: EvaluationStep[];
}

/** How an evaluation stands. `awaiting`: people have to settle something first. `stopped`: nobody's bid is at fault. */
export const evaluationStates = {
  complete: '评审完成',
  awaiting: '待人处理',
  cancelled: '废标',
  stopped: '评审停止',
} as const;
export type EvaluationState = keyof typeof evaluationStates;

export const bidStandings = { valid: '有效', invalid: '无效', withdrawn: '已撤回', open: '待定' } as const;
export type BidStanding = keyof typeof bidStandings;

export interface BidEvaluation {
  bid: string;
  bidder: string;
  firms: Pick<Firm, 'id' | 'name' | 'creditCode' | 'role'>[];
  standing: BidStanding;
  invalid?: Invalidity;
  quote: QuoteRecord;
  deductions: DeductionRecord[];
  groups: GroupScore[];
  total?: string;
  rank?: number;
  /** Steps of the total and the rank. */
  steps: EvaluationStep[];
}

/** A reading whose alternatives would treat facts of this round otherwise, without saying how. */
export interface TouchedReading {
  id: string;
  question: string;
  lines: number[];
  basis: string;
  /** Stages that it touches. */
  stages: EvaluationStage[];
  resolved?: { option: string; reasons: string; signedBy: string[] };
}

/** A round under the rules of its tender and its frozen readings: everything that follows from what was handed in. */
export interface Evaluation {
  format: 1;
  round: { id: string; title: string; mode: RoundMode; synthetic: boolean; digest: string };
  tender: { id: string; number: string; title: string; purchaser: string; agency: string; digest: string };
  readings: ChosenReading[];
  freeze?: { digest: string; frozenAt: string };
  state: EvaluationState;
  ended?: {
    stage: EvaluationStage;
    item: string;
    title: string;
    reasons: string[];
    clause?: Place;
    statute?: string[];
  };
  stages: StageRecord[];
  bids: BidEvaluation[];
  /** Bid ids, best first; empty unless complete. */
  ranking: string[];
  /** The first one to three of the ranking; empty unless complete. */
  candidates: string[];
  awaited: Awaited[];
  notices: Notice[];
  /** Filled in by whoever holds the readings; evaluators do not know them. */
  touched: TouchedReading[];
}
