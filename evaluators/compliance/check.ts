import {
  beijingTime,
  type Catalogue,
  type Checkable,
  type CheckVerdict,
  type Comparison,
  canonicalJson,
  checkId,
  type Due,
  documentKinds,
  dues,
  type Expectation,
  type Observation,
  type ProbeContract,
  printExpectation,
  type Reason,
  type RunRecord,
  resultTools,
  rollUp,
  rollUpAny,
  type Standing,
  type Step,
  standing,
  standingOfImport,
  type TestVerification,
  type Verification,
} from '../../spec/index.ts';
import { weigh } from './compare.ts';
import { judgeExamine } from './examine.ts';
import { contradicts, flakyRemark } from './flaky.ts';
import { instrumentDoubt } from './headroom.ts';
import { withInstrument } from './instrument.ts';
import { earliest, isExpired, sayExpired, type Validity, validityOf } from './lifetime.ts';
import { judgeVisit } from './site-visit.ts';

export interface CheckInput {
  record: RunRecord;
  catalogue: Catalogue;
  /** The instant that the judgement speaks of. */
  asOf: string;
}

export function isInStage(due: Due, stage: Due): boolean {
  return dues.indexOf(due) <= dues.indexOf(stage);
}

type Draft = Pick<
  CheckVerdict,
  | 'outcome'
  | 'reason'
  | 'observations'
  | 'evidence'
  | 'attestations'
  | 'comparisons'
  | 'steps'
  | 'validUntil'
  | 'remark'
>;

const bare = (reason: Reason, remark?: string): Draft => ({
  ...standing(reason),
  observations: [],
  evidence: [],
  comparisons: [],
  steps: [],
  ...(remark ? { remark } : {}),
});

const stateReasons: Record<Exclude<Observation['state'], 'completed'>, Reason> = {
  errored: 'target-errored',
  'timed-out': 'timed-out',
  aborted: 'aborted',
  awaiting: 'awaiting',
};

interface Weighed {
  standing: Standing;
  comparison: Comparison;
  step: Step;
}

/** One expectation against one observation. Nothing but samples that were seen by us or an accredited third party satisfies. */
function weighOne(
  expectation: Expectation,
  observation: Observation,
  title: string,
  contract: ProbeContract | undefined,
): Weighed {
  const measurement = observation.measurements.find((m) => m.measurand === expectation.measurand);
  const { comparison, expression, decisive, undecided } = weigh(expectation, measurement);
  const label = `${title}（${observation.component}）`;
  const say = (reason: Reason, value: string): Weighed => ({
    standing: standing(reason),
    comparison: reason === 'all-met' || reason === 'refuted' ? comparison : { ...comparison, met: null },
    step: { label, expression, value },
  });
  if (observation.fault?.code === 'DEFECT') return say('instrument-defect', '本程序缺陷，不作结论');
  if (observation.fault?.code === 'NOT_AUTHORISED') return say('not-authorised', '未获授权，没有实施');
  if (observation.fault?.code === 'INSTRUMENT_MISSING')
    return say('instrument-missing', `没有实施：${observation.fault.message}`);
  if (observation.state !== 'completed' && comparison.met === null)
    return say(stateReasons[observation.state], '未取得结果');
  if (observation.state !== 'completed' && observation.state !== 'awaiting')
    return say(stateReasons[observation.state], '测试未完成');
  if (undecided === undefined && comparison.met === null) return say('no-samples', '没有取得该项测量值');
  if (observation.tier === 'declared-by-target') return say('declared-by-target', '仅为平台自述，不作结论');
  if (observation.tier === 'declared-on-paper') return say('declared-on-paper', '仅为书面声明，不作结论');
  if (contradicts(observation, expectation.measurand)) return say('flaky', '各次尝试真假不一，不作结论');
  const doubt = instrumentDoubt(expectation, measurement, observation, contract);
  if (doubt) return say(doubt.reason, doubt.why);
  if (undecided) return say(undecided.reason, undecided.why);
  if (comparison.samples < (expectation.minSamples ?? 1) && !decisive) {
    return say('too-few-samples', `样本 ${comparison.samples} 个，少于规定的 ${expectation.minSamples} 个`);
  }
  return comparison.met ? say('all-met', '达到') : say('refuted', '未达到');
}

/** What an expectation says of an observation whose lifetime is over is nothing, for or against. */
function agedBy(weighed: Weighed, validity: Validity | undefined, asOf: string): Weighed {
  if (!validity || !isExpired(validity, asOf)) return weighed;
  if (weighed.standing.outcome !== 'satisfied' && weighed.standing.outcome !== 'not-satisfied')
    return weighed;
  return {
    standing: standing('evidence-expired'),
    comparison: { ...weighed.comparison, met: null },
    step: { ...weighed.step, value: sayExpired(validity) },
  };
}

