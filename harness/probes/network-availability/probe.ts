import { keepTimeLines, monitoringOf, periodOf, tierOf, timeLinesOf } from '../../clients/promql/period.ts';
import { lengthOf } from '../../clients/promql/time-line.ts';
import type { Probe } from '../../probe.ts';

/** Share of a period in which each pair reached the other, unknown time once as down and once as up. */
export const probe: Probe = {
  id: 'network-availability',
  version: 1,
  async gather(context) {
    const component = monitoringOf(context);
    const period = periodOf(context);
    const lines = await timeLinesOf(context, 'network', period);
    await keepTimeLines(context, period, { network: lines });
    const tier = tierOf(component);
    // A series without a sample in the period is not one that was looked at.
    const seen = lines.filter((line) => line.samples > 0);
    if (seen.length === 0) {
      context.note('所列序列在该时段内没有样本');
      return { measurements: [], tier };
    }
    const total = period.to - period.from;
    const bounds = seen.map((line) => ({
      least: (lengthOf(line.up) / total) * 100,
      greatest: ((total - lengthOf(line.down)) / total) * 100,
    }));
    seen.forEach((line, index) => {
      const { least, greatest } = bounds[index]!;
      context.step(
        '可用率',
        `${JSON.stringify(line.labels)}：${least.toFixed(4)}% 至 ${greatest.toFixed(4)}%，不通 ${lengthOf(line.down).toFixed(0)} 秒（${line.down.length} 次），未知 ${lengthOf(line.unknown).toFixed(0)} 秒（${line.unknown.length} 段）`,
      );
    });
    const values = bounds.map(({ least }) => least);
    return {
      measurements: [{ measurand: 'availability', unit: '%', values, uncertainty: bounds }],
      tier,
    };
  },
};
