import {
  type Checkable,
  type CheckVerdict,
  checkableKindLabels,
  type Judgement,
  type Observation,
  type Outcome,
  outcomeNames,
  type Reason,
  type RequirementVerdict,
  reasons,
  type Verification,
} from '../../spec/index.ts';
import { clauseNumber, gatherMaterial, type Judged, partTitle } from '../kinds/test-report/material.ts';
import { tierOf } from '../kinds/test-report/papers.ts';
import type { TestReportInput } from '../kinds/test-report.ts';
import { printable } from '../theme/printable.ts';

/** The checkable behind a line, with the verdict that its parts roll up to. */
export interface LineSubject {
  checkable: Checkable;
  verdict: RequirementVerdict;
  /** `▲5.1.1.1（10）` */
  number: string;
  selected: boolean;
}

/**
 * The smallest thing with an outcome: a check; a part that has none; a checkable that nobody judged; a clause that the
 * tender counts and nobody encoded. Every format lists all of them, so that its totals run over all clauses.
 */
export interface VerdictLine {
  /** Unique: `<checkable>/<verification>`, `<checkable>/<part>/uncovered`, `<checkable>`, or `unencoded-<n>`. */
  id: string;
  level: 'check' | 'part' | 'checkable' | 'unencoded';
  /** `技术条款 5.1.1.1`: the group that it is listed under. */
  section: string;
  title: string;
  subject?: LineSubject;
  /** Title of the part. */
  part?: string;
  check?: CheckVerdict;
  method?: Verification['method'];
  outcome: Outcome;
  reason: Reason;
  /** In words; empty where nobody looked. */
  tier: string;
  /** One for each expectation: what was measured and what was asked for. */
  measured: string[];
  remark?: string;
  evidence: string[];
  observations: Observation[];
}

export type LineCounts = Record<Outcome, number> & { total: number };

/** Lines in the tender's order. Throws RECORD_INVALID when the judgement is of another run or of other data. */
export function verdictLines(input: TestReportInput): VerdictLine[] {
  const material = gatherMaterial(input);
  const observations = new Map(
    [...input.record.observations, ...(input.record.imports ?? []).map((one) => one.observation)].map(
      (each) => [each.id, each],
    ),
  );
  const selected = new Set(input.judgement.requirements.map(({ id }) => id));
  return [
    ...material.judged.flatMap((judged) => linesOf(input, judged, observations, selected)),
    ...Array.from(
      { length: material.clausesNotEncoded },
      (_, index): VerdictLine => ({
        id: `unencoded-${index + 1}`,
        level: 'unencoded',
        section: '尚未录入的技术条款',
        title: `尚未录入的第 ${index + 1} 条`,
        outcome: 'not-assessed',
        reason: 'clause-not-encoded',
        tier: '',
        measured: [],
        evidence: [],
        observations: [],
      }),
    ),
  ];
}

function linesOf(
  input: TestReportInput,
  { checkable, verdict }: Judged,
  observations: ReadonlyMap<string, Observation>,
  selected: ReadonlySet<string>,
): VerdictLine[] {
  const number = clauseNumber(checkable);
  const of = {
    section: sectionOf(checkable),
    subject: { checkable, verdict, number, selected: selected.has(checkable.id) },
  };
  const none = { tier: '', measured: [], evidence: [], observations: [] };
  const title = `${number} ${checkable.title}`;
  if (verdict.parts.length === 0)
    return [
      {
        ...of,
        ...none,
        id: checkable.id,
        level: 'checkable',
        title,
        outcome: verdict.outcome,
        reason: verdict.reason,
      },
    ];
  return verdict.parts.flatMap((part): VerdictLine[] => {
    const name = partTitle(checkable, part.id);
    const shared = { ...of, part: name, title: `${title}：${name}` };
    if (part.checks.length === 0)
      return [
        {
          ...shared,
          ...none,
          id: `${checkable.id}/${part.id}/uncovered`,
          level: 'part',
          outcome: part.outcome,
          reason: part.reason,
        },
      ];
    return part.checks.map((check) => ({
      ...shared,
      id: check.id,
      level: 'check',
      check,
      method: check.method,
      outcome: check.outcome,
      reason: check.reason,
      tier: tierOf(input, check),
      measured: measuredOf(input, check),
      ...(check.remark === undefined ? {} : { remark: check.remark }),
      evidence: check.evidence,
      observations: check.observations.flatMap((id) => observations.get(id) ?? []),
    }));
  });
}

function sectionOf({ kind, clause }: Checkable): string {
  const place = clause.section ?? (clause.annex === undefined ? '' : `附件${clause.annex}`);
  return `${checkableKindLabels[kind]} ${place}`.trim();
}

function measuredOf({ catalogue }: TestReportInput, check: CheckVerdict): string[] {
  const titles = catalogue.get(check.probe ?? '')?.measurands ?? {};
  return check.comparisons.map(({ measurand, measured, expected, samples, met }) => {
    const standing = met === false ? '，未达到' : met === null ? '，未能比较' : '';
    return `${titles[measurand]?.title ?? measurand}：实测 ${measured || '未测得'}，要求 ${expected}，样本 ${samples}${standing}`;
  });
}

/** Label of the reason, with the remark of the check. */
export function whyOf({ reason, remark }: VerdictLine): string {
  return remark === undefined ? reasons[reason].label : `${reasons[reason].label}：${remark}`;
}

export function countLines(lines: readonly VerdictLine[]): LineCounts {
  const counts = Object.fromEntries(outcomeNames.map((name) => [name, 0])) as Record<Outcome, number>;
  for (const { outcome } of lines) counts[outcome] += 1;
  return { ...counts, total: lines.length };
}

/** When it was looked at: first and last instant, and the sum of its observations' windows in milliseconds. */
export function windowOf(observations: readonly Observation[]): {
  from?: string;
  to?: string;
  spent: number;
} {
  const byTime = (a: string, b: string) => Date.parse(a) - Date.parse(b);
  const from = observations.map(({ window }) => window.from).sort(byTime)[0];
  const to = observations
    .map(({ window }) => window.to)
    .sort(byTime)
    .at(-1);
  const spent = observations.reduce(
    (sum, { window }) => sum + Math.max(0, Date.parse(window.to) - Date.parse(window.from) || 0),
    0,
  );
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), spent };
}

/** Lines by section, in order of appearance. */
export function bySection(lines: readonly VerdictLine[]): Map<string, VerdictLine[]> {
  const sections = new Map<string, VerdictLine[]>();
  for (const line of lines) sections.set(line.section, [...(sections.get(line.section) ?? []), line]);
  return sections;
}

/** What the deferrals of a judgement say of a checkable; it turns no outcome. */
export function deferralOf({ deferrals }: Judgement, { subject }: VerdictLine) {
  return deferrals?.entries.find(({ checkable }) => checkable === subject?.checkable.id);
}

/** Every text of a value as it may stand in any format. */
export function printableDeep<T>(value: T): T {
  if (typeof value === 'string') return printable(value) as T;
  if (Array.isArray(value)) return value.map(printableDeep) as T;
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, printableDeep(member)]),
    ) as T;
  return value;
}