function judgeTest(verification: TestVerification, input: CheckInput): Draft {
  const { record, catalogue } = input;
  const { plan } = record;
  const contract = catalogue.get(verification.probe);
  if (plan.plannedProbes.includes(verification.probe))
    return bare('probe-planned', `探针 ${verification.probe}（${contract?.title ?? ''}）待实现`);
  const offered = plan.items.filter((item) => item.probe === verification.probe);
  if (offered.length === 0) {
    const absent = contract !== undefined && plan.absentRoles.includes(contract.role);
    return bare(absent ? 'component-absent' : 'not-selected');
  }
  const defaults = Object.entries(contract?.inputs ?? {}).map(
    ([name, input]) => [name, input.default] as const,
  );
  const asked = Object.entries({ ...Object.fromEntries(defaults), ...verification.inputs });
  const items = offered.filter((item) =>
    asked.every(
      ([name, value]) =>
        canonicalJson(item.inputs[name]) === canonicalJson(value) ||
        // An input that the contract did not have when the evidence was gathered, and that nobody asks for.
        (!(name in item.inputs) && verification.inputs?.[name] === undefined),
    ),
  );
  if (items.length === 0)
    return bare(
      'gathered-otherwise',
      `要求的采集条件：${asked.map(([name, value]) => `${name}=${String(value)}`).join('，')}`,
    );
  const observations = items.map((item) =>
    record.observations.find((o) => o.planItem === item.id && o.planDigest === plan.digest),
  );
  const seen = observations.filter((o) => o !== undefined);
  if (seen.length < items.length && record.ended === 'finished')
    return { ...bare('observation-missing'), observations: seen.map((o) => o.id) };
  if (seen.length < items.length)
    return { ...bare('aborted', '本次测试未运行到该项'), observations: seen.map((o) => o.id) };

  return weighAll(seen, verification, input);
}

/** Every expectation of a test against all that was seen for it. */
function weighAll(
  seen: readonly Observation[],
  verification: TestVerification,
  { record, catalogue, asOf }: CheckInput,
): Draft {
  const contract = catalogue.get(verification.probe);
  const comparisons: Comparison[] = [];
  const steps: Step[] = [];
  const validities: (Validity | undefined)[] = [];
  const members = verification.expect.map((expectation) => {
    const title = contract?.measurands[expectation.measurand]?.title ?? expectation.measurand;
    const weighed = seen.map((observation) => {
      const validity = validityOf(observation, [contract?.validFor, expectation.validFor]);
      validities.push(validity);
      const weighed = withInstrument(
        weighOne(expectation, observation, title, contract),
        observation,
        record,
      );
      return agedBy(weighed, validity, asOf);
    });
    comparisons.push(...weighed.map((w) => w.comparison));
    steps.push(...weighed.map((w) => w.step));
    const standings = weighed.map((w) => w.standing);
    return expectation.scope === 'any' ? rollUpAny(standings) : rollUp(standings);
  });
  const validUntil = earliest(validities);
  const rolled = rollUp(members);
  const remarks = seen.flatMap((o) => [
    ...(o.fault ? [o.fault.message] : []),
    ...[flakyRemark(o)].filter((remark) => remark !== undefined),
    ...(o.state === 'awaiting' ? [`可于 ${beijingTime(o.until ?? '')}（北京时间）之后续测收取`] : []),
  ]);
  if (validUntil && rolled.reason === 'evidence-expired') remarks.push(sayExpired(validUntil));
  return {
    ...rolled,
    observations: seen.map((o) => o.id),
    evidence: [...new Set(seen.flatMap((o) => o.evidence.map((e) => e.digest)))],
    comparisons,
    steps,
    ...(validUntil ? { validUntil } : {}),
    ...(remarks.length > 0 ? { remark: [...new Set(remarks)].join('；') } : {}),
  };
}

/** What we measured ourselves goes before what was handed in; that counts only where we have nothing. */
function judgeTestOrImport(checkable: Checkable, verification: TestVerification, input: CheckInput): Draft {
  const own = judgeTest(verification, input);
  const check = checkId(checkable, verification);
  const imported = input.record.imports?.findLast((one) => one.check === check);
  if (imported === undefined || own.comparisons.length > 0) return own;
  const { tier, basis } = standingOfImport(imported, input.record, input.asOf);
  const weighed = weighAll([{ ...imported.observation, tier }], verification, input);
  const remark = [weighed.remark, `${resultTools[imported.tool]}结果文件：${basis}`];
  return { ...weighed, remark: remark.filter((one) => one !== undefined).join('；') };
}

function draft(checkable: Checkable, verification: Verification, input: CheckInput): Draft {
  if (!isInStage(verification.due, input.record.stage)) return bare('not-yet-due');
  switch (verification.method) {
    case 'test':
      return judgeTestOrImport(checkable, verification, input);
    case 'examine':
      return (
        judgeExamine(checkable, verification, input) ??
        bare('paper-awaited', `待提交：${verification.documents.map((d) => documentKinds[d]).join('、')}`)
      );
    case 'interview':
      return (
        judgeVisit(checkable, verification, input) ??
        bare('on-site-awaited', `待核查：${verification.checklist.join('；')}`)
      );
  }
}

/** Judges one verification of a checkable on the record. */
export function judgeCheck(
  checkable: Checkable,
  verification: Verification,
  input: CheckInput,
): CheckVerdict {
  const judged = draft(checkable, verification, input);
  const unmeasured =
    verification.method === 'test' && judged.comparisons.length === 0
      ? verification.expect.map(
          (e): Comparison => ({
            measurand: e.measurand,
            expected: printExpectation(e),
            measured: '',
            samples: 0,
            met: null,
          }),
        )
      : judged.comparisons;
  return {
    id: checkId(checkable, verification),
    part: verification.part,
    method: verification.method,
    ...(verification.method === 'test' ? { probe: verification.probe } : {}),
    due: verification.due,
    inStage: isInStage(verification.due, input.record.stage),
    ...judged,
    comparisons: unmeasured,
  };
}
