/** How grave a finding about a tender's text is; only people decide whether it is one. */
export const lintSeverities = { error: '错误', warning: '疑点', note: '提示' } as const;
export type LintSeverity = keyof typeof lintSeverities;

/** A stretch of one line: offsets into the line as published, end exclusive. */
export interface LintEvidence {
  line: number;
  start: number;
  end: number;
  excerpt: string;
}

/** One fault that a general rule believes to see in a tender's text. */
export interface LintFinding {
  /** Rule and first lines; stable for an unchanged text. */
  id: string;
  rule: string;
  /** What the rule looks for, in a few words. */
  title: string;
  severity: LintSeverity;
  lines: number[];
  evidence: LintEvidence[];
  /** What stands in the text. */
  fact: string;
  /** Why a bidder or the purchaser should care. */
  matters: string;
  /** A clarification question that a person may put after checking. */
  question: string;
  /** Statutes and standards, each with its source and the day from which it holds. */
  basis: string[];
}

/** One of the 18 points of 公平竞争审查自查表 with what in the text may touch it; never an answer. */
export interface FairnessPoint {
  number: number;
  says: string;
  /** What the text's own self-check ticks, if it has one. */
  declared?: '有' | '无';
  candidates: { fact: string; evidence: LintEvidence[] }[];
  /** What a person has to look at, because the text alone cannot tell. */
  confirm: string;
}

export interface LintReport {
  findings: LintFinding[];
  fairness: FairnessPoint[];
}
