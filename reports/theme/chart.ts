import { Resvg } from '@resvg/resvg-js';
import { BarChart, PieChart } from 'echarts/charts';
import { GraphicComponent, GridComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { type Chart, type Outcome, outcomeNames, outcomes } from '../../spec/index.ts';
import { fontFamily, fontFiles } from './fonts.ts';
import { ink, outcomeLook } from './palette.ts';
import { printable } from './printable.ts';
import { scoreBarsOption, scoreBarsWords } from './score-bars.ts';

echarts.use([BarChart, PieChart, GraphicComponent, GridComponent, SVGRenderer]);

/** Widths in pixels; a page is as wide as the bars. */
const widths = { 'outcome-bars': 760, 'outcome-ring': 520, 'score-bars': 760 };
const family = `${fontFamily}, 'Microsoft YaHei', 'PingFang SC', 'Source Han Sans SC', sans-serif`;
const label = { color: ink.text, fontFamily: family, fontSize: 14 };

type Counts = Record<Outcome, number>;
const total = (counts: Counts): number => outcomeNames.reduce((sum, name) => sum + counts[name], 0);

function segmentStyle(name: Outcome) {
  return name === 'not-applicable'
    ? { color: outcomeLook[name].fill, borderColor: ink.rule, borderWidth: 1 }
    : { color: outcomeLook[name].fill };
}

/** The key above the bars: shape, colour and word of each outcome. */
function key(): object[] {
  return outcomeNames.flatMap((name, index) => [
    {
      type: 'rect',
      left: 4 + index * 108,
      top: 8,
      shape: { width: 13, height: 13 },
      style: { fill: outcomeLook[name].fill, stroke: name === 'not-applicable' ? ink.rule : 'none' },
    },
    {
      type: 'text',
      left: 24 + index * 108,
      top: 7,
      style: {
        text: `${outcomeLook[name].mark} ${outcomes[name]}`,
        fill: ink.text,
        fontSize: 14,
        fontFamily: family,
      },
    },
  ]);
}

/** Shares in percent. A count above zero is never drawn thinner than the eye can see. */
function shares(counts: Counts): Counts {
  const thinnest = 0.01 * total(counts);
  const drawn = outcomeNames.map((name) => (counts[name] === 0 ? 0 : Math.max(counts[name], thinnest)));
  const sum = drawn.reduce((a, b) => a + b, 0);
  return Object.fromEntries(
    outcomeNames.map((name, index) => [name, sum === 0 ? 0 : (drawn[index]! / sum) * 100]),
  ) as Counts;
}

/** Five stacked bars in shares of 100 %, the counts written out at the right of each. */
function barsOption(groups: { label: string; counts: Counts }[]) {
  const spell = (counts: Counts): string =>
    `共 ${total(counts)}：${outcomeNames
      .filter((name) => counts[name] > 0)
      .map((name) => `${outcomeLook[name].mark}${counts[name]}`)
      .join(' ')}`;
  return {
    graphic: key(),
    grid: { left: 190, right: 210, top: 36, bottom: 4, outerBoundsMode: 'none' },
    xAxis: { type: 'value', min: 0, max: 100, show: false },
    yAxis: [
      {
        type: 'category',
        inverse: true,
        data: groups.map((group) => printable(group.label)),
        axisLine: { lineStyle: { color: ink.rule } },
        axisTick: { show: false },
        axisLabel: { ...label, width: 176, overflow: 'truncate', ellipsis: '…' },
      },
      {
        type: 'category',
        inverse: true,
        position: 'right',
        data: groups.map((group) => spell(group.counts)),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { ...label, fontSize: 13, margin: 10 },
      },
    ],
    series: outcomeNames.map((name) => ({
      type: 'bar',
      name: outcomes[name],
      stack: 'all',
      barWidth: 18,
      itemStyle: segmentStyle(name),
      data: groups.map((group) => shares(group.counts)[name] || '-'),
    })),
  };
}

const marks = Object.fromEntries(
  outcomeNames.map((name, index) => [
    `m${index}`,
    {
      color: outcomeLook[name].ink,
      fontFamily: family,
      fontSize: 14,
    },
  ]),
);

function ringOption(counts: Counts) {
  const whole = total(counts);
  const percent = (count: number): string => `${((count / whole) * 100).toFixed(1)}%`;
  return {
    series: [
      {
        type: 'pie',
        radius: ['46%', '72%'],
        center: ['50%', '52%'],
        startAngle: 90,
        minAngle: 2,
        data: outcomeNames
          .filter((name) => counts[name] > 0)
          .map((name) => ({
            name: outcomes[name],
            value: counts[name],
            itemStyle: segmentStyle(name),
            label: {
              formatter: `{m${outcomeNames.indexOf(name)}|${outcomeLook[name].mark}} ${outcomes[name]}\n${counts[name]} 项（${percent(counts[name])}）`,
            },
          })),
        label: { ...label, lineHeight: 20, rich: marks },
        labelLine: { length: 14, length2: 18, lineStyle: { color: ink.rule } },
      },
      {
        type: 'pie',
        radius: [0, 0],
        center: ['50%', '52%'],
        data: [{ value: 1, itemStyle: { color: 'none' } }],
        label: { ...label, position: 'center', formatter: `共 ${whole} 项`, fontSize: 20 },
      },
    ],
  };
}

/** Takes out what is only for the mouse: running class names would make equal charts unequal. */
function still(svg: string): string {
  return svg
    .replace(/<style\b[\s\S]*?<\/style>\s*/g, '')
    .replace(/ (?:class="zr[^"]*"|ecmeta_\w+="[^"]*"|pointer-events="[^"]*")/g, '')
    .replace(/ style="font-size:([\d.]+)px;font-family:[^"]*"/g, ' font-size="$1"')
    .replace('<svg ', `<svg font-family="${family}" `);
}

function optionOf(chart: Chart) {
  switch (chart.kind) {
    case 'outcome-ring':
      return ringOption(chart.counts);
    case 'outcome-bars':
      return barsOption(chart.groups);
    case 'score-bars':
      return scoreBarsOption(chart, label);
  }
}

/** The chart as a self-contained SVG with text as text; its size follows the number of groups. */
export function chartSvg(chart: Chart): string {
  const height = chart.kind === 'outcome-ring' ? 290 : 44 + chart.groups.length * 32;
  const drawing = echarts.init(null, null, { renderer: 'svg', ssr: true, width: widths[chart.kind], height });
  try {
    drawing.setOption({ animation: false, backgroundColor: 'transparent', ...optionOf(chart) });
    return still(drawing.renderToSVGString());
  } finally {
    drawing.dispose();
  }
}

export interface Picture {
  bytes: Uint8Array;
  /** Share of the text's width that it is meant for. */
  share: number;
  width: number;
  height: number;
}

const pictures = new WeakMap<Chart, Picture>();

/** The same chart as PNG at twice its size, drawn with the program's own fonts; drawn once for PDF and DOCX alike. */
export function chartPng(chart: Chart): Picture {
  const picture = pictures.get(chart) ?? rasterise(chart);
  pictures.set(chart, picture);
  return picture;
}

function rasterise(chart: Chart): Picture {
  const image = new Resvg(chartSvg(chart), {
    fitTo: { mode: 'width', value: widths[chart.kind] * 2 },
    background: '#ffffff',
    font: { fontFiles: [fontFiles.regular], loadSystemFonts: false, defaultFontFamily: fontFamily },
  }).render();
  return {
    bytes: image.asPng(),
    share: widths[chart.kind] / widths['outcome-bars'],
    width: image.width,
    height: image.height,
  };
}

/** What the picture says, in words, for readers who do not see it. */
export function chartWords(chart: Chart): string {
  const words = (counts: Counts): string =>
    outcomeNames.map((name) => `${outcomes[name]} ${counts[name]}`).join('，');
  if (chart.kind === 'score-bars') return scoreBarsWords(chart);
  return chart.kind === 'outcome-ring'
    ? words(chart.counts)
    : chart.groups.map((group) => `${printable(group.label)}：${words(group.counts)}`).join('；');
}
