import { Fault, type MonitoringComponent, type MonitoringOptions, type Tier } from '../../../spec/index.ts';
import type { ProbeContext } from '../../probe.ts';
import { openPrometheus } from '../promql.ts';
import { type Stretch, type TimeLine, timeLineOf } from './time-line.ts';

export type SeriesName = keyof NonNullable<MonitoringOptions['series']>;

const daySeconds = 86_400;

/** The monitoring system that a probe was given. */
export function monitoringOf(context: Pick<ProbeContext, 'component'>): MonitoringComponent {
  if (context.component.role !== 'monitoring') throw new Error(`no monitoring: ${context.component.role}`);
  return context.component;
}

/** Its history is a measurement where the purchaser runs it, and the platform's own word otherwise. */
export const tierOf = ({ options }: MonitoringComponent): Tier =>
  options?.operatedBy === 'purchaser' ? 'measured' : 'declared-by-target';

/** The period that a probe speaks of: so many days up to now. */
export function periodOf({ inputs }: Pick<ProbeContext, 'inputs'>): Stretch {
  const to = Math.floor(Date.now() / 1000);
  return { from: to - Number(inputs.periodDays) * daySeconds, to };
}

const day = (at: number) => new Date(at * 1000).toISOString().slice(0, 16);

/**
 * The time lines of the series that the target file names for a purpose. Throws TARGET_PREREQUISITE where it names
 * none and the purpose is wanted; no series under a selector is no time line.
 */
export async function timeLinesOf(
  context: ProbeContext,
  name: SeriesName,
  period: Stretch,
): Promise<TimeLine[]> {
  const component = monitoringOf(context);
  const selector = component.options?.series?.[name];
  if (selector === undefined)
    throw new Fault('TARGET_PREREQUISITE', `目标文件没有列明 ${component.id} 的序列 options.series.${name}`);
  const interval = Number(context.inputs.intervalSeconds);
  // The last sample before the period speaks into it.
  const from = period.from - 2 * interval;
  const found = await openPrometheus(context, component).samples(selector, from, period.to);
  const lines = found.map((one) => timeLineOf(one, period, interval));
  const samples = lines.reduce((sum, one) => sum + one.samples, 0);
  const detail = `${selector}：${lines.length} 条序列，${samples} 个样本，${day(period.from)} 至 ${day(period.to)}（UTC）`;
  context.step('取原始样本', detail);
  return lines;
}

/** Keeps what was made of the samples, so that every stretch can be held against the monitoring system itself. */
export async function keepTimeLines(
  context: ProbeContext,
  period: Stretch,
  lines: Readonly<Record<string, readonly TimeLine[]>>,
): Promise<void> {
  const told = ({ up: _, ...line }: TimeLine) => line;
  const kept = Object.fromEntries(Object.entries(lines).map(([name, all]) => [name, all.map(told)]));
  await context.capture('时间线', 'application/json', `${JSON.stringify({ period, ...kept }, null, 1)}\n`);
}
