import {
  type CheckVerdict,
  checkableKindLabels,
  dueLabels,
  methodLabels,
  outcomes,
  type PartVerdict,
  type Place,
  type RequirementVerdict,
  reasons,
  retestStandings,
} from '../../spec/index.ts';
import type { RunView } from '../run-view.ts';
import { Facts, OutcomeBadge } from './layout.tsx';
import { ObservationDetails } from './observation.tsx';

/** One clause: what it asks, what was seen, and the way from one to the other. */
export function Clause({ run, requirement }: { run: RunView; requirement: RequirementVerdict }) {
  const checkable = run.checkable(requirement.id);
  const index = run.requirements.indexOf(requirement);
  return (
    <>
      <nav class="crumbs">
        <a href="/">全部条款</a>
        <Neighbour label="上一条" requirement={run.requirements[index - 1]} />
        <Neighbour label="下一条" requirement={run.requirements[index + 1]} />
      </nav>
      <section class="head">
        <p class="kicker">
          {`${checkableKindLabels[requirement.kind]} ${requirement.starred ? '▲ ' : ''}${requirement.id}`}
        </p>
        <h1>{checkable?.title ?? requirement.id}</h1>
        {checkable && <p class="statement">{checkable.statement}</p>}
        <p class="conclusion">
          <OutcomeBadge outcome={requirement.outcome} /> {reasons[requirement.reason].label}
        </p>
        {checkable && <p class="small">{placeText(checkable.clause)}</p>}
      </section>
      {requirement.parts.map((part) => (
        <Part key={part.id} run={run} requirement={requirement} part={part} />
      ))}
    </>
  );
}

function Neighbour({ label, requirement }: { label: string; requirement: RequirementVerdict | undefined }) {
  if (!requirement) return <span class="off">{label}</span>;
  return <a href={`/clauses/${encodeURIComponent(requirement.id)}`}>{`${label} ${requirement.id}`}</a>;
}

function placeText(place: Place): string {
  const path = [
    `第 ${place.part} 部分`,
    `第 ${place.chapter} 章`,
    place.annex === undefined ? undefined : `附件 ${place.annex}`,
    place.section === undefined ? undefined : `${place.section} 节`,
    place.item === undefined ? undefined : `第 ${place.item} 项`,
    place.lines === undefined ? undefined : `原文第 ${place.lines[0]} 至 ${place.lines[1]} 行`,
  ];
  return `招标文件出处：${path.filter((step) => step !== undefined).join('，')}`;
}

function Part({
  run,
  requirement,
  part,
}: {
  run: RunView;
  requirement: RequirementVerdict;
  part: PartVerdict;
}) {
  return (
    <section class="part">
      <h2>
        {run.partTitle(requirement.id, part.id)} <OutcomeBadge outcome={part.outcome} />
      </h2>
      {part.checks.length === 0 && <p class="empty">{reasons[part.reason].label}</p>}
      {part.checks.map((check) => (
        <Check key={check.id} run={run} check={check} />
      ))}
    </section>
  );
}

function Check({ run, check }: { run: RunView; check: CheckVerdict }) {
  const observed = check.observations.map((id) => run.observation(id)).filter((found) => found !== undefined);
  const retest = run.judgement?.retest?.checks.find((each) => each.check === check.id);
  return (
    <article class="check">
      <h3>
        {methodLabels[check.method]}
        {check.probe && `：${run.probeTitle(check.probe)}`} <OutcomeBadge outcome={check.outcome} />
      </h3>
      <Facts
        rows={[
          { label: '依据', value: reasons[check.reason].label },
          {
            label: '考核时点',
            value: check.inStage
              ? dueLabels[check.due]
              : `${dueLabels[check.due]}（未到时点，不计入本阶段结论）`,
          },
          ...(check.attestations?.length
            ? [
                {
                  label: '证据来源',
                  value: `${check.method === 'examine' ? '书面审查' : '现场核查'}（${check.attestations.join('、')}）`,
                },
              ]
            : []),
          ...(check.remark ? [{ label: '备注', value: check.remark }] : []),
          ...(retest
            ? [
                {
                  label: '初测与复测',
                  value: `${retest.sights.map((sight, index) => `${index === 0 ? '初测' : '复测'}${sight.absent ? '未列入' : outcomes[sight.outcome]}`).join('，')}（${retestStandings[retest.state]}）`,
                },
              ]
            : []),
          { label: '检查编号', value: <code>{check.id}</code> },
        ]}
      />
      {check.comparisons.length > 0 && (
        <table class="comparisons">
          <thead>
            <tr>
              <th>测量项</th>
              <th>要求</th>
              <th>实测</th>
              <th>样本数</th>
              <th>比较</th>
            </tr>
          </thead>
          <tbody>
            {check.comparisons.map((comparison) => (
              <tr key={`${comparison.measurand} ${comparison.expected}`}>
                <td data-label="测量项">{run.measurandTitle(check.probe, comparison.measurand)}</td>
                <td data-label="要求">{comparison.expected}</td>
                <td data-label="实测">{comparison.measured || '没有测量值'}</td>
                <td data-label="样本数">{comparison.samples}</td>
                <td data-label="比较" class={`met ${comparison.met === null ? 'open' : comparison.met}`}>
                  {metText(comparison.met)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {check.steps.length > 0 && (
        <details open={check.outcome === 'not-satisfied'}>
          <summary>结论的由来</summary>
          <table class="steps">
            <tbody>
              {check.steps.map((step, index) => (
                <tr key={index}>
                  <th>{step.label}</th>
                  <td>{step.expression && <code>{step.expression}</code>}</td>
                  <td>{step.value}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
      {observed.map((observation) => (
        <ObservationDetails key={observation.id} run={run} observation={observation} />
      ))}
      <EvidenceOnly
        run={run}
        check={check}
        shown={observed.flatMap((o) => o.evidence.map((item) => item.digest))}
      />
    </article>
  );
}

const metText = (met: boolean | null) => (met === null ? '无法比较' : met ? '达到' : '未达到');

/** Evidence that no shown observation carries, e.g. a report that was handed in. */
function EvidenceOnly({ run, check, shown }: { run: RunView; check: CheckVerdict; shown: string[] }) {
  const rest = check.evidence.filter((digest) => !shown.includes(digest));
  if (rest.length === 0) return null;
  return (
    <ul class="evidence">
      {rest.map((digest) => (
        <li key={digest}>
          {run.evidence.has(digest) ? (
            <a href={`/evidence/${digest}`}>{run.evidence.get(digest)!.label}</a>
          ) : (
            <span>{`记录中没有该证据：${digest}`}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
