import type { LintEvidence, LintFinding, LintSeverity } from '../../spec/index.ts';
import type { Manuscript } from './manuscript.ts';
import { type StatuteId, sayStatute } from './statutes.ts';

/** What a rule saw; the frame of the finding comes from the rule. */
export interface Hit {
  severity: LintSeverity;
  evidence: LintEvidence[];
  fact: string;
  question: string;
  /** Where it differs from what the rule says in general. */
  matters?: string;
  basis?: StatuteId[];
}

export interface Rule {
  id: string;
  title: string;
  matters: string;
  basis: StatuteId[];
  find(script: Manuscript): Hit[];
}

export function applyRule(rule: Rule, script: Manuscript): LintFinding[] {
  return rule.find(script).map((hit) => {
    const lines = [...new Set(hit.evidence.map(({ line }) => line))].sort((a, b) => a - b);
    return {
      id: `${rule.id}:${lines.join(',')}`,
      rule: rule.id,
      title: rule.title,
      severity: hit.severity,
      lines,
      evidence: hit.evidence,
      fact: hit.fact,
      matters: hit.matters ?? rule.matters,
      question: hit.question,
      basis: (hit.basis ?? rule.basis).map(sayStatute),
    };
  });
}

/** `第 12、40 行` */
export const sayLines = (lines: number[]): string =>
  `第 ${[...new Set(lines)].sort((a, b) => a - b).join('、')} 行`;
