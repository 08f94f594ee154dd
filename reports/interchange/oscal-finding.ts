import { type Outcome, outcomes, reasons } from '../../spec/index.ts';
import type { TestReportInput } from '../kinds/test-report.ts';
import { markupLine, markupText, type OscalProperty, property } from './oscal-text.ts';
import { nameUuid } from './uuid.ts';
import { deferralOf, type LineSubject, type VerdictLine, whyOf } from './verdict-line.ts';

/** A token begins with a letter; clauses begin with a digit. */
export const controlId = (line: Pick<VerdictLine, 'id' | 'subject'>): string =>
  line.subject ? `${line.subject.checkable.kind}-${line.subject.checkable.id}` : `clause-${line.id}`;
export const statementId = (control: string): string => `${control}_smt`;
/** Ids of ours are ASCII without slashes, so that no two of them become one token. */
export const objectiveId = (line: VerdictLine): string =>
  `${controlId(line)}_obj${line.id.includes('/') ? `_${line.id.split('/').slice(1).join('_of_')}` : ''}`;
export const observationUuid = (run: string, id: string): string => nameUuid(`observation ${run} ${id}`);

/**
 * OSCAL knows two states. Satisfied is `satisfied`; everything else is `not-satisfied`, and only a refutation has the
 * reason `fail`. What nobody could tell, nobody looked at or does not apply has the reason `other` and says so.
 */
function statusOf(outcome: Outcome, why: string) {
  if (outcome === 'satisfied') return { state: 'satisfied', reason: 'pass' };
  if (outcome === 'not-satisfied') return { state: 'not-satisfied', reason: 'fail' };
  return {
    state: 'not-satisfied',
    reason: 'other',
    remarks: markupText(`${outcomes[outcome]}（${outcome}）：${why}。并非实测不符合。`),
  };
}

const doesNotApply = (outcome: Outcome) =>
  outcome === 'not-applicable' ? { 'implementation-status': { state: 'not-applicable' } } : {};

/** One finding for each verdict line, on the objective that it is. */
export function lineFinding(input: TestReportInput, line: VerdictLine) {
  const { record, judgement } = input;
  const { id, outcome, reason, level, method, tier, check } = line;
  const known = check
    ? [...check.observations, ...(check.attestations ?? [])].map((each) => observationUuid(record.id, each))
    : [];
  const deferral = deferralOf(judgement, line);
  const props: OscalProperty[] = [
    property('level', level),
    property('line', id),
    property('outcome', outcome),
    property('reason', reason),
    ...(method === undefined ? [] : [property('method', method)]),
    ...(tier === '' ? [] : [property('tier', tier)]),
    ...(check ? [property('due', check.due), property('in-stage', check.inStage)] : []),
    ...(check?.validUntil ? [property('valid-until', check.validUntil.at)] : []),
    ...(deferral ? [property('deferred-until', deferral.until)] : []),
    ...line.evidence.map((digest) => property('evidence', digest)),
  ];
  const why = whyOf(line);
  return {
    uuid: nameUuid(`finding ${record.id} ${id}`),
    title: markupLine(line.title),
    description: markupText(`${outcomes[outcome]}：${why}`, ...line.measured),
    props,
    target: {
      type: 'objective-id',
      'target-id': objectiveId(line),
      status: statusOf(outcome, why),
      ...doesNotApply(outcome),
    },
    ...(known.length > 0
      ? { 'related-observations': [...new Set(known)].map((uuid) => ({ 'observation-uuid': uuid })) }
      : {}),
  };
}

/** One finding for each checkable, on its statement: what its parts roll up to. */
export function clauseFinding({ record }: TestReportInput, subject: LineSubject) {
  const { checkable, verdict, number, selected } = subject;
  const control = controlId({ id: checkable.id, subject });
  const held = verdict.parts.filter(({ outcome }) => outcome === 'satisfied').length;
  const why = reasons[verdict.reason].label;
  return {
    uuid: nameUuid(`finding ${record.id} clause ${checkable.id}`),
    title: markupLine(`${number} ${checkable.title}`),
    description: markupText(
      `${outcomes[verdict.outcome]}：${why}`,
      `${Math.max(checkable.parts.length, verdict.parts.length)} 个子项中 ${held} 个符合`,
    ),
    props: [
      property('level', 'clause'),
      property('clause', checkable.id),
      property('kind', checkable.kind),
      property('starred', checkable.starred),
      property('selected', selected),
      property('outcome', verdict.outcome),
      property('reason', verdict.reason),
    ],
    target: {
      type: 'statement-id',
      'target-id': statementId(control),
      status: statusOf(verdict.outcome, why),
      ...doesNotApply(verdict.outcome),
    },
  };
}
