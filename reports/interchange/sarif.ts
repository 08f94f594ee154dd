import { outcomeNames, outcomes, reasons } from '../../spec/index.ts';
import type { TestReportInput } from '../kinds/test-report.ts';
import { endOfRecord, evidencePlace, factsObject, judgementDigest, marksOf } from './run-fact.ts';
import { isOnSecurity } from './sarif-security.ts';
import { nameUuid } from './uuid.ts';
import {
  countLines,
  deferralOf,
  type LineCounts,
  printableDeep,
  type VerdictLine,
  verdictLines,
  whyOf,
} from './verdict-line.ts';

/**
 * SARIF 2.1.0 of the security checks: a rule for each, a result for each that was refuted and for no other. An empty
 * list is no clean bill: the invocation says how many were looked at and how many nobody could tell.
 */
export function sarifLog(input: TestReportInput): Record<string, unknown> {
  const { record, judgement } = input;
  const lines = verdictLines(input).filter((line) => isOnSecurity(input, line));
  const ruleIndex = new Map(lines.map(({ id }, index) => [id, index]));
  const refuted = lines.filter(({ outcome }) => outcome === 'not-satisfied');
  const facts = factsObject(input);
  const [tool] = record.tools;
  return printableDeep({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: tool?.name ?? 'biaochi',
            ...(tool ? { version: tool.version } : {}),
            language: 'zh-CN',
            rules: lines.map(rule),
          },
        },
        language: 'zh-CN',
        columnKind: 'utf16CodeUnits',
        automationDetails: {
          id: `${input.tender.id}/${record.id}/R${judgement.revision}`,
          guid: nameUuid(`sarif ${judgementDigest(judgement)} ${marksOf(input)}`),
          description: { text: `测试报告 ${record.id}-R${judgement.revision}（${marksOf(input)}）` },
        },
        invocations: [invocation(input, countLines(lines))],
        artifacts: artifacts(input, refuted),
        results: refuted.map((line) => result(input, line, ruleIndex.get(line.id)!)),
        properties: facts,
      },
    ],
  });
}

const levelOf = ({ subject }: VerdictLine) => (subject?.checkable.starred ? 'error' : 'warning');

function rule(line: VerdictLine) {
  return {
    id: line.id,
    shortDescription: { text: line.title },
    fullDescription: { text: line.subject?.checkable.statement ?? line.title },
    defaultConfiguration: { level: levelOf(line) },
    properties: {
      section: line.section,
      outcome: line.outcome,
      reason: line.reason,
      ...(line.method ? { method: line.method } : {}),
      ...(line.tier === '' ? {} : { tier: line.tier }),
    },
  };
}

function invocation(input: TestReportInput, sums: LineCounts) {
  const { record } = input;
  const decided = sums.satisfied + sums['not-satisfied'];
  const open = sums.inconclusive + sums['not-assessed'];
  const spelt = outcomeNames.map((name) => `${outcomes[name]} ${sums[name]}`).join('、');
  const say = (level: 'note' | 'warning', text: string) => ({ level, message: { text } });
  return {
    executionSuccessful: record.ended === 'finished',
    startTimeUtc: new Date(record.startedAt).toISOString(),
    endTimeUtc: new Date(endOfRecord(input)).toISOString(),
    toolExecutionNotifications: [
      say('note', `${marksOf(input)}。`),
      say('note', `安全类核验共 ${sums.total} 项，得出结论 ${decided} 项：${spelt}。`),
      ...(open > 0
        ? [say('warning', `其中 ${open} 项无法判定或未评估，未列入 results，不得视为没有问题。`)]
        : []),
    ],
    properties: { securityChecks: sums.total, decided, undecided: open, outcomes: sums },
  };
}

function result(input: TestReportInput, line: VerdictLine, ruleIndex: number) {
  const { record, judgement, catalogue } = input;
  const deferral = deferralOf(judgement, line);
  const seen = new Set(line.observations.map(({ component }) => component));
  const components = record.target.components.filter(({ id }) => seen.has(id));
  const probe = catalogue.get(line.check?.probe ?? '');
  return {
    ruleId: line.id,
    ruleIndex,
    kind: 'fail',
    level: levelOf(line),
    message: {
      text: [`${line.title}：${outcomes[line.outcome]}。${whyOf(line)}。`, ...line.measured].join('\n'),
    },
    guid: nameUuid(`sarif-result ${record.id} ${line.id}`),
    partialFingerprints: { 'biaochiCheck/v1': nameUuid(`check ${input.tender.id} ${line.id}`) },
    locations: [
      {
        logicalLocations: [
          { name: line.id, fullyQualifiedName: `${line.section} ${line.title}`, kind: 'element' },
          ...components.map(({ id, endpoint }) => ({
            name: id,
            fullyQualifiedName: endpoint,
            kind: 'resource',
          })),
        ],
      },
    ],
    attachments: line.evidence.flatMap((digest) => {
      const place = evidencePlace(digest);
      return place ? [{ artifactLocation: { uri: place.path } }] : [];
    }),
    properties: {
      outcome: line.outcome,
      reason: line.reason,
      reasonLabel: reasons[line.reason].label,
      clauseOutcome: line.subject?.verdict.outcome,
      starred: line.subject?.checkable.starred,
      tier: line.tier,
      evidence: line.evidence,
      comparisons: line.check?.comparisons,
      ...(probe ? { probe: probe.id, probeTitle: probe.title } : {}),
      ...(deferral ? { deferral } : {}),
    },
  };
}

function artifacts({ record }: TestReportInput, refuted: readonly VerdictLine[]) {
  const wanted = new Set(refuted.flatMap(({ evidence }) => evidence));
  const items = new Map(record.evidence.filter(({ digest }) => wanted.has(digest)).map((e) => [e.digest, e]));
  return [...items.values()].flatMap(({ digest, label, mediaType, bytes }) => {
    const place = evidencePlace(digest);
    return place
      ? [
          {
            location: { uri: place.path },
            description: { text: label },
            length: bytes,
            mimeType: mediaType,
            hashes: { 'sha-256': place.hex },
          },
        ]
      : [];
  });
}
