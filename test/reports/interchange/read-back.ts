import { XMLParser } from 'fast-xml-parser';
import { readWorkbook } from '../../../intake/xlsx.ts';

/** What a reader of one format learns, gathered without our own writers. */
export interface Told {
  lines: Map<string, { outcome: string; reason: string; method: string }>;
  clauses: Map<string, { outcome: string; kind: string; starred: string; selected: string }>;
  facts: Record<string, string>;
}
type Json = Record<string, unknown>;
const told = (): Told => ({ lines: new Map(), clauses: new Map(), facts: {} });

export interface JunitSuite {
  '@name': string;
  '@tests': string;
  '@failures': string;
  '@errors': string;
  '@skipped': string;
  properties: { property: { '@name': string; '@value': string }[] };
  testcase: {
    '@name': string;
    failure?: { '@message': string; '#text': string };
    error?: { '@message': string };
    skipped?: unknown;
    'system-out': string;
  }[];
}

export function parseJunit(text: string): { '@name': string; '@tests': string; testsuite: JunitSuite[] } {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    processEntities: { maxTotalExpansions: 1e6, maxExpandedLength: 1e9 },
    htmlEntities: true,
    isArray: (name) => ['testsuite', 'testcase', 'property'].includes(name),
  });
  return parser.parse(text).testsuites;
}

export function readJunit(text: string): Told {
  const all = told();
  for (const suite of parseJunit(text).testsuite) {
    const properties = new Map(suite.properties.property.map((p) => [p['@name'], p['@value']]));
    for (const [name, value] of properties) {
      const line = /^(.*):outcome$/.exec(name)?.[1];
      if (line === undefined) {
        if (!name.includes(':')) all.facts[name] = value;
      } else if (line.startsWith('clause ')) {
        const of = (what: string) => properties.get(`${line}:${what}`)!;
        all.clauses.set(line.slice('clause '.length), {
          outcome: value,
          kind: of('kind'),
          starred: of('starred'),
          selected: of('selected'),
        });
      } else
        all.lines.set(line, {
          outcome: value,
          reason: properties.get(`${line}:reason`)!,
          method: properties.get(`${line}:method`) ?? '',
        });
    }
  }
  return all;
}

export function readCtrf(text: string): Told {
  const all = told();
  const report = JSON.parse(text) as {
    extra: Record<string, string>;
    results: { tests: { testId: string; type: string; labels: Json }[] };
  };
  all.facts = report.extra;
  for (const { testId, type, labels } of report.results.tests) {
    const of = (name: string) => String(labels[name]);
    all.lines.set(testId, {
      outcome: of('outcome'),
      reason: of('reason'),
      method: type === 'none' ? '' : type,
    });
    if (labels.clause !== undefined)
      all.clauses.set(of('clause'), {
        outcome: of('clauseOutcome'),
        kind: of('clauseKind'),
        starred: of('starred'),
        selected: of('selected'),
      });
  }
  return all;
}

export interface OscalDocument {
  'assessment-results': {
    uuid: string;
    metadata: { title: string; props: { name: string; value: string }[] };
    'local-definitions': { 'objectives-and-methods': { 'control-id': string; parts: { id: string }[] }[] };
    results: {
      observations: { uuid: string; methods: string[]; collected: string }[];
      findings: {
        uuid: string;
        title: string;
        props: { name: string; value: string }[];
        target: {
          type: string;
          'target-id': string;
          status: { state: string; reason: string; remarks?: string };
        };
        'related-observations'?: { 'observation-uuid': string }[];
      }[];
    }[];
    'back-matter': { resources: { uuid: string }[] };
  };
}

export function readOscal(text: string): Told {
  const all = told();
  const { metadata, results } = (JSON.parse(text) as OscalDocument)['assessment-results'];
  for (const { name, value } of metadata.props) all.facts[name] = value;
  for (const { props } of results[0]!.findings) {
    const of = (name: string) => props.find((p) => p.name === name)?.value ?? '';
    if (of('level') === 'clause')
      all.clauses.set(of('clause'), {
        outcome: of('outcome'),
        kind: of('kind'),
        starred: of('starred'),
        selected: of('selected'),
      });
    else all.lines.set(of('line'), { outcome: of('outcome'), reason: of('reason'), method: of('method') });
  }
  return all;
}

/** RFC 4180 by the letter: throws on a bare quote, a bare line feed outside quotes, or rows of unequal length. */
export function parseCsv(text: string): string[][] {
  if (!text.startsWith('\uFEFF')) throw new Error('no byte order mark');
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 1;
  const cell = /"((?:[^"]|"")*)"(,|\r\n)/y;
  while (at < text.length) {
    cell.lastIndex = at;
    const match = cell.exec(text);
    if (!match) throw new Error(`no cell at ${at}`);
    row.push(match[1]!.replaceAll('""', '"'));
    at = cell.lastIndex;
    if (match[2] === ',') continue;
    rows.push(row);
    row = [];
  }
  if (row.length > 0 || rows.some(({ length }) => length !== rows[0]!.length)) throw new Error('uneven rows');
  return rows;
}

function readTable([head, ...rows]: string[][]): Told {
  const all = told();
  for (const row of rows) {
    const of = (title: string) => row[head!.indexOf(title)] ?? '';
    all.lines.set(of('核验项'), {
      outcome: of('结论代码'),
      reason: of('原因代码'),
      method: of('方法代码'),
    });
    const kinds: Record<string, string> = {
      技术条款: 'clause',
      商务要求: 'commercial',
      其他要求: 'other',
      价格目录指标: 'tariff',
      考核指标: 'kpi',
      合同义务: 'obligation',
    };
    if (of('条款编号') !== '')
      all.clauses.set(of('条款编号'), {
        outcome: of('条款结论代码'),
        kind: kinds[of('条款类别')]!,
        starred: String(of('▲') === '是'),
        selected: String(of('已选取') === '是'),
      });
    all.facts = {
      run: of('测试编号'),
      'run-digest': of('记录摘要'),
      'judgement-digest': of('判定摘要'),
      marks: of('标记'),
    };
  }
  return all;
}

export function readCsv(text: string): Told {
  return readTable(parseCsv(text));
}

/** The flat sheet of the workbook: the facts above, the table below its head. */
export function readXlsx(bytes: Uint8Array): Told & { formulas: number } {
  const sheets = readWorkbook('report.xlsx', bytes);
  const { cells } = sheets.find(({ name }) => name === '核验明细')!;
  const rows: string[][] = [];
  for (const { row, column, value } of cells) {
    rows[row] ??= [];
    rows[row][column - 1] = String(value ?? '');
  }
  const head = rows.findIndex((row) => row?.[0] === '核验项');
  const all = readTable(rows.slice(head).filter((row) => row !== undefined));
  const fact = (label: string) => rows.find((row) => row?.[0] === label)?.[1] ?? '';
  all.facts = {
    run: fact('测试编号'),
    'run-digest': fact('记录摘要'),
    'judgement-digest': fact('判定摘要'),
    marks: fact('标记'),
  };
  return { ...all, formulas: sheets.flatMap((sheet) => sheet.cells).filter((c) => c.formula).length };
}
