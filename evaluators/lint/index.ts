// The reader of a tender's text: general rules, none of which knows a tender. Pure.
import type { LintReport, LintSeverity, TenderText } from '../../spec/index.ts';
import { readManuscript } from './manuscript.ts';
import { applyRule, type Rule } from './rule.ts';
import { duplicates } from './rules/duplicates.ts';
import { contradictions } from './rules/contradictions.ts';
import { demandedDocuments } from './rules/demanded-documents.ts';
import { foreignProcedure } from './rules/foreign-procedure.ts';
import { lawNames } from './rules/laws.ts';
import { misplaced } from './rules/misplaced.ts';
import { moneyAndPercentage } from './rules/money-and-percentage.ts';
import { references } from './rules/references.ts';
import { technology } from './rules/technology.ts';
import { totals } from './rules/totals.ts';

const rules: Rule[] = [totals, duplicates, misplaced, references, contradictions, moneyAndPercentage, demandedDocuments, foreignProcedure, lawNames, technology];
const gravity: Record<LintSeverity, number> = { error: 0, warning: 1, note: 2 };

/** Names and purposes of the rules, in the order in which they are tried. */
export const lintRules = rules.map(({ id, title, matters }) => ({ id, title, matters }));

/** Findings of all rules, gravest first, and the fairness points. Every one is for a person to confirm. */
export function lintTender(text: TenderText): LintReport {
  const script = readManuscript(text);
  const findings = rules
    .flatMap((rule) => applyRule(rule, script))
    .sort((a, b) => gravity[a.severity] - gravity[b.severity] || a.lines[0]! - b.lines[0]!);
  return { findings, fairness: [] };
}
