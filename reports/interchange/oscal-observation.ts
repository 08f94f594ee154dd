import {
  type Attestation,
  documentKinds,
  type EvidenceItem,
  evidenceOfAttestation,
  type ImportedResult,
  type Observation,
  opinions,
  resultTools,
  standingOfImport,
  tiers,
} from '../../spec/index.ts';
import type { TestReportInput } from '../kinds/test-report.ts';
import { observationUuid } from './oscal-finding.ts';
import { markupLine, markupText, oscalInstant, property } from './oscal-text.ts';
import { evidencePlace } from './run-fact.ts';
import { nameUuid } from './uuid.ts';

export const componentUuid = (run: string, component: string): string =>
  nameUuid(`component ${run} ${component}`);
export const toolUuid = (name: string, version: string): string => nameUuid(`tool ${name} ${version}`);

function relevantEvidence(items: readonly EvidenceItem[]) {
  if (items.length === 0) return {};
  return {
    'relevant-evidence': items.map(({ digest, label, mediaType, bytes }) => {
      const place = evidencePlace(digest);
      return {
        ...(place ? { href: place.path } : {}),
        description: markupText(label),
        props: [property('digest', digest), property('media-type', mediaType), property('bytes', bytes)],
      };
    }),
  };
}

/** What a probe saw: method TEST, collected when its window closed. */
export function testObservation(input: TestReportInput, one: Observation) {
  const { record, catalogue } = input;
  const [tool] = record.tools;
  return {
    uuid: observationUuid(record.id, one.id),
    title: markupLine(catalogue.get(one.probe)?.title ?? one.probe),
    description: markupText(
      catalogue.get(one.probe)?.procedure ?? one.probe,
      ...one.measurements.map(({ measurand, values }) => `${measurand}：${values.length} 个样本`),
      ...(one.fault ? [`未能取得结果：${one.fault.code} ${one.fault.message}`] : []),
    ),
    props: [
      property('observation', one.id),
      property('state', one.state),
      property('probe', one.probe),
      property('probe-version', one.probeVersion),
      property('tier', one.tier),
      property('tier-label', tiers[one.tier]),
      property('started-at', one.window.from),
      ...(one.fault ? [property('fault', one.fault.code)] : []),
      ...(one.flaky ? [property('flaky', true)] : []),
      ...(one.attempts ? [property('attempts', one.attempts.length)] : []),
    ],
    methods: ['TEST'],
    ...(tool
      ? { origins: [{ actors: [{ type: 'tool', 'actor-uuid': toolUuid(tool.name, tool.version) }] }] }
      : {}),
    ...(record.target.components.some(({ id }) => id === one.component)
      ? {
          subjects: [
            {
              'subject-uuid': componentUuid(record.id, one.component),
              type: 'component',
              title: markupLine(one.component),
            },
          ],
        }
      : {}),
    ...relevantEvidence(one.evidence),
    collected: oscalInstant(one.window.to),
    ...(one.notes.length > 0 ? { remarks: markupText(...one.notes) } : {}),
  };
}

/** A result file of another tool: method EXAMINE, since a file was looked at and not the platform. */
export function importedObservation({ record, catalogue, judgement }: TestReportInput, one: ImportedResult) {
  const { observation, tool, version, check } = one;
  const { tier, basis } = standingOfImport(one, record, judgement.asOf);
  return {
    uuid: observationUuid(record.id, observation.id),
    title: markupLine(`外来结果：${resultTools[tool]}`),
    description: markupText(
      `${resultTools[tool]} ${version}，用于 ${check}（${catalogue.get(observation.probe)?.title ?? observation.probe}）`,
      ...observation.measurements.map(({ measurand, values }) => `${measurand}：${values.length} 个样本`),
      basis,
    ),
    props: [
      property('observation', observation.id),
      property('state', observation.state),
      property('probe', observation.probe),
      property('tool', tool),
      ...(version === '' ? [] : [property('tool-version', version)]),
      property('tier', tier),
      property('tier-label', tiers[tier]),
    ],
    methods: ['EXAMINE'],
    ...relevantEvidence(observation.evidence),
    collected: oscalInstant(observation.window.to),
    ...(observation.notes.length > 0 ? { remarks: markupText(...observation.notes) } : {}),
  };
}

/** Papers that were examined, or a place that was visited: methods EXAMINE and INTERVIEW. */
export function attestedObservation({ record }: TestReportInput, one: Attestation) {
  const examined = one.type === 'examination';
  const told = examined
    ? [
        ...one.documents.map(({ kind, title }) => `${documentKinds[kind]}：${title}`),
        one.opinion ? opinions[one.opinion] : '未填意见',
      ]
    : one.witnesses.map(
        ({ name, organisation, answers }) =>
          `${name}（${organisation}）：${answers.map(({ item, answer }) => `${item} ${answer === 'yes' ? '是' : '否'}`).join('，')}`,
      );
  return {
    uuid: observationUuid(record.id, one.id),
    title: markupLine(`${one.id} ${one.check}`),
    description: markupText(...told),
    props: [
      property('attestation', one.id),
      property('check', one.check),
      ...(one.replaces === undefined ? [] : [property('replaces', one.replaces)]),
    ],
    methods: [examined ? 'EXAMINE' : 'INTERVIEW'],
    ...relevantEvidence(evidenceOfAttestation(one)),
    collected: oscalInstant(one.recordedAt),
    ...(examined && one.remark ? { remarks: markupText(one.remark) } : {}),
  };
}
