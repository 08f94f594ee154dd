import {
  beijingTime,
  convert,
  type DataSummary,
  dimensionOf,
  millisecondsBetween,
  monthsLater,
  printQuantity,
  type Quantity,
  sameTitle,
} from '../../spec/index.ts';
import { type ConditionFinding, type ConditionInput, held, missing, refuted } from './finding.ts';

const longestGap = 86_400_000;

interface Stretch {
  from: string;
  to: string;
}

/** Stretches of all files together; what lies no more than a day apart is one. */
function joined(logs: readonly Extract<DataSummary, { as: 'log' }>[]): Stretch[] {
  const sorted = logs
    .flatMap(({ stretches }) => stretches)
    .sort((a, b) => millisecondsBetween(b.from, a.from));
  const whole: Stretch[] = [];
  for (const stretch of sorted) {
    const last = whole.at(-1);
    if (last && millisecondsBetween(last.to, stretch.from) <= longestGap) {
      if (millisecondsBetween(last.to, stretch.to) > 0) last.to = stretch.to;
    } else whole.push({ ...stretch });
  }
  return whole;
}

/** The instant until which a log that begins at `from` must reach. */
function reachOf(from: string, span: Quantity): { until: string } | { milliseconds: number } | undefined {
  if (dimensionOf(span.unit) === 'calendar-time')
    return { until: monthsLater(from, Math.ceil(convert(span.value, span.unit, 'month'))) };
  if (dimensionOf(span.unit) === 'time') return { milliseconds: convert(span.value, span.unit, 'ms') };
  return undefined;
}

/** The latest stretch of the supplied log without a gap longer than a day spans at least so long. */
export function retentionFinding({
  condition,
  examination,
  asOf,
}: ConditionInput<'retention'>): ConditionFinding {
  const logs = examination.documents
    .flatMap(({ data }) => data ?? [])
    .filter((one) => one.as === 'log')
    .filter(({ of }) => sameTitle(of, condition.of));
  const said = {
    title: `${condition.of}留存`,
    expected: `≥ ${printQuantity(condition.atLeast)}，其间无超过一日的中断`,
    samples: logs.reduce((sum, { records }) => sum + records, 0),
  };
  const whole = joined(logs);
  const last = whole.at(-1);
  if (!last) return missing({ ...said, measured: '未提供日志' });
  const measured = `${beijingTime(last.from)} 至 ${beijingTime(last.to)} 连续`;
  if (millisecondsBetween(asOf, last.to) > 0)
    return missing({ ...said, measured: `${measured}，末条晚于评判基准时间` });
  const reach = reachOf(last.from, condition.atLeast);
  if (!reach) return missing({ ...said, measured: '要求的时长无法比较' });
  const enough =
    'until' in reach
      ? millisecondsBetween(reach.until, last.to) >= 0
      : millisecondsBetween(last.from, last.to) >= reach.milliseconds;
  const broken = whole.length > 1 ? `，此前有 ${whole.length - 1} 处超过一日的中断` : '';
  return enough ? held({ ...said, measured }) : refuted({ ...said, measured: `${measured}${broken}` });
}
