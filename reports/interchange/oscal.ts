import { componentRoleLabels, methodLabels } from '../../spec/index.ts';
import type { TestReportInput } from '../kinds/test-report.ts';
import { clauseFinding, controlId, lineFinding, objectiveId, statementId } from './oscal-finding.ts';
import {
  attestedObservation,
  componentUuid,
  importedObservation,
  testObservation,
  toolUuid,
} from './oscal-observation.ts';
import { markupLine, markupText, oscalInstant, oscalString, property } from './oscal-text.ts';
import { endOfRecord, evidencePlace, judgementDigest, marksOf, runFacts } from './run-fact.ts';
import { nameUuid } from './uuid.ts';
import { countLines, type LineSubject, type VerdictLine, verdictLines } from './verdict-line.ts';

/**
 * OSCAL assessment results 1.2.1. Every verdict line is a finding on an objective, every checkable one on a statement;
 * both are defined in the document itself, since the tender is no OSCAL catalogue. Equal records give equal UUIDs.
 */
export function oscalAssessmentResults(input: TestReportInput): Record<string, unknown> {
  const { record, judgement } = input;
  const lines = verdictLines(input);
  const subjects = [
    ...new Map(lines.flatMap(({ subject }) => (subject ? [[subject.checkable.id, subject]] : []))).values(),
  ];
  const marks = marksOf(input);
  const plan = nameUuid(`plan ${record.plan.digest}`);
  return {
    'assessment-results': {
      uuid: nameUuid(`oscal ${judgementDigest(judgement)} ${marks}`),
      metadata: metadata(input, marks),
      'import-ap': {
        href: `#${plan}`,
        remarks: markupText('测试计划以摘要指明，其全文在测试记录中，不是 OSCAL 文件。'),
      },
      'local-definitions': {
        'objectives-and-methods': objectives(lines),
        remarks: markupText('各项要求由本程序按招标文件归纳，原文以招标文件为准。'),
      },
      results: [result(input, lines, subjects, marks)],
      'back-matter': { resources: resources(input, plan) },
    },
  };
}

function metadata(input: TestReportInput, marks: string) {
  const { record, judgement, tender } = input;
  const party = (role: string, name: string) => ({
    role,
    party: { uuid: nameUuid(`party ${role} ${name}`), type: 'organization', name: oscalString(name) },
  });
  const parties = [
    party('purchaser', tender.purchaser),
    party('agency', tender.agency),
    ...(record.target.operator ? [party('operator', record.target.operator)] : []),
  ];
  const titles: Record<string, string> = {
    purchaser: '采购人',
    agency: '采购代理机构',
    operator: '被测平台运营单位',
  };
  return {
    title: markupLine(`测试报告 ${tender.title}（${marks}）`),
    'last-modified': oscalInstant(judgement.asOf),
    version: `R${judgement.revision}`,
    'oscal-version': '1.2.1',
    'document-ids': [
      { scheme: 'urn:biaochi:report', identifier: oscalString(`${record.id}-R${judgement.revision}`) },
    ],
    props: runFacts(input).map(({ name, value }) => property(name, value)),
    roles: parties.map(({ role }) => ({ id: role, title: titles[role]! })),
    parties: parties.map((each) => each.party),
    'responsible-parties': parties.map(({ role, party: { uuid } }) => ({
      'role-id': role,
      'party-uuids': [uuid],
    })),
    remarks: markupText(`${marks}。`, '本文件只陈述测试结果；是否验收由采购人组织的验收小组决定。'),
  };
}

function objectives(lines: readonly VerdictLine[]) {
  const controls = new Map<string, VerdictLine[]>();
  for (const line of lines) controls.set(controlId(line), [...(controls.get(controlId(line)) ?? []), line]);
  return [...controls].map(([control, members]) => {
    const subject = members[0]!.subject;
    return {
      'control-id': control,
      description: markupText(subject ? `${subject.number} ${subject.checkable.title}` : members[0]!.title),
      parts: [
        {
          id: statementId(control),
          name: 'statement',
          prose: markupText(subject?.checkable.statement ?? members[0]!.title),
        },
        ...members.map((line) => ({
          id: objectiveId(line),
          name: 'assessment-objective',
          ...(line.method ? { props: [property('method', methodLabels[line.method])] } : {}),
          prose: markupText(line.title),
        })),
      ],
    };
  });
}

