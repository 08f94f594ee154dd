import {
  type Change,
  type CheckDifference,
  type CheckVerdict,
  canonicalJson,
  type Observation,
  type RunRecord,
} from '../../spec/index.ts';
import { groupOf } from './group.ts';

/** A check, the requirement that it belongs to, and the record on which it was judged. */
export interface Placed {
  check: CheckVerdict;
  record: RunRecord;
  requirement: string;
}

const labels = { expected: '要求', measured: '实测', samples: '样本数' } as const;

/** Figures by measurand, in the order of the comparisons; several components of one measurand are joined. */
function figuresOf(check: CheckVerdict | undefined, member: keyof typeof labels): Map<string, string> {
  const found = new Map<string, string[]>();
  for (const comparison of check?.comparisons ?? [])
    found.set(comparison.measurand, [
      ...(found.get(comparison.measurand) ?? []),
      String(comparison[member]) || '未测得',
    ]);
  return new Map([...found].map(([measurand, values]) => [measurand, values.join('；')]));
}

function figureChanges(from: CheckVerdict | undefined, to: CheckVerdict | undefined): Change[] {
  return (Object.keys(labels) as (keyof typeof labels)[]).flatMap((member) => {
    const before = figuresOf(from, member);
    const after = figuresOf(to, member);
    return [...new Set([...before.keys(), ...after.keys()])].map((measurand) => ({
      label: `${labels[member]} ${measurand}`,
      from: before.get(measurand) ?? '',
      to: after.get(measurand) ?? '',
    }));
  });
}

/** The observations on which a check rests, by component. */
function sightsOf(placed: Placed | undefined, say: (observation: Observation) => string): string {
  return (placed?.record.observations ?? [])
    .filter(({ id }) => placed?.check.observations.includes(id))
    .map((observation) => `${observation.component}：${say(observation)}`)
    .sort()
    .join('；');
}

function changesOf(from: Placed | undefined, to: Placed | undefined): Change[] {
  const pair = (label: string, of: (placed: Placed | undefined) => string): Change => ({
    label,
    from: of(from),
    to: of(to),
  });
  return [
    ...figureChanges(from?.check, to?.check),
    pair('采集条件', (placed) => sightsOf(placed, ({ inputs }) => canonicalJson(inputs))),
    pair('探针版本', (placed) =>
      sightsOf(placed, ({ probe, probeVersion }) => `${probe} 第 ${probeVersion} 版`),
    ),
    pair('观测状态', (placed) => sightsOf(placed, ({ state }) => state)),
    pair('考核时点', (placed) => placed?.check.due ?? ''),
    pair('证据有效至', (placed) => placed?.check.validUntil?.at ?? ''),
    pair('说明', (placed) => placed?.check.remark ?? ''),
  ].filter((change) => change.from !== change.to);
}

/** What is not the same of one check; undefined when nothing is. */
export function compareChecks(from: Placed | undefined, to: Placed | undefined): CheckDifference | undefined {
  const told = groupOf(from?.check, to?.check);
  const changes = changesOf(from, to);
  const before = from?.check.evidence ?? [];
  const after = to?.check.evidence ?? [];
  const evidence = {
    added: after.filter((digest) => !before.includes(digest)),
    gone: before.filter((digest) => !after.includes(digest)),
  };
  const differs = changes.length + evidence.added.length + evidence.gone.length > 0;
  const placed = to ?? from;
  if (!placed || (!told && !differs)) return undefined;
  const { id, probe, outcome, reason } = placed.check;
  const same = {
    group: 'basis' as const,
    worsens: false,
    from: { outcome, reason },
    to: { outcome, reason },
  };
  return {
    id,
    requirement: placed.requirement,
    ...(probe === undefined ? {} : { probe }),
    ...(told ?? same),
    changes,
    evidence,
  };
}
