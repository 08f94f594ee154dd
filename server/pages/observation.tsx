import type { SampleValue, Unit } from '../../spec/index.ts';
import {
  type EvidenceItem,
  type Observation,
  type ObservationState,
  printQuantity,
  tiers,
} from '../../spec/index.ts';
import type { RunView } from '../run-view.ts';
import { Facts, printInstant } from './layout.tsx';

const states: Record<ObservationState, string> = {
  completed: '已完成',
  errored: '出错',
  'timed-out': '超时',
  aborted: '被中断',
  awaiting: '待续测收取',
};

/** What was seen for a check: where, when, in which steps, with which proof. */
export function ObservationDetails({ run, observation }: { run: RunView; observation: Observation }) {
  const inputs = Object.entries(observation.inputs).map(([name, value]) => `${name}=${String(value)}`);
  return (
    <details class="observation">
      <summary>
        {`观测过程：${observation.component}，${states[observation.state]}，证据 ${observation.evidence.length} 份`}
      </summary>
      <Facts
        rows={[
          {
            label: '起止时间',
            value: `${printInstant(observation.window.from)} 至 ${printInstant(observation.window.to)}`,
          },
          { label: '来源', value: tiers[observation.tier] },
          {
            label: '探针',
            value: `${run.probeTitle(observation.probe)} ${observation.probe} v${observation.probeVersion}`,
          },
          ...(inputs.length > 0 ? [{ label: '采集条件', value: inputs.join('，') }] : []),
          ...(observation.until ? [{ label: '可收取时间', value: printInstant(observation.until) }] : []),
          ...(observation.fault
            ? [{ label: '故障', value: `${observation.fault.message}（${observation.fault.code}）` }]
            : []),
        ]}
      />
      {observation.measurements.length > 0 && (
        <table class="measurements">
          <thead>
            <tr>
              <th>测量项</th>
              <th>测量值</th>
            </tr>
          </thead>
          <tbody>
            {observation.measurements.map((measurement) => (
              <tr key={measurement.measurand}>
                <td data-label="测量项">{run.measurandTitle(observation.probe, measurement.measurand)}</td>
                <td data-label="测量值">
                  {measurement.values.map((value) => printSample(value, measurement.unit)).join('；') ||
                    '没有样本'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {observation.steps.length > 0 && (
        <ol class="timeline">
          {observation.steps.map((step, index) => (
            <li key={index}>
              <time>{step.at.match(/T(\d{2}:\d{2}:\d{2})/)?.[1] ?? step.at}</time>
              <span>
                {step.label}
                {step.detail && <small>{step.detail}</small>}
              </span>
            </li>
          ))}
        </ol>
      )}
      {observation.notes.map((note) => (
        <p key={note} class="small">
          {`说明：${note}`}
        </p>
      ))}
      <EvidenceList items={observation.evidence} />
    </details>
  );
}

function EvidenceList({ items }: { items: EvidenceItem[] }) {
  if (items.length === 0) return <p class="empty">没有留存证据。</p>;
  return (
    <ul class="evidence">
      {items.map((item) => (
        <li key={item.digest}>
          <a href={`/evidence/${item.digest}`}>{item.label}</a>
          <small>{`${item.mediaType}，${item.bytes} 字节，${item.digest.slice(0, 19)}…`}</small>
        </li>
      ))}
    </ul>
  );
}

function printSample(value: SampleValue, unit: Unit | undefined): string {
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return value.length > 0 ? value.join('、') : '（空）';
  return typeof value === 'number' && unit ? printQuantity({ value, unit }) : String(value);
}
