import Table from 'cli-table3';
import { type Estimate, type SimulationResult, simulationObjectives } from '../../spec/index.ts';

const bare = { style: { head: [], border: [] } };
const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
const ranged = ({ share, low, high }: Estimate): string =>
  `${percent(share)}（${percent(low)}–${percent(high)}）`;

/** Quotes around the best one; the file has all. */
const shown = 11;

function sayOwn({ own, unit }: SimulationResult): string {
  if (!own) return '';
  const at = own.quotes.findIndex(({ quote }) => quote === own.best);
  const from = Math.max(0, Math.min(at - Math.floor(shown / 2), own.quotes.length - shown));
  const table = new Table({ head: ['本方报价', '第一名（95% 区间）', '无效', '目标值'], ...bare });
  for (const { quote, winning, invalid, result } of own.quotes.slice(from, from + shown))
    table.push([
      quote === own.best ? `${quote} ←` : quote,
      ranged(winning),
      percent(invalid.share),
      own.objective === 'revenue' ? result.toFixed(4) : percent(result),
    ]);
  const suffix = unit === '%' ? '%' : ' 元';
  return `\n本方报价的比较，目标：${simulationObjectives[own.objective]}；只用本方自己的假设\n${table.toString()}\n最好的报价：${own.best}${suffix}，与之不能区分的另有 ${own.alike.length} 个\n`;
}

export function saySimulation(result: SimulationResult): string {
  const table = new Table({
    head: ['投标人', '第一名（95% 区间）', '各名次', '无效', '期望得分（95% 区间）'],
    ...bare,
  });
  for (const { bidder, assumed, winning, ranks, invalid, points } of result.bids)
    table.push([
      assumed ? `${bidder}（假设）` : bidder,
      ranged(winning),
      ranks.map(({ share }) => percent(share)).join(' '),
      percent(invalid.share),
      points ? `${points.mean}（${points.low}–${points.high}）` : '—',
    ]);
  const done = result.interrupted
    ? `中断：完成 ${result.trials} 次试验（要求 ${result.requested} 次），以下只依据已完成的试验`
    : `完成 ${result.trials} 次试验`;
  return [
    `${done}；种子 ${result.seed}${result.readings.length > 1 ? `；读法组合 ${result.readings.length} 种` : ''}`,
    table.toString(),
    `审查后不足法定家数 ${ranged(result.cancelled)}；低价审查后不能继续 ${ranged(result.stopped)}`,
    sayOwn(result),
    ...result.notes.map((note) => `· ${note}`),
    '',
  ].join('\n');
}
