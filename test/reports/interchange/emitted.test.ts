import { XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderXlsx } from '../../../reports/formats/xlsx.ts';
import { interchangeText, type TestReportInput, testReport, verdictSheet } from '../../../reports/index.ts';
import { type Judgement, type Outcome, outcomeNames } from '../../../spec/index.ts';
import { loadCatalogue } from '../../../spec/load/index.ts';
import { type Accepted, acceptStandIn } from '../../acceptance/support.ts';
import {
  type OscalDocument,
  parseJunit,
  readCsv,
  readCtrf,
  readJunit,
  readOscal,
  readXlsx,
  type Told,
} from './read-back.ts';
import { publishedSchema, xsdComplaints, xsdValidator } from './schemas.ts';
import { few, plain, wild } from './situation.ts';

let accepted: Accepted;
let whole: TestReportInput;
beforeAll(async () => {
  accepted = await acceptStandIn(['https-broken', 'image-substituted']);
  const { tender, record, judgement } = accepted;
  whole = { tender, record, judgement, catalogue: loadCatalogue() };
}, 180_000);
afterAll(() => accepted?.remove());

const situations: [string, () => TestReportInput][] = [
  ['the invented run', () => plain],
  ['two clauses selected', () => few],
  ['hostile texts', () => wild],
  ['a whole acceptance', () => whole],
];

const workbook = (input: TestReportInput) => {
  const document = testReport(input);
  return renderXlsx({ ...document, sections: [...document.sections, verdictSheet(input)] });
};
const readers: [string, (input: TestReportInput) => Told | Promise<Told>][] = [
  ['junit', (input) => readJunit(interchangeText('junit', input))],
  ['ctrf', (input) => readCtrf(interchangeText('ctrf', input))],
  ['oscal', (input) => readOscal(interchangeText('oscal', input))],
  ['csv', (input) => readCsv(interchangeText('csv', input))],
  ['xlsx', async (input) => readXlsx(await workbook(input))],
];

const count = (outcomes: readonly string[]) => ({
  ...Object.fromEntries(outcomeNames.map((name) => [name, outcomes.filter((o) => o === name).length])),
  total: outcomes.length,
});

/** The judgement's own totals, out of what a reader of a format was told. */
function summaryOf({ lines, clauses }: Told) {
  const all = [...clauses.values()];
  const technical = all.filter(({ kind }) => kind === 'clause');
  const unencoded = [...lines.values()].filter(({ reason }) => reason === 'clause-not-encoded').length;
  return {
    checkables: count(all.filter((c) => c.selected === 'true').map(({ outcome }) => outcome)),
    technicalClauses: {
      ...count([...technical.map((c) => c.outcome), ...Array<Outcome>(unencoded).fill('not-assessed')]),
      encoded: technical.length,
    },
    tests: count([...lines.values()].filter(({ method }) => method === 'test').map((l) => l.outcome)),
  };
}

function expectedLines({ judgement, tender }: TestReportInput): Map<string, string> {
  const judged = new Map(judgement.requirements.map((each) => [each.id, each]));
  const encoded = tender.checkables.filter(({ kind }) => kind === 'clause').length;
  return new Map([
    ...tender.checkables.flatMap(({ id }): [string, string][] => {
      const verdict = judged.get(id);
      if (!verdict) return [[id, 'not-assessed']];
      return verdict.parts.flatMap((part): [string, string][] =>
        part.checks.length === 0
          ? [[`${id}/${part.id}/uncovered`, part.outcome]]
          : part.checks.map((check) => [check.id, check.outcome]),
      );
    }),
    ...Array.from({ length: tender.counts.technicalClauses - encoded }, (_, index): [string, string] => [
      `unencoded-${index + 1}`,
      'not-assessed',
    ]),
  ]);
}

