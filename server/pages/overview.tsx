import {
  checkableKindLabels,
  componentRoleLabels,
  dueLabels,
  type Outcome,
  outcomeNames,
  outcomes,
  printDeferral,
  type RequirementVerdict,
  reasons,
} from '../../spec/index.ts';
import { type ReportFormat, reportFiles, reportFormats } from '../run-store.ts';
import type { RunView } from '../run-view.ts';
import { Beside } from './beside.tsx';
import { Facts, OutcomeBadge, printInstant } from './layout.tsx';
import { OutcomeBar } from './outcome-bar.tsx';

export interface OverviewFilter {
  outcome?: Outcome | undefined;
  starred?: boolean | undefined;
}

const formatLabels: Record<ReportFormat, string> = {
  html: '网页',
  pdf: 'PDF',
  docx: 'Word',
  json: 'JSON',
  xlsx: 'Excel',
  junit: 'JUnit',
  ctrf: 'CTRF',
  oscal: 'OSCAL',
  sarif: 'SARIF',
  csv: 'CSV',
};
const endings = {
  finished: '正常结束',
  interrupted: '被人工中断',
  'cut-off': '异常中止，记录不完整',
} as const;

/** The whole run on one page: identity, figures, clauses, components. */
export function Overview({ run, filter }: { run: RunView; filter: OverviewFilter }) {
  const { record, judgement } = run;
  return (
    <>
      <section class="head">
        <p class="kicker">{`${record.tender.title}（${record.tender.number}）`}</p>
        <h1>{record.target.name}</h1>
        <Reports run={run} />
      </section>
      <Warnings run={run} />
      <section>
        <h2>本次测试</h2>
        <Facts
          rows={[
            { label: '测试编号', value: <code>{record.id}</code> },
            ...(record.target.operator ? [{ label: '云服务商', value: record.target.operator }] : []),
            { label: '所处阶段', value: dueLabels[judgement?.stage ?? record.stage] },
            { label: '开始时间', value: printInstant(record.startedAt) },
            {
              label: '结束时间',
              value: record.finishedAt ? printInstant(record.finishedAt) : '没有结束记录',
            },
            { label: '结束方式', value: endings[record.ended] },
            ...(judgement
              ? [
                  { label: '判定时点', value: printInstant(judgement.asOf) },
                  { label: '判定版次', value: revisionText(judgement.revision, judgement.replaces) },
                ]
              : []),
            {
              label: '测试工具',
              value: record.tools.map((tool) => `${tool.name} ${tool.version}`).join('，'),
            },
          ]}
        />
      </section>
      {judgement ? (
        <>
          <section>
            <h2>结论分布</h2>
            <OutcomeBar label="全部技术条款" counts={judgement.summary.technicalClauses} />
            <OutcomeBar label="其中 ▲ 条款" counts={judgement.summary.starred} />
            <OutcomeBar label="本次选取的核验项" counts={judgement.summary.checkables} />
            <OutcomeBar label="其中的测试检查" counts={judgement.summary.tests} />
            <p class="small">
              {`全部技术条款以招标文件为准，其中已录入 ${judgement.summary.technicalClauses.encoded} 条；未录入的计为未评估。`}
            </p>
          </section>
          <Clauses run={run} filter={filter} />
          <Beside run={run} />
        </>
      ) : (
        <section>
          <h2>尚未判定</h2>
          <p>{`测试记录中有 ${record.observations.length} 项观测，还没有判定文件，因此没有任何结论。`}</p>
        </section>
      )}
      <Components run={run} />
    </>
  );
}

function revisionText(revision: number, replaces: number | undefined): string {
  return replaces === undefined ? `第 ${revision} 版` : `第 ${revision} 版（取代第 ${replaces} 版）`;
}

function Reports({ run }: { run: RunView }) {
  return (
    <p class="reports">
      <span>测试报告</span>
      {reportFormats.map((format) =>
        run.reports.includes(format) ? (
          <a key={format} class="button" href={`/${reportFiles[format]}`}>
            {formatLabels[format]}
          </a>
        ) : (
          <span key={format} class="button off">{`${formatLabels[format]}（未生成）`}</span>
        ),
      )}
    </p>
  );
}

function Warnings({ run }: { run: RunView }) {
  const left = run.record.resources.filter((entry) => entry.state === 'left');
  const texts = [
    ...(left.length > 0
      ? [
          `${left.length} 个测试资源未能删除，请在平台上清理：${left.map((e) => `${e.kind} ${e.id ?? e.marker}`).join('、')}`,
        ]
      : []),
    ...(run.wordsDiffer ? ['条款与测量项的名称取自当前规格，与判定时所用的规格版本不同。'] : []),
  ];
  return (
    <>
      {texts.map((text) => (
        <p key={text} class="warning">
          {text}
        </p>
      ))}
    </>
  );
}