function selection(lines: readonly VerdictLine[], wanted: boolean) {
  const ids = lines.filter(({ subject }) => (subject?.selected ?? false) === wanted).map(controlId);
  return [...new Set(ids)].map((id) => ({ 'control-id': id }));
}

function result(input: TestReportInput, lines: VerdictLine[], subjects: LineSubject[], marks: string) {
  const { record, judgement } = input;
  const included = selection(lines, true);
  const excluded = selection(lines, false);
  const observations = [
    ...record.observations.map((one) => testObservation(input, one)),
    ...(record.imports ?? []).map((one) => importedObservation(input, one)),
    ...(record.attestations ?? []).map((one) => attestedObservation(input, one)),
  ];
  const sums = Object.entries(countLines(lines)).map(([name, count]) => property(`lines-${name}`, count));
  const findings = [
    ...lines.map((line) => lineFinding(input, line)),
    ...subjects.map((subject) => clauseFinding(input, subject)),
  ];
  return {
    uuid: nameUuid(`result ${judgementDigest(judgement)} ${marks}`),
    title: markupLine(`${record.id} 判定第 ${judgement.revision} 版`),
    description: markupText(`${marks}。`, '没有取得结果的，一律不计为符合。'),
    start: oscalInstant(record.startedAt),
    end: oscalInstant(endOfRecord(input)),
    props: [property('marks', marks), ...sums],
    'local-definitions': localDefinitions(input),
    'reviewed-controls': {
      'control-selections': [
        {
          description: markupText(
            '本次选取的条款与指标；未选取与尚未录入的列为除外，仍各有一项结论（未评估）。',
          ),
          ...(included.length > 0 ? { 'include-controls': included } : { 'include-all': {} }),
          ...(excluded.length > 0 ? { 'exclude-controls': excluded } : {}),
        },
      ],
    },
    ...(observations.length > 0 ? { observations } : {}),
    ...(findings.length > 0 ? { findings } : {}),
  };
}

function localDefinitions({ record }: TestReportInput) {
  const { components } = record.target;
  const status = { state: 'operational' };
  return {
    ...(components.length > 0
      ? {
          components: components.map(({ id, role, endpoint }) => ({
            uuid: componentUuid(record.id, id),
            type: 'service',
            title: markupLine(id),
            description: markupText(componentRoleLabels[role]),
            props: [property('endpoint', endpoint), property('role', role)],
            status,
          })),
        }
      : {}),
    ...(record.tools.length > 0
      ? {
          'assessment-assets': {
            components: record.tools.map(({ name, version }) => ({
              uuid: toolUuid(name, version),
              type: 'software',
              title: markupLine(name),
              description: markupText(`${name} ${version}`),
              props: [property('version', version)],
              status,
            })),
            'assessment-platforms': [
              {
                uuid: nameUuid(`platform ${record.id}`),
                'uses-components': record.tools.map(({ name, version }) => ({
                  'component-uuid': toolUuid(name, version),
                })),
              },
            ],
          },
        }
      : {}),
  };
}

function resources({ record }: TestReportInput, plan: string) {
  return [
    {
      uuid: plan,
      title: '测试计划',
      description: markupText(`测试计划 ${record.plan.items.length} 项，全文在测试记录 record.json 中。`),
      props: [property('digest', record.plan.digest)],
      rlinks: [{ href: 'record.json', 'media-type': 'application/json' }],
    },
    ...[...new Map(record.evidence.map((item) => [item.digest, item])).values()].map(
      ({ digest, label, mediaType }) => {
        const place = evidencePlace(digest);
        return {
          uuid: nameUuid(`evidence ${record.id} ${digest}`),
          title: markupLine(label),
          props: [property('digest', digest)],
          ...(place
            ? {
                rlinks: [
                  {
                    href: place.path,
                    'media-type': oscalString(mediaType),
                    hashes: [{ algorithm: 'SHA-256', value: place.hex }],
                  },
                ],
              }
            : {}),
        };
      },
    ),
  ];
}
