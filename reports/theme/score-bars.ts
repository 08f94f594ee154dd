import type { Chart } from '../../spec/index.ts';
import { ink } from './palette.ts';
import { printable } from './printable.ts';

type ScoreBars = Extract<Chart, { kind: 'score-bars' }>;

/** Luminance rises from the first part on; white gaps and the key's order keep parts apart in grey print. */
const fills = ['#1f4e79', '#2f8f83', '#e2a200', '#b9c4d0', '#7a3b69', '#93b84a'];
const fillOf = (index: number): string => fills[index % fills.length]!;

export const partNames = ({ groups }: ScoreBars): string[] => [
  ...new Set(groups.flatMap(({ parts }) => parts.map(({ name }) => name))),
];

function key(names: readonly string[], family: string): object[] {
  return names.flatMap((name, index) => [
    {
      type: 'rect',
      left: 4 + index * 150,
      top: 8,
      shape: { width: 13, height: 13 },
      style: { fill: fillOf(index) },
    },
    {
      type: 'text',
      left: 24 + index * 150,
      top: 7,
      style: {
        text: printable(name).slice(0, 9),
        fill: ink.text,
        fontSize: 14,
        fontFamily: family,
      },
    },
  ]);
}

/** Stacked bars of points out of the full mark, the total written at the right of each. */
export function scoreBarsOption(
  chart: ScoreBars,
  label: { fontFamily: string; fontSize: number; color: string },
) {
  const names = partNames(chart);
  const { groups, full } = chart;
  const at = (group: ScoreBars['groups'][number], name: string) =>
    Number(group.parts.find((part) => part.name === name)?.points ?? 0);
  const axis = { type: 'category', inverse: true, axisTick: { show: false } };
  return {
    graphic: key(names, label.fontFamily),
    grid: { left: 240, right: 90, top: 36, bottom: 4, outerBoundsMode: 'none' },
    xAxis: { type: 'value', min: 0, max: Number(full), show: false },
    yAxis: [
      {
        ...axis,
        data: groups.map((group) => printable(group.label)),
        axisLine: { lineStyle: { color: ink.rule } },
        axisLabel: { ...label, width: 226, overflow: 'truncate', ellipsis: '…' },
      },
      {
        ...axis,
        position: 'right',
        data: groups.map(({ total }) => total),
        axisLine: { show: false },
        axisLabel: { ...label, margin: 10 },
      },
    ],
    series: names.map((name, index) => ({
      type: 'bar',
      name: printable(name),
      stack: 'all',
      barWidth: 18,
      itemStyle: { color: fillOf(index), borderColor: '#ffffff', borderWidth: 1 },
      data: groups.map((group) => at(group, name) || '-'),
    })),
  };
}

export function scoreBarsWords({ groups }: ScoreBars): string {
  return groups
    .map(
      ({ label, parts, total }) =>
        `${printable(label)}：${parts.map(({ name, points }) => `${printable(name)} ${points}`).join('，')}，合计 ${total}`,
    )
    .join('；');
}
