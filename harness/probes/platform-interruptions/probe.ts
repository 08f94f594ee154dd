import { keepTimeLines, monitoringOf, periodOf, tierOf, timeLinesOf } from '../../clients/promql/period.ts';
import { outside, overlaps, type Stretch, type TimeLine } from '../../clients/promql/time-line.ts';
import type { Probe } from '../../probe.ts';

/** Stretches that touch count as one. */
function merged(stretches: readonly Stretch[]): Stretch[] {
  const found: Stretch[] = [];
  for (const one of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (last && one.from <= last.to) last.to = Math.max(last.to, one.to);
    else found.push({ ...one });
  }
  return found;
}

const seconds = (instant: string) => Date.parse(instant) / 1000;
const span = ({ from, to }: Stretch) =>
  `${new Date(from * 1000).toISOString()} 起 ${Math.round(to - from)} 秒`;

/** Interruptions of the business over a period, with what is not known of them as a least and a greatest number. */
export const probe: Probe = {
  id: 'platform-interruptions',
  version: 1,
  async gather(context) {
    const component = monitoringOf(context);
    const period = periodOf(context);
    const failures = Number(context.inputs.failures);
    const service = await timeLinesOf(context, 'service', period);
    const platform = component.options?.series?.platform
      ? await timeLinesOf(context, 'platform', period)
      : ([] as TimeLine[]);
    await keepTimeLines(context, period, { service, platform });
    const tier = tierOf(component);
    const seen = service.filter((line) => line.samples > 0);
    if (seen.length === 0) {
      context.note('所列业务入口序列在该时段内没有样本');
      return { measurements: [], tier };
    }
    const windows = (component.options?.maintenance ?? []).map(({ from, to, basis }) => ({
      from: seconds(from),
      to: seconds(to),
      basis,
    }));
    const left = (stretches: readonly Stretch[]) => stretches.flatMap((one) => outside(one, windows));
    for (const one of windows.filter((window) => overlaps(window, period)))
      context.step('剔除维护时段', `${span(one)}，依据：${one.basis}`);
    const lasting = seen.flatMap((line) =>
      line.down.flatMap((one) =>
        left([one]).filter(
          (rest) => one.at.filter((at) => at >= rest.from && at < rest.to).length >= failures,
        ),
      ),
    );
    const outages = merged(lasting);
    const faults = platform.flatMap((line) => line.down);
    const caused = outages.filter((one) => faults.some((fault) => overlaps(one, fault)));
    const gaps = merged(left(seen.flatMap((line) => line.unknown)));
    for (const one of outages)
      context.step('业务中断', `${span(one)}，${caused.includes(one) ? '其间平台部件不正常' : '原因未知'}`);
    if (gaps.length > 0)
      context.step('未知时段', `${gaps.length} 段：${gaps.slice(0, 5).map(span).join('；')}`);
    const bounds = { least: caused.length, greatest: outages.length + gaps.length };
    return {
      measurements: [
        {
          measurand: 'interruptions',
          unit: 'occurrence',
          values: [outages.length],
          uncertainty: [bounds],
        },
      ],
      tier,
    };
  },
};