describe.each(situations)('%s', (_, input) => {
  it.each(readers)(
    '%s tells every verdict once, and its sums are those of the judgement',
    async (_name, read) => {
      const given = input();
      const told = await read(given);
      expect(new Map([...told.lines].map(([id, { outcome }]) => [id, outcome]))).toEqual(
        expectedLines(given),
      );
      const { checkables, technicalClauses, tests }: Judgement['summary'] = given.judgement.summary;
      expect(summaryOf(told)).toEqual({ checkables, technicalClauses, tests });
      const starred = [...told.clauses.values()].filter((c) => c.starred === 'true' && c.kind === 'clause');
      // What the tender counts and nobody encoded has no star in a format; it is not assessed.
      const { total, 'not-assessed': _, ...seen } = given.judgement.summary.starred;
      expect(count(starred.map(({ outcome }) => outcome))).toMatchObject(seen);
      expect(starred.length).toBeLessThanOrEqual(total);
    },
  );

  it.each(readers)('%s bears the stand-in, the missing signature and the digests', async (_name, read) => {
    const { facts } = await read(input());
    expect(facts.marks).toContain('对象为仿真平台，不作为验收依据 · 未签名');
    expect(facts.run).toBe(input().record.id);
    expect(facts['run-digest']).toBe(input().judgement.run.digest);
    expect(facts['judgement-digest']).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it.each([
    ['ctrf', 'ctrf.schema.json'],
    ['oscal', 'oscal_assessment-results_schema.json'],
    ['sarif', 'sarif-schema-2.1.0.json'],
  ] as const)('%s fits the published schema', (format, file) => {
    const validate = publishedSchema(file);
    const valid = validate(JSON.parse(interchangeText(format, input())));
    expect(validate.errors?.slice(0, 5) ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  it('junit is well-formed, and its counts are those of its cases', () => {
    const text = interchangeText('junit', input());
    expect(XMLValidator.validate(text)).toBe(true);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML 1.0 forbids is what is looked for.
    expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u);
    const root = parseJunit(text);
    for (const suite of root.testsuite) {
      const having = (name: 'failure' | 'error' | 'skipped') =>
        String(suite.testcase.filter((one) => one[name] !== undefined).length);
      expect([suite['@tests'], suite['@failures'], suite['@errors'], suite['@skipped']]).toEqual([
        String(suite.testcase.length),
        having('failure'),
        having('error'),
        having('skipped'),
      ]);
    }
    expect(root['@tests']).toBe(String(expectedLines(input()).size));
    expect(root['@name']).toContain('对象为仿真平台');
  });

  it.skipIf(!xsdValidator)(
    `junit fits the schema of Jenkins (${xsdValidator?.name ?? 'no validator here'})`,
    () => {
      expect(xsdComplaints(interchangeText('junit', input()))).toBe('');
    },
  );

  it('is the same bytes again', () => {
    for (const format of ['junit', 'ctrf', 'oscal', 'sarif', 'csv'] as const)
      expect(interchangeText(format, structuredClone(input()))).toBe(interchangeText(format, input()));
  });

  it('nothing that is not satisfied passes anywhere', () => {
    const wanted = expectedLines(input());
    const held = [...wanted.values()].filter((outcome) => outcome === 'satisfied').length;
    const skippable = [...wanted.values()].filter((outcome) => outcome === 'not-applicable').length;
    const junit = parseJunit(interchangeText('junit', input())).testsuite.flatMap((s) => s.testcase);
    const silent = junit.filter((c) => !c.failure && !c.error && c.skipped === undefined);
    expect(silent.length).toBe(held);
    const ctrf = JSON.parse(interchangeText('ctrf', input())) as {
      results: { summary: Record<string, number>; tests: { status: string }[] };
    };
    const statuses = count(ctrf.results.tests.map(({ status }) => status));
    expect(statuses.total).toBe(wanted.size);
    expect(ctrf.results.tests.filter(({ status }) => status === 'passed')).toHaveLength(held);
    expect(ctrf.results.tests.filter(({ status }) => status === 'skipped')).toHaveLength(skippable);
    expect(ctrf.results.summary).toMatchObject({ tests: wanted.size, passed: held, pending: 0 });
    const [oscal] = (JSON.parse(interchangeText('oscal', input())) as OscalDocument)['assessment-results']
      .results;
    for (const { props, target } of oscal!.findings) {
      const outcome = props.find(({ name }) => name === 'outcome')!.value;
      const { state, reason, remarks } = target.status;
      expect([state, reason]).toEqual(
        outcome === 'satisfied'
          ? ['satisfied', 'pass']
          : ['not-satisfied', outcome === 'not-satisfied' ? 'fail' : 'other'],
      );
      if (reason === 'other') expect(remarks).toContain('并非实测不符合');
    }
  });

  it('oscal: every reference is to something in the document, and no UUID is used twice', () => {
    const ar = (JSON.parse(interchangeText('oscal', input())) as OscalDocument)['assessment-results'];
    const { observations = [], findings } = ar.results[0]!;
    const uuids = [...observations, ...findings, ...ar['back-matter'].resources].map(({ uuid }) => uuid);
    expect(new Set(uuids).size).toBe(uuids.length);
    const parts = ar['local-definitions']['objectives-and-methods'].flatMap((o) =>
      o.parts.map(({ id }) => id),
    );
    expect(new Set(parts).size).toBe(parts.length);
    expect(new Set(findings.map(({ target }) => target['target-id']))).toEqual(
      new Set(parts.filter((id) => !/^clause-unencoded-\d+_smt$/.test(id))),
    );
    const known = new Set(observations.map(({ uuid }) => uuid));
    const related = findings.flatMap((f) => f['related-observations'] ?? []);
    expect(related.length).toBeGreaterThan(0);
    expect(related.filter((one) => !known.has(one['observation-uuid']))).toEqual([]);
    for (const { collected, methods } of observations) {
      expect(collected).toMatch(/Z$/);
      expect(['TEST', 'EXAMINE', 'INTERVIEW']).toContain(methods[0]);
    }
  });
});

describe('the published schemas', () => {
  it.each([
    ['ctrf', 'ctrf.schema.json', '"status": "passed"', '"status": "inconclusive"'],
    ['oscal', 'oscal_assessment-results_schema.json', '"state": "satisfied"', '"state": "unknown"'],
    ['sarif', 'sarif-schema-2.1.0.json', '"version": "2.1.0"', '"version": "2.0.0"'],
  ] as const)('refuse a broken %s', (format, file, right, wrong) => {
    const text = interchangeText(format, plain);
    expect(text).toContain(right);
    expect(publishedSchema(file)(JSON.parse(text.replace(right, wrong)))).toBe(false);
  });

  it.skipIf(!xsdValidator)('refuse a broken junit', () => {
    const text = interchangeText('junit', plain);
    expect(xsdComplaints(text.replace('<testcase name=', '<testcase title='))).toContain('title');
  });
});

describe('the security findings of a whole acceptance', () => {
  it('are the refuted checks of security sections, and the rest is counted', () => {
    const [run] = (
      JSON.parse(interchangeText('sarif', whole)) as {
        runs: {
          results: { ruleId: string; ruleIndex: number; level: string; message: { text: string } }[];
          tool: { driver: { rules: { id: string }[] } };
          invocations: { properties: Record<string, number>; toolExecutionNotifications: unknown[] }[];
        }[];
      }
    ).runs;
    const { results, tool, invocations } = run!;
    const refuted = new Set(
      whole.judgement.requirements
        .flatMap(({ parts }) => parts.flatMap(({ checks }) => checks))
        .filter(({ outcome }) => outcome === 'not-satisfied')
        .map(({ id }) => id),
    );
    expect(results.length).toBeGreaterThan(0);
    // Another image than the one asked for is refuted, too, and is no finding on security.
    expect(results.length).toBeLessThan(refuted.size);
    for (const { ruleId, ruleIndex, message } of results) {
      expect(refuted).toContain(ruleId);
      expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      expect(message.text).toMatch(/不符合。.*\n.*实测/);
    }
    const { securityChecks, undecided } = invocations[0]!.properties;
    expect(securityChecks).toBe(tool.driver.rules.length);
    expect(undecided).toBeGreaterThan(200);
    expect(JSON.stringify(invocations[0]!.toolExecutionNotifications)).toContain('不得视为没有问题');
  });
});
