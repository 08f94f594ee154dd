// The reader of a tender's text: general rules, none of which knows a tender. Pure.
import type { LintFinding, LintReport, LintSeverity, TenderText } from '../../spec/index.ts';
import { fairnessPoints } from './fairness.ts';
import { readManuscript } from './manuscript.ts';
import { applyRule, type Rule } from './rule.ts';
import { contradictions } from './rules/contradictions.ts';
import { demandedDocuments } from './rules/demanded-documents.ts';
import { duplicates } from './rules/duplicates.ts';
import { foreignProcedure } from './rules/foreign-procedure.ts';
import { formulas } from './rules/formulas.ts';
import { lawNames } from './rules/laws.ts';
import { limits } from './rules/limits.ts';
import { measures } from './rules/measures.ts';
import { misplaced } from './rules/misplaced.ts';
import { moneyAndPercentage } from './rules/money-and-percentage.ts';
import { priceList } from './rules/price-list.ts';
import { references } from './rules/references.ts';
import { scoredAndVoiding } from './rules/scored-and-voiding.ts';
import { statutory } from './rules/statutory.ts';
import { strictness } from './rules/strictness.ts';
import { technology } from './rules/technology.ts';
import { totals } from './rules/totals.ts';

const rules: Rule[] = [
  totals,
  duplicates,
  misplaced,
  references,
  contradictions,
  moneyAndPercentage,
  demandedDocuments,
  foreignProcedure,
  lawNames,
  technology,
  limits,
  priceList,
  formulas,
  strictness,
  scoredAndVoiding,
  statutory,
  measures,
];
const gravity: Record<LintSeverity, number> = { error: 0, warning: 1, note: 2 };

/** Names and purposes of the rules, in the order in which they are tried. */
export const lintRules = rules.map(({ id, title, matters }) => ({ id, title, matters }));

/** Findings of all rules, gravest first, and the fairness points. Every one is for a person to confirm. */
export function lintTender(text: TenderText): LintReport {
  const script = readManuscript(text);
  const findings = rules
    .flatMap((rule) => applyRule(rule, script))
    .sort((a, b) => gravity[a.severity] - gravity[b.severity] || (a.lines[0] ?? 0) - (b.lines[0] ?? 0));
  return {
    findings: findings.filter((finding) => !toldBetter(finding, findings)),
    fairness: fairnessPoints(script),
  };
}

/** A repetition that another finding explains as a clause in the wrong place is not told twice. */
function toldBetter(finding: LintFinding, all: LintFinding[]): boolean {
  return (
    finding.rule === duplicates.id &&
    finding.severity === 'note' &&
    all.some(
      (other) => other.rule === misplaced.id && finding.lines.every((line) => other.lines.includes(line)),
    )
  );
}
