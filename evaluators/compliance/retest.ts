import {
  type CheckRetest,
  type CheckVerdict,
  Fault,
  isUpTo,
  type Judgement,
  type RequirementVerdict,
  type RetestLink,
  type RetestReport,
  type RetestSight,
  type RetestState,
  type RunRecord,
} from '../../spec/index.ts';

/** A run of the chain before the one that is judged, with the judgement that the later run names. */
export interface EarlierRun {
  link: RetestLink;
  record: RunRecord;
  judgement: Judgement;
}

/** The run that tests again, as far as it must agree with the earlier one. */
export type Retesting = Pick<RunRecord, 'id' | 'startedAt'> & {
  tender: { id: string };
  target: Pick<RunRecord['target'], 'name' | 'components'> & { simulated?: boolean };
};

/** What speaks against a run being a retest of the chain, whose newest member comes last. Empty when nothing does. */
export function retestProblems(run: Retesting, chain: readonly EarlierRun[]): string[] {
  const problems: string[] = [];
  const ids = [...chain.map(({ record }) => record.id), run.id];
  for (const id of new Set(ids.filter((each, index) => ids.indexOf(each) !== index)))
    problems.push(`测试 ${id} 在复测链中出现两次，成环`);
  const members = [...chain.map(({ record }): Retesting => record), run];
  for (const [index, later] of members.entries()) {
    const earlier = members[index - 1];
    if (earlier) problems.push(...disagreements(earlier, later));
  }
  return problems;
}

function disagreements(earlier: Retesting, later: Retesting): string[] {
  const places = new Map(earlier.target.components.map((component) => [component.id, component]));
  const shared = later.target.components.filter(({ id }) => places.has(id));
  return [
    earlier.tender.id !== later.tender.id &&
      `初测的招标规格是 ${earlier.tender.id}，复测的是 ${later.tender.id}`,
    earlier.target.name !== later.target.name &&
      `初测的平台是“${earlier.target.name}”，复测的是“${later.target.name}”`,
    later.target.simulated !== undefined &&
      earlier.target.simulated !== later.target.simulated &&
      '一次对真实平台，一次对仿真平台，不能互为复测',
    shared.length === 0 && '两次测试没有相同的部件',
    ...shared
      .filter(({ id, role, endpoint }) => {
        const before = places.get(id)!;
        return before.role !== role || before.endpoint !== endpoint;
      })
      .map(({ id }) => `部件 ${id} 的类别或地址与初测不同`),
    isUpTo(later.startedAt, earlier.startedAt) && `测试 ${later.id} 不晚于它所复测的 ${earlier.id}`,
  ].filter((problem) => problem !== false);
}

function checksOf(requirements: readonly RequirementVerdict[]): Map<string, CheckVerdict> {
  return new Map(
    requirements
      .flatMap(({ parts }) => parts.flatMap(({ checks }) => checks))
      .map((check) => [check.id, check]),
  );
}

function sightOf(
  check: CheckVerdict | undefined,
  record: RunRecord,
  judgement: Pick<Judgement, 'asOf'> & { revision?: number },
): RetestSight {
  const { asOf, revision } = judgement;
  const ends = record.observations
    .filter(({ id }) => check?.observations.includes(id))
    .map(({ window }) => window.to);
  return {
    run: record.id,
    ...(revision === undefined ? {} : { revision }),
    at: ends.sort().at(-1) ?? asOf,
    outcome: check?.outcome ?? 'not-assessed',
    reason: check?.reason ?? 'not-selected',
    evidence: check?.evidence ?? [],
    ...(check ? {} : { absent: true as const }),
  };
}

/** Nobody asked this time: an earlier retest that saw it hold still stands. */
const notAsked = new Set(['not-selected', 'component-absent']);

/** `sights` oldest first. Once refuted, only a sight of it holding closes it. */
function stateOf(sights: readonly RetestSight[], earlierHolds: boolean): RetestState {
  const now = sights.at(-1)!;
  const before = sights.slice(0, -1);
  const wasRefuted = before.some(({ outcome }) => outcome === 'not-satisfied');
  if (now.outcome === 'not-satisfied') return wasRefuted ? 'still-refuted' : 'newly-refuted';
  if (now.outcome === 'satisfied') return 'repaired';
  if (now.outcome === 'inconclusive') return 'undecided';
  const last = before.findLast(({ outcome }) => outcome === 'satisfied' || outcome === 'not-satisfied');
  return last?.outcome === 'satisfied' && notAsked.has(now.reason) && earlierHolds
    ? 'repaired-before'
    : 'uncovered';
}

/**
 * Follows every check that any run of the chain refuted. The first failure is never left out, and what is not
 * measured now stays open. Throws RECORD_INVALID for a chain of other tenders or targets, or one that goes in a circle.
 */
export function followRetests(
  record: RunRecord,
  current: { requirements: readonly RequirementVerdict[]; asOf: string },
  chain: readonly EarlierRun[],
): RetestReport {
  const problems = retestProblems(record, chain);
  const of = chain.at(-1)?.link;
  if (problems.length > 0 || !of)
    throw new Fault(
      'RECORD_INVALID',
      (of ? problems : ['没有所复测的测试']).map((message) => ({
        message,
        remedy: '复测须对同一招标规格、同一平台；否则另行开始一次测试',
      })),
    );
  const earlier = chain.map((one) => ({ ...one, checks: checksOf(one.judgement.requirements) }));
  const now = checksOf(current.requirements);
  const refuted = [...earlier.map(({ checks }) => checks), now].flatMap((checks) =>
    [...checks.values()].filter(({ outcome }) => outcome === 'not-satisfied').map(({ id }) => id),
  );
  const checks = [...new Set(refuted)].map((id): CheckRetest => {
    const sights = [
      ...earlier.map((one) => sightOf(one.checks.get(id), one.record, one.judgement)),
      sightOf(now.get(id), record, { asOf: current.asOf }),
    ];
    const holding = earlier
      .map((one) => one.checks.get(id))
      .findLast((check) => check?.outcome === 'satisfied');
    const until = holding?.validUntil;
    const holds = until === undefined || isUpTo(current.asOf, until.at);
    return { check: id, state: stateOf(sights, holds), sights };
  });
  return { of, chain: chain.map(({ link }) => link), checks };
}