function Clauses({ run, filter }: { run: RunView; filter: OverviewFilter }) {
  const inReach = run.requirements.filter((requirement) => !filter.starred || requirement.starred);
  const rows = inReach.filter((requirement) => !filter.outcome || requirement.outcome === filter.outcome);
  return (
    <section id="clauses">
      <h2>逐条结果</h2>
      <nav class="filter" aria-label="按结论筛选">
        <FilterLink
          label="全部"
          count={inReach.length}
          current={filter}
          to={{ ...filter, outcome: undefined }}
        />
        {outcomeNames.map((outcome) => (
          <FilterLink
            key={outcome}
            label={outcomes[outcome]}
            count={inReach.filter((requirement) => requirement.outcome === outcome).length}
            current={filter}
            to={{ ...filter, outcome }}
          />
        ))}
        <FilterLink
          label="只看 ▲"
          count={run.requirements.filter((requirement) => requirement.starred).length}
          current={filter}
          to={{ ...filter, starred: filter.starred ? undefined : true }}
          isOn={filter.starred === true}
        />
      </nav>
      {rows.length === 0 ? (
        <p class="empty">没有这样的条款。</p>
      ) : (
        <table class="clauses">
          <thead>
            <tr>
              <th>条款</th>
              <th>内容</th>
              <th>类别</th>
              <th>结论</th>
              <th>依据</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((requirement) => (
              <ClauseRow key={requirement.id} run={run} requirement={requirement} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface FilterLinkProps {
  label: string;
  count: number;
  current: OverviewFilter;
  to: OverviewFilter;
  isOn?: boolean;
}

function FilterLink({ label, count, current, to, isOn = current.outcome === to.outcome }: FilterLinkProps) {
  const query = new URLSearchParams();
  if (to.outcome) query.set('outcome', to.outcome);
  if (to.starred) query.set('starred', '1');
  const text = query.toString();
  return (
    <a
      href={`/${text ? `?${text}` : ''}#clauses`}
      class={isOn ? 'on' : ''}
      aria-current={isOn ? 'true' : undefined}
    >
      {label} <b>{count}</b>
    </a>
  );
}

function ClauseRow({ run, requirement }: { run: RunView; requirement: RequirementVerdict }) {
  const held = requirement.parts.filter((part) => part.outcome === 'satisfied').length;
  const title = run.checkable(requirement.id)?.title;
  const deferral = run.judgement?.deferrals?.entries.find((each) => each.checkable === requirement.id);
  return (
    <tr>
      <td class="id">
        <a href={`/clauses/${encodeURIComponent(requirement.id)}`}>
          {requirement.starred ? '▲ ' : ''}
          {requirement.id}
        </a>
      </td>
      <td class="title">{title ?? '（未载入条款名称）'}</td>
      <td class="kind">{checkableKindLabels[requirement.kind]}</td>
      <td class="verdict">
        <OutcomeBadge outcome={requirement.outcome} />
      </td>
      <td class="reason">
        {reasons[requirement.reason].label}
        {deferral && <small>{printDeferral(deferral)}</small>}
        {requirement.parts.length > 1 && (
          <small>{`（${requirement.parts.length} 个子项中 ${held} 个符合）`}</small>
        )}
      </td>
    </tr>
  );
}

function Components({ run }: { run: RunView }) {
  const after = new Map(run.record.after.map((survey) => [survey.component, survey]));
  return (
    <section>
      <h2>被测部件</h2>
      <table class="components">
        <thead>
          <tr>
            <th>部件</th>
            <th>类别</th>
            <th>地址</th>
            <th>测试前</th>
            <th>测试后</th>
          </tr>
        </thead>
        <tbody>
          {run.record.target.components.map((component) => {
            const before = run.record.before.find((survey) => survey.component === component.id);
            const later = after.get(component.id);
            const changed = before && later && before.configurationDigest !== later.configurationDigest;
            return (
              <tr key={component.id}>
                <td data-label="部件">{component.id}</td>
                <td data-label="类别">{componentRoleLabels[component.role]}</td>
                <td data-label="地址">
                  <code>{component.endpoint}</code>
                </td>
                <td data-label="测试前">{surveyText(before)}</td>
                <td data-label="测试后">{`${surveyText(later)}${changed ? '，配置有变化' : ''}`}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function surveyText(survey: { reachable: boolean; fault?: string } | undefined): string {
  if (!survey) return '未查看';
  return survey.reachable ? '可达' : `不可达${survey.fault ? `：${survey.fault}` : ''}`;
}
