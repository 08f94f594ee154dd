import {
  deferralStates,
  isRetestOpen,
  outcomes,
  printDeferral,
  reasons,
  retestStandings,
} from '../../spec/index.ts';
import type { RunView } from '../run-view.ts';
import { OutcomeBadge, printInstant } from './layout.tsx';

const sayWhich = (index: number) => (index === 0 ? '初测' : index === 1 ? '复测' : `第 ${index} 次复测`);

/** What lies beside the verdicts and turns none: deferrals, retests, revisions. Only what there is. */
export function Beside({ run }: { run: RunView }) {
  return (
    <>
      <Deferrals run={run} />
      <Retests run={run} />
      <Revisions run={run} />
    </>
  );
}

function Deferrals({ run }: { run: RunView }) {
  const entries = run.judgement?.deferrals?.entries ?? [];
  if (entries.length === 0) return null;
  return (
    <section id="deferrals">
      <h2>暂缓整改</h2>
      <p class="small">暂缓整改不改变结论，也不计入任何合计。</p>
      <table class="beside">
        <thead>
          <tr>
            <th>条款</th>
            <th>结论</th>
            <th>状态</th>
            <th>理由</th>
            <th>责任与批准</th>
            <th>依据</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.checkable}>
              <td data-label="条款">
                <a href={`/clauses/${encodeURIComponent(entry.checkable)}`}>{entry.checkable}</a>
              </td>
              <td data-label="结论">{`${outcomes[entry.outcome]}${printDeferral(entry)}`}</td>
              <td data-label="状态">{deferralStates[entry.state]}</td>
              <td data-label="理由">{entry.reason}</td>
              <td data-label="责任与批准">{`${entry.owner}；${entry.approvedBy}`}</td>
              <td data-label="依据">{entry.basis.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Retests({ run }: { run: RunView }) {
  const retest = run.judgement?.retest;
  if (!retest) return null;
  const open = retest.checks.filter(isRetestOpen).length;
  return (
    <section id="retests">
      <h2>初测与复测</h2>
      <p class="small">{`历次测试中曾判为不符合的核验项 ${retest.checks.length} 项，尚未关闭 ${open} 项。初测结果始终保留。`}</p>
      <table class="beside">
        <thead>
          <tr>
            <th>核验项</th>
            <th>历次结果</th>
            <th>状态</th>
          </tr>
        </thead>
        <tbody>
          {retest.checks.map((check) => (
            <tr key={check.check}>
              <td data-label="核验项">{check.check}</td>
              <td data-label="历次结果">
                {check.sights.map((sight, index) => (
                  <p key={sight.run}>
                    {`${sayWhich(index)}${sight.absent ? '未列入' : outcomes[sight.outcome]}（${printInstant(sight.at)}，${sight.run}，${reasons[sight.reason].label}）`}
                  </p>
                ))}
              </td>
              <td data-label="状态">
                <OutcomeBadge outcome={check.sights.at(-1)!.outcome} /> {retestStandings[check.state]}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Revisions({ run }: { run: RunView }) {
  if (run.revisions.length < 2) return null;
  return (
    <section id="revisions">
      <h2>判定修订</h2>
      <p class="small">同一证据可以重新判定；各版都保留。本页按最后一版显示。</p>
      <table class="beside">
        <thead>
          <tr>
            <th>版次</th>
            <th>替代</th>
            <th>判定时点</th>
            <th>理由</th>
            <th>符合</th>
            <th>不符合</th>
          </tr>
        </thead>
        <tbody>
          {run.revisions.map((each) => (
            <tr key={each.revision}>
              <td data-label="版次">{`第 ${each.revision} 版`}</td>
              <td data-label="替代">{each.replaces === undefined ? '无' : `第 ${each.replaces} 版`}</td>
              <td data-label="判定时点">{printInstant(each.asOf)}</td>
              <td data-label="理由">
                {each.reason ?? (each.replaces === undefined ? '首次判定' : '未说明')}
              </td>
              <td data-label="符合">{each.summary.checkables.satisfied}</td>
              <td data-label="不符合">{each.summary.checkables['not-satisfied']}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
