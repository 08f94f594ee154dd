import { outcomes, reasons } from '../../spec/index.ts';
import type { TestReportInput } from '../kinds/test-report.ts';
import { printable } from '../theme/printable.ts';
import { endOfRecord, marksOf, type RunFact, runFacts } from './run-fact.ts';
import { bySection, countLines, type VerdictLine, verdictLines, whyOf, windowOf } from './verdict-line.ts';

/**
 * JUnit XML as Jenkins reads it (junit-10.xsd): a suite for each section, a case for each verdict line. Not satisfied is
 * a failure; inconclusive and not assessed are errors, never skipped; only what does not apply is skipped.
 */
export function junitXml(input: TestReportInput): string {
  const lines = verdictLines(input);
  const wall = Math.max(0, Date.parse(endOfRecord(input)) - Date.parse(input.record.startedAt) || 0);
  const facts = runFacts(input);
  const suites = [...bySection(lines)].map(([section, members], index) =>
    suite({ facts, from: input.record.startedAt }, section, members, index),
  );
  const name = `测试报告 ${input.record.id}-R${input.judgement.revision}（${marksOf(input)}）`;
  const root = { name, time: seconds(wall), ...counts(lines) };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', root, suites)}\n`;
}

function counts(lines: readonly VerdictLine[]) {
  const sums = countLines(lines);
  return {
    tests: String(sums.total),
    failures: String(sums['not-satisfied']),
    errors: String(sums.inconclusive + sums['not-assessed']),
  };
}

function suite(
  run: { facts: readonly RunFact[]; from: string },
  section: string,
  lines: readonly VerdictLine[],
  index: number,
): string {
  // One observation serves many checks and is counted once in its suite.
  const { from, spent } = windowOf([...new Set(lines.flatMap(({ observations }) => observations))]);
  const properties = [
    ...run.facts.map(({ name, value }) => [name, value] as const),
    ...lines.flatMap(lineProperties),
    ...clauseProperties(lines),
  ].map(([name, value]) => element('property', { name, value }));
  return element(
    'testsuite',
    {
      name: section,
      ...counts(lines),
      skipped: String(countLines(lines)['not-applicable']),
      time: seconds(spent),
      timestamp: from ?? run.from,
      id: String(index),
    },
    [element('properties', {}, properties), ...lines.map(testcase)],
  );
}

/** The schema knows no properties of a case: they stand in its suite, under the id of the line. */
function lineProperties({ id, outcome, reason, tier, level, method, evidence }: VerdictLine) {
  const all: [string, string][] = [
    [`${id}:level`, level],
    [`${id}:outcome`, outcome],
    [`${id}:reason`, reason],
    ...(method === undefined ? [] : ([[`${id}:method`, method]] as [string, string][])),
    ...(tier === '' ? [] : ([[`${id}:tier`, tier]] as [string, string][])),
    ...evidence.map((digest, index): [string, string] => [`${id}:evidence.${index + 1}`, digest]),
  ];
  return all;
}

function clauseProperties(lines: readonly VerdictLine[]): [string, string][] {
  const subjects = new Map(
    lines.flatMap(({ subject }) => (subject ? [[subject.checkable.id, subject]] : [])),
  );
  return [...subjects.values()].flatMap(({ checkable: { id, kind, starred }, verdict, selected }) => [
    [`clause ${id}:kind`, kind],
    [`clause ${id}:starred`, String(starred)],
    [`clause ${id}:selected`, String(selected)],
    [`clause ${id}:outcome`, verdict.outcome],
    [`clause ${id}:reason`, verdict.reason],
  ]);
}

function testcase(line: VerdictLine): string {
  const { spent } = windowOf(line.observations);
  const told = [
    `结论：${outcomes[line.outcome]}（${line.outcome}）`,
    `原因：${whyOf(line)}（${line.reason}）`,
    ...line.measured,
    ...(line.tier === '' ? [] : [`证据层级：${line.tier}`]),
    ...line.evidence.map((digest) => `证据：${digest}`),
  ].join('\n');
  return element(
    'testcase',
    { name: `${line.id} ${line.title}`, classname: classOf(line), time: seconds(spent) },
    [...standing(line), element('system-out', {}, [escapeText(told)])],
  );
}

/** Readers part a class name at its points, so the numbers of clauses bear hyphens in it. */
function classOf({ section, subject, id }: VerdictLine): string {
  const plain = (text: string) => text.replaceAll('.', '-');
  return `${plain(section)}.${plain(subject?.checkable.id ?? id)}`;
}

function standing(line: VerdictLine): string[] {
  const { outcome, reason, measured } = line;
  if (outcome === 'satisfied') return [];
  const name = outcome === 'not-satisfied' ? 'failure' : outcome === 'not-applicable' ? 'skipped' : 'error';
  const message = `${outcomes[outcome]}：${[reasons[reason].label, ...measured].join('；')}`;
  return [element(name, { type: reason, message }, [escapeText([whyOf(line), ...measured].join('\n'))])];
}

/** Three decimals at most, as the schema has it. */
const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

function escapeText(text: string): string {
  return printable(text).replace(/[&<>]/g, (char) => entities[char]!);
}

function element(name: string, attributes: Record<string, string>, children: readonly string[] = []): string {
  const told = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${printable(value).replace(/[&<>"\n]/g, (char) => entities[char]!)}"`)
    .join('');
  if (children.length === 0) return `<${name}${told}/>`;
  // White space inside text would become part of it.
  const separator = children.some((child) => !child.startsWith('<')) ? '' : '\n';
  return `<${name}${told}>${separator}${children.join(separator)}${separator}</${name}>`;
}
