import { describe, expect, it } from 'vitest';
import { renderXlsx } from '../../../reports/formats/xlsx.ts';
import { interchangeText, type TestReportInput, testReport, verdictSheet } from '../../../reports/index.ts';
import { csvCell } from '../../../reports/interchange/csv.ts';
import { markupText, oscalString } from '../../../reports/interchange/oscal-text.ts';
import { nameUuid } from '../../../reports/interchange/uuid.ts';
import { reasons, type SealState } from '../../../spec/index.ts';
import { formula, hostileName, sample } from '../fixture.ts';
import { type OscalDocument, parseCsv, parseJunit, readJunit, readXlsx } from './read-back.ts';
import { longText, markdownTrap, plain, wild, xmlTrap } from './situation.ts';

const shownControls = '控制[31m字符';

describe('a cell of CSV', () => {
  it.each([
    ['=1+1', `"'=1+1"`],
    ['+86', `"'+86"`],
    ['-5 ms', `"'-5 ms"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['\t=1', `"' =1"`],
    ['\r\n=1', `"'\n=1"`],
    ['  =1', `"'  =1"`],
    ['＝1+1', `"'＝1+1"`],
    // What has no width is taken away, and then a formula would begin.
    ['\u200b=1', `"'=1"`],
    ['\u0000@x', `"'@x"`],
    ['5-1', '"5-1"'],
    ['他说"好"\n第二行', '"他说""好""\n第二行"'],
    ['', '""'],
  ])('%j', (text, expected) => {
    expect(csvCell(text)).toBe(expected);
  });

  it('never begins as a formula, in any row of hostile texts', () => {
    const cells = parseCsv(interchangeText('csv', wild)).flat();
    expect(cells.length).toBeGreaterThan(500);
    expect(cells.filter((cell) => /^\s*[=+\-@]/.test(cell))).toEqual([]);
    expect(cells.some((cell) => cell.startsWith(`'${formula}`))).toBe(true);
  });
});

describe('a name as UUID', () => {
  it('is that of RFC 9562 for a known name', () => {
    expect(nameUuid('www.example.com', '6ba7b810-9dad-11d1-80b4-00c04fd430c8')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    );
  });
  it('is of version 5 and the standard variant', () => {
    for (let n = 0; n < 200; n++)
      expect(nameUuid(`name ${n}`)).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
  });
});

describe('texts of OSCAL', () => {
  it('escape what Markdown would read', () => {
    expect(markupText('<b>*a*</b> [x](y)\n第二段')).toBe('\\<b\\>\\*a\\*\\</b\\> \\[x\\](y)\n\n第二段');
  });
  it('are one line and never empty', () => {
    expect(oscalString(' a\n b\t')).toBe('a b');
    expect(oscalString('\u0000 ')).toBe('（空）');
  });
});

describe('hostile texts stay texts', () => {
  const readMarkup = (text: string) => text.replace(/\\([\\`*_[\]{}<>^~&|$#!])/g, '$1');

  it('in JUnit: names, elements and ends of sections are characters', () => {
    const cases = parseJunit(interchangeText('junit', wild)).testsuite.flatMap((suite) => suite.testcase);
    expect(
      new Set(
        cases.map((one) =>
          Object.keys(one)
            .filter((key) => key !== '#text')
            .sort()
            .join(),
        ),
      ),
    ).toEqual(
      new Set([
        '@classname,@name,@time,system-out',
        ...['error', 'failure', 'skipped'].map((k) => `@classname,@name,@time,${k},system-out`),
      ]),
    );
    const told = cases.map((one) => `${one['@name']}\n${one['system-out']}`).join('\n');
    for (const text of [hostileName, formula, longText, xmlTrap, markdownTrap, shownControls, '半个〓字'])
      expect(told).toContain(text);
    expect(readJunit(interchangeText('junit', wild)).facts.target).toContain(`${hostileName}\n${formula}`);
  });

  it('in CTRF and SARIF: no control, no lone half, the rest as it was', () => {
    for (const format of ['ctrf', 'sarif'] as const) {
      const text = interchangeText(format, wild);
      expect(text).not.toMatch(/\\u00(?!0a)[01][0-9a-f]|\\ud[89a-f]/i);
      expect(text).not.toMatch(/\p{Cs}/u);
      for (const each of [hostileName, longText, xmlTrap])
        expect(text).toContain(JSON.stringify(each).slice(1, -1));
    }
  });

  it('in OSCAL: what a reader of Markdown sees is the text', () => {
    const ar = (JSON.parse(interchangeText('oscal', wild)) as OscalDocument)['assessment-results'];
    expect(readMarkup(ar.metadata.title)).toContain(hostileName);
    expect(ar.metadata.title).not.toContain('<script>');
    const titles = ar.results[0]!.findings.map(({ title }) => readMarkup(title)).join('\n');
    for (const text of [hostileName, formula, markdownTrap, longText]) expect(titles).toContain(text);
    expect(ar.results[0]!.observations.map(({ methods }) => methods[0])).toEqual([
      'TEST',
      'TEST',
      'TEST',
      'EXAMINE',
      'INTERVIEW',
    ]);
  });

  it('in the workbook: no formula', async () => {
    const document = testReport(wild);
    const sheet = verdictSheet(wild);
    const { formulas, lines } = readXlsx(
      await renderXlsx({ ...document, sections: [...document.sections, sheet] }),
    );
    expect(formulas).toBe(0);
    expect(lines.size).toBe(50);
  });
});

describe('JUnit', () => {
  const told = parseJunit(interchangeText('junit', plain)).testsuite;
  const named = (id: string) =>
    told.flatMap((suite) => suite.testcase).find((one) => one['@name'].startsWith(`${id} `))!;

  it('has a suite for each section', () => {
    expect(told.map((suite) => suite['@name']).slice(0, 3)).toEqual([
      '技术条款 1',
      '技术条款 3.3',
      '技术条款 5.1.1.1',
    ]);
  });
  it('says what was asked for and what was measured of a refutation', () => {
    expect(named('1.8/part-2').failure?.['@message']).toBe(
      '不符合：实测结果与要求不符；物理核数：实测 7992 核，要求 ≥ 8000 核，样本 3，未达到',
    );
  });
  it('has errors for what nobody could tell or nobody looked at', () => {
    for (const [id, reason] of [
      ['5.1.1.1-10/part-1', 'target-errored'],
      ['5.1.1.1-10/part-2', 'paper-awaited'],
      ['5.1.1.1-1/part-3/uncovered', 'part-uncovered'],
      ['kpi-migration/part-1', 'not-yet-due'],
      ['unencoded-30', 'clause-not-encoded'],
    ] as const) {
      expect(named(id).skipped, id).toBeUndefined();
      expect(named(id).error?.['@message'], id).toContain(reasons[reason].label);
    }
  });
});

describe('SARIF', () => {
  interface Run {
    results: unknown[];
    invocations: { executionSuccessful: boolean; properties: Record<string, unknown> }[];
    properties: Record<string, string>;
  }
  const runOf = (input: TestReportInput) =>
    (JSON.parse(interchangeText('sarif', input)) as { runs: Run[] }).runs[0]!;

  it('has no results where no security check was refuted, and says how many were looked at', () => {
    const secured = { ...plain, tender: { ...plain.tender, securitySections: ['5.1.2', '5.3'] } };
    const { results, invocations, properties } = runOf(secured);
    expect(results).toEqual([]);
    expect(invocations[0]).toMatchObject({
      executionSuccessful: true,
      properties: { securityChecks: 3, decided: 1, undecided: 2 },
    });
    expect(properties.marks).toContain('对象为仿真平台');
  });
  it('takes a section with what is below it, and not one whose number merely begins alike', () => {
    const of = (section: string) =>
      runOf({ ...plain, tender: { ...plain.tender, securitySections: [section] } }).invocations[0]!.properties
        .securityChecks;
    expect([of('5.1'), of('5'), of('5.1.1'), of('3')]).toEqual([8, 10, 6, 2]);
  });
  it('finds by the role of the probe where the tender names no sections', () => {
    const contract = { ...sample.catalogue.get('compute-demo')!, role: 'bastion' as const };
    const { results } = runOf({ ...plain, catalogue: new Map([['compute-demo', contract]]) });
    expect(results).toHaveLength(2);
  });
});

it('prints the seal as it stands, in every format', () => {
  const seal: SealState = {
    state: 'signed',
    number: 3,
    manifest: `sha256:${'4'.repeat(64)}`,
    sealedAt: '2026-03-02T04:00:00Z',
  };
  for (const format of ['junit', 'ctrf', 'oscal', 'sarif', 'csv'] as const) {
    const text = interchangeText(format, { ...plain, seal });
    expect(text, format).toContain('第 3 次封存');
    expect(text, format).not.toContain('未签名');
    expect(interchangeText(format, plain), format).toContain('未签名');
  }
});
